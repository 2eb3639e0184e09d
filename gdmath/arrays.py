"""Arrays as all of `gdmath` hands them out: float64, and read-only."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["FloatArray", "read_only"]

FloatArray = NDArray[np.float64]


def read_only(values: ArrayLike) -> FloatArray:
    """Copy numbers into a float64 array that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
