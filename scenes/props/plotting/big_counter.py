"""A large number that follows the clock, under what it is."""

from collections.abc import Callable

import numpy as np
from manim import UL, Mobject, Typst, VGroup

from scenes.props.plotting.number import Number
from scenes.stage.regions import Region
from scenes.stage.theme import Theme
from scenes.stage.typesetting import move_baseline_to

SIZE = 0.9
"""Height of an em."""
LEADING = 1.25
"""From the name's last baseline to the number's, in ems of the number."""


class BigCounter(VGroup):
    """A name and, large below it, a number that changes.

    Args:
        region: Where they stand, from the upper left corner.
        name: What the number is, one line.
        write: From k to the written number.
        theme: Colours.
    """

    def __init__(
        self,
        region: Region,
        name: Typst,
        write: Callable[[float], str],
        theme: Theme,
    ) -> None:
        super().__init__()
        self._write = write
        foot = region.corner(UL) - np.array([0.0, name.height, 0.0])
        move_baseline_to(name, foot)
        self.number = Number(
            write(0), SIZE, theme.prediction, foot - np.array([0.0, LEADING * SIZE, 0.0])
        )
        self.add(name, self.number)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self.number

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the number after k updates."""
        self.number.write(self._write(k))
