"""A table of the errors point by point, whose columns appear row by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import UP, Line, ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.number import Number, advance_width
from scenes.stage.numbers import MINUS, NumberFormat, decimals_for
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

ROW = 0.45
"""From one row to the next."""
SUBSCRIPT = 0.25
"""How much higher the headings stand, in ems."""
LEAST_GAP = 0.25
"""Room for each column beside its widest cell, in ems; where there is less, all is smaller."""
DIGITS = (3, 2, 1, 0)
"""Of the numbers; fewer where there is no room for more. The largest has one digit more."""

SMALL = 1e-2
"""Numbers below have one digit less."""


@dataclass(frozen=True)
class Column:
    """A column of an `ErrorTable`."""

    name: str
    """By which it is found."""
    heading: str
    """Typst markup."""
    color: ManimColor
    """Of the heading."""
    values: NDArray[np.float64]
    """One number for each point (n,)."""
    write: Callable[[Sequence[float], int], list[str]]
    """Writes the numbers that are shown with so many digits, one of `DIGITS`."""


class TableColumn(VGroup):
    """A heading and the numbers below it, which appear from the top.

    Attributes:
        heading: The heading.
        cells: The numbers.
    """

    def __init__(self, heading: VMobject, cells: Sequence[Number]) -> None:
        self.heading = heading
        self.cells = VGroup(*cells)
        super().__init__(heading, self.cells)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self.cells

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the first k numbers; a part of one is on its way in."""
        for row, cell in enumerate(self.cells):
            cell.set_fill(opacity=float(np.clip(k - row, 0.0, 1.0)))


class ErrorTable(VGroup):
    """Columns of numbers, one row a point; the last column can give way to its successor.

    Of long data the first rows are shown, and how many more there are.

    Args:
        region: Where it goes, from the top.
        columns: The columns.
        successor: What stands in the last column's place later.
        theme: Colours.
        more: Writes that so many more rows are not shown.

    Attributes:
        frame: The rule below the headings, and how many more rows there are.
        columns: The columns by name, with the successor.
        row_centers: The middles (m, 3) of the rows shown.
        row_height: From one row to the next.
    """

    def __init__(
        self,
        region: Region,
        columns: Sequence[Column],
        successor: Column,
        theme: Theme,
        more: Callable[[int], str],
    ) -> None:
        super().__init__()
        count = len(successor.values)
        most = int(region.height / ROW) - 1
        shown = count if count <= most else most - 1
        self.row_height = ROW
        headings = [text(c.heading, TEXT.label, c.color) for c in (*columns, successor)]
        for digits in DIGITS:
            written = [c.write(c.values[:shown].tolist(), digits) for c in (*columns, successor)]
            ems = [
                max(heading.width / TEXT.label, *map(advance_width, cells))
                for heading, cells in zip(headings, written, strict=True)
            ]
            ems[-2:] = [max(ems[-2:])] * 2
            total = sum(ems[:-1])
            size = min(TEXT.label, region.width / (total + LEAST_GAP * (len(columns) - 1)))
            if size >= TEXT.tick:
                break
        gap = (region.width - size * total) / (len(columns) - 1)
        rights = region.left + np.cumsum(size * np.array(ems[:-1])) + gap * np.arange(len(columns))

        def center(line: int) -> float:
            return region.top - (line + 0.5) * self.row_height

        def place(line: int, column: int) -> NDArray[np.float64]:
            return np.array([rights[min(column, len(rights) - 1)], center(line) - 0.35 * size, 0.0])

        rule = region.top - self.row_height
        begin, end = (np.array([x, rule, 0.0]) for x in (region.left, region.right))
        self.frame = VGroup(Line(begin, end, stroke_color=theme.muted, stroke_width=STROKE.axis))
        self.columns = {}
        for index, column in enumerate((*columns, successor)):
            heading = headings[index].scale(size / TEXT.label)
            cells = [
                Number(number, size, theme.ink, place(row + 1, index), align=1.0)
                for row, number in enumerate(written[index])
            ]
            # A heading's subscript stays clear of the line below it.
            above = place(0, index) + SUBSCRIPT * size * UP
            move_baseline_to(heading, above, align=1.0)
            self.columns[column.name] = TableColumn(heading, cells)
        if shown < count:
            note = text(more(count - shown), size, theme.muted)
            foot = np.array([region.right, place(shown + 1, 0)[1], 0.0])
            self.frame.add(move_baseline_to(note, foot, align=1.0))
        self.row_centers = np.array(
            [[region.center[0], center(row + 1), 0.0] for row in range(shown)]
        )
        self.add(self.frame, *self.columns.values())


def write_column(values: Sequence[float], numbers: NumberFormat, digits: int) -> list[str]:
    """Write the numbers of a column to so many digits, and one more of the largest."""
    largest, digits = max(map(abs, values)), max(1, digits)
    decimals = decimals_for(largest, digits if not 0 < largest < SMALL else digits - 1)
    return numbers.column(values, decimals, digits)


def write_signed(values: Sequence[float], numbers: NumberFormat, digits: int) -> list[str]:
    """Write the numbers of a column as `write_column` does, each with its sign unless it is 0."""
    return [
        written if value <= 0 or written.startswith(MINUS) else f"+{written}"
        for value, written in zip(values, write_column(values, numbers, digits), strict=True)
    ]
