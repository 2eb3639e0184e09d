"""What the fourth chapter says, decided by small functions."""

import pytest

from scenes.chapters.blow_up import change_of, jump_of, landing_of


@pytest.mark.parametrize(
    ("before", "after", "change"), [(2.0, 3.0, "up"), (2.0, 1.0, "down"), (2.0, 2.001, "same")]
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
    ("curvature", "key"),
    [(0.5, "same_side"), (1.0, "same_side"), (1.5, "nearer"), (2.0, "as_far"), (70.9, "farther")],
)
def test_a_whole_step_lands_where_the_curvature_says(curvature, key):
    assert landing_of(curvature) == key
