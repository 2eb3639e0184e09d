"""What went wrong and what to do, for causes that have names."""

import errno
import os
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Cause", "named_cause"]


class Cause(NamedTuple):
    """What went wrong, and what to do."""

    cause: str
    remedy: str


_ELSEWHERE: Final = "or name other folders with --out and DESCENT_CACHE"
_SYSTEMS: Final = {
    errno.ENOSPC: Cause("the disk is full", "free some space and build again"),
    errno.EDQUOT: Cause(
        "the quota of the disk is used up", f"free some of your space {_ELSEWHERE}"
    ),
    errno.EIO: Cause("the disk reports an I/O error", f"check the disk, {_ELSEWHERE}"),
    errno.EROFS: Cause("the file system is read-only", f"make it writable, {_ELSEWHERE}"),
    errno.EFBIG: Cause("a file may not become so large", "raise the limit (ulimit -f)"),
    errno.EMFILE: Cause("too many files are open", "build with --jobs 1, or raise ulimit -n"),
    errno.ENFILE: Cause("too many files are open", "close other programs, or build with --jobs 1"),
    errno.ENOMEM: Cause("the memory ran out", "close other programs, or build with --jobs 1"),
}
"""By the system's number of the error."""
_OWN: Final = {
    "KerasUnavailableError": (
        "{}",
        "install Keras as it says, or go back to parameters that are stored",
    ),
    "VideoError": ("the video is not what was drawn: {}", "build again"),
    "MarkupError": ("{}", "correct these words in assets/strings"),
    "ManimSettingsError": ("{}", "correct that file, or move it away"),
}
"""By the name of the class, which need not be loaded."""


def named_cause(error: BaseException, details: str = "") -> Cause | None:
    """Return the cause of an error, None if it has no name but the program's.

    Args:
        error: What was raised; what it was raised from counts as well.
        details: Its traceback, in which libraries may have left the system's words.
    """
    errors = list(_chain(error))
    for each in errors:
        if type(each).__name__ in _OWN:
            said, remedy = _OWN[type(each).__name__]
            return Cause(said.format(" ".join(str(each).split())), remedy)
    for each in errors:
        number = errno.ENOMEM if isinstance(each, MemoryError) else getattr(each, "errno", None)
        if number in _SYSTEMS:
            return _SYSTEMS[number]
    for number, cause in _SYSTEMS.items():
        if os.strerror(number) in details:
            return cause
    if isinstance(error, OSError):
        said = " ".join(str(error).split()) or type(error).__name__
        return Cause(said, "see that the folders can be written to, and build again")
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
