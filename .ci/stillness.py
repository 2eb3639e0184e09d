"""How much of a video stands still: looked at fifteen times a second, at 640 x 360, in grey."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

LOOKS = 15
"""Looks a second."""
SIZE = (640, 360)
SLIGHT, MOST_SLIGHT = 3, 15
"""A look shows no movement if at most so many pixels differ by more than that, of 255, ..."""
CLEAR, MOST_CLEAR = 12, 2
"""... and at most so many by more than that."""


@dataclass(frozen=True)
class Stillness:
    """What was seen of a video."""

    share: float
    """Share of the time in which nothing moves, 0 to 1."""
    longest: float
    """Seconds of the longest time on end in which nothing moves."""
    at: float
    """When that begins, in seconds."""


def stillness(video: Path) -> Stillness:
    """Look at a video.

    Args:
        video: The file; its frame rate is a multiple of `LOOKS`.
    """
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        every = max(1, round(float(stream.average_rate) / LOOKS))
        looks = (
            frame.reformat(*SIZE, format="gray", interpolation="AREA").to_ndarray().astype(np.int16)
            for number, frame in enumerate(container.decode(stream))
            if number % every == 0
        )
        return _judge(np.array([False, *_still(looks)]))


def _still(looks: Iterator[NDArray[np.int16]]) -> Iterator[bool]:
    before = next(looks)
    for now in looks:
        change = np.abs(now - before)
        before = now
        yield bool((change > SLIGHT).sum() <= MOST_SLIGHT and (change > CLEAR).sum() <= MOST_CLEAR)


def _judge(still: NDArray[np.bool_]) -> Stillness:
    longest, at, run = 0, 0, 0
    for look, is_still in enumerate(still):
        run = run + 1 if is_still else 0
        if run > longest:
            longest, at = run, look - run + 1
    return Stillness(float(still.mean()), longest / LOOKS, at / LOOKS)
