"""Numbers that run while mobjects follow them: one clock for all that shows the same update."""

from collections.abc import Callable
from typing import Any, Protocol, cast

from manim import Animation, Group, Mobject
from manim.utils.rate_functions import linear


class ClockView(Protocol):
    """What can show the state after k updates; between two whole k it is on its way."""

    @property
    def live(self) -> Mobject:
        """The part that changes; what does not change is drawn only once."""

    def show(self, k: float) -> None:
        """Show the state after k updates."""


class RunClock(Animation):
    """Lets k run, and every view show the same k in every frame.

    Args:
        views: What shows k.
        start: First k.
        end: Last k.
        pace: From the share of the time (0 to 1) to the share of the way (0 to 1).
        whole: Whether k jumps from one whole number to the next, as the updates do.
        **kwargs: For `Animation`, e.g. ``run_time``.
    """

    def __init__(
        self,
        *views: ClockView,
        start: float,
        end: float,
        pace: Callable[[float], float] = linear,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        self._views = views
        self._start = start
        self._end = end
        self._pace = pace
        self._whole = whole
        super().__init__(Group(*(view.live for view in views)), rate_func=linear, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """Spare the copy that Manim makes of what it animates: the views know every state."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the moment at a share of the run time."""
        k = self._start + (self._end - self._start) * self._pace(alpha)
        if self._whole:
            k = float(int(k + 1e-9)) if alpha < 1 else float(self._end)
        for view in self._views:
            view.show(k)


class Sweep(Animation):
    """Lets a number run from one value to another and has a prop show each.

    Args:
        mobject: What changes.
        show: Called with the number.
        start: First value.
        end: Last value.
        geometric: Whether the number changes by equal ratios instead of equal differences; both
            ends are above zero then.
        **kwargs: For `Animation`, e.g. ``run_time``.
    """

    def __init__(
        self,
        mobject: Mobject,
        show: Callable[[float], object],
        start: float,
        end: float,
        geometric: bool = False,
        **kwargs: Any,
    ) -> None:
        self._show = show
        self._ends = start, end
        self._geometric = geometric
        super().__init__(mobject, **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """Spare the copy that Manim makes of what it animates."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the moment at a share of the run time."""
        start, end = self._ends
        share = self.rate_func(alpha)
        if share >= 1:
            value = end
        elif self._geometric:
            value = start ** (1 - share) * end**share
        else:
            value = (1 - share) * start + share * end
        self._show(value)
