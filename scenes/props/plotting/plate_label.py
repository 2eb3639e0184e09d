"""Labels that stand on a picture: on a plate, so that they keep their contrast."""

import numpy as np
from manim import Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.regions import Region
from scenes.stage.theme import Theme

PADDING = 0.07
OPACITY = 0.94


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
        along = np.asarray(direction) / np.linalg.norm(direction)
        half = np.array([self.width, self.height, 0.0]) / 2
        # As far as it takes for the plate to clear a line through the point across the direction.
        center = point + along * (gap + float(np.abs(along) @ half))
        return self.stand_at(center, region.inset(gap, gap, gap, gap))

    def stand_at(self, center: NDArray[np.float64], region: Region) -> "PlateLabel":
        """Move to a scene point, but not out of a region."""
        half = np.array([self.width, self.height, 0.0]) / 2
        low = np.array([region.left, region.bottom, 0.0]) + half
        high = np.array([region.right, region.top, 0.0]) - half
        return self.move_to(np.clip(center, [*low[:2], 0.0], [*high[:2], 0.0]))
