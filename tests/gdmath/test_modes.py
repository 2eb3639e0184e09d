"""The descent along the eigen-axes against the descent itself."""

import numpy as np
import pytest

from gdmath import MseLoss, gradient_descent
from gdmath.modes import Modes

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
START = (0.0543, 0.0)


@pytest.mark.parametrize("rate", [0.001, 0.01, 0.027, 0.029])
def test_excess_of_both_axes_is_that_of_the_descent(rate: float) -> None:
    descent = gradient_descent(LOSS, START, rate, 60)
    modes = Modes.of(LOSS, START, rate)
    expected = descent.losses - LOSS.minimum_loss
    np.testing.assert_allclose(modes.excess_at(np.arange(61)).sum(axis=-1), expected, rtol=1e-9)


@pytest.mark.parametrize("threshold", [250.0, 1.0, 1e-3, 1e-9])
def test_steps_until_is_the_first_step_below(threshold: float) -> None:
    modes = Modes.of(LOSS, START, 0.01)
    steps = modes.steps_until(threshold)
    assert steps is not None
    excess = gradient_descent(LOSS, START, 0.01, steps).losses - LOSS.minimum_loss
    assert excess[-1] < threshold
    assert np.all(excess[:-1] >= threshold)


def test_a_start_below_the_threshold_needs_no_step() -> None:
    assert Modes.of(LOSS, (3.0, 1e-6), 0.01).steps_until(1.0) == 0


def test_above_the_critical_rate_it_never_comes() -> None:
    rate = 1.01 * LOSS.critical_learning_rate
    assert Modes.of(LOSS, START, rate).steps_until(1e-3) is None


def test_on_the_flat_axis_it_comes_above_the_critical_rate_too() -> None:
    start = LOSS.minimum + 0.5 * LOSS.eigenvectors[:, 0]
    modes = Modes.of(LOSS, start, 1.01 * LOSS.critical_learning_rate)
    assert modes.excess[1] == pytest.approx(0.0, abs=1e-20)
    assert modes.steps_until(1e-3) is not None


@pytest.mark.parametrize("x", [(1, 3, 2, 10), (-3, 0, 2), (20, 22, 23)])
@pytest.mark.parametrize("threshold", [1e-2, 1e-6])
def test_no_rate_arrives_in_fewer_steps(x, threshold):
    loss = MseLoss(x, [2 * value + 1 for value in x])
    start = loss.minimum + np.array([0.7, -3000.0])
    critical = loss.critical_learning_rate
    fewest = Modes.of(loss, start, 1.0).fewest_steps(threshold)
    needed = [
        Modes.of(loss, start, share * critical).steps_until(threshold)
        for share in (0.05, 0.3, 0.7, 0.9, 0.99, 1 - 1e-6)
    ]
    assert all(steps is None or steps >= fewest for steps in needed)
    # It is the flat axis' own count at the critical rate, no less.
    flat = Modes.of(loss, start, critical)
    left = [flat.excess_at(steps)[0] for steps in (fewest - 1, fewest)]
    assert left[1] <= threshold * (1 + 1e-6)
    assert left[0] >= threshold * (1 - 1e-6)


def test_a_start_on_one_axis_has_no_such_number():
    loss = MseLoss([1, 3, 2, 10], [3, 9, 6, 30])
    steep = loss.eigenvectors[:, 1]
    assert Modes.of(loss, loss.minimum + steep, 0.01).fewest_steps(1e-3) is None
    assert Modes.of(loss, loss.minimum, 0.01).fewest_steps(1e-3) is None
