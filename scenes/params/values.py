"""The types of the parameters: from what may stand in a file, a variable or code to plain values.

A ValueError raised here only says what is allowed: `scenes.params.refusal` adds the key and the
value, `Params.load` where the value stands.
"""

import math
import re
from numbers import Real
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from gdmath.data import MAX_MAGNITUDE, MIN_POINTS, MIN_RELATIVE_SPREAD
from gdmath.messages import show_limit
from scenes.files.assets import languages

__all__ = ["MAX_POINTS", "Language", "Number", "Points", "Range", "Start", "Text", "Whole"]

MAX_POINTS: Final = 10_000


class Text(str):
    """Text of the environment or a command line: unlike in TOML it may stand for a number."""

    __slots__ = ()


def _parse_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _as_number(value: object) -> float | None:
    """Return the number that stands there, or None if none does; true and false are none."""
    if isinstance(value, Text):
        return _parse_number(value)
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _number(value: object) -> float:
    number = _as_number(value)
    if number is not None:
        return number
    rule = "must be a number"
    if isinstance(value, str):
        pointed = value.strip().replace(",", ".")
        if _parse_number(pointed) is not None:
            mistake = "with a decimal point" if "," in value else "without quotes"
            rule += f", {mistake}: {pointed}"
    raise ValueError(rule)


def _whole(value: object) -> int:
    number = _as_number(value)
    if number is not None and number.is_integer():  # neither nan nor infinity is
        return int(number)
    rule = "must be a whole number"
    if isinstance(value, str) and value.strip().isdecimal():
        rule += f", without quotes: {value.strip()}"
    raise ValueError(rule)


def _items(value: object) -> list[object] | None:
    """Return the items of what may stand for a list, or None if it may not."""
    match value:
        case Text():
            bare = value[1:-1] if value.startswith("[") and value.endswith("]") else value
            texts = re.split(r"\s*,\s*|\s+", bare.strip())
            if any(_parse_number(text) is None for text in texts):
                return None
            return [Text(text) for text in texts]
        case list() | tuple() | range():
            return list(value)
        case np.ndarray() if value.ndim:
            return list(value)
        case _:
            return None


def _spelled(example: str, value: object) -> str:
    """Write an example the way that its reader would have to."""
    return re.sub(r'[\[\]" ]', "", example) if isinstance(value, Text) else example


def _points(value: object) -> list[object]:
    items = _items(value)
    if items is None:
        raise ValueError(f"must be a list of numbers, such as {_spelled('[1, 3, 2]', value)}")
    return items


def _pair(value: object, example: str, word: str) -> list[object]:
    items = _items(value)
    if items is None or len(items) != 2:
        example, word = _spelled(example, value), _spelled(word, value)
        raise ValueError(f"must be two numbers, such as {example}, or {word}")
    return items


def _start(value: object) -> list[object] | None:
    if value is None or (isinstance(value, str) and value.strip().lower() == "none"):
        return None
    return _pair(value, "[-4, 4]", '"none"')


def _range(value: object) -> list[object] | Literal["auto"]:
    if isinstance(value, str) and value.strip().lower() == "auto":
        return "auto"
    return _pair(value, "[-5, 10]", '"auto"')


def _not_empty(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    if not low < high:
        raise ValueError("must run from a smaller to a larger number")
    if high - low < MIN_RELATIVE_SPREAD * max(abs(low), abs(high)):
        raise ValueError(f"must be wider than {show_limit(MIN_RELATIVE_SPREAD)} of its ends")
    return ends


def _language(value: object) -> str:
    allowed = languages()
    if isinstance(value, str) and value in allowed:
        return str(value)
    raise ValueError("must be " + " or ".join(f'"{language}"' for language in allowed))


def _kind_of_range(value: object) -> str:
    return "auto" if isinstance(value, str) else "ends"


Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Coordinate = Annotated[
    float,
    Field(allow_inf_nan=False, ge=-MAX_MAGNITUDE, le=MAX_MAGNITUDE),
    BeforeValidator(_number),
]
Points = Annotated[
    tuple[Coordinate, ...],
    Field(min_length=MIN_POINTS, max_length=MAX_POINTS),
    BeforeValidator(_points),
]
Start = Annotated[tuple[Coordinate, Coordinate] | None, BeforeValidator(_start)]
Range = Annotated[
    Annotated[tuple[Coordinate, Coordinate], AfterValidator(_not_empty), Tag("ends")]
    | Annotated[Literal["auto"], Tag("auto")],
    Discriminator(_kind_of_range),
    BeforeValidator(_range),
]
Language = Annotated[str, BeforeValidator(_language)]
