"""Files that appear whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """Write a file that bears its name only when it is whole.

    Args:
        target: The file; one that is there stays until the new one replaces it.

    Yields:
        A name beside it to write to.
    """
    part = target.with_name(f".{target.stem}-{secrets.token_hex(8)}.part{target.suffix}")
    try:
        yield part
        move_into_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def move_into_place(part: Path, target: Path) -> None:
    """Give a whole file its final name, in one step, also should the power fail."""
    sync(part)
    part.replace(target)


def sync(file: Path) -> None:
    """Wait until what was written to a file is on the disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
