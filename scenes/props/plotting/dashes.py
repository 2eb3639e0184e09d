"""Dashed lines as one path: a family that never changes, whatever their length."""

import numpy as np
from numpy.typing import NDArray

from scenes.props.plotting.geometry import segments_path

DASH = 0.1
"""Length of a dash, and of the gap after it, in scene units."""


def dashes(begin: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Bézier points of a dashed line between scene points (3,)."""
    length = float(np.linalg.norm(end - begin))
    if length == 0:
        return np.zeros((0, 3))
    first = np.arange(DASH / 2, length, 2 * DASH)[:, None] / length
    last = np.minimum(first + DASH / length, 1.0)
    return segments_path(begin + first * (end - begin), begin + last * (end - begin))
