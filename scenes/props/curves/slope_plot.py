"""The loss along one weight: a parabola, a nudge on it, and the change that the nudge makes."""

import math

import numpy as np
from manim import DOWN, RIGHT, UP, Dot, VGroup, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.number import advance_width
from scenes.props.plotting.plot import TICK_GAP, TICK_LENGTH, Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.clock import Sweep
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import colored, text

SAMPLES = 161
COMPARED_OPACITY = 0.55
"""Of the curve along the other weight."""
SHORTEST_LEG = 0.25
"""A leg of the nudge's triangle has its name if it is so long, in scene units."""
ROOM_FOR_NUMBERS = 1.0
"""Least room beside the plot: its numbers get decimals when it is seen closely."""
CLOSER_DIGITS = 2.5
"""So many, and a sign: what a number there is wider then."""
NAME_GAP = 0.14
LARGEST_TRIANGLE = np.array([0.4, 0.7])
"""Width and height of a triangle seen closely, as shares of the plot."""
END_RADIUS = 0.08
LINE_REACH = 1.5
"""How far the straight line is drawn to either side, in widths of the plot; it is clipped there."""
NAMES = ("w_0", "w_1")
FLAT = 0.02
"""A start nearer to the lowest point (as a share of the plane) is as good as there."""
LEAST_DISTANCE = 0.1
"""Around such a start the parabola is shown so far, as a share of the plane."""
BEFORE_LOWEST = 1.25
"""A plot reaches so far to either side of the lowest point, in distances from it to the start."""
MOST_WIDENED = 8.0
"""So many times as wide as for one parabola a plot is at most, to show another one as well."""
NUDGED = 0.2
"""A nudge is about that share of the plot's width at most."""
ROOM_BELOW = 0.04
"""Free room under the curves, as a share of their height."""
BASED_ON_ZERO = 0.5
"""The loss axis begins at zero if the lowest loss is below this share of the highest."""


class SlopePlot(Plot[LinearScale]):
    """The loss over one weight, the other one held still, with a point and a nudge from it.

    Where the curve along the other weight is shown as well, both run through the point, and the
    axis to the right shows by how much a weight differs from it.

    Args:
        region: Where it goes.
        loss: The loss.
        start: Weights (2,) of the point.
        weight: 1 or 0, the weight that changes.
        window: Ranges (2, 2) of what the axis shows and of the loss.
        theme: Colours.
        numbers: How numbers are written.
        nudge: The largest nudge, above zero.
        compared: Whether the curve along the other weight is shown as well.

    Attributes:
        window: Ranges (2, 2) that are shown where nothing else is asked for.
        nudge: The largest nudge.
        nudge_name: Typst markup of the nudge's symbol.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        start: NDArray[np.float64],
        weight: int,
        window: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        nudge: float,
        compared: bool = False,
    ) -> None:
        colors = {1: theme.w1, 0: theme.w0}
        color, other = colors[weight], colors[1 - weight]
        own = colored(f"${NAMES[weight]}$", color)
        both = ", ".join(colored(f"$Delta {NAMES[index]}$", colors[index]) for index in (1, 0))
        losses = LinearScale(*window[1])
        coarse = max(map(advance_width, numbers.ticks(losses.ticks(3))))
        digits = CLOSER_DIGITS * advance_width("0")
        super().__init__(
            region,
            LinearScale(*window[0]),
            losses,
            theme,
            numbers,
            x_label=both if compared else own,
            y_label="MSE",
            least_gutter=max(
                ROOM_FOR_NUMBERS, (coarse + digits) * TEXT.tick + TICK_LENGTH + TICK_GAP
            ),
        )
        self._loss, self._start, self._index = loss, np.array(start, dtype=float), 1 - weight
        self._origin = self._start[self._index] if compared else 0.0
        self.window = np.array(window, dtype=float)
        self.nudge = self._nudge = nudge
        self._drawn, self._grown, self._reach = 1.0, 0.0, 0.0
        self._curve = VMobject(stroke_color=color, stroke_width=STROKE.arrow)
        self._compared = VMobject(
            stroke_color=other,
            stroke_width=STROKE.curve,
            stroke_opacity=COMPARED_OPACITY if compared else 0.0,
        )
        self._line = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        for part in (self._curve, self._compared, self._line):
            self.clipped(part)
        self._along = VMobject(stroke_color=color, stroke_width=STROKE.arrow)
        self._rise = VMobject(stroke_color=theme.ink, stroke_width=STROKE.arrow)
        self._end = Dot(radius=END_RADIUS, color=theme.ink, stroke_width=0)
        self.nudge_name = colored(f"$Delta {NAMES[weight]}$", color)
        self._names = [text(name, TEXT.body, theme.ink) for name in (self.nudge_name, "$Delta$MSE")]
        self._dot = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
        cased(self._dot, theme)
        triangle = VGroup(self._along, self._rise, self._end, *self._names)
        self.add(self._compared, self._curve, self._line, triangle, self._dot)
        self.refresh()

    def loss_after(self, nudge: float) -> float:
        """Return the loss where the weight is greater by a nudge."""
        return float(self._losses(np.array([nudge]), self._index)[0])

    def change(self, nudge: float) -> float:
        """Return by how much a nudge changes the loss."""
        slope = float(self._loss.gradient(*map(float, self._start))[self._index])
        return nudge * (slope + 0.5 * float(self._loss.hessian[self._index, self._index]) * nudge)

    def draw_curve(self, share: float) -> None:
        """Draw a share of the parabola, from the point to both sides."""
        self._drawn = share
        self.refresh()

    def draw_line(self, share: float) -> None:
        """Draw a share of the straight line, from the point to both sides."""
        self._reach = share
        self.refresh()

    def grow_nudge(self, share: float) -> None:
        """Draw a share of the triangle: first along the axis, then up or down to the curve."""
        self._grown = share
        self.refresh()

    def show_nudge(self, nudge: float) -> None:
        """Draw the line and the triangle of another nudge."""
        self._nudge = nudge
        self.refresh()

    def come_closer(self, nudge: float) -> None:
        """Draw another nudge, and come so close that its triangle can be seen."""
        self._nudge = nudge
        self.magnify(self.nudge / nudge)

    def magnify(self, times: float) -> None:
        """Show the surroundings of the point magnified.

        Until they are ten times as large the point moves to where the largest nudge's triangle is
        in the middle, and the triangle grows as large as the plot allows.
        """
        extents = np.diff(self.window)[:, 0]
        point = np.array([self._here, self.loss_after(0.0)])
        slope = float(self._loss.gradient(*map(float, self._start))[self._index])
        legs = self.nudge * np.array([1.0, slope]) / extents
        growth = max(1.0, float(np.min(LARGEST_TRIANGLE / np.maximum(np.abs(legs), 1e-9))))
        share = smooth(min(1.0, math.log10(times)))
        from_low = (1 - share) * (point - self.window[:, 0]) / extents
        from_low += share * (0.5 - 0.5 * growth * legs)
        shown = extents / times / growth**share
        low = point - from_low * shown
        self.show_window(np.column_stack([low, low + shown]))

    def show_window(self, window: NDArray[np.float64]) -> None:
        """Show other ranges (2, 2) of the weight and of the loss."""
        self.set_scales(LinearScale(*window[0]), LinearScale(*window[1]))
        self.refresh()

    def widen(self, near: NDArray[np.float64]) -> Sweep:
        """Show other ranges (2, 2), and return the animation that goes from them to the window."""
        self.show_window(near)

        def show(share: float) -> None:
            self.show_window((1 - share) * near + share * self.window)

        return Sweep(self, show, 0.0, 1.0)

    def refresh(self) -> None:
        """Draw all that stands in the plot where it lies now."""
        here, loss = self._here, self.loss_after(0.0)
        offsets = np.linspace(self.x.low, self.x.high, SAMPLES) - here
        for curve, index, share in (
            (self._curve, self._index, self._drawn),
            (self._compared, 1 - self._index, 1.0),
        ):
            points = self.point(here + share * offsets, self._losses(share * offsets, index))
            curve.points = segments_path(points[:-1], points[1:])
        nudge, moved = self._nudge, min(1.0, 2 * self._grown) * self._nudge
        change = max(0.0, 2 * self._grown - 1) * self.change(nudge)
        foot, corner = self.point(here, loss), self.point(here + moved, loss)
        end = self.point(here + moved, loss + change)
        self._along.points = segments_path(foot[None], corner[None])
        self._rise.points = segments_path(corner[None], end[None])
        self._end.move_to(end)
        self._end.set_fill(opacity=1.0 if self._grown > 0 else 0.0)
        self._dot.move_to(foot)
        away = UP if end[1] <= corner[1] else DOWN
        for name, begin, stop, side in zip(
            self._names, (foot, corner), (corner, end), (away, RIGHT), strict=True
        ):
            name.next_to((begin + stop) / 2, side, buff=NAME_GAP)
            long_enough = float(np.linalg.norm(stop - begin)) > SHORTEST_LEG
            name.set_fill(opacity=1.0 if long_enough else 0.0)
        far = self._reach * np.array([-1.0, 1.0]) * LINE_REACH * self.box.width / self.unit[0]
        ends = self.point(here + far, loss + far * self.change(nudge) / nudge)
        self._line.points = segments_path(ends[:1], ends[1:])

    @property
    def _here(self) -> float:
        """Where the point lies on the axis to the right."""
        return float(self._start[self._index] - self._origin)

    def _losses(self, offsets: NDArray[np.float64], index: int) -> NDArray[np.float64]:
        """Return the losses (n,) where one of the weights is greater by offsets (n,)."""
        weights = [np.full(offsets.shape, weight) for weight in self._start]
        weights[index] = weights[index] + offsets
        return self._loss(*weights)


class Nudging:
    """A plot on the clock: after k moments the nudge is a tenth of itself, k times.

    Args:
        plot: The plot.
        closer: Whether the plot comes so close that the triangle stays as long in the picture.
    """

    def __init__(self, plot: SlopePlot, closer: bool) -> None:
        self.live = plot
        self._show = plot.come_closer if closer else plot.show_nudge

    def show(self, k: float) -> None:
        """Show the nudge of a moment."""
        self._show(self.live.nudge * 10.0**-k)


def round_nudge(distance: float) -> float:
    """Return the largest of 1, 2 or 5 times a power of ten that is at most half a distance."""
    power = 10.0 ** math.floor(math.log10(distance / 2))
    digit = max(digit for digit in (1, 2, 5) if digit * power <= distance / 2 * (1 + 1e-9))
    return float(f"{digit * power:.0e}")


def distance_to_lowest(loss: MseLoss, start: NDArray[np.float64], shown: float) -> float:
    """Return how far it is along w1 to the parabola's lowest point, or a distance to look at.

    Args:
        loss: The loss.
        start: Weights (2,).
        shown: Extent of w1 on the weight plane.
    """
    apart = abs(float(loss.gradient(*map(float, start))[0] / loss.hessian[0, 0]))
    return apart if apart > FLAT * shown else LEAST_DISTANCE * shown


def slope_windows(
    loss: MseLoss, start: NDArray[np.float64], distance: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the windows (2, 2) in which parabolas are seen: the one along w1, and both.

    The first has ranges of w1 and of the loss, the second of differences from the start and of the
    loss, the same ones. A parabola that is very much wider than the first one is cut off.

    Args:
        loss: The loss.
        start: Weights (2,).
        distance: How far the start is from the lowest point along w1.
    """
    slopes, curvatures = loss.gradient(*map(float, start)), np.diag(loss.hessian)
    heights = 0.5 * slopes**2 / curvatures
    lowest = float(loss(*map(float, start))) - heights  # along each weight
    highest = lowest[0] + 0.5 * curvatures[0] * (BEFORE_LOWEST * distance) ** 2
    base = 0.0 if lowest.min() < BASED_ON_ZERO * highest else lowest.min()
    losses = np.array([base - ROOM_BELOW * (highest - base), highest])
    # From where each curve leaves the plot's height to where it comes back.
    half = np.sqrt(2 * (highest - lowest) / curvatures)
    sides = np.stack([-half, half]) - slopes / curvatures
    room = MOST_WIDENED / 2 * (sides[1, 0] - sides[0, 0])
    middle = float(sides[:, 0].mean())
    low, high = np.clip([sides[0].min(), sides[1].max()], middle - room, middle + room)
    first = np.array([start[0] + sides[:, 0], losses])
    return first, np.array([[min(low, 0.0), max(high, 0.0)], losses])


def nudge_along(loss: MseLoss, weight: int, distance: float, window: NDArray[np.float64]) -> float:
    """Return a round nudge that can be seen; where the parabola is steeper, it is shorter.

    Args:
        loss: The loss.
        weight: 1 or 0, the weight that is nudged.
        distance: How far the start is from the lowest point along w1.
        window: Ranges (2, 2) of what the plot shows.
    """
    narrower = math.sqrt(loss.hessian[0, 0] / loss.hessian[1 - weight, 1 - weight])
    return round_nudge(min(distance * narrower, 2 * NUDGED * float(np.ptp(window[0]))))
