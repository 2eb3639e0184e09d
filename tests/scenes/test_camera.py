"""The stage's camera: clipping, raster props, space, poses."""

import numpy as np
import pytest
from manim import (
    DEGREES,
    UP,
    Camera,
    Circle,
    Dot,
    FadeOut,
    Group,
    Line,
    Square,
    ThreeDCamera,
    VGroup,
)

from scenes.stage.camera import clip, in_space
from scenes.stage.camera_move import MoveCamera
from scenes.stage.pose import ABOVE, Pose
from scenes.stage.raster import RasterMobject, blend
from scenes.stage.regions import FRAME_HEIGHT, FRAME_WIDTH, Region
from tests.scenes.pictures import camera, draw, pixels_of

BACKGROUND = (16, 32, 48)
HEX = "#102030"


class Patch(RasterMobject):
    """One colour all over a region."""

    COLOR = (200, 100, 40)

    def draw(self, pixels, view):
        top, bottom, left, right = view.pixel_box(self.region)
        picture = np.full((bottom - top, right - left, 4), (*self.COLOR, 255), dtype=np.uint8)
        blend(pixels[top:bottom, left:right], picture, self.opacity)


# Clipping.


@pytest.mark.parametrize("height", [90, 270])
@pytest.mark.parametrize(
    "region", [Region(-2.13, 3.41, -1.07, 2.22), Region(-9.0, -1.0, -5.0, 0.7)]
)
def test_nothing_is_drawn_outside_the_clip_region(region, height):
    line = Line([-20, -9, 0], [25, 12, 0], stroke_width=40, stroke_color="#FFFFFF")
    line.set_stroke("#FF0000", width=70, background=True)
    ring = Circle(radius=2.5, fill_opacity=0.8, stroke_width=30)
    free = draw(line, ring, height=height, background=HEX)
    frame = draw(clip(Group(line, ring), region), height=height, background=HEX)
    outside = np.ones(frame.shape[:2], dtype=bool)
    outside[pixels_of(region, height)] = False
    assert (frame[outside] == BACKGROUND).all()
    assert (free[outside] != BACKGROUND).any(axis=-1).mean() > 0.1
    # Inside nothing is missing; Cairo smooths clipped edges a little differently.
    inner = pixels_of(region.inset(*[1.5 * FRAME_HEIGHT / height] * 4), height)
    difference = np.abs(frame[inner].astype(int) - free[inner])
    assert difference.max() <= 12
    assert np.mean(difference) < 0.02


def test_what_follows_a_clipped_mobject_is_not_clipped():
    region = Region(-1, 1, -1, 1)
    after = Line([-6, 2, 0], [6, 2, 0], stroke_color="#FFFFFF")
    alone = draw(after)
    clipped = clip(Line([-6, 0, 0], [6, 0, 0]), region)
    np.testing.assert_array_equal(draw(clipped, after)[:100], alone[:100])


def test_copies_and_moving_parts_stay_clipped():
    region = Region(-1.5, 1.5, -1.5, 1.5)
    line = clip(VGroup(Line([-6, 0, 0], [6, 0, 0], stroke_width=60)), region)
    line[0].put_start_and_end_on([-6, 1, 0], [6, -1, 0])
    frame = draw(line.copy(), background=HEX)
    outside = np.ones(frame.shape[:2], dtype=bool)
    outside[pixels_of(region, 270)] = False
    assert (frame[outside] == BACKGROUND).all()
    assert (frame[~outside] != BACKGROUND).any()


# Raster props.


@pytest.mark.parametrize("opacity", [0.0, 0.2, 0.5, 0.99, 1.0])
def test_rasters_fade_by_opacity(opacity):
    patch = Patch(Region(-2, 2, -1, 1))
    patch.opacity = opacity
    frame = draw(patch, background=HEX).astype(float)
    expected = (1 - opacity) * np.array(BACKGROUND) + opacity * np.array(Patch.COLOR)
    top, bottom, left, right = camera().view.pixel_box(patch.region)
    assert np.abs(frame[top:bottom, left:right] - expected).max() <= 0.51
    frame[top:bottom, left:right] = BACKGROUND
    assert (frame == BACKGROUND).all()


def test_manims_fading_animations_fade_rasters():
    patch = Patch(Region(-2, 2, -1, 1))
    group = Group(patch, Dot())
    fade = FadeOut(group)
    fade.begin()
    fade.interpolate(0.5)
    assert patch.opacity == pytest.approx(0.5)
    fade.interpolate(1.0)
    assert patch.opacity == 0
    assert (draw(group, background=HEX) == BACKGROUND).all()


def test_rasters_and_paths_keep_the_order_of_adding():
    patch, square = Patch(Region(-2, 2, -2, 2)), Square(2, fill_opacity=1, color="#00FF00")
    middle = (135, 240)
    assert tuple(draw(patch, square)[middle]) == (0, 255, 0)
    assert tuple(draw(square, patch)[middle]) == Patch.COLOR
    square.set_z_index(1)
    assert tuple(draw(square, patch)[middle]) == (0, 255, 0)


# Space.


def posed(cls, phi, theta, gamma, zoom, focal_distance, center):
    by = cls(frame_height=FRAME_HEIGHT, frame_width=FRAME_WIDTH, pixel_height=90, pixel_width=160)
    by.set_phi(phi)
    by.set_theta(theta)
    by.set_gamma(gamma)
    by.set_zoom(zoom)
    by.set_focal_distance(focal_distance)
    by.frame_center = center
    return by


@pytest.mark.parametrize("seed", range(20))
def test_space_is_seen_as_by_manims_camera(seed):
    dice = np.random.default_rng(seed)
    attitude = (
        dice.uniform(0, np.pi),
        dice.uniform(-4, 4),
        dice.uniform(-2, 2),
        dice.uniform(0.2, 3),
        dice.uniform(8, 60),
        dice.normal(0, 2, 3),
    )
    points = dice.uniform(-6, 6, (200, 3))
    manims, ours = posed(ThreeDCamera, *attitude), posed(type(camera()), *attitude)
    manims.reset_rotation_matrix()
    expected = manims.project_points(points.copy())
    seen = points.copy()
    projected = ours.project_points(seen)
    np.testing.assert_allclose(projected[:, :2], expected[:, :2], rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(seen, points)


def test_the_orientation_is_the_same_object_while_nothing_moves():
    by = camera()
    first = by.orientation
    draw(Dot(), by=by)
    assert by.orientation is first
    assert by.view.orientation is first
    changes = [
        lambda: by.set_phi(0.4),
        lambda: by.set_theta(0.3),
        lambda: by.set_gamma(0.2),
        lambda: by.set_zoom(1.5),
        lambda: by.set_focal_distance(11),
        lambda: by.perspective_tracker.set_value(0.5),
        lambda: setattr(by, "frame_center", [0, 1, 2]),
    ]
    for change in changes:
        change()
        moved = by.orientation
        assert moved is not first
        change()
        assert by.orientation is moved
        first = moved


def flat_things():
    ring = Circle(radius=1.3, fill_opacity=0.4, stroke_width=7).shift(2 * UP)
    line = Line([-6, -3, 0], [5, 2, 0], stroke_width=3, stroke_color="#FF8800")
    line.set_stroke("#0044FF", width=9, background=True)
    faint = Square(3, fill_opacity=0.3, stroke_opacity=0.5, color="#44FF99").rotate(0.3)
    return VGroup(ring, line, faint, Dot([3, -2, 0], radius=0.4))


@pytest.mark.parametrize("turned", [False, True])
def test_flat_things_are_drawn_pixel_for_pixel_as_by_manims_flat_camera(turned):
    size = {"pixel_height": 270, "pixel_width": 480, "frame_rate": 10}
    plain = Camera(
        frame_height=FRAME_HEIGHT, frame_width=FRAME_WIDTH, background_color="#000000", **size
    )
    ours = camera()
    if turned:  # what lies in the picture plane does not follow the camera
        ours.take(Pose(1.1, 0.4, 1.7, 1.0, (1.0, 2.0, 3.0), (0.5, 1.0)))
    frame = draw(flat_things(), by=ours)
    np.testing.assert_array_equal(frame, draw(flat_things(), by=plain))
    assert frame.any(axis=-1).mean() > 0.05
    if turned:
        assert not np.array_equal(frame, draw(in_space(flat_things()), by=ours))


# Poses.


@pytest.mark.parametrize("seed", range(10))
def test_a_pose_draws_its_target_where_it_says(seed):
    dice = np.random.default_rng(seed)
    pose = Pose(
        phi=dice.uniform(0, 2),
        theta=dice.uniform(-4, 4),
        zoom=dice.uniform(0.3, 3),
        perspective=dice.uniform(0, 1.5),
        target=tuple(dice.uniform(-3, 3, 3)),
        drawn_at=tuple(dice.uniform(-4, 4, 2)),
    )
    by = camera()
    by.take(Pose(2.0, 1.0, 3.0, target=(5.0, 5.0, 5.0)))  # whatever stood before
    by.take(pose)
    assert by.pose is pose
    (drawn,) = by.project_points(np.array([pose.target]))
    np.testing.assert_allclose(drawn[:2], pose.drawn_at, atol=1e-9)


def test_above_space_is_as_flat_as_the_stage():
    by = camera()
    by.take(ABOVE)
    points = np.random.default_rng(0).uniform(-5, 5, (50, 3))
    np.testing.assert_allclose(by.project_points(points)[:, :2], points[:, :2], atol=1e-12)


START = Pose(0.2, -1.5, 0.5, 0.0, (1.0, 2.0, 0.0), (0.0, 1.0))
END = Pose(1.2, 0.5, 2.0, 1.0, (-1.0, 0.0, 1.5), (2.0, 0.0))


def test_the_way_between_poses_ends_at_its_ends():
    assert START.towards(END, 0.0) == START
    assert START.towards(END, 1.0) == END
    middle = START.towards(END, 0.5)
    assert START.zoom < middle.zoom < 1.0  # grows late,
    assert END.towards(START, 0.5).zoom == pytest.approx(middle.zoom)  # and shrinks early
    assert middle.phi == pytest.approx(0.7)
    assert middle.target == pytest.approx((0.0, 1.0, 0.75))
    assert middle.drawn_at == pytest.approx((1.0, 0.5))
    assert START.towards(START, 0.3).theta == pytest.approx(START.theta)


def test_the_camera_moves_from_pose_to_pose():
    by = camera()
    by.take(START)
    move = MoveCamera(by, END, Dot(), rate_func=lambda share: share**2)
    move.begin()
    assert by.pose == START
    for alpha in (0.0, 0.3, 0.8):
        move.interpolate(alpha)
        assert by.pose == START.towards(END, alpha**2)
        (drawn,) = by.project_points(np.array([by.pose.target]))
        np.testing.assert_allclose(drawn[:2], by.pose.drawn_at, atol=1e-9)
    move.finish()
    assert by.pose == END
    other = camera()
    other.take(END)
    points = np.random.default_rng(1).uniform(-3, 3, (20, 3))
    np.testing.assert_allclose(by.project_points(points), other.project_points(points))


def test_a_moved_camera_draws_what_stands_in_space_elsewhere():
    by = camera()
    by.take(ABOVE)
    dot = in_space(Dot([2, 1, 1.5]))
    frames = []
    move = MoveCamera(by, Pose(60 * DEGREES, -60 * DEGREES), dot)
    move.begin()
    for alpha in (0.0, 0.5, 1.0):
        move.interpolate(alpha)
        rows, columns = np.nonzero(draw(dot, by=by).any(axis=-1))
        (place,) = by.project_points(np.array([[2.0, 1.0, 1.5]]))
        frames.append((columns.mean(), rows.mean()))
        expected = 240 + place[0] * 33.75 - 0.5, 135 - place[1] * 33.75 - 0.5
        assert frames[-1] == pytest.approx(expected, abs=1.0)
    assert len(set(frames)) == 3


class Watching(Dot):
    """A dot that remembers how space was seen."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def look(self, orientation):
        self.seen.append(orientation)


def test_what_watches_looks_before_it_is_drawn_and_only_then():
    by, drawn, hidden = camera(), Watching(), Watching()
    by.watch(drawn, hidden)
    first = by.orientation
    draw(VGroup(drawn), by=by)
    by.set_phi(1.0)
    draw(Dot(), drawn, by=by)
    assert drawn.seen == [first, first, by.orientation]
    assert hidden.seen == [first]
    draw(VGroup(hidden), by=by)
    assert hidden.seen == [first, by.orientation]
