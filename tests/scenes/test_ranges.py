"""Which part of the weight plane is shown."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import DataError, MseLoss
from scenes.stage.ranges import auto_ranges

X = (1, 3, 2, 10, 4, 7, 8)
Y = (3, 9, 6, 30, 12, 21, 24)

exactly = settings(max_examples=300)


@st.composite
def problems(draw):
    """A loss and a start, of many sizes and proportions."""
    scale_x, scale_y = (10.0 ** draw(st.integers(-3, 4)) for _ in range(2))
    points = st.lists(st.tuples(*[st.integers(-50, 50)] * 2), min_size=2, max_size=8)
    x, y = np.array(draw(points), dtype=float).T
    try:
        loss = MseLoss(x * scale_x, y * scale_y)
    except DataError:
        assume(False)
        raise
    start = np.array(draw(st.tuples(*[st.integers(-100, 100)] * 2))) / 20
    return loss, start


def valley(loss, start):
    """Where the steep part of the descent is over."""
    flat = loss.eigenvectors[:, 0]
    return loss.minimum + flat @ (start - loss.minimum) * flat


def test_the_default_view_is_the_model():
    loss = MseLoss(X, Y)
    assert auto_ranges(loss, np.array([0.0543, 0])) == ((-5, 10), (-5, 5))


@exactly
@given(problems())
def test_minimum_and_start_and_the_way_are_well_inside(problem):
    loss, start = problem
    for (low, high), *points in zip(
        auto_ranges(loss, start), loss.minimum, start, valley(loss, start), strict=True
    ):
        margin = 0.2 * (high - low)
        assert all(low + margin <= point <= high - margin for point in points)


@exactly
@given(problems())
def test_ends_are_round_numbers(problem):
    for low, high in auto_ranges(*problem):
        for end in (low, high):
            digits = f"{abs(end):e}".split("e")[0].rstrip("0").replace(".", "")
            assert float(f"{end:.6g}") == end
            assert len(digits) <= 4


@exactly
@given(problems())
def test_extents_are_of_one_scale_or_worth_two(problem):
    loss, start = problem
    (w1_low, w1_high), (w0_low, w0_high) = auto_ranges(loss, start)
    ratio = (w1_high - w1_low) / (w0_high - w0_low)
    if 0.8 <= ratio <= 3:
        return
    points = np.array([loss.minimum, start, valley(loss, start)])
    if loss.excess(*start) <= 1e-4 * loss.excess(0.0, 0.0):
        points = np.vstack([points, np.zeros(2), valley(loss, np.zeros(2))])
    d1, d0 = np.ptp(points, axis=0)
    needed = d1 / d0 / 1.5
    assert needed > 3 or needed < 1 / 3
    matters = np.array([d1**2 * loss.hessian[0, 0], d0**2 * loss.hessian[1, 1]])
    smaller = 1 if needed > 1 else 0
    assert matters[smaller] > 0.01 * matters.sum()


@pytest.mark.parametrize(
    ("y", "start", "expected"),
    [
        (Y, (3, 0), ((-5, 10), (-5, 5))),  # at the minimum: as from zero weights
        (Y, (3, 1e-7), ((-5, 10), (-5, 5))),  # and beside it
        (Y, (3, 4), ((1.5, 4), (-7.5, 12.5))),  # w1 has a scale of its own
        (np.zeros(7), (0, 0), ((-2.5, 2.5), (-1.5, 1.5))),  # nothing to go by
        (1000 * np.array(Y), (0.05, 0), ((-5000, 10000), (-5000, 5000))),
        (np.array(Y) + 1000, (0.05, 0), ((-300, 400), (-2000, 3000))),
    ],
)
def test_ranges_follow_minimum_and_start(y, start, expected):
    assert auto_ranges(MseLoss(X, y), np.array(start)) == expected


def test_a_coordinate_that_does_not_change_is_shown_to_the_scale_of_the_other():
    loss = MseLoss([-1, 1], [-2, 4])  # minimum at (3, 1), axes along the plane's
    for start in [(-7.0, 1.0), (3.0, 11.0)]:
        (w1_low, w1_high), (w0_low, w0_high) = auto_ranges(loss, np.array(start))
        assert 0.8 <= (w1_high - w1_low) / (w0_high - w0_low) <= 3


def test_a_given_range_leads_the_other():
    loss, start = MseLoss(X, Y), np.array([0.0543, 0])
    assert auto_ranges(loss, start, w1_range=(-10, 20)) == ((-10, 20), (-10, 10))
    assert auto_ranges(loss, start, w0_range=(-10, 10)) == ((-15, 15), (-10, 10))
    assert auto_ranges(loss, start, (0, 1), (5, 6)) == ((0, 1), (5, 6))
