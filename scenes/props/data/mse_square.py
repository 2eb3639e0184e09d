"""The MSE as one square: its area, on the scale of the data's plot."""

import math

import numpy as np
from manim import UL, UR, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import MseLoss, cleared
from scenes.props.data.error_marks import ErrorMarks
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.plotting.plot import LABEL_GAP, PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import text

TEAR_DEPTH = 0.09
"""Depth of the teeth in which a square ends that is larger than the plot, in scene units."""
TEETH = 12
"""Teeth along the plot's height."""
INSET = 0.1
"""Between the plot's border and the corner that the square keeps, in scene units."""
NAME_GAP = 0.3
"""Between "MSE =" and its number, in ems."""
SMALLEST_SIDE = 0.07
"""A smaller square is drawn as large as that: its number says what it is."""
_DIRECTIONS = (UL, UR)


class MseSquare(VGroup):
    """A square whose area is the MSE in the units of y, and the number beside the plot's top.

    It keeps that upper corner of the plot from which the data are farthest. Where it is larger than
    the plot it is torn off, so that it is seen to go on.

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
        self._border = plot.box.corner(-self._direction)
        self._tooth = plot.box.height / TEETH
        plot.clipped(self.square)
        self._foot = np.array([plot.box.right, plot.box.top + LABEL_GAP, 0.0])
        self.number = Number("", TEXT.label, theme.ink, self._foot, align=1.0)
        self._name = Number("MSE =", TEXT.label, theme.ink, align=1.0)
        self.written = VGroup(self._name, self.number)
        self.add(self.square, self.written)

    def named(self, theme: Theme) -> list[Mobject]:
        """Return the name of the square within it, if it is large enough for that."""
        # On a plate: bars and dots may pass behind it.
        name = PlateLabel(text("MSE", TEXT.label, theme.ink), theme).move_to(self.middle)
        name.set_z_index(3)
        room = min(self.square.width, self.square.height)
        return [name] if name.width + 2 * INSET <= room else []

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
        outline = self._outline(side)
        self.square.points = segments_path(outline, np.roll(outline, -1, axis=0))
        written = self._numbers.loss(cleared(mse, self._loss))
        self.number.write(written)
        number_width = (advance_width(written) + NAME_GAP) * TEXT.label
        self._name.write("MSE =", self._foot - [number_width, 0.0, 0.0])

    def _outline(self, side: float) -> NDArray[np.float64]:
        """Return the corners (n, 3) of the square of a side, or of what the plot holds of it."""
        room = np.abs(self._corner - self._border)[:2] - TEAR_DEPTH
        across, down = np.minimum(side, room)
        inward = -self._direction
        far = self._corner + inward * np.array([across, down, 0.0])
        beside = np.array([far[0], self._corner[1], 0.0])
        below = np.array([self._corner[0], far[1], 0.0])
        ends = [self._corner]
        ends += self._tear(beside, far, inward * [1, 0, 0]) if side > room[0] else [beside, far]
        ends += self._tear(far, below, inward * [0, 1, 0]) if side > room[1] else [below]
        return np.array(ends)

    def _tear(
        self, start: NDArray[np.float64], end: NDArray[np.float64], outward: NDArray[np.float64]
    ) -> list[NDArray[np.float64]]:
        """Return the corners of a torn edge."""
        teeth = max(1, round(float(np.linalg.norm(end - start)) / self._tooth))
        places = np.linspace(0.0, 1.0, 2 * teeth + 1)[:, None]
        depth = np.where(np.arange(len(places)) % 2, TEAR_DEPTH, 0.0)[:, None]
        return list(start + places * (end - start) + depth * outward)


def _free_corner(plot: PlotArea[LinearScale], loss: MseLoss) -> NDArray[np.float64]:
    """Return the direction of the upper corner from which the data are farthest."""
    points = plot.point(loss.x, loss.y)
    return max(
        _DIRECTIONS,
        key=lambda direction: float(
            np.linalg.norm(points - plot.box.corner(direction), axis=1).min()
        ),
    )
