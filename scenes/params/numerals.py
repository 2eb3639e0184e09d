"""Numbers as people write them: decimal commas, thousands in groups, minus signs of every kind.

What can be meant in one way only is taken; of what can be meant in two, both readings are told.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from scenes.params.characters import MINUSES, named, without_invisible

__all__ = [
    "SIGNS",
    "AmbiguousError",
    "DecimalSign",
    "decimal_signs",
    "read_list",
    "read_number",
    "read_with",
    "readings",
    "write_plainly",
]

DecimalSign = Literal[".", ","]
SIGNS: Final[tuple[DecimalSign, ...]] = (".", ",")

LONGEST_NUMBER: Final = 400
"""Characters: more than the longest number has that is not infinite, and soon read."""
_EXPONENT: Final = r"(?P<exponent>[eE][+-]?\d+)?"
_PLAIN: Final = re.compile(
    r"[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|infinity|nan)", re.IGNORECASE
)
"""A number of the shell, of TOML and of Python."""
_GROUPED: Final = {
    sign: re.compile(
        rf"(?P<sign>[+-]?)(?P<whole>[1-9]\d{{0,2}}(?P<gap>[\s'’{other}])\d{{3}}(?:(?P=gap)\d{{3}})*|\d*)"
        rf"(?:{re.escape(sign)}(?P<fraction>\d*))?{_EXPONENT}"
    )
    for sign, other in ((".", ","), (",", "."))
}
"""The same with a decimal sign of its own and digits in groups of three, by the decimal sign."""
_FIRST_GROUP: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}")
_NEXT_GROUP: Final = re.compile(r"[0-9]{3}(?:\.[0-9]*)?")
_SPACED: Final = re.compile(r"\d \d")
_TYPESET: Final = re.compile(r"(?<!\d)\d{1,3}[^\S\t\n\r ]\d{3}(?!\d)")
"""A space of another kind between digits, as typesetters part thousands."""
_LOOSE: Final = re.compile(r"\s*,\s+|\s+,\s*|\s+")
"""A separator with a space in it."""


class AmbiguousError(ValueError):
    """A number, or a list of numbers, that can be read in two ways; the message tells both."""


@lru_cache(maxsize=2**16)  # a cell is asked about several times
def readings(text: str) -> tuple[float, ...]:
    """Return every number that a text may stand for.

    A number with a decimal point stands for itself: that is how they are written here.

    Args:
        text: One number, e.g. ``"1,5"``, ``"−4"`` or ``"1 234,5"``.

    Returns:
        None or one; two for what is as good with a decimal comma as with thousands: ``"1,234"``.
    """
    if len(text) > LONGEST_NUMBER:
        return ()
    spelled = _in_ascii(text)
    if _PLAIN.fullmatch(spelled):
        return (float(spelled),)
    values = (read_with(text, sign) for sign in SIGNS)
    return tuple(dict.fromkeys(value for value in values if value is not None))


def read_number(text: str) -> float | None:
    """Return the number that a text stands for, or None if it stands for none.

    Raises:
        AmbiguousError: If it may stand for two.
    """
    found = readings(text)
    if len(found) > 1:
        raise AmbiguousError(f"may mean {_either(found)}: write which")
    return found[0] if found else None


@lru_cache(maxsize=2**16)
def read_with(text: str, sign: DecimalSign) -> float | None:
    """Return the number that a text stands for where decimals follow this sign, if it is one."""
    is_short = len(text) <= LONGEST_NUMBER
    found = _GROUPED[sign].fullmatch(_in_ascii(text)) if is_short else None
    if found is None or not (found["whole"] or found["fraction"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return float(f"{found['sign']}{whole or 0}.{found['fraction'] or 0}{found['exponent'] or ''}")


def decimal_signs(texts: Iterable[str]) -> tuple[DecimalSign, ...]:
    """Return the decimal signs with which all of some texts are numbers."""
    texts = list(texts)
    return tuple(sign for sign in SIGNS if all(read_with(text, sign) is not None for text in texts))


def write_plainly(value: float) -> str:
    """Write a number as it can be given: ``1.5``, ``1234``."""
    return repr(value).removesuffix(".0")


def read_list(text: str) -> list[float] | None:
    """Return the numbers of a list, or None if it is none.

    Between them stand commas or spaces, or both; or else semicolons, tabs or new lines, and then
    commas may be decimal ones. Brackets around it may be there.

    Args:
        text: What stands in a variable or on a command line.

    Raises:
        AmbiguousError: If it may be another list as well; the message says what to write.
    """
    inner = _without_brackets(without_invisible(text))
    cells = re.split(r"[;\t\r\n]+", inner)
    if len(cells) > 1 and all(map(readings, cells)):
        if ";" not in inner and (cell := next(filter(_SPACED.search, cells), None)):
            raise AmbiguousError(f"has {cell.strip()}: put commas between values, none inside one")
        return _read_cells(cells)
    if ";" in inner:
        return None
    if gap := _TYPESET.search(inner):
        space = next(c for c in gap[0] if not c.isdecimal())
        raise AmbiguousError(
            f"has {named(space)} between digits, which may part thousands or values: "
            "write a comma between values, and nothing inside one"
        )
    items = _LOOSE.split(inner)
    if len(items) == 1:  # no spaces
        items = inner.split(",")
    elif any("," in item for item in items):
        return _read_with_tight_commas(inner, items)
    _refuse_thousands(inner, items)
    return _read_plain(items)


def _read_with_tight_commas(text: str, items: Sequence[str]) -> list[float] | None:
    """Read ``1,5 2,5 3``: commas inside of what spaces part."""
    if not all(map(readings, items)):
        if all(_read_plain(item.split(",")) for item in items):
            raise AmbiguousError(
                "has commas with a space after them and without: put a space after every comma"
            )
        return None
    with_comma = [item for item in items if "," in item]
    if re.search(r",\s|\s,", text) or len(with_comma) == 1:
        point, apart = with_comma[0].replace(",", "."), with_comma[0].replace(",", ", ")
        raise AmbiguousError(
            f"has {with_comma[0]}, which may be one value, {point}, or two, {apart}: write which"
        )
    return _read_cells(items)


def _read_cells(cells: Sequence[str]) -> list[float]:
    """Read numbers of one list, all with the same decimal sign if only one fits them all."""
    signs = decimal_signs(cells)
    if len(signs) == 1:
        read = (read_with(cell, signs[0]) for cell in cells)
        return [value for value in read if value is not None]
    values: list[float] = []
    for cell in cells:
        found = readings(cell)
        if len(found) > 1:
            raise AmbiguousError(
                f"has {cell.strip()}, which may mean {_either(found)}: write which"
            )
        values += found
    return values


def _read_plain(items: Sequence[str]) -> list[float] | None:
    if any(len(item) > LONGEST_NUMBER for item in items):
        return None
    spelled = [_in_ascii(item) for item in items]
    return [float(item) for item in spelled] if all(map(_PLAIN.fullmatch, spelled)) else None


def _refuse_thousands(text: str, items: Sequence[str]) -> None:
    """Refuse ``1 000, 2 000`` and ``1,000,2,000``, where thousands are parted as values are."""
    has_commas = "," in text
    text, items = _in_ascii(text), [_in_ascii(item) for item in items]
    for before, item in pairwise(items):
        if not _FIRST_GROUP.fullmatch(before) or not _NEXT_GROUP.fullmatch(item):
            continue
        if item[0] == "0" or (has_commas and f"{before} {item}" in text):
            raise AmbiguousError(
                f"has {item} after {before}, which may be one number: write {before}{item}, or "
                f"else {before}, {write_plainly(float(item))}"
            )


def _either(values: Iterable[float]) -> str:
    return " or ".join(map(write_plainly, values))


def _without_brackets(text: str) -> str:
    for opening, closing in ("[]", "()"):
        if text.startswith(opening) and text.endswith(closing):
            return without_invisible(text[1:-1])
    return text


def _in_ascii(text: str) -> str:
    """Write digits of any script, and a minus of any kind where it is one, in ASCII."""
    text = without_invisible(text)
    if text.isascii():
        return text
    digits = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )
    return re.sub(rf"(^|[eE])[{MINUSES}]", r"\1-", digits)
