"""Each prop as a small picture that changes only on purpose."""

from collections.abc import Callable

import numpy as np
import pytest
from manim import Mobject
from numpy.typing import NDArray
from PIL import Image

from gdmath import MseLoss, gradient_descent
from scenes.props.counters import Counter, Counters
from scenes.props.descent_path import DescentPath, weights_at
from scenes.props.difference_plot import DifferencePlot
from scenes.props.fitted_line import FittedLine
from scenes.props.legend import Legend
from scenes.props.loss_curve import LossCurve
from scenes.props.prediction_table import PredictionTable
from scenes.props.table import NumberTable
from scenes.props.weight_plane import WeightPlane
from scenes.stage.numbers import NUMBER_FORMATS
from scenes.stage.regions import FRAME_HEIGHT, MAIN, SIDE, Region
from scenes.stage.theme import DARK, LIGHT, Theme
from scenes.stage.typesetting import colored
from tests.frames.control import (
    FOLDER,
    MOST_BYTES,
    TOLERANCE,
    check_frame,
    difference,
    side_by_side,
)
from tests.scenes.pictures import draw, pixels_of

HEIGHT = 288
"""Of the whole frame in pixels; a control frame is the part where the prop stands."""
PIXEL = FRAME_HEIGHT / HEIGHT

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
NOISY = MseLoss([1, 3, 2, 10, 4, 7, 8], [4.1, 8.2, 7.3, 28.8, 11.1, 22.4, 24.6])
WINDOW = (-5.0, 10.0), (-5.0, 5.0)
NEAR = gradient_descent(LOSS, (0.5, 3.0), 0.02, 12).weights
FAR = gradient_descent(LOSS, (2.0, 0.0), 0.032, 12).weights
ENGLISH, RUSSIAN = NUMBER_FORMATS["en"], NUMBER_FORMATS["ru"]
HALF, _ = SIDE.split_rows(2.5, 3.0, gap=0.1)

Drawn = tuple[Region, list[Mobject]]
Build = Callable[[Theme], Drawn]


def weight_plane(theme: Theme) -> Drawn:
    numbers, label = (ENGLISH, "MSE") if theme is DARK else (RUSSIAN, "MSE − min")
    loss = LOSS if theme is DARK else NOISY
    return MAIN, [WeightPlane(MAIN, loss, *WINDOW, theme, numbers, label)]


def path_inside(theme: Theme) -> Drawn:
    plane = WeightPlane(MAIN, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    rings = DescentPath(plane.plot, NEAR, theme, theme.keras_path, rings=True)
    path = DescentPath(plane.plot, NEAR, theme, theme.path)
    rings.show(4)
    path.show(8.5)
    return MAIN, [plane, rings, path]


def path_leaving(theme: Theme) -> Drawn:
    plane = WeightPlane(MAIN, LOSS, *WINDOW, theme, ENGLISH, "MSE")
    path = DescentPath(plane.plot, FAR, theme, theme.path)
    assert path.leaves_at is not None
    path.show(path.leaves_at)
    return MAIN, [plane, path]


def fitted_line(theme: Theme) -> Drawn:
    line = FittedLine(HALF, NOISY, NEAR, theme, ENGLISH)
    line.show(1.5)
    return HALF, [line, line.live]


def loss_curve(theme: Theme) -> Drawn:
    curve = LossCurve(HALF, LOSS, NEAR, theme, ENGLISH, "$k$", "MSE", theme.path)
    curve.show(7.5)
    return HALF, [curve, curve.live]


def counters(theme: Theme) -> Drawn:
    region = Region(SIDE.left, SIDE.right, 1.0, 2.2)

    def weight(index: int) -> Callable[[float], str]:
        return lambda k: RUSSIAN.fixed(float(weights_at(NEAR, k)[index]), 3)

    counted = Counters(
        region,
        [
            Counter("$k$", lambda k: RUSSIAN.plain(int(k))),
            Counter("MSE", lambda k: RUSSIAN.loss(float(LOSS(*weights_at(NEAR, k))))),
            Counter(colored("$w_1$", theme.w1), weight(0)),
            Counter(colored("$w_0$", theme.w0), weight(1)),
        ],
        columns=2,
        theme=theme,
    )
    counted.show(9)
    return region, [counted, counted.live]


def number_table(theme: Theme) -> Drawn:
    table = NumberTable(
        SIDE,
        ["$k$", colored("$w_1$", theme.w1), colored("$w_0$", theme.w0), "MSE"],
        [
            [str(k), ENGLISH.fixed(w1, 3), ENGLISH.fixed(w0, 3), ENGLISH.loss(float(LOSS(w1, w0)))]
            for k, (w1, w0) in enumerate([*NEAR.tolist(), *NEAR[::-1].tolist()])
        ],
        theme,
    )
    table.show(9)
    return SIDE, [table, table.live]


def legend(theme: Theme) -> Drawn:
    region = Region(SIDE.left, SIDE.right, 1.0, 2.0)
    entries = [("by hand", theme.path, False), ("Keras", theme.keras_path, True)]
    return region, [Legend(region, entries, theme)]


def difference_plot(theme: Theme) -> Drawn:
    apart = np.array([0, 3e-8, 1e-7, 6e-8, 0, 2.4e-7, 1.2e-7, 4e-8, 1e-7, 3e-7, 2e-7])
    plot = DifferencePlot(
        HALF, apart, 2.4e-7, theme, ENGLISH, "epoch", "largest difference", "float32 spacing"
    )
    plot.show(9)
    return HALF, [plot, plot.live]


def prediction_table(theme: Theme) -> Drawn:
    table = PredictionTable(SIDE, NOISY, NEAR, theme, ENGLISH, "error²", "and {} more".format)
    table.show(3)
    return SIDE, [table, table.live]


PROPS: dict[str, tuple[Build, Theme]] = {
    "weight_plane": (weight_plane, DARK),
    "weight_plane_light": (weight_plane, LIGHT),
    "path_inside": (path_inside, DARK),
    "path_leaving": (path_leaving, DARK),
    "fitted_line": (fitted_line, DARK),
    "loss_curve": (loss_curve, DARK),
    "loss_curve_light": (loss_curve, LIGHT),
    "counters": (counters, DARK),
    "number_table": (number_table, DARK),
    "legend": (legend, DARK),
    "difference_plot": (difference_plot, DARK),
    "prediction_table": (prediction_table, DARK),
}


def picture_of(name: str, change: Callable[[list[Mobject]], object] | None = None) -> NDArray:
    build, theme = PROPS[name]
    region, mobjects = build(theme)
    if change is not None:
        change(mobjects)
    frame = draw(*mobjects, height=HEIGHT, background=theme.background)
    outside = np.ones(frame.shape[:2], dtype=bool)
    room = region.inset(*[-2 * PIXEL] * 4)
    outside[pixels_of(room, HEIGHT)] = False
    assert (frame[outside] == theme.background.to_int_rgb()).all(), "drawn outside its region"
    return frame[pixels_of(room, HEIGHT)]


@pytest.mark.parametrize("name", PROPS)
def test_prop(name, request, tmp_path):
    check_frame(name, picture_of(name), request, tmp_path)


def test_control_frames_are_small():
    for file in FOLDER.glob("*.png"):
        assert file.stat().st_size <= MOST_BYTES, file.name


# That the comparison sees what it should, and nothing else.


@pytest.mark.parametrize("name", PROPS)
def test_other_antialiasing_is_tolerated(name):
    def shift_a_little(mobjects):
        for mobject in mobjects:
            for part in mobject.get_family():
                part.points = part.points + np.array([0.08, -0.06, 0.0]) * PIXEL

    assert difference(picture_of(name), picture_of(name, shift_a_little)) < TOLERANCE


@pytest.mark.parametrize("name", ["weight_plane", "weight_plane_light", "loss_curve"])
@pytest.mark.parametrize("way", [(3, 0), (0, 3), (-3, 0), (0, -3)])
def test_a_label_that_moved_by_three_pixels_is_seen(name, way):
    def move_a_tick(mobjects):
        plot = mobjects[0] if name == "loss_curve" else mobjects[0].plot
        number = min(plot._tick_numbers, key=lambda number: len(number.points) or np.inf)
        number.shift(np.array([*way, 0.0]) * PIXEL)

    assert difference(picture_of(name), picture_of(name, move_a_tick)) > TOLERANCE


def test_a_difference_is_shown(request, tmp_path):
    if request.config.getoption("--renew-frames"):
        pytest.skip("nothing is compared")
    drawn = picture_of("counters")
    wrong = drawn.copy()
    wrong[10:20, 10:30] = 255
    with pytest.raises(pytest.fail.Exception) as failure:
        check_frame("counters", wrong, request, tmp_path)
    (file,) = tmp_path.iterdir()
    assert str(file) in str(failure.value)
    with Image.open(file) as sheet:
        assert sheet.size == side_by_side(drawn, wrong).size
        assert sheet.width > 3 * drawn.shape[1]
    with pytest.raises(AssertionError, match="renew-frames"):
        check_frame("nothing", drawn, request, tmp_path)
    assert difference(drawn, drawn[:-2]) == 255
