"""Where things go: the parts of the frame, in scene units."""

from dataclasses import dataclass, replace

import numpy as np
from manim import ORIGIN, Mobject
from numpy.typing import NDArray

FRAME_WIDTH = 128 / 9
FRAME_HEIGHT = 8.0
MARGIN = 0.35


@dataclass(frozen=True)
class Region:
    """An axis-parallel rectangle of the frame; y points up, the origin is the frame's centre."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.top - self.bottom

    @property
    def center(self) -> NDArray[np.float64]:
        """The centre as a scene point (3,)."""
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    def corner(self, direction: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the point of the border in a direction such as ``UL`` or ``RIGHT``."""
        return self.center + 0.5 * np.array(
            [direction[0] * self.width, direction[1] * self.height, 0.0]
        )

    def inset(
        self, left: float = 0.0, right: float = 0.0, bottom: float = 0.0, top: float = 0.0
    ) -> "Region":
        """Return the region with its sides moved inwards."""
        return Region(self.left + left, self.right - right, self.bottom + bottom, self.top - top)

    def split_rows(self, *shares: float, gap: float) -> tuple["Region", ...]:
        """Cut into rows from top to bottom.

        Args:
            *shares: Relative heights of the rows.
            gap: Space between two rows.
        """
        unit = (self.height - gap * (len(shares) - 1)) / sum(shares)
        rows = []
        top = self.top
        for share in shares:
            rows.append(replace(self, top=top, bottom=top - share * unit))
            top -= share * unit + gap
        return tuple(rows)

    def place(
        self, mobject: Mobject, direction: NDArray[np.float64] = ORIGIN, buff: float = 0.0
    ) -> Mobject:
        """Move a mobject to the centre, or flush to the side or corner of a direction."""
        target = self.corner(direction)
        mobject.move_to(target, aligned_edge=direction)
        return mobject.shift(-buff * np.asarray(direction, dtype=float))


FRAME = Region(-FRAME_WIDTH / 2, FRAME_WIDTH / 2, -FRAME_HEIGHT / 2, FRAME_HEIGHT / 2)
SUBTITLES = Region(FRAME.left, FRAME.right, FRAME.bottom, FRAME.bottom + FRAME_HEIGHT / 8)
"""Kept free: players put the subtitles here."""
TITLE = Region(FRAME.left + MARGIN, FRAME.right - MARGIN, FRAME.top - 0.75, FRAME.top - 0.2)
_BELOW_TITLE = TITLE.bottom - 0.1
MAIN = Region(FRAME.left + MARGIN, FRAME.left + MARGIN + 9.0, SUBTITLES.top + 0.05, _BELOW_TITLE)
"""The main picture, about 9 x 6."""
SIDE = Region(FRAME.right - MARGIN - 4.2, FRAME.right - MARGIN, SUBTITLES.top + 0.05, _BELOW_TITLE)
"""Its companion, about 4.2 x 6."""
STAGE = Region(MAIN.left, SIDE.right, MAIN.bottom, MAIN.top)
"""Main picture and side panel together, for shots that need the whole width."""
