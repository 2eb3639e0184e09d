"""The axes of the loss's ellipses on the weight plane: the flat one and the steep one."""

import numpy as np
from manim import Group, VMobject

from gdmath import MseLoss
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import clip_segments, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

_REACH = 2.0
"""Half the length of the lines, in diagonals of the window."""


class EigenAxes(Group):
    """Two lines through the minimum along the eigenvectors of the Hessian.

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
        plot = self._plot
        reach = self._grown * _REACH * float(np.hypot(plot.x.extent, plot.y.extent))
        for line, direction in zip(self._lines, self._loss.eigenvectors.T, strict=True):
            ends = self._loss.minimum + np.outer([-reach, reach], direction)
            places = np.column_stack([plot.x.place(ends[:, 0]), plot.y.place(ends[:, 1])])
            starts, stops, visible = clip_segments(places, -0.01, 1.01)
            box = plot.box
            corner, size = np.array([box.left, box.bottom]), np.array([box.width, box.height])
            flat = np.vstack([starts, stops])[np.repeat(visible, 2)] * size + corner
            points = np.column_stack([flat, np.zeros(len(flat))])
            line.points = segments_path(points[:1], points[1:])
