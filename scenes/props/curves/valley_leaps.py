"""Leaps from wall to wall: the loss along an axis through the minimum, and steps across it."""

import numpy as np
from manim import Mobject, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plane.descent_path import HEAD_RADIUS, STEP_DOT_RADIUS
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import dots_path, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

ROOM = 1.06
"""What the plot shows to either side, in positions that have to be seen."""
CURVE_POINTS = 121
DASHES = 28
_LOWEST = -0.07
"""Low end of the upward axis, in losses at the ends of the other one."""


class ValleySection(Plot[LinearScale]):
    """The excess loss ``curvature / 2 * d^2`` over the position d along an axis.

    Args:
        region: Where it goes.
        curvature: The loss' curvature along the axis.
        reach: The greatest position, to either side, that is shown; above 0.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above, flush left.
    """

    def __init__(
        self,
        region: Region,
        curvature: float,
        reach: float,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
    ) -> None:
        self._curvature = curvature
        end = ROOM * reach
        height = curvature / 2 * end**2
        super().__init__(
            region,
            LinearScale(-end, end),
            LinearScale(_LOWEST * height, height),
            theme,
            numbers,
            x_label,
            y_label,
        )
        curve = VMobject(stroke_color=theme.steep_axis, stroke_width=STROKE.curve)
        corners = self.on_curve(np.linspace(-1.1 * end, 1.1 * end, CURVE_POINTS))
        curve.points = segments_path(corners[:-1], corners[1:])
        middle = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        dashes = np.linspace(self.y.low, self.y.high, 2 * DASHES)
        middle.points = segments_path(self.point(0.0, dashes[:-1:2]), self.point(0.0, dashes[1::2]))
        self.add(middle, self.clipped(curve))

    def on_curve(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where positions (n,) lie on the curve: scene points (n, 3)."""
        with np.errstate(over="ignore"):
            return self.point(positions, self._curvature / 2 * positions**2)


class Leaps(VGroup):
    """Steps from wall to wall: straight lines between places on a section, up to any moment k.

    What is higher than the section's plot is cut off.

    Args:
        section: What they lead across.
        positions: One for each update, from the start on (k+1,).
        theme: Colours.

    Attributes:
        live: What `show` changes: all of it.
    """

    def __init__(
        self, section: ValleySection, positions: NDArray[np.float64], theme: Theme
    ) -> None:
        super().__init__()
        self._places = section.on_curve(positions)
        self._line = VMobject(stroke_color=theme.path, stroke_width=STROKE.path)
        self._dots = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        self._head = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        cased(self._head, theme)
        self.add(*map(section.clipped, (self._line, self._dots, self._head)))
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the leaps up to k updates."""
        whole = min(int(k), len(self._places) - 1)
        corners = self._places[: whole + 1]
        self._dots.points = dots_path(corners, STEP_DOT_RADIUS)
        if whole < len(self._places) - 1:
            newest = corners[-1] + (k - whole) * (self._places[whole + 1] - corners[-1])
            corners = np.vstack([corners, newest])
        self._line.points = segments_path(corners[:-1], corners[1:])
        self._head.points = dots_path(corners[-1:], 1.3 * HEAD_RADIUS)
