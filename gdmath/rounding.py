"""What counts as zero on given data: what rounding to doubles explains.

A number that is meant to be 0.3 is stored as the double beside it, so that data which follow a rule
miss it by some of the last bits, and what is zero by the rule is not zero in the computer. How far
that reaches follows from the size of the numbers: each error ``w1 x_i + w0 - y_i`` is known to so
many units in the last place of its terms. All that a lecture calls zero, flat or exact is asked
here.
"""

import math
from typing import Final

import numpy as np

from gdmath.arrays import FloatArray
from gdmath.loss import MseLoss

__all__ = [
    "cleared",
    "descent_rounding",
    "excess_rounding",
    "gradient_cleared",
    "is_negligible",
    "loss_rounding",
    "minimum_rounding",
]

UNITS: Final = 8.0
"""Units in the last place that each term of an error may be off: some operations made the data."""
DOUBLE: Final = float(np.finfo(np.float64).eps)
SINGLE: Final = float(np.finfo(np.float32).eps)
"""Relative spacing of doubles, and of the 32-bit numbers that Keras computes with."""


def loss_rounding(
    loss: MseLoss, weights: FloatArray | None = None, epsilon: float = DOUBLE
) -> FloatArray:
    """Return the largest loss, or excess loss, that rounding of the errors' terms explains.

    Args:
        loss: The loss, which knows the data.
        weights: Weights (w1, w0), shape (..., 2); those of the minimum if there are none.
        epsilon: The numbers' relative spacing.

    Returns:
        The bounds, shape (...).
    """
    return np.asarray(_error_rounding(loss, weights, epsilon) ** 2)


def excess_rounding(loss: MseLoss, weights: FloatArray, epsilon: float = DOUBLE) -> FloatArray:
    """Return by how much rounding of the weights may change the excess loss at them.

    The higher they lie, the more: ``(a + r)^2`` differs from ``a^2`` by ``2 a r + r^2``.

    Args:
        loss: The loss, which knows the data.
        weights: (w1, w0), shape (..., 2).
        epsilon: The numbers' relative spacing.

    Returns:
        The bounds, shape (...).
    """
    moved = _error_rounding(loss, weights, epsilon)
    root = np.sqrt(loss.excess(weights[..., 0], weights[..., 1]))
    return np.asarray((2 * root + moved) * (moved + UNITS * epsilon * root))


def is_negligible(value: float, loss: MseLoss, epsilon: float = DOUBLE) -> bool:
    """Tell whether a loss, or an excess loss, is zero but for rounding."""
    return bool(value <= loss_rounding(loss, epsilon=epsilon))


def cleared(value: float, loss: MseLoss, epsilon: float = DOUBLE) -> float:
    """Return a loss as it is to be shown: 0 where it is rounding."""
    return 0.0 if is_negligible(value, loss, epsilon) else float(value)


def gradient_cleared(loss: MseLoss, weights: FloatArray) -> FloatArray:
    """Return the gradient at weights, with 0 for a partial derivative that is rounding.

    At the minimum both are.

    Args:
        loss: The loss.
        weights: (w1, w0), shape (2,).

    Returns:
        The partial derivatives by (w1, w0), shape (2,).
    """
    w1, w0 = map(float, weights)
    if is_negligible(loss.excess(w1, w0), loss):
        return np.zeros(2)
    gradient = loss.gradient(w1, w0)
    hidden = _gradient_rounding(loss, weights, DOUBLE)
    return np.where(np.abs(gradient) <= hidden, 0.0, gradient)


def minimum_rounding(loss: MseLoss) -> FloatArray:
    """Return how far rounding of the data moves the weights of the minimum: bounds (w1, w0)."""
    quadratic = loss.quadratic
    size = math.sqrt(loss_rounding(loss))
    by_slope = size / math.sqrt(quadratic.variance)
    return np.array([by_slope, size + abs(quadratic.mean) * by_slope])


def descent_rounding(
    loss: MseLoss, weights: FloatArray, learning_rate: float, epsilon: float
) -> FloatArray:
    """Return how far a descent may be from the exact one only because its numbers are rounded.

    Each update rounds weights and gradient anew, and carries on what was rounded before, at most
    times the larger factor ``|1 - eta * lambda|``.

    Args:
        loss: The loss.
        weights: The weights after each update, shape (k+1, 2).
        learning_rate: The descent's.
        epsilon: Relative spacing of the numbers in which it was computed.

    Returns:
        A bound of the distance in the weight plane at the start and after each update, (k+1,).
    """
    growth = float(np.abs(1 - learning_rate * loss.eigenvalues).max())
    anew = learning_rate * np.hypot(*_gradient_rounding(loss, weights, epsilon).T)
    stored = epsilon * np.hypot(*weights.T)
    bounds = [float(stored[0])]
    for by_gradient, by_weights in zip(anew[:-1], stored[1:], strict=True):
        bounds.append(growth * bounds[-1] + float(by_gradient) + float(by_weights))
    return np.array(bounds)


def _error_rounding(loss: MseLoss, weights: FloatArray | None, epsilon: float) -> FloatArray:
    """Return what rounding may do to the root of the mean squared error, shape (...)."""
    w1, w0 = np.moveaxis(np.abs(loss.minimum if weights is None else weights), -1, 0)
    x_size, y_size = _size(loss.x), _size(loss.y)
    return np.asarray(UNITS * epsilon * (w1 * x_size + w0 + y_size))


def _gradient_rounding(loss: MseLoss, weights: FloatArray, epsilon: float) -> FloatArray:
    """Return what rounding may do to the partial derivatives by (w1, w0), shape (..., 2)."""
    errors = _error_rounding(loss, weights, epsilon)
    return np.stack([2 * errors * _size(loss.x), 2 * errors], axis=-1)


def _size(values: FloatArray) -> float:
    """Return the root of the mean square."""
    return math.sqrt(float(np.mean(values**2)))
