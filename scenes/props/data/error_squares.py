"""The squared errors as squares on their bars, and how they become one: the MSE."""

import math

import numpy as np
from manim import Mobject, VGroup
from manim.utils.rate_functions import smooth

from gdmath import MseLoss
from scenes.props.data.error_bars import BAR_WIDTH
from scenes.props.data.error_marks import ErrorMarks
from scenes.props.data.mse_square import MseSquare
from scenes.props.data.residual_plot import ResidualPlot
from scenes.stage.numbers import NumberFormat
from scenes.stage.theme import Theme

FLIGHT = 0.4
"""The share of the pouring that one square is on its way."""
MERGING = 0.5
"""The last share of its way in which a square goes over into the mean."""


class ErrorSquares(VGroup):
    """A square on every error bar, to the side where the plot has room for it.

    All have the scale of the plot's y axis, or one smaller scale if a square would not fit.

    Args:
        plot: The data, with the bars that the squares grow from.
        loss: The loss, which knows the data.
        theme: Colours.
        numbers: How numbers are written.

    Attributes:
        shrinkage: 1, or by which factor the squares' sides are smaller than the bars.
        squares: The squares.
        mean: The square that they are poured into; as large as their mean.
    """

    def __init__(
        self, plot: ResidualPlot, loss: MseLoss, theme: Theme, numbers: NumberFormat
    ) -> None:
        super().__init__()
        self._middles = (plot.given + plot.predicted) / 2
        lengths = np.abs(plot.given - plot.predicted)[:, 1]
        room_left = self._middles[:, 0] - plot.box.left
        room_right = plot.box.right - self._middles[:, 0]
        room = np.maximum(room_left, room_right)
        self.shrinkage = float(min(1.0, (room / np.maximum(lengths, room)).min()))
        self._lengths = lengths
        self._sides = self.shrinkage * lengths
        self._directions = np.where(self._sides <= room_left, -1.0, 1.0)
        self.squares = ErrorMarks(theme.ink, self._middles, self._middles, as_squares=True)
        self.mean = MseSquare(plot, loss, theme, numbers, self.shrinkage)
        self._unit = plot.box.height / plot.y.extent * self.shrinkage
        self.add(self.squares, self.mean.square)
        self.show(0.0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the squares at a moment.

        Args:
            k: From 0 to 1 they grow out of their bars, from 1 to 2 each shrinks to an n-th of its
                area, from 2 to 3 they are poured into their mean, one after the other.
        """
        grown, divided, poured = (float(np.clip(k - stage, 0.0, 1.0)) for stage in range(3))
        heights = self._lengths + grown * (self._sides - self._lengths)
        widths = np.maximum(grown * self._sides, np.minimum(BAR_WIDTH / 2, heights))
        centers = self._middles.copy()
        centers[:, 0] += self._directions * widths / 2
        count = len(self._sides)
        # In areas, so that what leaves the squares is what the mean gains.
        shrink = math.sqrt(1 + divided * (1 / count - 1))
        starts = np.arange(count) / max(1, count - 1) * (1 - FLIGHT)
        ways = np.clip((poured - starts) / FLIGHT, 0.0, 1.0)
        merged = np.array([smooth(max(0.0, way - 1 + MERGING) / MERGING) for way in ways])
        areas = self._sides**2 / count
        self.mean.show(float((merged * areas).sum()) / self._unit**2)
        self.mean.square.set_stroke(opacity=float(poured > 0))
        self.mean.square.set_fill(opacity=self._fill if poured > 0 else 0.0)
        flown = np.array([smooth(way) for way in ways])[:, None]
        centers += flown * (self.mean.middle - centers)
        size = np.column_stack([widths, heights]) * (shrink * np.sqrt(1 - merged))[:, None]
        half = np.column_stack([size / 2, np.zeros(count)])
        self.squares.span(centers - half, centers + half)

    @property
    def _fill(self) -> float:
        return float(self.squares.get_fill_opacity())
