"""A number that runs while a prop follows it: one animation for whatever knows its own states."""

from collections.abc import Callable
from typing import Any

from manim import Animation, Mobject


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
        return self.mobject

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
