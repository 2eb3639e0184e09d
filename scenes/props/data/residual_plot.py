"""Data, the neuron's line, and the gaps between them, in a plot that holds all of them."""

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.data.data_dots import DataDots
from scenes.props.data.error_bars import ErrorBars
from scenes.props.data.fitted_line import axis_labels
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale, scale_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme


class ResidualPlot(Plot[LinearScale]):
    """The data as dots, the line y = w1 x + w0, and a bar for each error.

    The plot itself is the axes; dots, line and bars are put on stage when they are spoken of.

    Args:
        region: Where it goes.
        loss: The loss, which knows the data.
        weights: The weights (2,) of the line.
        theme: Colours.
        numbers: How numbers are written.
        names: What x and y are, if that is to be written.

    Attributes:
        dots: The data.
        line: The neuron's line.
        bars: The errors.
        given: The data's scene points (n, 3).
        predicted: The scene points (n, 3) of the predictions.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        names: tuple[str, str] = ("", ""),
    ) -> None:
        w1, w0 = map(float, weights)
        predictions = loss.predict(w1, w0)
        super().__init__(
            region,
            scale_around(loss.x),
            scale_around(np.concatenate([loss.y, predictions])),
            theme,
            numbers,
            *axis_labels(theme, names),
        )
        ends = np.array([self.x.low, self.x.high])
        points = self.point(ends, w1 * ends + w0)
        self.line = VMobject(stroke_color=theme.prediction, stroke_width=STROKE.curve + 1)
        self.line.points = segments_path(points[:1], points[1:])
        self.clipped(self.line)
        self.given = self.point(loss.x, loss.y)
        self.predicted = self.point(loss.x, predictions)
        self.dots = DataDots(self.given, theme.data)
        self.bars = ErrorBars(self.predicted, self.given, theme.ink)
        self.line.set_z_index(1)
        self.dots.set_z_index(2)
