"""The scale of arrows in the weight plane: one round number, chosen so that they fit, and said."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath import MseLoss
from scenes.props.plotting.plot import Plot
from scenes.stage.numbers import NumberFormat

MARGIN = 0.05
"""Free share of the plot between the longest arrow and the border."""
_VISIBLE_AT = 0.1
"""Share of the plot: so far up the valley from the minimum a gradient gets a full arrow."""


@dataclass(frozen=True)
class ArrowScale:
    """How long vectors are drawn: length in the plane per length of the vector.

    Attributes:
        factor: 1, 2 or 5 times a power of ten.
    """

    factor: float

    @classmethod
    def fitting(cls, plot: Plot, tail: ArrayLike, vectors: ArrayLike) -> "ArrowScale":
        """Return the largest scale at which all arrows from a point stay inside the plot.

        Args:
            plot: The axes of the weight plane.
            tail: Weights (2,) at which they begin.
            vectors: The vectors (n, 2); at least one is not zero.
        """
        tail, vectors = np.asarray(tail, dtype=float), np.asarray(vectors, dtype=float)
        low = np.array([plot.x.low, plot.y.low])
        high = np.array([plot.x.high, plot.y.high])
        margin = MARGIN * (high - low)
        room = np.where(vectors > 0, high - margin - tail, tail - low - margin)
        moving = vectors != 0
        longest = float(np.min(room[moving] / np.abs(vectors[moving])))
        power = 10.0 ** math.floor(math.log10(longest))
        digit = max(digit for digit in (1, 2, 5) if digit * power <= longest * (1 + 1e-9))
        return cls(float(f"{digit * power:.0e}"))

    def next_smaller(self) -> "ArrowScale":
        """Return the next smaller scale: half of this one or less."""
        digit = f"{self.factor:.0e}"[0]
        return ArrowScale(float(f"{self.factor * (0.4 if digit == '5' else 0.5):.0e}"))

    def written(self, numbers: NumberFormat) -> str:
        """Write it, e.g. ``1 : 50``."""
        if self.factor >= 1:
            return f"{numbers.plain(self.factor)} : 1"
        return f"1 : {numbers.plain(float(f'{1 / self.factor:.0e}'))}"


def shortest_full_arrow(loss: MseLoss, plot: Plot) -> float:
    """Return the length of a gradient that is still worth an arrow of full length.

    It is the gradient a tenth of the plot down the valley. Next to the minimum gradients are far
    shorter; drawn to a scale that fits this one they vanish into a dot, as they should.

    Args:
        loss: The loss.
        plot: The axes of the weight plane.
    """
    flat: NDArray[np.float64] = loss.eigenvectors[:, 0]
    across = float(np.max(np.abs(flat) / np.array([plot.x.extent, plot.y.extent])))
    return float(loss.eigenvalues[0]) * _VISIBLE_AT / across
