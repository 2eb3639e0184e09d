"""The contour line through given weights: where the loss is the same as there."""

import math

import numpy as np
from manim import ManimColor, VMobject
from numpy.typing import ArrayLike

from gdmath import MseLoss
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import clip_segments, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

_SAMPLES = 1500
"""Corners to either side of the point."""
_DENSITY = 12.0
"""They stand exponentially closer towards the point: a long ellipse is smooth there as well."""


class LevelLine(VMobject):
    """The ellipse of equal loss through weights, on a plot of the weight plane.

    Args:
        plot: The axes of the weight plane.
        loss: The loss.
        weights: Weights (2,) on the line, not the minimum.
        theme: Colours.
        color: Colour of the line.
    """

    def __init__(
        self,
        plot: Plot[LinearScale],
        loss: MseLoss,
        weights: ArrayLike,
        theme: Theme,
        color: ManimColor,
    ) -> None:
        super().__init__(stroke_color=color, stroke_width=STROKE.curve)
        cased(self, theme)
        self._plot = plot
        displacement = np.asarray(weights, dtype=float) - loss.minimum
        along_axes = loss.eigenvectors.T @ displacement
        roots = np.sqrt(loss.eigenvalues)
        angle = math.atan2(roots[1] * along_axes[1], roots[0] * along_axes[0])
        spread = np.sinh(np.linspace(-_DENSITY, _DENSITY, 2 * _SAMPLES + 1))
        angles = angle + math.pi * spread / spread[-1]
        radius = float(np.hypot(*(roots * along_axes)))
        circle = np.stack([np.cos(angles), np.sin(angles)])
        self._corners = loss.minimum + (loss.eigenvectors @ (radius / roots[:, None] * circle)).T
        clip(self, plot.box)
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        x, y, box = self._plot.x, self._plot.y, self._plot.box
        places = np.column_stack([x.place(self._corners[:, 0]), y.place(self._corners[:, 1])])
        # The other side of a long ellipse may be near while its corners are far.
        starts, ends, visible = clip_segments(places, -0.1, 1.1, far=np.inf)
        corner = np.array([box.left, box.bottom])
        size = np.array([box.width, box.height])
        self.points = segments_path(
            *(np.pad(corner + part[visible] * size, ((0, 0), (0, 1))) for part in (starts, ends))
        )
