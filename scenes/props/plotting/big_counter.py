"""A large number that follows the clock, under what it is, on a plate."""

from collections.abc import Callable

import numpy as np
from manim import UR, Mobject, Rectangle, VGroup

from scenes.props.plotting.number import Number, advance_width
from scenes.props.plotting.plate_label import OPACITY
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import text

SIZE = 0.85
"""Height of an em."""
WIDEST = 2.4
"""Room for the number, in scene units; one that needs more is written smaller."""
GAP = 0.25
"""Between the name and the number."""
PADDING = 0.2


class BigCounter(VGroup):
    """A name and, large below it, a number that changes; in a region's upper right corner.

    Args:
        region: Where they stand.
        name: What the number is, Typst markup.
        write: From k to the written number.
        theme: Colours.
    """

    def __init__(
        self, region: Region, name: str, write: Callable[[float], str], theme: Theme
    ) -> None:
        super().__init__()
        self._write = write
        heading = text(name, TEXT.body, theme.ink)
        width = max(WIDEST, heading.width) + 2 * PADDING
        height = heading.height + GAP + 0.72 * SIZE + 2 * PADDING
        plate = Rectangle(
            width=width,
            height=height,
            stroke_width=0,
            fill_color=theme.plate,
            fill_opacity=OPACITY,
        ).move_to(region.corner(UR), aligned_edge=UR)
        inner = plate.get_corner(UR) - PADDING * UR
        heading.move_to(inner, aligned_edge=UR)
        foot = plate.get_bottom()[1] + PADDING
        anchor = np.array([inner[0], foot, 0.0])
        self._number = Number("", SIZE, theme.prediction, anchor, align=1.0)
        self.add(plate, heading, self._number)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._number

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the number after k updates."""
        written = self._write(k)
        self._number.size = min(SIZE, WIDEST / advance_width(written))
        self._number.write(written)
