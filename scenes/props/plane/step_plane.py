"""A weight plane for a step that may be much longer, or much shorter, than what it shows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.weight_plane import ROOM_FOR_NUMBERS, WeightPlane, window_around
from scenes.props.plotting.number import advance_width
from scenes.props.plotting.plot import TICK_GAP, TICK_LENGTH
from scenes.props.plotting.scale import LinearScale
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme

EASILY_SEEN = 0.12
"""Share of the window that a step has to cover so that no zoom is needed."""
ROUNDING = 1e-9
"""Share of the window below which a step is none."""
FEW_TICKS = 3
"""To how many numbers the axis beside the plane comes down where they are wide."""
_MOMENTS = 7
"""How many windows on the way of a zoom are looked at."""


def _shows(window: NDArray[np.float64], points: NDArray[np.float64]) -> bool:
    """Tell whether a window (2, 2) holds points (n, 2), and the first two are easily told apart."""
    places = (points - window[:, 0]) / np.diff(window)[:, 0]
    inside = np.all((places >= 0) & (places <= 1))
    return bool(inside and np.abs(places[1] - places[0]).max() >= EASILY_SEEN)


class StepPlane(WeightPlane):
    """A weight plane that shows the start, with room beside it for the numbers of a zoom.

    Args:
        region: Where all of it goes.
        loss: The loss.
        ranges: The shown ranges of w1 and w0.
        step: The weights (2, 2) before and after the step.
        theme: Colours.
        numbers: How numbers are written.
        loss_label: Typst markup over the colour bar.
        path: Weights (n, 2) whose steps will be shown closely.

    Attributes:
        near: The window (2, 2) that it shows at first.
        far: The window in which the whole step is well seen; the same if it is so at first.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        ranges: Sequence[tuple[float, float]],
        step: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        loss_label: str,
        path: NDArray[np.float64] | None = None,
    ) -> None:
        self.near = np.array(ranges, dtype=float)
        self.far = find_far(self.near, np.vstack([step, loss.minimum]))
        steps = [] if path is None else [path[k : k + 2] for k in range(len(path) - 1)]
        room = TICK_GAP + TICK_LENGTH + TEXT.tick * self._widest_number(numbers, steps)
        w1_range, w0_range = ((float(low), float(high)) for low, high in self.near)
        super().__init__(
            region,
            loss,
            w1_range,
            w0_range,
            theme,
            numbers,
            loss_label,
            max(room, ROOM_FOR_NUMBERS),
        )

    def window_for(
        self, step: NDArray[np.float64], *others: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return a window (2, 2) in which a step is well seen.

        Args:
            step: The weights (2, 2) before and after it; if it is none, `near` will do.
            *others: Weights (2,) that the window holds too, if it can: the first ones rather.
        """
        candidates = [np.vstack([step, *others[:count]]) for count in range(len(others), -1, -1)]
        extents = np.diff(self.near)[:, 0]
        if np.abs((step[1] - step[0]) / extents).max() < ROUNDING:
            return self.near
        windows = [self.near, self.window]
        windows += [window_around(points, extents) for points in candidates]
        return next((window for window in windows if _shows(window, step)), windows[-1])

    def _widest_number(self, numbers: NumberFormat, steps: Sequence[NDArray[np.float64]]) -> float:
        """Return how wide the numbers beside the box become, in ems."""
        near, far = np.diff(self.near)[:, 0], np.diff(self.far)[:, 0]
        widths = []
        for share in np.linspace(0.0, 1.0, _MOMENTS):
            extent = float((near ** (1 - share) * far**share)[1])
            moved = share if near[1] == far[1] else (extent - near[1]) / (far[1] - near[1])
            low = float(self.near[1, 0] + moved * (self.far[1, 0] - self.near[1, 0]))
            widths.append(_widest_tick(low, low + extent, numbers))
        for step in steps:
            if np.abs((step[1] - step[0]) / near).max() >= ROUNDING:
                low, high = map(float, window_around(step, near)[1])
                widths.append(_widest_tick(low, high, numbers))
        return max(widths)


def _widest_tick(low: float, high: float, numbers: NumberFormat) -> float:
    """Return the width of the widest number of an axis, in ems, with as few ticks as may be."""
    ticks = LinearScale(low, high).ticks(FEW_TICKS)
    return max(map(advance_width, numbers.ticks(ticks)))


def find_far(near: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the window (2, 2) in which a step is well seen; the near one if it is so there.

    Args:
        near: The window (2, 2) that shows the start.
        points: Weights (n, 2) to be seen: before the step, after it, and others.
    """
    extents = np.diff(near)[:, 0]
    is_none = np.abs((points[1] - points[0]) / extents).max() < ROUNDING
    if is_none or _shows(near, points):
        return near
    return window_around(points, extents)
