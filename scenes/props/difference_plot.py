"""How far two descents of the same loss are apart, update by update."""

import numpy as np
from manim import LEFT, UP, DashedLine, Mobject, VMobject
from numpy.typing import NDArray

from scenes.props.geometry import dots_path
from scenes.props.plot import SIDE_GUTTER, SIDE_TICK_SIZE, Plot
from scenes.props.scale import LinearScale, decades_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

DOT_RADIUS = 0.055


class DifferencePlot(Plot):
    """The larger of the two weights' differences after each update, on a log scale.

    Differences of zero have no place on it and no dot. A dashed line marks the resolution of the
    numbers of which one of the descents is made.

    Args:
        region: Where it goes.
        differences: One for each update, from the start on (k+1,).
        resolution: The spacing of the coarser numbers at the size of the weights.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.
        resolution_label: Typst markup at the dashed line.

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
            decades_around([*differences, resolution / 3, resolution * 3]),
            theme,
            numbers,
            x_label,
            y_label,
            tick_size=SIDE_TICK_SIZE,
            least_gutter=SIDE_GUTTER,
        )
        begin, end = self.point([self.x.low, self.x.high], [resolution, resolution])
        line = DashedLine(begin, end, dash_length=0.08, stroke_width=STROKE.axis)
        line.set_color(theme.muted)
        label = text(resolution_label, TEXT.tick, theme.muted)
        label.move_to(end + 0.07 * UP + 0.07 * LEFT, aligned_edge=-LEFT - UP)
        self._dots = VMobject(stroke_width=0, fill_color=theme.keras_path, fill_opacity=1.0)
        self._updates = np.flatnonzero(differences)
        self._centers = self.point(self._updates, differences[self._updates])
        self.add(line, label)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._dots

    def show(self, k: float) -> None:
        """Show the differences up to k updates."""
        self._dots.points = dots_path(self._centers[self._updates <= k], DOT_RADIUS)
