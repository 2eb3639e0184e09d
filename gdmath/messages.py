"""How values are written in messages: on one line, and cut to what a line has room for."""

import json
import math
import reprlib
from collections.abc import Sequence
from typing import Final

import numpy as np

__all__ = ["one_line", "shorten", "show_limit", "show_value"]

_SHOWN_ITEMS: Final = 8
_SHOWN_CHARACTERS: Final = 60
_SHALLOW: Final = reprlib.Repr()
"""Writes what is nested no deeper than it is shown."""
_SHALLOW.maxother = _SHALLOW.maxstring = 2 * _SHOWN_CHARACTERS


def show_value(value: object, *, nesting: int = 2) -> str:
    """Write a value for a message, cut short if it is long.

    Args:
        value: Anything that may stand where a parameter is expected.
        nesting: How many levels of lists to write out.

    Returns:
        Text much like TOML: ``0.01``, ``"en"``, ``true``, ``[1, 3, 2]``.
    """
    match value:
        case np.ndarray() | np.generic():
            text = show_value(value.tolist(), nesting=nesting)
        case list() | tuple():
            text = _show_list(value, nesting)
        case None:
            text = "none"
        case bool():
            text = "true" if value else "false"
        case str():
            text = json.dumps(shorten(value), ensure_ascii=False)
        case int() if value.bit_length() > 64:  # str() refuses integers of thousands of digits
            text = f"{'-' if value < 0 else ''}1e{int(value.bit_length() * math.log10(2))}"
        case float():
            text = repr(value).removesuffix(".0")
        case _:
            text = shorten(_SHALLOW.repr(value))
    return text


def show_limit(limit: float) -> str:
    """Write a round number for a message: ``10000``, ``1e12``, ``1e-9``."""
    return f"{limit:g}".replace("e+", "e").replace("e0", "e").replace("e-0", "e-")


def shorten(text: str, most: int = _SHOWN_CHARACTERS) -> str:
    """Cut a text to what a message has room for."""
    return text if len(text) <= most else f"{text[:most]}..."


def one_line(text: str) -> str:
    """Escape what would break a line, or a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _show_list(values: Sequence[object], nesting: int) -> str:
    if values and not nesting:
        return "[...]"
    items = [show_value(value, nesting=nesting - 1) for value in values[:_SHOWN_ITEMS]]
    if len(values) > _SHOWN_ITEMS:
        items.append(f"... {len(values)} in all")
    return f"[{', '.join(items)}]"
