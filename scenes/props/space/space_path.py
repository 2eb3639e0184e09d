"""The path of a descent on the loss surface: it walks on the surface, not on chords above it."""

import math
from collections.abc import Callable

import numpy as np
from manim import Dot, Group, ManimColor, Mobject, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss, weights_at
from scenes.props.plane.descent_path import HEAD_RADIUS, STEP_DOT_RADIUS
from scenes.props.plotting.casing import CASING_WIDTH, cased
from scenes.props.plotting.geometry import clip_segments, dots_path
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.space_mobject import DIMMED, SpaceLine, SpaceMark, SpaceMobject
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.raster import Orientation
from scenes.stage.theme import Theme

STEP = 0.03
"""Length of the pieces that a way is drawn in, in scene units on the floor."""
MOST_PIECES = 1000
MOST_CROSSINGS = 6
"""So many ways from one side of the floor to the other are shown."""
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
        self._steps = np.zeros((0, 2))
        head = Dot(radius=HEAD_RADIUS, color=color, stroke_width=0)
        cased(head, theme)
        self._head = SpaceMark(head, self._head_place, surface)
        self._line = SpaceLine(
            lambda height: self._stand(self._corners, height), surface, color, theme
        )
        self._dots = _Dots(self._stand_at_steps, surface, color, STEP_DOT_RADIUS, DIMMED)
        # Below the line, which no dot's casing cuts then.
        self._dot_casings = _Dots(
            self._stand_at_steps, surface, theme.casing, STEP_DOT_RADIUS + CASING_WIDTH, 0.0
        )
        self.add(self._dot_casings, self._line, self._dots, self._head)
        self.show(0)
        camera.watch(*self.submobjects)

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    def family_members_with_points(self) -> list[Mobject]:
        """Return line, dots and head: to Manim's animations each is one thing, see `SpaceMobject`.

        What is drawn of them changes with every frame, so that no copy would match.
        """
        return list(self.submobjects)

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the path up to k updates."""
        whole = min(math.floor(k), len(self._weights) - 1)
        self._moment = weights_at(self._weights, k)
        corners = np.vstack([self._weights[: whole + 1], self._moment])
        places = self._space.point(corners[:, 0], corners[:, 1])[:, :2]
        self._corners = _subdivided(corners[_apart(places, STEP / 4)], self._space)
        self._steps = self._weights[: whole + 1][_apart(places[:-1], CLOSEST_DOTS)]

    def _stand_at_steps(self, height: float) -> NDArray[np.float64]:
        return self._stand(self._steps, height)

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
        place: NDArray[np.float64] = self._stand(self._moment[None], height)[0]
        return place


class _Dots(SpaceMobject):
    """The steps as dots, or what lies below them; those that the surface hides are dimmed."""

    def __init__(
        self,
        places: Callable[[float], NDArray[np.float64]],
        surface: LossSurface,
        color: ManimColor,
        radius: float,
        when_hidden: float,
    ) -> None:
        super().__init__()
        self._places = places
        self._surface = surface
        self._radius = radius
        self._when_hidden = when_hidden
        self._visible = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self._hidden = VMobject(stroke_width=0, fill_color=color, fill_opacity=when_hidden)
        self.add(self._hidden, self._visible)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        places = self._places(self._surface.height)
        places = places[np.isfinite(places).all(axis=1)]
        hidden = self._surface.hides(places, orientation)
        drawn = orientation.project(places)
        drawn[:, 2] = 0.0
        self._visible.points = dots_path(drawn[~hidden], self._radius)
        self._hidden.points = dots_path(drawn[hidden], self._radius)
        self._visible.set_fill(opacity=self.shown)
        self._hidden.set_fill(opacity=self._when_hidden * self.shown)


def _apart(places: NDArray[np.float64], closest: float) -> NDArray[np.intp]:
    """Return indices of the first and last place, and of those not too close to the one before."""
    kept = [0]
    for index in range(1, len(places)):
        if index == len(places) - 1 or np.abs(places[index] - places[kept[-1]]).max() >= closest:
            kept.append(index)
    return np.array(kept)


def _subdivided(weights: NDArray[np.float64], space: WeightSpace) -> NDArray[np.float64]:
    """Return the parts of a path that lie over the floor, so finely that curves are smooth.

    Between two parts stands a row of nan. Of the ways of a diverging descent that only cross the
    floor, and hardly differ, the first few are kept.
    """
    places = np.column_stack([space.w1.place(weights[:, 0]), space.w0.place(weights[:, 1])])
    starts, stops, seen = clip_segments(places, 0.0, 1.0)
    outside = np.any((places < 0) | (places > 1), axis=1)
    crosses = outside[:-1] & outside[1:] & seen
    seen &= ~(crosses & (np.cumsum(crosses) > MOST_CROSSINGS))
    size = np.array([space.floor.width, space.floor.height])
    lengths = np.linalg.norm((stops - starts) * size, axis=1)
    step = max(STEP, float(lengths[seen].sum()) / MOST_PIECES)
    extents = np.array([space.w1.extent, space.w0.extent])
    lows = np.array([space.w1.low, space.w0.low])
    rows: list[NDArray[np.float64]] = []
    for index in np.flatnonzero(seen):
        continues = bool(rows) and not outside[index] and seen[index - 1]
        if rows and not continues:
            rows.append(np.full((1, 2), np.nan))
        # Ends within the floor are the weights themselves, to the last digit.
        begin = lows + starts[index] * extents if outside[index] else weights[index]
        end = lows + stops[index] * extents if outside[index + 1] else weights[index + 1]
        count = max(1, math.ceil(lengths[index] / step))
        shares = np.linspace(0, 1, count + 1)[int(continues) :]
        rows.append(begin + (end - begin) * shares[:, None])
    return np.vstack(rows) if rows else np.zeros((0, 2))
