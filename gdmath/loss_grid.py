"""The loss sampled over a rectangle of the weight plane."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from operator import index
from typing import Self

import numpy as np

from gdmath.arrays import FloatArray, read_only

__all__ = ["LossGrid"]


@dataclass(frozen=True, eq=False)
class LossGrid:
    """The loss at evenly spaced weights in a rectangle of the weight plane."""

    w1: FloatArray
    """Shape (m,), read-only, ascending: w1 of the columns."""
    w0: FloatArray
    """Shape (m,), read-only, ascending: w0 of the rows."""
    values: FloatArray
    """Shape (m, m), read-only: ``values[i, j]`` is the loss at ``(w1[j], w0[i])``."""

    def __post_init__(self) -> None:
        for name in ("w1", "w0", "values"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        if self.values.shape != self.w0.shape + self.w1.shape:
            message = (
                f"values of shape {self.values.shape} do not belong to "
                f"{self.w0.size} values of w0 and {self.w1.size} of w1"
            )
            raise ValueError(message)

    @classmethod
    def sample(
        cls,
        loss: Callable[[FloatArray, FloatArray], FloatArray],
        w1_range: tuple[float, float],
        w0_range: tuple[float, float],
        resolution: int,
    ) -> Self:
        """Evaluate a loss; see `MseLoss.grid`."""
        m = index(resolution)
        if m < 2:
            message = f"resolution must be at least 2, not {m}"
            raise ValueError(message)
        w1 = _samples("w1_range", w1_range, m)
        w0 = _samples("w0_range", w0_range, m)
        return cls(w1, w0, loss(w1[np.newaxis, :], w0[:, np.newaxis]))

    def __repr__(self) -> str:
        return (
            f"LossGrid({self.w1.size} x {self.w0.size}, "
            f"w1 from {self.w1[0]:g} to {self.w1[-1]:g}, "
            f"w0 from {self.w0[0]:g} to {self.w0[-1]:g})"
        )


def _samples(name: str, ends: tuple[float, float], m: int) -> FloatArray:
    low, high = ends
    if not 0 < high - low < math.inf:
        message = f"{name} must be two finite numbers, the lower first, not {low!r} and {high!r}"
        raise ValueError(message)
    return np.linspace(low, high, m)
