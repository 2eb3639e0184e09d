"""The mark of a right angle in the weight plane."""

import numpy as np
from manim import ManimColor, VMobject
from numpy.typing import ArrayLike

from scenes.props.plane.weight_plane import WeightPlot
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

SIZE = 0.42
"""Length of its sides in scene units."""


class RightAngle(VMobject):
    """Two sides of a small square between a direction and the one a quarter turn from it.

    Only for axes of one scale: on others no angle of the plane is what it looks like.

    Args:
        plot: The axes of the weight plane.
        corner: Weights (2,) at the vertex.
        direction: One arm (2,); the other is turned to the left by a quarter.
        theme: Colours.
        color: Colour of the mark.

    Raises:
        ValueError: If the axes have two scales.
    """

    def __init__(
        self,
        plot: WeightPlot,
        corner: ArrayLike,
        direction: ArrayLike,
        theme: Theme,
        color: ManimColor,
    ) -> None:
        if not plot.equal_scales:
            raise ValueError("a right angle needs axes of one scale")
        super().__init__(stroke_color=color, stroke_width=STROKE.curve)
        cased(self, theme)
        self._plot = plot
        self._corner = np.array(corner, dtype=float)
        along = np.array(direction, dtype=float) / np.linalg.norm(direction)
        self._arms = np.array([[*along, 0.0], [-along[1], along[0], 0.0]]) * SIZE
        clip(self, plot.box)
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        vertex = self._plot.point(*self._corner)
        first, second = vertex + self._arms
        across = first + second - vertex
        self.points = segments_path(np.array([first, across]), np.array([across, second]))
