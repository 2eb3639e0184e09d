"""Paths from data files: they lead into their folder, or nowhere."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator


class OutsideError(ValueError):
    """A path leaves the folder it belongs to."""


def check_inner(name: str) -> str:
    """Return a path below some folder as it is, with ``/`` between its parts.

    Raises:
        OutsideError: If it is absolute, or goes up, or is no plain path.
    """
    if any(part in ("", ".", "..") for part in name.split("/")) or {"\0", "\\"} & set(name):
        raise OutsideError(f"{name[:80]!r} is not a path inside its folder")
    return name


InnerPath = Annotated[str, AfterValidator(check_inner)]
"""A path below the folder of the file that says it, checked as it is read."""


def inside(folder: Path, name: str) -> Path:
    """Join a folder and a path that a data file names.

    Raises:
        OutsideError: If it leaves the folder, by its words or by a link that it follows.
    """
    path = folder / check_inner(name)
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise OutsideError(f"{path} leads out of {folder} by a link: put a folder in its place")
    return path
