"""How numbers are written, per language: digits, decimal sign, thousands, powers of ten."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenes.stage.plurals import Count, plural_form

MINUS = "\N{MINUS SIGN}"
"""That of mathematics, in every language."""
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LARGEST_PLAIN = 1e7
_SMALLEST_PLAIN = 1e-4
_EXACT = 1e-12
"""Relative difference that is rounding of the machine, not of what is written."""


@dataclass(frozen=True)
class NumberFormat:
    """Writes numbers as a language does; `scenes.stage.strings` reads which signs it takes.

    Numbers of ten million and more, or below a ten-thousandth, become powers of ten.
    """

    decimal_sign: str
    """Between the whole and the fraction."""
    thousands_sign: str
    """Between groups of three digits, in numbers of five digits and more."""
    plural: str
    """Which form of a word goes with a number: `scenes.stage.plurals.plural_form`."""

    def fixed(self, value: float, decimals: int) -> str:
        """Write with a fixed number of decimals, e.g. ``2.965``."""
        if abs(value) >= _LARGEST_PLAIN:
            return self._power_of_ten(value, 3)
        return self._localize(f"{value:.{decimals}f}")

    def significant(self, value: float, digits: int = 3) -> str:
        """Write with significant digits; digits before the decimal sign are never dropped.

        ``301.18 -> 301.2`` with four digits, ``1470670.3 -> 1,470,670``, ``0.0158 -> 0.0158``.
        """
        if value == 0:
            return "0"
        if not _is_plain(value):
            return self._power_of_ten(value, min(digits, 3))
        return self._localize(f"{value:.{_decimals(value, digits)}f}")

    def rounded(self, value: float, digits: int = 4) -> str:
        """Write as `significant` does, but leave out zeros at the end: ``0.0543``, ``-4``."""
        if _is_plain(value) and abs(value) >= 10.0**digits:
            return self.plain(round(value))
        rounded = float(f"{value:.{digits - 1}e}")
        if rounded == 0 or not _is_plain(rounded):
            return self.plain(rounded)
        return self._localize(_strip(f"{value:.{_decimals(value, digits)}f}"))

    def component(self, value: float, length: float, digits: int = 4) -> str:
        """Write a component of a vector to so many digits of the vector.

        One that is much smaller than the vector shows one digit less of its own:
        ``(-204.5, -29.5)``, ``(2.099, 0.295)``. What is exact has no zeros at its end: ``-4``.

        Args:
            value: The component.
            length: The vector's length.
            digits: Significant digits of the length.
        """
        if not _is_plain(value):
            return self.rounded(value, digits)
        written = f"{value:.{max(0, decimals_of_component(value, length, digits))}f}"
        is_exact = math.isclose(float(written), value, rel_tol=_EXACT)
        return self._localize(_strip(written) if is_exact else written)

    def loss(self, value: float) -> str:
        """Write a loss: ``301.2``, ``25.6``, ``2.21``, ``0.0158``."""
        return self.significant(value, 4 if abs(value) >= 100 else 3)

    def losses(self, values: Sequence[float]) -> list[str]:
        """Write losses of one column, all with the decimals that `loss` gives the last of them."""
        last = float(values[-1])
        if any(value >= _LARGEST_PLAIN for value in values) or not _is_plain(last):
            return [self.loss(float(value)) for value in values]
        decimals = len(self.loss(last).partition(self.decimal_sign)[2])
        return [self.fixed(float(value), decimals) for value in values]

    def factor(self, value: float) -> str:
        """Write what something is multiplied by: ``0.29``, ``0.9945``, ``-69.9``.

        Near 1 as many digits are shown as tell it from 1.
        """
        apart = abs(1 - abs(value))
        decimals = 2 if apart >= 0.05 or apart == 0 else 2 - math.floor(math.log10(apart)) - 1
        if decimals > 7:
            return self.significant(value, 3)
        return self.significant(value, 3) if abs(value) >= 10 else self.fixed(value, decimals)

    def count(self, value: int) -> Count:
        """Write a number of things, large ones rounded to a power of ten."""
        if value < _LARGEST_PLAIN:
            return Count(self.plain(value), plural_form(self.plural, value))
        written = self.significant(value, 2)
        return Count(written, plural_form(self.plural, int(_LARGEST_PLAIN)))  # as of all millions

    def plain(self, value: float) -> str:
        """Write as short as exact to six digits, for ticks and given numbers: ``0.01``, ``-5``."""
        if value == 0:
            return "0"
        if not _is_plain(value):
            return self._power_of_ten(value, 6, strip=True)
        if abs(value) >= 1:
            return self._localize(f"{value:.10g}")
        return self._localize(_strip(f"{value:.{_decimals(value, 6)}f}"))

    def aligned(self, values: Sequence[float]) -> list[str]:
        """Write numbers of one axis or column, all with the decimals that one of them needs."""
        written = [self.plain(value) for value in values]
        if any(not _is_plain(value) for value in values):
            return written
        decimals = max(len(text.partition(self.decimal_sign)[2]) for text in written)
        return [self.fixed(value, decimals) for value in values]

    def decades(self, values: Sequence[float]) -> list[str]:
        """Write powers of ten (and zero) of one axis, all in one style: ``0.1``, or ``10⁻⁸``."""
        if all(value == 0 or 1e-3 <= value <= 1e4 for value in values):
            return [self.plain(value) for value in values]
        return [self.power_of_ten(round(math.log10(value))) if value else "0" for value in values]

    def power_of_ten(self, exponent: int) -> str:
        """Write ten to a power, e.g. ``10⁻²``."""
        return "10" + str(exponent).translate(_SUPERSCRIPTS)

    def _power_of_ten(self, value: float, digits: int, strip: bool = False) -> str:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        if strip:
            mantissa = _strip(mantissa)
        power = self.power_of_ten(int(exponent))
        if strip and mantissa in ("1", "-1"):
            return self._sign(mantissa) + power
        return f"{self._localize(mantissa)}·{power}"

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
