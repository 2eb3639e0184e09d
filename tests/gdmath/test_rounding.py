"""What counts as zero, against exact sums and against descents in another precision."""

from fractions import Fraction

import numpy as np
import pytest

from gdmath import (
    MseLoss,
    cleared,
    descent_rounding,
    gradient_cleared,
    gradient_descent,
    is_negligible,
    minimum_rounding,
)
from gdmath.rounding import SINGLE

DECIMALS = [
    ([0, 1, 2, 3], [0.3, 0.4, 0.5, 0.6]),
    ([0.1, 0.2, 0.3, 0.7], [0.3, 0.6, 0.9, 2.1]),
    ([2010, 2011, 2013, 2020], [201.1, 201.2, 201.4, 202.1]),
    ([1e-9, 2e-9, 4e-9], [0.1, 0.3, 0.7]),
]
"""Data that follow a rule as they are written, but not as doubles."""


@pytest.mark.parametrize(("x", "y"), DECIMALS)
def test_data_that_follow_a_rule_as_written_have_no_error(x, y):
    loss = MseLoss(x, y)
    assert is_negligible(loss.minimum_loss, loss)
    assert cleared(loss.minimum_loss, loss) == 0.0


@pytest.mark.parametrize(("x", "y"), DECIMALS)
@pytest.mark.parametrize("digits", [6, 9, 12])
def test_a_rule_missed_by_a_written_digit_has_an_error(x, y, digits):
    missed = [y[0] + max(map(abs, y)) * 10.0**-digits, *y[1:]]
    loss = MseLoss(x, missed)
    assert not is_negligible(loss.minimum_loss, loss)
    assert cleared(loss.minimum_loss, loss) == loss.minimum_loss


def test_noise_counts_however_large_the_offset():
    noise = np.array([0.1, -0.2, 0.1, 0.05])
    loss = MseLoss([1, 2, 3, 4], 1e6 + noise)
    assert not is_negligible(loss.minimum_loss, loss)


def test_a_partial_derivative_that_is_rounding_is_zero():
    loss = MseLoss([-1, 0, 1], [0.1, 0.2, -0.3])
    assert loss.gradient(0.0, 0.0)[1] != 0.0
    assert gradient_cleared(loss, np.zeros(2)) == pytest.approx([0.8 / 3, 0.0], abs=0, rel=1e-12)


def test_a_small_partial_derivative_is_not_rounding():
    loss = MseLoss([-1, 0, 1], [0.1, 0.2, -0.300001])
    np.testing.assert_array_equal(gradient_cleared(loss, np.zeros(2)), loss.gradient(0.0, 0.0))


@pytest.mark.parametrize(("x", "y"), DECIMALS)
def test_at_the_minimum_the_gradient_is_zero(x, y):
    loss = MseLoss(x, y)
    assert not gradient_cleared(loss, loss.minimum).any()


@pytest.mark.parametrize(("x", "y"), DECIMALS)
def test_the_minimum_of_data_as_written_is_within_the_bound(x, y):
    xs, ys = ([Fraction(str(value)) for value in values] for values in (x, y))
    n = len(xs)
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(xs, ys, strict=True))
    slope /= sum((a - mean_x) ** 2 for a in xs)
    meant = np.array([float(slope), float(mean_y - slope * mean_x)])
    loss = MseLoss(x, y)
    assert np.all(np.abs(loss.minimum - meant) <= minimum_rounding(loss))
    terms = max(map(abs, y)) * (1 + max(map(abs, x))) / np.std(x)
    assert np.all(minimum_rounding(loss) <= 1e-13 * terms)


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.027, 0.03])
@pytest.mark.parametrize("start", [(0.0543, 0.0), (3.0, 1e-3), (40.0, -30.0)])
def test_a_descent_in_32_bits_stays_within_the_bound(rate, start):
    loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3.1, 9.2, 5.7, 30, 12.4, 21, 24])
    exact = gradient_descent(loss, start, rate, 60)
    x, y = loss.x.astype(np.float32), loss.y.astype(np.float32)
    weights = np.array(start, dtype=np.float32)
    bounds = descent_rounding(loss, exact.weights, exact.learning_rate, SINGLE)
    for there, bound in zip(exact.weights, bounds, strict=True):
        apart = float(np.linalg.norm(weights - there))
        assert apart <= bound
        error = weights[0] * x + weights[1] - y
        gradient = np.float32(2) * np.array([np.mean(error * x), np.mean(error)], np.float32)
        weights = weights - np.float32(rate) * gradient
    assert bounds[1] <= 1e-4 * np.linalg.norm(exact.weights[:2], axis=1).max()


def test_another_rate_leaves_the_bound():
    loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
    exact = gradient_descent(loss, (0.0543, 0.0), 0.01, 4)
    other = gradient_descent(loss, (0.0543, 0.0), 0.0101, 4)
    apart = np.linalg.norm(exact.weights - other.weights, axis=1)
    assert np.all(
        apart[1:] > descent_rounding(loss, exact.weights, exact.learning_rate, SINGLE)[1:]
    )
