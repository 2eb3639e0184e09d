"""How far a descent came, in the words that a lecture needs."""

from typing import Literal

import numpy as np

from gdmath.loss import MseLoss
from gdmath.trajectory import Trajectory

__all__ = ["Progress", "is_negligible", "progress"]

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
NEGLIGIBLE_BELOW = 1e-12
"""Loss, relative to the mean of y squared, that is zero but for rounding."""


def is_negligible(value: float, loss: MseLoss) -> bool:
    """Tell whether a loss, or an excess loss, is zero but for rounding in the data's size."""
    return value <= NEGLIGIBLE_BELOW * float((loss.y**2).mean())


def progress(trajectory: Trajectory, loss: MseLoss) -> Progress:
    """Tell what became of a descent.

    Args:
        trajectory: The descent.
        loss: The loss that it descended.

    Returns:
        One of the words of `Progress`.
    """
    first, last = (float(loss.excess(*trajectory.weights[index])) for index in (0, -1))
    if trajectory.outcome == "diverged":
        return "diverged"
    if is_negligible(first, loss):
        return "stayed"
    distances = np.abs(trajectory.weights - loss.minimum)
    beside = bool(np.all(distances[-1] <= BESIDE_BELOW * distances.max(axis=0)))
    if last <= ARRIVED_BELOW * first and beside:
        return "arrived"
    if last >= CRAWLED_ABOVE * first:
        return "crawled"
    return "approached"
