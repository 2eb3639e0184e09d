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
from scenes.params.characters import look_alike, named, without_invisible
from scenes.params.numerals import read_list, read_number, readings, write_plainly

__all__ = [
    "LONGEST_LABEL",
    "MAX_POINTS",
    "Label",
    "Language",
    "Number",
    "Points",
    "Range",
    "Start",
    "Switch",
    "Text",
    "Whole",
]

MAX_POINTS: Final = 10_000
LONGEST_LABEL: Final = 60
"""Characters of a label; pictures show the first of them."""
_NOT_IN_FONT: Final = re.compile("[^ -~¡-¬®-ſ΄-ΊΌΎ-ΡΣ-ώЀ-џҐґ‐-‖‘-‚“-„†-•…‰⁰⁴-₎€₽₹№™−]")
"""What a label may not have, since Fira Sans does not have it."""


class Text(str):
    """Text of the environment or a command line: unlike in TOML it may stand for a number."""

    __slots__ = ()


def _as_number(value: object) -> float | None:
    """Return the number that stands there, or None if none does; true and false are none."""
    if isinstance(value, Text):
        return read_number(value)
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
    if isinstance(value, str) and len(found := readings(value)) == 1:
        mistake = "with a decimal point" if "," in value else "without quotes"
        raise ValueError(f"{rule}, {mistake}: {write_plainly(found[0])}")
    raise ValueError(_explained(rule, value))


def _whole(value: object) -> int:
    number = _as_number(value)
    if number is not None and number.is_integer():  # neither nan nor infinity is
        return int(number)
    rule = "must be a whole number"
    if isinstance(value, str) and len(value) < 20 and value.strip().isdecimal():
        raise ValueError(f"{rule}, without quotes: {int(value)}")
    raise ValueError(_explained(rule, value))


def _explained(rule: str, value: object) -> str:
    """Add to a rule which character of a text is not what it seems."""
    character = look_alike(value) if isinstance(value, str) else None
    return rule if character is None else f"{rule}, but has {character}"


def _items(value: object) -> list[object] | None:
    """Return the items of what may stand for a list, or None if it may not."""
    match value:
        case Text():
            numbers = read_list(value)
            return None if numbers is None else list(numbers)
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
        rule = f"must be a list of numbers, such as {_spelled('[1, 3, 2]', value)}"
        raise ValueError(_explained(rule, value))
    return items


def _pair(value: object, example: str, word: str) -> list[object]:
    items = _items(value)
    if items is None or len(items) != 2:
        example, word = _spelled(example, value), _spelled(word, value)
        raise ValueError(_explained(f"must be two numbers, such as {example}, or {word}", value))
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


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Text) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ValueError("must be true or false")


def _label(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError('must be words between quotes, such as "price, $"')
    label = " ".join(without_invisible(value).split())
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"must have at most {LONGEST_LABEL} characters")
    if missing := _NOT_IN_FONT.search(label):
        raise ValueError(f"has {named(missing[0])}, which the film's font has not: leave it out")
    return label


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
Switch = Annotated[bool, BeforeValidator(_switch)]
Label = Annotated[str, BeforeValidator(_label)]
Language = Annotated[str, BeforeValidator(_language)]
