"""Where an arrow of the weight plane leads: a dot that runs along it, and the line beyond it."""

import numpy as np
from manim import DL, UR, VMobject

from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plotting.casing import cased
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.theme import STROKE, Theme


class Walk:
    """A dot that runs along an arrow as the clock goes from 0 to 1."""

    def __init__(self, dot: PlaneDot, arrow: PlaneArrow) -> None:
        self.live = dot
        self._arrow = arrow

    def show(self, share: float) -> None:
        """Put the dot at a share of the arrow."""
        arrow = self._arrow
        self.live.stand_at(arrow.tail + share * (arrow.tip - arrow.tail))


def line_beyond(arrow: PlaneArrow, plot: PlotArea[LinearScale], theme: Theme) -> VMobject:
    """Return the dashed line on which an arrow would go on, up to the plot's border.

    Args:
        arrow: The arrow, not a dot.
        plot: The axes of the weight plane.
        theme: Colours.
    """
    begin = plot.point(*arrow.tip)
    along = begin - plot.point(*arrow.tail)
    line = VMobject(stroke_color=theme.antigradient, stroke_width=STROKE.arrow)
    cased(line, theme)
    low, high = plot.box.corner(DL), plot.box.corner(UR)
    with np.errstate(divide="ignore"):  # along an axis it never meets the other two borders
        reach = np.where(along > 0, high - begin, low - begin)[:2] / along[:2]
    line.points = dashes(begin, begin + float(np.nanmin(np.abs(reach))) * along)
    plot.clipped(line)
    return line
