"""What the chapter on the gradient says, decided by small functions."""

import numpy as np
import pytest

from gdmath import MseLoss
from scenes.chapters.gradient import compared_with, misses_minimum
from scenes.props.curves.slope_plot import round_nudge, slope_windows

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])


@pytest.mark.parametrize(
    ("by_w1", "by_w0", "key"),
    [
        (69.4, 2.0, "flatter"),
        (2.2, 2.0, "flatter"),
        (2.0, 2.0, "alike"),
        (1.95, 2.0, "alike"),
        (1.8, 2.0, "steeper"),
        (6e-5, 2.0, "steeper"),
    ],
)
def test_parabolas_are_compared_by_how_they_curve(by_w1, by_w0, key):
    assert compared_with(by_w1, by_w0) == key


def test_the_antigradient_points_at_the_minimum_only_along_the_axes():
    assert misses_minimum(LOSS, np.array([0.0543, 0.0]))
    for axis in LOSS.eigenvectors.T:
        assert not misses_minimum(LOSS, LOSS.minimum + 2 * axis)


def test_in_a_round_bowl_it_always_does():
    bowl = MseLoss([-1, 1], [-2, 4])
    for angle in np.linspace(0, 6, 7):
        away = np.array([np.cos(angle), np.sin(angle)])
        assert not misses_minimum(bowl, bowl.minimum + away)


@pytest.mark.parametrize(
    ("distance", "nudge"), [(2.946, 1.0), (2.0, 1.0), (1.99, 0.5), (37.0, 10.0), (8e-5, 2e-5)]
)
def test_a_nudge_is_a_round_number_up_to_half_the_distance(distance, nudge):
    assert round_nudge(distance) == pytest.approx(nudge)


def test_both_parabolas_are_seen_with_their_lowest_points():
    start = np.array([0.0543, 0.0])
    first, both = slope_windows(LOSS, start, 2.946)
    lowest = -LOSS.gradient(*start) / np.diag(LOSS.hessian)
    assert first[0, 0] < start[0] < start[0] + lowest[0] < first[0, 1]
    assert both[0, 0] < 0 < lowest.min() <= lowest.max() < both[0, 1]
    for weight, offset in enumerate(lowest):
        weights = start + offset * np.eye(2)[weight]
        assert both[1, 0] < LOSS(*weights) < both[1, 1]


def test_a_parabola_very_much_wider_is_cut_off_and_the_start_is_seen():
    steep = MseLoss([1000, 3000, 2000], [3000, 9000, 6000])
    start = np.zeros(2)
    first, both = slope_windows(steep, start, 3.0)
    assert np.ptp(both[0]) <= 8.01 * np.ptp(first[0])
    assert both[0, 0] <= 0 <= both[0, 1]
