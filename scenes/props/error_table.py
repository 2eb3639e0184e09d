"""A table of the errors point by point, whose last column can give way to another."""

from collections.abc import Callable, Sequence

import numpy as np
from manim import Line, ManimColor, VGroup

from scenes.props.number import Number
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


class ErrorTable(VGroup):
    """Columns of numbers, one row a point, with room for a line below them.

    Of long data the first rows are shown, and how many more there are.

    Args:
        region: Where it goes, from the top.
        columns: Heading (Typst markup), colour and written numbers of each column; those from the
            third on stand in the same place.
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
        columns: Sequence[tuple[str, ManimColor, Sequence[str]]],
        theme: Theme,
        more: Callable[[int], str],
        result: tuple[str, str],
    ) -> None:
        super().__init__()
        count = len(columns[0][2])
        most = int(region.height / SHORTEST_ROW) - 2
        shown = count if count <= most else most - 1
        lines = min(count, most) + 2
        height = min(TALLEST_ROW, region.height / lines)
        size = TEXT.label
        rights = region.left + np.array(SHARES) * region.width

        def place(line: int, column: int) -> np.ndarray:
            y = region.top - (line + 0.5) * height - 0.35 * size
            return np.array([rights[min(column, 2)], y, 0.0])

        def rule(line: int) -> Line:
            y = region.top - line * height
            ends = [region.left, y, 0.0], [region.right, y, 0.0]
            return Line(*ends, stroke_color=theme.muted, stroke_width=STROKE.axis)

        self.frame = VGroup(rule(1))
        self.columns = VGroup()
        for index, (heading, color, written) in enumerate(columns):
            column = VGroup(
                move_baseline_to(text(heading, size, color), place(0, index), align=1.0),
                *(
                    Number(number, size, theme.ink, place(row + 1, index), align=1.0)
                    for row, number in enumerate(written[:shown])
                ),
            )
            self.columns.add(column)
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
    if largest and not 1e-3 <= largest < 1e6:
        return [numbers.significant(value, DIGITS) for value in values]
    return [numbers.fixed(value, decimals_for(largest, DIGITS)) for value in values]
