"""A plot: a frame with two scales, ticks, numbers and labels, in a region of the stage."""

import math
from itertools import chain, product, repeat
from typing import Generic, cast

import numpy as np
from manim import DL, DOWN, LEFT, ORIGIN, UP, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.geometry import clip_segments, segments_path
from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.scale import LinearScale, Scale, YScale
from scenes.stage.camera import clip
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

_FAR = 1e3
"""Places so many widths of the box away are as good as any farther: Cairo's numbers overflow."""

ROUNDING = 1e-9
OVERHANG = 0.02
"""What a number may reach out of the region: its side bearing."""
SPILL = 0.15
"""What numbers beside the box may reach out of the region rather than shrink, in a zoom."""

ROOM_FOR_X_TICK = 1.1
ROOM_FOR_Y_TICK = 0.7
MOST_X_TICKS = 9
MOST_Y_TICKS = 7
TICK_LENGTH = 0.08
TICK_GAP = 0.08
TICK_NUMBERS_APART = 0.15
"""Least space between the numbers of two ticks; where there is less, there are fewer ticks."""
LABEL_GAP = 0.1
CLEAR_OF_LABEL = 0.02
"""From a number below the upward axis' label to the label."""
SIDE_GUTTER = 0.85
"""Room left of their boxes, enough for ``1000`` and ``10⁻⁸``."""


class PlotArea(VGroup, Generic[YScale]):
    """A box with two scales and nothing drawn around it; `point` tells where numbers lie.

    Args:
        box: The inside of the frame; what belongs into it is clipped there.
        x: Scale to the right.
        y: Scale upwards.
    """

    def __init__(self, box: Region, x: LinearScale, y: YScale) -> None:
        super().__init__()
        self.box = box
        self.x = x
        self.y = y

    def point(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) of pairs of numbers; far out they end near the box."""
        x, y = np.broadcast_arrays(
            np.clip(self.x.place(x), -_FAR, _FAR), np.clip(self.y.place(y), -_FAR, _FAR)
        )
        return np.stack(
            [
                self.box.left + x * self.box.width,
                self.box.bottom + y * self.box.height,
                np.zeros_like(x),
            ],
            axis=-1,
        )

    @property
    def unit(self: "PlotArea[LinearScale]") -> NDArray[np.float64]:
        """How long one of x, and one of y, is drawn (2,), in scene units."""
        return np.array([self.box.width / self.x.extent, self.box.height / self.y.extent])

    def segment(self, begin: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
        """Return both ends (2, 3) of what is inside the box of a way between pairs of numbers.

        Where nothing is, it has no length.
        """
        ends = self.point(*np.array([begin, end], dtype=float).T)
        corner = np.array([self.box.left, self.box.bottom])
        size = np.array([self.box.width, self.box.height])
        starts, stops, _ = clip_segments((ends[:, :2] - corner) / size, 0.0, 1.0)
        inside = np.vstack([starts, stops]) * size + corner
        return np.column_stack([inside, np.zeros(2)])

    def clipped(self, mobject: VMobject) -> VMobject:
        """Cut a mobject off at the box, and return it."""
        clip(mobject, self.box)
        return mobject


class Plot(PlotArea[YScale]):
    """Axes around a box; `point` tells where a pair of numbers lies.

    The box takes what the numbers and labels leave of the region.

    Args:
        region: Where the plot with its numbers and labels goes.
        x: Scale to the right.
        y: Scale upwards.
        theme: Colours.
        numbers: How the ticks are written.
        x_label: Typst markup below the box.
        y_label: Typst markup above the box, flush left.
        least_gutter: Least room left of the box, so that plots below one another align.

    Attributes:
        box: The inside of the frame; what belongs into it is clipped there.
    """

    def __init__(
        self,
        region: Region,
        x: LinearScale,
        y: YScale,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
        least_gutter: float = 0.0,
    ) -> None:
        super().__init__(region, x, y)
        self.region = region
        self._theme = theme
        self._numbers = numbers
        self._tick_size = TEXT.tick
        self._least_gutter = least_gutter
        self._x_text = text(x_label, TEXT.label, theme.ink)
        self._y_text = text(y_label, TEXT.label, theme.ink)
        self.box = self._fit_box()
        self._choose_ticks()
        self._frame = Rectangle(
            width=self.box.width,
            height=self.box.height,
            stroke_color=theme.muted,
            stroke_width=STROKE.axis,
        ).move_to(self.box.center)
        self._ticks = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        # All that will ever be needed: Manim notices no parts that join while it animates.
        most = MOST_X_TICKS + MOST_Y_TICKS
        self._tick_numbers = VGroup(*(Number("", TEXT.tick, theme.muted) for _ in range(most)))
        below_numbers = TICK_LENGTH + TICK_GAP + 0.75 * TEXT.tick + LABEL_GAP
        foot = np.array([self.box.center[0], self.box.bottom - below_numbers, 0.0])
        self._x_text.move_to(foot, aligned_edge=UP)
        # Over wide numbers it begins where it does over others: on the right there may be more.
        gutter = self._widest(self._y_ticks, self.y) + TICK_GAP + TICK_LENGTH
        left = self.box.left - max(0.0, gutter - SIDE_GUTTER)
        self._y_text.move_to((left, self.box.top + LABEL_GAP, 0.0), aligned_edge=DL)
        self.add(self._frame, self._ticks, self._tick_numbers, self._x_text, self._y_text)
        self._draw_ticks()

    def set_scales(self, x: LinearScale, y: YScale) -> None:
        """Show other parts of the axes in the same box; what stands on it is to be refreshed."""
        self.x = x
        self.y = y
        self._choose_ticks()
        self._draw_ticks()

    def _write(self, ticks: list[float], scale: Scale) -> list[str]:
        """Write the numbers of an axis, all in one style."""
        if not isinstance(scale, LinearScale):
            return self._numbers.decades(ticks)
        return self._numbers.ticks(ticks, as_powers=scale is self.y and self._y_as_powers)

    def _choose_ticks(self) -> None:
        """Choose as many ticks as their numbers have room for."""
        most_x = max(3, int(self.region.width / ROOM_FOR_X_TICK))
        most_y = max(3, int(self.region.height / ROOM_FOR_Y_TICK))
        for self._y_as_powers, most in product(
            (False, True), range(min(most_y, MOST_Y_TICKS), 1, -1)
        ):
            self._y_ticks = self.y.ticks(most)
            if self._widest(self._y_ticks, self.y) <= self._room_for_y:
                break
        for most in range(min(most_x, MOST_X_TICKS), 1, -1):
            self._x_ticks = self.x.ticks(most)
            needed = self._widest(self._x_ticks, self.x) + TICK_NUMBERS_APART
            places = self.x.place(self._x_ticks) * self.box.width
            if needed <= np.diff(places).min(initial=math.inf):
                break
        else:  # not even two have room
            self._x_ticks = self._x_ticks[:1]
        if self.box is not self.region:
            self._x_ticks = self._within(self._x_ticks)

    def _within(self, ticks: list[float]) -> list[float]:
        """Return the ticks below the box whose numbers stay in the region, one at least."""
        middles = self.point(ticks, self.y.low)[:, 0]
        halves = np.array([*map(advance_width, self._write(ticks, self.x))]) * self._tick_size / 2
        fits = (middles - halves >= self.region.left - OVERHANG) & (
            middles + halves <= self.region.right + OVERHANG
        )
        return [tick for tick, is_in in zip(ticks, fits, strict=True) if is_in] or ticks[:1]

    @property
    def _room_for_y(self) -> float:
        """How wide numbers beside the box may be: as they like, until there is a box."""
        if self.box is self.region:
            return math.inf
        return self.box.left - self.region.left - TICK_LENGTH - TICK_GAP + ROUNDING

    def _widest(self, ticks: list[float], scale: Scale) -> float:
        return max(map(advance_width, self._write(ticks, scale))) * self._tick_size

    def _fit_box(self) -> Region:
        self._choose_ticks()
        widest = self._widest(self._y_ticks, self.y)
        left = max(widest + TICK_GAP + TICK_LENGTH, self._least_gutter)
        below = TICK_LENGTH + TICK_GAP + 0.75 * self._tick_size + LABEL_GAP + self._x_text.height
        above = self._y_text.height + LABEL_GAP
        last_number = self._write(self._x_ticks, self.x)[-1]
        overhang = 0.5 * advance_width(last_number) * self._tick_size
        room = (1 - float(self.x.place(self._x_ticks[-1]))) * (self.region.width - left)
        right = max(0.0, overhang - room)
        return self.region.inset(left=left, right=right, bottom=below, top=above)

    def _draw_ticks(self) -> None:
        size = self._tick_size
        down = (TICK_LENGTH + TICK_GAP + 0.7 * size) * DOWN
        left = (TICK_LENGTH + TICK_GAP) * LEFT + 0.34 * size * DOWN
        below = self.point(self._x_ticks, self.y.low)
        beside = self.point(self.x.low, self._y_ticks)
        self._ticks.points = segments_path(
            np.concatenate([below, beside]),
            np.concatenate([below + TICK_LENGTH * DOWN, beside + TICK_LENGTH * LEFT]),
        )
        # Numbers of another window may be wider than those that the room was made for.
        room = self._room_for_y + SPILL
        narrower = min(1.0, room / self._widest(self._y_ticks, self.y))
        written = [
            *zip(self._write(self._x_ticks, self.x), below + down, repeat(0.0), repeat(size)),
            *zip(
                self._write(self._y_ticks, self.y),
                beside + left,
                repeat(1.0),
                repeat(narrower * size),
            ),
        ]
        nothing = ("", ORIGIN, 0.0, size)
        numbers = cast(list[Number], self._tick_numbers.submobjects)
        for number, (tick, begin, align, height) in zip(
            numbers, chain(written, repeat(nothing)), strict=False
        ):
            number.size = height
            number.write(tick, begin, align)
            if tick and number.get_right()[0] > self._y_text.get_left()[0]:
                over = number.get_top()[1] - self._y_text.get_bottom()[1] + CLEAR_OF_LABEL
                number.shift(max(0.0, over) * DOWN)
