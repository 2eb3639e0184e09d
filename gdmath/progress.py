"""How far a descent came, in the words that a lecture needs."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gdmath.loss import MseLoss
from gdmath.rounding import DOUBLE, excess_rounding, is_negligible
from gdmath.trajectory import Trajectory

__all__ = ["Change", "Progress", "change_of", "progress", "turns"]

Change = Literal["up", "down", "same"]
"""What a step does to a loss."""

Progress = Literal["stayed", "diverged", "arrived", "crawled", "approached"]
"""What became of a descent:

- ``"stayed"``: it began at the minimum, and is there still;
- ``"diverged"``: its loss ended above where it began, or left the finite;
- ``"arrived"``: of the excess loss less than a millionth is left, and each weight is nearer to
  the minimum than a hundredth of its largest distance on the way;
- ``"crawled"``: of the excess loss more than nine tenths are left;
- ``"approached"``: anything between the two.
"""

ARRIVED_BELOW = 1e-6
"""Share of the first excess loss below which a descent has arrived."""
BESIDE_BELOW = 1e-2
"""Share of a weight's largest distance from the minimum within which it has arrived."""
CRAWLED_ABOVE = 0.9
"""Share of the first excess loss above which a descent has hardly begun."""
CHANGED_ABOVE = 0.01
"""Relative change of a loss above which it has changed: then its three digits have, too."""


def change_of(before: float, after: float) -> Change:
    """Return what a step does to a loss."""
    if abs(after - before) <= CHANGED_ABOVE * before:
        return "same"
    return "up" if after > before else "down"


def turns(trajectory: Trajectory, loss: MseLoss) -> NDArray[np.int64]:
    """Return what each step does to the loss, beyond rounding.

    Args:
        trajectory: The descent.
        loss: The loss that it descended.

    Returns:
        For each update 1 if the loss rises, -1 if it falls, 0 if neither can be told, shape (k,).
    """
    weights = trajectory.weights
    excess = loss.excess(weights[:, 0], weights[:, 1])
    hidden = excess_rounding(loss, weights)
    hidden = np.maximum(hidden[:-1], hidden[1:])
    changes = np.diff(excess)
    return np.where(np.abs(changes) <= hidden, 0, np.sign(changes)).astype(np.int64)


def progress(trajectory: Trajectory, loss: MseLoss, epsilon: float = DOUBLE) -> Progress:
    """Tell what became of a descent.

    Args:
        trajectory: The descent.
        loss: The loss that it descended.
        epsilon: Relative spacing of the numbers in which it descended.

    Returns:
        One of the words of `Progress`.
    """
    first, last = (float(loss.excess(*trajectory.weights[index])) for index in (0, -1))
    if trajectory.outcome == "diverged":
        return "diverged"
    if is_negligible(first, loss, epsilon):
        return "stayed"
    distances = np.abs(trajectory.weights - loss.minimum)
    beside = bool(np.all(distances[-1] <= BESIDE_BELOW * distances.max(axis=0)))
    if last <= ARRIVED_BELOW * first and beside:
        return "arrived"
    if last >= CRAWLED_ABOVE * first:
        return "crawled"
    return "approached"
