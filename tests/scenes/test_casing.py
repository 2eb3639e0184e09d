"""What lies on the loss map is surrounded by its casing, so that it is seen on any colour."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import ManimColor, Mobject
from numpy.typing import NDArray
from scipy import ndimage

from gdmath import gradient_descent
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.eigen_axes import EigenAxes
from scenes.props.plane.gradient_arrows import GradientArrows
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.slope_by_direction import DirectionPointer
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.space.leap import Leap
from scenes.props.space.space_path import SpacePath
from scenes.props.space.steepest_descent import SteepestDescent
from scenes.props.space.surface_cut import SurfaceCut
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera import StageCamera
from scenes.stage.regions import MAIN, STAGE
from scenes.stage.theme import THEMES, Theme
from tests.frames.lecture import ENGLISH, FAR, GRADIENT, LOSS, NEAR, START, WINDOW
from tests.scenes.pictures import camera, draw, rgb

HEIGHT = 1080
WIDTH = 2.0
"""Least width of a casing in pixels, where it is drawn whole."""
OPEN = 0.04
"""Largest share of a marker's outline without it: the ends of lines, and corners."""
GROUNDS = ("#C000FF", "#30FF00")
"""No marker has a colour like these."""

Build = Callable[[Theme], tuple[Mobject, ManimColor]]
MARKERS: dict[str, Build] = {}


def marker(build: Build) -> Build:
    MARKERS[build.__name__] = build
    return build


def plane_in(theme: Theme) -> WeightPlane:
    return WeightPlane(MAIN, LOSS, *WINDOW, theme, ENGLISH, "MSE")


@marker
def gradient(theme):
    plot = plane_in(theme).plot
    return PlaneArrow(plot, START, GRADIENT, theme, theme.gradient, 0.02), theme.gradient


@marker
def antigradient(theme):
    plot = plane_in(theme).plot
    return PlaneArrow(plot, START, -GRADIENT, theme, theme.antigradient, 0.02), theme.antigradient


@marker
def partial_derivatives(theme):
    arrows = GradientArrows(plane_in(theme), START, float(np.linalg.norm(GRADIENT)), theme)
    return arrows.by_w1, theme.w1


@marker
def path(theme):
    path = DescentPath(plane_in(theme).plot, NEAR, theme, theme.path)
    path.show(8.5)
    return path, theme.path


@marker
def path_that_leaves(theme):
    path = DescentPath(plane_in(theme).plot, FAR, theme, theme.path)
    path.show(path.leaves_at)
    return path, theme.path


@marker
def path_of_keras(theme):
    path = DescentPath(plane_in(theme).plot, NEAR, theme, theme.keras_path)
    path.show(8.5)
    return path, theme.keras_path


@marker
def rings_of_keras(theme):
    rings = DescentPath(plane_in(theme).plot, NEAR, theme, theme.keras_path, rings=True)
    rings.show(8.5)
    return rings, theme.keras_path


@marker
def eigen_axes(theme):
    return EigenAxes(plane_in(theme).plot, LOSS, theme), theme.steep_axis


@marker
def level_line(theme):
    return LevelLine(plane_in(theme).plot, LOSS, START, theme, theme.level_line), theme.level_line


@marker
def right_angle(theme):
    angle = RightAngle(plane_in(theme).plot, START, GRADIENT, theme, theme.level_line)
    return angle, theme.level_line


@marker
def dot(theme):
    return PlaneDot(plane_in(theme).plot, START, theme, theme.path), theme.path


@marker
def pointer(theme):
    pointer = DirectionPointer(plane_in(theme).plot, START, GRADIENT, theme, 0.02)
    pointer.show(240.0)
    return pointer, theme.antigradient


def in_space(build):
    """Register what stands on the surface, which itself is not drawn."""

    def look(theme):
        stage = camera(HEIGHT)
        view = SurfaceView(stage, plane_in(theme), LOSS, START, theme, ENGLISH)
        stage.take(view.pose(STAGE))
        mobject, color = build(stage, view, theme)
        mobject.by = stage
        return mobject, color

    MARKERS[build.__name__] = look
    return build


@in_space
def path_in_space(stage, view, theme):
    weights = gradient_descent(LOSS, START, 0.004, 30).weights
    path = SpacePath(stage, view.space, LOSS, view.surface, weights, theme, theme.path)
    path.show(25.5)
    return path, theme.path


@in_space
def steepest_descent(stage, view, theme):
    return SteepestDescent(stage, view, LOSS, START, theme), theme.antigradient


@in_space
def full_step(stage, view, theme):
    leap = Leap(stage, view, LOSS, np.array([START, START - 0.01 * GRADIENT]), -GRADIENT, theme)
    leap.arrow.grow(0.04)
    return leap.arrow, theme.antigradient


@in_space
def cut(stage, view, theme):
    cut = SurfaceCut(view.space, view.surface, LOSS, START, theme)
    stage.watch(cut)
    return cut, theme.w1


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("name", MARKERS)
def test_is_surrounded_by_its_casing(name, look):
    theme = THEMES[look]
    mobject, color = MARKERS[name](theme)
    by = getattr(mobject, "by", None) or camera(HEIGHT)
    frames = np.stack([drawn_on(ground, mobject, by) for ground in GROUNDS])
    bare = np.ones(frames.shape[1:3], dtype=bool)
    for frame, ground in zip(frames, GROUNDS, strict=True):
        bare &= (frame == rgb(ManimColor(ground))).all(axis=-1)
    rows, columns = (np.flatnonzero(~bare.all(axis=axis)) for axis in (1, 0))
    box = slice(rows[0] - 3, rows[-1] + 4), slice(columns[0] - 3, columns[-1] + 4)
    frames, bare = frames[:, *box], bare[box]
    filled, casing = (
        (np.abs(frames - rgb(one)).max(axis=-1) < 12).all(axis=0) for one in (color, theme.casing)
    )
    assert filled.sum() > 100
    outline = filled & ~ndimage.binary_erosion(filled)
    to_ground = ndimage.distance_transform_edt(~bare)
    assert (to_ground[outline] < WIDTH).mean() <= OPEN
    around = ndimage.binary_dilation(filled, iterations=2) & ~filled
    assert casing[around].mean() > 0.3, "what is around is of another colour"


def drawn_on(ground: str, mobject: Mobject, by: StageCamera) -> NDArray[np.int_]:
    by.background_color = ground
    by.init_background()
    return draw(mobject, by=by).astype(int)
