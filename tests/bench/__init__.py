"""Benchmarks: `python -m tests.bench [topic ...]` prints a table for each topic.

A topic is a function that returns rows, in a module of this package:

    @topic("surface", "one 1080p frame of the loss surface")
    def surface() -> list[Row]:
        return [Row("as it was", best_time(old)), Row("as it is", best_time(new), "goal: 10 x")]

The first row is what the others are compared with. Time is told, never tested: a test that fails
on a busy machine says nothing about the code.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["TOPICS", "Row", "Topic", "best_time", "topic"]


class Row(NamedTuple):
    """One line of a table."""

    what: str
    seconds: float
    note: str = ""
    """E.g. the goal."""


class Topic(NamedTuple):
    """What one table is about."""

    name: str
    title: str
    measure: Callable[[], list[Row]]

    def table(self) -> str:
        """Measure, and write the rows one below the other."""
        rows = self.measure()
        width = max(len(row.what) for row in rows)
        lines = [f"{self.name}: {self.title}"]
        for row in rows:
            ratio = rows[0].seconds / row.seconds
            lines.append(
                f"  {row.what:<{width}}  {_duration(row.seconds):>9}  {ratio:>9,.3g} x  {row.note}"
            )
        return "\n".join(line.rstrip() for line in lines)


TOPICS: dict[str, Topic] = {}
"""All topics by name, in the order of their definition."""


def topic(name: str, title: str) -> Callable[[Callable[[], list[Row]]], Callable[[], list[Row]]]:
    """Register a function that measures.

    Args:
        name: For the command line.
        title: What is compared.
    """

    def register(measure: Callable[[], list[Row]]) -> Callable[[], list[Row]]:
        TOPICS[name] = Topic(name, title, measure)
        return measure

    return register


def best_time(function: Callable[[], object], repeats: int = 5, seconds: float = 0.2) -> float:
    """Return the seconds that a call takes: the best mean of several rounds.

    Args:
        function: What to call.
        repeats: The number of rounds.
        seconds: The length of a round, at least; one call is enough if it is longer.
    """
    calls, best = 1, float("inf")
    for _ in range(repeats):
        while True:
            begin = time.perf_counter()
            for _ in range(calls):
                function()
            elapsed = time.perf_counter() - begin
            if elapsed >= seconds / 2:
                break
            calls *= 2
        best = min(best, elapsed / calls)
    return best


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
