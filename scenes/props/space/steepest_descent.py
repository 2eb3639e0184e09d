"""The antigradient in space: on the floor, and as a tangent of the surface."""

import numpy as np
from manim import Group
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.space.space_mobject import SpaceArrow, SpaceLine
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera import StageCamera
from scenes.stage.theme import STROKE, Theme

FALL = 0.8
"""How far down the tangent reaches, as a share of the start's excess loss."""
PLUMB_PIECES = 60
"""Pieces of the line from the start down to the floor: enough for its dashes."""


class SteepestDescent(Group):
    """An arrow down the surface, as steep as it is at the start, and one below it on the floor.

    Args:
        camera: The stage's camera.
        view: The surface.
        loss: The loss.
        start: Weights (2,) at which both begin, not the minimum.
        theme: Colours.

    Attributes:
        plumb: The line from the start down to the floor.
    """

    def __init__(
        self,
        camera: StageCamera,
        view: SurfaceView,
        loss: MseLoss,
        start: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._space, self._start = view.space, np.array(start, dtype=float)
        w1, w0 = map(float, start)
        self._loss, self._fall = loss(w1, w0), FALL * loss.excess(w1, w0)
        gradient = loss.gradient(w1, w0)
        self._step = -gradient * self._fall / float(gradient @ gradient)
        self._share = 1.0
        self.plumb = SpaceLine(self._down, view.surface, theme.ink, theme, STROKE.curve)
        arrows = [
            SpaceArrow(ends, view.surface, theme.antigradient, theme, STROKE.arrow, touches=True)
            for ends in (self._on_floor, self._on_surface)
        ]
        camera.watch(self.plumb, *arrows)
        self.add(*arrows)

    def grow(self, share: float) -> None:
        """Draw a share of both arrows."""
        self._share = share

    def _on_surface(self, height: float) -> NDArray[np.float64]:
        return self._ends(np.array([self._loss, self._loss - self._share * self._fall]), height)

    def _on_floor(self, height: float) -> NDArray[np.float64]:
        return self._ends(np.zeros(2), height)

    def _down(self, height: float) -> NDArray[np.float64]:
        losses = np.linspace(0.0, self._loss, PLUMB_PIECES)
        return self._space.point(self._start[0], self._start[1], losses, height)

    def _ends(self, losses: NDArray[np.float64], height: float) -> NDArray[np.float64]:
        w1, w0 = np.array([self._start, self._start + self._share * self._step]).T
        return self._space.point(w1, w0, losses, height)
