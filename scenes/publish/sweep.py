"""The film for several values of some parameters, each set in a folder of its own."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gdmath import Params, ParamsError
from scenes.publish.build import Console, build
from scenes.publish.clip_store import ClipStore
from scenes.publish.planning import Order
from scenes.publish.workers import Failure

LISTS = frozenset({"x", "y", "start", "w1_range", "w0_range"})
"""Parameters whose values are lists: their commas stand inside a value, ``;`` between values."""


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
    return ",".join(f"{key}={_UNSAFE.sub('_', value)}" for key, value in setting.items())


def sweep(
    order: Order,
    sets: Sequence[tuple[Mapping[str, str], Params]],
    console: Console,
    *,
    dry_run: bool = False,
    store: ClipStore | None = None,
) -> list[Failure]:
    """Build each set of parameters, and a page that lays their clips side by side.

    Clips that do not depend on what differs are rendered once.

    Args:
        order: What is wanted of each; its folder holds one for each set.
        sets: What was set, as text by key, and the parameters that make it.
        console: Is told what is done.
        dry_run: Whether only the plans are made.
        store: Where clips are kept; by default the user's.

    Returns:
        What could not be made.
    """
    from scenes.publish.sweep_page import write_sweep_page

    failures: list[Failure] = []
    built: list[tuple[Mapping[str, str], Path]] = []
    for setting, params in sets:
        folder = order.out / folder_name(setting)
        console.say(f"{folder}:")
        each = replace(order, params=params, out=folder)
        failures += build(each, console, dry_run=dry_run, store=store)
        built.append((setting, folder))
    if not dry_run:
        write_sweep_page(built, order.out)
    return failures


def load_sets(
    file: Path | None, settings: Mapping[str, str], **overrides: str
) -> list[tuple[dict[str, str], Params]]:
    """Validate every set before anything is built.

    Args:
        file: The lecturer's parameter file, if there is one.
        settings: The values of each key, as text.
        **overrides: What holds for all sets.

    Raises:
        ParamsError: If one of them is not allowed.
    """
    sets = []
    problems = []
    for setting in sets_of(settings):
        try:
            sets.append((setting, Params.load(file, texts=setting, **overrides)))
        except ParamsError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise ParamsError(problems)
    return sets
