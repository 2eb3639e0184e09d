"""Compiled kernels that colour pixels by the loss.

Import it where it is used: Numba is slow to load.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

_ZERO, _HALF, _ONE = np.float32(0), np.float32(0.5), np.float32(1)
_LOG3 = np.float32(math.log10(3.0))
_TINY = np.float32(1e-30)
_TENTH = np.float32(0.1)


@njit(forceinline=True, fastmath=True, error_model="numpy")
def contour_cover(level: float, slope: float, lowest: float, half_width: float) -> float:
    """Return how much of a pixel a contour line covers: 0 to 1.

    Lines stand where the excess loss is 1 or 3 times a power of ten. A pixel's distance from the
    nearest one is the difference in log loss over its gradient, so their width on screen is
    constant. The arithmetic is that of the arguments, in single or double precision.

    Args:
        level: The decimal logarithm of the excess loss.
        slope: How much that changes from pixel to pixel, in the direction of steepest change.
        lowest: The lowest level that has a line.
        half_width: Half the lines' width in pixels.
    """
    floor = np.floor(level)
    fraction = level - floor
    nearest = _LOG3 if fraction < _HALF * (_LOG3 + _ONE) else _ONE
    nearest = nearest if fraction > _HALF * _LOG3 else _ZERO
    distance = abs(fraction - nearest) / max(slope, _TINY)
    cover = min(max(half_width + _HALF - distance, _ZERO), _ONE)
    return cover if floor + nearest > lowest - _TENTH else _ZERO


@njit(cache=True, parallel=True, fastmath=True, boundscheck=False)
def paint_heat_map(
    pixels: NDArray[np.uint8],
    u1: NDArray[np.float64],
    u0: NDArray[np.float64],
    variance: float,
    mean: float,
    offset: float,
    scale: float,
    table: NDArray[np.uint8],
    contour: NDArray[np.uint8],
    contour_opacity: float,
    half_width: float,
    lowest_contour: float,
) -> None:
    """Colour the pixels of a window onto the weight plane by their excess loss.

    The excess loss is ``variance * u1**2 + (mean * u1 + u0)**2``; contour lines are those of
    `contour_cover`.

    Args:
        pixels: (rows, columns, 3), written.
        u1: w1 minus its value at the minimum, at each column's centre (columns,); evenly spaced.
        u0: w0 minus its value at the minimum, at each row's centre (rows,); evenly spaced.
        variance: Variance of the x of the data.
        mean: Mean of the x of the data.
        offset: Excess loss where the colour scale turns linear.
        scale: 1 over the log of (1 + highest excess loss / offset).
        table: Colours (m, 3) along the scale.
        contour: Colour (3,) of the lines.
        contour_opacity: 0 to 1.
        half_width: Half the lines' width in pixels.
        lowest_contour: Levels below it get no line.
    """
    rows, columns = pixels.shape[:2]
    step1 = (u1[columns - 1] - u1[0]) / max(columns - 1, 1)
    step0 = (u0[rows - 1] - u0[0]) / max(rows - 1, 1)
    last = table.shape[0] - 1
    lowest_level = math.log10(lowest_contour)
    for row in prange(rows):
        for column in range(columns):
            a = u1[column]
            t = mean * a + u0[row]
            excess = variance * a * a + t * t
            place = min(max(math.log1p(excess / offset) * scale, 0.0), 1.0)
            index = int(place * last + 0.5)
            cover = 0.0
            if excess > 0.5 * lowest_contour:
                d1 = 2.0 * (variance * a + mean * t) * step1
                d0 = 2.0 * t * step0
                slope = math.sqrt(d1 * d1 + d0 * d0) / excess * 0.4342944819032518
                cover = contour_opacity * contour_cover(
                    math.log10(excess), slope, lowest_level, half_width
                )
            for channel in range(3):
                below = float(table[index, channel])
                pixels[row, column, channel] = np.uint8(
                    below + (float(contour[channel]) - below) * cover + 0.5
                )
