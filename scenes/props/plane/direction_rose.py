"""The slope in every direction around a point: as a rose in the plane, and over the angle."""

import math
from itertools import pairwise

import numpy as np
from manim import Dot, Group, Mobject, VGroup, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.dashes import dashes
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
MARK_RADIUS = 0.07
MARK_GAP = 0.14
HEADROOM = 1.4
"""Height of the slope plot over the largest slope."""


def slope_along(gradient: NDArray[np.float64], degrees: ArrayLike) -> NDArray[np.float64]:
    """Return the directional derivative in directions given by their angle from the w1 axis."""
    angles = np.radians(degrees)
    return np.asarray(gradient[0] * np.cos(angles) + gradient[1] * np.sin(angles))


def angle_of(vector: NDArray[np.float64]) -> float:
    """Return the angle of a vector from the w1 axis, in degrees from 0 to 360."""
    return math.degrees(math.atan2(vector[1], vector[0])) % 360


def _runs(gradient: NDArray[np.float64], until: float, sign: int) -> list[NDArray[np.float64]]:
    """Return the angles up to one at which the slope has a sign, as runs of samples."""
    zeros = np.sort((angle_of(gradient) + np.array([90.0, 270.0])) % 360)
    bounds = [0.0, *zeros, 360.0]
    runs = []
    for low, high in pairwise(bounds):
        end = min(high, until)
        if end <= low or sign * slope_along(gradient, (low + high) / 2) <= 0:
            continue
        runs.append(np.linspace(low, end, 2 + int((end - low) / SAMPLE)))
    return runs


class DirectionRose(Group):
    """A pointer that turns around a point and leaves, in each direction, the slope as a length.

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
        pointer: The pointer, with the slope along it, and the direction from which it turns.
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
        self._degrees = 0.0
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
        self._reference = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        self.pointer = VGroup(self._reference, self._shaft, self._head, self._value)
        self.add(self.lobes, self.pointer)
        clip(self, plot.box)
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        self.show(self._degrees)

    def show(self, degrees: float) -> None:  # type: ignore[override]
        """Show the rose up to a direction, 0 to 360, and the pointer there."""
        self._degrees = degrees
        center = self._plot.point(*self._center)
        for sign in self._colors:
            fill, outline = [], []
            for angles in _runs(self._gradient, degrees, sign):
                rim = self._at(angles, np.abs(slope_along(self._gradient, angles)))
                loop = np.vstack([center, rim, center])
                outline.append(segments_path(rim[:-1], rim[1:]))
                fill.append(segments_path(loop[:-1], loop[1:]))
            nothing = np.zeros((0, 3))
            self._fills[sign].points = np.concatenate(fill) if fill else nothing
            self._outlines[sign].points = np.concatenate(outline) if outline else nothing
        slope = float(slope_along(self._gradient, degrees))
        self._reference.points = dashes(
            center, self._at(0.0, float(np.linalg.norm(self._gradient)))
        )
        tip = self._at(degrees, float(np.linalg.norm(self._gradient)))
        along = (tip - center) / np.linalg.norm(tip - center)
        neck = tip - along * POINTER_HEAD
        self._shaft.points = segments_path(center[None], neck[None])
        self._head.points = arrowhead(neck, along, POINTER_HEAD)
        end = self._at(degrees, abs(slope))
        self._value.points = segments_path(center[None], end[None])
        self._value.set_stroke(self._colors[1 if slope > 0 else -1])

    def _at(self, degrees: ArrayLike, lengths: ArrayLike) -> NDArray[np.float64]:
        """Return the scene points (..., 3) at angles and lengths around the centre."""
        reach = self._scale * np.asarray(lengths)
        return self._plot.point(
            self._center[0] + reach * np.cos(np.radians(degrees)),
            self._center[1] + reach * np.sin(np.radians(degrees)),
        )


class AngleScale(LinearScale):
    """A full turn, with a tick at every quarter."""

    def ticks(self, most: int = 5) -> list[float]:
        """Return the quarters of a turn, or its halves where there is less room."""
        return [0.0, 90.0, 180.0, 270.0, 360.0] if most >= 4 else [0.0, 180.0, 360.0]


class SlopeOverDirection(Plot[LinearScale]):
    """The directional derivative over the angle of the direction, drawn up to any angle.

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
            AngleScale(0.0, 360.0),
            LinearScale(-HEADROOM * largest, HEADROOM * largest),
            theme,
            numbers,
            x_label,
            y_label,
        )
        self._gradient = np.array(gradient, dtype=float)
        self._theme = theme
        zero = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        ends = self.point([0.0, 360.0], [0.0, 0.0])
        zero.points = segments_path(ends[:1], ends[1:])
        self.add(zero)
        self._curves = {
            sign: VMobject(stroke_color=color, stroke_width=STROKE.arrow)
            for sign, color in ((1, theme.gradient), (-1, theme.antigradient))
        }
        self.head = Dot(radius=MARK_RADIUS, color=theme.ink, stroke_width=0)
        cased(self.head, theme)
        self._live = VGroup(*self._curves.values(), self.head)
        self.show(0.0)

    @property
    def live(self) -> Mobject:
        """What `show` changes: curve and head."""
        return self._live

    def show(self, degrees: float) -> None:  # type: ignore[override]
        """Show the curve up to a direction, 0 to 360, and the head there."""
        for sign, curve in self._curves.items():
            runs = [
                self.point(angles, slope_along(self._gradient, angles))
                for angles in _runs(self._gradient, degrees, sign)
            ]
            pieces = [segments_path(run[:-1], run[1:]) for run in runs]
            curve.points = np.concatenate(pieces) if pieces else np.zeros((0, 3))
        self.head.move_to(self.point(degrees, slope_along(self._gradient, degrees)))

    def extremes(self, largest: str, smallest: str) -> VGroup:
        """Return marks at the largest and the smallest slope, with their numbers.

        Args:
            largest: How the largest slope is written.
            smallest: How the smallest one is written.
        """
        marks = VGroup()
        length = float(np.linalg.norm(self._gradient))
        for sign, written in ((1, largest), (-1, smallest)):
            color = self._theme.gradient if sign > 0 else self._theme.antigradient
            place = self.point(angle_of(sign * self._gradient), sign * length)
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
        angles = (angle_of(self._gradient) + np.array([90.0, 270.0])) % 360
        return VGroup(
            *(
                Dot(self.point(angle, 0.0), radius=MARK_RADIUS, color=self._theme.level_line)
                for angle in angles
            )
        )
