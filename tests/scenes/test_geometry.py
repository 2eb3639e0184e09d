"""Plane geometry: clipping against exact arithmetic, round dots, arrowheads that point."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenes.props.plotting.dashes import DASH, dashes
from scenes.props.plotting.geometry import (
    arrowhead,
    clip_line,
    clip_segments,
    dots_path,
    segments_path,
)
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import Region


def clip_exactly(start, end, low, high):
    """Clip a segment to a square with exact numbers.

    Every place where it meets a border line is tried: between two neighbours it is either all
    inside or all outside.

    Returns:
        The ends of what is inside, or None.
    """
    (ax, ay), (bx, by) = (tuple(map(Fraction, point)) for point in (start, end))
    low, high = Fraction(low), Fraction(high)
    shares = {Fraction(0), Fraction(1)}
    for a, b in ((ax, bx), (ay, by)):
        if a != b:
            shares |= {share for bound in (low, high) if 0 <= (share := (bound - a) / (b - a)) <= 1}

    def at(share):
        return ax + share * (bx - ax), ay + share * (by - ay)

    def is_inside(share):
        return all(low <= coordinate <= high for coordinate in at(share))

    inside = [share for share in sorted(shares) if is_inside(share)]
    return [tuple(map(float, at(share))) for share in (inside[0], inside[-1])] if inside else None


COORDINATES = st.one_of(
    st.floats(-3, 4, width=32),
    st.sampled_from([0.0, 1.0, -0.5, 1.5, 0.5]),
    st.floats(-49, 49, width=32),
)
POINTS = st.tuples(COORDINATES, COORDINATES)
BOUNDS = st.sampled_from([(0.0, 1.0), (-0.5, 1.5), (-1.5, 2.5)])


@given(st.lists(POINTS, min_size=2, max_size=6), BOUNDS)
@example([(0.5, 0.5), (0.5, 0.5)], (0.0, 1.0))  # no way at all, inside
@example([(2.0, 2.0), (2.0, 2.0)], (0.0, 1.0))  # and outside
@example([(0.0, -1.0), (0.0, 2.0)], (0.0, 1.0))  # along the border
@example([(-1.0, -1.0), (2.0, 2.0)], (0.0, 1.0))  # through two corners
@example([(-1.0, 1.0), (1.0, -1.0)], (0.0, 1.0))  # through one corner only
@example([(-1.0, 0.5), (2.0, 0.5)], (0.0, 1.0))
def test_segments_are_clipped_as_exact_numbers_are(points, bounds):
    starts, ends, visible = clip_segments(np.array(points), *bounds)
    assert starts.shape == ends.shape == (len(points) - 1, 2)
    for index, (start, end) in enumerate(pairwise(points)):
        exact = clip_exactly(start, end, *bounds)
        if visible[index] != (exact is not None):
            # Rounding may tell a mere touch either way, nothing more.
            wider = clip_exactly(start, end, bounds[0] - 1e-9, bounds[1] + 1e-9)
            assert wider is not None
            assert np.abs(np.subtract(*wider)).max() < 1e-6
        elif exact is not None:
            np.testing.assert_allclose([starts[index], ends[index]], exact, atol=1e-9)


@given(POINTS, st.floats(0, 2 * np.pi), st.floats(2, 150))
def test_an_end_may_lie_as_far_out_as_it_likes(start, angle, power):
    start = np.clip(start, 0.0, 1.0)
    far = 10.0**power * np.array([np.cos(angle), np.sin(angle)])
    for points in ([start, far], [far, start]):
        starts, ends, visible = clip_segments(np.array(points), -0.5, 1.5)
        assert visible.all()
        exact = clip_exactly(*points, -0.5, 1.5)
        size = 1e-9 if points[0] is start else np.abs(far).max() * 1e-15 + 1e-9
        np.testing.assert_allclose([starts[0], ends[0]], exact, atol=size)


def test_two_ends_far_out_tell_nothing():
    _, _, visible = clip_segments(np.array([[-60.0, -60.0], [60.0, 60.0]]), 0.0, 1.0)
    assert not visible.any()


CENTERS = st.lists(
    st.tuples(st.floats(-7, 7), st.floats(-4, 4), st.just(0.0)), min_size=1, max_size=5
)


@given(CENTERS, st.floats(0.01, 0.5))
def test_dots_are_round(centers, radius):
    points = dots_path(np.array(centers), radius)
    assert points.shape == (16 * len(centers), 3)
    t = np.linspace(0, 1, 33)
    weights = np.column_stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    for center, circle in zip(centers, points.reshape(-1, 4, 4, 3), strict=True):
        outline = (weights @ circle).reshape(-1, 3) - center
        np.testing.assert_allclose(np.linalg.norm(outline, axis=1), radius, rtol=1e-3)
        # Once around: each quarter begins where the one before has ended.
        np.testing.assert_allclose(circle[:, 0], np.roll(circle[:, 3], 1, axis=0), atol=1e-12)
        angles = np.unwrap(np.arctan2(outline[:, 1], outline[:, 0]))
        assert abs(angles[-1] - angles[0]) == pytest.approx(2 * np.pi)
        assert (np.diff(angles) * np.sign(angles[-1] - angles[0]) > -1e-9).all()


def test_no_dots_have_no_points():
    assert dots_path(np.zeros((0, 3)), 0.1).shape == (0, 3)


@given(st.floats(0, 2 * np.pi), st.floats(-3, 3), st.floats(0.01, 1.0))
def test_an_arrowhead_points_along_its_direction(angle, power, length):
    base = np.array([1.0, -2.0, 0.0])
    along = np.array([np.cos(angle), np.sin(angle), 0.0])
    points = arrowhead(base, 10.0**power * along, length)
    assert points.shape == (12, 3)
    left, tip, right = points[::4]
    np.testing.assert_allclose(tip, base + length * along, atol=1e-12)
    np.testing.assert_allclose((left + right) / 2, base, atol=1e-12)
    assert (left - right) @ along == pytest.approx(0, abs=1e-12)
    assert np.linalg.norm(left - right) == pytest.approx(0.8 * length)
    # A closed outline of straight sides.
    for side in points.reshape(3, 4, 3):
        np.testing.assert_allclose(side, np.linspace(side[0], side[3], 4), atol=1e-12)
    np.testing.assert_array_equal(points[3::4], np.roll(points[::4], -1, axis=0))


def test_segments_are_straight_from_start_to_end():
    starts = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    ends = np.array([[3.0, 0.0, 0.0], [1.0, 4.0, 0.0]])
    np.testing.assert_allclose(
        segments_path(starts, ends),
        [
            *([0, 0, 0], [1, 0, 0], [2, 0, 0], [3, 0, 0]),
            *([1, 1, 0], [1, 2, 0], [1, 3, 0], [1, 4, 0]),
        ],
    )


def clip_line_exactly(point, direction, low, high):
    """Cut an infinite line off at a square with exact numbers; see `clip_exactly`."""
    (x, y), (right, up), low, high = (
        *(tuple(map(Fraction, pair)) for pair in (point, direction)),
        Fraction(low),
        Fraction(high),
    )
    meets = {
        (bound - place) / step
        for place, step in ((x, right), (y, up))
        if step
        for bound in (low, high)
    }
    inside = sorted(
        share
        for share in meets
        if low <= x + share * right <= high and low <= y + share * up <= high
    )
    return (inside[0], inside[-1]) if inside and inside[0] < inside[-1] else None


@given(POINTS, POINTS.filter(any), BOUNDS, st.integers(-60, 60))
@example((0.5, 0.5), (1.0, 0.0), (0.0, 1.0), 0)
@example((0.5, 2.0), (1.0, 0.0), (0.0, 1.0), 0)  # beside it
@example((-1.0, 1.0), (1.0, -1.0), (-1.0, 0.0), 0)  # through a corner only
def test_infinite_lines_are_clipped_wherever_they_come_from(point, direction, bounds, doublings):
    far = np.array(direction) * 2.0**doublings
    cut = clip_line(np.array(point), far, *bounds)
    exact = clip_line_exactly(point, far.tolist(), *bounds)
    assert (cut is None) == (exact is None) or exact[1] - exact[0] < 1e-9 * 2.0**-doublings
    if cut is not None and exact is not None:
        for end, true in zip(cut, exact, strict=True):
            place, meant = np.array(point) + end * far, np.array(point) + float(true) * far
            np.testing.assert_allclose(place, meant, rtol=0, atol=1e-9)


def test_a_side_of_a_long_way_is_seen_where_its_ends_are_far():
    corners = np.array([[-900.0, 0.5], [900.0, 0.5]])
    assert not clip_segments(corners, 0.0, 1.0)[2].any()
    starts, ends, visible = clip_segments(corners, 0.0, 1.0, far=np.inf)
    assert visible.all()
    np.testing.assert_allclose([*starts, *ends], [[0.0, 0.5], [1.0, 0.5]], atol=1e-12)


AREA = PlotArea(Region(-2.0, 4.0, -1.0, 2.0), LinearScale(-5.0, 10.0), LinearScale(0.0, 1.0))
INSIDE = st.tuples(st.floats(-5, 10), st.floats(0, 1))


@given(INSIDE, st.tuples(st.floats(-1e150, 1e150), st.floats(-1e150, 1e150)))
def test_a_way_out_of_a_plot_ends_at_its_box(begin, end):
    """However far it leads: what is drawn of it is no longer than the box is wide."""
    first, last = AREA.segment(begin, end)
    np.testing.assert_allclose(first, AREA.point(*begin), atol=1e-9)
    box = AREA.box
    assert box.left - 1e-9 <= last[0] <= box.right + 1e-9
    assert box.bottom - 1e-9 <= last[1] <= box.top + 1e-9
    assert len(dashes(first, last)) <= 4 * np.hypot(box.width, box.height) / DASH


def test_a_way_inside_a_plot_is_whole():
    np.testing.assert_allclose(
        AREA.segment((0, 0.5), (1, 0.25)), [AREA.point(0, 0.5), AREA.point(1, 0.25)]
    )
