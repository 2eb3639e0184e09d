"""A value read off the neuron's line: from an x up to the line, and across to the y axis."""

import numpy as np
from manim import Dot, VGroup, VMobject

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

DOT_RADIUS = 0.1


class LineReading(VGroup):
    """The way from an x to what the neuron answers, on a plot of the data.

    Args:
        plot: The plot.
        x: What the neuron is asked.
        y: What it answers.
        theme: Colours.
    """

    def __init__(self, plot: PlotArea[LinearScale], x: float, y: float, theme: Theme) -> None:
        super().__init__()
        foot, meeting, end = plot.point([x, x, plot.x.low], [plot.y.low, y, y])
        self._up = foot, meeting
        self._across = meeting, end
        self._rise = VMobject(stroke_color=theme.data, stroke_width=STROKE.curve)
        self._run = VMobject(stroke_color=theme.prediction, stroke_width=STROKE.curve)
        self._dot = Dot(radius=DOT_RADIUS, color=theme.prediction, stroke_width=0)
        cased(self._dot, theme)
        self.add(self._rise, self._run, self._dot)
        clip(self, plot.box)
        clip(self._dot, plot.box.inset(*4 * [-DOT_RADIUS]))  # whole at the axis, too
        self.set_z_index(3)
        self.show(0.0)

    def show(self, share: float) -> None:  # type: ignore[override]
        """Show so much of the way: up to the line until 1, across to the axis until 2."""
        for line, (begin, end), part in (
            (self._rise, self._up, np.clip(share, 0.0, 1.0)),
            (self._run, self._across, np.clip(share - 1.0, 0.0, 1.0)),
        ):
            reached = begin + part * (end - begin)
            line.points = segments_path(begin[None], reached[None])
            if part > 0 or line is self._rise:
                self._dot.move_to(reached)
