"""Plane geometry of paths: clipping to a box, many straight pieces or dots as one path."""

import numpy as np
from numpy.typing import NDArray

_FAR = 50.0
"""A segment with both ends so many widths of the box away tells nothing that can be seen."""

_CIRCLE_HANDLE = 0.5522847498
"""Handle length of the cubic that best approximates a quarter of the unit circle."""


def clip_segments(
    points: NDArray[np.float64], low: float, high: float, far: float = _FAR
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Cut the segments of a polyline off at a square (Liang and Barsky 1984).

    Args:
        points: Corners (n, 2).
        low: Lower bound of both coordinates.
        high: Upper bound of both coordinates.
        far: A segment with both ends so far away counts as not inside, wherever it leads.

    Returns:
        Starts (n-1, 2), ends (n-1, 2) and whether anything of the segment is inside (n-1,).
    """
    starts = points[:-1]
    steps = np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        at_low = (low - starts) / steps
        at_high = (high - starts) / steps
    parallel = steps == 0
    inside = (starts >= low) & (starts <= high)
    enter = np.where(parallel, np.where(inside, -np.inf, np.inf), np.minimum(at_low, at_high))
    leave = np.where(parallel, np.where(inside, np.inf, -np.inf), np.maximum(at_low, at_high))
    first = np.clip(enter.max(axis=1), 0.0, None)
    last = np.clip(leave.min(axis=1), None, 1.0)
    is_far = np.abs(points).max(axis=1) > far
    visible = (first <= last) & ~(is_far[:-1] & is_far[1:])
    first = np.where(visible, first, 0.0)[:, None]
    last = np.where(visible, last, 0.0)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        return starts + first * steps, starts + last * steps, visible


def clip_line(
    point: NDArray[np.float64], direction: NDArray[np.float64], low: float, high: float
) -> tuple[float, float] | None:
    """Cut an infinite line off at a square, wherever its point lies and however steep it is.

    Args:
        point: A point (2,) of the line.
        direction: Along it (2,), not zero.
        low: Lower bound of both coordinates.
        high: Upper bound of both coordinates.

    Returns:
        Where it enters and leaves, in directions from the point; None if it misses the square.
    """
    enter, leave = -np.inf, np.inf
    for place, step in zip(point, direction, strict=True):
        if step == 0:
            if not low <= place <= high:
                return None
            continue
        first, last = sorted([(low - place) / step, (high - place) / step])
        enter, leave = max(enter, first), min(leave, last)
    return (float(enter), float(leave)) if enter < leave else None


def segments_path(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Bézier points (4n, 3) of straight pieces from starts to ends (each (n, 3))."""
    thirds = np.linspace(0.0, 1.0, 4)[None, :, None]
    return (starts[:, None] * (1 - thirds) + ends[:, None] * thirds).reshape(-1, 3)


def dots_path(centers: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """Return the Bézier points (16n, 3) of circles around centers (n, 3)."""
    h = _CIRCLE_HANDLE
    quarter = np.array([[1.0, 0.0], [1.0, h], [h, 1.0], [0.0, 1.0]])
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    circle = np.concatenate([quarter @ np.linalg.matrix_power(turn, n) for n in range(4)])
    circle = np.column_stack([circle * radius, np.zeros(len(circle))])
    points: NDArray[np.float64] = (centers[:, None] + circle[None]).reshape(-1, 3)
    return points


def arrowhead(
    base: NDArray[np.float64], direction: NDArray[np.float64], length: float
) -> NDArray[np.float64]:
    """Return the Bézier outline (12, 3) of an arrowhead.

    Args:
        base: Middle of its base (3,).
        direction: Where it points (3,), of any length.
        length: From base to tip; the base is four fifths as wide.
    """
    along = direction / np.linalg.norm(direction) * length
    across = 0.4 * np.array([-along[1], along[0], 0.0])
    corners = np.array([base + across, base + along, base - across])
    return segments_path(corners, np.roll(corners, -1, axis=0))
