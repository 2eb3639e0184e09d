"""The part of the weight plane to show."""

import math
from decimal import Decimal
from typing import Final

import numpy as np

from gdmath import MseLoss
from gdmath.arrays import FloatArray

__all__ = ["Range", "auto_ranges", "shown_ranges", "widened_around"]

Range = tuple[float, float]
"""The ends of an axis, the lower first."""

_VIEW: Final = 5.0
"""The extent of an axis, in distances to be shown on it: the notebook shows 3 of 15."""
_PROPORTIONS: Final = np.array([3.0, 2.0])
"""The extents of the w1 and the w0 axis to each other, where one scale serves both."""
_VISIBLE: Final = 3.0
"""The factor by which extents may miss these proportions, and still be brought to them.

Beyond, what is to be seen on the enlarged axis would shrink to less than a fifteenth of it.
"""
_ROUND: Final = 2.0
"""Up to this ratio of curvatures the loss is a bowl, which looks like one to one scale only."""
_VISIBLE_IN_BOWL: Final = 9.0
"""The factor by which the extents for a bowl may miss the proportions."""
_NEGLIGIBLE: Final = 1e-2
"""The share in the loss below which a displacement need not be seen."""
_APART: Final = 1e-6
"""The least distance to be shown, relative to the weights."""
_BESIDE: Final = 1e-4
"""A start whose excess loss is below this share of that of zero weights is at the minimum."""


def shown_ranges(
    loss: MseLoss, start: FloatArray, w1_range: Range | None, w0_range: Range | None
) -> tuple[Range, Range]:
    """Return the ranges that are asked for, unless start or minimum would not be seen there.

    Args:
        loss: The loss.
        start: The first weights (w1, w0), shape (2,).
        w1_range: The ends of the w1 axis that are asked for; None for automatic ones.
        w0_range: The ends of the w0 axis, likewise.

    Returns:
        The ends of the w1 and of the w0 axis: the given ones, or those of `auto_ranges`.
    """
    w1_range, w0_range = (
        ends if ends is not None and ends[0] <= min(places) and max(places) <= ends[1] else None
        for ends, places in zip(
            (w1_range, w0_range), zip(start, loss.minimum, strict=True), strict=True
        )
    )
    if w1_range and w0_range:
        return w1_range, w0_range
    return auto_ranges(loss, start, w1_range, w0_range)


def auto_ranges(
    loss: MseLoss,
    start: FloatArray,
    w1_range: Range | None = None,
    w0_range: Range | None = None,
) -> tuple[Range, Range]:
    """Choose the part of the weight plane that a descent is best seen in.

    It shows the minimum, the start and the point where the descent, after its steep part, enters
    the valley: on the flat axis, next to the start. Each of them is at least a fifth of the extent
    away from the border. Where the distances allow it, the extents are about 3 : 2, so that the
    plane can be drawn to one scale. The ends are round numbers. A start at the minimum is shown
    as one at zero weights would be.

    Args:
        loss: The loss.
        start: The first weights (w1, w0), shape (2,).
        w1_range: The ends of the w1 axis, if they are given.
        w0_range: The ends of the w0 axis, if they are given.

    Returns:
        The ends of the w1 and of the w0 axis; given ones unchanged.
    """
    shown = [loss.minimum, *_approach(loss, start)]
    if loss.excess(*map(float, start)) <= _BESIDE * loss.excess(0.0, 0.0):
        shown += _approach(loss, np.zeros(2))
    low, high = np.min(shown, axis=0), np.max(shown, axis=0)
    reach = high - low
    if not reach.any():
        reach = np.array([1.0, 0.0])

    # Far from zero, weights that differ by less cannot be told apart on an axis.
    reach = np.maximum(reach, _APART * np.maximum(np.abs(low), np.abs(high)))
    given = [w1_range, w0_range]
    extents = np.array(
        [
            _VIEW * distance if ends is None else ends[1] - ends[0]
            for distance, ends in zip(reach, given, strict=True)
        ]
    )
    scales = extents / _PROPORTIONS
    shares = np.diagonal(loss.hessian) * reach**2
    smaller = scales.argmin()
    flat, steep = map(float, loss.eigenvalues)
    visible = _VISIBLE_IN_BOWL if steep <= _ROUND * flat else _VISIBLE
    one_scale = scales.max() <= visible * scales.min() or (
        shares[smaller] <= _NEGLIGIBLE * shares.sum()
    )
    if one_scale:
        extents = scales.max() * _PROPORTIONS
    w1_auto, w0_auto = map(_round_range, (low + high) / 2, extents)
    return w1_range or w1_auto, w0_range or w0_auto


def widened_around(point: FloatArray, ranges: FloatArray, room: float) -> list[Range]:
    """Widen ranges in their proportions until a point has room around it.

    Args:
        point: Shape (2,).
        ranges: Shape (2, 2), a row per axis.
        room: The least share of an axis between the point and either end.
    """
    low, high = ranges[:, 0], ranges[:, 1]
    share = 1 - room
    needed = np.maximum(high - point, point - low) / share
    growth = max(1.0, float(np.max(needed / (high - low))))
    if growth == 1.0:
        return [(float(left), float(right)) for left, right in ranges]
    extents = growth * (high - low)
    starts = np.clip((low + high - extents) / 2, point - share * extents, point - room * extents)
    return [
        (float(start), float(start + extent)) for start, extent in zip(starts, extents, strict=True)
    ]


def _approach(loss: MseLoss, start: FloatArray) -> list[FloatArray]:
    """Return a start, and the point on the flat axis next to it."""
    flat = loss.eigenvectors[:, 0]
    return [start, loss.minimum + flat @ (start - loss.minimum) * flat]


def _round_range(center: float, extent: float) -> Range:
    """Return ends that are whole multiples of 1, 2.5 or 5 times a power of ten.

    The multiple is from a tenth to a quarter of the extent.
    """
    power = Decimal(1).scaleb(math.floor(math.log10(extent / 10)))
    step = next(
        power * m for m in map(Decimal, ("1", "2.5", "5", "10")) if power * m >= extent / 10
    )
    low, high = (
        float(round(end / float(step)) * step) for end in (center - extent / 2, center + extent / 2)
    )
    return low, high
