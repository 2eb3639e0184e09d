"""The axes of the loss's ellipses on the weight plane: the flat one and the steep one."""

import numpy as np
from manim import Group, VMobject

from gdmath import MseLoss
from scenes.props.plane.weight_plane import MINIMUM_ARM, MINIMUM_GAP
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import clip_line, segments_path
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

FREE_AROUND_MINIMUM = MINIMUM_GAP + MINIMUM_ARM + 0.04
"""How far from the minimum the lines begin, in scene units: its mark stays free."""
_MARGIN = 0.01
"""How far the lines reach beyond the plot, in widths of it: their ends stay unseen."""


_TOLD_APART = 0.3
"""Least sine of the angle at which the lines cross on the stage, to be seen as two."""


def are_told_apart(plot: PlotArea[LinearScale], loss: MseLoss) -> bool:
    """Tell whether both axes are seen as two on a plot: its scales may lay them over each other."""
    flat, steep = plot.unit * loss.eigenvectors.T
    across = abs(float(flat[0] * steep[1] - flat[1] * steep[0]))
    return across >= _TOLD_APART * float(np.linalg.norm(flat) * np.linalg.norm(steep))


class EigenAxes(Group):
    """Two lines from the minimum on along the eigenvectors of the Hessian.

    Args:
        plot: The axes of the weight plane.
        loss: The loss.
        theme: Colours.
    """

    def __init__(self, plot: PlotArea[LinearScale], loss: MseLoss, theme: Theme) -> None:
        super().__init__()
        self._plot = plot
        self._loss = loss
        self._lines = [
            cased(VMobject(stroke_color=color, stroke_width=STROKE.curve), theme)
            for color in (theme.flat_axis, theme.steep_axis)
        ]
        self.add(*self._lines)
        box = plot.box
        clip(self, box)
        self._corner = np.array([box.left, box.bottom, 0.0])
        self._size = np.array([box.width, box.height, 0.0])
        self._grown = 1.0
        self.refresh()

    def show(self, share: float) -> None:  # type: ignore[override]
        """Draw the lines from the minimum so far outwards: 0 not at all, 1 across the plot."""
        self._grown = share
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        plot, (w1, w0) = self._plot, self._loss.minimum
        middle = np.array([float(plot.x.place(w1)), float(plot.y.place(w0))])
        extents = np.array([plot.x.extent, plot.y.extent])
        for line, direction in zip(self._lines, self._loss.eigenvectors.T, strict=True):
            line.points = np.zeros((0, 3))
            along = direction / extents  # in shares of the plot: that is where it is cut off
            along /= np.abs(along).max()
            cut = clip_line(middle, along, -_MARGIN, 1 + _MARGIN)
            if cut is None:
                continue
            free = FREE_AROUND_MINIMUM / float(np.linalg.norm(along * self._size[:2]))
            reach = self._grown * max(map(abs, cut))
            halves = [np.clip(half, *cut) for half in ([-reach, -free], [free, reach])]
            ends = np.array([half for half in halves if half[0] < half[1]]).reshape(-1)
            points = middle + np.outer(ends, along)
            points = np.column_stack([points, np.zeros(len(ends))]) * self._size + self._corner
            line.points = segments_path(points[::2], points[1::2])
