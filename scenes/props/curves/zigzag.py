"""On which side of the valley a descent stands, and how far away, update by update."""

import numpy as np
from manim import UP, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import dots_path, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

DOT_RADIUS = 0.05
DASHES = 24
ROOM = 0.03
"""Free room beside the first and the last dot, as a share of the way between them."""
HEADING_ROOM = 0.08
"""What the heading takes of the height, beyond the label beside it."""
HEADING_GAP = 0.18
"""From the box to the heading's baseline: it stands in one line with the upward label."""


class Zigzag(Plot[LinearScale]):
    """Signed distances from the valley over the updates, with the valley as a dashed line.

    Args:
        region: Where it goes.
        distances: One for each update, from the start on (k+1,).
        reach: The greatest distance shown; farther ones leave the plot.
        theme: Colours.
        numbers: How numbers are written.
        heading: Typst markup above, over the middle of the box.
        x_label: Typst markup below.
        y_label: Typst markup above, flush left.

    Attributes:
        live: Line and dots.
    """

    def __init__(
        self,
        region: Region,
        distances: NDArray[np.float64],
        reach: float,
        theme: Theme,
        numbers: NumberFormat,
        heading: str,
        x_label: str,
        y_label: str,
    ) -> None:
        last = float(max(len(distances) - 1, 1))
        super().__init__(
            region.inset(top=HEADING_ROOM),
            LinearScale(-ROOM * last, (1 + ROOM) * last),
            LinearScale(-reach, reach),
            theme,
            numbers,
            x_label,
            y_label,
        )
        valley = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        dashes = self.point(np.linspace(self.x.low, self.x.high, 2 * DASHES), 0.0)
        valley.points = segments_path(dashes[:-1:2], dashes[1::2])
        title = text(heading, TEXT.label, theme.ink)
        foot = self.box.corner(UP) + HEADING_GAP * UP
        self.add(valley, move_baseline_to(title, foot, align=0.0))
        self._corners = self.point(np.arange(len(distances)), distances)
        self._line = VMobject(stroke_color=theme.path, stroke_width=STROKE.axis)
        self._dots = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        self._live = VGroup(self.clipped(self._line), self.clipped(self._dots))
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the distances up to k updates."""
        whole = min(int(k), len(self._corners) - 1)
        corners = self._corners[: whole + 1]
        self._dots.points = dots_path(corners, DOT_RADIUS)
        if whole < len(self._corners) - 1:
            step = self._corners[whole + 1] - self._corners[whole]
            corners = np.vstack([corners, corners[-1] + (k - whole) * step])
        self._line.points = segments_path(corners[:-1], corners[1:])
