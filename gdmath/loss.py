"""The loss of one linear neuron, as the exact quadratic that it is.

The neuron predicts ``w1 * x + w0``; its loss over n points is the mean squared error

    f(w1, w0) = (1/n) sum_i (y_i - w1 x_i - w0)^2,

so that its gradient carries 2/n, as with Keras' ``mse``. It is evaluated as the quadratic that
`gdmath.quadratic` explains:

    f = f_min + v d1^2 + (m d1 + d0)^2,    df/dw1 = 2 (s d1 + m d0),    df/dw0 = 2 (m d1 + d0).

What can cancel there are the displacements d1 and d0 and the sums of two terms: these are carried
in twice the working precision (`gdmath.double_word`). So loss and gradient are right to a few units
in the last place, beside the minimum as elsewhere.
"""

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Self, overload

import numpy as np
from numpy.typing import ArrayLike

from gdmath.arrays import FloatArray
from gdmath.data import check_data
from gdmath.double_word import DoubleWord, Numbers, add, multiply, split, subtract
from gdmath.loss_grid import LossGrid
from gdmath.quadratic import Coefficients, Quadratic, fit

__all__ = ["MseLoss"]


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
    quadratic: Quadratic
    """What the loss is as a function of the weights; some of it has short names below."""
    _exact: Coefficients[Fraction] = field(repr=False)
    _paired: Coefficients[DoubleWord[float]] = field(repr=False)

    def __init__(self, x: ArrayLike, y: ArrayLike) -> None:
        """Fit the quadratic to the data.

        Args:
            x: The inputs, shape (n,).
            y: The targets, shape (n,).

        Raises:
            gdmath.DataError: If they are not data that a single line fits best.
        """
        xs, ys = check_data(x, y)
        exact = fit(xs, ys)
        attributes = {
            "x": xs,
            "y": ys,
            "quadratic": Quadratic.of(exact),
            "_exact": exact,
            "_paired": Coefficients(*map(split, exact)),
        }
        for name, value in attributes.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        w1, w0 = self.minimum
        return f"MseLoss({self.x.size} points, minimum {self.minimum_loss:g} at ({w1:g}, {w0:g}))"

    def __reduce__(self) -> tuple[type[Self], tuple[FloatArray, FloatArray]]:
        return type(self), (self.x, self.y)

    @property
    def minimum(self) -> FloatArray:
        """Shape (2,), read-only: the least-squares weights (w1, w0)."""
        return self.quadratic.minimum

    @property
    def minimum_loss(self) -> float:
        """The loss at the exact minimum: nowhere undercut; 0.0 for points on a line."""
        return self.quadratic.minimum_loss

    @property
    def hessian(self) -> FloatArray:
        """Shape (2, 2), read-only: the second derivatives, the same everywhere."""
        return self.quadratic.hessian

    @property
    def eigenvalues(self) -> FloatArray:
        """Shape (2,), read-only, positive: the curvatures along the flat and the steep axis."""
        return self.quadratic.eigenvalues

    @property
    def eigenvectors(self) -> FloatArray:
        """Shape (2, 2), read-only: the flat and the steep axis as columns; see `Quadratic`."""
        return self.quadratic.eigenvectors

    @property
    def critical_learning_rate(self) -> float:
        """``2 / lambda_max``: below it gradient descent arrives from every start.

        Above it, it leaves, unless it starts on the flat axis.
        """
        return 2 / float(self.eigenvalues[1])

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
                partials = self._exact_partials(w1, w0)
            return np.array(partials)
        w1, w0 = np.broadcast_arrays(np.asarray(w1, np.float64), np.asarray(w0, np.float64))
        with np.errstate(all="ignore"):
            gradients = np.stack(self._partials(w1, w0), axis=-1)
        for i in zip(*np.nonzero(~np.isfinite(gradients).all(axis=-1)), strict=True):
            gradients[i] = self._exact_partials(w1[i], w0[i])
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
        return LossGrid.sample(self, w1_range, w0_range, resolution)

    def _excess(self, w1: Numbers, w0: Numbers) -> Numbers:
        """Evaluate ``v d1^2 + (m d1 + d0)^2``; a NaN stands for infinity.

        It comes of ``m d1`` in twice the precision, which overflows from d1 = 1e290 on. There
        ``v d1^2`` is infinite alone: `check_data` bounds m by 1e12, and v from below by 1e-32.
        """
        q = self._paired
        d1, d0 = subtract(w1, q.w1), subtract(w0, q.w0)
        t = add(multiply(d1, q.mean), d0)
        return q.variance[0] * d1[0] * d1[0] + t * t

    def _partials(self, w1: Numbers, w0: Numbers) -> tuple[Numbers, Numbers]:
        """Evaluate ``2 (s d1 + m d0)`` and ``2 (m d1 + d0)``, with s the mean of x^2."""
        q = self._paired
        d1, d0 = subtract(w1, q.w1), subtract(w0, q.w0)
        by_w1 = add(multiply(d1, q.mean_square), multiply(d0, q.mean))
        by_w0 = add(multiply(d1, q.mean), d0)
        return 2 * by_w1, 2 * by_w0

    def _exact_partials(self, w1: float, w0: float) -> tuple[float, float]:
        """Evaluate the gradient where doubles overflow on the way: slow, hardly ever needed."""
        if not (math.isfinite(w1) and math.isfinite(w0)):
            return math.nan, math.nan
        q = self._exact
        d1, d0 = Fraction(w1) - q.w1, Fraction(w0) - q.w0
        by_w1 = 2 * (q.mean_square * d1 + q.mean * d0)
        by_w0 = 2 * (q.mean * d1 + d0)
        return _rounded(by_w1), _rounded(by_w0)


def _rounded(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
