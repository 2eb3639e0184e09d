"""The loss surface: its pixels, its way to the heat map, and what stands on it."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import psutil
import pytest
from manim import DEGREES, Surface

from gdmath import MseLoss
from gdmath.raycast import NEAR, cast
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import HeatMap, WeightPlot
from scenes.props.plotting.scale import LinearScale
from scenes.props.space import surface_painting
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.space_axes import SpaceAxes
from scenes.props.space.space_mobject import SpaceArrow, SpaceMark
from scenes.props.space.space_path import SpacePath
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.pose import Pose
from scenes.stage.regions import FRAME, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK, LIGHT
from tests.quiet_manim import manim
from tests.scenes.pictures import camera, draw

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
NOISY = MseLoss([-2, 0.5, 1, 3, 4], [9, 1, -2, -5, -11])
W1, W0 = (-5.0, 10.0), (-5.0, 5.0)
FLOOR = Region(-3.9, 3.9, -2.6, 2.6)


def build(loss=LOSS, w1=W1, w0=W0, ceiling=361.0, top=3.2, lines=True, bright=False, **attributes):
    colors = LossColors.for_window(loss, w1, w0, DARK)
    if not lines:
        colors = replace(colors, contour=colors.table[0])
    if bright:
        colors = replace(colors, contour=np.array([255, 255, 255], dtype=np.uint8))
    space = WeightSpace(FLOOR, LinearScale(*w1), LinearScale(*w0), ceiling, top)
    surface = LossSurface(loss, colors, space)
    for name, value in attributes.items():
        setattr(surface, name, value)
    return surface, space


def look_from(phi, theta, height=270, zoom=1.0, perspective=1.0, gamma=0.0, center=(0, 0, 1.3)):
    stage = camera(height, DARK.background)
    stage.set_phi(phi * DEGREES)
    stage.set_theta(theta * DEGREES)
    stage.set_gamma(gamma * DEGREES)
    stage.set_zoom(zoom)
    stage.perspective_tracker.set_value(perspective)
    stage.frame_center = center
    return stage


VIEWS = [
    (62, -60, 1.0, 1.0, 0),
    (62, -110, 1.3, 0.0, 0),
    (80, 20, 0.8, 1.5, 10),
    (30, 170, 1.0, 1.0, -20),
    (88, 75, 1.0, 0.0, 0),
    (115, -40, 1.0, 1.0, 0),  # from below the floor
]


def rays_of(view):
    """Origins and directions through all pixels, from the definition of the orientation."""
    box = 0, view.pixel_height, 0, view.pixel_width
    x, y = view.pixel_centers(box)
    o = view.orientation
    seen = np.stack([*np.meshgrid(x, y), np.zeros((len(y), len(x)))], axis=-1) / o.zoom
    towards = -seen * o.inverse_focal_distance
    towards[..., 2] = 1.0
    return seen @ o.rotation + o.center, towards @ o.rotation


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("loss", [LOSS, NOISY])
def test_every_pixel_is_where_its_ray_meets_the_surface(view, loss):
    phi, theta, zoom, perspective, gamma = view
    stage = look_from(phi, theta, 135, zoom, perspective, gamma)
    ceiling = 2.0 * loss(1.0, 1.0) + 5.0
    surface, _ = build(loss, light=0.0, outside=1.0, ceiling=ceiling, bright=True)
    frame = draw(surface, by=stage)
    hits = cast(surface.shape, *rays_of(stage.view))
    hit = hits.mask.any(axis=-1)
    change = np.abs(frame.astype(int) - DARK.background.to_int_rgb()).max(axis=-1)
    inner, outer = hit.copy(), hit.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            inner &= np.roll(hit, step, axis)
            outer |= np.roll(hit, step, axis)
    assert inner.sum() > 500
    assert change[inner].all()
    # Of an edge that is seen almost edge on a part of a pixel is covered.
    assert change[~outer].max() <= 0.25 * change[inner].max()
    assert np.count_nonzero(change[~outer]) <= 4
    # Colours: those of the loss that is seen, but for the contour lines.
    seen = np.where(hits.mask[..., NEAR], hits.losses[..., 0], hits.losses[..., 1])
    colors = LossColors.for_window(loss, W1, W0, DARK)
    place = colors.place(np.where(hit, seen - loss.minimum_loss, 0.0))
    expected = colors.table[np.round(place * (len(colors.table) - 1)).astype(int)]
    difference = np.abs(frame.astype(int) - expected).max(axis=-1)
    assert np.mean(difference[inner] <= 1) > 0.4
    # Between the lines all are right: lines only brighten.
    darker = (frame.astype(int) - expected).min(axis=-1)
    assert (darker[inner] >= -1).mean() > 0.99


@pytest.mark.parametrize("view", VIEWS)
def test_vertices_of_manims_surface_land_on_our_pixels(view):
    phi, theta, zoom, perspective, gamma = view
    stage = look_from(phi, theta, 270, zoom, perspective, gamma)
    surface, space = build(outside=1.0)

    def place(w1, w0):
        return space.point(w1, w0, LOSS(float(w1), float(w0)))

    mesh = Surface(place, u_range=(2.0, 4.0), v_range=(-3.0, 3.0), resolution=(6, 6))
    vertices = np.array([face.points[0] for face in mesh])
    assert np.ptp(vertices[:, 2]) > 0.3
    drawn = stage.project_points(vertices)  # as Manim's camera projects them
    frame = draw(surface, by=stage)
    scale = stage.view.pixels_per_unit
    column = (drawn[:, 0] + stage.frame_width / 2) * scale
    row = (stage.frame_height / 2 - drawn[:, 1]) * scale
    background = np.array(DARK.background.to_int_rgb())
    # Our rays through those places of the picture meet the surface in the vertices.
    o = stage.view.orientation
    flat = np.column_stack([drawn[:, :2], np.zeros(len(drawn))]) / o.zoom
    towards = -flat * o.inverse_focal_distance
    towards[:, 2] = 1.0
    hits = cast(surface.shape, flat @ o.rotation + o.center, towards @ o.rotation)
    apart = np.linalg.norm(hits.points - vertices[:, None], axis=-1)
    assert np.nanmin(apart, axis=1).max() < 1e-6
    inside = (column > 1) & (column < 479) & (row > 1) & (row < 269)
    assert inside.sum() > 10
    pixels = frame[row[inside].astype(int), column[inside].astype(int)]
    assert np.any(pixels != background, axis=-1).all()


@pytest.mark.parametrize("loss", [LOSS, NOISY])
def test_from_above_it_is_the_heat_map(loss):
    w1, w0 = (-5.0, 10.0), (-5.0, 5.0)
    plot = WeightPlot(
        Region(-6.7, 1.3, -2.8, 3.0),
        LinearScale(*w1),
        LinearScale(*w0),
        DARK,
        number_format("en"),
        x_label="$w_1$",
        y_label="$w_0$",
    )
    colors = LossColors.for_window(loss, w1, w0, DARK)
    heat_map = HeatMap(loss, colors, plot)
    surface = LossSurface(loss, colors, WeightSpace.over(plot, 361.0, 3.0))
    surface.height = surface.light = 0.0
    stage = look_from(0, -90, 540, perspective=0.0, center=(0, 0, 0))
    flat, space = draw(heat_map, by=stage).astype(int), draw(surface, by=stage).astype(int)
    view = stage.view
    top, bottom, left, right = view.pixel_box(plot.box)
    inner = slice(top + 1, bottom - 1), slice(left + 1, right - 1)
    difference = np.abs(flat - space)[inner]
    assert difference.max() <= 3
    assert difference.mean() < 0.1
    outside = np.ones(flat.shape[:2], dtype=bool)
    outside[top - 1 : bottom + 1, left - 1 : right + 1] = False
    np.testing.assert_array_equal(flat[outside], space[outside])


def test_the_way_to_the_heat_map_has_no_jump():
    stage = look_from(0, -90, 270, perspective=0.0, center=(0, 0, 0))
    surface, _ = build(light=0.0)
    frames = []
    for height in (0.0, 1e-6, 1e-4, 1e-3):
        surface.height = height
        frames.append(draw(surface, by=stage).astype(int))
    for frame in frames[1:]:
        assert np.abs(frame - frames[0]).mean() < 0.5


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("height", [1.0, 0.3, 0.02])
def test_nothing_of_it_is_cut_off(view, height):
    phi, theta, zoom, perspective, gamma = view
    stage = look_from(phi, theta, 270, zoom, perspective, gamma)
    surface, _ = build(height=height, outside=1.0, light=0.0)
    background = np.array(DARK.background.to_int_rgb())
    drawn = np.any(draw(surface, by=stage) != background, axis=-1)
    hit = cast(surface.shape, *rays_of(stage.view)).mask.any(axis=-1)
    for axis in (0, 1):
        hit &= np.roll(hit, 1, axis) & np.roll(hit, -1, axis)  # but for the antialiased rim
    assert hit.sum() > 300
    assert drawn[hit].all()


def test_a_still_picture_is_painted_once(monkeypatch):
    surface, _ = build()
    painted = []
    paint = surface_painting.paint_surface
    monkeypatch.setattr(
        surface_painting, "paint_surface", lambda *a: (painted.append(1), paint(*a))
    )
    stage = look_from(62, -60)
    first = draw(surface, by=stage)
    np.testing.assert_array_equal(first, draw(surface, by=stage))
    assert len(painted) == 1
    stage.set_theta(0.3)
    assert not np.array_equal(first, draw(surface, by=stage))
    surface.light = 0.5
    draw(surface, by=stage)
    assert len(painted) == 3


@pytest.mark.parametrize("reveal", [0.4, 0.5, 1.0])
def test_the_same_picture_is_painted_wherever_its_rows_lie_in_memory(reveal):
    stage = look_from(62, -60, height=540)
    sizes = np.random.default_rng(1)
    pictures = []
    for _ in range(80):
        surface, _ = build(reveal=reveal)
        # Other free memory, and so other places for the arrays in which rows are computed.
        others = [np.empty(size, dtype=np.uint8) for size in sizes.integers(100, 9000, 20)]
        del others[::2]
        pictures.append(draw(surface, by=stage))
    assert all(np.array_equal(picture, pictures[0]) for picture in pictures)


def test_it_fades_and_is_revealed():
    stage = look_from(62, -60)
    surface, _ = build()
    background = np.array(DARK.background.to_int_rgb())
    whole = draw(surface, by=stage).astype(int)
    surface.opacity = 0.5
    half = draw(surface, by=stage).astype(int)
    assert np.abs(half - (whole + background) / 2).max() <= 2
    surface.opacity = 1.0
    amounts = []
    for reveal in (0.0, 0.05, 0.1, 0.4, 0.6, 1.0):
        surface.reveal = reveal
        changed = np.any(draw(surface, by=stage) != background, axis=-1)
        amounts.append(np.mean(changed[np.any(whole != background, axis=-1)]))
    assert amounts[0] == 0
    assert amounts[1] <= amounts[2] < amounts[3] < amounts[4] <= amounts[5] == 1
    np.testing.assert_array_equal(draw(surface, by=stage), whole)
    surface.reveal = 0.9999
    assert np.abs(draw(surface, by=stage) - whole).mean() < 0.01


def test_numbers_animate():
    surface, _ = build()
    start, end = surface.copy(), surface.copy()
    end.height, end.light, end.reveal, end.opacity = 0.0, 0.2, 0.5, 0.4
    surface.interpolate(start, end, 0.25)
    assert surface.height == 0.75
    assert surface.light == pytest.approx(0.8)
    assert surface.reveal == pytest.approx(0.875)
    assert surface.opacity == pytest.approx(0.85)


def test_grid_lines_are_seen():
    stage = look_from(50, -60)
    surface, _ = build()
    without = draw(surface, by=stage).astype(int)
    surface.grid = 0.4
    with_grid = draw(surface, by=stage).astype(int)
    assert 0.004 < np.mean(np.abs(with_grid - without).max(axis=-1) > 5) < 0.1


def test_memory_stays_flat_over_a_hundred_frames():
    stage = look_from(62, -60, 270)
    surface, space = build()
    path = SpacePath(
        stage, space, LOSS, surface, np.array([[0.0, 0.0], [3.0, 0.0]]), DARK, DARK.path
    )

    def turn(frames):
        for frame in range(frames):
            stage.set_theta(0.01 * frame)
            path.show(frame / 100)
            draw(surface, path, by=stage)

    turn(20)
    process = psutil.Process()
    before = process.memory_info().rss
    turn(100)
    assert process.memory_info().rss - before < 4e6


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_plain_scene_draws_the_surface_over_a_window(theme):
    surface = LossSurface.over(NOISY, W1, W0, theme=theme, floor=FLOOR, top=3.2)
    with manim.tempconfig({"pixel_width": 240, "pixel_height": 135, "dry_run": True}):
        scene = manim.Scene(camera_class=StageCamera)
        scene.camera.take(Pose(phi=62 * DEGREES, theta=-60 * DEGREES, target=(0.0, 0.0, 1.3)))
        scene.add(surface)
        scene.renderer.update_frame(scene)
        frame = scene.renderer.get_frame()[..., :3].copy()
    colors = LossColors.for_window(NOISY, W1, W0, theme)
    ceiling = surface.shape.top / surface.shape.height
    assert NOISY.minimum_loss < ceiling < NOISY.minimum_loss + colors.highest
    space = WeightSpace(FLOOR, LinearScale(*W1), LinearScale(*W0), ceiling, top=3.2)
    same = LossSurface(NOISY, colors, space)
    same.light = same.full_light = theme.surface_light
    by = camera(135)
    by.take(Pose(phi=62 * DEGREES, theta=-60 * DEGREES, target=(0.0, 0.0, 1.3)))
    expected = draw(same, by=by)
    assert np.mean(expected.any(axis=-1)) > 0.05
    np.testing.assert_array_equal(frame, expected)


def test_importing_loads_no_numba():
    program = (
        "import sys, scenes.props.space.space_path, scenes.props.space.space_axes, gdmath.raycast; "
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_path_is_dashed_where_it_is_hidden():
    stage = look_from(62, 20)
    surface, space = build()
    weights = np.array([[0.5, 0.0], [3.0, 0.0], [5.0, 0.5]])
    path = SpacePath(stage, space, LOSS, surface, weights, DARK, DARK.path)
    path.show(2)
    draw(path, by=stage)
    line = path.submobjects[1]  # over the casings of its dots
    hidden, visible = line.submobjects
    assert len(hidden.points) > 40
    assert len(visible.points) > 40
    assert hidden.get_stroke_opacity() < visible.get_stroke_opacity()
    # From straight above nothing is.
    above = look_from(0, -90, center=(0, 0, 0), perspective=0.0)
    line.look(above.orientation)
    assert len(hidden.points) == 0
    # There it runs straight, as on the plane.
    start, end = space.point(0.5, 0.0)[:2], space.point(3.0, 0.0)[:2]
    first = visible.points[visible.points[:, 0] < end[0] - 1e-6, :2]
    ahead, off = first - start, end - start
    assert np.abs(ahead[:, 0] * off[1] - ahead[:, 1] * off[0]).max() < 1e-6


def pieces(path, phi, center=(0, 0, 0)):
    """The pieces (n, 2, 2) of a path's line as it is drawn, from a side, without perspective."""
    stage = look_from(phi, -90, perspective=0.0, center=center)
    line = path.submobjects[1]  # over the casings of its dots
    line.look(stage.orientation)
    points = np.concatenate([part.points for part in line.submobjects])
    return np.stack([points[0::4, :2], points[3::4, :2]], axis=1)


FRONT, TOP = 90, 0


def test_a_path_walks_on_the_surface_and_ends_at_the_box():
    surface, space = build()
    weights = np.array([[0.5, 0.0], [3.0, 0.0], [40.0, 7.0], [-900.0, 8.0]])
    path = SpacePath(look_from(62, -60), space, LOSS, surface, weights, DARK, DARK.path)
    path.show(1)
    seen = pieces(path, FRONT)
    w1 = W1[0] + (seen[..., 0] - FLOOR.left) / FLOOR.width * (W1[1] - W1[0])
    np.testing.assert_allclose(seen[..., 1], LOSS(w1, 0.0) * space.top / space.ceiling, atol=1e-9)
    assert np.abs(np.diff(seen[..., 0], axis=1)).max() < 0.05
    path.show(3)
    seen = pieces(path, FRONT)
    assert 0.9 * space.top < seen[..., 1].max() <= space.top * (1 + 1e-9)
    assert FLOOR.left <= seen[..., 0].min() <= seen[..., 0].max() <= FLOOR.right
    draw(surface, path, by=look_from(62, -60))


@pytest.mark.parametrize("steps", [4, 40, 102])
def test_a_path_that_leaves_is_seen_until_it_does(steps):
    """However far it goes: what was over the floor stays as fine as it was."""
    surface, space = build()
    sides = (-2.2) ** np.arange(steps + 1.0)
    weights = LOSS.minimum - 2.9 * sides[:, None] * LOSS.eigenvectors[:, 1]
    path = SpacePath(look_from(62, -60), space, LOSS, surface, weights, DARK, DARK.path)
    path.show(steps)
    seen = pieces(path, FRONT).reshape(-1, 2)
    valley = space.on_surface(LOSS, LOSS.minimum)
    for side in (seen[:, 0] < valley[0], seen[:, 0] > valley[0]):
        assert seen[side, 1].max() > 0.9 * space.top
    assert np.linalg.norm(np.diff(pieces(path, TOP), axis=1), axis=-1).max() < 0.1
    draw(surface, path, by=look_from(62, -60))


def test_a_mark_is_dimmed_behind_the_wall():
    surface, space = build()
    from manim import Dot

    mark = SpaceMark(Dot(), lambda height: space.on_surface(LOSS, LOSS.minimum, height), surface)
    above, level = look_from(20, -90), look_from(85, 0)
    mark.look(above.orientation)
    bright = mark.submobjects[0].get_fill_opacity()
    mark.look(level.orientation)
    assert mark.submobjects[0].get_fill_opacity() < bright


def test_an_arrow_points_from_tail_to_tip():
    surface, space = build()
    ends = space.point([2.0, 1.0], [0.0, 0.0])
    arrow = SpaceArrow(lambda _: ends, surface, DARK.gradient, DARK)
    stage = look_from(40, -70)
    arrow.look(stage.orientation)
    head, shaft = arrow.submobjects
    drawn = stage.orientation.project(ends)[:, :2]
    np.testing.assert_allclose(shaft.points[0, :2], drawn[0])
    np.testing.assert_allclose(head.points[0, :2], drawn[1])
    still = SpaceArrow(lambda _: ends[:1].repeat(2, axis=0), surface, DARK.path, DARK)
    still.look(stage.orientation)  # no direction, no division by zero


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("view", VIEWS[:3])
def test_the_unit_of_the_data_does_not_matter(size, view):
    phi, theta, zoom, perspective, gamma = view
    stage = look_from(phi, theta, 135, zoom, perspective, gamma)
    loss = MseLoss(LOSS.x, LOSS.y * size)
    w1, w0 = np.array(W1) * size, np.array(W0) * size
    surface, _ = build(loss, tuple(w1), tuple(w0), ceiling=361.0 * size**2, lines=False)
    reference, _ = build(lines=False)
    frames = [draw(prop, by=stage).astype(int) for prop in (surface, reference)]
    assert np.abs(frames[0] - frames[1]).mean() < 0.5


def test_a_valley_without_an_end_is_drawn():
    stage = look_from(62, -60, 135)
    loss = MseLoss([1000.0, 1000.0, 1000.001], [1.0, 2.0, 3.0])  # all but one x: a trough
    surface, _ = build(loss, (-5.0, 5.0), (-5.0, 5.0), ceiling=1e7)
    frame = draw(surface, by=stage)
    assert np.mean(np.any(frame != np.array(DARK.background.to_int_rgb()), axis=-1)) > 0.02


def axes_of(space):
    return SpaceAxes(space, DARK, number_format("en"), "$w_1$", "$w_0$", "MSE")


def test_axes_can_be_read_through_a_full_turn():
    _, space = build()
    axes = axes_of(space)
    # Behind the floor's outline: lines, numbers and label of its edges, then of the upright ones.
    numbers, labels = axes.submobjects[2::3], axes.submobjects[3::3]
    assert len(numbers) == len(labels) == 8
    before = None
    for theta in np.arange(-180.0, 180.0, 0.25):
        stage = look_from(62, theta, center=(0, 0, 1.3))
        axes.look(stage.orientation)
        shares = [label.get_fill_opacity() if len(label.points) else 0.0 for label in labels]
        for group in (shares[:2], shares[2:4], shares[4:]):
            assert sum(group) == pytest.approx(1.0, abs=0.02)
        if before is not None:  # nothing jumps
            assert np.abs(np.array(shares) - before).max() < 0.5
        before = np.array(shares)
        # What is fully seen stands outside the floor's outline and does not overlap.
        for shown in numbers:
            if len(shown.points) and shown.get_fill_opacity() > 0.9:
                assert FRAME.left < shown.points[:, 0].min()
                assert shown.points[:, 0].max() < FRAME.right


def test_axes_fade_as_one():
    _, space = build()
    axes = axes_of(space)
    stage = look_from(62, -60)
    faded = axes.copy().fade(1.0)
    axes.interpolate(faded, axes.copy(), 0.25)
    axes.look(stage.orientation)
    assert max(part.get_fill_opacity() for part in axes.submobjects) == pytest.approx(0.25)
