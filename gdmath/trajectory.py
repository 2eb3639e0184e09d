"""What any descent returns: the way of the weights, and what became of it."""

import math
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from gdmath.arrays import FloatArray, read_only
from gdmath.loss import MseLoss
from gdmath.rounding import excess_rounding

__all__ = ["LARGEST_LOSS", "Outcome", "Trajectory", "weights_at"]

Outcome = Literal["converged", "descending", "diverged"]
"""What was observed; see `Trajectory.outcome`."""

LARGEST_LOSS: Final = 1e300
"""The largest loss of a trajectory.

Up to it all that a loss is made of and drawn with is finite, too: the squares of ten thousand
points, their sum, the weights after one more update, the next power of ten on an axis.
"""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The weights visited by a descent, with loss and gradient at each of them.

    All entries are finite. Row 0 is the start, row k the state after k updates.
    """

    weights: FloatArray
    """Shape (k+1, 2), read-only: (w1, w0)."""
    losses: FloatArray
    """Shape (k+1,), read-only: the MSE."""
    gradients: FloatArray
    """Shape (k+1, 2), read-only: the derivatives of the MSE by (w1, w0)."""
    learning_rate: float
    """The factor between the gradient and the update, above zero."""
    outcome: Outcome
    """What was observed, not what theory foretells.

    - ``"converged"``: the last gradient is no longer than the tolerance.
    - ``"diverged"``: the loss ended above where it began, or left the range of the numbers, which
      ends at `LARGEST_LOSS`; then the trajectory is cut at the last step within it.
    - ``"descending"``: neither.
    """

    def __post_init__(self) -> None:
        for name in ("weights", "losses", "gradients"):
            array = read_only(getattr(self, name))
            if not np.isfinite(array).all():
                message = f"{name} must be finite"
                raise ValueError(message)
            object.__setattr__(self, name, array)
        rows = self.losses.size
        if not (
            rows
            and self.losses.shape == (rows,)
            and self.weights.shape == self.gradients.shape == (rows, 2)
        ):
            message = (
                "weights, losses and gradients must have the shapes (k+1, 2), (k+1,) and (k+1, 2), "
                f"not {self.weights.shape}, {self.losses.shape} and {self.gradients.shape}"
            )
            raise ValueError(message)

    @classmethod
    def observe(
        cls,
        loss: MseLoss,
        weights: NDArray[np.floating[Any]],
        *,
        learning_rate: float,
        tolerance: float = 0.0,
    ) -> Self:
        """Look at where a descent went: the one place that cuts it and names its outcome.

        Args:
            loss: The loss, evaluated in float64 whatever the weights are stored in.
            weights: Shape (k+1, 2): the weights (w1, w0) from the start on, in the precision of
                the descent, float64 or float32. They may end in rows that are not finite.
            learning_rate: The descent's.
            tolerance: The length of the gradient that counts as zero.

        Returns:
            The trajectory, up to the last row before weights or gradient left the finite, or the
            loss exceeded `LARGEST_LOSS`.

        Raises:
            ValueError: If already the start is not finite, or its loss too large.
        """
        rows = np.asarray(weights, np.float64)
        losses = loss(rows[:, 0], rows[:, 1])
        gradients = loss.gradient(rows[:, 0], rows[:, 1])
        finite = np.isfinite(rows).all(axis=1) & (losses <= LARGEST_LOSS)
        finite &= np.isfinite(gradients).all(axis=1)
        length = rows.shape[0] if finite.all() else int(finite.argmin())
        if length == 0:
            w1, w0 = rows[0]
            message = f"the loss at the start (w1 = {w1:g}, w0 = {w0:g}) is not finite"
            raise ValueError(message)
        outcome: Outcome
        if length < rows.shape[0]:
            outcome = "diverged"
        elif math.hypot(*gradients[-1]) <= tolerance:
            outcome = "converged"
        elif _rose(loss, rows[0], rows[-1], learning_rate, float(np.finfo(weights.dtype).eps)):
            outcome = "diverged"
        else:
            outcome = "descending"
        return cls(rows[:length], losses[:length], gradients[:length], learning_rate, outcome)

    @property
    def steps(self) -> int:
        """The number of updates, k."""
        return self.losses.size - 1

    def at(self, k: float) -> FloatArray:
        """Return the weights (2,) after k updates, k from 0 on; see `weights_at`."""
        return weights_at(self.weights, k)

    def __repr__(self) -> str:
        return (
            f"Trajectory({self.steps} steps at learning rate {self.learning_rate:g}, "
            f"loss {self.losses[0]:g} -> {self.losses[-1]:g}, {self.outcome})"
        )

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        fields = (self.weights, self.losses, self.gradients, self.learning_rate, self.outcome)
        return type(self), fields


def weights_at(weights: FloatArray, k: float) -> FloatArray:
    """Return where a walk over the weight plane is at a moment, on the straight way between steps.

    Args:
        weights: The weights (w1, w0) before the first update and after each, shape (n, 2).
        k: The number of updates, from 0 on, whole or not; from the end on the last weights.

    Returns:
        The weights, shape (2,).
    """
    whole = min(math.floor(k), len(weights) - 1)
    before: FloatArray = weights[whole]
    if whole == len(weights) - 1:
        return before
    share = k - whole
    after: FloatArray = weights[whole + 1]
    return (1 - share) * before + share * after


def _rose(
    loss: MseLoss, start: FloatArray, end: FloatArray, learning_rate: float, epsilon: float
) -> bool:
    """Tell whether the loss rose, by more than the rounding of the descent explains.

    A descent that starts in the minimum dances about it on the last bits of its weights. Up to the
    critical rate it may drift besides: rounding can hide a gradient of about
    ``g = epsilon * lambda_max * |w*|``, and the excess loss behind that is at most
    ``g^2 / (2 lambda_min)``.
    """
    rise = loss.excess(float(end[0]), float(end[1])) - loss.excess(float(start[0]), float(start[1]))
    hidden = float(excess_rounding(loss, np.array([start, end]), epsilon).max())
    if learning_rate <= loss.critical_learning_rate * (1 + _AT_CRITICAL):
        flat, steep = map(float, loss.eigenvalues)
        gradient = 4 * epsilon * steep * math.hypot(*loss.minimum)
        hidden = max(hidden, gradient**2 / (2 * flat))
    return rise > hidden


_AT_CRITICAL = 1e-9
"""Relative distance of two rates that is rounding."""
