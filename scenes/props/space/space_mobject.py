"""What stands in space without being a raster: lines and marks, hidden where the surface hides.

They are drawn in the picture plane, at places taken anew for each frame; so they keep their width
and face the viewer. `StageCamera.watch` them.
"""

import math
from collections.abc import Callable
from typing import Self

import numpy as np
from manim import ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.props.space.loss_surface import LossSurface
from scenes.stage.raster import Orientation
from scenes.stage.theme import STROKE, Theme

SWELL = 1.0
"""How much larger a mark becomes when it is spoken of."""
DIMMED = 0.5
"""Opacity of what is hidden."""
HEAD_LENGTH = 0.2
"""Length of an arrow's head, in scene units."""
DASH = 0.10
GAP = 0.07
"""Lengths of dashes and gaps of hidden lines, in scene units of space."""


class SpaceMobject(VGroup):
    """Something in space; it fades as a whole.

    Attributes:
        shown: Its opacity.
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown = 1.0

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        raise NotImplementedError

    def family_members_with_points(self) -> list[Mobject]:
        """Return itself: to Manim's animations it is one thing, whose opacity changes."""
        return [self]

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:  # noqa: ARG002
        """Multiply the opacity, as Manim's fading animations expect."""
        self.shown *= 1.0 - darkness
        return self

    def interpolate(self, mobject1: Mobject, mobject2: Mobject, alpha: float, *_: object) -> Self:
        """Take an opacity between those of two others, as Manim's transforms expect."""
        start, end = (getattr(mobject, "shown", 1.0) for mobject in (mobject1, mobject2))
        self.shown = (1 - alpha) * start + alpha * end
        return self


class SpaceLine(SpaceMobject):
    """A line in space; dashed and dimmed where the surface hides it.

    Args:
        places: Returns the corners (n, 3), close enough for a curve, for a surface's height.
        surface: What may hide it.
        color: Its colour.
        theme: For its casing.
        width: Stroke width.
    """

    def __init__(
        self,
        places: Callable[[float], NDArray[np.float64]],
        surface: LossSurface,
        color: ManimColor,
        theme: Theme,
        width: float = STROKE.path,
    ) -> None:
        super().__init__()
        self._places = places
        self._surface = surface
        self._visible = VMobject(stroke_color=color, stroke_width=width)
        cased(self._visible, theme)
        self._hidden = VMobject(stroke_color=color, stroke_width=0.7 * width)
        self.add(self._hidden, self._visible)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        places = self._places(self._surface.height)
        self._visible.set_stroke(opacity=self.shown)
        self._visible.set_stroke(opacity=self.shown, background=True)
        self._hidden.set_stroke(opacity=DIMMED * self.shown)
        if len(places) < 2:
            self._visible.points = self._hidden.points = np.zeros((0, 3))
            return
        drawn = orientation.project(places)
        drawn[:, 2] = 0.0
        middles = 0.5 * (places[1:] + places[:-1])
        # The middles of chords lie above the surface's curve; what counts is between the corners.
        hidden = self._surface.hides(places, orientation)
        hidden = hidden[1:] & hidden[:-1] if len(middles) else hidden[:0]
        cut = ~np.all(np.isfinite(places), axis=1)
        cut = cut[1:] | cut[:-1]
        length = np.cumsum(np.linalg.norm(np.nan_to_num(np.diff(places, axis=0)), axis=1))
        dash = length % (DASH + GAP) < DASH
        for part, mask in ((self._visible, ~hidden & ~cut), (self._hidden, hidden & dash & ~cut)):
            part.points = segments_path(drawn[:-1][mask], drawn[1:][mask])


class SpaceArrow(SpaceMobject):
    """A straight arrow in space; dimmed where the surface hides its middle.

    Args:
        ends: Returns tail and tip (2, 3) for a surface's height.
        surface: What may hide it.
        color: Its colour.
        theme: For its casing.
        width: Stroke width.
        touches: Whether it is a tangent: then it belongs to the surface, which does not hide it,
            although all of it but its tail lies just below.
    """

    def __init__(
        self,
        ends: Callable[[float], NDArray[np.float64]],
        surface: LossSurface,
        color: ManimColor,
        theme: Theme,
        width: float = STROKE.path,
        touches: bool = False,
    ) -> None:
        super().__init__()
        self._touches = touches
        self._ends = ends
        self._surface = surface
        self._shaft = VMobject(stroke_color=color, stroke_width=width)
        cased(self._shaft, theme)
        self._head = cased(VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0), theme)
        self.add(self._head, self._shaft)  # the shaft lies over the casing of the head

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        ends = self._ends(self._surface.height)
        reference = ends[:1] if self._touches else ends.mean(axis=0)[None]
        hidden = bool(self._surface.hides(reference, orientation)[0])
        opacity = self.shown * (DIMMED if hidden else 1.0)
        tail, tip = orientation.project(ends) * np.array([1.0, 1.0, 0.0])
        length = float(np.linalg.norm(tip - tail))
        along = (tip - tail) / max(length, 1e-9)
        aside = np.array([-along[1], along[0], 0.0])
        size = min(HEAD_LENGTH, 0.6 * length)
        neck = tip - size * along
        corners = np.array([tip, neck + 0.45 * size * aside, neck - 0.45 * size * aside])
        self._shaft.points = segments_path(tail[None], (neck + 0.1 * size * along)[None])
        self._head.points = segments_path(corners, np.roll(corners, -1, axis=0))
        self._shaft.set_stroke(opacity=opacity)
        self._head.set_fill(opacity=opacity)
        for part in (self._shaft, self._head):
            part.set_stroke(opacity=opacity, background=True)


class SpaceMark(SpaceMobject):
    """A mark at a place of space that keeps its size; dimmed where the surface hides it.

    Args:
        mark: What is drawn; its centre comes to the place.
        place: Returns the place (3,) for a surface's height; nan where there is none.
        surface: What may hide it.

    Attributes:
        size: How many times as large as made the mark is drawn.
    """

    def __init__(
        self,
        mark: VMobject,
        place: Callable[[float], NDArray[np.float64]],
        surface: LossSurface,
    ) -> None:
        super().__init__()
        self.size = 1.0
        self._place = place
        self._surface = surface
        self._center = mark.get_center()
        self._parts = [part for part in mark.get_family() if len(part.points)]
        self._paths = [part.points - self._center for part in self._parts]
        self._opacities = [
            (part.get_fill_opacity(), part.get_stroke_opacity(), part.get_stroke_opacity(True))
            for part in self._parts
        ]
        self.add(mark)

    def swell(self, share: float) -> None:
        """Be drawn larger, twice, and at the end as large as before again."""
        self.size = 1 + SWELL * math.sin(2 * math.pi * share) ** 2

    def look(self, orientation: Orientation) -> None:
        """Take the place of the frame that is about to be drawn."""
        place = self._place(self._surface.height)
        if not np.isfinite(place).all():
            opacity, center = 0.0, np.zeros(3)
        else:
            center = orientation.project(place[None])[0] * np.array([1.0, 1.0, 0.0])
            hidden = bool(self._surface.hides(place[None], orientation)[0])
            opacity = self.shown * (DIMMED if hidden else 1.0)
        for part, path, (fill, stroke, casing) in zip(
            self._parts, self._paths, self._opacities, strict=True
        ):
            part.points = self.size * path + center
            part.set_fill(opacity=fill * opacity, family=False)
            part.set_stroke(opacity=stroke * opacity, family=False)
            part.set_stroke(opacity=casing * opacity, background=True, family=False)
