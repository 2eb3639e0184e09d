"""The slope in every direction around a point: as a rose in the plane, and over the angle.

Both begin along the contour, where it is zero, and turn counter-clockwise: first through the
gradient, after half a turn through its opposite.
"""

import math

import numpy as np
from manim import Dot, Group, Mobject, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import arrowhead, segments_path
from scenes.props.plotting.number import Number
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme

SAMPLE = 2.0
"""Degrees from one sample of a curve to the next."""
LOBE_OPACITY = 0.22
POINTER_HEAD = 0.16
POINTER = 0.4
"""Length of the pointer, as a share of the gradient's."""
MARK_RADIUS = 0.07
MARK_GAP = 0.14
HEADROOM = 1.4
"""Height of the slope plot over the largest slope."""


def slope_after(gradient: NDArray[np.float64], turn: ArrayLike) -> NDArray[np.float64]:
    """Return the directional derivative so many degrees of the turn from the contour on."""
    return np.asarray(float(np.linalg.norm(gradient)) * np.sin(np.radians(turn)))


def _turned(until: float, sign: int) -> NDArray[np.float64]:
    """Return the degrees, up to some, at which the slope has a sign, as samples (n,)."""
    low, high = (0.0, 180.0) if sign > 0 else (180.0, 360.0)
    end = min(high, until)
    return np.linspace(low, end, 2 + int((end - low) / SAMPLE)) if end > low else np.zeros(0)


class DirectionRose(Group):
    """A pointer that turns around a point; along it, the slope is a length, which leaves its trace.

    Where the loss rises that way, the length is drawn in the gradient's colour, where it falls,
    in the antigradient's: two lobes, which touch at the point.

    Args:
        plot: The axes of the weight plane.
        center: Weights (2,) of the point.
        gradient: The gradient (2,) there, not zero.
        theme: Colours.
        scale: Length in the plane per length of the gradient.

    Attributes:
        lobes: What the pointer has left.
        pointer: The pointer, with the slope along it.
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
        self._scale = scale
        self._along = math.degrees(math.atan2(self._gradient[1], self._gradient[0]))
        self._turn = 0.0
        self._colors = {1: theme.gradient, -1: theme.antigradient}
        self._fills, self._outlines = {}, {}
        self.lobes = VGroup()
        for sign, color in self._colors.items():
            fill = VMobject(stroke_width=0, fill_color=color, fill_opacity=LOBE_OPACITY)
            outline = cased(VMobject(stroke_color=color, stroke_width=STROKE.curve), theme)
            self._fills[sign], self._outlines[sign] = fill, outline
            self.lobes.add(fill, outline)
        self._shaft = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        self._head = VMobject(stroke_width=0, fill_color=theme.ink, fill_opacity=1.0)
        self._value = VMobject(stroke_color=theme.gradient, stroke_width=STROKE.arrow)
        for part in (self._shaft, self._head, self._value):
            cased(part, theme)
        self.pointer = VGroup(self._value, self._shaft, self._head)
        self.add(self.lobes, self.pointer)
        clip(self, plot.box)
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        self.show(self._turn)

    def show(self, turn: float) -> None:  # type: ignore[override]
        """Show the rose after so many degrees, 0 to 360, and the pointer there."""
        self._turn = turn
        center = self._plot.point(*self._center)
        for sign in self._colors:
            angles = _turned(turn, sign)
            rim = self._at(angles, np.abs(slope_after(self._gradient, angles)))
            self._outlines[sign].points = segments_path(rim[:-1], rim[1:])
            loop = np.vstack([center, rim, center])
            self._fills[sign].points = segments_path(loop[:-1], loop[1:])
        slope = float(slope_after(self._gradient, turn))
        tip = self._at(turn, POINTER * float(np.linalg.norm(self._gradient)))
        along = (tip - center) / np.linalg.norm(tip - center)
        neck = tip - along * POINTER_HEAD
        self._shaft.points = segments_path(center[None], neck[None])
        self._head.points = arrowhead(neck, along, POINTER_HEAD)
        end = self._at(turn, abs(slope))
        self._value.points = segments_path(center[None], end[None])
        self._value.set_stroke(self._colors[1 if slope > 0 else -1])

    def _at(self, turn: ArrayLike, lengths: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) after turns and at lengths around the centre."""
        reach = self._scale * np.asarray(lengths)
        angles = np.radians(self._along - 90.0 + np.asarray(turn))
        return self._plot.point(
            self._center[0] + reach * np.cos(angles), self._center[1] + reach * np.sin(angles)
        )


class AngleScale(LinearScale):
    """A full turn that begins a quarter before zero, with a tick at every quarter."""

    def __init__(self) -> None:
        super().__init__(-90.0, 270.0)

    def ticks(self, most: int = 5) -> list[float]:
        """Return the quarters of a turn, or its halves where there is less room."""
        return [-90.0, 0.0, 90.0, 180.0, 270.0] if most >= 3 else [0.0, 180.0]


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
        self._curves = {
            sign: VMobject(stroke_color=color, stroke_width=STROKE.arrow)
            for sign, color in ((1, theme.gradient), (-1, theme.antigradient))
        }
        self.head = Dot(radius=MARK_RADIUS, color=theme.ink, stroke_width=0)
        cased(self.head, theme)
        self.line = VGroup(*self._curves.values())
        self._live = VGroup(self.line, self.head)
        self.show(0.0)

    @property
    def live(self) -> Mobject:
        """What `show` changes: curve and head."""
        return self._live

    def show(self, turn: float) -> None:  # type: ignore[override]
        """Show the curve after so many degrees, 0 to 360, and the head there."""
        for sign, curve in self._curves.items():
            places = self._place(_turned(turn, sign))
            curve.points = segments_path(places[:-1], places[1:])
        self.head.move_to(self._place(turn))

    def _place(self, turn: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) of the curve after turns."""
        turn = np.asarray(turn)
        return self.point(self.x.low + turn, slope_after(self._gradient, turn))

    def extremes(self, largest: str, smallest: str) -> VGroup:
        """Return marks at the largest and the smallest slope, with their numbers.

        Args:
            largest: How the largest slope is written.
            smallest: How the smallest one is written.
        """
        marks = VGroup()
        for sign, turn, written in ((1, 90.0, largest), (-1, 270.0, smallest)):
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
                for turn in (0.0, 180.0, 360.0)
            )
        )
