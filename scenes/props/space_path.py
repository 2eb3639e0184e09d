"""The path of a descent on the loss surface: it walks on the surface, not on chords above it."""

import math

import numpy as np
from manim import Dot, Group, ManimColor, Mobject, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.descent_path import HEAD_RADIUS, STEP_DOT_RADIUS, weights_at
from scenes.props.geometry import dots_path
from scenes.props.loss_surface import LossSurface
from scenes.props.standing import DIMMED, SpaceLine, SpaceMark, Standing
from scenes.props.weight_space import WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.raster import Orientation
from scenes.stage.theme import STROKE, Theme

STEP = 0.03
"""Length of the pieces that a way is drawn in, in scene units on the floor."""
MOST_PIECES = 600
CLOSEST_DOTS = 0.08
"""Step dots nearer to the one before (on the floor) are left out."""


class SpacePath(Group):
    """A path of weights on the surface, shown up to any moment k; the clock's view of it in space.

    Where the surface hides it, it is dimmed and dashed; where it leaves the box, it ends.

    Args:
        camera: What sees it.
        space: Where the surface stands.
        loss: The loss.
        surface: The surface.
        weights: The weights after each update (k+1, 2), as (w1, w0).
        theme: Colours.
        color: Colour of line and dots.
    """

    def __init__(
        self,
        camera: StageCamera,
        space: WeightSpace,
        loss: MseLoss,
        surface: LossSurface,
        weights: NDArray[np.float64],
        theme: Theme,
        color: ManimColor,
    ) -> None:
        super().__init__()
        self._space = space
        self._loss = loss
        self._weights = weights
        self._corners = np.zeros((0, 2))
        head = Dot(radius=HEAD_RADIUS, color=color, stroke_width=0)
        head.set_stroke(theme.plate, width=2 * STROKE.casing, background=True)
        self._head = SpaceMark(head, self._head_place, surface)
        self._line = SpaceLine(
            lambda height: self._stand(self._corners, height), surface, color, theme.plate
        )
        self._dots = _Dots(lambda height: self._stand(self._steps, height), surface, color)
        self._steps = np.zeros((0, 2))
        self.add(self._line, self._dots, self._head)
        self.show(0)
        camera.watch(self._line, self._dots, self._head)

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    def show(self, k: float) -> None:
        """Show the path up to k updates."""
        whole = min(math.floor(k), len(self._weights) - 1)
        self._moment = weights_at(self._weights, k)
        corners = np.vstack([self._weights[: whole + 1], self._moment])
        places = self._space.point(corners[:, 0], corners[:, 1])[:, :2]
        kept = _apart(places, STEP / 4)
        self._corners = _subdivided(corners[kept], places[kept])
        self._steps = self._weights[: whole + 1][_apart(places[:-1], CLOSEST_DOTS)]

    def _stand(self, weights: NDArray[np.float64], height: float) -> NDArray[np.float64]:
        """Return the places on the surface, nan outside its box."""
        places = self._space.on_surface(self._loss, weights, height)
        floor = self._space.floor
        outside = (
            (places[:, 0] < floor.left - 1e-9)
            | (places[:, 0] > floor.right + 1e-9)
            | (places[:, 1] < floor.bottom - 1e-9)
            | (places[:, 1] > floor.top + 1e-9)
            | (places[:, 2] > self._space.top * (1 + 1e-9))
        )
        places[outside] = np.nan
        return places

    def _head_place(self, height: float) -> NDArray[np.float64]:
        return self._stand(self._moment[None], height)[0]


class _Dots(Standing):
    """The steps as dots, those that are hidden dimmed."""

    def __init__(self, places: object, surface: LossSurface, color: ManimColor) -> None:
        super().__init__()
        self._places = places
        self._surface = surface
        self._visible = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self._hidden = VMobject(stroke_width=0, fill_color=color, fill_opacity=DIMMED)
        self.add(self._hidden, self._visible)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        places = self._places(self._surface.height)
        places = places[np.isfinite(places).all(axis=1)]
        hidden = self._surface.hides(places, orientation)
        drawn = orientation.project(places)
        drawn[:, 2] = 0.0
        self._visible.points = dots_path(drawn[~hidden], STEP_DOT_RADIUS)
        self._hidden.points = dots_path(drawn[hidden], STEP_DOT_RADIUS)
        self._visible.set_fill(opacity=self.shown)
        self._hidden.set_fill(opacity=DIMMED * self.shown)


def _apart(places: NDArray[np.float64], closest: float) -> NDArray[np.intp]:
    """Return indices of the first and last place, and of those not too close to the one before."""
    kept = [0]
    for index in range(1, len(places)):
        if index == len(places) - 1 or np.abs(places[index] - places[kept[-1]]).max() >= closest:
            kept.append(index)
    return np.array(kept)


def _subdivided(corners: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners with so many between them that curves on the surface are smooth."""
    lengths = np.linalg.norm(np.diff(places, axis=0), axis=1)
    step = max(STEP, float(np.minimum(lengths, 50.0).sum()) / MOST_PIECES)
    pieces = np.maximum(1, np.ceil(np.minimum(lengths, 50.0) / step)).astype(int)
    rows = [
        start + (end - start) * np.linspace(0, 1, count, endpoint=False)[:, None]
        for start, end, count in zip(corners[:-1], corners[1:], pieces, strict=True)
    ]
    return np.vstack([*rows, corners[-1:]])
