"""What was assembled beside a folder's files takes their place, all of it or nothing.

Everything is written and on disk before the first file moves; what is left are renames. A journal
says what they are: should the process be killed among them, `resume` does the rest.
"""

import contextlib
import os
import re
import secrets
from pathlib import Path

from pydantic import ValidationError

from scenes.files.atomic import atomic_write
from scenes.files.inside import InnerPath, OutsideError, inside
from scenes.publish.clips.entries import File, Sealed, describe

KEPT = "kept"
"""The folder for what stood in the way and is not ours: it is moved there, never deleted."""

_JOURNAL = "switch.json"
_STAGING = re.compile(r"\.staging-[0-9a-f]{16}")


class Switch(Sealed):
    """What is to be done."""

    staging: str
    """Name of the folder, beside the journal, with the new files under their final paths."""
    placed: list[InnerPath]
    """The new files, in the order in which they are put in place."""
    foreign: list[InnerPath]
    """What stands in their way and is not ours."""
    gone: list[File]
    """What is ours and no longer belongs to it."""


def carry_out(folder: Path, state: Path, switch: Switch) -> list[str]:
    """Do it.

    Args:
        folder: The folder that is filled.
        state: Where the journal and the staging folder are; on the same file system.
        switch: What is to be done.

    Returns:
        Where that was moved to which stood in the way, as paths below the folder.

    Raises:
        OSError: If it cannot be done; then what stood there before stands there again.
    """
    journal = state / _JOURNAL
    with atomic_write(journal) as part:
        part.write_text(switch.sealed().model_dump_json(), encoding="utf-8")
    undo: list[tuple[Path, Path | None]] = []
    try:
        kept = _move(folder, state / switch.staging, switch, undo)
    except OSError:
        for target, before in reversed(undo):
            if before is None:
                target.unlink()
            else:
                before.replace(target)
        journal.unlink()
        raise
    journal.unlink()
    return kept


def resume(folder: Path, state: Path) -> int:
    """Do the rest of a switch whose process was killed; return how many files it placed.

    Raises:
        OSError: If it cannot be done.
    """
    journal = state / _JOURNAL
    try:
        switch = Switch.model_validate_json(journal.read_bytes())
    except FileNotFoundError:
        return 0
    except (IsADirectoryError, ValidationError):
        switch = None
    if switch is None or not switch.is_sound or not _STAGING.fullmatch(switch.staging):
        journal.replace(state / f"damaged-{secrets.token_hex(4)}-{_JOURNAL}")
        return 0
    _move(folder, state / switch.staging, switch, [])
    journal.unlink()
    return len(switch.placed)


def set_aside(folder: Path, name: str) -> str:
    """Move a file that is not ours out of the way; return its new path below the folder."""
    source = inside(folder, name)
    number, target = 1, folder / KEPT / name
    while os.path.lexists(target):
        number += 1
        target = (folder / KEPT / name).with_stem(f"{Path(name).stem}-{number}")
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)
    return target.relative_to(folder).as_posix()


def _move(
    folder: Path, staging: Path, switch: Switch, undo: list[tuple[Path, Path | None]]
) -> list[str]:
    kept = []
    for name in switch.placed:
        source, target = inside(staging, name), inside(folder, name)
        if not source.is_file():
            continue  # it was moved before the process was killed
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in switch.foreign and os.path.lexists(target):
            kept.append(set_aside(folder, name))
            undo.append((target, folder / kept[-1]))
        else:
            undo.append((target, _second_name(target, staging)))
        source.replace(target)
    for file in switch.gone:
        with contextlib.suppress(OSError, OutsideError):
            path = inside(folder, file.path)
            if describe(path, folder) == file:
                path.unlink()
                _remove_empty(path.parent, folder)
    return kept


def _second_name(target: Path, staging: Path) -> Path | None:
    """Give a file a name in the staging folder, under which it outlives being replaced."""
    if not target.is_file():
        return None
    before = staging / f"before-{secrets.token_hex(8)}"
    try:
        os.link(target, before)
    except OSError:  # a file system without hard links
        target.replace(before)
    return before


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top:
        folder.rmdir()  # fails, and ends it, if something is left
        folder = folder.parent
