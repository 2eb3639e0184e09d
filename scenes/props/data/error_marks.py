"""How errors are drawn, as bars and as squares: one path of rectangles, whatever their number."""

import numpy as np
from manim import ManimColor, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import segments_path

BAR_OPACITY = 0.85
OUTLINE = 2.2
"""Width of a square's outline: it tells one from another where they overlap."""
SQUARE_OPACITY = 0.13


class ErrorMarks(VMobject):
    """Rectangles in the look of errors.

    Args:
        color: Their colour.
        low: Their lower left corners (n, 3).
        high: Their upper right corners (n, 3).
        as_squares: Whether they have an outline and let shine through what is behind them.
    """

    def __init__(
        self,
        color: ManimColor,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        as_squares: bool = False,
    ) -> None:
        super().__init__(
            stroke_color=color,
            stroke_width=OUTLINE if as_squares else 0.0,
            fill_color=color,
            fill_opacity=SQUARE_OPACITY if as_squares else BAR_OPACITY,
        )
        self.span(low, high)

    def span(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Draw other rectangles, as many."""
        corners = np.stack([low, high, high, low], axis=1)
        corners[:, 1, 1], corners[:, 3, 1] = low[:, 1], high[:, 1]
        starts = corners.reshape(-1, 3)
        self.points = segments_path(starts, np.roll(corners, -1, axis=1).reshape(-1, 3))
