"""Arithmetic in twice the working precision.

A double word is a number and what is left when it is rounded: two doubles, their sum unevaluated.
The error-free sums and products are those of Dekker, "A floating-point technique for extending the
available precision", Numerische Mathematik 18 (1971). They are made of ``+ - *`` only, so that one
code serves floats and arrays.
"""

from fractions import Fraction
from typing import TypeVar

from gdmath.arrays import FloatArray

__all__ = ["DoubleWord", "Numbers", "add", "multiply", "split", "subtract"]

Numbers = TypeVar("Numbers", float, FloatArray)
"""Floats or arrays of them."""

DoubleWord = tuple[Numbers, Numbers]
"""A rounded number, and the rest of it."""

_SPLITTER = 2.0**27 + 1


def split(value: Fraction) -> DoubleWord[float]:
    """Return a rational number as a double word, rounded once.

    Args:
        value: Within the range of a double.
    """
    high = float(value)
    return high, float(value - Fraction(high))


def subtract(number: Numbers, constant: DoubleWord[float]) -> DoubleWord[Numbers]:
    """Return ``number - constant``."""
    high, low = constant
    difference = number - high
    back = difference - number
    error = (number - (difference - back)) - (high + back)
    rest = error - low
    rounded = difference + rest
    return rounded, rest - (rounded - difference)


def multiply(word: DoubleWord[Numbers], constant: DoubleWord[float]) -> DoubleWord[Numbers]:
    """Return ``word * constant``."""
    value, rest = word
    high, low = constant
    product = value * high
    value_head, value_tail = _halves(value)
    high_head, high_tail = _halves(high)
    error = value_tail * high_tail - (
        ((product - value_head * high_head) - value_tail * high_head) - value_head * high_tail
    )
    return product, error + (value * low + rest * high)


def add(first: DoubleWord[Numbers], second: DoubleWord[Numbers]) -> Numbers:
    """Return ``first + second``, rounded to working precision.

    No error term is needed: where the first sum cancels it is exact (Sterbenz), and where it does
    not its rounding is a rounding of the result.
    """
    return (first[0] + second[0]) + (first[1] + second[1])


def _halves(value: Numbers) -> DoubleWord[Numbers]:
    """Split into halves of at most 26 bits, whose products are exact."""
    scaled = value * _SPLITTER
    head = scaled - (scaled - value)
    return head, value - head
