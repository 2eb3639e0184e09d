"""A table of the errors point by point, whose last column can give way to another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Line, ManimColor, VGroup
from numpy.typing import NDArray

from scenes.props.plotting.number import Number
from scenes.stage.numbers import NumberFormat, decimals_for
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

TALLEST_ROW = 0.5
SHORTEST_ROW = 0.4
SHARES = (0.22, 0.62, 1.0)
"""Where the columns end, in shares of the width."""
DIGITS = 3
"""The decimals are such that the largest number of a column has one digit more than that."""

SMALLEST_FIXED, LARGEST_FIXED = 1e-4, 1e6
"""Columns whose largest number is beyond these are written with powers of ten."""


@dataclass(frozen=True)
class Column:
    """A column of an `ErrorTable`."""

    heading: str
    """Typst markup."""
    color: ManimColor
    """Of the heading."""
    values: NDArray[np.float64]
    """One number for each point (n,)."""
    write: Callable[[Sequence[float]], list[str]]
    """Writes the numbers that are shown."""


class ErrorTable(VGroup):
    """Columns of numbers, one row a point, with room for a line below them.

    Of long data the first rows are shown, and how many more there are.

    Args:
        region: Where it goes, from the top.
        columns: The columns; those from the third on stand in the same place.
        theme: Colours.
        more: Writes that so many more rows are not shown.
        result: What stands below the last rule, in the last column's place, and its name.

    Attributes:
        frame: Rules, and how many more rows there are.
        columns: The columns.
        result: The line below the last rule, and that rule.
    """

    def __init__(
        self,
        region: Region,
        columns: Sequence[Column],
        theme: Theme,
        more: Callable[[int], str],
        result: tuple[str, str],
    ) -> None:
        super().__init__()
        count = len(columns[0].values)
        most = int(region.height / SHORTEST_ROW) - 2
        shown = count if count <= most else most - 1
        lines = min(count, most) + 2
        height = min(TALLEST_ROW, region.height / lines)
        size = TEXT.label
        rights = region.left + np.array(SHARES) * region.width

        def place(line: int, column: int) -> NDArray[np.float64]:
            y = region.top - (line + 0.5) * height - 0.35 * size
            return np.array([rights[min(column, 2)], y, 0.0])

        def rule(line: int) -> Line:
            y = region.top - line * height
            ends = (region.left, y, 0.0), (region.right, y, 0.0)
            return Line(*ends, stroke_color=theme.muted, stroke_width=STROKE.axis)

        self.frame = VGroup(rule(1))
        self.columns = VGroup()
        for index, column in enumerate(columns):
            heading = text(column.heading, size, column.color)
            written = column.write([float(value) for value in column.values[:shown]])
            self.columns.add(
                VGroup(
                    move_baseline_to(heading, place(0, index), align=1.0),
                    *(
                        Number(number, size, theme.ink, place(row + 1, index), align=1.0)
                        for row, number in enumerate(written)
                    ),
                )
            )
        if shown < count:
            note = text(more(count - shown), size, theme.muted)
            self.frame.add(move_baseline_to(note, place(shown + 1, 1), align=1.0))
        name, value = result
        self.result = VGroup(
            rule(lines - 1),
            move_baseline_to(text(name, size, theme.ink), place(lines - 1, 1), align=1.0),
            Number(value, size, theme.ink, place(lines - 1, 2), align=1.0),
        )
        self.add(self.frame, self.columns, self.result)


def write_column(values: Sequence[float], numbers: NumberFormat) -> list[str]:
    """Write the numbers of a column, with equal decimals unless they are very large or small."""
    largest = max(map(abs, values))
    if largest and not SMALLEST_FIXED <= largest < LARGEST_FIXED:
        return [numbers.significant(value) for value in values]
    digits = DIGITS if not 0 < largest < SMALLEST_FIXED * 100 else DIGITS - 1
    return [numbers.fixed(value, decimals_for(largest, digits)) for value in values]
