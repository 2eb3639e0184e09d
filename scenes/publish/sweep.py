"""The film for several values of some parameters, each set in a folder of its own."""

import hashlib
import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gdmath.messages import shorten
from scenes.params import Params, ParamsError
from scenes.params.refusal import Problem
from scenes.publish.build import build
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.clips.requests import Failure
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.planning import Order
from scenes.publish.lecture.preflight import PreflightError, check_page

LISTS = frozenset({"x", "y", "start", "w1_range", "w0_range"})
"""Parameters whose values are lists: their commas stand inside a value, ``;`` between values."""

MOST_SETS = 100
"""Combinations that are made without being asked for twice."""
_MOST_PROBLEMS = 100
"""Problems that are kept; a message has room for fewer."""
_LONGEST_NAME = 100
"""Characters of a folder's name; no file system takes as many points as a lecture may have."""
_UNSAFE = re.compile(r"[^\w.+-]+")


def values_of(key: str, text: str) -> list[str]:
    """Take a list of values apart, e.g. ``0.01,0.02``, or ``0,1;-4,4`` for one that holds lists."""
    return [value.strip() for value in text.split(";" if key in LISTS else ",")]


def sets_of(settings: Mapping[str, str]) -> list[dict[str, str]]:
    """Return every combination of the values given, each value as text by its key."""
    choices = [[(key, value) for value in values_of(key, text)] for key, text in settings.items()]
    return [dict(combination) for combination in itertools.product(*choices)]


def folder_name(setting: Mapping[str, str]) -> str:
    """Name the folder of a set, e.g. ``learning_rate=0.01``."""
    name = ",".join(f"{key}={_UNSAFE.sub('_', value)}" for key, value in setting.items())
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[:_LONGEST_NAME]}-{_digest(name)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def folder_names(settings: Iterable[Mapping[str, str]]) -> list[str]:
    """Name the folder of each set; no two are the same, also where case makes no difference."""
    names: list[str] = []
    taken: set[str] = set()
    for setting in settings:
        name = folder_name(setting)
        if name.casefold() in taken:
            name = f"{name}-{_digest(repr(sorted(setting.items())))}"
        taken.add(name.casefold())
        names.append(name)
    return names


def check_count(settings: Mapping[str, str], most: int | None) -> int:
    """Count the combinations, and see that there are not more than somebody means.

    Args:
        settings: The values of each key, as text.
        most: So many there may be; None if any number is meant.

    Raises:
        PreflightError: If there are more.
    """
    counts = {key: len(values_of(key, text)) for key, text in settings.items()}
    total = math.prod(counts.values())
    if most is not None and total > most:
        told = " x ".join(f"{count} of {shorten(key)}" for key, count in counts.items())
        raise PreflightError(
            f"these are {total} combinations ({told}), each a lecture of its own; at most {most} "
            "without --any-number"
        )
    return total


def sweep(
    orders: Sequence[tuple[Mapping[str, str], Order]],
    out: Path,
    console: Console,
    *,
    dry_run: bool = False,
    store: ClipStore | None = None,
) -> list[Failure]:
    """Build each set of parameters, and a page that lays their clips side by side.

    Clips that do not depend on what differs are rendered once.

    Args:
        orders: What was set, as text by key, and what is wanted with it, each in a folder of its
            own below `out`.
        out: Where the page is put.
        console: Is told what is done.
        dry_run: Whether only the plans are made.
        store: Where clips are kept; by default the user's.

    Returns:
        What could not be made.

    Raises:
        PreflightError: If there is something in the way that would stop it.
    """
    from scenes.publish.lecture.sweep_page import write_sweep_page

    if not dry_run:
        check_page(out)
    failures: list[Failure] = []
    for _, order in orders:
        console.say(f"{order.out}:")
        failures += build(order, console, dry_run=dry_run, store=store)
    if not dry_run:
        write_sweep_page([(setting, order.out) for setting, order in orders], out)
    return failures


def load_sets(
    file: Path | None,
    settings: Mapping[str, str],
    common: Mapping[str, str] | None = None,
    **overrides: str,
) -> list[tuple[dict[str, str], Params]]:
    """Validate every set before anything is built, and leave out what would be made twice.

    Args:
        file: The lecturer's parameter file, if there is one.
        settings: The values of each key, as text.
        common: What the command line says of all sets, as text by key.
        **overrides: What holds for all sets.

    Raises:
        ParamsError: If one of them is not allowed.
    """
    sets: dict[Params, dict[str, str]] = {}
    problems: list[Problem] = []
    for setting in sets_of(settings):
        try:
            params = Params.load(file, texts={**(common or {}), **setting}, **overrides)
        except ParamsError as error:
            if len(problems) < _MOST_PROBLEMS:
                problems += [problem for problem in error.problems if problem not in problems]
            continue
        sets.setdefault(params, setting)
    if problems:
        raise ParamsError(problems)
    return [(setting, params) for params, setting in sets.items()]
