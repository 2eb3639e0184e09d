"""A step that may be far longer than the surface is wide: the surface's window grows with it."""

import itertools
import math
from dataclasses import replace

import numpy as np
from manim import Dot, Group, Mobject, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plane.step_plane import find_far
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import arrowhead, clip_segments
from scenes.props.plotting.scale import LinearScale
from scenes.props.space.space_mobject import HEAD_LENGTH, SpaceLine, SpaceMark
from scenes.props.space.surface_view import SurfaceView
from scenes.props.space.weight_space import CEILING_OVER_START, WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.raster import Orientation
from scenes.stage.theme import STROKE, Theme

PIECES = 80
"""Pieces of a line, each seen or hidden as a whole."""


class Leap(Group):
    """The dot on the surface before, during and after one step; the clock's view of it.

    Window and ceiling grow with the share of the step that is made, both exactly: the window's
    ends in proportion, the ceiling by its square root. The root of a quadratic loss is convex along
    the step, so the dot never leaves the box.

    Args:
        camera: What sees it.
        view: The surface, which shows the start.
        loss: The loss.
        step: The weights (2, 2) before and after the step.
        vector: The arrow (2,) that the step follows.
        theme: Colours.

    Attributes:
        arrow: The vector at its true length, on the floor.
        near: The box before the step.
        far: The box after it.
    """

    def __init__(
        self,
        camera: StageCamera,
        view: SurfaceView,
        loss: MseLoss,
        step: NDArray[np.float64],
        vector: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._view, self._loss, self._step = view, loss, step
        self._here = step[0]
        self.near = view.space
        self._near = np.array(
            [[scale.low, scale.high] for scale in (self.near.w1, self.near.w0)], dtype=float
        )
        self._far = find_far(self._near, np.vstack([step, loss.minimum]))
        landing = CEILING_OVER_START * float(loss(*step[1]))
        self._ceilings = self.near.ceiling, max(self.near.ceiling, landing)
        self.far = self._box(1.0)
        head = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
        cased(head, theme)
        self._head = SpaceMark(head, self._on_surface, view.surface)
        self._plumb = SpaceLine(
            self._plumb_places, view.surface, theme.path, theme, width=STROKE.axis
        )
        self.arrow = FloorArrow(view, step[0], vector, theme)
        self._first = SpaceLine(
            self._first_window, view.surface, theme.ink, theme, width=STROKE.axis
        )
        self.add(self._first, self.arrow, self._plumb, self._head)
        camera.watch(*self.submobjects)

    @property
    def live(self) -> Mobject:
        """What `show` changes: this and the surface."""
        return Group(*self._view.parts, self)

    def family_members_with_points(self) -> list[Mobject]:
        """Return the parts: to Manim's animations each is one thing, see `SpaceMobject`."""
        return list(self.submobjects)

    def pace(self, share: float) -> float:
        """Return which share of the step is made after a share of the time.

        In equal times the window grows by equal ratios, but for its slow begin and end.
        """
        extents = (np.diff(window)[0, 0] for window in (self._near, self._far))
        near, far = map(float, extents)
        if math.isclose(near, far):
            return float(smooth(share))
        ratio = far / near
        return float((ratio ** smooth(share) - 1) / (ratio - 1))

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the moment when a share k of the step is made."""
        self._here = (1 - k) * self._step[0] + k * self._step[1]
        self._view.stand_in(self._box(k))

    def _box(self, share: float) -> WeightSpace:
        w1, w0 = (1 - share) * self._near + share * self._far
        low, high = map(math.sqrt, self._ceilings)
        ceiling = ((1 - share) * low + share * high) ** 2
        return replace(self.near, w1=LinearScale(*w1), w0=LinearScale(*w0), ceiling=ceiling)

    def _on_surface(self, height: float) -> NDArray[np.float64]:
        return self._view.space.on_surface(self._loss, self._here, height)

    def _plumb_places(self, height: float) -> NDArray[np.float64]:
        top = self._on_surface(height)
        return np.linspace(top * np.array([1.0, 1.0, 0.0]), top, PIECES)

    def _first_window(self, height: float) -> NDArray[np.float64]:  # noqa: ARG002
        (left, right), (bottom, top) = self._near
        corners = np.array(
            [[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]]
        )
        floor = self._view.space.point(corners[:, 0], corners[:, 1])
        return np.vstack([np.linspace(*ends, PIECES) for ends in itertools.pairwise(floor)])


class FloorArrow(SpaceLine):
    """A vector of the weight plane on the floor below the surface; it ends at the floor's border.

    Args:
        view: The surface.
        tail: Weights (2,) at which it begins.
        vector: Its direction and length (2,).
        theme: Colours.
    """

    def __init__(
        self,
        view: SurfaceView,
        tail: NDArray[np.float64],
        vector: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        self._view, self._tail, self._vector = view, tail, vector
        self._length = 0.0
        super().__init__(self._shaft, view.surface, theme.antigradient, theme, width=STROKE.arrow)
        self._head = VMobject(stroke_width=0, fill_color=theme.antigradient, fill_opacity=1.0)
        self.add_to_back(cased(self._head, theme))  # the shaft lies over its casing

    def grow(self, share: float) -> None:
        """Show a share of its length."""
        self._length = share

    def ends_inside(self) -> bool:
        """Tell whether its tip is over the floor that is shown."""
        place = self._places_of_ends()[1]
        return bool(np.all((place >= 0) & (place <= 1)))

    def seen_end(self) -> NDArray[np.float64]:
        """Return the point of space (3,) on the floor at which it ends, or leaves the floor."""
        places = self._shaft(0.0)
        return places[-1] if len(places) else self._view.space.point(*self._tail)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        super().look(orientation)
        space = self._view.space
        ends = np.vstack([self._tail, self._tail + self._length * self._vector])
        drawn = orientation.project(space.point(ends[:, 0], ends[:, 1])) * np.array([1.0, 1.0, 0.0])
        along = drawn[1] - drawn[0]
        length = float(np.linalg.norm(along))
        self._head.set_fill(opacity=self.shown)
        self._head.set_stroke(opacity=self.shown, background=True)
        self._head.points = np.zeros((0, 3))
        if self.ends_inside() and length > 0:
            size = min(HEAD_LENGTH, 0.6 * length)
            self._head.points = arrowhead(drawn[1] - along * (size / length), along, size)

    def _places_of_ends(self) -> NDArray[np.float64]:
        space = self._view.space
        ends = np.vstack([self._tail, self._tail + self._length * self._vector])
        return np.column_stack([space.w1.place(ends[:, 0]), space.w0.place(ends[:, 1])])

    def _shaft(self, height: float) -> NDArray[np.float64]:  # noqa: ARG002
        starts, ends, visible = clip_segments(self._places_of_ends(), 0.0, 1.0)
        if not visible[0]:
            return np.zeros((0, 3))
        floor = self._view.space.floor
        size, corner = np.array([floor.width, floor.height]), np.array([floor.left, floor.bottom])
        places = corner + np.linspace(starts[0], ends[0], PIECES) * size
        return np.pad(places, ((0, 0), (0, 1)))
