"""The weight plane in all its sizes, and the ways over it."""

import numpy as np

from gdmath import gradient_descent
from scenes.props.plane.axis_names import axis_names
from scenes.props.plane.bare_weight_plane import BareWeightPlane
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.eigen_axes import EigenAxes
from scenes.props.plane.map_inset import MapInset
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.step_measure import StepMeasure
from scenes.props.plane.step_plane import StepPlane
from scenes.props.plane.weight_plane import WeightPlane, Zoom
from scenes.props.plotting.legend import Legend
from scenes.props.plotting.side_note import note_below
from scenes.stage.regions import MAIN, SIDE, Region
from scenes.stage.theme import DARK, LIGHT, Theme
from tests.frames.lecture import (
    ENGLISH,
    FAR,
    GRADIENT,
    LONG,
    LOSS,
    NEAR,
    NOISY,
    PLANE,
    RUSSIAN,
    START,
    WHOLE_STEP,
    WINDOW,
)
from tests.frames.picture import Picture, at_half, control_frame


@control_frame("weight_plane")
@control_frame("weight_plane_light", LIGHT)
def weight_plane(theme: Theme) -> Picture:
    numbers, label = (ENGLISH, "MSE") if theme is DARK else (RUSSIAN, "MSE − min")
    loss = LOSS if theme is DARK else NOISY
    return Picture(MAIN, [WeightPlane(MAIN, loss, *WINDOW, theme, numbers, label)])


@control_frame("path_inside")
def path_inside(theme: Theme) -> Picture:
    plane = WeightPlane(MAIN, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    rings = DescentPath(plane.plot, NEAR, theme, theme.keras_path, rings=True)
    path = DescentPath(plane.plot, NEAR, theme, theme.path)
    rings.show(4)
    path.show(8.5)
    return Picture(MAIN, [plane, rings, path])


@control_frame("path_leaving")
def path_leaving(theme: Theme) -> Picture:
    plane = WeightPlane(MAIN, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    path = DescentPath(plane.plot, FAR, theme, theme.path)
    assert path.leaves_at is not None
    path.show(path.leaves_at)
    return Picture(MAIN, [plane, path])


@control_frame("path_tail")
def path_tail(theme: Theme) -> Picture:
    """The many small steps, seen closely and marked in regular numbers."""
    plane = WeightPlane(PLANE, LOSS, *WINDOW, theme, RUSSIAN, "MSE")
    path = DescentPath(plane.plot, LONG, theme, theme.path)
    path.show(len(LONG) - 1)
    path.mark_every(10, 4)
    plane.stand_on(path)
    plane.show_window(plane.window_around(np.vstack([LONG[4:], LOSS.minimum]), margin=0.2))
    return Picture(PLANE, [plane, path])


@control_frame("legend")
def legend(theme: Theme) -> Picture:
    region = Region(SIDE.left, SIDE.right, 1.0, 2.0)
    entries = [("by hand", theme.path, False), ("Keras", theme.keras_path, True)]
    return Picture(region, [Legend(region, entries, theme)])


@control_frame("eigen_axes", LIGHT)
def eigen_axes(theme: Theme) -> Picture:
    """The axes in a window that cuts them off, with the minimum aside."""
    plane = WeightPlane(PLANE, NOISY, *WINDOW, theme, RUSSIAN, "MSE − min")
    axes = EigenAxes(plane.plot, NOISY, theme)
    plane.stand_on(axes)
    plane.show_window(NOISY.minimum[:, None] + np.array([[-2.0, 1.0], [-0.4, 1.6]]))
    return Picture(PLANE, [plane, axes])


@control_frame("axis_names", LIGHT)
def names_of_axes(theme: Theme) -> Picture:
    """Both axes' names clear of a path, and the last steps measured clear of both."""
    plane = WeightPlane(MAIN, NOISY, *WINDOW, theme, ENGLISH, "MSE")
    axes = EigenAxes(plane.plot, NOISY, theme)
    way = gradient_descent(NOISY, START, 0.8 * NOISY.critical_learning_rate, 40).weights
    path = DescentPath(plane.plot, way, theme, theme.path)
    path.show(40)
    plane.stand_on(axes, path)
    seen = plane.plot.point(*way.T)
    names = axis_names(plane.plot, NOISY, ("flat", "curvature 34~:~1"), theme, seen)
    covered = [name.places for name in names]
    measure = StepMeasure(
        plane.plot, way[10], way[-1], ["30 steps"], theme, np.vstack([seen, *covered])
    )
    return Picture(MAIN, [plane, axes, path, *names, measure])


@control_frame("axis_names_narrow")
def names_of_axes_narrow(theme: Theme) -> Picture:
    """Names and measure on a map that is narrower than one line of them."""
    region = Region(-2.4, 1.3, -2.6, 2.6)
    plane = WeightPlane(region, NOISY, (-1.0, 6.0), (-12.0, 14.0), theme, ENGLISH, "MSE")
    axes = EigenAxes(plane.plot, NOISY, theme)
    plane.stand_on(axes)
    ends = np.array([START, NOISY.minimum])
    seen = plane.plot.point(*ends.T)
    names = axis_names(plane.plot, NOISY, ("flat", "curvature 34~:~1"), theme, seen)
    covered = [name.places for name in names]
    measure = StepMeasure(
        plane.plot, *ends, ["distance in 93 steps: 2.5"], theme, np.vstack([seen, *covered])
    )
    return Picture(region, [plane, axes, *names, measure])


@control_frame("two_scales")
def two_scales(theme: Theme) -> Picture:
    """Ranges so different that the axes have a scale each, which a note says."""
    plane = WeightPlane(PLANE, LOSS, (2.0, 4.0), (-40.0, 40.0), theme, ENGLISH, "MSE")
    assert not plane.plot.equal_scales
    note = note_below(plane.plot, "axes of different scales", theme, PLANE, align=-1.0)
    return Picture(PLANE, [plane, note])


@control_frame("step_plane_near")
def step_plane_near(theme: Theme) -> Picture:
    """The whole gradient's arrow, most of which is beyond the window."""
    plane = StepPlane(PLANE, LOSS, WINDOW, WHOLE_STEP, theme, ENGLISH, "MSE")
    path = DescentPath(plane.plot, WHOLE_STEP, theme, theme.path)
    arrow = PlaneArrow(plane.plot, START, -GRADIENT, theme, theme.antigradient)
    return Picture(PLANE, [plane, arrow, path])


@control_frame("step_plane_far", LIGHT)
def step_plane_far(theme: Theme) -> Picture:
    """The window that holds the whole step: losses beyond the colour bar, wider numbers."""
    plane = StepPlane(PLANE, LOSS, WINDOW, WHOLE_STEP, theme, RUSSIAN, "MSE")
    path = DescentPath(plane.plot, WHOLE_STEP, theme, theme.path)
    arrow = PlaneArrow(plane.plot, START, -GRADIENT, theme, theme.antigradient)
    path.show(0.8)
    plane.stand_on(path, arrow)
    plane.show_window(plane.far)
    return Picture(PLANE, [plane, arrow, path])


@control_frame("zoom_half_way")
def zoom_half_way(theme: Theme) -> Picture:
    plane = StepPlane(PLANE, LOSS, WINDOW, WHOLE_STEP, theme, ENGLISH, "MSE")
    path = DescentPath(plane.plot, WHOLE_STEP, theme, theme.path)
    path.show(1)
    plane.stand_on(path)
    return Picture(PLANE, [at_half(Zoom(plane, plane.far)), path])


@control_frame("bare_weight_plane", LIGHT)
def bare_weight_plane(theme: Theme) -> Picture:
    """A picture for an idea: leaps into the valley, then a crawl along it."""
    region = Region(MAIN.left, MAIN.left + 3.6, -1.2, 1.2)
    way = gradient_descent(LOSS, START, 0.5 * LOSS.critical_learning_rate, 60).weights
    shown = np.vstack([way[2:], LOSS.minimum])
    plane = BareWeightPlane(region, LOSS, np.array(WINDOW), shown, theme)
    path = DescentPath(plane.area, way, theme, theme.path)
    path.show(60)
    return Picture(region, [plane, path])


@control_frame("map_inset")
def map_inset(theme: Theme) -> Picture:
    """The whole map in small, the path on it, and a frame around the part that is shown large."""
    plane = WeightPlane(MAIN, LOSS, (2.0, 4.0), (-0.5, 0.5), theme, ENGLISH, "MSE")
    region = Region(MAIN.left, MAIN.left + 4.2, -1.3, 1.3)
    inset = MapInset(region, plane, np.array(WINDOW), LONG, theme)
    inset.show(len(LONG) - 1)
    return Picture(region, [inset, inset.live])
