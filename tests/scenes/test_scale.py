"""Scales: round ticks, not too many, and the ends of the range at the ends of the axis."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scenes.props.plotting.scale import LinearScale, LogScale, decades_around

ROUND = (1, 2, 5)


def is_round(step: float) -> bool:
    """Tell whether a step is 1, 2 or 5 times a power of ten."""
    mantissa = step / 10.0 ** math.floor(math.log10(step) + 1e-6)
    return any(math.isclose(mantissa, digit, rel_tol=1e-4) for digit in ROUND)


def count(scale: LinearScale, step: float) -> int:
    """Count the multiples of a step in the range of a scale, its ends included."""
    first = math.ceil(scale.low / step - 1e-9)
    return math.floor(scale.high / step + 1e-9) - first + 1


EXTENTS = st.floats(-9, 9).map(lambda power: 10.0**power)
SCALES = st.builds(
    lambda extent, middle: LinearScale(extent * (middle - 0.5), extent * (middle + 0.5)),
    EXTENTS,
    # How many extents from zero the range lies: also far from it.
    st.one_of(st.floats(-3, 3), st.floats(-1e5, 1e5)),
)


@given(SCALES, st.integers(2, 12))
@example(LinearScale(-5.0, 10.0), 9)
@example(LinearScale(0.0, 1e-9), 7)
@example(LinearScale(-5e8, 5e8), 7)
@example(LinearScale(1e6, 1e6 + 1.0), 5)
@example(LinearScale(-1e9, -1e9 + 100.0), 5)
@example(LinearScale(0.0, 0.3), 3)  # 0.3 / 0.1 is not 3
def test_ticks_are_round_inside_and_not_too_many(scale, most):
    ticks = np.array(scale.ticks(most))
    assert 1 <= len(ticks) <= most
    tolerance = 1e-8 * scale.extent + 1e-11 * max(abs(scale.low), abs(scale.high))
    assert ticks.min() >= scale.low - tolerance
    assert ticks.max() <= scale.high + tolerance
    if len(ticks) < 2:
        return
    steps = np.diff(ticks)
    np.testing.assert_allclose(steps, steps[0], atol=2 * tolerance)
    step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
    assert is_round(step)
    # All multiples of the step are there.
    np.testing.assert_allclose(ticks / step, np.round(ticks / step), rtol=1e-6, atol=1e-6)
    assert ticks[0] - step < scale.low + tolerance
    assert ticks[-1] + step > scale.high - tolerance


@given(SCALES, st.integers(2, 12))
def test_ticks_are_as_close_as_they_may_be(scale, most):
    power = math.floor(math.log10(scale.extent))
    steps = [digit * 10.0**n for n in range(power - 3, power + 2) for digit in ROUND]
    fitting = min(step for step in steps if count(scale, step) <= most)
    # A range that ends within rounding of a tick may be told either way.
    assume(all(abs(end / fitting - round(end / fitting)) > 1e-6 for end in (scale.low, scale.high)))
    assert len(scale.ticks(most)) == count(scale, fitting)


def test_ticks_are_the_very_numbers_that_are_written():
    assert LinearScale(-0.3, 0.3).ticks(7) == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    assert LinearScale(-5.0, 10.0).ticks(7) == [-5.0, 0.0, 5.0, 10.0]
    assert LinearScale(-5.0, 10.0).ticks(8) == [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0]


@given(SCALES, st.floats(-2, 3))
def test_linear_places(scale, share):
    np.testing.assert_array_equal(scale.place([scale.low, scale.high]), [0.0, 1.0])
    value = scale.low + share * scale.extent
    assert scale.place(value) == pytest.approx(share, abs=1e-9)
    assert scale.place(np.full((2, 3), value)).shape == (2, 3)


def test_places_of_numbers_too_large_to_tell_are_silent():
    assert LinearScale(0.0, 1e-9).place(1e308) > 1e300


DECADES = st.builds(
    lambda low, decades: LogScale(10.0**low, 10.0 ** (low + decades)),
    st.integers(-300, 280),
    st.integers(1, 20),
)


@given(DECADES, st.floats(0, 1))
def test_logarithmic_places(scale, share):
    assert float(scale.place(scale.low)) == 0.0
    assert scale.place(scale.high) == pytest.approx(1.0)
    value = scale.low * (scale.high / scale.low) ** share
    assert scale.place(value) == pytest.approx(share, abs=1e-6)


@given(DECADES)
def test_what_is_not_positive_lies_at_the_low_end(scale):
    np.testing.assert_array_equal(
        scale.place([0.0, -1.0, -1e300, scale.low / 10]), [0.0, 0.0, 0.0, 0.0]
    )


@given(st.floats(-30, 30), st.floats(1.0, 40.0), st.integers(2, 9))
@example(-8.0, 8.0, 5)
def test_logarithmic_ticks_are_decades(low, decades, most):
    scale = LogScale(10.0**low, 10.0 ** (low + decades))
    ticks = np.array(scale.ticks(most))
    assert 1 <= len(ticks) <= most
    exponents = np.log10(ticks)
    np.testing.assert_allclose(exponents, np.round(exponents), atol=1e-9)
    apart = np.unique(np.round(np.diff(exponents)))
    assert len(apart) <= 1
    assert (ticks >= scale.low * (1 - 1e-6)).all()
    assert (ticks <= scale.high * (1 + 1e-6)).all()


@given(st.lists(st.floats(-280, 280).map(lambda power: 10.0**power), min_size=1, max_size=8))
def test_decades_around_hold_all_that_is_positive(values):
    scale = decades_around([*values, 0.0, -3.0])
    # Within rounding: an end is a whole decade, so is a value that is one.
    assert scale.low <= min(values) * (1 + 1e-8)
    assert scale.high >= max(values) * (1 - 1e-8)
    for end in (scale.low, scale.high):
        assert math.log10(end) == pytest.approx(round(math.log10(end)), abs=1e-9)
    # And no decade more than needed, but for one at least.
    assert min(values) < scale.low * 10
    assert max(values) > scale.high / 10 * (1 - 1e-8) or scale.high <= scale.low * 10.001


def test_decades_around_special_numbers():
    assert decades_around([1.0, 100.0]) == LogScale(1.0, 100.0)
    assert decades_around([0.001]) == LogScale(0.001, 0.01)
    assert decades_around([0.0, -1.0]) == LogScale(0.1, 1.0)
    assert decades_around([]) == LogScale(0.1, 1.0)
