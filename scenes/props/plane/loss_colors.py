"""The loss map: which colour a loss has, and where the contour lines run.

One function of the excess loss colours the heat map, the surface and the colour bar. The scale
is logarithmic above a small offset, so that the valley shows; contours stand at 1 and 3 times
the powers of ten.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
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
        table = _mix_in_oklab(stops, _TABLE_LENGTH)
        table.flags.writeable = False
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


def _mix_in_oklab(stops: Sequence[ManimColor], count: int) -> NDArray[np.uint8]:
    """Return colours along a curve through evenly spaced stops (OKLab, Ottosson 2020)."""
    places = np.linspace(0.0, len(stops) - 1.0, count)
    colors = np.array([_to_oklab(stop.to_rgb()) for stop in stops])
    # A parabola through three stops has no kink at the middle one.
    order = len(stops) - 1
    curves = [np.polynomial.Polynomial.fit(range(len(stops)), one, order) for one in colors.T]
    lab = np.stack([curve(places) for curve in curves], axis=-1)
    lms = (lab @ np.linalg.inv(_LMS_TO_OKLAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_RGB_TO_LMS).T, 0.0, 1.0)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    table: NDArray[np.uint8] = np.round(srgb * 255).astype(np.uint8)
    return table


def _to_oklab(rgb: ArrayLike) -> NDArray[np.float64]:
    rgb = np.asarray(rgb, dtype=float)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(_LMS_TO_OKLAB @ np.cbrt(_RGB_TO_LMS @ linear))


_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
