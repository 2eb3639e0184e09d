"""Files that somebody names, read only if they are files, and no further than they are useful."""

import os
import stat
from pathlib import Path
from typing import Final

__all__ = ["UnfitFileError", "expanded", "read_bounded"]

_KINDS: Final = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class UnfitFileError(OSError):
    """Nothing that can be read to its end, or too much of it; the message says what is allowed."""


def read_bounded(path: Path, most: int, advice: str) -> bytes:
    """Read a file.

    Args:
        path: The file.
        most: So many bytes it has, at most.
        advice: What to do with a larger one.

    Raises:
        UnfitFileError: If it is larger, or a pipe, a socket or a device, which may never end.
        OSError: If it cannot be read.
    """
    mode = path.stat().st_mode  # before it is opened: some devices do something then
    _check_kind(mode)
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123
        _check_kind(os.fstat(file.fileno()).st_mode)  # what was opened may be another one
        content = file.read(most + 1)
    if len(content) > most:
        raise UnfitFileError(f"is larger than {most // 10**6} MB: {advice}")
    return content


def expanded(path: Path) -> Path:
    """Return a path with the home folder that its ``~`` stands for.

    Raises:
        UnfitFileError: If the user whom it names has none.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        raise UnfitFileError(
            f"{path.parts[0]} stands for no home folder: write the path from / on"
        ) from None


def _check_kind(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    for is_kind, name in _KINDS:
        if is_kind(mode):
            raise UnfitFileError(f"must be a file, but is {name}: save what it gives in a file")
