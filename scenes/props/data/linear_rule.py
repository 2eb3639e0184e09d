"""The rule behind the data, if a line runs through all of them, and how it is written."""

from dataclasses import dataclass
from typing import Self

from gdmath import MseLoss, is_negligible, minimum_rounding
from scenes.stage.numbers import MINUS, NumberFormat

EXACT_DIGITS = 6
"""Coefficients with more digits than that are rounded to `ROUNDED_DIGITS`."""
ROUNDED_DIGITS = 3


def quoted(written: str) -> str:
    """Return a written number as one word of Typst's maths."""
    return f'"{written}"'


def factor(written: str) -> str:
    """Return a written number as a factor: in parentheses if it has a sign."""
    return f"({written})" if written.startswith(MINUS) else written


def signed_term(written: str) -> tuple[str, str]:
    """Return the sign with which a written number is added, and the number without it."""
    if written.startswith(MINUS):
        return MINUS, written.removeprefix(MINUS)
    return "+", written


@dataclass(frozen=True)
class LinearRule:
    """The line y = slope x + intercept through all points of the data."""

    slope: float
    """As it is written: exactly, or rounded."""
    intercept: float
    """As it is written: exactly, or rounded; 0 where it is rounding of the data."""
    is_exact: bool
    """Whether nothing was rounded away; otherwise the rule is written with ≈."""

    @classmethod
    def of(cls, loss: MseLoss) -> Self | None:
        """Return the rule that the data of a loss follow, or None if they follow none."""
        if not is_negligible(loss.minimum_loss, loss):
            return None
        (slope, slope_is_exact), (intercept, intercept_is_exact) = map(
            _rounded, map(float, loss.minimum), map(float, minimum_rounding(loss))
        )
        return cls(slope, intercept, slope_is_exact and intercept_is_exact)

    @property
    def is_multiplication(self) -> bool:
        """Whether y is x times a number, and that can be written in full."""
        return self.is_exact and self.intercept == 0

    @property
    def relation(self) -> str:
        """The sign between y and the rest of the rule, as Typst maths."""
        return "=" if self.is_exact else "approx"

    def formula(self, numbers: NumberFormat, x: str = "x") -> str:
        """Write what stands right of y and the relation, as Typst maths, e.g. ``"2"x + "1"``.

        Args:
            numbers: How numbers are written.
            x: The input, Typst maths.
        """
        pieces = []
        if self.slope:
            # Without a space: Typst's maths shows one beside words of several letters.
            pieces.append(f"{quoted(self._coefficient(numbers))}{x}")
        if self.intercept or not self.slope:
            sign, rest = signed_term(numbers.plain(self.intercept))
            pieces.append(f"{sign} {quoted(rest)}" if self.slope or sign == MINUS else quoted(rest))
        return " ".join(pieces)

    def equation(self, numbers: NumberFormat) -> str:
        """Write the rule as plain text, e.g. ``y = 2x + 1``."""
        relation = "=" if self.is_exact else "≈"
        return f"y {relation} {self.formula(numbers)}".replace('"', "")

    def applied_to(self, x: str, numbers: NumberFormat) -> str:
        """Write the sum that the rule makes of a written x, e.g. ``2 · 3 + 1``."""
        terms = []
        if self.slope:
            terms.append(f"{numbers.plain(self.slope)} · {factor(x)}")
        if self.intercept or not self.slope:
            sign, rest = signed_term(numbers.plain(self.intercept))
            terms += [sign, rest] if self.slope else [numbers.plain(self.intercept)]
        return " ".join(terms)

    def _coefficient(self, numbers: NumberFormat) -> str:
        return {1.0: "", -1.0: MINUS}.get(self.slope, numbers.plain(self.slope))


def _rounded(value: float, tolerance: float) -> tuple[float, bool]:
    """Return a number with few digits that is as good as a value, and whether it is that value."""
    if abs(value) <= tolerance:
        return 0.0, True
    short = float(f"{value:.{EXACT_DIGITS}g}")
    if abs(short - value) <= tolerance:
        return short, True
    return float(f"{value:.{ROUNDED_DIGITS}g}"), False
