"""A descent along the eigen-axes of its loss, where it falls apart into two independent ones.

With the distance from the minimum written in the eigenvectors of the Hessian, each coordinate is
multiplied by ``1 - eta * lambda`` at every step, and each adds ``lambda / 2`` times its square to
the excess loss (see e.g. G. Goh, "Why Momentum Really Works", Distill, 2017).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import read_only
from gdmath.loss import MseLoss
from gdmath.rounding import loss_rounding

__all__ = ["Modes"]


@dataclass(frozen=True, eq=False)
class Modes:
    """The two independent descents, flat axis first, steep axis second."""

    distances: NDArray[np.float64]
    """Shape (2,), read-only: the start's distance from the minimum along the axes, signed.

    Zero where only the rounding of start and minimum is left of it.
    """
    factors: NDArray[np.float64]
    """Shape (2,), read-only: what a step multiplies the distances by, ``1 - eta * lambda``."""
    excess: NDArray[np.float64]
    """Shape (2,), read-only: what the distances add to the loss at the start."""

    @classmethod
    def of(cls, loss: MseLoss, start: ArrayLike, learning_rate: float) -> "Modes":
        """Take a descent apart.

        Args:
            loss: The loss.
            start: The weights (w1, w0) before the first step.
            learning_rate: The step's share of the gradient, above 0.
        """
        weights = np.asarray(start, dtype=float)
        distances = loss.eigenvectors.T @ (weights - loss.minimum)
        excess = 0.5 * loss.eigenvalues * distances**2
        hidden = loss_rounding(loss, np.maximum(np.abs(weights), np.abs(loss.minimum)))
        return cls(
            read_only(np.where(excess <= hidden, 0.0, distances)),
            read_only(1.0 - learning_rate * loss.eigenvalues),
            read_only(np.where(excess <= hidden, 0.0, excess)),
        )

    def fewest_steps(self, threshold: float) -> int | None:
        """Return a number of steps without which no learning rate arrives.

        Rates above the critical one, ``2 / lambda_max``, do not; up to there a step leaves at least
        ``1 - 2 lambda_min / lambda_max`` of the distance along the flat axis.

        Args:
            threshold: Excess loss, above 0.

        Returns:
            The number; None where the start lies on one of both axes as good as exactly, so that
            the other one does not count.
        """
        flat, steep = map(float, self.excess)
        if not (flat > threshold and steep > 0):
            return None
        flat_shrinks, steep_shrinks = map(float, 1.0 - self.factors)
        slowest = 2 * math.log1p(-2 * flat_shrinks / steep_shrinks)
        return math.ceil(math.log(threshold / flat) / slowest) if slowest else None

    def excess_at(self, steps: ArrayLike) -> NDArray[np.float64]:
        """Return what each axis adds to the loss after so many steps.

        Args:
            steps: Numbers of steps, any shape.

        Returns:
            Excess loss along the flat and the steep axis, shape (..., 2).
        """
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            decay = (self.factors**2) ** np.asarray(steps, dtype=float)[..., None]
            return np.where(self.excess > 0, self.excess * decay, 0.0)

    def distances_at(self, steps: ArrayLike) -> NDArray[np.float64]:
        """Return the signed distances along both axes after so many steps.

        Args:
            steps: Numbers of steps, any shape.

        Returns:
            Distances along the flat and the steep axis, shape (..., 2); infinite far out.
        """
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            growth = self.factors ** np.asarray(steps, dtype=float)[..., None]
            return np.where(self.distances != 0, self.distances * growth, 0.0)

    def steps_until(self, threshold: float) -> int | None:
        """Return the first number of steps after which the excess loss is below a threshold.

        Args:
            threshold: Excess loss, above 0.

        Returns:
            The number of steps, or None if it never comes: an axis that does not shrink holds
            more than the threshold.
        """
        shrinks = np.abs(self.factors) < 1
        if self.excess[~shrinks].sum() >= threshold:
            return None
        low, high = -1, 1
        while self.excess_at(high).sum() >= threshold:
            low, high = high, 2 * high
            if not math.isfinite(high) or high > _TOO_MANY:
                return None
        while high - low > 1:
            middle = (low + high) // 2
            if self.excess_at(middle).sum() >= threshold:
                low = middle
            else:
                high = middle
        return high


_TOO_MANY = 10**15
"""Steps that are as good as never."""
