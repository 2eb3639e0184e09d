"""The training data as pairs of numbers: from each x an arrow to its y."""

from collections.abc import Callable

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from scenes.props.plotting.number import Number, advance_width
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

SIZE = 0.46
"""Height of an em, where the region is wide enough."""
DIGITS = (3, 2, 1, 0)
"""Of what the numbers differ by; fewer, and in the end no sums, where there is no room for more."""
MOST_ROWS = 8
ROW = 1.4
"""From one row to the next, in ems."""
ARROW = 1.5
"""Width that the arrow takes, in ems."""
GAP = 0.5
"""Room between columns, in ems."""


class DataPairs(VGroup):
    """Pairs x → y in the data's order, and what a rule makes of each x.

    Of long data only the first pairs are shown, and how many more there are.

    Args:
        region: Where they go, in its middle.
        x: The inputs (n,).
        y: The targets (n,).
        theme: Colours.
        numbers: How numbers are written.
        more: Writes that so many more pairs are not shown.
        check: Writes from a written x the sum that gives y; without it nothing is checked.

    Attributes:
        headings: x and y over their columns.
        pairs: The pairs, one group each.
        note: How many more there are; empty if all are shown.
        checks: The sums, one for each pair shown; empty without `check`.
    """

    def __init__(
        self,
        region: Region,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        more: Callable[[int], str],
        check: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        shown = len(x) if len(x) <= MOST_ROWS else MOST_ROWS - 1
        for digits in DIGITS:
            xs, ys = (numbers.given(v[:shown].tolist(), digits) for v in (x, y))
            sums = [f"= {check(written)}" for written in xs] if check and digits else []
            x_width, y_width, sum_width = (
                max(map(advance_width, column), default=0.0) for column in (xs, ys, sums)
            )
            ems = x_width + ARROW + 2 * GAP + y_width + (GAP + sum_width if sums else 0.0)
            size = min(SIZE, region.width / ems)
            if size >= TEXT.tick:
                break
        rows = shown + 1 + (shown < len(x))
        pitch = min(ROW * size, region.height / rows)
        # Ends of the columns of x and y, begins of those of the arrow and the sum.
        x_end = region.center[0] + (x_width - ems / 2) * size
        arrow_begin = x_end + GAP * size
        y_end = arrow_begin + (ARROW + GAP + y_width) * size
        sum_begin = y_end + GAP * size

        def baseline(row: int) -> float:
            middle = float(region.center[1])
            return middle + ((rows / 2 - row - 0.5) * pitch - 0.35 * size)

        self.headings = VGroup(
            *(
                move_baseline_to(
                    text(colored(f"${name}$", theme.data), size, theme.ink),
                    np.array([end, baseline(0), 0.0]),
                    align=1.0,
                )
                for name, end in (("x", x_end), ("y", y_end))
            )
        )
        self.pairs, self.checks, self.note = VGroup(), VGroup(), VGroup()
        for row in range(shown):
            y_foot = baseline(row + 1)
            arrow = text("$arrow.r.long$", size, theme.muted)
            arrow.move_to((arrow_begin + ARROW * size / 2, y_foot + 0.33 * size, 0.0))
            self.pairs.add(
                VGroup(
                    Number(xs[row], size, theme.data, np.array([x_end, y_foot, 0.0]), align=1.0),
                    arrow,
                    Number(ys[row], size, theme.data, np.array([y_end, y_foot, 0.0]), align=1.0),
                )
            )
            if sums:
                foot = np.array([sum_begin, y_foot, 0.0])
                check_sum = text(escape(sums[row]), size, theme.muted)
                self.checks.add(move_baseline_to(check_sum, foot))
        if shown < len(x):
            note = text(more(len(x) - shown), min(size, TEXT.body), theme.muted)
            middle = arrow_begin + ARROW * size / 2
            foot = np.array([middle, baseline(rows - 1), 0.0])
            self.note.add(move_baseline_to(note, foot, align=0.0))
        self.add(self.headings, self.pairs, self.checks, self.note)
