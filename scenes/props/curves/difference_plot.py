"""How far two descents of the same loss are apart, update by update."""

import math

import numpy as np
from manim import DL, LEFT, UR, DashedLine, Mobject, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.geometry import dots_path
from scenes.props.plotting.plot import SIDE_GUTTER, Plot
from scenes.props.plotting.scale import LinearScale, LogScale, decades_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

DOT_RADIUS = 0.055
SAMPLE_LENGTH = 0.4
SAMPLE_GAP = 0.1
LEGEND_SHARE = 0.2
"""Share of the height, at the top, that is kept for the legend."""


class DifferencePlot(Plot[LogScale]):
    """The larger of the two weights' differences after each update, on a log scale.

    Differences of zero have no place on it and no dot. A dashed line marks the resolution of the
    numbers of which one of the descents is made; what it means stands above all dots.

    Args:
        region: Where it goes.
        differences: One for each update, from the start on (k+1,).
        resolution: The spacing of the coarser numbers at the size of the weights.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.
        resolution_label: Typst markup that explains the dashed line.

    Attributes:
        live: The dots.
    """

    def __init__(
        self,
        region: Region,
        differences: NDArray[np.float64],
        resolution: float,
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
        resolution_label: str,
    ) -> None:
        super().__init__(
            region,
            LinearScale(0.0, float(max(len(differences) - 1, 1))),
            _decades_below_legend([*differences, resolution / 3, resolution]),
            theme,
            numbers,
            x_label,
            y_label,
            least_gutter=SIDE_GUTTER,
        )
        begin, end = self.point([self.x.low, self.x.high], [resolution, resolution])
        label = text(resolution_label, TEXT.tick, theme.muted)
        room = self.box.width - SAMPLE_LENGTH - 2 * SAMPLE_GAP
        label.scale(min(1.0, room / label.width))
        label.move_to(self.box.corner(UR) + 0.1 * DL, aligned_edge=UR)
        sample = label.get_left() + SAMPLE_GAP * LEFT
        lines = (
            DashedLine(*ends, dash_length=0.08, stroke_width=STROKE.axis, color=theme.muted)
            for ends in ((begin, end), (sample + SAMPLE_LENGTH * LEFT, sample))
        )
        self._dots = VMobject(stroke_width=0, fill_color=theme.keras_path, fill_opacity=1.0)
        self._updates = np.flatnonzero(differences)
        self._centers = self.point(self._updates, differences[self._updates])
        self.add(*lines, label)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._dots

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the differences up to k updates."""
        self._dots.points = dots_path(self._centers[self._updates <= k], DOT_RADIUS)


def _decades_below_legend(values: ArrayLike) -> LogScale:
    """Return the scale of whole decades that holds values below the legend's share."""
    scale = decades_around(values)
    while scale.place(np.max(values)) > 1 - LEGEND_SHARE and 10 * scale.high < math.inf:
        scale = LogScale(scale.low, 10 * scale.high)
    return scale
