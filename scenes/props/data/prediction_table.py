"""The data, what the neuron makes of them, how far off it is, and the mean of that."""

from collections.abc import Callable

import numpy as np
from manim import Line, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import MseLoss, cleared, weights_at
from scenes.props.plotting.number import Number, advance_width, column_that_fits
from scenes.stage.numbers import NumberFormat, decimals_for
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import colored, move_baseline_to, text

TALLEST_ROW = 0.42
SHORTEST_ROW = 0.29
HEADING = 1.65
"""Least height of the headings' row, in ems: one has a subscript, another a superscript."""
GAP = 0.4
"""Least room between two columns, in ems."""
DIGITS = (3, 2, 1)
"""Of large and small numbers; fewer where there is no room for more."""
COLUMNS = (0.16, 0.55, 1.0)
"""Where the columns end, in shares of the region's width."""


class PredictionTable(VGroup):
    """Targets, predictions and squared errors after k updates, and below them the MSE.

    Args:
        region: Where it goes, from the top.
        loss: The loss, which knows the data.
        weights: The weights after each update (k+1, 2).
        theme: Colours.
        numbers: How numbers are written.
        squares_label: Typst markup over the squared errors.
        more: Writes that so many more points are not in the table.

    Attributes:
        live: The numbers that change.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        squares_label: str,
        more: Callable[[int], str],
    ) -> None:
        super().__init__()
        self._loss = loss
        self._weights = weights
        self._numbers = numbers
        most = int(region.height / SHORTEST_ROW) - 2
        count = len(loss.x)
        self._shown = count if count <= most else most - 1
        lines = min(count, most) + 2
        height = min(TALLEST_ROW, region.height / lines)
        size = min(TEXT.label, max(TEXT.tick, 0.62 * height))
        top = max(height, HEADING * size)
        height = min(height, (region.height - top) / (lines - 1))
        targets = numbers.given(loss.y[: self._shown].tolist())
        rights = region.left + np.array(COLUMNS) * region.width
        widest = size * max(map(advance_width, targets))
        if region.left + widest > rights[0]:  # what is left is shared as before
            rest = (1 - COLUMNS[1]) / (1 - COLUMNS[0]) * (region.width - widest)
            rights[:2] = region.left + widest, region.right - rest
        self._rooms = (np.diff(rights) / size - GAP).tolist()
        self._decimals = decimals_for(float(np.ptp(loss.y)), 3)

        def baseline(line: float) -> float:
            return region.top - top - (line - 0.5) * height - 0.35 * size

        def rule(line: int) -> Line:
            y = region.top - top - (line - 1) * height
            ends = (region.left, y, 0.0), (region.right, y, 0.0)
            return Line(*ends, stroke_color=theme.muted, stroke_width=STROKE.axis)

        headings = [
            colored("$y$", theme.data),
            colored('$y_"pred"$', theme.prediction),
            squares_label,
        ]
        for heading, right in zip(headings, rights, strict=True):
            foot = np.array([right, region.top - 0.5 * top - 0.35 * size + 0.04, 0.0])
            self.add(move_baseline_to(text(heading, size, theme.ink), foot, align=1.0))
        self.add(rule(1), rule(lines - 1))
        self._live = VGroup()
        for row in range(self._shown):
            places = [np.array([right, baseline(row + 1), 0.0]) for right in rights]
            self.add(Number(targets[row], size, theme.ink, places[0], align=1.0))
            self._live.add(*(Number("", size, theme.ink, place, align=1.0) for place in places[1:]))
        if self._shown < count:
            note = text(more(count - self._shown), size, theme.muted)
            foot = np.array([rights[-1], baseline(self._shown + 1), 0.0])
            self.add(move_baseline_to(note, foot, align=1.0))
        foot = np.array([rights[1], baseline(lines - 1), 0.0])
        self.add(move_baseline_to(text("MSE", size, theme.ink), foot, align=1.0))
        foot = np.array([rights[2], baseline(lines - 1), 0.0])
        self._live.add(Number("", size, theme.ink, foot, align=1.0))
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the numbers after k updates."""
        w1, w0 = map(float, weights_at(self._weights, k))
        predictions = self._loss.predict(w1, w0)
        squares = (self._loss.y - predictions)[: self._shown] ** 2
        losses = [cleared(square, self._loss) for square in (*squares, self._loss(w1, w0))]
        shown = predictions[: self._shown].tolist()
        columns = (
            lambda digits: self._numbers.column(shown, self._decimals, digits),
            lambda digits: self._numbers.losses(losses, digits if digits < DIGITS[0] else None),
        )
        written, (*of_squares, mean) = (
            column_that_fits(write, DIGITS, room)
            for write, room in zip(columns, self._rooms, strict=True)
        )
        for row, (prediction, square) in enumerate(zip(written, of_squares, strict=True)):
            self._live[2 * row].write(prediction)
            self._live[2 * row + 1].write(square)
        self._live[-1].write(mean)
