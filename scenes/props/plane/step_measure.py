"""A line beside some steps of a path that measures them, with a label."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plate_label import PADDING, PlateLabel
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.props.plotting.wrapped_text import LINE_GAP, wrapped_text
from scenes.stage.theme import STROKE, TEXT, Theme

GAP = 0.22
"""From the steps to the line that measures them, and on to its label."""


class StepMeasure(VGroup):
    """A line beside the way from one place of the weight plane to another, and what it measures.

    Args:
        plot: The axes of the weight plane.
        begin: Weights (2,) where it begins.
        end: Weights (2,) where it ends, not the same.
        said: Typst markup of the label's sentences, which may be broken at spaces.
        theme: Colours; the line has that of the flat axis.
        clear_of: Scene points (n, 3) that the label had better not cover.

    Attributes:
        line: The line, cut off at the plot's border.
        label: What it says, within the plot.
    """

    def __init__(
        self,
        plot: PlotArea[LinearScale],
        begin: NDArray[np.float64],
        end: NDArray[np.float64],
        said: Sequence[str],
        theme: Theme,
        clear_of: NDArray[np.float64],
    ) -> None:
        ends = np.array([plot.point(*begin), plot.point(*end)])
        along = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
        aside = np.array([-along[1], along[0], 0.0])
        aside *= np.sign(aside @ (plot.box.center - ends[1])) or 1.0  # where there is more room
        ends += GAP * aside
        self.line = VMobject(stroke_color=theme.flat_axis, stroke_width=STROKE.path)
        self.line.points = segments_path(ends[:1], ends[1:])
        plot.clipped(cased(self.line, theme))
        room = plot.box.width - 2 * (GAP + PADDING)
        lines = VGroup(*(wrapped_text(line, TEXT.label, theme.ink, room) for line in said))
        self.label = PlateLabel(lines.arrange(DOWN, aligned_edge=LEFT, buff=LINE_GAP), theme)
        self.label.stand_beside(ends[1], aside, GAP, plot.box)
        if self.label.covers(clear_of, self.label.get_center(), 0.0):
            self.label.stand_in_corner(plot.box, clear_of)
        super().__init__(self.line, self.label)
