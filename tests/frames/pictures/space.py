"""The loss surface, its axes, and what stands on it and below it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from manim import DEGREES, DOWN, LEFT, AnimationGroup, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import MseLoss, gradient_descent
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.scale import LinearScale
from scenes.props.space.leap import Leap
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.sample_cloud import SampleCloud
from scenes.props.space.space_mobject import SpaceArrow, SpaceLine
from scenes.props.space.space_path import SpacePath
from scenes.props.space.steepest_descent import SteepestDescent
from scenes.props.space.surface_cut import SurfaceCut
from scenes.props.space.surface_view import SurfaceView
from scenes.props.space.weight_space import WeightSpace
from scenes.props.space.weight_stem import WeightStem
from scenes.stage.camera import StageCamera
from scenes.stage.numbers import NumberFormat
from scenes.stage.pose import ABOVE
from scenes.stage.regions import FRAME, MAIN, STAGE, Region
from scenes.stage.theme import DARK, LIGHT, STROKE, TEXT, Theme
from scenes.stage.typesetting import text
from tests.frames.lecture import (
    ENGLISH,
    FAR,
    GRADIENT,
    LONG,
    LOSS,
    NOISY,
    RUSSIAN,
    START,
    WINDOW,
)
from tests.frames.picture import HEIGHT, Picture, at_half, control_frame
from tests.scenes.pictures import camera

BARE_HEIGHT = 135
"""Of the whole frame in pixels, where nothing has to be read."""
MIDDLE = STAGE.inset(left=2.4, right=2.4)
"""Where the box is seen from another side."""
FAR_AWAY = 0.58
"""Zoom at which it fits from all of them."""


def _bare(phi: float, theta: float, perspective: float) -> Callable[[Theme], Picture]:
    def build(look: Theme) -> Picture:
        stage = camera(BARE_HEIGHT, look.background)
        stage.set_phi(phi * DEGREES)
        stage.set_theta(theta * DEGREES)
        stage.perspective_tracker.set_value(perspective)
        stage.frame_center = (0, 0, 1.3)
        scales = [LinearScale(*ends) for ends in WINDOW]
        space = WeightSpace(Region(-3.9, 3.9, -2.6, 2.6), *scales, ceiling=361.0, top=3.2)
        surface = LossSurface(LOSS, LossColors.for_window(LOSS, *WINDOW, look), space)
        surface.grid = 0.2
        return Picture(FRAME, [surface], stage)

    return build


control_frame("surface_front")(_bare(62, -60, 1.0))
control_frame("surface_outside")(_bare(70, 20, 1.0))
control_frame("surface_parallel")(_bare(40, -120, 0.0))


@control_frame("surface_grows", LIGHT)
def surface_grows(theme: Theme) -> Picture:
    """Samples on the floor, cells that grow, the surface so far, and the stem behind it."""
    stage, view = _view_of(theme, ENGLISH, samples=30)
    view.surface.reveal = 0.6
    stem = WeightStem(view.space, LOSS, START[None], theme)
    stage.watch(stem)
    return Picture(MAIN, [view.axes, view.surface, stem], stage)


@control_frame("sample_cloud")
def sample_cloud(theme: Theme) -> Picture:
    """Dots on their way from the floor to their losses, some of them still waiting."""
    stage, view = _view_of(theme, ENGLISH)
    cloud = SampleCloud(LOSS, LossColors.for_window(LOSS, *WINDOW, theme), view.space, (40, 40),
                        START)  # fmt: skip
    cloud.lift(0.5)
    return Picture(MAIN, [view.axes, cloud], stage)


@control_frame("leap")
def leap(theme: Theme) -> Picture:
    """A step across the valley half-way, its arrow on the floor, the box grown with it."""
    stage, view = _view_of(theme, ENGLISH)
    vector = -0.03 * GRADIENT
    made = Leap(stage, view, LOSS, np.array([START, START + vector]), vector, theme)
    made.show(0.5)
    return Picture(MAIN, [*view.parts, made.arrow, made], stage)


@control_frame("surface_cut")
def surface_cut(theme: Theme) -> Picture:
    """The sheet and its curve while they grow, partly behind the surface."""
    stage, view = _view_of(theme, ENGLISH)
    cut = SurfaceCut(view.space, view.surface, LOSS, START, theme)
    cut.grow(0.8)
    stage.watch(cut)
    return Picture(MAIN, [*view.parts, cut], stage)


@control_frame("steepest_descent")
def steepest_descent(theme: Theme) -> Picture:
    """The tangent of the surface and its arrow on the floor, while they grow."""
    stage, view = _view_of(theme, ENGLISH)
    descent = SteepestDescent(stage, view, LOSS, START, theme)
    descent.grow(0.8)
    mark = view.mark(START)
    return Picture(MAIN, [*view.parts, descent.plumb, descent, mark], stage)


@control_frame("weight_stem")
def weight_stem(theme: Theme) -> Picture:
    """The empty box, with the loss of one pair of weights over it."""
    stage, view = _view_of(theme, RUSSIAN)
    stem = WeightStem(view.space, LOSS, np.array([START, [0.5, 4.0]]), theme)
    stem.show(0.8)
    stage.watch(stem)
    return Picture(MAIN, [view.axes, stem], stage)


@control_frame("surface_view")
@control_frame("surface_view_light", LIGHT)
def surface_view(theme: Theme) -> Picture:
    """The surface with its axes; start and lowest point marked and labelled."""
    loss = LOSS if theme is DARK else NOISY
    stage, view = _view_of(theme, RUSSIAN, loss=loss)
    w1, w0 = (RUSSIAN.fixed(float(weight), 2) for weight in loss.minimum)
    lines = [f"$w_1 =$ {w1}", f"$w_0 =$ {w0}"]
    block = VGroup(*(text(line, TEXT.label, theme.ink) for line in lines))
    block.arrange(DOWN, aligned_edge=LEFT, buff=0.14)
    mse = text(f"MSE $=$ {RUSSIAN.loss(float(loss(*START)))}", TEXT.label, theme.ink)
    return Picture(
        MAIN,
        [
            view.axes,
            view.surface,
            view.mark(START),
            view.mark(loss.minimum, is_minimum=True),
            view.label(START, mse, (-0.5, 0.7), STAGE),
            view.label(loss.minimum, block, (1.0, -0.5), MAIN),
        ],
        stage,
    )


@control_frame("surface_view_rising")
def surface_view_rising(theme: Theme) -> Picture:
    """On the way from the heat map to the surface, with the path and a mark on it."""
    stage, view = _view_of(theme, ENGLISH)
    stage.take(ABOVE)
    view.surface.height = view.surface.light = 0.0
    path, mark = _path(stage, view, LONG, theme), view.mark(START)
    at_half(AnimationGroup(*view.rise(view.pose(MAIN), path, mark)), 0.6)
    return Picture(MAIN, [view.surface, path, mark], stage)


@control_frame("surface_view_sinking", LIGHT)
def surface_view_sinking(theme: Theme) -> Picture:
    """On the way back to the heat map."""
    stage, view = _view_of(theme, ENGLISH)
    path = _path(stage, view, LONG, theme)
    at_half(AnimationGroup(*view.sink(path)))
    return Picture(MAIN, [view.surface, path], stage)


@control_frame("axes_behind", LIGHT)
def axes_behind(theme: Theme) -> Picture:
    """Seen from the other side, while the numbers of w1 change over to another edge."""
    ranges = ((-5000.0, 10000.0), (-5000.0, 5000.0))
    stage, view = _view_of(theme, RUSSIAN, ranges=ranges, start=np.array([54.0, 0.0]))
    _turn(stage, view, 168.0)
    return Picture(MIDDLE, [view.axes], stage)


@control_frame("space_path")
def space_path(theme: Theme) -> Picture:
    """A descent whose first step leads through the valley to a slope that hides part of it."""
    stage, view = _view_of(theme, ENGLISH)
    _turn(stage, view, 35.0)
    way = gradient_descent(LOSS, START, 0.95 * LOSS.critical_learning_rate, 14).weights
    path = _path(stage, view, way, theme)
    return Picture(MIDDLE, [view.axes, view.surface, path], stage)


@control_frame("space_path_leaving")
def space_path_leaving(theme: Theme) -> Picture:
    """One that ends where it leaves the box."""
    stage, view = _view_of(theme, ENGLISH)
    path = _path(stage, view, FAR, theme)
    return Picture(MAIN, [view.axes, view.surface, path], stage)


@control_frame("directions_in_space")
@control_frame("directions_hidden", LIGHT)
def directions(theme: Theme) -> Picture:
    """Both directions on the floor, the tangent above, and the plumb line between them.

    Seen from the other side, the surface hides the floor below it.
    """
    stage, view = _view_of(theme, ENGLISH)
    region = MAIN
    if theme is LIGHT:
        _turn(stage, view, 70.0)
        region = MIDDLE
    space, surface = view.space, view.surface
    loss = float(LOSS(*START))
    fall = 0.7 * loss
    step = -GRADIENT * fall / float(GRADIENT @ GRADIENT)

    def on_floor(vector: NDArray[np.float64]) -> SpaceArrow:
        tip = START + 0.01 * vector
        ends = space.point([START[0], tip[0]], [START[1], tip[1]])
        color = theme.gradient if vector is GRADIENT else theme.antigradient
        return SpaceArrow(lambda _: ends, surface, color, theme, width=STROKE.curve)

    def tangent(height: float) -> NDArray[np.float64]:
        w1, w0 = np.array([START, START + step]).T
        return space.point(w1, w0, [loss, loss - fall], height)

    def plumb(height: float) -> NDArray[np.float64]:
        return space.point(*START, np.linspace(0.0, loss, 60), height)

    standing = [
        SpaceLine(plumb, surface, theme.ink, theme, width=STROKE.arrow),
        on_floor(GRADIENT),
        on_floor(-GRADIENT),
        SpaceArrow(tangent, surface, theme.antigradient, theme, touches=True),
    ]
    stage.watch(*standing)
    return Picture(region, [view.axes, surface, *standing, view.mark(START)], stage)


def _view_of(
    theme: Theme,
    numbers: NumberFormat,
    loss: MseLoss = LOSS,
    ranges: tuple[tuple[float, float], tuple[float, float]] = WINDOW,
    start: NDArray[np.float64] = START,
    samples: int = 100,
) -> tuple[StageCamera, SurfaceView]:
    """Return the view of a weight plane, and the camera, which looks at it."""
    stage = camera(HEIGHT, theme.background)
    plane = WeightPlane(MAIN, loss, *ranges, theme, numbers, "MSE")
    view = SurfaceView(stage, plane, loss, start, theme, numbers, samples)
    stage.take(view.pose(MAIN))
    return stage, view


def _turn(stage: StageCamera, view: SurfaceView, theta: float) -> None:
    """Look from another side, and from so far that the box fits from everywhere."""
    stage.take(replace(view.pose(MIDDLE), theta=theta * DEGREES, zoom=FAR_AWAY))


def _path(stage: StageCamera, view: SurfaceView, weights: NDArray, theme: Theme) -> Mobject:
    path = SpacePath(stage, view.space, LOSS, view.surface, weights, theme, theme.path)
    path.show(len(weights) - 1)
    return path
