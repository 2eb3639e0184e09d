"""What ties a row of a table to a point of a plot: both are marked at the same time."""

import math

import numpy as np
from manim import Circle, Mobject, Rectangle, VGroup
from numpy.typing import NDArray

from scenes.stage.theme import STROKE, Theme

RING_RADIUS = 0.2
BAND_OPACITY = 0.2


class PointMarker(VGroup):
    """A band behind a row and a ring around its point; after k points, those of point k.

    Args:
        bands: Where the rows are: their centres (m, 3); the points after these have no row.
        width: Of a band.
        height: Of a band.
        places: The points' places (n, 3) in the plot.
        theme: Colours.
    """

    def __init__(
        self,
        bands: NDArray[np.float64],
        width: float,
        height: float,
        places: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._bands = bands
        self._places = places
        self._band = Rectangle(width=width, height=height, stroke_width=0, fill_color=theme.muted)
        self._ring = Circle(
            radius=RING_RADIUS, stroke_color=theme.ink, stroke_width=STROKE.curve, fill_opacity=0
        )
        self._ring.set_z_index(3)
        self.add(self._band, self._ring)
        self.show(len(places))

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Mark the point that is being counted; none when all are."""
        index = math.floor(k)
        has_point, has_row = index < len(self._places), index < len(self._bands)
        self._ring.set_stroke(opacity=float(has_point))
        self._band.set_fill(opacity=BAND_OPACITY if has_row else 0.0)
        if has_point:
            self._ring.move_to(self._places[index])
        if has_row:
            self._band.move_to(self._bands[index])
