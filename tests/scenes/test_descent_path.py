"""Paths and arrows on the weight plane: true to the numbers in every window."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdmath import MseLoss
from scenes.props.plane.descent_path import (
    CLOSEST_CORNERS,
    CLOSEST_DOTS,
    EXIT_MARK_LENGTH,
    STEP_DOT_RADIUS,
    DescentPath,
)
from scenes.props.plane.plane_arrow import DOT_RADIUS, SHORTEST_ARROW, PlaneArrow
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import FRAME, MAIN, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.scenes.pictures import draw, pixels_of

BOX = Region(-5.0, 1.0, -2.0, 2.0)
W1, W0 = (-5.0, 10.0), (-5.0, 5.0)
"""Both axes have one scale in this box."""

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])


def area(w1=W1, w0=W0):
    return PlotArea(BOX, LinearScale(*w1), LinearScale(*w0))


def descent(weights, plot=None):
    """Return a path and its parts: line, dots, head and exit mark."""
    path = DescentPath(plot or area(), np.array(weights, dtype=float), DARK, DARK.path)
    return path, path.submobjects[1:]  # without the dots' casings


def centers(dots):
    """Return where dots (16 points each) stand."""
    return dots.points.reshape(-1, 16, 3).mean(axis=1)


def on_screen(weights):
    """Return where weights lie, by the rule of three."""
    w1, w0 = np.asarray(weights, dtype=float).T
    x = BOX.left + BOX.width * (w1 - W1[0]) / (W1[1] - W1[0])
    y = BOX.bottom + BOX.height * (w0 - W0[0]) / (W0[1] - W0[0])
    return np.stack([x, y, np.zeros_like(x)], axis=-1)


INSIDE = st.tuples(st.floats(*W1), st.floats(*W0))
ANYWHERE = st.tuples(st.floats(-60, 60), st.floats(-60, 60))
WAYS = st.lists(INSIDE, min_size=1, max_size=12)


@given(WAYS, st.floats(0, 1))
def test_the_head_stands_at_the_weights(weights, share):
    path, (line, _, head, _) = descent(weights)
    places = on_screen(weights)
    for k in range(len(weights)):
        path.show(k)
        np.testing.assert_allclose(head.get_center(), places[k], atol=1e-9)
        np.testing.assert_allclose(head.get_center(), area().point(*weights[k]), atol=1e-9)
        if k + 1 < len(weights):
            path.show(k + share)
            between = (1 - share) * places[k] + share * places[k + 1]
            np.testing.assert_allclose(head.get_center(), between, atol=1e-9)
            # The line leads to it: from the first weights, through all corners, in one go.
            np.testing.assert_allclose(line.points[0], places[0], atol=1e-9)
            np.testing.assert_allclose(line.points[-1], between, atol=1e-9)
            np.testing.assert_allclose(line.points[4::4], line.points[3:-1:4], atol=1e-9)
    path.show(len(weights) + 5)
    np.testing.assert_allclose(head.get_center(), places[-1], atol=1e-9)


@given(WAYS)
def test_thinning_keeps_the_first_and_what_can_be_told_apart(weights):
    path, (line, dots, head, _) = descent(weights)
    places = on_screen(weights)
    path.show(len(weights) - 1)
    drawn = centers(dots)
    np.testing.assert_allclose(drawn[0], places[0], atol=1e-9)
    # The last weights are where the head stands and the line ends, also where no dot is drawn.
    for end in (head.get_center(), line.points[-1]):
        np.testing.assert_allclose(end, places[-1], atol=1e-9)
    corners = np.vstack([line.points[::4], line.points[-1:]])
    for place in places:
        assert np.abs(drawn - place).max(axis=1).min() < CLOSEST_DOTS
        assert np.abs(corners - place).max(axis=1).min() < CLOSEST_CORNERS
    for dot in drawn:
        assert np.abs(places - dot).max(axis=1).min() < 1e-9
    apart = np.abs(np.diff(drawn, axis=0)).max(axis=1)
    assert (apart >= CLOSEST_DOTS - 1e-9).all()


def test_a_long_path_is_thinned_out():
    steps = np.linspace(0, 1, 100_001)[:, None]
    path, (line, dots, head, _) = descent((1 - steps) * [-4.0, -4.0] + steps * [3.0, 4.0])
    path.show(100_000)
    assert len(line.points) < 4 * 4 / CLOSEST_CORNERS
    assert len(centers(dots)) < 4 / CLOSEST_DOTS
    assert np.ptp(dots.points[:16, 0]) == pytest.approx(2 * STEP_DOT_RADIUS)
    np.testing.assert_allclose(head.get_center(), on_screen([3.0, 4.0]), atol=1e-9)


# Leaving the picture.


def crossing(inside, outside):
    """Return where the way out first meets the border, in exact numbers."""
    shares = []
    pairs = [(Fraction(a), Fraction(b)) for a, b in zip(inside, outside, strict=True)]
    for (low, high), (start, end) in zip((W1, W0), pairs, strict=True):
        for bound, is_beyond in ((high, end > high), (low, end < low)):
            if is_beyond:
                shares.append((bound - start) / (end - start))
    share = min(shares)
    return [float(start + share * (end - start)) for start, end in pairs]


@given(
    st.lists(INSIDE, min_size=1, max_size=4),
    st.one_of(ANYWHERE, st.tuples(st.floats(-1e100, 1e100), st.floats(-1e100, 1e100))),
    st.lists(ANYWHERE, max_size=3),
)
def test_a_path_that_leaves_has_its_mark_where_it_crosses_the_border(inside, out, later):
    is_out = not (W1[0] - 1e-6 < out[0] < W1[1] + 1e-6 and W0[0] - 1e-6 < out[1] < W0[1] + 1e-6)
    assume(is_out)
    path, (_, _, head, mark) = descent([*inside, out, *later])
    leaves = len(inside)
    assert path.leaves_at == leaves
    for k in (0, leaves - 0.01):
        path.show(k)
        assert not len(mark.points)
    path.show(leaves)
    left, tip, right = mark.points[::4]
    np.testing.assert_allclose((left + right) / 2, on_screen(crossing(inside[-1], out)), atol=1e-8)
    step = on_screen(out) - on_screen(inside[-1])
    along = step / np.linalg.norm(step)
    np.testing.assert_allclose(tip - (left + right) / 2, EXIT_MARK_LENGTH * along, atol=1e-7)
    path.show(leaves + len(later))
    np.testing.assert_array_equal(mark.points[4], tip)
    assert np.isfinite(head.points).all()


@given(WAYS)
def test_a_path_that_stays_has_no_mark(weights):
    path, (*_, mark) = descent(weights)
    assert path.leaves_at is None
    path.show(len(weights))
    assert not len(mark.points)


def test_a_path_that_begins_outside_has_no_mark():
    path, (*_, mark) = descent([(30.0, 0.0), (0.0, 0.0), (0.0, 30.0)])
    assert path.leaves_at == 0
    path.show(2)
    assert not len(mark.points)


@pytest.mark.parametrize(
    "weights",
    [
        [(0.0, 0.0), (-40.0, 3.0), (35.0, -4.0), (-300.0, 9.0)],
        [(0.0, 0.0), (9.0, 4.0), (10.4, 5.2)],  # ends within the margin
        [(0.0, 0.0), (1e90, -1e100)],
    ],
)
def test_only_the_mark_is_drawn_outside_the_box(weights):
    path, (*parts, mark) = descent(weights)
    assert all(piece.clip_region == BOX for part in parts for piece in part.get_family())
    height = 270
    inner = pixels_of(BOX, height)
    outside = np.ones((height, height * 16 // 9), dtype=bool)
    outside[inner] = False
    for k in np.linspace(0, len(weights) - 1, 7):
        path.show(float(k))
        frame = draw(path, height=height)
        assert frame[inner].any()
        if len(mark.points):
            (left, bottom, _), (right, top, _) = mark.points.min(axis=0), mark.points.max(axis=0)
            around = Region(left - 0.1, right + 0.1, bottom - 0.1, top + 0.1)
            frame[pixels_of(around, height)] = 0
        assert not frame[outside].any()


# Arrows.


def arrow(tail, vector, plot=None, **kwargs):
    """Return an arrow and its parts: shaft and head."""
    made = PlaneArrow(plot or area(), tail, vector, DARK, DARK.gradient, **kwargs)
    head, shaft = made.submobjects
    return made, [shaft, head]


@given(INSIDE, st.tuples(st.floats(-20, 20), st.floats(-20, 20)), st.floats(0.01, 1.0))
def test_an_arrow_is_where_the_numbers_say(tail, vector, scale):
    made, (shaft, head) = arrow(tail, vector, scale=scale)
    begin, end = on_screen(tail), on_screen(np.add(tail, np.multiply(scale, vector)))
    np.testing.assert_allclose(made.tip, np.add(tail, np.multiply(scale, vector)))
    length = np.linalg.norm(end - begin)
    if abs(length - SHORTEST_ARROW) < 1e-9:
        return
    if length < SHORTEST_ARROW:
        assert not len(shaft.points)
        np.testing.assert_allclose(centers(head), begin[None], atol=1e-9)
        np.testing.assert_allclose(
            np.linalg.norm(head.points[::4] - begin, axis=1), DOT_RADIUS, rtol=1e-6
        )
        return
    along = (end - begin) / length
    assert len(shaft.points)
    np.testing.assert_allclose(shaft.points[0], begin, atol=1e-9)
    np.testing.assert_allclose(np.cross(along, shaft.points - begin), 0, atol=1e-9)
    if not len(head.points):  # far out of sight
        assert np.abs(end - BOX.center).max() > max(BOX.width, BOX.height)
        return
    left, tip, right = head.points[::4]
    np.testing.assert_allclose(tip, end, atol=1e-9)
    neck = (left + right) / 2
    np.testing.assert_allclose((tip - neck) / np.linalg.norm(tip - neck), along, atol=1e-9)
    np.testing.assert_allclose(shaft.points[-1], neck, atol=1e-9)
    assert made.clip_region == shaft.clip_region == head.clip_region == BOX


@pytest.mark.parametrize("power", [3, 6, 30, 140])
@pytest.mark.parametrize("angle", [0.0, 1.0, 2.5, -np.pi / 2])
def test_an_arrow_thousands_of_boxes_long_stays_finite(power, angle):
    unit = np.array([np.cos(angle), np.sin(angle)])
    made, (shaft, head) = arrow((2.0, 1.0), 10.0**power * unit)
    begin = on_screen([2.0, 1.0])
    np.testing.assert_allclose(shaft.points[0], begin, atol=1e-9)
    assert np.isfinite(shaft.points).all()
    assert np.abs(shaft.points).max() < 30
    assert not len(head.points)
    # It leaves in its direction, and reaches beyond the frame.
    way = shaft.points[-1] - begin
    np.testing.assert_allclose((way / np.linalg.norm(way))[:2], unit, atol=1e-9)
    assert not BOX.left < shaft.points[-1][0] < BOX.right or not (
        BOX.bottom < shaft.points[-1][1] < BOX.top
    )
    assert draw(made).any()
    made.point_at(scale=10.0**-power)
    np.testing.assert_allclose(head.points[4], on_screen(np.add([2.0, 1.0], unit)), atol=1e-9)


def test_a_right_angle_in_the_plane_is_one_on_screen(plane):
    assert plane.plot.equal_scales
    for angle in np.linspace(0, np.pi, 7):
        one = np.array([np.cos(angle), np.sin(angle)])
        directions = []
        for vector in (one, np.array([-one[1], one[0]])):
            _, (_, head) = arrow((1.0, 0.0), 2 * vector, plane.plot)
            directions.append(head.points[4] - plane.plot.point(1.0, 0.0))
        assert directions[0] @ directions[1] == pytest.approx(0, abs=1e-9)
        assert np.linalg.norm(directions[0]) == pytest.approx(np.linalg.norm(directions[1]))


# Another part of the plane.


@pytest.fixture(scope="module")
def plane():
    return WeightPlane(MAIN, LOSS, W1, W0, DARK, number_format("en"), "MSE")


@pytest.mark.parametrize(
    "window",
    [
        [(-5.0, 10.0), (-5.0, 5.0)],
        [(-50.0, 100.0), (-50.0, 50.0)],
        [(2.9, 3.05), (-0.05, 0.05)],
        [(1e3, 1.6e3), (-7e2, -3e2)],  # where neither of them is
        [(-5.0, 40.0), (-25.0, 5.0)],
    ],
)
def test_path_and_arrow_follow_the_window(plane, window):
    path = DescentPath(plane.plot, np.array([(0.1, 0.0), (3.0, 0.5), (2.9, 0.1)]), DARK, DARK.path)
    made = PlaneArrow(plane.plot, (0.1, 0.0), (2.5, -1.5), DARK, DARK.gradient)
    plane.stand_on(path, made)
    path.show(1.5)
    plane.show_window(np.array(window))
    np.testing.assert_array_equal(plane.window, window)
    box, place = plane.plot.box, plane.plot.point(2.95, 0.3)
    w1, w0 = np.array(window)
    expected = [
        box.left + box.width * (2.95 - w1[0]) / (w1[1] - w1[0]),
        box.bottom + box.height * (0.3 - w0[0]) / (w0[1] - w0[0]),
        0.0,
    ]
    np.testing.assert_allclose(place, expected, atol=1e-9)
    head = path.submobjects[3]
    if np.all(np.abs(place - box.center) < FRAME.width / 2):
        np.testing.assert_allclose(head.get_center(), place, atol=1e-9)
    else:
        center = head.get_center()
        assert not (box.left < center[0] < box.right and box.bottom < center[1] < box.top), (
            "what lies outside the window is not shown inside"
        )
    tip = plane.plot.point(2.6, -1.5)
    arrowhead, shaft = made.submobjects
    if np.linalg.norm(tip - plane.plot.point(0.1, 0.0)) < SHORTEST_ARROW:
        assert not len(shaft.points)
    elif len(arrowhead.points):
        np.testing.assert_allclose(arrowhead.points[4], tip, atol=1e-9)
    else:
        assert not (box.left < tip[0] < box.right and box.bottom < tip[1] < box.top)
