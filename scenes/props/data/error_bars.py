"""The errors as bars from the prediction to the target, one after the other."""

import numpy as np
from manim import ManimColor, Mobject
from numpy.typing import NDArray

from scenes.props.data.data_dots import shrinking
from scenes.props.data.error_marks import ErrorMarks

BAR_WIDTH = 0.075


class ErrorBars(ErrorMarks):
    """Upright bars, one for each point, that grow from the line to the data.

    Args:
        predicted: Scene points (n, 3) on the line.
        given: The data's scene points (n, 3), above or below these.
        color: Their colour.
    """

    def __init__(
        self, predicted: NDArray[np.float64], given: NDArray[np.float64], color: ManimColor
    ) -> None:
        super().__init__(color, predicted, predicted)
        self._predicted = predicted
        self._given = given
        self._half_width = np.array([BAR_WIDTH * shrinking(len(given)) / 2, 0.0, 0.0])
        self.show(len(given))

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Draw the first k bars; of a part of one, as much of its length."""
        shares = np.clip(k - np.arange(len(self._given)), 0.0, 1.0)[:, None]
        ends = self._predicted + shares * (self._given - self._predicted)
        low, high = np.minimum(ends, self._predicted), np.maximum(ends, self._predicted)
        half_width = (shares > 0) * self._half_width
        self.span(low - half_width, high + half_width)
