"""The weight plane: heat map of the loss with contours, axes (w1 right, w0 up) and colour bar."""

import math
from typing import Any, Protocol, cast

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Group, Mobject, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.plot import LABEL_GAP, TICK_GAP, TICK_LENGTH, Plot, PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.raster import RasterMobject, View, blend
from scenes.stage.regions import FRAME_HEIGHT, Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import colored, text

WORTH_ONE_SCALE = 2.2
"""Both axes have one scale if the map keeps more than this part of its room for it."""
ROOM_FOR_NUMBERS = 0.96
"""Least room beside the plane: its numbers get decimals when it is zoomed."""
CLOSEST = 1e-3
"""Extent of a close view, in sizes of the weights: its numbers differ in their first digits."""
COLOR_BAR_WIDTH = 0.16
COLOR_BAR_GAP = 0.25
COLOR_BAR_SPACE = 1.17
"""What the colour bar with its numbers takes of the region's width."""
ROOM_FOR_LEVELS = COLOR_BAR_SPACE - COLOR_BAR_GAP - COLOR_BAR_WIDTH - TICK_LENGTH - TICK_GAP
"""Width that the losses beside the colour bar may have."""
NUMBERS_APART = 1.1
"""Least distance of two numbers at the colour bar, in ems; a level that is nearer has none."""
CLEAR_OF_HEADING = 0.05
"""From the colour bar's uppermost number to what stands over the bar."""
MINIMUM_GAP = 0.12
MINIMUM_ARM = 0.12
CONTOUR_WIDTH = 2 * FRAME_HEIGHT / 1080
"""Width of the contour lines in scene units: two pixels of 1080."""
CONTOUR_OPACITY = 0.45


class WeightPlot(Plot[LinearScale]):
    """Axes of the weight plane; both have one scale unless that left too little of the room.

    Attributes:
        equal_scales: Whether angles on screen are angles in the plane.
    """

    def _fit_box(self) -> Region:
        box = super()._fit_box()
        units = box.width / self.x.extent, box.height / self.y.extent
        self.equal_scales = max(units) <= WORTH_ONE_SCALE * min(units)
        if not self.equal_scales:
            return box
        unit = min(units)
        spare_width = box.width - unit * self.x.extent
        spare_height = box.height - unit * self.y.extent
        return box.inset(
            left=spare_width / 2,
            right=spare_width / 2,
            bottom=spare_height / 2,
            top=spare_height / 2,
        )


class HeatMap(RasterMobject):
    """The loss over a window of the weight plane, per pixel, with contour lines.

    Args:
        loss: The loss.
        colors: Its colours.
        plot: The area whose window is coloured.

    Attributes:
        colors: Its colours; they may be changed.
    """

    def __init__(self, loss: MseLoss, colors: LossColors, plot: PlotArea[LinearScale]) -> None:
        super().__init__(plot.box)
        self._loss = loss
        self.colors = colors
        self._plot = plot
        self._painted: tuple[object, NDArray[np.uint8]] | None = None

    def draw(self, pixels: NDArray[np.uint8], view: View) -> None:
        """Draw into a frame; an unchanged window is painted once."""
        box = view.pixel_box(self.region)
        key = (view, self.region, self._plot.x, self._plot.y, self.colors.highest)
        if self._painted is None or self._painted[0] != key:
            self._painted = (key, self._paint(view, box))
        row_start, row_stop, column_start, column_stop = box
        blend(pixels[row_start:row_stop, column_start:column_stop], self._painted[1], self.opacity)

    def _paint(self, view: View, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        from scenes.props.plane.loss_painting import (
            paint_heat_map,  # Numba takes a second to import
        )

        x, y = view.pixel_centers(box)
        plot, colors = self._plot, self.colors
        w1 = plot.x.low + (x - self.region.left) / self.region.width * plot.x.extent
        w0 = plot.y.low + (y - self.region.bottom) / self.region.height * plot.y.extent
        quadratic = self._loss.quadratic
        return paint_heat_map(
            w1 - quadratic.minimum[0],
            w0 - quadratic.minimum[1],
            quadratic.variance,
            quadratic.mean,
            colors.offset,
            colors.highest,
            colors.table,
            colors.contour,
            CONTOUR_OPACITY,
            CONTOUR_WIDTH * view.pixels_per_unit / 2,
            colors.lowest_contour,
        )


class ColorBar(RasterMobject):
    """The loss map's scale from the smallest loss (bottom) to the highest (top).

    Args:
        region: Where the bar stands.
        colors: The loss map.
    """

    def __init__(self, region: Region, colors: LossColors) -> None:
        super().__init__(region)
        self._colors = colors

    def draw(self, pixels: NDArray[np.uint8], view: View) -> None:
        """Draw into a frame."""
        row_start, row_stop, column_start, column_stop = view.pixel_box(self.region)
        rows = row_stop - row_start
        place = 1 - (np.arange(rows) + 0.5) / max(rows, 1)
        table = self._colors.table
        column = table[np.round(place * (len(table) - 1)).astype(int)]
        opaque = np.column_stack([column, np.full(rows, 255, dtype=np.uint8)])
        picture = np.repeat(opaque[:, None], column_stop - column_start, axis=1)
        blend(pixels[row_start:row_stop, column_start:column_stop], picture, self.opacity)


class Refreshable(Protocol):
    """What stands on a plot and can follow it to another window."""

    def refresh(self) -> None:
        """Follow the plot."""


class WeightPlane(Group):
    """Heat map, axes, colour bar and the marked minimum.

    The colours span the losses of what is shown: a part that is seen closely is no more uniform
    than the whole, and the numbers at the colour bar tell of which losses it is.

    Args:
        region: Where all of it goes.
        loss: The loss.
        w1_range: Shown range of w1.
        w0_range: Shown range of w0.
        theme: Colours.
        numbers: How numbers are written.
        loss_label: Typst markup over the colour bar.
        room_for_numbers: Least room beside the plane.

    Attributes:
        plot: The axes; `plot.point(w1, w0)` is where weights lie.
        colors: The loss map of what is shown.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        w1_range: tuple[float, float],
        w0_range: tuple[float, float],
        theme: Theme,
        numbers: NumberFormat,
        loss_label: str,
        room_for_numbers: float = ROOM_FOR_NUMBERS,
    ) -> None:
        super().__init__()
        self.loss = loss
        self._theme, self._numbers = theme, numbers
        self._refreshed: list[Refreshable] = []
        self.colors = LossColors.for_window(loss, w1_range, w0_range, theme)
        self.plot = WeightPlot(
            region.inset(right=COLOR_BAR_SPACE),
            LinearScale(*w1_range),
            LinearScale(*w0_range),
            theme,
            numbers,
            x_label=colored("$w_1$", theme.w1),
            y_label=colored("$w_0$", theme.w0),
            least_gutter=room_for_numbers,
        )
        self.heat_map = HeatMap(loss, self.colors, self.plot)
        box = self.plot.box
        left = box.right + COLOR_BAR_GAP
        self._bar = Region(left, left + COLOR_BAR_WIDTH, box.bottom, box.top)
        self._bar_ticks = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        self._bar_numbers = VGroup()
        frame = self._color_bar_frame(region, loss_label)
        self._write_levels()
        self.add(
            self.heat_map,
            ColorBar(self._bar, self.colors),
            frame,
            self._bar_ticks,
            self._bar_numbers,
            self.plot,
            minimum_mark(self.plot, loss, theme),
        )

    @property
    def window(self) -> NDArray[np.float64]:
        """The shown ranges (2, 2): low and high end of w1, low and high end of w0."""
        return np.array([[self.plot.x.low, self.plot.x.high], [self.plot.y.low, self.plot.y.high]])

    def stand_on(self, *props: "Refreshable") -> None:
        """Have props that stand on the plane follow when another part of it is shown."""
        self._refreshed.extend(props)

    def show_window(self, window: NDArray[np.float64]) -> None:
        """Show another part of the weight plane (2, 2), and refresh what stands on it."""
        self.plot.set_scales(LinearScale(*window[0]), LinearScale(*window[1]))
        self.submobjects[-1].points = minimum_mark(self.plot, self.loss, self._theme).points
        w1_range, w0_range = map(tuple, window.tolist())
        self.colors = LossColors.for_window(self.loss, w1_range, w0_range, self._theme)
        self.heat_map.colors = self.colors
        self._write_levels()
        for prop in self._refreshed:
            prop.refresh()

    def window_around(
        self, points: NDArray[np.float64], margin: float = 0.15
    ) -> NDArray[np.float64]:
        """Return the smallest window (2, 2) that holds points (n, 2), in the box's proportions.

        It is not so small that the numbers beside it would differ only far behind the point.

        Args:
            points: Weights (w1, w0).
            margin: Least free share of the window at each side.
        """
        extents = np.array([self.plot.x.extent, self.plot.y.extent])
        window = window_around(points, extents, margin)
        middle = window.mean(axis=1)
        growth = float(np.max(CLOSEST * np.abs(middle) / np.diff(window)[:, 0]))
        return window if growth <= 1 else middle[:, None] + growth * (window - middle[:, None])

    def _color_bar_frame(self, region: Region, label: str) -> VGroup:
        """Return the colour bar's border and what stands over it, within a region."""
        bar, theme = self._bar, self._theme
        border = Rectangle(
            width=bar.width,
            height=bar.height,
            stroke_color=theme.muted,
            stroke_width=STROKE.hairline,
        ).move_to(bar.center)
        heading = text(label, TEXT.label, theme.ink)
        heading.move_to(
            (bar.left - COLOR_BAR_GAP / 2, bar.top + LABEL_GAP, 0.0), aligned_edge=LEFT + DOWN
        )
        heading.shift(max(0.0, heading.get_right()[0] - region.right) * LEFT)
        heading.shift(max(0.0, heading.get_top()[1] - region.top) * DOWN)
        self._ceiling = float(heading.get_bottom()[1]) - CLEAR_OF_HEADING
        return VGroup(border, heading)

    def _write_levels(self) -> None:
        """Write the losses beside the colour bar where its colours have them."""
        bar, theme = self._bar, self._theme
        levels = [0.0]
        for level in filter(_is_power_of_ten, self.colors.levels()):
            above = float(self.colors.place(level) - self.colors.place(levels[-1])) * bar.height
            if above >= NUMBERS_APART * TEXT.tick:
                levels.append(level)
        names = self._numbers.decades(levels)
        if max(map(advance_width, names)) * TEXT.tick > ROOM_FOR_LEVELS:
            names = self._numbers.decades(levels, as_powers=True)
        # The same mobjects write every scale: Manim lists what moves before an animation begins.
        missing = len(names) - len(self._bar_numbers)
        self._bar_numbers.add(*(Number("", TEXT.tick, theme.muted) for _ in range(missing)))
        self._bar_ticks.points = np.zeros((0, 3))
        for number in self._bar_numbers:
            number.write("")
        for number, level, words in zip(self._bar_numbers, levels, names, strict=False):
            y = bar.bottom + float(self.colors.place(level)) * bar.height
            foot = np.array([bar.right, y, 0.0])
            self._bar_ticks.start_new_path(foot).add_line_to(foot + TICK_LENGTH * RIGHT)
            number.write(words, foot + (TICK_LENGTH + TICK_GAP) * RIGHT + 0.34 * TEXT.tick * DOWN)
            number.shift(max(0.0, number.get_top()[1] - self._ceiling) * DOWN)


def window_around(
    points: NDArray[np.float64], extents: NDArray[np.float64], margin: float = 0.15
) -> NDArray[np.float64]:
    """Return the smallest window (2, 2) around points (n, 2), in the proportions of extents (2,).

    Around a single place it has the extents themselves.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    grow = float(np.max((high - low) / extents)) / (1 - 2 * margin)
    half = extents * (grow or 1.0) / 2
    center = (low + high) / 2
    return np.column_stack([center - half, center + half])


def minimum_mark(plot: PlotArea[LinearScale], loss: MseLoss, theme: Theme) -> VMobject:
    """Return the minimum's mark where it lies on a plot."""
    return plot.clipped(minimum_cross(plot.point(*loss.minimum), theme))


def minimum_cross(place: NDArray[np.float64], theme: Theme) -> VMobject:
    """Return the minimum's mark: a cross with a free middle, so that a dot there is seen."""
    cross = VMobject(stroke_color=theme.minimum, stroke_width=STROKE.curve)
    width = STROKE.curve + 2 * STROKE.casing
    cross.set_stroke(theme.ink, width=width, background=True)
    arms = np.array([RIGHT, UP, LEFT, DOWN])
    cross.points = segments_path(
        place + MINIMUM_GAP * arms, place + (MINIMUM_GAP + MINIMUM_ARM) * arms
    )
    return cross


class Zoom(Animation):
    """Moves a weight plane's window, its extent growing or shrinking at a constant rate.

    Args:
        plane: The weight plane; what `stand_on` has named follows.
        window: The window (2, 2) to end with.
        **kwargs: For `Animation`, e.g. ``run_time``.
    """

    def __init__(self, plane: WeightPlane, window: NDArray[np.float64], **kwargs: Any) -> None:
        self._plane = plane
        self._start = plane.window
        self._end = np.array(window, dtype=float)
        super().__init__(plane, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """Spare the copy that Manim makes of what it animates."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the moment at a share of the run time."""
        share = self.rate_func(alpha)
        start, end = np.diff(self._start)[:, 0], np.diff(self._end)[:, 0]
        extents = start ** (1 - share) * end**share
        # The point that stays fixed in the picture is the one that both windows share.
        moved = np.where(
            np.isclose(start, end),
            share,
            (extents - start) / np.where(start == end, 1, end - start),
        )
        low = self._start[:, 0] + moved * (self._end[:, 0] - self._start[:, 0])
        self._plane.show_window(np.column_stack([low, low + extents]))


def _is_power_of_ten(value: float) -> bool:
    exponent = math.log10(value)
    return abs(exponent - round(exponent)) < 1e-9
