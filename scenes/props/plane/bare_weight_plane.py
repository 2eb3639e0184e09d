"""The weight plane without axes and numbers: a small picture for an idea."""

import numpy as np
from manim import Group, Rectangle
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import WORTH_ONE_SCALE, HeatMap
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

MARGIN = 0.22
"""Least free share of the picture at each side of what it has to hold."""
SMALLEST_SHARE = 1e-3
"""Smallest part of the given window that is shown, as a share of its extents."""


class FramedHeatMap(Group):
    """The heat map of an area, in a frame without axes.

    Args:
        loss: The loss.
        colors: Its colours.
        area: The box and its scales.
        theme: Colours.
    """

    def __init__(
        self, loss: MseLoss, colors: LossColors, area: PlotArea[LinearScale], theme: Theme
    ) -> None:
        box = area.box
        frame = Rectangle(
            width=box.width, height=box.height, stroke_color=theme.muted, stroke_width=STROKE.axis
        )
        super().__init__(HeatMap(loss, colors, area), frame.move_to(box.center))


class BareWeightPlane(FramedHeatMap):
    """The heat map around some weights.

    Args:
        region: Where it goes, from the left.
        loss: The loss.
        window: The ranges (2, 2) of w1 and w0 whose proportions and colours it takes.
        shown: The weights (n, 2) that it has to hold.
        theme: Colours.

    Attributes:
        area: The box and its scales.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        window: NDArray[np.float64],
        shown: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        extents = np.diff(window)[:, 0]
        width, height = region.width, region.height
        units = np.array([width, height]) / extents
        if units.max() <= WORTH_ONE_SCALE * units.min():
            width, height = units.min() * extents
        middle = region.center[1]
        box = Region(region.left, region.left + width, middle - height / 2, middle + height / 2)
        low, high = shown.min(axis=0), shown.max(axis=0)
        share = max(float(np.max((high - low) / extents)) / (1 - 2 * MARGIN), SMALLEST_SHARE)
        half, center = share * extents / 2, (low + high) / 2
        scales = [
            LinearScale(*map(float, ends))
            for ends in zip(center - half, center + half, strict=True)
        ]
        w1_range, w0_range = ((float(low), float(high)) for low, high in window)
        colors = LossColors.for_window(loss, w1_range, w0_range, theme)
        self.area = PlotArea(box, *scales)
        super().__init__(loss, colors, self.area, theme)
