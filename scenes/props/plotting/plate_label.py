"""Labels that stand on a picture: on a plate, so that they keep their contrast."""

import numpy as np
from manim import DL, DR, UL, UR, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.regions import Region
from scenes.stage.theme import Theme

PADDING = 0.07
OPACITY = 0.94
CORNER_GAP = 0.15
"""Between a plate in a corner and the border there."""


class PlateLabel(VGroup):
    """A text or formula on a plate.

    Args:
        label: The text or formula.
        theme: Colours.
    """

    def __init__(self, label: VMobject, theme: Theme) -> None:
        plate = Rectangle(
            width=label.width + 2 * PADDING,
            height=label.height + 2 * PADDING,
            stroke_width=0,
            fill_color=theme.plate,
            fill_opacity=OPACITY,
        ).move_to(label)
        super().__init__(plate, label)

    def stand_beside(
        self,
        point: NDArray[np.float64],
        direction: NDArray[np.float64],
        gap: float,
        region: Region,
    ) -> "PlateLabel":
        """Move next to a point, in a direction, but not out of a region.

        Args:
            point: A scene point.
            direction: Where the label is seen from there, of any length.
            gap: Space between point and plate.
            region: Where the label stays.
        """
        center = self.place_beside(point, direction, gap)
        return self.stand_at(center, region.inset(gap, gap, gap, gap))

    def place_beside(
        self, point: NDArray[np.float64], direction: NDArray[np.float64], gap: float
    ) -> NDArray[np.float64]:
        """Return where its centre would be, next to a scene point in a direction.

        It is as far as it takes to clear a line through the point across the direction.
        """
        along = np.asarray(direction) / np.linalg.norm(direction)
        half = np.array([self.width, self.height, 0.0]) / 2
        return np.asarray(point + along * (gap + float(np.abs(along) @ half)))

    def stand_in_corner(self, region: Region, clear_of: NDArray[np.float64]) -> "PlateLabel":
        """Move into that corner of a region which is farthest from scene points (n, 3)."""
        half = np.array([self.width, self.height, 0.0]) / 2
        corners = [
            region.inset(CORNER_GAP, CORNER_GAP, CORNER_GAP, CORNER_GAP).corner(direction)
            - half * direction
            for direction in (DL, DR, UL, UR)
        ]
        # How far the nearest point is from the plate, not from its middle.
        clearances = [
            float(np.linalg.norm(np.maximum(np.abs(clear_of - corner) - half, 0), axis=1).min())
            for corner in corners
        ]
        return self.move_to(corners[int(np.argmax(clearances))])

    @property
    def places(self) -> NDArray[np.float64]:
        """Scene points (15, 3) all over the plate: what others do not cover if they miss them."""
        x = np.linspace(-0.5, 0.5, 5) * self.width
        y = np.linspace(-0.5, 0.5, 3) * self.height
        offsets = np.array([[dx, dy, 0.0] for dx in x for dy in y])
        return np.asarray(self.get_center() + offsets)

    def covers(self, points: NDArray[np.float64], center: NDArray[np.float64], gap: float) -> int:
        """Count the scene points (n, 3) that it covers, or nearly, with its centre at a place."""
        half = np.array([self.width, self.height]) / 2 + gap
        return int(np.all(np.abs(points[:, :2] - center[:2]) < half, axis=1).sum())

    def stand_at(self, center: NDArray[np.float64], region: Region) -> "PlateLabel":
        """Move to a scene point, but not out of a region."""
        half = np.array([self.width, self.height, 0.0]) / 2
        low = np.array([region.left, region.bottom, 0.0]) + half
        high = np.array([region.right, region.top, 0.0]) - half
        return self.move_to(np.clip(center, [*low[:2], 0.0], [*high[:2], 0.0]))
