"""The axes of the loss's ellipses on the weight plane: the flat one and the steep one."""

import numpy as np
from manim import Group, VMobject

from gdmath import MseLoss
from scenes.props.plane.weight_plane import MINIMUM_ARM, MINIMUM_GAP
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import clip_segments, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

FREE_AROUND_MINIMUM = MINIMUM_GAP + MINIMUM_ARM + 0.04
"""How far from the minimum the lines begin, in scene units: its mark stays free."""
_REACH = 2.0
"""Half the length of the lines, in diagonals of the window."""


class EigenAxes(Group):
    """Two lines from the minimum on along the eigenvectors of the Hessian.

    Args:
        plot: The axes of the weight plane.
        loss: The loss.
        theme: Colours.
    """

    def __init__(self, plot: Plot[LinearScale], loss: MseLoss, theme: Theme) -> None:
        super().__init__()
        self._plot = plot
        self._loss = loss
        self._lines = [
            cased(VMobject(stroke_color=color, stroke_width=STROKE.curve), theme)
            for color in (theme.flat_axis, theme.steep_axis)
        ]
        self.add(*self._lines)
        clip(self, plot.box)
        self._grown = 1.0
        self.refresh()

    def show(self, share: float) -> None:  # type: ignore[override]
        """Draw the lines from the minimum so far outwards: 0 not at all, 1 across the plot."""
        self._grown = share
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        plot, box = self._plot, self._plot.box
        reach = self._grown * _REACH * float(np.hypot(plot.x.extent, plot.y.extent))
        corner, size = np.array([box.left, box.bottom]), np.array([box.width, box.height])
        for line, direction in zip(self._lines, self._loss.eigenvectors.T, strict=True):
            near = FREE_AROUND_MINIMUM / float(np.linalg.norm(plot.unit * direction))
            begins, stops = [], []
            for way in (direction, -direction):
                ends = self._loss.minimum + np.outer([min(near, reach), reach], way)
                places = np.column_stack([plot.x.place(ends[:, 0]), plot.y.place(ends[:, 1])])
                start, stop, visible = clip_segments(places, -0.01, 1.01)
                begins.append(start[visible] * size + corner)
                stops.append(stop[visible] * size + corner)
            line.points = segments_path(
                *(np.pad(np.vstack(part), ((0, 0), (0, 1))) for part in (begins, stops))
            )
