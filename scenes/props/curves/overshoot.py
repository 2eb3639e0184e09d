"""One step across a valley: the loss along an axis through the minimum, before and after."""

from typing import TypeVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plane.descent_path import HEAD_RADIUS, STEP_DOT_RADIUS
from scenes.props.plane.plane_arrow import HEAD_LENGTH, SHORTEST_SHAFT
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import arrowhead, dots_path, segments_path
from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.clock import Sweep
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme

ROOM = 1.3
"""What the plot shows to either side, in distances to be seen."""
CURVE_POINTS = 121
DASHES = 28
LABEL_GAP = 0.14
BESIDE_GAP = 0.1
BELOW_GAP = 0.42
ROOM_OVER_LINE = 0.4
"""How much longer than its number a line has to be for the number to stand over it."""
DIGITS = 4
TANGENT = 1.5
"""Length of the tangent to either side, in scene units."""
TOUCH_RADIUS = 0.07
FADES = 4.0
"""So many times as fast as the step is made, the tangent fades."""
FAR_OPACITY = 0.55
"""Of the curve beyond what was seen at first."""
_HIGHEST = 1.06
_LOWEST = -0.13
"""Ends of the upward axis, in losses at the ends of the other one."""

Distances = TypeVar("Distances", float, NDArray[np.float64])


class Overshoot(Plot[LinearScale]):
    """The excess loss ``curvature / 2 * d^2`` over the position d, and a step.

    The step leads from d to ``(1 - curvature) d``, the learning rate being 1. Both places are
    marked by the distance between the valley and the curve. Before the step a tangent can roll
    along the curve.

    Args:
        region: Where it goes.
        curvature: The loss' curvature along the axis.
        distance: Where the step begins, with its sign.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.

    Attributes:
        live: What changes: dot, tangent, arrow and distances.
        near: The reach that shows the place before the step.
        far: The reach that shows both.
        landing: Where the step ends.
    """

    def __init__(
        self,
        region: Region,
        curvature: float,
        distance: float,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
    ) -> None:
        self._curvature = curvature
        self._distance = distance
        self.landing = (1 - curvature) * distance
        self.near = ROOM * (abs(distance) or 1.0)
        self.far = max(self.near, ROOM * abs(self.landing))
        # The widest numbers decide on the room beside the box.
        far = self._scales(self.far)[1]
        gutter = max(map(advance_width, numbers.ticks(far.ticks()))) * TEXT.tick + 0.2
        x, y = self._scales(self.near)
        super().__init__(region, x, y, theme, numbers, x_label, y_label, least_gutter=gutter)
        u = np.linspace(-1.1, 1.1, CURVE_POINTS)
        curve = VMobject(stroke_color=theme.steep_axis, stroke_width=STROKE.curve)
        # Whatever the reach, the parabola looks the same.
        corners = self.point(u * self.near, self._loss(u * self.near))
        curve.points = segments_path(corners[:-1], corners[1:])
        valley = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        dashes = np.linspace(y.low, y.high, 2 * DASHES)
        valley.points = segments_path(self.point(0.0, dashes[:-1:2]), self.point(0.0, dashes[1::2]))
        self._curve = curve.set_stroke(opacity=FAR_OPACITY)
        self._drawn = 1.0
        self.add(valley, self.clipped(curve))
        self._near_curve = VMobject(stroke_color=theme.steep_axis, stroke_width=2 * STROKE.curve)
        self._tangent = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        self._touch = VMobject(stroke_width=0, fill_color=theme.ink, fill_opacity=1.0)
        self._before = _Distance(theme)
        self._after = _Distance(theme)
        self._rise = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        self._shaft = VMobject(stroke_color=theme.antigradient, stroke_width=STROKE.arrow)
        self._tip = VMobject(stroke_width=0, fill_color=theme.antigradient, fill_opacity=1.0)
        self._dot = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        cased(self._dot, theme)
        self._begin = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        cased(self._begin, theme)
        self._live = VGroup(
            clip(self._near_curve, self.box),
            self._before,
            self._after,
            self.clipped(self._rise),
            clip(self._tangent, self.box),
            clip(self._touch, self.box),
            clip(self._shaft, self.box),
            clip(self._tip, self.box),
            clip(self._begin, self.box),
            clip(self._dot, self.box),
        )
        self._position_share = 0.0
        self._touching: float | None = None
        self._arrow_share = 0.0
        self._step_share = 0.0
        self._reach = self.near
        self._refresh()

    @property
    def live(self) -> Mobject:
        """What `draw_curve`, `show_position` and the others change."""
        return self._live

    def show_reach(self, reach: float) -> None:
        """Show the axis that far to either side."""
        self._reach = reach
        self.set_scales(*self._scales(reach))
        self._refresh()

    def draw_curve(self, share: float) -> None:
        """Draw a share of the curve, from the dot to both sides, while the axes are as at first."""
        self._drawn = share
        self._curve.set_stroke(opacity=FAR_OPACITY if share >= 1 else 0.0)
        self._refresh()

    def show_position(self, share: float) -> None:
        """Show a share of the line from the valley to the dot, with its length at the end."""
        self._position_share = share
        self._refresh()

    def touch(self, position: float | None) -> None:
        """Show the tangent at a position, or none."""
        self._touching = position
        self._refresh()

    def slope(self, position: float) -> float:
        """Return the slope at a position."""
        return self._curvature * position

    def show_arrow(self, share: float) -> None:
        """Show a share of the step's arrow."""
        self._arrow_share = share
        self._refresh()

    def show_step(self, share: float) -> None:
        """Show a share of the way along the curve."""
        self._step_share = share
        self._refresh()

    def _scales(self, reach: float) -> tuple[LinearScale, LinearScale]:
        height = self._loss(reach)
        return LinearScale(-reach, reach), LinearScale(_LOWEST * height, _HIGHEST * height)

    def _loss(self, distance: Distances) -> Distances:
        return self._curvature / 2 * distance**2

    def _on_curve(self, distance: float) -> NDArray[np.float64]:
        return self.point(distance, self._loss(distance))

    def fly(self) -> Sweep:
        """Return the step along the curve; the axes grow with it where it leads far out."""
        growth = self.far / self.near

        def show(share: float) -> None:
            grown = growth**share
            for part in (self._tangent, self._touch):
                part.fade(min(1.0, FADES * share))
            self.show_reach(self.near * grown)
            step = share if growth <= 1 else (grown - 1) / (growth - 1)
            self.show_step(step if share < 1 else 1.0)

        return Sweep(VGroup(self, self._live), show, 0.0, 1.0)

    def _draw_near(self) -> None:
        """Draw what was seen at first of the curve."""
        begin, share = self._distance, self._drawn
        low, high = (begin + share * (end - begin) for end in (-self.near, self.near))
        u = np.linspace(low, high, CURVE_POINTS)
        corners = self.point(u, self._loss(u))
        self._near_curve.points = segments_path(corners[:-1], corners[1:])

    def _draw_tangent(self) -> None:
        if self._touching is None:
            self._tangent.points = self._touch.points = np.zeros((0, 3))
            return
        place = self._on_curve(self._touching)
        along = np.array([1.0, self.slope(self._touching), 0.0]) * [*self.unit, 0.0]
        along *= TANGENT / float(np.linalg.norm(along))
        self._tangent.points = segments_path((place - along)[None], (place + along)[None])
        self._touch.points = dots_path(place[None], TOUCH_RADIUS)

    def _refresh(self) -> None:
        self._draw_near()
        self._draw_tangent()
        before, after = self._distance, self.landing
        landed = bool(before) and self._step_share >= 1
        for mark, distance, share in (
            (self._before, before, self._position_share if before else 0.0),
            (self._after, after, 1.0 if landed else 0.0),
        ):
            begin = self._at_height(0.0, distance)
            end = self._at_height(share * distance, distance)
            written = self._numbers.rounded(distance, DIGITS) if share >= 1 else ""
            mark.span(begin, end, written)
        foot = self._at_height(after, before)
        dashes = np.linspace(foot, self._on_curve(after), 2 * DASHES)
        self._rise.points = (
            segments_path(dashes[:-1:2], dashes[1::2]) if landed else np.zeros((0, 3))
        )
        here = before + self._step_share * (after - before)
        self._dot.points = dots_path(self._on_curve(here)[None], HEAD_RADIUS)
        begun = self._on_curve(before)[None] if self._step_share else np.zeros((0, 3))
        self._begin.points = dots_path(begun, STEP_DOT_RADIUS)
        self._draw_arrow()

    def _at_height(self, distance: float, height_of: float) -> NDArray[np.float64]:
        return self.point(distance, self._loss(height_of))

    def _draw_arrow(self) -> None:
        begin = self._on_curve(self._distance)
        end = self._at_height(
            self._distance + self._arrow_share * (self.landing - self._distance), self._distance
        )
        along = end - begin
        length = float(np.linalg.norm(along))
        nothing = np.zeros((0, 3))
        if length < 1e-3:
            self._shaft.points = self._tip.points = nothing
            return
        head = HEAD_LENGTH * min(1.0, length / (HEAD_LENGTH + SHORTEST_SHAFT))
        neck = end - along * (head / length)
        self._shaft.points = segments_path(begin[None], neck[None])
        self._tip.points = arrowhead(neck, along, head)


class _Distance(VGroup):
    """A line from the valley to a place on the curve, with its length."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line = VMobject(stroke_color=theme.ink, stroke_width=STROKE.axis)
        self._number = Number("", TEXT.label, theme.ink, align=0.0)
        self.add(self._line, self._number)

    def span(self, begin: NDArray[np.float64], end: NDArray[np.float64], written: str) -> None:
        """Lead from the valley to the curve, or a part of the way, on which nothing is written.

        The number stands over the line's middle, or below its end where the line is too short.
        """
        self._line.points = segments_path(begin[None], end[None])
        width = advance_width(written) * TEXT.label
        length = abs(float(end[0] - begin[0]))
        over = (begin + end) / 2 + LABEL_GAP * UP
        outwards = RIGHT if end[0] > begin[0] else LEFT
        beside = end + (BESIDE_GAP + width / 2) * outwards + BELOW_GAP * DOWN
        share = float(np.clip((length - width - ROOM_OVER_LINE) / ROOM_OVER_LINE, 0.0, 1.0))
        # From one place to the other it fades: there is an arrow in its way.
        self._number.write(written, over if share > 0.5 else beside)
        self._number.set_fill(opacity=abs(2 * share - 1))
