"""The data that a line is fitted to, and what is asked of them.

Whoever takes x and y asks here: `MseLoss` for the whole, settings for one rule after the other.
"""

from collections.abc import Mapping, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.messages import one_line, show_limit, show_value

__all__ = [
    "MAX_MAGNITUDE",
    "MIN_POINTS",
    "MIN_RELATIVE_SPREAD",
    "DataError",
    "check_data",
    "check_lengths",
    "check_spread",
]

MIN_POINTS: Final = 2
"""Through a single point any number of lines go."""

MAX_MAGNITUDE: Final = 1e12
"""The largest |x| and |y|: far above data worth a film, far below where their powers overflow."""

MIN_SPREAD: Final = 1e-12
"""The smallest max(x) - min(x): far below data worth a film, far above where powers underflow."""

MIN_RELATIVE_SPREAD: Final = 1e-9
"""The smallest (max(x) - min(x)) / max|x|.

The curvature along the valley of the loss goes with the square of this number; below it, double
precision (2e-16) sees no curvature there at all.
"""


class DataError(ValueError):
    """Data that no single line fits best.

    Attributes:
        rule: What is asked of the data, without its subject: ``"must not all be equal: ..."``.
        data: The offending data as text, by name: ``{"x": "[5, 5, 5]"}``.
    """

    def __init__(self, rule: str, data: Mapping[str, str]) -> None:
        super().__init__(rule, data)  # both in args, so that the error survives pickling
        self.rule = rule
        self.data = dict(data)

    def __str__(self) -> str:
        subject = ", ".join(f"{name} = {text}" for name, text in self.data.items())
        return one_line(f"{subject}: {self.rule}")


def check_data(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Check that a least-squares line through the points (x_i, y_i) exists and is the only one.

    Args:
        x: The inputs, shape (n,) with n >= 2: finite, not all equal.
        y: The targets, shape (n,): finite.

    Returns:
        x and y as read-only float64 copies of shape (n,).

    Raises:
        DataError: If they are not such data; the message names what is wrong and what is allowed.
    """
    xs, ys = _vector("x", x), _vector("y", y)
    check_lengths(xs, ys)
    check_spread(xs)
    return xs, ys


def check_lengths(
    x: Sequence[float] | NDArray[np.float64], y: Sequence[float] | NDArray[np.float64]
) -> None:
    """Refuse x and y that do not pair up, or make fewer than two points.

    Args:
        x: The inputs, numbers.
        y: The targets, numbers.

    Raises:
        DataError: If the lengths differ or are below `MIN_POINTS`.
    """
    shown = {"x": show_value(x), "y": show_value(y)}
    if len(x) != len(y):
        rule = f"must have the same length, but x has {len(x)} and y has {len(y)}"
        raise DataError(rule, shown)
    if len(x) < MIN_POINTS:
        raise DataError(f"must have at least {MIN_POINTS} values each, but have {len(x)}", shown)


def check_spread(x: Sequence[float] | NDArray[np.float64]) -> None:
    """Refuse inputs that leave the slope of the line open.

    Args:
        x: The inputs, at least one, finite.

    Raises:
        DataError: If all are equal, or too close together to be told apart in double precision.
    """
    low, high = float(min(x)), float(max(x))
    magnitude = max(abs(low), abs(high))
    if low == high:
        rule = "must not all be equal: the loss surface then has no single minimum"
    elif high - low < MIN_RELATIVE_SPREAD * magnitude:
        least = show_limit(MIN_RELATIVE_SPREAD)
        rule = (
            f"must differ by at least {least} of their size: any closer, they are equal to double "
            "precision, and the loss surface has no single minimum"
        )
    elif high - low < MIN_SPREAD:
        least = show_limit(MIN_SPREAD)
        rule = f"must differ by at least {least}: give them in a smaller unit"
    else:
        return
    raise DataError(rule, {"x": show_value(x)})


def _vector(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Copy numbers into a read-only array; `name` is what messages call them."""
    shown = {name: show_value(values)}
    try:
        array = np.array(values)
    except ValueError:  # rows of different lengths
        raise DataError("must be a flat list of numbers", shown) from None
    if array.ndim != 1:
        rule = f"must be a flat list of numbers, but has the shape {array.shape}"
        raise DataError(rule, shown)
    if array.size == 0:
        raise DataError(f"must have at least {MIN_POINTS} values", shown)
    booleans = not isinstance(values, np.ndarray) and any(
        isinstance(value, bool | np.bool_) for value in cast("Sequence[object]", values)
    )
    if booleans or array.dtype.kind not in "iuf":
        raise DataError("must hold numbers only", shown)
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise DataError("must hold finite numbers only", shown)
    if np.abs(array).max() > MAX_MAGNITUDE:
        limit = show_limit(MAX_MAGNITUDE)
        raise DataError(f"must lie between -{limit} and {limit}", shown)
    array.flags.writeable = False
    return array
