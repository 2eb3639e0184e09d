"""The whole weight plane in small, beside a close view of a part of it."""

import numpy as np
from manim import Group, Mobject, VMobject
from numpy.typing import NDArray

from scenes.props.plane.bare_weight_plane import FramedHeatMap
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

DOT_RADIUS = 0.03
SMALLEST_FRAME = 0.12
"""The frame is drawn no smaller than that, in scene units, so that it is seen."""


class MapInset(Group):
    """Heat map and path without numbers, and a frame around what the plane shows.

    Args:
        region: Where it goes; it takes the plane's proportions.
        plane: The plane with the close view; `WeightPlane.stand_on` it.
        window: The ranges (2, 2) of w1 and w0 that the inset shows.
        weights: The weights after each update (k+1, 2).
        theme: Colours.

    Attributes:
        live: What changes: the path and the frame.
    """

    def __init__(
        self,
        region: Region,
        plane: WeightPlane,
        window: NDArray[np.float64],
        weights: NDArray[np.float64],
        theme: Theme,
    ) -> None:
        super().__init__()
        box = plane.plot.box
        scale = min(region.width / box.width, region.height / box.height)
        center, half = region.center, 0.5 * scale * np.array([box.width, box.height])
        inside = Region(
            center[0] - half[0], center[0] + half[0], center[1] - half[1], center[1] + half[1]
        )
        self._plane = plane
        self._area = PlotArea(inside, LinearScale(*window[0]), LinearScale(*window[1]))
        self._path = DescentPath(
            self._area, weights, theme, theme.path, width=STROKE.axis, dot_radius=DOT_RADIUS
        )
        self._frame = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        cased(self._frame, theme)
        self._area.clipped(self._frame)
        self._live = Group(self._path, self._frame)
        self.add(FramedHeatMap(plane.loss, plane.colors, self._area, theme))
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` and `refresh` change."""
        return self._live

    def refresh(self) -> None:
        """Frame what the plane shows now."""
        (left, right), (bottom, top) = self._plane.window
        low, high = self._area.point([left, right], [bottom, top])
        middle = (low + high) / 2
        half = np.maximum((high - low) / 2, [SMALLEST_FRAME / 2, SMALLEST_FRAME / 2, 0.0])
        signs = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
        corners = middle + signs * half
        self._frame.points = segments_path(corners, np.roll(corners, -1, axis=0))

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the path up to k updates."""
        self._path.show(k)
