"""Scales of plots: from numbers to places along an axis, with round ticks."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class LinearScale:
    """Equal differences, equal lengths."""

    low: float
    high: float

    @property
    def extent(self) -> float:
        """Length of the range."""
        return self.high - self.low

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where values lie: 0 at the low end, 1 at the high end, beyond them beyond."""
        with np.errstate(over="ignore"):
            return (np.asarray(values, dtype=float) - self.low) / self.extent

    def ticks(self, most: int = 7) -> list[float]:
        """Return round numbers (1, 2 or 5 times a power of ten apart), at most so many."""
        step = 10.0 ** math.floor(math.log10(self.extent / most))
        while self._count(step) > most:
            step *= 2.5 if f"{step:e}".startswith("2") else 2.0
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [float(f"{index * step:.12g}") for index in range(first, last + 1)]

    def _count(self, step: float) -> int:
        return math.floor(self.high / step + 1e-9) - math.ceil(self.low / step - 1e-9) + 1


@dataclass(frozen=True)
class LogScale:
    """Equal ratios, equal lengths; the range is positive, what is not lies at the low end."""

    low: float
    high: float

    def place(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where values lie: 0 at the low end, 1 at the high end."""
        shown = np.maximum(np.asarray(values, dtype=float), self.low)
        places: NDArray[np.float64] = np.log10(shown / self.low) / math.log10(self.high / self.low)
        return places

    def ticks(self, most: int = 5) -> list[float]:
        """Return powers of ten, at most so many."""
        first = math.ceil(math.log10(self.low) - 1e-9)
        last = math.floor(math.log10(self.high) + 1e-9)
        step = max(1, math.ceil((last - first + 1) / most))
        return [10.0**exponent for exponent in range(last, first - 1, -step)][::-1]


Scale = LinearScale | LogScale
YScale = TypeVar("YScale", bound=Scale)
"""The kind of scale that a plot has upwards."""


FIRST_DECADE, LAST_DECADE = -307, 308
"""The decades that doubles hold in full precision; what lies beyond is drawn at the end."""

ROOM = 0.1
"""Free room at the ends of a scale around data, as a share of their extent."""


def scale_around(values: NDArray[np.float64]) -> LinearScale:
    """Return a scale that holds values with some room; zero too, where it is not far."""
    low, high = float(values.min()), float(values.max())
    extent = high - low or abs(high) or 1.0
    if 0 < low <= extent:
        low = 0.0
    if -extent <= high < 0:
        high = 0.0
    room = ROOM * max(high - low, extent)
    return LinearScale(low - room, high + room)


def decades_around(values: ArrayLike) -> LogScale:
    """Return the log scale of whole decades that holds all positive values of an array."""
    values = np.asarray(values, dtype=float)
    values = values[values > 0]
    if not len(values):
        return LogScale(0.1, 1.0)
    low = max(FIRST_DECADE, math.floor(math.log10(values.min()) + 1e-9))
    high = min(LAST_DECADE, math.ceil(math.log10(values.max()) - 1e-9))
    low = min(low, LAST_DECADE - 1)
    return LogScale(10.0**low, 10.0 ** max(high, low + 1))
