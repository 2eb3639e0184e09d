"""The loss of one linear neuron, as the exact quadratic that it is.

The neuron predicts ``w1 * x + w0``; its loss over n points is the mean squared error

    f(w1, w0) = (1/n) sum_i (y_i - w1 x_i - w0)^2,

so that its gradient carries 2/n, as with Keras' ``mse``. With the least-squares weights
``(w1*, w0*)``, the displacements ``d1 = w1 - w1*`` and ``d0 = w0 - w0*``, the mean m of x and its
(population) variance v, the same function is

    f = f_min + v d1^2 + (m d1 + d0)^2.

No term is negative, and none of the large squares is left that cancel when the sum is expanded.
What can still cancel are the displacements and the sum ``m d1 + d0``: these are carried in twice
the working precision, on constants computed in rational arithmetic and rounded once. So the loss
is right to a few units in the last place, beside the minimum as elsewhere.

The error-free sums and products are those of Dekker, "A floating-point technique for extending the
available precision", Numerische Mathematik 18 (1971).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from operator import index, mul
from typing import Generic, NamedTuple, Self, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.data import check_data

__all__ = ["LossGrid", "MseLoss"]

FloatArray = NDArray[np.float64]

Numbers = TypeVar("Numbers", float, FloatArray)
"""Floats or arrays: the arithmetic on weights is ``+ - *`` only, so that one code serves both."""

Constant = TypeVar("Constant")

Pair = tuple[Numbers, Numbers]
"""A number in twice the working precision: its rounding and what is left, their sum unevaluated."""

_SPLITTER = 2.0**27 + 1


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

    def __repr__(self) -> str:
        return (
            f"LossGrid({self.w1.size} x {self.w0.size}, "
            f"w1 from {self.w1[0]:g} to {self.w1[-1]:g}, "
            f"w0 from {self.w0[0]:g} to {self.w0[-1]:g})"
        )


@dataclass(frozen=True, eq=False, init=False)
class MseLoss:
    """The mean squared error of one linear neuron, as a function of its weights (w1, w0).

    ``loss(w1, w0)`` takes finite numbers, or arrays that broadcast against each other. Far out,
    where the loss exceeds the range of a double (from weights of about 1e150 on), it is infinite,
    without a warning.

    Example:
        >>> loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
        >>> loss(3.0, 0.0)
        0.0
        >>> loss.gradient(3.0, 1.0)
        array([10.,  2.])
    """

    x: FloatArray
    """Shape (n,), read-only: the inputs."""
    y: FloatArray
    """Shape (n,), read-only: the targets."""
    minimum: FloatArray
    """Shape (2,), read-only: the least-squares weights (w1, w0), each rounded once."""
    minimum_loss: float
    """The loss at the exact minimum: nowhere undercut; 0.0 for points on a line."""
    hessian: FloatArray
    """Shape (2, 2), read-only: the second derivatives, the same everywhere."""
    eigenvalues: FloatArray
    """Shape (2,), read-only, ascending, positive: the curvatures along the flat and steep axes."""
    eigenvectors: FloatArray
    """Shape (2, 2), read-only: the flat and the steep axis as columns, unit vectors.

    The steep axis points to the right, or straight up; the flat one is the steep one turned left
    by a quarter. Where both curvatures are equal, (1, 0) counts as steep.
    """
    critical_learning_rate: float
    """``2 / lambda_max``: below it gradient descent arrives from every start.

    Above it, it leaves, unless it starts on the flat axis.
    """

    _exact: "_Quadratic[Fraction]" = field(repr=False)
    _paired: "_Quadratic[Pair[float]]" = field(repr=False)

    def __init__(self, x: ArrayLike, y: ArrayLike) -> None:
        """Fit the quadratic to the data.

        Args:
            x: The inputs, shape (n,).
            y: The targets, shape (n,).

        Raises:
            gdmath.DataError: If they are not data that a single line fits best.
        """
        xs, ys = check_data(x, y)
        exact = _fit(xs, ys)
        eigenvalues, eigenvectors = _eigensystem(exact)
        attributes = {
            "x": xs,
            "y": ys,
            "minimum": read_only([float(exact.w1), float(exact.w0)]),
            "minimum_loss": float(exact.minimum_loss),
            "hessian": read_only(_hessian(exact)),
            "eigenvalues": read_only(eigenvalues),
            "eigenvectors": read_only(eigenvectors),
            "critical_learning_rate": 2 / eigenvalues[1],
            "_exact": exact,
            "_paired": _Quadratic(*map(_pair, exact)),
        }
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        w1, w0 = self.minimum
        return f"MseLoss({self.x.size} points, minimum {self.minimum_loss:g} at ({w1:g}, {w0:g}))"

    def __reduce__(self) -> tuple[type[Self], tuple[FloatArray, FloatArray]]:
        return type(self), (self.x, self.y)

    @overload
    def __call__(self, w1: float, w0: float) -> float: ...
    @overload
    def __call__(self, w1: FloatArray, w0: FloatArray | float) -> FloatArray: ...
    @overload
    def __call__(self, w1: float, w0: FloatArray) -> FloatArray: ...
    def __call__(self, w1: FloatArray | float, w0: FloatArray | float) -> FloatArray | float:
        """Return the loss at the weights.

        Args:
            w1: The weight of the input: a finite number or an array of them.
            w0: The bias, likewise; shapes broadcast.

        Returns:
            The loss: a float for two numbers, else an array of the broadcast shape. Never below
            `minimum_loss`.
        """
        return self.minimum_loss + self.excess(w1, w0)

    @overload
    def excess(self, w1: float, w0: float) -> float: ...
    @overload
    def excess(self, w1: FloatArray, w0: FloatArray | float) -> FloatArray: ...
    @overload
    def excess(self, w1: float, w0: FloatArray) -> FloatArray: ...
    def excess(self, w1: FloatArray | float, w0: FloatArray | float) -> FloatArray | float:
        """Return how far the loss lies above its minimum, ``f - f_min``.

        On data with noise the plain difference has fewer and fewer true digits as the weights
        approach the minimum; this one keeps them.

        Args:
            w1: The weight of the input: a finite number or an array of them.
            w0: The bias, likewise; shapes broadcast.

        Returns:
            The excess loss, never negative: a float for two numbers, else an array.
        """
        if isinstance(w1, float | int) and isinstance(w0, float | int):
            value = self._excess(float(w1), float(w0))
            overflowed = math.isnan(value) and math.isfinite(w1) and math.isfinite(w0)
            return math.inf if overflowed else value
        w1, w0 = np.asarray(w1, np.float64), np.asarray(w0, np.float64)
        with np.errstate(all="ignore"):
            values = self._excess(w1, w0)
        if np.isnan(values).any():
            finite = np.isfinite(w1) & np.isfinite(w0)
            values = np.where(np.isnan(values) & finite, np.inf, values)
        return values

    def gradient(self, w1: FloatArray | float, w0: FloatArray | float) -> FloatArray:
        """Return the gradient of the loss at the weights.

        ``df/dw1 = (2/n) sum_i (w1 x_i + w0 - y_i) x_i``, and ``df/dw0`` without the last factor.

        Args:
            w1: The weight of the input: a finite number or an array of them.
            w0: The bias, likewise; shapes broadcast.

        Returns:
            The partial derivatives by (w1, w0), shape (..., 2) over the broadcast shape. Each is
            right to a few units in the last place, also where its terms cancel.
        """
        if isinstance(w1, float | int) and isinstance(w0, float | int):
            partials = self._partials(float(w1), float(w0))
            if not all(map(math.isfinite, partials)):
                partials = _exact_partials(self._exact, w1, w0)
            return np.array(partials)
        w1, w0 = np.broadcast_arrays(np.asarray(w1, np.float64), np.asarray(w0, np.float64))
        with np.errstate(all="ignore"):
            gradients = np.stack(self._partials(w1, w0), axis=-1)
        for i in zip(*np.nonzero(~np.isfinite(gradients).all(axis=-1)), strict=True):
            gradients[i] = _exact_partials(self._exact, w1[i], w0[i])
        return gradients

    def predict(self, w1: FloatArray | float, w0: FloatArray | float) -> FloatArray:
        """Return what the neuron makes of the inputs.

        Args:
            w1: The weight of the input: a finite number or an array of them.
            w0: The bias, likewise; shapes broadcast.

        Returns:
            ``w1 * x + w0``, shape (..., n) over the broadcast shape.
        """
        w1, w0 = np.asarray(w1, np.float64), np.asarray(w0, np.float64)
        with np.errstate(all="ignore"):
            return w1[..., np.newaxis] * self.x + w0[..., np.newaxis]

    def grid(
        self, w1_range: tuple[float, float], w0_range: tuple[float, float], resolution: int
    ) -> LossGrid:
        """Sample the loss over a rectangle of the weight plane.

        Args:
            w1_range: The least and the greatest w1; both are sampled.
            w0_range: The least and the greatest w0, likewise.
            resolution: m, the number of samples along each axis, at least 2.

        Returns:
            The m x m losses with their weights.

        Raises:
            ValueError: If a range is not finite and ascending, or m is below 2.
        """
        m = index(resolution)
        if m < 2:
            message = f"resolution must be at least 2, not {m}"
            raise ValueError(message)
        w1 = _samples("w1_range", w1_range, m)
        w0 = _samples("w0_range", w0_range, m)
        return LossGrid(w1, w0, self(w1[np.newaxis, :], w0[:, np.newaxis]))

    def _excess(self, w1: Numbers, w0: Numbers) -> Numbers:
        """Evaluate ``v d1^2 + (m d1 + d0)^2``; a NaN stands for infinity.

        It comes of ``m d1`` in twice the precision, which overflows from d1 = 1e290 on. There
        ``v d1^2`` is infinite alone: `check_data` bounds m by 1e12, and v from below by 1e-32.
        """
        q = self._paired
        d1, d0 = _minus(w1, q.w1), _minus(w0, q.w0)
        t = _plus(_times(d1, q.mean), d0)
        return q.variance[0] * d1[0] * d1[0] + t * t

    def _partials(self, w1: Numbers, w0: Numbers) -> tuple[Numbers, Numbers]:
        """Evaluate ``2 (s d1 + m d0)`` and ``2 (m d1 + d0)``, with s the mean of x^2."""
        q = self._paired
        d1, d0 = _minus(w1, q.w1), _minus(w0, q.w0)
        by_w1 = _plus(_times(d1, q.mean_square), _times(d0, q.mean))
        by_w0 = _plus(_times(d1, q.mean), d0)
        return 2 * by_w1, 2 * by_w0


def read_only(values: ArrayLike) -> FloatArray:
    """Copy numbers into a float64 array that cannot be written to."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


class _Quadratic(NamedTuple, Generic[Constant]):
    """The constants of the loss: exact, or as pairs."""

    w1: Constant
    w0: Constant
    """w1*, w0*: the least-squares weights."""
    minimum_loss: Constant
    mean: Constant
    """m: the mean of x."""
    mean_square: Constant
    """s: the mean of x^2."""
    variance: Constant
    """v: the mean of (x - m)^2, which is s - m^2."""


def _fit(x: FloatArray, y: FloatArray) -> _Quadratic[Fraction]:
    """Solve the normal equations exactly: every double is a rational number."""
    xs, x_unit = _integers(x)
    ys, y_unit = _integers(y)
    mean_x = _mean(xs) * x_unit
    mean_y = _mean(ys) * y_unit
    mean_square = _mean(map(mul, xs, xs)) * x_unit**2
    variance = mean_square - mean_x**2
    covariance = _mean(map(mul, xs, ys)) * x_unit * y_unit - mean_x * mean_y
    variance_y = _mean(map(mul, ys, ys)) * y_unit**2 - mean_y**2
    w1 = covariance / variance
    return _Quadratic(
        w1=w1,
        w0=mean_y - w1 * mean_x,
        minimum_loss=variance_y - w1 * covariance,
        mean=mean_x,
        mean_square=mean_square,
        variance=variance,
    )


def _integers(values: FloatArray) -> tuple[list[int], Fraction]:
    """Write doubles as integers times one power of two: sums of integers need no fractions."""
    mantissas, exponents = np.frexp(values)
    whole = (mantissas * 2.0**53).astype(np.int64).tolist()
    lowest = int(exponents.min())
    shifts = (exponents - lowest).tolist()
    integers = [m << shift for m, shift in zip(whole, shifts, strict=True)]
    return integers, Fraction(2) ** (lowest - 53)


def _mean(integers: Iterable[int]) -> Fraction:
    values = list(integers)
    return Fraction(sum(values), len(values))


def _hessian(q: _Quadratic[Fraction]) -> list[list[float]]:
    return [[float(2 * q.mean_square), float(2 * q.mean)], [float(2 * q.mean), 2.0]]


def _eigensystem(q: _Quadratic[Fraction]) -> tuple[list[float], list[list[float]]]:
    """Return eigenvalues (flat, steep) and eigenvectors (as columns) of the Hessian.

    Of ``2 [[s, m], [m, 1]]`` the trace is ``2 (s + 1)``, the determinant ``4 v``. The smaller
    eigenvalue is taken from the determinant: as a difference it would lose its digits.
    """
    difference = float(q.mean_square - 1)
    shear = float(2 * q.mean)
    spread = math.hypot(difference, shear)
    steep = float(q.mean_square + 1) + spread
    flat = float(4 * q.variance) / steep
    if spread == 0:
        right, up = 1.0, 0.0
    elif difference >= 0:  # of two parallel forms of the eigenvector, the one that only adds
        right, up = difference + spread, shear
    else:
        right, up = abs(shear), math.copysign(spread - difference, shear)
    length = math.hypot(right, up)
    right, up = right / length, up / length
    return [flat, steep], [[0.0 - up, right], [right, up]]


def _exact_partials(q: _Quadratic[Fraction], w1: float, w0: float) -> tuple[float, float]:
    """Evaluate the gradient where doubles overflow on the way: slow, and hardly ever needed."""
    if not (math.isfinite(w1) and math.isfinite(w0)):
        return math.nan, math.nan
    d1, d0 = Fraction(w1) - q.w1, Fraction(w0) - q.w0
    by_w1 = 2 * (q.mean_square * d1 + q.mean * d0)
    by_w0 = 2 * (q.mean * d1 + d0)
    return _rounded(by_w1), _rounded(by_w0)


def _rounded(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _pair(value: Fraction) -> Pair[float]:
    high = float(value)
    return high, float(value - Fraction(high))


def _minus(w: Numbers, constant: Pair[float]) -> Pair[Numbers]:
    """Subtract a constant, in twice the working precision."""
    high, low = constant
    difference = w - high
    back = difference - w
    error = (w - (difference - back)) - (high + back)
    rest = error - low
    rounded = difference + rest
    return rounded, rest - (rounded - difference)


def _times(pair: Pair[Numbers], constant: Pair[float]) -> Pair[Numbers]:
    """Multiply by a constant, in twice the working precision."""
    value, rest = pair
    high, low = constant
    product = value * high
    value_head, value_tail = _split(value)
    high_head, high_tail = _split(high)
    error = value_tail * high_tail - (
        ((product - value_head * high_head) - value_tail * high_head) - value_head * high_tail
    )
    return product, error + (value * low + rest * high)


def _split(value: Numbers) -> Pair[Numbers]:
    """Split into halves of at most 26 bits, whose products are exact."""
    scaled = value * _SPLITTER
    head = scaled - (scaled - value)
    return head, value - head


def _plus(a: Pair[Numbers], b: Pair[Numbers]) -> Numbers:
    """Add, and round to working precision.

    No error term is needed: where the first sum cancels it is exact (Sterbenz), and where it does
    not its rounding is a rounding of the result.
    """
    return (a[0] + b[0]) + (a[1] + b[1])


def _samples(name: str, ends: tuple[float, float], m: int) -> FloatArray:
    low, high = ends
    if not 0 < high - low < math.inf:
        message = f"{name} must be two finite numbers, the lower first, not {low!r} and {high!r}"
        raise ValueError(message)
    return np.linspace(low, high, m)
