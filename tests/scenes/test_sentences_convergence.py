"""What the sixth chapter says, decided by small functions."""

import numpy as np
import pytest

from gdmath import Modes, MseLoss, gradient_descent
from scenes.chapters.convergence import (
    end_of,
    factors_sentence,
    pace_sentence,
    rest_sentence,
    walk_sentence,
)

VALLEY = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
BESIDE_FLOOR = VALLEY.minimum + VALLEY.eigenvectors @ [1.0, 0.001]
BOWL = MseLoss([-1, 1], [0, 2])
"""Both curvatures are 2: a step multiplies the distance by 1 - 2 times the rate."""


@pytest.mark.parametrize(
    ("loss", "start", "rate", "steps", "sentence"),
    [
        (VALLEY, (0.05, 0.0), 0.01, 100, "falls"),
        (BOWL, (0.0, 0.0), 0.4, 100, "settles"),
        (BOWL, (0.0, 0.0), 0.5, 9, "settles"),
        (VALLEY, BESIDE_FLOOR, 0.03, 30, "mixed"),
        (VALLEY, (0.05, 0.0), 0.045, 20, "climbs"),
        (BOWL, (0.0, 0.0), 1.0, 10, "level"),
        (VALLEY, (3.0, 0.0), 0.01, 10, "rests"),
        (VALLEY, (0.05, 0.0), 1e-30, 10, "rests"),
    ],
)
def test_a_walk_is_told_by_what_each_step_does(loss, start, rate, steps, sentence):
    assert walk_sentence(gradient_descent(loss, start, rate, steps), loss) == sentence


@pytest.mark.parametrize(
    ("loss", "start", "rate", "steps", "end"),
    [
        (VALLEY, (0.05, 0.0), 0.01, 100, "approached"),
        (VALLEY, (0.05, 0.0), 0.01, 1000, "arrived"),
        (VALLEY, (0.05, 0.0), 1e-6, 100, "crawled"),
        (BOWL, (0.0, 0.0), 1.0, 10, "leapt"),
        (VALLEY, BESIDE_FLOOR, 0.03, 30, "turns"),
        (VALLEY, (0.05, 0.0), 0.045, 20, "diverged"),
        (VALLEY, (3.0, 0.0), 0.01, 10, "stayed"),
    ],
)
def test_an_end_is_told_by_where_the_last_step_leads(loss, start, rate, steps, end):
    assert end_of(gradient_descent(loss, start, rate, steps), loss) == end


@pytest.mark.parametrize(
    ("loss", "rate", "pace", "factors"),
    [
        (VALLEY, 0.01, "two_slopes", "nearer_zero"),
        (VALLEY, 0.03, "two_factors", "grows"),
        (MseLoss([-1, 1.2], [0, 2]), 0.1, "two_slopes", "nearer_zero"),
    ],
)
def test_factors_are_compared_by_their_size(loss, rate, pace, factors):
    modes = Modes.of(loss, (0.0, 0.0), rate)
    assert pace_sentence(modes, reads_alike=False) == pace
    assert pace_sentence(modes, reads_alike=True) == "one_pace"
    assert factors_sentence(modes) == factors


def test_nothing_grows_where_there_is_no_distance():
    modes = Modes.of(VALLEY, VALLEY.minimum + VALLEY.eigenvectors[:, 0], 0.03)
    assert modes.excess[1] == 0.0
    assert factors_sentence(modes) == "nearer_zero"


@pytest.mark.parametrize(
    ("rate", "needed", "shown", "sentence"),
    [
        (0.01, 300, 300, "goes_on"),
        (0.01, 50_000, 100, "too_long"),
        (0.045, None, 100, "never"),
        (1e-20, None, 100, "too_long_by_far"),
    ],
)
def test_what_is_missing_takes_so_many_steps(rate, needed, shown, sentence):
    modes = Modes.of(VALLEY, (0.0, 0.0), rate)
    assert rest_sentence(modes, 1e-3, needed, 100, shown) == sentence


def test_a_goal_that_is_passed_is_not_reached():
    beside = VALLEY.minimum + VALLEY.eigenvectors @ [0.1, 1e-9]
    modes = Modes.of(VALLEY, beside, 1.02 * VALLEY.critical_learning_rate)
    needed = modes.steps_until(1e-3)
    assert needed is not None
    assert rest_sentence(modes, 1e-3, needed, needed + 1, needed + 1) == "good_enough"
    assert rest_sentence(modes, 1e-3, needed, needed + 1000, needed + 1000) == "passed"


def test_nothing_is_missing_where_the_descent_began_at_the_minimum():
    modes = Modes.of(VALLEY, (3.0, 0.0), 0.01)
    assert np.all(modes.excess == 0.0)
    assert rest_sentence(modes, 0.0, None, 100, 100) == "nothing_missing"
