"""A cut through the surface along w1: a sheet of glass, and the curve that it cuts out."""

import math

import numpy as np
from manim import DEGREES, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plotting.geometry import segments_path
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.space_mobject import SpaceLine, SpaceMobject
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.pose import Pose
from scenes.stage.raster import Orientation
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

SHEET_OPACITY = 0.16
SAMPLES = 160
WIDEST = 0.9
"""How wide the curve is seen from the front at most, as a share of the box."""


class SurfaceCut(SpaceMobject):
    """The vertical sheet on which w0 stays the same, and the loss on it; watch it by the camera.

    Args:
        space: Where the surface stands.
        surface: The surface.
        loss: The loss.
        weights: Weights (2,) on the cut, from which it grows.
        theme: Colours.
    """

    def __init__(
        self,
        space: WeightSpace,
        surface: LossSurface,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._space, self._loss = space, loss
        self._w1, self._w0 = map(float, weights)
        self._share = 1.0
        lowest = self._w1 - float(loss.gradient(self._w1, self._w0)[0] / loss.hessian[0, 0])
        room = max(0.0, space.ceiling - loss(lowest, self._w0))
        reach = math.sqrt(2 * room / float(loss.hessian[0, 0]))
        self._ends = np.clip([lowest - reach, lowest + reach], space.w1.low, space.w1.high)
        self._sheet = VMobject(stroke_width=0, fill_color=theme.w1, fill_opacity=SHEET_OPACITY)
        self._curve = SpaceLine(self._places, surface, theme.w1, theme, width=STROKE.arrow)
        self.add(self._sheet, self._curve)

    def grow(self, share: float) -> None:
        """Show a share of the cut, from its weights to both sides."""
        self._share = share

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        self._curve.shown = self.shown
        self._curve.look(orientation)
        space, share = self._space, self._share
        low, high = self._w1 + share * (self._ends - self._w1)
        heights = [0.0, 0.0, space.ceiling, space.ceiling]
        corners = space.point([low, high, high, low], self._w0, heights)
        drawn = orientation.project(corners) * np.array([1.0, 1.0, 0.0])
        self._sheet.points = segments_path(drawn, np.roll(drawn, -1, axis=0))
        self._sheet.set_fill(opacity=SHEET_OPACITY * self.shown)

    def pose_in_front(self, box: Region) -> Pose:
        """Return the pose from which the cut is seen as a curve that stands on a box's floor."""
        zoom, space = self._zoom(box), self._space
        x, y, _ = map(float, space.point(self._middle, self._w0))
        across, up, _ = map(float, box.center)
        return Pose(
            phi=90 * DEGREES,
            theta=-90 * DEGREES,
            zoom=zoom,
            perspective=0.0,
            target=(x, y, box.height / zoom / 2),
            drawn_at=(across, up),
        )

    @property
    def _middle(self) -> float:
        """The w1 in the middle of the curve."""
        return float(self._ends.mean())

    def _zoom(self, box: Region) -> float:
        """Return how much the curve is magnified to be as wide or as high as a box."""
        space = self._space
        width = float(np.ptp(self._ends)) / space.w1.extent * space.floor.width
        return min(box.height / space.top, WIDEST * box.width / width)

    def _places(self, height: float) -> NDArray[np.float64]:
        low, high = self._w1 + self._share * (self._ends - self._w1)
        w1 = np.linspace(low, high, SAMPLES)
        return self._space.point(w1, self._w0, self._loss(w1, self._w0), height)
