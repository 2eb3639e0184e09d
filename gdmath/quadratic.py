"""The quadratic that the mean squared error of one linear neuron is.

With the least-squares weights ``(w1*, w0*)``, the displacements ``d1 = w1 - w1*`` and
``d0 = w0 - w0*``, the mean m of x and its (population) variance v, the loss is

    f = f_min + v d1^2 + (m d1 + d0)^2.

No term is negative, and none of the large squares is left that cancel when the sum is expanded.
Its constants are computed in rational arithmetic (every double is a rational number) and rounded
once.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Generic, NamedTuple, Self, TypeVar

import numpy as np

from gdmath.arrays import FloatArray, read_only

__all__ = ["Coefficients", "Quadratic", "fit"]

ROUND = 1e-12
"""Share of their sum up to which two curvatures differ by the rounding of the data alone."""

Constant = TypeVar("Constant")


@dataclass(frozen=True, eq=False)
class Quadratic:
    """The loss by its constants, each rounded once."""

    minimum: FloatArray
    """Shape (2,), read-only: the least-squares weights (w1, w0)."""
    minimum_loss: float
    """The loss at the exact minimum: nowhere undercut; 0.0 for points on a line."""
    mean: float
    """m: the mean of x."""
    variance: float
    """v: the mean of (x - m)^2, above zero."""
    hessian: FloatArray
    """Shape (2, 2), read-only: the second derivatives, the same everywhere."""
    eigenvalues: FloatArray
    """Shape (2,), read-only, ascending, positive: the curvatures along the flat and steep axes."""
    eigenvectors: FloatArray
    """Shape (2, 2), read-only: the flat and the steep axis as columns, unit vectors.

    The steep axis points to the right, or straight up; the flat one is the steep one turned left
    by a quarter. Where both curvatures are equal, but for rounding, (1, 0) counts as steep.
    """

    @classmethod
    def of(cls, exact: "Coefficients[Fraction]") -> Self:
        """Round the coefficients, and take the Hessian apart."""
        eigenvalues, eigenvectors = _eigensystem(exact)
        return cls(
            minimum=read_only([float(exact.w1), float(exact.w0)]),
            minimum_loss=float(exact.minimum_loss),
            mean=float(exact.mean),
            variance=float(exact.variance),
            hessian=read_only(_hessian(exact)),
            eigenvalues=read_only(eigenvalues),
            eigenvectors=read_only(eigenvectors),
        )

    @property
    def factors(self) -> FloatArray:
        """Shape (2, 2): the excess loss is ``|factors @ (d1, d0)|^2``."""
        return np.array([[math.sqrt(self.variance), 0.0], [self.mean, 1.0]])


class Coefficients(NamedTuple, Generic[Constant]):
    """The constants of the loss: exact, or as double words."""

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


def fit(x: FloatArray, y: FloatArray) -> Coefficients[Fraction]:
    """Solve the normal equations exactly.

    Args:
        x: The inputs, shape (n,), as `check_data` returns them.
        y: The targets, likewise.
    """
    xs, x_unit = _integers(x)
    ys, y_unit = _integers(y)
    mean_x = _mean(xs) * x_unit
    mean_y = _mean(ys) * y_unit
    mean_square = _mean(map(mul, xs, xs)) * x_unit**2
    variance = mean_square - mean_x**2
    covariance = _mean(map(mul, xs, ys)) * x_unit * y_unit - mean_x * mean_y
    variance_y = _mean(map(mul, ys, ys)) * y_unit**2 - mean_y**2
    w1 = covariance / variance
    return Coefficients(
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


def _hessian(q: Coefficients[Fraction]) -> list[list[float]]:
    return [[float(2 * q.mean_square), float(2 * q.mean)], [float(2 * q.mean), 2.0]]


def _eigensystem(q: Coefficients[Fraction]) -> tuple[list[float], list[list[float]]]:
    """Return eigenvalues (flat, steep) and eigenvectors (as columns) of the Hessian.

    Of ``2 [[s, m], [m, 1]]`` the trace is ``2 (s + 1)``, the determinant ``4 v``. The smaller
    eigenvalue is taken from the determinant: as a difference it would lose its digits.
    """
    difference = float(q.mean_square - 1)
    shear = float(2 * q.mean)
    spread = math.hypot(difference, shear)
    steep = float(q.mean_square + 1) + spread
    flat = float(4 * q.variance) / steep
    if spread <= ROUND * float(q.mean_square + 1):
        right, up = 1.0, 0.0
    elif difference >= 0:  # of two parallel forms of the eigenvector, the one that only adds
        right, up = difference + spread, shear
    else:
        right, up = abs(shear), math.copysign(spread - difference, shear)
    length = math.hypot(right, up)
    right, up = right / length, up / length
    return [flat, steep], [[0.0 - up, right], [right, up]]
