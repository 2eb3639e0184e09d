"""The MSE as one square: its area, on the scale of the data's plot."""

import math

import numpy as np
from manim import UL, UR, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import MseLoss, cleared
from scenes.props.data.error_marks import ErrorMarks
from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.plot import LABEL_GAP, PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.theme import TEXT, Theme

INSET = 0.1
"""Between the plot's border and the corner that the square keeps, in scene units."""
NAME_GAP = 0.3
"""Between "MSE =" and its number, in ems."""
SMALLEST_SIDE = 0.07
"""A smaller square is drawn as large as that: its number says what it is."""
_DIRECTIONS = (UL, UR)


class MseSquare(VGroup):
    """A square whose area is the MSE in the units of y, and the number beside the plot's top.

    It keeps that upper corner of the plot from which the data are farthest, and bursts out of the
    plot where it is larger: there it is cut off.

    Args:
        plot: The data's plot; its y scale is the square's.
        loss: The loss, which knows the data.
        theme: Colours.
        numbers: How numbers are written.
        scale: By which factor its side is shorter than on the plot's scale.

    Attributes:
        square: The square alone.
        written: The MSE in numbers, above the plot's right end.
        number: The number alone.
    """

    def __init__(
        self,
        plot: PlotArea[LinearScale],
        loss: MseLoss,
        theme: Theme,
        numbers: NumberFormat,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._loss, self._numbers = loss, numbers
        self._unit = scale * plot.box.height / plot.y.extent
        self._direction = _free_corner(plot, loss)
        self._corner = plot.box.corner(self._direction) - INSET * self._direction
        self.square = ErrorMarks(theme.ink, self._corner[None], self._corner[None], as_squares=True)
        plot.clipped(self.square)
        self._foot = np.array([plot.box.right, plot.box.top + LABEL_GAP, 0.0])
        self.number = Number("", TEXT.label, theme.ink, self._foot, align=1.0)
        self._name = Number("MSE =", TEXT.label, theme.ink, align=1.0)
        self.written = VGroup(self._name, self.number)
        self.add(self.square, self.written)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    @property
    def middle(self) -> NDArray[np.float64]:
        """The middle of the square as it is now, a scene point."""
        return np.asarray(self.square.get_center())

    def show(self, mse: float) -> None:  # type: ignore[override]
        """Show an MSE."""
        side = max(SMALLEST_SIDE, self._unit * math.sqrt(mse))
        opposite = self._corner - side * self._direction
        self.square.span(
            np.minimum(self._corner, opposite)[None], np.maximum(self._corner, opposite)[None]
        )
        written = self._numbers.loss(cleared(mse, self._loss))
        self.number.write(written)
        number_width = (advance_width(written) + NAME_GAP) * TEXT.label
        self._name.write("MSE =", self._foot - [number_width, 0.0, 0.0])


def _free_corner(plot: PlotArea[LinearScale], loss: MseLoss) -> NDArray[np.float64]:
    """Return the direction of the upper corner from which the data are farthest."""
    points = plot.point(loss.x, loss.y)
    return max(
        _DIRECTIONS,
        key=lambda direction: float(
            np.linalg.norm(points - plot.box.corner(direction), axis=1).min()
        ),
    )
