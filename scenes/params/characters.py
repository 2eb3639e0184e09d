"""Characters that look like those that are meant: told by sight, by name, and what to write."""

import unicodedata
from typing import Final

__all__ = ["MINUSES", "look_alike", "named", "without_invisible"]

_ASCII_OF_CYRILLIC: Final = str.maketrans("АВЕЅІЈКМНОРСТХаеѕіјорсухУ", "ABESIJKMHOPCTXaesijopcyxY")
"""Letters that a font draws alike, and the ones that stand for them in keys and numbers."""
_QUOTES: Final = "“”„«»‟″＂"
MINUSES: Final = "".join(
    map(chr, (0x2212, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0xFE63, 0xFF0D))
)
"""What word processors and keyboards make of a minus."""


def named(character: str) -> str:
    """Show a character and its name: ``"х", U+0445 CYRILLIC SMALL LETTER HA``."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    written = f"{code} {name}".strip()
    is_seen = character.isprintable() and not character.isspace()
    return f'"{character}", {written}' if is_seen else written


def look_alike(text: str) -> str | None:
    """Say which character of a text is not what it seems, and what to write in its place.

    Args:
        text: What was typed or pasted, where only ASCII is expected.

    Returns:
        ``'"х", U+0445 CYRILLIC SMALL LETTER HA: write "x"'`` for the first one; None if all of
        them are ASCII.
    """
    character = next(
        (c for c in text if not (c.isascii() and (c.isprintable() or c in "\t\r\n"))), None
    )
    if character is None:
        return None
    meant = _meant(character)
    if meant is not None:
        return f"{named(character)}: write {meant}"
    is_invisible = unicodedata.category(character) in {"Cf", "Cc"}
    return f"{named(character)}: delete it" if is_invisible else named(character)


def _meant(character: str) -> str | None:
    if character.isspace():
        return "a plain space, or nothing"
    if character in MINUSES:
        return 'a plain "-"'
    if character in _QUOTES:
        return "a straight quote"
    ascii_of = character.translate(_ASCII_OF_CYRILLIC)
    if not ascii_of.isascii():
        ascii_of = unicodedata.normalize("NFKC", character)
    is_usable = len(ascii_of) == 1 and ascii_of.isascii() and ascii_of.isprintable()
    return f'"{ascii_of}"' if is_usable else None


def without_invisible(text: str) -> str:
    """Strip, at both ends, spaces and characters without any width."""
    if text.isascii():  # a file of data has many thousands of them
        return text.strip()
    is_nothing = [c.isspace() or unicodedata.category(c) == "Cf" for c in text]
    if all(is_nothing):
        return ""
    first = is_nothing.index(False)
    last = len(text) - is_nothing[::-1].index(False)
    return text[first:last]
