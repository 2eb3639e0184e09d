"""Gradient descent by hand: ``w_k = w_{k-1} - eta * grad f(w_{k-1})``."""

import math
from operator import index

import numpy as np
from numpy.typing import ArrayLike

from gdmath.loss import MseLoss
from gdmath.trajectory import Trajectory

__all__ = ["gradient_descent"]


def gradient_descent(
    loss: MseLoss,
    start: ArrayLike,
    learning_rate: float,
    steps: int,
    tolerance: float = 0.0,
) -> Trajectory:
    """Walk against the gradient.

    The walk ends early where the gradient is shorter than the tolerance (nothing is shorter than
    the default: all steps are taken), and where the weights leave the range of the numbers.

    Args:
        loss: The loss to descend.
        start: The first weights (w1, w0), finite.
        learning_rate: eta, the factor between the gradient and the step; finite, above zero.
        steps: The greatest number of updates, at least zero.
        tolerance: The length of the gradient below which to stop, at least zero.

    Returns:
        The weights from the start on, at most ``steps + 1`` of them. Divergence is an outcome, no
        error: the trajectory then ends at its last finite step.

    Raises:
        ValueError: If an argument is not as above, or the loss at the start is not finite.
    """
    w1, w0 = check_start(start)
    eta = check_learning_rate(learning_rate)
    limit = check_count("steps", steps)
    if not 0 <= tolerance < math.inf:
        message = f"tolerance must be a finite number, at least 0, not {tolerance!r}"
        raise ValueError(message)

    weights = [(w1, w0)]
    for _ in range(limit):
        by_w1, by_w0 = loss.gradient(w1, w0).tolist()
        if math.hypot(by_w1, by_w0) < tolerance:
            break
        w1, w0 = w1 - eta * by_w1, w0 - eta * by_w0
        weights.append((w1, w0))
        if not (math.isfinite(w1) and math.isfinite(w0)):
            break
    return Trajectory.observe(loss, np.array(weights), learning_rate=eta, tolerance=tolerance)


def check_start(start: ArrayLike) -> tuple[float, float]:
    """Return the start as two floats, or refuse it with a ValueError."""
    weights = np.asarray(start, dtype=np.float64)
    if weights.shape != (2,) or not np.isfinite(weights).all():
        message = f"start must be two finite numbers (w1, w0), not {start!r}"
        raise ValueError(message)
    w1, w0 = weights.tolist()
    return w1, w0


def check_learning_rate(learning_rate: float) -> float:
    """Return the learning rate as a float, or refuse it with a ValueError."""
    if not 0 < learning_rate < math.inf:
        message = f"learning_rate must be a finite number above 0, not {learning_rate!r}"
        raise ValueError(message)
    return float(learning_rate)


def check_count(name: str, count: int) -> int:
    """Return a number of updates as an int, or refuse it with a ValueError."""
    if index(count) < 0:
        message = f"{name} must be at least 0, not {count}"
        raise ValueError(message)
    return index(count)
