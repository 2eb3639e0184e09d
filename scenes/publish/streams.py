"""Standard output and errors that do not stop what they tell of.

Who has read enough closes a pipe, a disk is full, a terminal knows no Cyrillic: none of it is a
fault of what is being built.
"""

import contextlib
import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["steady_streams", "unwritten"]


class _Steady(io.RawIOBase):
    """What is written to a descriptor, until it cannot be; the rest is dropped."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: "ReadableBuffer", /) -> int:
        while self.error is None:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                select.select([], [self._descriptor], [])
            except OSError as error:
                self.error = error
        return memoryview(data).nbytes


def steady_streams() -> None:
    """Put such streams in the place of standard output and errors, if these are the system's."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed before the process began
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper) and not isinstance(_raw(stream), _Steady):
            with contextlib.suppress(OSError, ValueError):
                setattr(sys, name, _steadied(stream))


def unwritten(stream: TextIO) -> OSError | None:
    """Write what is still to be written, and return why not all of it could be, if so."""
    with contextlib.suppress(OSError, ValueError):
        stream.flush()
    raw = _raw(stream)
    return raw.error if isinstance(raw, _Steady) else None


def _steadied(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Steady(stream.fileno())),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=True,
    )


def _raw(stream: TextIO) -> object:
    return getattr(getattr(stream, "buffer", None), "raw", None)
