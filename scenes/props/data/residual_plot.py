"""Data, the neuron's line, and the gaps between them, in a plot that holds all of them."""

import math

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.data.error_marks import ErrorMarks
from scenes.props.data.fitted_line import axis_labels
from scenes.props.plotting.geometry import dots_path, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale, scale_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

DOT_RADIUS = 0.095
SMALLEST_DOT_RADIUS = 0.03
BAR_WIDTH = 0.075
MOST_FULL_SIZED = 20
"""More points than that are drawn smaller."""


class ResidualPlot(Plot[LinearScale]):
    """The data as dots, the line y = w1 x + w0, and a bar for each residual.

    The plot itself is the axes; dots, line and bars are put on stage when they are spoken of.

    Args:
        region: Where it goes.
        loss: The loss, which knows the data.
        weights: The weights (2,) of the line.
        theme: Colours.
        numbers: How numbers are written.

    Attributes:
        dots: The data.
        line: The neuron's line.
        bars: The residuals, from the line to the data, as rectangles in the data's order.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
    ) -> None:
        w1, w0 = map(float, weights)
        predictions = loss.predict(w1, w0)
        super().__init__(
            region,
            scale_around(loss.x),
            scale_around(np.concatenate([loss.y, predictions])),
            theme,
            numbers,
            *axis_labels(theme),
        )
        shrink = min(1.0, math.sqrt(MOST_FULL_SIZED / len(loss.x)))
        ends = np.array([self.x.low, self.x.high])
        points = self.point(ends, w1 * ends + w0)
        self.line = VMobject(stroke_color=theme.prediction, stroke_width=STROKE.curve + 1)
        self.line.points = segments_path(points[:1], points[1:])
        self.clipped(self.line)
        self.dots = VMobject(stroke_width=0, fill_color=theme.data, fill_opacity=1.0)
        places = self.point(loss.x, loss.y)
        self.dots.points = dots_path(places, max(SMALLEST_DOT_RADIUS, DOT_RADIUS * shrink))
        self._predicted = self.point(loss.x, predictions)
        self._given = places
        self._half_width = np.array([BAR_WIDTH * shrink / 2, 0.0, 0.0])
        self.bars = ErrorMarks(theme.ink, self._predicted, self._predicted)
        self.line.set_z_index(1)
        self.dots.set_z_index(2)
        self.show(1.0)

    def show(self, share: float) -> None:  # type: ignore[override]
        """Draw the bars from the line so far up to the data: 0 not at all, 1 all the way."""
        ends = self._predicted + share * (self._given - self._predicted)
        low, high = np.minimum(ends, self._predicted), np.maximum(ends, self._predicted)
        self.bars.span(low - self._half_width, high + self._half_width)
