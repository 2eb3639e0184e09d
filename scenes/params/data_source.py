"""``data = "prices.csv"``: x and y from a file, in place of the parameters x and y.

The file is looked for beside the parameter file that names it, otherwise from the working folder.
The columns are its first two of numbers, or those that ``x_column`` and ``y_column`` name or count.
Their names become ``x_label`` and ``y_label``. A stronger source wins, as for any parameter; who
gives both a file and x or y in one source is told to choose.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gdmath.messages import show_value
from scenes.params.bounded_file import expanded
from scenes.params.data_file import Column, DataFileError, read_data
from scenes.params.refusal import Problem
from scenes.params.sources import DATA_KEYS, Found, why_unreadable

__all__ = ["read_named_file"]

_POINTS: Final[tuple[str, ...]] = ("x", "y")

_SYMBOLS: Final = frozenset("xyXYхуХУ")
"""Names of columns, in either alphabet, that say no more than the axes say anyway."""


def read_named_file(found: dict[str, Found]) -> list[Problem]:
    """Put x, y and their labels in the place of the file that is named, if one is.

    Args:
        found: What the sources say, by key; the keys of the file are taken out.

    Returns:
        What is wrong with it.
    """
    named: dict[str, Found] = {key: found.pop(key) for key in DATA_KEYS if key in found}
    if not named:
        return []
    if "data" not in named:
        rule = "names a column of a file, but no file is given: add data"
        return [_problem(rule, named)]
    data = named["data"]
    given = {key: found[key] for key in _POINTS if key in found}
    stronger = [key for key, one in given.items() if one.rank > data.rank]
    if len(stronger) == len(_POINTS):
        return []
    equal = [key for key, one in given.items() if one.rank == data.rank]
    if stronger or equal:
        both = {"data": data} | {key: given[key] for key in (*stronger, *equal)}
        return [_problem("give either a file or x and y", both)]
    try:
        columns = _read(named)
    except DataFileError as error:
        return [_problem(str(error), {"data": data})]
    for key, column in zip(_POINTS, columns, strict=True):
        origin = f"{data.value}, {data.origin}"
        found[key] = Found(list(column.values), origin, data.rank, data.folder)
        label = f"{key}_label"
        if label not in found or found[label].rank < data.rank:
            name = "" if column.name in _SYMBOLS else column.name
            found[label] = Found(name, origin, data.rank, data.folder)
    return []


def _read(named: Mapping[str, Found]) -> tuple[Column, Column]:
    """Read the columns that are named."""
    data = named["data"]
    if not isinstance(data.value, str | Path):
        raise DataFileError('must be the name of a file, such as "prices.csv"')
    columns = {}
    for key in DATA_KEYS[1:]:
        value = named[key].value if key in named else None
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            raise DataFileError(
                f'{key} = {show_value(value)} must be the name of a column, such as "price", '
                "or its number, such as 2"
            )
        columns[key] = None if value is None else str(value)
    path = data.folder / data.value
    try:
        path = data.folder / expanded(Path(data.value))
        return read_data(path, **columns)
    except OSError as error:
        raise DataFileError(why_unreadable(path, error)) from None


def _problem(rule: str, found: Mapping[str, Found]) -> Problem:
    values = {
        key: str(one.value) if isinstance(one.value, str | Path) else show_value(one.value)
        for key, one in found.items()
    }
    return Problem(rule, values, {key: one.origin for key, one in found.items()})
