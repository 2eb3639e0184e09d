"""The slope in every direction around a point: a pointer in the plane, its slope over the angle.

Both begin along the gradient and turn counter-clockwise: after a quarter of a turn they are along
the contour, where the slope is zero, after half a turn against the gradient.
"""

import math

import numpy as np
from manim import DOWN, Dot, Group, ManimColor, Mobject, Rectangle, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import arrowhead, segments_path
from scenes.props.plotting.number import Number
from scenes.props.plotting.plate_label import OPACITY
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme

SAMPLE = 2.0
"""Degrees from one sample of a curve to the next."""
POINTER_HEAD = 0.2
POINTER = 0.48
"""Length of the pointer, as a share of the gradient's."""
ARC, ANGLE_AT = 0.5, 0.85
"""Where the arc of the angle and its number stand, as shares of the pointer's length."""
LEAST_ANGLE = 20.0
"""Degrees from which on the angle's number is written."""
PLATE_WIDTH, PLATE_HEIGHT = 0.7, 0.34
"""Of the plate under the angle's number."""
SIGNS = ((0.0, 90.0, 1), (90.0, 270.0, -1), (270.0, 360.0, 1))
"""The parts of a turn and the sign of the slope in each."""
MARK_RADIUS = 0.07
MARK_GAP = 0.14
HEADROOM = 1.4
"""Height of the slope plot over the largest slope."""


def slope_after(gradient: NDArray[np.float64], turn: ArrayLike) -> NDArray[np.float64]:
    """Return the directional derivative so many degrees from the gradient on."""
    return np.asarray(float(np.linalg.norm(gradient)) * np.cos(np.radians(turn)))


def _turned(until: float, begin: float, end: float) -> NDArray[np.float64]:
    """Return the degrees of a part of the turn, up to some, as samples (n,)."""
    end = min(end, until)
    return np.linspace(begin, end, 2 + int((end - begin) / SAMPLE)) if end > begin else np.zeros(0)


class DirectionPointer(Group):
    """A pointer that turns around a point, and the arc of its angle to the gradient.

    It has one length in all directions, and the gradient's colour where the loss rises that way,
    the antigradient's where it falls: how steep it is there, the plot beside it tells by height.

    Args:
        plot: The axes of the weight plane.
        center: Weights (2,) of the point.
        gradient: The gradient (2,) there, not zero.
        theme: Colours.
        scale: Length in the plane per length of the gradient.
    """

    def __init__(
        self,
        plot: Plot[LinearScale],
        center: ArrayLike,
        gradient: ArrayLike,
        theme: Theme,
        scale: float,
    ) -> None:
        super().__init__()
        self._plot = plot
        self._center = np.array(center, dtype=float)
        self._gradient = np.array(gradient, dtype=float)
        self._reach = POINTER * scale * float(np.linalg.norm(self._gradient))
        self._along = math.degrees(math.atan2(self._gradient[1], self._gradient[0]))
        self._turn = 0.0
        self._colors = {1: theme.gradient, -1: theme.antigradient}
        self._shaft = VMobject(stroke_width=STROKE.arrow)
        self._head = VMobject(stroke_width=0, fill_opacity=1.0)
        self._arc = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        for part in (self._shaft, self._head, self._arc):
            cased(part, theme)
        self._plate = Rectangle(
            width=PLATE_WIDTH,
            height=PLATE_HEIGHT,
            stroke_width=0,
            fill_color=theme.plate,
            fill_opacity=OPACITY,
        )
        self._number = Number("", TEXT.label, theme.ink, align=0.0)
        self.add(self._arc, self._head, self._shaft, self._plate, self._number)
        clip(self, plot.box)
        self.set_z_index(2)  # over the gradient's arrow
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    @property
    def ends(self) -> NDArray[np.float64]:
        """Where the pointer begins and ends now, as scene points (2, 3)."""
        return np.stack([self._plot.point(*self._center), self._at(self._turn, self._reach)])

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        self.show(self._turn)

    def show(self, turn: float) -> None:  # type: ignore[override]
        """Show the pointer at so many degrees, 0 to 360, from the gradient's direction."""
        self._turn = turn
        center, tip = self.ends
        along = (tip - center) / np.linalg.norm(tip - center)
        neck = tip - along * POINTER_HEAD
        self._shaft.points = segments_path(center[None], neck[None])
        self._head.points = arrowhead(neck, along, POINTER_HEAD)
        color = self._colors[1 if float(slope_after(self._gradient, turn)) >= 0 else -1]
        self._shaft.set_stroke(color)
        self._head.set_fill(color)
        arc = self._at(np.linspace(0.0, turn, 2 + int(turn / SAMPLE)), ARC * self._reach)
        self._arc.points = segments_path(arc[:-1], arc[1:])
        # Between the arms of the angle, until it is wide; then it keeps a quarter behind.
        middle = self._at(max(turn / 2, turn - 90.0), ANGLE_AT * self._reach)
        is_open = turn >= LEAST_ANGLE  # before, the number would hide the arms
        self._plate.move_to(middle).set_fill(opacity=OPACITY if is_open else 0.0)
        written = f"{round(turn)}°" if is_open else ""
        self._number.write(written, middle + 0.34 * TEXT.label * DOWN)

    def _at(self, turn: ArrayLike, reach: float) -> NDArray[np.float64]:
        """Return the scene points (..., 3) after turns, so far from the centre in the plane."""
        angles = np.radians(self._along + np.asarray(turn))
        return self._plot.point(
            self._center[0] + reach * np.cos(angles), self._center[1] + reach * np.sin(angles)
        )


class CarriedStroke(VMobject):
    """A stroke that is carried from one place to another: there it stands for the same thing.

    Args:
        begin: Its ends at first, scene points (2, 3).
        end: Its ends in the end, scene points (2, 3).
        color: Its colour.
        theme: Colours.
    """

    def __init__(
        self,
        begin: NDArray[np.float64],
        end: NDArray[np.float64],
        color: ManimColor,
        theme: Theme,
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=STROKE.arrow)
        cased(self, theme)
        self._begin, self._end = begin, end
        self.set_z_index(3)
        self.carry(0.0)

    def carry(self, share: float) -> None:
        """Show it at a share of its way."""
        ends = self._begin + share * (self._end - self._begin)
        self.points = segments_path(ends[:1], ends[1:])


class AngleScale(LinearScale):
    """A full turn, with a tick at every quarter."""

    def __init__(self) -> None:
        super().__init__(0.0, 360.0)

    def ticks(self, most: int = 5) -> list[float]:
        """Return the quarters of a turn, or its halves where there is less room."""
        return [0.0, 90.0, 180.0, 270.0, 360.0] if most >= 3 else [0.0, 180.0]


class SlopeOverDirection(Plot[LinearScale]):
    """The directional derivative over the angle to the gradient, drawn up to any angle.

    Args:
        region: Where it goes.
        gradient: The gradient (2,).
        largest: The slope at which the axis is dimensioned, at least the gradient's length.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.

    Attributes:
        head: The dot at the direction that is looked at.
        standing: The dot and the slope below it, as a height.
        line: What is drawn of the curve.
    """

    def __init__(
        self,
        region: Region,
        gradient: NDArray[np.float64],
        largest: float,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
    ) -> None:
        super().__init__(
            region,
            AngleScale(),
            LinearScale(-HEADROOM * largest, HEADROOM * largest),
            theme,
            numbers,
            x_label,
            y_label,
        )
        self._gradient = np.array(gradient, dtype=float)
        self._theme = theme
        zero = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        ends = self.point([self.x.low, self.x.high], [0.0, 0.0])
        zero.points = segments_path(ends[:1], ends[1:])
        self.add(zero)
        self._colors = {1: theme.gradient, -1: theme.antigradient}
        self._curves = [
            VMobject(stroke_color=self._colors[sign], stroke_width=STROKE.arrow)
            for *_, sign in SIGNS
        ]
        self._stem = VMobject(stroke_width=STROKE.arrow)
        self.head = Dot(radius=MARK_RADIUS, color=theme.ink, stroke_width=0)
        cased(self.head, theme)
        self.line = VGroup(*self._curves)
        self.standing = VGroup(self._stem, self.head)
        self._live = VGroup(self.line, self.standing)
        self.show(0.0)

    @property
    def live(self) -> Mobject:
        """What `show` changes: curve, head and what it stands on."""
        return self._live

    def show(self, turn: float) -> None:  # type: ignore[override]
        """Show the curve after so many degrees, 0 to 360, and the head there."""
        for (begin, end, _), curve in zip(SIGNS, self._curves, strict=True):
            places = self._place(_turned(turn, begin, end))
            curve.points = segments_path(places[:-1], places[1:])
        self.stand_at(turn)

    def stand_at(self, turn: float) -> None:
        """Show the head and its height at so many degrees, whatever is drawn of the curve."""
        ends = self.height_at(turn)
        self._stem.points = segments_path(ends[:1], ends[1:])
        self._stem.set_stroke(self._colors[1 if ends[1, 1] >= ends[0, 1] else -1])
        self.head.move_to(ends[1])

    def height_at(self, turn: float) -> NDArray[np.float64]:
        """Return the scene points (2, 3) between which the slope at some degrees is a height."""
        return np.stack([self.point(turn, 0.0), self._place(turn)])

    def _place(self, turn: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) of the curve after turns."""
        turn = np.asarray(turn)
        return self.point(turn, slope_after(self._gradient, turn))

    def extremes(self, largest: str, smallest: str) -> VGroup:
        """Return marks at the largest and the smallest slope, with their numbers.

        Args:
            largest: How the largest slope is written.
            smallest: How the smallest one is written.
        """
        marks = VGroup()
        for sign, turn, written in ((1, 0.0, largest), (-1, 180.0, smallest)):
            color = self._theme.gradient if sign > 0 else self._theme.antigradient
            place = self._place(turn)
            dot = Dot(place, radius=MARK_RADIUS, color=color, stroke_width=0)
            number = Number(written, TEXT.label, color, align=0.0)
            beyond = MARK_RADIUS + MARK_GAP + number.height / 2
            number.move_to(place + np.array([0.0, sign * beyond, 0.0]))
            inside = self.box.inset(left=MARK_GAP, right=MARK_GAP)
            overhang = max(inside.left - number.get_left()[0], 0.0)
            overhang -= max(number.get_right()[0] - inside.right, 0.0)
            marks.add(dot, number.shift(np.array([overhang, 0.0, 0.0])))
        return marks

    def zeros(self) -> VGroup:
        """Return marks where the slope is zero."""
        return VGroup(
            *(
                Dot(self._place(turn), radius=MARK_RADIUS, color=self._theme.level_line)
                for turn in (90.0, 270.0)
            )
        )
