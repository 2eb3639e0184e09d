"""What a build made beside what its manifest describes: logs, the page of a sweep.

Such a file is ours as long as it is what was written; then it may be replaced and removed.
"""

import contextlib
from pathlib import Path

from pydantic import Field, ValidationError

from scenes.files.atomic import atomic_write
from scenes.files.inside import OutsideError, inside
from scenes.publish.clips.entries import File, Sealed, describe

STATE = ".descent"
"""The folder, in a folder that a build fills, with what builds keep for each other."""

_LEDGER = "others.json"


class _Ledger(Sealed):
    files: dict[str, File] = Field(default_factory=dict)


class Ledger:
    """The files of a folder that are ours though no manifest lists them.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / STATE / _LEDGER
        self._files: dict[str, File] = {}
        with contextlib.suppress(OSError, ValidationError):
            found = _Ledger.model_validate_json(self._file.read_bytes())
            self._files = found.files if found.is_sound else {}

    def names(self) -> list[str]:
        """Return the paths of all."""
        return list(self._files)

    def is_ours(self, name: str) -> bool:
        """Tell whether a file is there, and as it was written."""
        try:
            path = inside(self._folder, name)
            return path.is_file() and describe(path, self._folder) == self._files.get(name)
        except (OSError, OutsideError):
            return False

    def note(self, name: str) -> None:
        """Say that a file was written."""
        self._files[name] = describe(self._folder / name, self._folder)
        self._write()

    def remove(self, name: str) -> None:
        """Remove a file, if it is ours, and forget it."""
        if self.is_ours(name):
            (self._folder / name).unlink()
        if self._files.pop(name, None) is not None:
            self._write()

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._file) as part:
            part.write_text(_Ledger(files=self._files).sealed().model_dump_json(), encoding="utf-8")
