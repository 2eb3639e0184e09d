"""The data as dots that appear one after the other, in the data's order."""

import math

import numpy as np
from manim import ManimColor, Mobject, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import dots_path

RADIUS = 0.095
SMALLEST_RADIUS = 0.03
MOST_FULL_SIZED = 20
"""More points than that are drawn smaller."""


class DataDots(VMobject):
    """Dots at the points of the data: one path, whatever their number.

    Args:
        places: Scene points (n, 3).
        color: Their colour.
    """

    def __init__(self, places: NDArray[np.float64], color: ManimColor) -> None:
        super().__init__(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self._places = places
        self.radius = max(SMALLEST_RADIUS, RADIUS * shrinking(len(places)))
        self.show(len(places))

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the first k dots; of a part of one, a smaller one."""
        whole = min(math.floor(k), len(self._places))
        self.points = dots_path(self._places[:whole], self.radius)
        if whole < len(self._places):
            growing = dots_path(self._places[whole : whole + 1], (k - whole) * self.radius)
            self.points = np.concatenate([self.points, growing])


def shrinking(count: int) -> float:
    """Return by which factor marks of so many points are smaller."""
    return min(1.0, math.sqrt(MOST_FULL_SIZED / count))
