"""What the second chapter says and turns, decided by small functions."""

import numpy as np
import pytest

from gdmath import MseLoss
from scenes.chapters.surface import turns_of
from scenes.props.space.bowl import shape_of

RANGES = np.array([[-5.0, 10.0], [-5.0, 5.0]])


@pytest.mark.parametrize("w1", [-4.9, 0.05, 2.9, 6.0, 9.9])
def test_knobs_are_turned_one_by_one_within_the_plane_and_back(w1):
    start, minimum = np.array([w1, 0.5]), np.array([3.0, 0.0])
    turns = turns_of(start, minimum, RANGES)
    np.testing.assert_array_equal(turns[[0, -1]], [start, start])
    assert np.all((turns >= RANGES[:, 0]) & (turns <= RANGES[:, 1]))
    assert np.all(np.sum(np.diff(turns[:5], axis=0) != 0, axis=1) == 1)


@pytest.mark.parametrize("w1", [-4.9, 0.05, 6.0, 9.9])
def test_the_knobs_do_not_lead_to_the_minimum(w1):
    minimum = np.array([3.0, 0.0])
    turns = turns_of(np.array([w1, 0.5]), minimum, RANGES)
    assert len({*np.sign(turns[:, 0] - minimum[0])}) == 1
    assert np.abs(turns[:, 0] - minimum[0]).min() >= 0.5 * abs(w1 - minimum[0])


@pytest.mark.parametrize(("w1", "sign"), [(0.05, -1), (6.0, 1)])
def test_the_first_knob_leads_away_from_the_minimum(w1, sign):
    turns = turns_of(np.array([w1, 0.0]), np.array([3.0, 0.0]), RANGES)
    assert np.sign(turns[1, 0] - w1) == sign


def test_a_surface_is_a_bowl_where_no_direction_is_steeper():
    assert shape_of(MseLoss([-1, 1], [0, 0])) == "bowl"
    assert shape_of(MseLoss([1, 2, 3], [2, 4, 6])) == "valley"
    assert shape_of(MseLoss([2010, 2015, 2020], [2, 4, 6])) == "ravine"
