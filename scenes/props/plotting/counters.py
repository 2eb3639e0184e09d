"""Counters: named numbers that follow the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from manim import Mobject, VGroup

from scenes.props.plotting.number import Number, advance_width
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

SIZE = 0.3
"""Height of an em; longer numbers are set smaller, so that they stay in their cells."""
NUMBER_GAP = 0.12
"""Between a name and its number, and at the cell's end."""


@dataclass(frozen=True)
class Counter:
    """A name and how its number reads after k updates."""

    name: str
    """Typst markup, with its colour."""
    read: Callable[[float], str]
    """From k to the written number."""
    brief: Callable[[float, int], str] | None = None
    """Writes it with so many digits, where there is no room for more."""

    def written(self, k: float, room: float) -> str:
        """Return the number after k updates as it has room in so many ems, if it may be brief."""
        written = self.read(k)
        for digits in (2, 1):
            if self.brief is None or advance_width(written) <= room:
                break
            written = self.brief(k, digits)
        return written


class Counters(VGroup):
    """Counters in a grid, filled row by row; the numbers of a column begin at one line.

    Args:
        region: Where the grid goes; rows share its height.
        counters: The counters.
        columns: How many stand in a row.
        theme: Colours.

    Attributes:
        live: The numbers.
    """

    def __init__(
        self, region: Region, counters: Sequence[Counter], columns: int, theme: Theme
    ) -> None:
        super().__init__()
        self._counters = counters
        self._numbers = VGroup()
        self._rooms: list[float] = []
        rows = -(-len(counters) // columns)
        width = region.width / columns
        names = [text(f"{counter.name} $=$", SIZE, theme.ink) for counter in counters]
        for index, name in enumerate(names):
            row, column = divmod(index, columns)
            # A cell's baseline; names and numbers stand on it.
            baseline = region.top - (row + 0.7) * region.height / rows
            left = region.left + column * width
            widest = max(other.width for other in names[column::columns])
            move_baseline_to(name, np.array([left + widest, baseline, 0.0]), align=1.0)
            anchor = np.array([left + widest + NUMBER_GAP, baseline, 0.0])
            self.add(name)
            self._numbers.add(Number("", SIZE, theme.ink, anchor))
            right = left + width - NUMBER_GAP if column < columns - 1 else region.right
            self._rooms.append(right - anchor[0])
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._numbers

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the numbers after k updates."""
        numbers = cast(list[Number], self._numbers.submobjects)
        for counter, number, room in zip(self._counters, numbers, self._rooms, strict=True):
            written = counter.written(k, room / TEXT.tick)
            number.size = min(SIZE, room / max(advance_width(written), 1e-9))
            number.write(written)
