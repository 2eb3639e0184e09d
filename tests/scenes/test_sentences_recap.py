"""What the last chapter says, decided by small functions."""

import math

import numpy as np
import pytest

from scenes.chapters.recap import is_learned, turned, unseen_number
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import Region


@pytest.mark.parametrize(
    ("x", "number"),
    [
        ([1, 3, 2, 10, 4, 7, 8], 5.0),
        ([1, 2, 3], 1.5),
        ([0.1, 0.2, 0.4], 0.3),
        ([-4, 4], 0.0),
        ([1e9, 3e9], 2e9),
        ([999_999.75, 1_000_000.25], 1e6),
        ([999_999.25, 999_999.5], 999_999.4),
    ],
)
def test_the_number_asked_for_is_unseen_and_in_the_midst(x, number):
    found = unseen_number(np.array(x, dtype=float))
    assert found == pytest.approx(number)
    assert found not in x
    assert min(x) < found < max(x)


def test_a_rule_is_learned_by_a_descent_that_arrives_and_answers_within_a_hundredth():
    assert is_learned("arrives", 15.1, 15.0)
    assert not is_learned("arrives", 15.2, 15.0)
    assert not is_learned("arrives", 0.1, 0.0)
    assert not is_learned("underway", 15.0, 15.0)


def test_a_vector_turns_as_it_is_drawn():
    area = PlotArea(Region(0, 8, 0, 4), LinearScale(0, 1), LinearScale(0, 2))
    np.testing.assert_allclose(
        turned(area, np.array([1.0, 0.0]), math.pi / 2), [0.0, 4.0], atol=1e-12
    )
    np.testing.assert_allclose(turned(area, np.array([1.0, 3.0]), math.pi), [-1.0, -3.0])
