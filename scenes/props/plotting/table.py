"""Tables of numbers whose rows appear with the clock."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from manim import Line, ManimColor, Mobject, VGroup
from numpy.typing import NDArray

from scenes.props.plotting.number import Number, advance_width
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

TALLEST_ROW = 0.45
SHORTEST_ROW = 0.36
LEAST_GAP = 0.6
"""Room for each column beside its widest number, in ems; where there is less, all is smaller."""
ELLIPSIS = "…"


Rows = Sequence[Sequence[str]]
"""The written numbers of each row."""


def rows_that_fit(
    write: Callable[[int], Rows], digits: Sequence[int], headings: Sequence[str], width: float
) -> Rows:
    """Return rows with as many digits as a table of a width has room for in the smallest size.

    Args:
        write: Writes the rows with so many digits.
        digits: How many to try, the most first.
        headings: Typst markup of each column's heading.
        width: Of the table.
    """
    for count in digits:
        rows = write(count)
        columns = zip(headings, zip(*rows, strict=True), strict=True)
        ems = [_widest(heading, cells) for heading, cells in columns]
        if (sum(ems) + LEAST_GAP * len(ems)) * TEXT.tick <= width:
            break
    return rows


def _widest(heading: str, cells: Sequence[str]) -> float:
    """Return the width of a column in ems."""
    header = text(heading, 1.0, ManimColor("#FFFFFF"))
    return max(header.width, *map(advance_width, cells))


class NumberTable(VGroup):
    """A table with a heading; row i appears when k reaches i.

    What does not fit is left out: first rows, an ellipsis, the last row.

    Args:
        region: Where it goes, from the top.
        headings: Typst markup of each column's heading.
        rows: The written numbers of each row.
        theme: Colours.

    Attributes:
        live: The rows.
        shown: Indices of the rows that are in the table.
    """

    def __init__(
        self,
        region: Region,
        headings: Sequence[str],
        rows: Rows,
        theme: Theme,
    ) -> None:
        super().__init__()
        most = int(region.height / SHORTEST_ROW) - 1
        fits = len(rows) <= most
        self.shown = list(range(len(rows))) if fits else [*range(most - 2), len(rows) - 1]
        lines = len(self.shown) + (0 if fits else 1) + 1
        height = min(TALLEST_ROW, region.height / lines)
        headers = [text(heading, TEXT.label, theme.ink) for heading in headings]
        ems = [
            max(
                header.width / TEXT.label,
                *(advance_width(rows[index][column]) for index in self.shown),
            )
            for column, header in enumerate(headers)
        ]
        size = min(TEXT.label, region.width / (sum(ems) + LEAST_GAP * len(ems)))
        widths = size * np.array(ems)
        for header in headers:
            header.scale(size / TEXT.label)
        gap = (region.width - sum(widths)) / max(len(widths), 1)
        rights = region.left + np.cumsum(widths) + gap * (np.arange(len(widths)) + 0.5)
        for header, right in zip(headers, rights, strict=True):
            move_baseline_to(header, np.array([right, region.top - 0.62 * height, 0.0]), align=1.0)
            self.add(header)
        rule = region.top - height
        self.add(
            Line(
                (region.left, rule, 0.0),
                (region.right, rule, 0.0),
                stroke_color=theme.muted,
                stroke_width=STROKE.axis,
            )
        )
        self._rows = VGroup()
        line = 1
        for position, index in enumerate(self.shown):
            row = VGroup()
            if position and index > self.shown[position - 1] + 1:
                row.add(
                    *self._line([ELLIPSIS] * len(rights), rights, region, line, height, size, theme)
                )
                line += 1
            row.add(*self._line(rows[index], rights, region, line, height, size, theme))
            line += 1
            self._rows.add(row)
        self._visible = [True] * len(self.shown)
        self.show(0)

    @staticmethod
    def _line(
        cells: Sequence[str],
        rights: NDArray[np.float64],
        region: Region,
        line: int,
        height: float,
        size: float,
        theme: Theme,
    ) -> list[Number]:
        baseline = region.top - (line + 0.5) * height - 0.35 * size
        return [
            Number(cell, size, theme.ink, np.array([right, baseline, 0.0]), align=1.0)
            for cell, right in zip(cells, rights, strict=True)
        ]

    def row(self, index: int) -> VGroup:
        """Return a row that is shown, by its index among `shown`; -1 is the last one."""
        return cast(VGroup, self._rows[index])

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._rows

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the rows up to the k-th."""
        for position, index in enumerate(self.shown):
            visible = index <= k
            if visible != self._visible[position]:
                self._visible[position] = visible
                self._rows[position].set_fill(opacity=1.0 if visible else 0.0)
