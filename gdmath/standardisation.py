"""Inputs brought to mean 0 and spread 1."""

import statistics
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Standardisation"]


@dataclass(frozen=True)
class Standardisation:
    """``z = (x - mean) / spread``; the loss as a function of the weights of z is a round bowl.

    For the mean of z is 0 and its variance 1, so that the Hessian is twice the identity. The line
    w1 z + w0 is the line w1 / spread (x - mean) + w0.
    """

    mean: float
    spread: float
    """The standard deviation over all n inputs, above zero."""

    @classmethod
    def of(cls, x: ArrayLike) -> "Standardisation":
        """Measure inputs.

        Args:
            x: Shape (n,), finite, not all equal.
        """
        exact = [Fraction(value) for value in np.asarray(x, dtype=np.float64).tolist()]
        return cls(float(statistics.mean(exact)), float(statistics.pstdev(exact)))

    def apply(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return z for inputs of any shape."""
        return np.asarray((np.asarray(x, dtype=np.float64) - self.mean) / self.spread)
