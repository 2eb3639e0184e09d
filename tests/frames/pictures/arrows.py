"""Gradients on the weight plane, and slopes in all directions."""

import numpy as np

from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.plane.arrow_path import Walk, line_beyond
from scenes.props.plane.gradient_arrows import GradientArrows
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.slope_by_direction import (
    CarriedStroke,
    DirectionPointer,
    SlopeOverDirection,
)
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.plate_label import PlateLabel
from scenes.stage.regions import SIDE
from scenes.stage.theme import LIGHT, TEXT, Theme
from tests.frames.lecture import ENGLISH, GRADIENT, LOSS, PLANE, RUSSIAN, START, WINDOW
from tests.frames.picture import Picture, control_frame

LABEL_GAP = 0.12
CURVE = SIDE.inset(bottom=1.8)


@control_frame("components")
def components(theme: Theme) -> Picture:
    """The partial derivatives and the gradient at one scale, with their names on plates."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    plot, there = plane.plot, np.array([7.5, 1.2])
    gradient = LOSS.gradient(*there)
    scale = 0.02
    parts = [-gradient * [1.0, 0.0], -gradient * [0.0, 1.0], -gradient]
    arrows = [
        PlaneArrow(plot, there, part, theme, color, scale)
        for part, color in zip(parts, [theme.w1, theme.w0, theme.antigradient], strict=True)
    ]
    formulas = GradientFormulas(theme, TEXT.label)
    labels = [
        PlateLabel(formulas.name(weight), theme).stand_beside(
            plot.point(*place), np.array(direction), LABEL_GAP, plot.box
        )
        for weight, place, direction in (
            (1, (there + arrows[0].tip) / 2, [0.0, 1.0, 0.0]),
            (0, arrows[1].tip, [0.0, -1.0, 0.0]),
            (None, arrows[2].tip, [-1.0, -0.3, 0.0]),
        )
    ]
    dot = PlaneDot(plot, there, theme, theme.path)
    return Picture(PLANE, [plane, *arrows, dot, *labels])


@control_frame("gradient_arrows", LIGHT)
def gradient_arrows(theme: Theme) -> Picture:
    """Both partial derivatives and the gradient, start and minimum seen closely."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, RUSSIAN, "MSE")
    start = np.array([-1.0, 2.0])
    arrows = GradientArrows(plane, start, float(np.linalg.norm(LOSS.gradient(*start))), theme)
    return Picture(PLANE, [plane, arrows])


@control_frame("beyond_an_arrow")
def beyond_an_arrow(theme: Theme) -> Picture:
    """Where an arrow would go on, and a dot that has run half of it."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    there = np.array([7.5, 1.2])
    arrow = PlaneArrow(plane.plot, there, -LOSS.gradient(*there), theme, theme.antigradient, 0.01)
    walk = Walk(PlaneDot(plane.plot, there, theme, theme.path), arrow)
    walk.show(0.5)
    return Picture(PLANE, [plane, line_beyond(arrow, plane.plot, theme), arrow, walk.live])


@control_frame("arrow_sizes")
def arrow_sizes(theme: Theme) -> Picture:
    """An arrow that leaves the plot, one that is all head, and two too short for a direction."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, RUSSIAN, "MSE")
    vectors = {(-3.0, 2.0): (30.0, 4.0), (-2.0, -1.0): (0.5, -0.3), (6.0, -2.0): (0.05, 0.0)}
    arrows = [
        PlaneArrow(plane.plot, tail, vector, theme, theme.gradient)
        for tail, vector in vectors.items()
    ]
    dots = [PlaneDot(plane.plot, tail, theme, theme.path) for tail in list(vectors)[:2]]
    return Picture(PLANE, [plane, *arrows, *dots])


@control_frame("level_line")
def level_line(theme: Theme) -> Picture:
    """The gradient at a right angle to the contour, in a window closer than the first one."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    plot, there = plane.plot, np.array([3.4, 1.0])
    gradient = LOSS.gradient(*there)
    stands = [
        LevelLine(plot, LOSS, there, theme, theme.level_line),
        RightAngle(plot, there, gradient, theme, theme.ink),
        PlaneArrow(plot, there, gradient, theme, theme.gradient, 0.8 / np.linalg.norm(gradient)),
        PlaneArrow(plot, there, -gradient, theme, theme.antigradient, 0.01),
        PlaneDot(plot, there, theme, theme.path),
    ]
    plane.stand_on(*stands)
    plane.show_window(np.array([[1.5, 4.5], [-0.5, 1.5]]))
    return Picture(PLANE, [plane, *stands])


@control_frame("direction_pointer")
def direction_pointer(theme: Theme) -> Picture:
    """The pointer where the loss falls, most of the turn behind it, with its angle."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    pointer = DirectionPointer(plane.plot, START, GRADIENT, theme, scale=0.02)
    pointer.show(235.0)
    return Picture(PLANE, [plane, pointer])


@control_frame("direction_pointer_close", LIGHT)
def direction_pointer_close(theme: Theme) -> Picture:
    """The pointer where the loss rises, in a window that was made closer."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    pointer = DirectionPointer(plane.plot, START, GRADIENT, theme, scale=0.02)
    pointer.show(40.0)
    plane.stand_on(pointer)
    plane.show_window(np.array([[-3.0, 9.0], [-4.0, 4.0]]))
    return Picture(PLANE, [plane, pointer])


@control_frame("slope_over_direction")
def slope_over_direction(theme: Theme) -> Picture:
    """The whole curve, with its extremes, its zeros and the head at its end."""
    curve = _slopes(theme)
    curve.show(360.0)
    length = float(np.linalg.norm(GRADIENT))
    marks = curve.extremes(RUSSIAN.fixed(length, 1), RUSSIAN.fixed(-length, 1))
    return Picture(CURVE, [curve, curve.live, curve.zeros(), marks])


@control_frame("slope_on_its_way", LIGHT)
def slope_on_its_way(theme: Theme) -> Picture:
    """The curve as far as it has come, and a height on its way into it."""
    curve = _slopes(theme)
    curve.show(120.0)
    height = curve.height_at(40.0)
    begin = height + np.array([0.8, -0.4, 0.0])
    carried = CarriedStroke(begin, height, theme.gradient, theme)
    carried.carry(0.3)
    return Picture(CURVE, [curve, curve.live, carried])


def _slopes(theme: Theme) -> SlopeOverDirection:
    length = float(np.linalg.norm(GRADIENT))
    return SlopeOverDirection(
        CURVE, GRADIENT, length, theme, RUSSIAN, "направление, градусы", "наклон"
    )
