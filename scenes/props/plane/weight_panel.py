"""A small weight plane for comparisons: heat map, axes and minimum, with a heading."""

import numpy as np
from manim import RIGHT, UP, Group
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import HeatMap, WeightPlot, minimum_mark
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import colored, move_baseline_to, text

LABEL_ROOM = 0.5
"""What the label of w0 takes of the box's width."""
HEADING_ROOM = 0.08
"""What the heading takes of the height, beyond the label beside it."""
HEADING_GAP = 0.18
"""From the box to the heading's baseline: it stands in one line with the label of w0."""


class WeightPanel(Group):
    """Heat map, axes and the marked minimum, without colour bar.

    Args:
        region: Where all of it goes.
        loss: The loss.
        window: The shown ranges (2, 2): low and high end of w1, low and high end of w0.
        theme: Colours.
        numbers: How numbers are written.
        heading: Typst markup above, over the middle of the box.

    Attributes:
        plot: The axes; `plot.point(w1, w0)` is where weights lie.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        window: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        heading: str,
    ) -> None:
        super().__init__()
        w1_range, w0_range = ((float(low), float(high)) for low, high in window)
        self.plot = WeightPlot(
            region.inset(top=HEADING_ROOM),
            LinearScale(*w1_range),
            LinearScale(*w0_range),
            theme,
            numbers,
            x_label=colored("$w_1$", theme.w1),
            y_label=colored("$w_0$", theme.w0),
        )
        colors = LossColors.for_window(loss, w1_range, w0_range, theme)
        title = text(heading, TEXT.label, theme.ink)
        foot = self.plot.box.corner(UP) + HEADING_GAP * UP
        move_baseline_to(title, foot, align=0.0)
        # A box may be so narrow that the label of w0 is in the way.
        title.shift(max(0.0, self.plot.box.left + LABEL_ROOM - title.get_left()[0]) * RIGHT)
        self.add(
            HeatMap(loss, colors, self.plot), self.plot, minimum_mark(self.plot, loss, theme), title
        )
