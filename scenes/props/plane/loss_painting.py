"""Compiled kernels that colour pixels by the loss.

Import it where it is used: Numba is slow to load.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gdmath.raycast_kernels import Float, in_parallel, kernel

_ZERO, _HALF, _ONE = Float(0), Float(0.5), Float(1)
_LOG3 = Float(math.log10(3.0))
_TINY = Float(1e-30)
_TENTH = Float(0.1)
_TWO = Float(2)
_LOG10_2 = Float(math.log10(2))
_LOG10_E = Float(math.log10(math.e))
_BYTE, _OPAQUE = np.uint32(0xFF), np.uint32(0xFF000000)
# log2 of the mantissa by the series of the inverse hyperbolic tangent.
_SERIES = tuple(Float(2 / math.log(2) / n) for n in (1, 3, 5, 7))
_S1, _S3, _S5, _S7 = _SERIES
_MANTISSA, _EXPONENT_OF_1, _SQRT_HALF = np.int32(0x7FFFFF), np.int32(127), np.int32(0x3504F3)


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


@njit(forceinline=True, fastmath=True, error_model="numpy")
def log2(value: float) -> float:
    """Return the binary logarithm of a positive single, right to 1e-7 of an octave."""
    bits = np.float32(value).view(np.int32)
    # Mantissas from sqrt(1/2) to sqrt(2): the sum with what lacks to 2 carries into the exponent.
    exponent = ((bits + (np.int32(0x800000) - _SQRT_HALF)) >> np.int32(23)) - _EXPONENT_OF_1
    mantissa = Float(np.int32(bits - (exponent << np.int32(23))).view(np.float32))
    t = (mantissa - _ONE) / (mantissa + _ONE)
    u = t * t
    return Float(exponent) + t * (_S1 + u * (_S3 + u * (_S5 + u * _S7)))


@kernel
def _paint_heat_map(
    first_row: int,
    stop_row: int,
    picture: NDArray[np.uint32],
    u1: NDArray[np.float64],
    u0: NDArray[np.float64],
    numbers: NDArray[np.float64],
    table: NDArray[np.uint32],
    line: NDArray[np.float64],
    level_of_1: float,
) -> None:
    variance, mean = numbers[0], numbers[1]
    rate = Float(numbers[2])
    scale = Float(numbers[3])
    lowest = Float(numbers[4])
    half_width = Float(numbers[5])
    opacity = Float(numbers[6])
    columns = len(u1)
    step1 = (u1[columns - 1] - u1[0]) / max(columns - 1, 1)
    step0 = (u0[len(u0) - 1] - u0[0]) / max(len(u0) - 1, 1)
    last = Float(len(table) - 1)
    red, green, blue = Float(line[0]), Float(line[1]), Float(line[2])
    for row in range(first_row, stop_row):
        # Unsigned, so that no index counts from the end: which instructions compute a row, and so
        # how they round, would depend on where its arrays lie in memory.
        for column in range(np.uint64(columns)):
            # The two squares may hold little of large numbers: in double precision up to here.
            a = u1[column]
            t = mean * a + u0[row]
            d1 = Float((variance * a + mean * t) * step1)
            d0 = Float(t * step0)
            excess = Float(variance * a * a + t * t)
            place = min(max(log2(_ONE + excess * rate) * scale, _ZERO), _ONE)
            color = table[np.int32(place * last + _HALF)]
            level = log2(excess + _TINY) * _LOG10_2 + Float(level_of_1)
            slope = _TWO * np.sqrt(d1 * d1 + d0 * d0) / (excess + _TINY) * _LOG10_E
            cover = opacity * contour_cover(level, slope, lowest, half_width)
            r = Float(color & _BYTE)
            g = Float((color >> np.uint32(8)) & _BYTE)
            b = Float((color >> np.uint32(16)) & _BYTE)
            r += (red - r) * cover
            g += (green - g) * cover
            b += (blue - b) * cover
            picture[row, column] = (
                np.uint32(r + _HALF)
                | (np.uint32(g + _HALF) << np.uint32(8))
                | (np.uint32(b + _HALF) << np.uint32(16))
                | _OPAQUE
            )


def paint_heat_map(
    u1: NDArray[np.float64],
    u0: NDArray[np.float64],
    variance: float,
    mean: float,
    offset: float,
    highest: float,
    table: NDArray[np.uint8],
    contour: NDArray[np.uint8],
    contour_opacity: float,
    half_width: float,
    lowest_contour: float,
) -> NDArray[np.uint8]:
    """Colour the pixels of a window onto the weight plane by their excess loss.

    The excess loss is ``variance * u1**2 + (mean * u1 + u0)**2``; contour lines are those of
    `contour_cover`.

    Args:
        u1: w1 minus its value at the minimum, at each column's centre (columns,); evenly spaced.
        u0: w0 minus its value at the minimum, at each row's centre (rows,); evenly spaced.
        variance: Variance of the x of the data.
        mean: Mean of the x of the data.
        offset: Excess loss where the colour scale turns linear.
        highest: Excess loss at the colour scale's end.
        table: Colours (m, 3) along the scale.
        contour: Colour (3,) of the lines.
        contour_opacity: 0 to 1.
        half_width: Half the lines' width in pixels.
        lowest_contour: Levels below it get no line.

    Returns:
        The picture (rows, columns, 4), RGBA, opaque.
    """
    picture = np.empty((len(u0), len(u1)), dtype=np.uint32)
    packed = table.astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16], dtype=np.uint32)
    # In units of the highest loss, so that singles can hold the loss of any data.
    root = math.sqrt(highest)
    numbers = np.array(
        [
            variance,
            mean,
            highest / offset,
            math.log(2) / math.log1p(highest / offset),
            math.log10(lowest_contour),
            half_width,
            contour_opacity,
        ]
    )
    in_parallel(
        _paint_heat_map,
        len(u0),
        16,
        picture,
        u1 / root,
        u0 / root,
        numbers,
        packed,
        contour.astype(float),
        math.log10(highest),
    )
    return picture.view(np.uint8).reshape(*picture.shape, 4)
