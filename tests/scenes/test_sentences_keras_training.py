"""What the chapter on Keras says, decided by small functions."""

import numpy as np
import pytest

from gdmath import MseLoss, Trajectory, gradient_descent
from scenes.chapters.keras_training import (
    difference_sentence,
    differences,
    is_as_by_hand,
    loss_sentence,
    rounded_up,
)

LOSS = MseLoss([1, 2, 3], [2, 4, 6])


@pytest.mark.parametrize(
    ("rate", "steps", "alike", "sentence"),
    [
        (0.05, 10, False, "loss_down"),
        (0.05, 10, True, "loss_same"),
        (0.05, 0, True, "loss_same"),
        (5.0, 10, False, "loss_up"),
    ],
)
def test_how_the_loss_changed(rate, steps, alike, sentence):
    descent = gradient_descent(LOSS, (0, 0), rate, steps)
    assert loss_sentence(descent, descent, alike) == sentence


def test_a_loss_that_rises_where_the_descent_by_hand_does_not_is_rounding():
    manual = gradient_descent(LOSS, LOSS.minimum, 0.05, 5)
    lifted = Trajectory.observe(LOSS, manual.weights + [[0.0, 1e-6 * k] for k in range(6)],
                                learning_rate=0.05)  # fmt: skip
    assert loss_sentence(lifted, manual, reads_alike=False) == "loss_rounding"


def test_differences_go_as_far_as_both_descents():
    short, long = (gradient_descent(LOSS, (0, 0), 0.05, steps) for steps in (3, 9))
    other = gradient_descent(LOSS, (1, -1), 0.05, 3)
    assert differences(long, short).tolist() == [0.0] * 4
    assert differences(short, other)[0] == 1.0


@pytest.mark.parametrize(
    ("value", "bound"), [(2.21e-7, 2.3e-7), (2.2e-7, 2.2e-7), (0.0, 0.0), (99.5, 100.0)]
)
def test_a_bound_is_not_below_what_it_bounds(value, bound):
    assert rounded_up(value) == pytest.approx(bound, rel=1e-9)


@pytest.mark.parametrize("value", np.logspace(-9, 9, 50))
def test_a_bound_is_close(value):
    assert value * (1 - 1e-9) <= rounded_up(value) <= 1.1 * value


def test_the_loss_by_hand_is_compared_after_as_many_steps():
    manual = gradient_descent(LOSS, (0, 0), 0.05, 5)

    def write(value: float) -> str:
        return f"{value:.3f}"

    assert is_as_by_hand(manual, 5, write(manual.losses[5]), write)
    assert not is_as_by_hand(manual, 4, write(manual.losses[5]), write)
    assert not is_as_by_hand(manual, 0, write(manual.losses[0]), write)
    assert not is_as_by_hand(manual, 6, write(manual.losses[5]), write)


@pytest.mark.parametrize(
    ("apart", "bound", "size", "sentence"),
    [
        (1e-7, 1e-5, 3.0, "difference"),
        (0.0, 1e-5, 3.0, "difference"),
        (9e26, 1e28, 1e31, "beside"),
        (2.0, 3.0, 3.0, "grown"),
        (1e-4, 1e-5, 3.0, "why_more"),
    ],
)
def test_a_difference_is_called_what_it_is(apart, bound, size, sentence):
    assert (
        difference_sentence(np.array([0.0, apart]), np.array([0.0, bound]), size, 15.0) == sentence
    )
