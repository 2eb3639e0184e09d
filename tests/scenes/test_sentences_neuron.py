"""What the first chapter says, decided by small functions."""

import numpy as np
import pytest

from gdmath import MseLoss
from scenes.chapters.neuron import (
    ROWS_TIME,
    first_answer_said,
    rule_said,
    rule_values,
    shortened,
    through_rows,
)
from scenes.params import Params
from scenes.props.data.linear_rule import LinearRule
from scenes.stage.results import Results


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "arrives"),
        ({"start": (3.0, 0.0)}, "stays"),
        ({"learning_rate": 0.045}, "diverges"),
        ({"learning_rate": 1e-6}, "underway"),
        # The two points are crossed to and fro, at one and the same height.
        ({"x": (-0.5, 0.5), "y": (1, 4), "learning_rate": 1.0}, "underway"),
        ({"steps": 0}, "arrives"),
        ({"steps": 1000}, "arrives"),
    ],
)
def test_the_promise_tells_what_becomes_of_the_descent(changes, expected):
    start = {"start": (0.05, 0.0)} | changes
    assert Results(Params(**start)).fate == expected


@pytest.mark.parametrize(
    ("is_right", "reads_alike", "is_drawn", "said"),
    [
        (True, True, True, "right"),
        (False, True, True, "near"),
        (False, False, True, "untaught"),
        (False, False, False, "off"),
    ],
)
def test_a_first_answer_is_compared_as_it_is_written(is_right, reads_alike, is_drawn, said):
    assert first_answer_said(is_right, reads_alike, is_drawn) == said


@pytest.mark.parametrize(
    ("y", "said", "values"),
    [
        ([3, 6, 9], "factor", {"factor": "3"}),
        ([0, 0, 0], "factor", {"factor": "0"}),
        ([3, 5, 7], "plus", {"factor": "2", "shift": "1"}),
        ([1, 3, 5], "minus", {"factor": "2", "shift": "1"}),
        ([4, 4, 4], "constant", {"y": "4"}),
        ([1 / 3, 2 / 3, 1], "rounded", {}),
        ([1, 2, 4], "no_line", {}),
    ],
)
def test_a_rule_is_said_with_its_numbers(y, said, values):
    rule = LinearRule.of(MseLoss([1, 2, 3], y))
    assert rule_said(rule) == said
    assert rule_values(rule, lambda number: f"{number:g}") == values


@pytest.mark.parametrize(
    ("value", "short"), [(0.0, 0.0), (0.25, 0.25), (0.05432912, 0.0543), (123.4567, 123.0)]
)
def test_numbers_of_the_first_sum_are_short(value, short):
    assert shortened(value) == pytest.approx(short, rel=1e-12)


def test_points_with_a_row_have_most_of_the_time():
    pace = through_rows(2, rows=7, count=300)
    assert [pace(share) for share in (0.0, ROWS_TIME, 1.0)] == pytest.approx([0.0, 5 / 298, 1.0])
    steps = np.diff([pace(share) for share in np.linspace(0, 1, 50)])
    assert (steps > 0).all()
    assert through_rows(2, rows=7, count=7)(0.3) == pytest.approx(0.3)
