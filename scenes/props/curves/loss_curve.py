"""The loss curve: excess loss after each update, on a log scale."""

import math

import numpy as np
from manim import Dot, ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss, is_negligible, weights_at
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plot import SIDE_GUTTER, Plot
from scenes.props.plotting.scale import LinearScale, LogScale, decades_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme


class LossCurve(Plot[LogScale]):
    """Excess loss over updates, drawn up to any moment k; its newest point is the loss there.

    Args:
        region: Where it goes.
        loss: The loss.
        weights: The weights after each update (k+1, 2).
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.
        color: Colour of the curve.

    Attributes:
        live: The curve.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
        color: ManimColor,
    ) -> None:
        self._loss = loss
        self._weights = weights
        self._excess = loss.excess(weights[:, 0], weights[:, 1])
        shown = [excess for excess in self._excess if not is_negligible(excess, loss)]
        super().__init__(
            region,
            LinearScale(0.0, float(max(len(weights) - 1, 1))),
            decades_around(shown),
            theme,
            numbers,
            x_label,
            y_label,
            least_gutter=SIDE_GUTTER,
        )
        self._corners = self.point(np.arange(len(weights)), self._excess)
        self._curve = VMobject(stroke_color=color, stroke_width=STROKE.curve)
        self.clipped(self._curve)
        self._head = Dot(radius=0.8 * HEAD_RADIUS, color=color, stroke_width=0)
        self._live = VGroup(self._curve, self._head)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def hide_head(self) -> None:
        """Show no newest point: the descent goes on beyond what is drawn."""
        self._head.set_fill(opacity=0.0)

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the curve up to k updates."""
        k = min(k, len(self._weights) - 1)
        w1, w0 = weights_at(self._weights, k)
        newest = self.point(k, self._loss.excess(w1, w0))
        corners = np.vstack([self._corners[: math.floor(k) + 1], newest])
        self._curve.points = segments_path(corners[:-1], corners[1:])
        self._head.move_to(newest)
