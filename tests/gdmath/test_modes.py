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
