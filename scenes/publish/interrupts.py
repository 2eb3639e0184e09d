"""What an interruption of the command ``descent`` does: one line, whenever it comes."""

import os
import signal
from types import FrameType

__all__ = ["INTERRUPTED", "end_at_once", "raise_when_interrupted"]

INTERRUPTED = 130
"""Exit code."""


def end_at_once() -> None:
    """From now on let an interruption end the process: nothing is open that it could leave."""
    _handle(_end)


def raise_when_interrupted() -> None:
    """From now on let an interruption raise KeyboardInterrupt, for what has to be put away."""
    _handle(signal.default_int_handler)


def _handle(handler: "signal._HANDLER") -> None:
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as of a shell's job
        signal.signal(signal.SIGINT, handler)


def _end(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
    os.write(2, b"interrupted; nothing is left half done\n")
    os._exit(INTERRUPTED)
