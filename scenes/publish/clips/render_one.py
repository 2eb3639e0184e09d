"""One clip rendered into a folder, by whoever asks: a process of its own, or a cluster's job.

As a command, ``python -m scenes.publish.clips.render_one FOLDER [EXPECTED_FRAMES]``, it reads the
request from the first line of its input, and ends when its input does: so it outlives nobody who
started it. It writes lines of JSON, each with one key: ``progress`` (frames drawn and expected),
and last ``made`` or ``failure``. Whatever else is printed goes to its errors.
"""

import _thread
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from textwrap import shorten
from typing import Any

from scenes.publish.clips.causes import Cause, named_cause
from scenes.publish.clips.dependencies import CurrentInputs, Dependencies, note
from scenes.publish.clips.entries import Entry
from scenes.publish.clips.manim_settings import load_manim
from scenes.publish.clips.rendered_clip import RenderedClip
from scenes.publish.clips.requests import ClipRequest, Failure

_LONGEST_CAUSE = 300
"""Characters of a cause; the log has all of it."""
_INTERVAL = 0.1
"""Seconds between two reports of progress."""
_GRACE = 5.0
"""Seconds to put away what is held, once the input has ended."""


class Made(Entry):
    """A clip that was rendered, and what it was made of."""

    clip: RenderedClip
    dependencies: Dependencies


def render_one(
    request: ClipRequest,
    folder: Path,
    *,
    expected_frames: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Render a clip, and check its video frame by frame against what was drawn.

    Args:
        request: What is wanted.
        folder: Where to; empty. See `scenes.publish.clips.rendering.render_clip`.
        expected_frames: How many there will probably be.
        on_progress: Called with the frames drawn so far and those expected.

    Raises:
        VideoError: If the video does not show what was drawn.
    """
    current = CurrentInputs(request.params)

    load_manim()
    import numpy as np

    from scenes.publish.clips.rendering import SIGNATURES, render_clip
    from scenes.publish.clips.video import check

    clip, film = render_clip(
        request.chapter,
        request.params,
        request.quality,
        folder,
        transparent=request.transparent,
        expected_frames=expected_frames,
        on_progress=on_progress,
    )
    drawn = folder / SIGNATURES
    check(folder / clip.video, clip, np.load(drawn))
    drawn.unlink()
    dependencies = note(
        film,
        request.chapter,
        request.quality,
        current,
        transparent=request.transparent,
    )
    return Made(clip=clip, dependencies=dependencies)


def explain(request: ClipRequest, error: Exception) -> Failure:
    """Say in two lines what went wrong and what to do."""
    details = "".join(traceback.format_exception(error))
    found = named_cause(error, details)
    if found is None:
        said = " ".join(str(error).split()) or type(error).__name__
        found = Cause(
            f"{type(error).__name__}: {said}",
            "this is a fault of the program: please report it with the log",
        )
    cause = shorten(found.cause, _LONGEST_CAUSE, placeholder=" ...")
    return Failure(request, cause, found.remedy, details)


def main() -> None:
    """Render what the input asks for."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job has it ignored
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    request = ClipRequest.from_json(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    folder = Path(sys.argv[1])
    expected = int(sys.argv[2]) if len(sys.argv) > 2 else None
    told = 0.0

    def tell(**message: Any) -> None:
        channel.write(json.dumps(message) + "\n")

    def on_progress(frames: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _INTERVAL or frames == total:
            told = time.monotonic()
            tell(progress=[frames, total])

    try:
        made = render_one(request, folder, expected_frames=expected, on_progress=on_progress)
    except Exception as error:
        failure = explain(request, error)
        tell(
            failure={
                "cause": failure.cause,
                "remedy": failure.remedy,
                "details": failure.details,
            }
        )
    else:
        tell(made=made.model_dump(mode="json"))


def _end_with_input() -> None:
    # Not through sys.stdin: its lock would be held for ever, and the interpreter wait for it.
    while os.read(0, 1024):
        pass
    _thread.interrupt_main()
    time.sleep(_GRACE)
    os._exit(1)


if __name__ == "__main__":
    main()
