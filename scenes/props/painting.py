"""Compiled kernels that colour pixels by the loss.

Import it where it is used: Numba is slow to load.
"""

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray


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

    The excess loss is ``variance * u1**2 + (mean * u1 + u0)**2``; contour lines stand where it
    is 1 or 3 times a power of ten, with a constant width on screen and antialiased edges: a
    pixel's distance from a line is the difference in log loss over its gradient.

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
    log3 = math.log10(3.0)
    for row in prange(rows):
        for column in range(columns):
            a = u1[column]
            t = mean * a + u0[row]
            excess = variance * a * a + t * t
            place = min(max(math.log1p(excess / offset) * scale, 0.0), 1.0)
            index = int(place * last + 0.5)
            cover = 0.0
            if excess > 0.5 * lowest_contour:
                level = math.log10(excess)
                floor = math.floor(level)
                fraction = level - floor
                # Nearest of 1, 3 and 10 times the power of ten.
                nearest = 0.0
                if fraction > 0.5 * log3:
                    nearest = log3 if fraction < 0.5 * (log3 + 1.0) else 1.0
                if floor + nearest > math.log10(lowest_contour) - 0.1:
                    d1 = 2.0 * (variance * a + mean * t) * step1
                    d0 = 2.0 * t * step0
                    slope = math.sqrt(d1 * d1 + d0 * d0) / excess * 0.4342944819032518
                    distance = abs(fraction - nearest) / max(slope, 1e-30)
                    cover = min(max(half_width + 0.5 - distance, 0.0), 1.0) * contour_opacity
            for channel in range(3):
                below = float(table[index, channel])
                pixels[row, column, channel] = np.uint8(
                    below + (float(contour[channel]) - below) * cover + 0.5
                )
