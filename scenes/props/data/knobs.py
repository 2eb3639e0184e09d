"""The two weights as knobs that can be turned, each with its number."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Circle, Line, ManimColor, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import weights_at
from scenes.props.plotting.number import Number, advance_width
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import colored, move_baseline_to, text

WHOLE_TURN = math.radians(270)
"""Between the two ends of a weight's range."""
RADIUS = 0.55
INNER, OUTER = 0.3, 0.86
"""Ends of the pointer, in radii."""
GAP = 0.1
"""Between a number and the next knob's name."""
ROUNDING = 1e-9
NUMBER_BELOW = 0.42
"""From the knob to its number's baseline, in scene units."""


class Knobs(VGroup):
    """Two knobs, w1 on the left and w0 on the right, that follow the weights of a moment.

    Args:
        region: Where they go.
        weights: The weights at each moment k (n, 2).
        ranges: The ends of each weight's range.
        write: How a pair of weights is written; a function, for Manim copies what fades, and with
            a method all that it belongs to.
        theme: Colours.
        brief: Writes a weight with so many digits, where there is no room for more.

    Attributes:
        live: The pointers and numbers.
    """

    def __init__(
        self,
        region: Region,
        weights: NDArray[np.float64],
        ranges: Sequence[tuple[float, float]],
        write: Callable[[NDArray[np.float64]], tuple[str, str]],
        theme: Theme,
        brief: Callable[[float, int], str],
    ) -> None:
        super().__init__()
        self._weights = weights
        self._ranges = ranges
        self._write = write
        self._brief = brief
        self._end = region.right
        self._pointers = VGroup()
        self._numbers = VGroup()
        self._live = VGroup(self._pointers, self._numbers)
        center_y = region.top - RADIUS
        self._centers = [
            np.array([region.left + share * region.width, center_y, 0.0]) for share in (0.15, 0.68)
        ]
        named = [("$w_1$", theme.w1), ("$w_0$", theme.w0)]
        for center, (name, color) in zip(self._centers, named, strict=True):
            self._add_knob(center, name, color, theme)
        self.show(0)

    def _add_knob(
        self, center: NDArray[np.float64], name: str, color: ManimColor, theme: Theme
    ) -> None:
        ring = Circle(RADIUS, color=theme.muted, stroke_width=STROKE.axis).move_to(center)
        ring.set_fill(theme.muted, opacity=0.15)
        label = text(f"{colored(name, color)} $=$", TEXT.label, theme.ink)
        foot = center + (RADIUS + NUMBER_BELOW) * DOWN + RADIUS * LEFT
        move_baseline_to(label, foot)
        self.add(ring, label)
        pointer = Line(INNER * UP, OUTER * UP, color=color, stroke_width=STROKE.arrow)
        self._pointers.add(pointer)
        self._numbers.add(Number("", TEXT.label, theme.ink, foot + (label.width + 0.1) * RIGHT))

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the weights of a moment."""
        weights = weights_at(self._weights, k)
        ends = (self._centers[1][0] - RADIUS - GAP, self._end)
        for center, pointer, number, weight, (low, high), written, end in zip(
            self._centers,
            self._pointers,
            self._numbers,
            weights,
            self._ranges,
            self._write(weights),
            ends,
            strict=True,
        ):
            share = (float(weight) - low) / (high - low)
            angle = math.pi / 2 + WHOLE_TURN * (0.5 - share)
            along = RADIUS * np.array([math.cos(angle), math.sin(angle), 0.0])
            pointer.put_start_and_end_on(center + INNER * along, center + OUTER * along)
            for digits in (2, 1):
                if advance_width(written) * TEXT.tick <= end - number.anchor[0]:
                    break
                written = self._brief(float(weight), digits)  # noqa: PLW2901
            number.size = min(
                TEXT.label, (end - number.anchor[0]) / max(advance_width(written), ROUNDING)
            )
            number.write(written)
