"""How numbers are written, per language: digits, decimal sign, thousands, powers of ten."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from scenes.stage.plurals import Count, plural_form

MINUS = "\N{MINUS SIGN}"
"""That of mathematics, in every language."""
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LARGEST_PLAIN = 1e7
_SMALLEST_PLAIN = 1e-4
_LARGEST_BRIEF, _SMALLEST_BRIEF = 1e4, 1e-3
_SURE_DIGITS = 15
"""So many digits survive the way through a double and back."""
_EXACT = 1e-12
"""Relative difference that is rounding of the machine, not of what is written."""
_NOTHING = 1e-9
"""What is smaller than that share of the last digit is rounding of the machine."""
MOST_DIGITS = 7
"""What is computed shows no more digits: nobody reads them, and numbers of 32 bits have no more."""
_MOST_DECIMALS = 7
_TICK_DECIMALS = 4
"""Decimals of small numbers of an axis; smaller ones have a power of ten."""
_POWER_DIGITS = 3
"""Digits before a power of ten."""
_GIVEN_DIGITS = 6
"""Significant digits of a given number that stands alone."""
_SPREAD_DIGITS = 3
"""Digits of what given numbers differ by."""
_NEAREST_ONE = 1e-6
"""A factor that is nearer to 1 is written as a difference from it."""


@dataclass(frozen=True)
class NumberFormat:
    """Writes numbers as a language does; `scenes.stage.strings` reads which signs it takes.

    This is the one place that decides how a quantity is written:

    - Numbers of ten million and more, or below a ten-thousandth, become powers of ten.
    - No number is written as 0 or 1 that is neither: it has as many digits as tell it apart. What
      is so much smaller than the last digit shown that only rounding is left of it counts as 0.
    - The numbers of one axis or column are written alike: with as many decimals, or all with
      powers of ten.
    - Every number is within half a unit of its last digit.
    """

    decimal_sign: str
    """Between the whole and the fraction."""
    thousands_sign: str
    """Between groups of three digits, in numbers of five digits and more."""
    plural: str
    """Which form of a word goes with a number: `scenes.stage.plurals.plural_form`."""

    # One number.

    def fixed(self, value: float, decimals: int) -> str:
        """Write with a fixed number of decimals, e.g. ``2.965``.

        There are fewer where the number would have more than `MOST_DIGITS`; one that would be
        rounded to zero has a digit of its own: ``0.0004``.
        """
        size = abs(value)
        if size >= _LARGEST_PLAIN:
            return self._power_of_ten(value, _POWER_DIGITS)
        unit = 10.0**-decimals
        if size <= _NOTHING * unit:
            return self._localize(f"{0:.{decimals if decimals <= _MOST_DECIMALS else 0}f}")
        if size < 0.5 * unit:
            return self.significant(value, 1)
        if decimals > _MOST_DECIMALS and size < _SMALLEST_PLAIN:
            digits = decimals + math.floor(math.log10(size)) + 1
            return self._power_of_ten(value, min(max(1, digits), _POWER_DIGITS))
        most = MOST_DIGITS - 1 - max(0, math.floor(math.log10(size)))
        return self._localize(f"{value:.{min(decimals, most)}f}")

    def significant(self, value: float, digits: int = 3) -> str:
        """Write with significant digits; digits before the decimal sign are never dropped.

        ``301.18 -> 301.2`` with four digits, ``1470670.3 -> 1,470,670``, ``0.0158 -> 0.0158``.
        """
        if value == 0:
            return "0"
        if not _is_plain(value):
            return self._power_of_ten(value, min(digits, _POWER_DIGITS))
        digits = _digits_apart_from_one(value, digits)
        return self._localize(f"{value:.{_decimals(value, digits)}f}")

    def rounded(self, value: float, digits: int = 4) -> str:
        """Write as `significant` does, but without zeros at the end of what is exact.

        ``0.0543``, ``-4``; but ``3.000`` of 2.99996.
        """
        if value == 0:
            return "0"
        digits = _digits_apart_from_one(value, digits)
        if not _is_plain(value):
            return self._power_of_ten(value, digits, strip=True)
        return self._strip_if_exact(f"{value:.{_decimals(value, digits)}f}", value)

    def in_full(self, value: float) -> str:
        """Write all digits that a double is sure to hold: near numbers stay apart."""
        return self.rounded(value, _SURE_DIGITS)

    def plain(self, value: float) -> str:
        """Write a given number as short as exact to six digits: ``0.01``, ``-5``.

        Whole numbers below ten million have all their digits.
        """
        if abs(value) < _LARGEST_PLAIN and float(value).is_integer():
            return self._localize(f"{value:.0f}")
        return self.rounded(value, _GIVEN_DIGITS)

    def count(self, value: int) -> Count:
        """Write a number of things, large ones rounded to a power of ten."""
        if value < _LARGEST_PLAIN:
            return Count(self.plain(value), plural_form(self.plural, value))
        written = self.significant(value, 2)
        return Count(written, plural_form(self.plural, int(_LARGEST_PLAIN)))  # as of all millions

    def component(self, value: float, length: float, digits: int = 4) -> str:
        """Write a component of a vector to so many digits of the vector.

        One that is much smaller than the vector shows one digit less of its own:
        ``(-204.5, -29.5)``, ``(2.099, 0.295)``. What is exact has no zeros at its end: ``-4``.

        Args:
            value: The component.
            length: The vector's length.
            digits: Significant digits of the length.
        """
        if abs(value) <= _EXACT * length:
            return "0"
        if not _is_plain(value):
            return self.rounded(value, digits)
        digits = _digits_apart_from_one(value, digits)
        decimals = max(0, decimals_of_component(value, length, digits))
        return self._strip_if_exact(f"{value:.{decimals}f}", value)

    def loss(self, value: float) -> str:
        """Write a loss: ``301.2``, ``25.6``, ``2.21``, ``0.0158``."""
        return self.significant(value, 4 if abs(value) >= 100 else 3)

    def brief(self, value: float, digits: int = 2) -> str:
        """Write where there is little room: with few digits, and soon with a power of ten."""
        if value and not _SMALLEST_BRIEF <= abs(value) < _LARGEST_BRIEF:
            return self._power_of_ten(value, digits)
        return self.significant(value, digits)

    def factor(self, value: float) -> str:
        """Write what something is multiplied by: ``0.29``, ``0.9945``, ``-69.9``.

        Near 1 as many digits are shown as tell it from 1; very near, the difference from it.
        """
        size = abs(value)
        apart = abs(1 - size)
        if apart <= _EXACT:
            return self.plain(math.copysign(1, value))
        if size <= _EXACT:
            return "0"
        if apart < _NEAREST_ONE:
            difference = self.significant(apart, 2)
            written = f"1 {MINUS if size < 1 else '+'} {difference}"
            return written if value > 0 else f"{MINUS}({written})"
        if size >= 10 or size < 0.095:
            return self.significant(value, 3 if size >= 10 else 2)
        decimals = 2 if apart >= 0.05 else 1 - math.floor(math.log10(apart))
        return self._localize(f"{value:.{decimals}f}")

    def percent_gone(self, left: float, digits: int = 3) -> str:
        """Write which part of a whole is gone, in per cent: never 100 while anything is left.

        Args:
            left: The share that is left, 0 or from 1e-20 to 1.
            digits: Significant digits; there are more if it would be 100 otherwise.
        """
        gone = Decimal(100) - 100 * Decimal(f"{left:.15g}")  # of 28 digits
        decimals = max(0, digits - 2)
        if not left or round(gone, decimals) < 100:
            return self.rounded(float(gone), digits)
        while round(gone, decimals) == 100:
            decimals += 1
        return self._localize(f"{gone:.{decimals}f}")

    # The numbers of one axis or column.

    def ticks(self, values: Sequence[float], as_powers: bool = False) -> list[str]:
        """Write the numbers of an axis: differently, and exactly, if they are round.

        They have the decimals of their distance; where that makes no plain number, all have one
        power of ten: ``2·10⁻⁹``, ``4·10⁻⁹``.

        Args:
            values: Where the ticks are.
            as_powers: Whether they have a power of ten in any case: with many zeros that is short.
        """
        sizes = [abs(value) for value in values if value]
        if not sizes:
            return ["0" for _ in values]
        places = sorted(values)
        step = min((b - a for a, b in pairwise(places) if b > a), default=min(sizes))
        finest = _last_decimal(step, 3)
        largest = math.floor(math.log10(max(sizes)) + _EXACT)
        is_plain = max(sizes) < _LARGEST_PLAIN and (finest <= _TICK_DECIMALS or largest >= -2)
        if is_plain and not as_powers:
            return [self._localize(f"{value:.{max(0, finest)}f}") for value in values]
        # Whole multiples of the last digit's power, unless they had too many digits.
        exponent = -finest if largest + finest <= 1 else largest
        return [self._scaled(value, exponent, finest + exponent) for value in values]

    def given(self, values: Sequence[float], digits: int = _SPREAD_DIGITS) -> list[str]:
        """Write given numbers of one column, all with the same decimals.

        They have those that they are given with; of many only as many as tell them apart.

        Args:
            values: The numbers.
            digits: Of what they differ by, where they have many decimals; 0: of themselves, even
                if they are then written alike.
        """
        sizes = [abs(value) for value in values if value]
        if not sizes:
            return ["0" for _ in values]
        top = math.floor(math.log10(max(sizes)))
        spread = max(values) - min(values) or max(sizes)
        exact = max(_last_decimal(value) for value in values if value)
        apart = digits - 1 - math.floor(math.log10(spread))
        enough = max(digits - top, apart) if digits else 2 - top
        decimals = exact if top + exact < 2 * max(1, digits) else min(exact, enough)
        is_plain = max(sizes) < _LARGEST_PLAIN and max(decimals, -top) <= _TICK_DECIMALS
        is_plain = is_plain and (digits > 0 or top < _GIVEN_DIGITS - 1)
        exponent = 0 if is_plain else top
        return [
            self.significant(value, 2)
            if value and abs(value) < 0.5 * 10.0**-decimals
            else self._scaled(value, exponent, decimals + exponent)
            for value in values
        ]

    def column(
        self, values: Sequence[float], decimals: int, digits: int = _POWER_DIGITS
    ) -> list[str]:
        """Write the numbers of one column alike: with so many decimals, or with powers of ten.

        Args:
            values: The numbers, at least one.
            decimals: What they have, or fewer if the largest then had too many digits.
            digits: What they have before a power of ten.
        """
        sizes = [abs(value) for value in values if value]
        largest, smallest = max(sizes, default=0.0), min(sizes, default=0.0)
        whole = math.floor(math.log10(largest)) + 1 if largest >= 1 else 1
        few = max(0, min(decimals, MOST_DIGITS - whole))
        # Of a column that spans decades, the small ones must not vanish for the large ones.
        keeps_all = few >= decimals or smallest >= 10.0 ** (1 - few)
        if not sizes or (largest < _LARGEST_PLAIN and decimals <= _MOST_DECIMALS and keeps_all):
            return [self.fixed(value, few) for value in values]
        return [self._power_of_ten(value, digits) if value else "0" for value in values]

    def losses(self, values: Sequence[float], digits: int | None = None) -> list[str]:
        """Write losses of one column, all with the decimals that `loss` gives the last of them.

        Args:
            values: The losses.
            digits: Significant digits of the last one, if not those of `loss`.
        """
        last = float(values[-1]) or min((value for value in values if value), default=0.0)
        if not last:
            return ["0" for _ in values]
        digits = digits or (4 if last >= 100 else 3)
        return self.column(values, _decimals(last, digits), min(digits, _POWER_DIGITS))

    def decades(self, values: Sequence[float], as_powers: bool = False) -> list[str]:
        """Write powers of ten (and zero) of one axis, all in one style: ``0.1``, or ``10⁻⁸``.

        Args:
            values: The powers of ten.
            as_powers: Whether they are written as powers in any case.
        """
        if not as_powers and all(value == 0 or 1e-3 <= value <= 1e4 for value in values):
            return [self.plain(value) for value in values]
        return [self.power_of_ten(round(math.log10(value))) if value else "0" for value in values]

    def power_of_ten(self, exponent: int) -> str:
        """Write ten to a power, e.g. ``10⁻²``."""
        return "10" + str(exponent).translate(_SUPERSCRIPTS)

    def _power_of_ten(self, value: float, digits: int, strip: bool = False) -> str:
        text = f"{value:.{digits - 1}e}"
        mantissa, exponent = text.split("e")
        strip = strip and math.isclose(float(text), value, rel_tol=_EXACT)
        if strip:
            mantissa = _strip(mantissa)
        power = self.power_of_ten(int(exponent))
        if strip and mantissa in ("1", "-1"):
            return self._sign(mantissa) + power
        return f"{self._localize(mantissa)}·{power}"

    def _scaled(self, value: float, exponent: int, decimals: int) -> str:
        """Write a number as a multiple of a power of ten."""
        if exponent and not value:
            return "0"
        text = self._localize(f"{Decimal(value).scaleb(-exponent):.{max(0, decimals)}f}")
        return f"{text}·{self.power_of_ten(exponent)}" if exponent else text

    def _strip_if_exact(self, text: str, value: float) -> str:
        is_exact = math.isclose(float(text), value, rel_tol=_EXACT)
        return self._localize(_strip(text) if is_exact else text)

    def _localize(self, text: str) -> str:
        sign = self._sign(text)
        whole, _, fraction = text.lstrip("-").partition(".")
        if not (whole + fraction).strip("0"):
            sign = ""  # no minus before zero
        if len(whole) > 4:
            groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
            whole = self.thousands_sign.join(reversed(groups))
        return sign + whole + (self.decimal_sign + fraction if fraction else "")

    @staticmethod
    def _sign(text: str) -> str:
        return MINUS if text.startswith("-") else ""


def _is_plain(value: float) -> bool:
    """Tell whether a number is written without a power of ten."""
    return value == 0 or _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN


def _decimals(value: float, digits: int) -> int:
    """Return the decimals that show a number with so many digits, if not more stand before them.

    Rounding may carry into one more digit (9.996 -> 10.0), so the rounded number is asked.
    """
    rounded = float(f"{value:.{digits - 1}e}")
    return max(0, digits - 1 - math.floor(math.log10(abs(rounded))))


def _digits_apart_from_one(value: float, digits: int) -> int:
    """Return so many digits, or as many more as tell a number from 1, if not too many."""
    size = abs(value)
    if abs(size - 1) <= _EXACT:
        return digits
    for more in range(digits, MOST_DIGITS + 1):
        if float(f"{size:.{more - 1}e}") != 1:
            return more
    return digits


def _last_decimal(value: float, digits: int = 12) -> int:
    """Return the place of the last of a number's digits that are no zeros: 2 of 0.25, -1 of 30."""
    return -int(Decimal(f"{value:.{digits}g}").normalize().as_tuple().exponent)


def _strip(text: str) -> str:
    """Leave out zeros at the end of a fraction."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals_of_component(value: float, length: float, digits: int = 4) -> int:
    """Return the decimals with which `NumberFormat.component` writes; negative for tens and more.

    Args:
        value: The component.
        length: The vector's length.
        digits: Significant digits of the length.
    """
    if value == 0:
        return 0
    if not _is_plain(value):
        return digits - 1 - math.floor(math.log10(abs(value)))
    if not _is_plain(length):
        return _decimals(value, digits)
    return max(_decimals(length, digits), _decimals(value, digits - 1))


def decimals_for(extent: float, digits: int = 4) -> int:
    """Return the decimals that show ``digits`` digits of numbers spread over an extent.

    Args:
        extent: Length of the range in which the numbers lie, e.g. 15 for weights in -5..10.
        digits: How many digits the largest of them shall have.
    """
    if not extent > 0:
        return digits - 1
    return max(0, digits - math.floor(math.log10(extent)))
