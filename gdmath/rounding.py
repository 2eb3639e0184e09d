"""What counts as zero on given data: what rounding to doubles explains.

A number that is meant to be 0.3 is stored as the double beside it, so that data which follow a rule
miss it by some of the last bits, and what is zero by the rule is not zero in the computer. How far
that reaches follows from the size of the numbers: each prediction ``w1 x_i + w0`` and each target
y_i is known to so many units in the last place of its terms. All that a lecture calls zero, flat or
exact is asked here.
"""

import math
from typing import Final

import numpy as np

from gdmath.arrays import FloatArray
from gdmath.loss import MseLoss
from gdmath.trajectory import Trajectory

__all__ = [
    "cleared",
    "descent_rounding",
    "error_rounding",
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


def error_rounding(loss: MseLoss, w1: float, w0: float, epsilon: float = DOUBLE) -> FloatArray:
    """Return what rounding may do to the errors of the points.

    Args:
        loss: The loss, which knows the data.
        w1: The weight of the input.
        w0: The bias.
        epsilon: The numbers' relative spacing; that of doubles unless another one is given.

    Returns:
        Bounds, shape (n,).
    """
    terms = np.abs(w1 * loss.x) + abs(w0) + np.abs(loss.y)
    return np.asarray(UNITS * epsilon * terms)


def loss_rounding(loss: MseLoss, epsilon: float = DOUBLE) -> float:
    """Return the largest loss, or excess loss, that rounding explains at the minimum."""
    w1, w0 = map(float, loss.minimum)
    return float(np.mean(error_rounding(loss, w1, w0, epsilon) ** 2))


def is_negligible(value: float, loss: MseLoss, epsilon: float = DOUBLE) -> bool:
    """Tell whether a loss, or an excess loss, is zero but for rounding."""
    return value <= loss_rounding(loss, epsilon)


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
    return np.where(np.abs(gradient) <= _gradient_rounding(loss, w1, w0, DOUBLE), 0.0, gradient)


def minimum_rounding(loss: MseLoss) -> FloatArray:
    """Return how far rounding of the data moves the weights of the minimum: bounds (w1, w0)."""
    quadratic = loss.quadratic
    size = np.sqrt(loss_rounding(loss))
    by_slope = size / np.sqrt(quadratic.variance)
    return np.array([by_slope, size + abs(quadratic.mean) * by_slope])


def descent_rounding(loss: MseLoss, trajectory: Trajectory, epsilon: float) -> FloatArray:
    """Return how far a descent may be from the exact one only because its numbers are rounded.

    Each update rounds weights and gradient anew, and carries on what was rounded before, at most
    times the larger factor ``|1 - eta * lambda|``.

    Args:
        loss: The loss.
        trajectory: The descent.
        epsilon: Relative spacing of the numbers in which it was computed.

    Returns:
        A bound of the distance in the weight plane at the start and after each update, (k+1,).
    """
    eta = trajectory.learning_rate
    growth = float(np.abs(1 - eta * loss.eigenvalues).max())
    bounds = []
    carried = 0.0
    for w1, w0 in trajectory.weights.tolist():
        bounds.append(carried + epsilon * math.hypot(w1, w0))
        carried = growth * bounds[-1] + eta * math.hypot(*_gradient_rounding(loss, w1, w0, epsilon))
    return np.array(bounds)


def _gradient_rounding(loss: MseLoss, w1: float, w0: float, epsilon: float) -> FloatArray:
    """Return what rounding may do to the partial derivatives: bounds by (w1, w0)."""
    errors = error_rounding(loss, w1, w0, epsilon)
    return 2 * np.array([np.mean(errors * np.abs(loss.x)), np.mean(errors)])
