"""Double words against rational arithmetic."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gdmath.double_word import add, multiply, split, subtract

DOUBLE = Fraction(2) ** -53
"""Half a unit in the last place of 1."""

numbers = st.floats(-1e6, 1e6).map(lambda number: number if abs(number) > 1e-60 else 0.0)
rationals = st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 10**9))


def value(word):
    """The rational number that a double word stands for."""
    return Fraction(word[0]) + Fraction(word[1])


@given(rationals)
def test_a_rational_is_split_into_its_rounding_and_the_rest(rational):
    high, low = split(rational)
    assert high == float(rational)
    assert abs(value((high, low)) - rational) <= abs(rational) * DOUBLE**2


@given(numbers, rationals)
def test_a_difference_has_twice_the_precision_of_its_operands(number, rational):
    exact = Fraction(number) - rational
    size = max(abs(Fraction(number)), abs(rational))
    assert abs(value(subtract(number, split(rational))) - exact) <= 4 * size * DOUBLE**2


@given(numbers, rationals, rationals)
def test_a_product_has_twice_the_precision(number, shift, factor):
    word = subtract(number, split(shift))
    exact = value(word) * value(split(factor))
    assert abs(value(multiply(word, split(factor))) - exact) <= 8 * abs(exact) * DOUBLE**2


@given(rationals, rationals)
def test_a_sum_is_rounded_once_even_where_it_cancels(first, second):
    words = split(first), split(second)
    exact = value(words[0]) + value(words[1])
    size = max(abs(first), abs(second))
    error = abs(Fraction(add(*words)) - exact)
    assert error <= 2 * abs(exact) * DOUBLE + 4 * size * DOUBLE**2


@given(st.lists(numbers, min_size=1, max_size=5), rationals, rationals)
def test_arrays_are_computed_as_floats_are(values, shift, factor):
    def compute(number):
        return multiply(subtract(number, split(shift)), split(factor))

    together = np.stack(compute(np.array(values)), axis=-1)
    assert together.tolist() == [list(compute(number)) for number in values]
