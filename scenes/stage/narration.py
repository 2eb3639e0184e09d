"""The narration: how long its words take, and at which frame each of them begins.

Words lead and pictures move with them. A string of the narration may hold marks, ``<name>``, in
front of the words at which something is to happen: ``"Turn w₁, and <tilt>the line tilts."``
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

READING_SPEED = 13
"""Characters of narration that a viewer reads in a second."""
SHORTEST_CUE = 1.2
"""Seconds that even the shortest cue stays."""

MARK = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Words:
    """What is said in one cue."""

    text: str
    """Without marks."""
    marks: Mapping[str, int]
    """For each mark, how many characters stand in front of it."""

    @classmethod
    def parse(cls, entry: str, values: Mapping[str, str]) -> "Words":
        """Fill in a string of the narration and take the marks out.

        Args:
            entry: The string, with ``{placeholders}`` and ``<marks>``.
            values: What the placeholders stand for; a value is never searched for marks.
        """
        text, *rest = MARK.split(entry)
        text = text.format_map(values)
        marks = {}
        for mark, piece in zip(rest[::2], rest[1::2], strict=True):
            marks[mark] = len(text)
            text += piece.format_map(values)
        return cls(text, marks)


class Narrator(Protocol):
    """Knows how long words take: the one source of all durations of the film."""

    def duration(self, words: Words) -> float:
        """Return how many seconds all the words take."""

    def moment(self, words: Words, mark: str) -> float:
        """Return after how many seconds a marked word begins."""


class Reader:
    """A viewer who reads the narration at an even pace."""

    def duration(self, words: Words) -> float:
        """Return how many seconds all the words take."""
        return max(SHORTEST_CUE, len(words.text) / READING_SPEED)

    def moment(self, words: Words, mark: str) -> float:
        """Return after how many seconds a marked word begins."""
        return self.duration(words) * words.marks[mark] / max(1, len(words.text))


@dataclass(frozen=True)
class Cue:
    """Words of the narration and when they are read."""

    text: str
    start: int
    """First frame."""
    end: int
    """First frame after it."""


class Speech:
    """A cue while it is being said.

    Args:
        words: What is said.
        narrator: Who says it.
        start: The frame at which it begins.
        frame_rate: Frames per second.

    Attributes:
        text: The words without marks.
        start: The frame at which it begins.
        end: The first frame after its last word.
    """

    def __init__(self, words: Words, narrator: Narrator, start: int, frame_rate: float) -> None:
        self.text = words.text
        self.start = start
        self.end = start + math.ceil(narrator.duration(words) * frame_rate)
        self._marks = {
            mark: start + round(narrator.moment(words, mark) * frame_rate) for mark in words.marks
        }

    def frame_at(self, mark: str) -> int:
        """Return the frame at which a marked word begins.

        Raises:
            KeyError: If the words have no such mark.
        """
        if mark not in self._marks:
            raise KeyError(f"no mark <{mark}> in {self.text!r}")
        return self._marks[mark]

    def share(self, share: float) -> int:
        """Return a share of the cue in frames."""
        return round(share * (self.end - self.start))
