"""Frame rates are read whatever rationals PyAV has."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from scenes.files.frame_rate import frame_rate


class Rational:
    """What PyAV 19 has: no number of Python's, and not to be rounded."""

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator, self.denominator = numerator, denominator

    def __bool__(self) -> bool:
        return self.numerator != 0


@pytest.mark.parametrize("kind", [Fraction, Rational])
def test_it_is_a_fraction(kind):
    rate = frame_rate(SimpleNamespace(average_rate=kind(119, 2)))
    assert isinstance(rate, Fraction)
    assert rate == Fraction(119, 2)


@pytest.mark.parametrize("unknown", [None, Rational(0, 1)])
def test_it_is_nought_where_it_is_not_said(unknown):
    assert frame_rate(SimpleNamespace(average_rate=unknown)) == 0
