"""A slice through the loss along w1: where it runs on the plane, and the parabola it cuts out."""

import numpy as np
from manim import UP, Dot, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.weight_plane import MINIMUM_ARM, MINIMUM_GAP
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

REACH = 1.45
"""The curve is shown so many times the start's distance to both sides of its lowest point."""
LEAST_REACH = 0.2
"""But at least this share of the plane to both sides."""
SHORTEST_DISTANCE = 0.02
"""A start nearer to the lowest point (as a share of the plane) counts as standing there."""
ROOM_BELOW = 0.06
"""Free room under the curve, as a share of its height."""
BASED_ON_ZERO = 0.5
"""The axis begins at zero if the lowest point is below this share of the highest."""
TANGENT_REACH = 1.15
"""Length of the tangent to both sides of its point, in scene units."""
SAMPLES = 121
MARK_REACH = MINIMUM_GAP + MINIMUM_ARM + 0.06
"""What the minimum's mark takes to each side, in scene units."""


class PlaneSlice(VMobject):
    """The line in the weight plane on which w0 stays the same; a dot runs along it.

    It leaves room for the minimum's mark, should that stand in its way.

    Args:
        plot: The axes of the weight plane.
        minimum: Weights (2,) of the minimum.
        dot: The dot, which stands on the line.
        theme: Colours.
    """

    def __init__(
        self, plot: Plot, minimum: NDArray[np.float64], dot: PlaneDot, theme: Theme
    ) -> None:
        super().__init__(stroke_color=theme.w1, stroke_width=STROKE.curve)
        self.set_stroke(
            theme.plate, width=STROKE.curve + 2 * STROKE.casing, background=True, opacity=0.8
        )
        self._plot = plot
        self._minimum = minimum
        self._dot = dot
        clip(self, plot.box)
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` changes: the dot."""
        return self._dot

    def show(self, w1: float) -> None:  # type: ignore[override]
        """Put the dot at a value of w1."""
        self._dot.stand_at([w1, self._dot.weights[1]])

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        box = self._plot.box
        y = float(self._plot.point(*self._dot.weights)[1])
        mark = self._plot.point(*self._minimum)
        ends = [box.left, box.right]
        if abs(mark[1] - y) < MARK_REACH and box.left < mark[0] < box.right:
            ends[1:1] = [mark[0] - MARK_REACH, mark[0] + MARK_REACH]
        self.points = np.concatenate(
            [
                dashes(np.array([left, y, 0.0]), np.array([right, y, 0.0]))
                for left, right in zip(ends[::2], ends[1::2], strict=True)
                if left < right
            ]
        )


class SliceCurve(Plot):
    """The loss over w1 for one w0: a parabola, with a point on it and the tangent there.

    Args:
        region: Where it goes.
        loss: The loss.
        weights: Weights (2,) on the slice, where the point begins.
        w1_extent: Length of the shown range of w1 on the weight plane.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.
        falling: Typst markup for the side left of the lowest point.
        rising: Typst markup for the side right of it.

    Attributes:
        lowest: w1 of the lowest point.
        marks: The line through the lowest point, and what is said of the sides.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        w1_extent: float,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
        falling: str,
        rising: str,
    ) -> None:
        self._loss = loss
        start, self._w0 = map(float, weights)
        slope = float(loss.gradient(start, self._w0)[0])
        self.lowest = start - slope / float(loss.hessian[0, 0])
        distance = abs(start - self.lowest)
        self.is_at_lowest = distance < SHORTEST_DISTANCE * w1_extent
        reach = max(REACH * distance, LEAST_REACH * w1_extent)
        bottom, top = loss(self.lowest, self._w0), loss(self.lowest + reach, self._w0)
        base = 0.0 if bottom < BASED_ON_ZERO * top else bottom
        super().__init__(
            region,
            LinearScale(self.lowest - reach, self.lowest + reach),
            LinearScale(base - ROOM_BELOW * (top - base), top),
            theme,
            numbers,
            x_label,
            y_label,
        )
        self.reach = reach
        curve = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        w1 = np.linspace(self.x.low, self.x.high, SAMPLES)
        points = self.point(w1, loss(w1, self._w0))
        curve.points = segments_path(points[:-1], points[1:])
        self.add(self.clipped(curve))
        self.marks = self._mark_sides(theme, falling, rising)
        self._tangent = VMobject(stroke_color=theme.w1, stroke_width=STROKE.arrow)
        self.clipped(self._tangent)
        self._dot = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
        self._dot.set_stroke(theme.plate, width=2 * STROKE.casing, background=True)
        self._live = VGroup(self._tangent, self._dot)
        self.show(start)

    @property
    def live(self) -> Mobject:
        """What `show` changes: tangent and point."""
        return self._live

    def slope(self, w1: float) -> float:
        """Return the partial derivative by w1 on the slice."""
        return float(self._loss.gradient(w1, self._w0)[0])

    def show(self, w1: float) -> None:  # type: ignore[override]
        """Put the point at a value of w1, with the tangent there."""
        place = self.point(w1, self._loss(w1, self._w0))
        steepness = self.slope(w1) * self.box.height / self.y.extent
        along = np.array([self.box.width / self.x.extent, steepness, 0.0])
        along *= TANGENT_REACH / np.linalg.norm(along)
        self._tangent.points = segments_path((place - along)[None], (place + along)[None])
        self._dot.move_to(place)

    def _mark_sides(self, theme: Theme, falling: str, rising: str) -> VGroup:
        bottom, top = self.point([self.lowest] * 2, [self.y.low, self.y.high])
        line = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        line.points = dashes(bottom, top)
        marks = VGroup(line)
        for side, markup in ((-1, falling), (1, rising)):
            label = text(markup, TEXT.tick, theme.ink)
            middle = top + np.array([side * 0.2 * self.box.width, -0.15, 0.0])
            marks.add(label.move_to(middle, aligned_edge=UP))
        return marks
