"""A plot: a frame with two scales, ticks, numbers and labels, in a region of the stage."""

import math

import numpy as np
from manim import DOWN, LEFT, UP, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.number import Number, advance_width
from scenes.props.scale import LogScale, Scale
from scenes.stage.camera import clip
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

TICK_LENGTH = 0.08
TICK_GAP = 0.08
LABEL_GAP = 0.1
SIDE_TICK_SIZE = 0.19
"""Height of an em of the numbers of the small plots in the side panel."""
SIDE_GUTTER = 0.62
"""Room left of their boxes, enough for ``1000`` and ``10⁻⁸``."""


class Plot(VGroup):
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
        tick_size: Height of an em of the numbers.
        least_gutter: Least room left of the box, so that plots below one another align.

    Attributes:
        box: The inside of the frame; what belongs into it is clipped there.
    """

    def __init__(
        self,
        region: Region,
        x: Scale,
        y: Scale,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
        tick_size: float = TEXT.tick,
        least_gutter: float = 0.0,
    ) -> None:
        super().__init__()
        self.region = region
        self.x = x
        self.y = y
        self._theme = theme
        self._numbers = numbers
        self._tick_size = tick_size
        self._least_gutter = least_gutter
        self._x_text = text(x_label, TEXT.label, theme.ink)
        self._y_text = text(y_label, TEXT.label, theme.ink)
        self.box = self._fit_box()
        self._draw()

    def point(self, x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) of pairs of numbers; far out they end near the box."""
        # Cairo's coordinates overflow: what is far outside is as good as anywhere far outside.
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

    def clipped(self, mobject: VMobject) -> VMobject:
        """Cut a mobject off at the box, and return it."""
        clip(mobject, self.box)
        return mobject

    def _write(self, value: float, scale: Scale) -> str:
        if isinstance(scale, LogScale) and not (scale.low > 1e-3 and scale.high < 2e4):
            return self._numbers.power_of_ten(round(math.log10(value)))
        return self._numbers.plain(value)

    def _fit_box(self) -> Region:
        most_x = max(3, int(self.region.width / 0.9))
        most_y = max(3, int(self.region.height / 0.55))
        self._x_ticks = self.x.ticks(min(most_x, 9))
        self._y_ticks = self.y.ticks(min(most_y, 7))
        widest = max(advance_width(self._write(tick, self.y)) for tick in self._y_ticks)
        left = max(widest * self._tick_size + TICK_GAP + TICK_LENGTH, self._least_gutter)
        below = TICK_LENGTH + TICK_GAP + 0.75 * self._tick_size + LABEL_GAP + self._x_text.height
        above = self._y_text.height + LABEL_GAP
        last_tick = self._x_ticks[-1]
        overhang = 0.5 * advance_width(self._write(last_tick, self.x)) * self._tick_size
        room = (1 - float(self.x.place(last_tick))) * (self.region.width - left)
        right = max(0.0, overhang - room)
        return self.region.inset(left=left, right=right, bottom=below, top=above)

    def _draw(self) -> None:
        muted = self._theme.muted
        box = self.box
        frame = Rectangle(
            width=box.width, height=box.height, stroke_color=muted, stroke_width=STROKE.axis
        ).move_to(box.center)
        ticks = VMobject(stroke_color=muted, stroke_width=STROKE.axis)
        labels = VGroup()
        for tick in self._x_ticks:
            foot = self.point(tick, self.y.low)
            ticks.start_new_path(foot).add_line_to(foot + TICK_LENGTH * DOWN)
            baseline = foot + (TICK_LENGTH + TICK_GAP + 0.7 * self._tick_size) * DOWN
            labels.add(Number(self._write(tick, self.x), self._tick_size, muted, baseline, 0.0))
        for tick in self._y_ticks:
            foot = self.point(self.x.low, tick)
            ticks.start_new_path(foot).add_line_to(foot + TICK_LENGTH * LEFT)
            end = foot + (TICK_LENGTH + TICK_GAP) * LEFT + 0.34 * self._tick_size * DOWN
            labels.add(Number(self._write(tick, self.y), self._tick_size, muted, end, 1.0))
        below_numbers = TICK_LENGTH + TICK_GAP + 0.75 * self._tick_size + LABEL_GAP
        self._x_text.move_to([box.center[0], box.bottom - below_numbers, 0.0], aligned_edge=UP)
        self._y_text.move_to([box.left, box.top + LABEL_GAP, 0.0], aligned_edge=LEFT + DOWN)
        self.add(frame, ticks, labels, self._x_text, self._y_text)


_FAR = 1e3
