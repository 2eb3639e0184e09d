"""The training data, the neuron's line through them, and its MSE as a square."""

import math

import numpy as np
from manim import Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss, weights_at
from scenes.props.data.mse_square import MseSquare
from scenes.props.plotting.geometry import clip_line, dots_path, segments_path
from scenes.props.plotting.plot import SIDE_GUTTER, Plot
from scenes.props.plotting.scale import LinearScale, scale_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme
from scenes.stage.typesetting import colored, escape

DATA_DOT_RADIUS = 0.06
SMALLEST_DATA_DOT_RADIUS = 0.02
LONGEST_NAME = 36
"""Characters of an axis' name that fit beside the axis of the smallest large plot."""


class FittedLine(Plot[LinearScale]):
    """The data as dots, the line y = w1 x + w0 for the weights after k updates, and its MSE.

    Args:
        region: Where it goes.
        loss: The loss, which knows the data.
        weights: The weights after each update (k+1, 2).
        theme: Colours.
        numbers: How numbers are written.
        names: What x and y are, if that is to be written.

    Attributes:
        live: The line and the square.
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
        super().__init__(
            region,
            scale_around(loss.x),
            scale_around(loss.y),
            theme,
            numbers,
            *axis_labels(theme, names),
            least_gutter=SIDE_GUTTER,
        )
        self._weights = weights
        self._loss = loss
        radius = max(
            SMALLEST_DATA_DOT_RADIUS, DATA_DOT_RADIUS * min(1.0, math.sqrt(20 / len(loss.x)))
        )
        dots = VMobject(stroke_width=0, fill_color=theme.data, fill_opacity=1.0)
        dots.points = dots_path(self.point(loss.x, loss.y), radius)
        self._line = VMobject(stroke_color=theme.prediction, stroke_width=STROKE.curve)
        self.clipped(self._line)
        dots.set_z_index(1)  # over the line, which would hide them where it fits
        self.add(dots)
        self._square = MseSquare(self, loss, theme, numbers)
        self._live = VGroup(self._square, self._line)
        self.show(0)

    @property
    def mse(self) -> Mobject:
        """The MSE's number."""
        return self._square.number

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the line after k updates."""
        w1, w0 = weights_at(self._weights, k)
        self._square.show(float(self._loss(w1, w0)))
        # In shares of the box the line is v = slope * u + offset.
        slope = w1 * self.x.extent / self.y.extent
        offset = float(self.y.place(w1 * self.x.low + w0))
        along = np.array([1.0, slope]) / max(1.0, abs(slope))
        # A point of the line in the middle of the box, or level with it where the line is steep.
        u = 0.5 if abs(slope) <= 1 else (0.5 - offset) / slope
        point = np.array([u, 0.5 if abs(slope) > 1 else slope * u + offset])
        cut = clip_line(point, along, -0.1, 1.1)
        ends = np.zeros((0, 2)) if cut is None else point + np.outer(cut, along)
        points = self._on_screen(ends)
        self._line.points = segments_path(points[:1], points[1:])

    def _on_screen(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            [
                self.box.left + places[:, 0] * self.box.width,
                self.box.bottom + places[:, 1] * self.box.height,
                np.zeros(len(places)),
            ]
        )


def axis_labels(theme: Theme, names: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """Return Typst markup for the axes of a plot of data and predictions: below it and above.

    Args:
        theme: Colours.
        names: What x and y are; empty for what has no name.
    """
    x, y = (
        colored(f"${symbol}${escape(f': {cut_short(name)}') if name else ''}", theme.data)
        for symbol, name in zip("xy", names, strict=True)
    )
    predicted = colored('$y_"pred"$', theme.prediction)
    return x, f"{y}{escape(';') if names[1] else ','}  {predicted}"


def cut_short(name: str, longest: int = LONGEST_NAME) -> str:
    """Return the name of a quantity as far as there is room for it."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip(' ,.;:(')}…"
