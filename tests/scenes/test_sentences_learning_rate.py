"""What the fifth chapter says and compares, decided by small functions."""

from itertools import product

import numpy as np
import pytest

from gdmath import MseLoss, gradient_descent
from scenes.chapters.learning_rate import (
    BANDS,
    length_of,
    length_question,
    own_side_said,
    round_rates,
    scaling_of,
    side_of,
    verdict_of,
    write_apart,
)
from scenes.stage.strings import number_format


@pytest.mark.parametrize(
    ("rate", "change", "question", "scaling"),
    [
        (0.01, "up", "too_far", "shrinks"),
        (0.5, "down", "direction_only", "shrinks"),
        (1.0, "up", "direction_only", "as_it_is"),
        (2.0, "up", "direction_only", "grows"),
    ],
)
def test_a_part_of_the_step_is_asked_for_only_where_a_part_is_taken(
    rate, change, question, scaling
):
    assert length_question(rate, change) == question
    assert scaling_of(rate) == scaling


@pytest.mark.parametrize(
    ("side", "stays", "on_floor", "said"),
    [
        ("below", False, False, "own_below"),
        ("far_below", False, False, "own_far_below"),
        ("far_below", False, True, "own_below"),
        ("far_below", True, True, "own_below_stays"),
        ("below", True, True, "own_below_stays"),
        ("at", False, False, "own_at"),
        ("at", True, True, "own_at_floor"),
        ("above", False, False, "own_above"),
        ("above", False, True, "own_above_floor"),
    ],
)
def test_what_a_rate_does_depends_on_where_the_descent_starts(side, stays, on_floor, said):
    assert own_side_said(side, stays, on_floor) == said


@pytest.mark.parametrize(
    ("second", "length"), [(60.0, "shorter"), (195.0, "again"), (205.0, "again"), (240.0, "longer")]
)
def test_the_second_step_is_compared_with_the_first(second, length):
    assert length_of(200.0, second) == length


@pytest.mark.parametrize(
    ("rate", "side"),
    [
        (0.0140, "far_below"),
        (0.0142, "below"),
        (0.0281, "below"),
        (0.0282, "at"),
        (0.0283, "above"),
        (1000.0, "above"),
    ],
)
def test_a_rate_lies_on_a_side_of_the_critical_one(rate, side):
    assert side_of(rate, 0.0282) == side


def test_the_rates_compared_are_round():
    assert round_rates(0.02821, own=0.01) == [0.001, 0.02, 0.03]
    assert round_rates(1.0, own=0.1) == [0.05, 0.7, 1.1]


@pytest.mark.parametrize(
    ("critical", "share"), [*product(np.geomspace(1e-9, 1e7, 41), (1 / 30, 0.7, 1.06))]
)
def test_each_rate_compared_lies_in_its_band_and_is_not_the_own_one(critical, share):
    for own in (share * critical, *round_rates(critical, own=share * critical)):
        rates = round_rates(critical, own)
        assert own not in rates
        for rate, (least, _, most) in zip(rates, BANDS, strict=True):
            assert least * critical <= rate <= most * critical
            assert float(f"{rate:.1e}") == rate


@pytest.mark.parametrize(
    ("start", "multiple", "steps", "verdict"),
    [
        ((-2.0, 1.0), 0.0001, 20, "crawled"),
        ((-2.0, 1.0), 0.03, 20, "creeps"),
        ((-2.0, 1.0), 0.5, 20, "comes_close"),
        ((-2.0, 1.0), 0.5, 2000, "arrived"),
        ((-2.0, 1.0), 1.1, 20, "diverged"),
        ((3.0, 0.0), 0.5, 20, "stayed"),
    ],
)
def test_a_verdict_says_what_became_of_a_rate(start, multiple, steps, verdict):
    loss = MseLoss([1, 2, 3, 10], [3, 6, 9, 30])
    way = gradient_descent(loss, start, multiple * loss.critical_learning_rate, steps)
    assert verdict_of(way, loss) == verdict


def test_a_descent_along_the_floor_turns_back_where_rounding_of_the_start_grows():
    loss = MseLoss([1, 2, 3, 10], [3, 6, 9, 30])
    flat, steep = loss.eigenvectors.T
    start = loss.minimum + flat + 0.01 * steep
    way = gradient_descent(loss, start, 1.05 * loss.critical_learning_rate, 20)
    assert way.losses.argmin() > 0
    assert verdict_of(way, loss) == "rises"


def test_the_critical_rate_is_written_so_that_its_side_is_seen():
    write = number_format("en").rounded
    assert write_apart(0.028214, 0.01, write) == "0.0282"
    assert write_apart(0.028214, 0.02821, write) == "0.028214"
