"""The loss map: which colour a loss has, and where the contour lines run.

One function of the excess loss colours the heat map, the surface and the colour bar. The scale
is logarithmic above a small offset, so that the valley shows; contours stand at 1 and 3 times
the powers of ten.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from coloraide import Color
from manim import ManimColor
from numpy.typing import ArrayLike, NDArray

from gdmath import MseLoss
from scenes.stage.theme import Theme

_TABLE_LENGTH = 1024
_DECADES_SHOWN = 3.4
"""How many decades below the highest loss the scale tells apart."""


@dataclass(frozen=True)
class LossColors:
    """Colours of the excess loss (loss minus the smallest loss).

    Attributes:
        highest: Excess loss at the dark end; beyond it nothing changes.
        table: sRGB colours (1024, 3) from the highest loss' complement 0 (minimum) to 1.
        contour: sRGB colour of the contour lines.
        edge: sRGB colour of the surface's rim, its gloss and the samples that it grows from.
    """

    highest: float
    table: NDArray[np.uint8]
    contour: NDArray[np.uint8]
    edge: NDArray[np.uint8]

    @classmethod
    def for_window(
        cls,
        loss: MseLoss,
        w1_range: tuple[float, float],
        w0_range: tuple[float, float],
        theme: Theme,
    ) -> "LossColors":
        """Return the colours that span the losses of a part of the weight plane."""
        corners = loss.excess(np.array(w1_range)[None, :], np.array(w0_range)[:, None])
        highest = float(np.max(corners))
        stops = (theme.low_loss, theme.middle_loss, theme.high_loss)
        table = _mix_in_oklab(tuple(stop.to_hex() for stop in stops), _TABLE_LENGTH)
        return cls(highest, table, _rgb(theme.contour), _rgb(theme.edge))

    @property
    def offset(self) -> float:
        """Excess loss below which the scale turns from logarithmic to linear."""
        return float(self.highest * 10.0**-_DECADES_SHOWN)

    @property
    def lowest_contour(self) -> float:
        """Smallest level that gets a contour line."""
        return 10.0 ** math.floor(math.log10(self.offset) + 0.5)

    def place(self, excess: ArrayLike) -> NDArray[np.float64]:
        """Return where excess losses lie on the scale: 0 at the minimum, 1 at the highest."""
        scaled = np.log1p(np.asarray(excess, dtype=float) / self.offset)
        return np.clip(scaled / math.log1p(self.highest / self.offset), 0.0, 1.0)

    def levels(self) -> list[float]:
        """Return the levels of the contour lines up to the highest loss, ascending."""
        first = round(math.log10(self.lowest_contour))
        last = math.floor(math.log10(self.highest))
        levels = [
            digit * 10.0**exponent for exponent in range(first, last + 1) for digit in (1.0, 3.0)
        ]
        return [level for level in levels if level <= self.highest]


def _rgb(color: ManimColor) -> NDArray[np.uint8]:
    return np.round(np.array(color.to_rgb()) * 255).astype(np.uint8)


@cache
def _mix_in_oklab(stops: tuple[str, ...], count: int) -> NDArray[np.uint8]:
    """Return sRGB colours (count, 3) on a curve through evenly spaced stops in OKLab."""
    colors = np.array([Color(stop).convert("oklab").coords() for stop in stops])
    # A parabola through three stops has no kink at the middle one; coloraide has no such curve.
    order = len(stops) - 1
    curves = [np.polynomial.Polynomial.fit(range(len(stops)), one, order) for one in colors.T]
    places = np.linspace(0.0, order, count)
    mixed = np.stack([curve(places) for curve in curves], axis=-1)
    srgb = [Color("oklab", lab).convert("srgb").clip().coords() for lab in mixed.tolist()]
    table: NDArray[np.uint8] = np.round(np.array(srgb) * 255).astype(np.uint8)
    table.flags.writeable = False
    return table
