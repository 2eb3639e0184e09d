"""A dot in the weight plane: the weights that are spoken of."""

import numpy as np
from manim import Dot, ManimColor
from numpy.typing import ArrayLike

from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plotting.casing import cased
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import Theme


class PlaneDot(Dot):
    """Marks weights on a plot of the weight plane; with a casing, so that it stands on anything.

    Args:
        plot: The axes of the weight plane.
        weights: The weights (2,).
        theme: Colours.
        color: Colour of the dot.
    """

    def __init__(
        self, plot: PlotArea[LinearScale], weights: ArrayLike, theme: Theme, color: ManimColor
    ) -> None:
        super().__init__(radius=HEAD_RADIUS, color=color, stroke_width=0)
        cased(self, theme)
        self._plot = plot
        self.weights = np.array(weights, dtype=float)
        clip(self, plot.box)
        self.set_z_index(2)  # over the arrows that begin here
        self.refresh()

    def stand_at(self, weights: ArrayLike) -> None:
        """Mark other weights."""
        self.weights = np.array(weights, dtype=float)
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        self.move_to(self._plot.point(*self.weights))
