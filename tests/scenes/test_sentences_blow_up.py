"""What the fourth chapter says, decided by small functions."""

import pytest

from gdmath import change_of
from scenes.chapters.blow_up import jump_of, landing_of


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(2.0, 3.0, "up"), (2.0, 1.0, "down"), (2.0, 2.001, "same"), (0.0, 0.0, "same")],
)
def test_a_step_changes_the_loss(before, after, change):
    assert change_of(before, after) == change


@pytest.mark.parametrize(
    ("change", "upright", "key"),
    [("up", True, "flung_upright"), ("up", False, "flung"), ("down", True, "goes")],
)
def test_only_a_step_that_raises_the_loss_is_flung(change, upright, key):
    assert jump_of(change, upright) == key


@pytest.mark.parametrize(
    ("curvature", "change", "key"),
    [(2.0, "same", "as_far"), (70.9, "up", None), (70.9, "down", "fell_anyway")],
)
def test_a_whole_step_lands_where_the_curvature_says(curvature, change, key):
    assert landing_of(curvature, change) == key
