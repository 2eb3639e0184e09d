"""What the film says, read back: numbers as a language writes them, sentences by their key."""

import re
import string
import tomllib
from functools import cache

from scenes.files.assets import asset_path
from scenes.stage.narration import MARK

DECIMAL_SIGN = {"en": ".", "ru": ","}
THOUSANDS_SIGN = {"en": ",", "ru": "\N{NO-BREAK SPACE}"}
_PLAIN_EXPONENT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def read_number(written: str, language: str) -> tuple[float, float]:
    """Read a number back.

    Returns:
        The number, and one in its last digit.

    Raises:
        ValueError: If a reader of the language would not take it for a number.
    """
    decimal, thousands = map(re.escape, (DECIMAL_SIGN[language], THOUSANDS_SIGN[language]))
    match = re.fullmatch(
        rf"([+−]?)(?:(\d{{1,4}}|\d{{2,3}}(?:{thousands}\d{{3}})+|\d(?:{thousands}\d{{3}}){{2,}})"
        rf"(?:{decimal}(\d+))?(·10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)?|(10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))",
        written,
    )
    if match is None:
        raise ValueError(f"{written!r} is no number in {language!r}")
    sign, whole, fraction, power, bare_power = match.groups()
    whole = re.sub(thousands, "", whole or "1")
    fraction = fraction or ""
    exponent = int((power or bare_power or "·10⁰").split("10", 1)[1].translate(_PLAIN_EXPONENT))
    return (
        (-1 if sign == "−" else 1) * float(f"{whole}.{fraction or 0}e{exponent}"),
        float(f"1e{exponent - len(fraction)}"),
    )


@cache
def entries(language: str) -> dict[str, str]:
    """Read a language's strings, by dotted key, without the marks of the narration."""
    found: dict[str, str] = {}

    def collect(table: dict, prefix: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                collect(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = MARK.sub("", value)

    file = asset_path("strings", f"{language}.toml")
    collect(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return found


def placeholders(entry: str) -> list[str]:
    """Return the names of the numbers and words that are filled in."""
    parts = string.Formatter().parse(entry)
    return [name for _, name, forms, _ in parts if name is not None and not forms]


def plurals(entry: str) -> list[tuple[str, list[str]]]:
    """Return the words that have several forms: the name of their number, and the forms."""
    parts = string.Formatter().parse(entry)
    return [(name, forms.split("|")) for _, name, forms, _ in parts if name and forms]


@cache
def _pattern(entry: str) -> re.Pattern[str]:
    parts = []
    for literal, name, forms, _ in string.Formatter().parse(entry):
        parts.append(re.escape(literal))
        if forms:
            parts.append(f"(?:{'|'.join(map(re.escape, forms.split('|')))})")
        elif name is not None:
            parts.append(f"(?P<{name}>.+?)")
    return re.compile("".join(parts))


def sentence(text: str, beat: str, language: str) -> tuple[str, dict[str, str]]:
    """Find what was said in a beat: the string's key below ``say``, and what was filled in.

    Raises:
        ValueError: If it is not one of the beat's sentences.
    """
    prefix = f"{beat}.say."
    for key, entry in entries(language).items():
        if key.startswith(prefix) and (match := _pattern(entry).fullmatch(text)):
            return key.removeprefix(prefix), match.groupdict()
    raise ValueError(f"{text!r} is no sentence of {beat}")
