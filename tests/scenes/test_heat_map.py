"""The heat map: every pixel's colour, the contour lines and their width."""

import math
from functools import cached_property

import numpy as np
import pytest
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane import loss_painting
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import CONTOUR_OPACITY, CONTOUR_WIDTH, HeatMap, WeightPlane
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import FRAME, MAIN, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK, LIGHT, THEMES
from tests.scenes.pictures import camera, draw, rgb

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
NOISY = MseLoss([-2, 0.5, 1, 3, 4], [9, 1, -2, -5, -11])
LARGE = MseLoss([1000, 3000, 2000, 10000], [30500, 91000, 62000, 299000])
CASES = {
    "lecture": (LOSS, (-5.0, 10.0), (-5.0, 5.0)),
    "close to the minimum": (LOSS, (2.9, 3.1), (-0.06, 0.06)),
    "noisy": (NOISY, (-8.0, 4.0), (-3.0, 9.0)),
    "thousands": (LARGE, (0.0, 60.0), (-2e5, 2e5)),
}
BOX = Region(-5.9, 5.9, -3.45, 3.45)


class Drawn:
    """A heat map that was drawn, and what should be seen of it."""

    def __init__(self, loss, w1, w0, height=270, theme=DARK, colors=None):
        self.colors = colors or LossColors.for_window(loss, w1, w0, theme)
        plot = PlotArea(BOX, LinearScale(*w1), LinearScale(*w0))
        stage = camera(height, theme.background)
        frame = draw(HeatMap(loss, self.colors, plot), by=stage)
        # The pixels whose centres lie in the box, and the weights there.
        scale = height / FRAME.height
        x = (np.arange(frame.shape[1]) + 0.5) / scale - FRAME.width / 2
        y = FRAME.height / 2 - (np.arange(height) + 0.5) / scale
        columns, rows = np.abs(x) < BOX.right, np.abs(y) < BOX.top
        self.outside = frame[~np.outer(rows, columns)]
        self.pixels = frame[np.ix_(rows, columns)].astype(float)
        self.w1 = w1[0] + (x[columns] - BOX.left) / BOX.width * (w1[1] - w1[0])
        self.w0 = w0[0] + (y[rows] - BOX.bottom) / BOX.height * (w0[1] - w0[0])
        self.excess = loss.excess(self.w1[None, :], self.w0[:, None])
        place = self.colors.place(self.excess) * (len(self.colors.table) - 1)
        self.below = self.colors.table[np.round(place).astype(int)].astype(float)

    @cached_property
    def cover(self) -> NDArray[np.float64]:
        """How much of each pixel a line covers: 0 to 1."""
        way = self.colors.contour - self.below
        return ((self.pixels - self.below) * way).sum(-1) / (way**2).sum(-1) / CONTOUR_OPACITY

    @cached_property
    def distance(self) -> NDArray[np.float64]:
        """Distance in pixels to the nearest level, by central differences."""
        log = np.log10(np.maximum(self.excess, 1e-300))
        down, across = np.gradient(log)
        levels = np.log10(levels_of(self.colors))
        after = np.clip(np.searchsorted(levels, log), 1, len(levels) - 1)
        nearest = np.minimum(np.abs(log - levels[after - 1]), np.abs(log - levels[after]))
        return nearest / np.hypot(down, across)


def levels_of(colors):
    """1 and 3 times the powers of ten from the lowest contour on, written out."""
    first = round(math.log10(colors.lowest_contour))
    assert colors.lowest_contour == pytest.approx(10.0**first)
    return np.array([digit * 10.0**exponent for exponent in range(first, 40) for digit in (1, 3)])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("case", CASES)
def test_pixels_have_the_colour_of_the_loss_at_their_centre(case, theme):
    drawn = Drawn(*CASES[case], theme=THEMES[theme])
    between = drawn.distance > CONTOUR_WIDTH * 270 / FRAME.height / 2 + 0.6
    assert between.mean() > 0.3
    difference = np.abs(drawn.pixels - drawn.below).max(axis=-1)
    assert difference[between].max() <= 1
    # On a line a share of the line's colour is mixed in, and never more.
    mixed = (
        drawn.below
        + (drawn.colors.contour - drawn.below) * drawn.cover[..., None] * CONTOUR_OPACITY
    )
    assert np.abs(drawn.pixels - mixed).max() <= 1.5
    assert drawn.cover.min() > -0.06
    assert drawn.cover.max() < 1.06
    assert (drawn.outside == rgb(THEMES[theme].background)).all()


@pytest.mark.parametrize("case", CASES)
def test_contours_lie_at_the_levels(case):
    drawn = Drawn(*CASES[case], height=540)
    half = CONTOUR_WIDTH * 540 / FRAME.height / 2
    # Where lines curve within a pixel or two, around the minimum, distances are not straight.
    straight = drawn.excess > 2 * drawn.colors.lowest_contour
    lined, empty = drawn.cover > 0.15, drawn.cover < 0.05
    assert lined[straight].mean() > 0.01
    assert drawn.distance[lined & straight].max() < half + 0.5
    assert empty[straight & (drawn.distance > half + 0.6)].all()
    assert (drawn.cover[straight & (drawn.distance < 0.1)] > half * 0.8).all()
    for level in levels_of(drawn.colors):
        if drawn.excess.min() < level < drawn.excess.max() * 0.8:
            at = np.abs(drawn.excess / level - 1) < 0.02
            assert not at.any() or lined[at].any(), f"no line at {level:g}"
    below = drawn.excess < 0.7 * drawn.colors.lowest_contour
    assert empty[below].all()


@pytest.mark.parametrize("height", [270, 540, 1080])
@pytest.mark.parametrize("window", ["lecture", "close to the minimum", "noisy"])
def test_lines_are_equally_wide_at_steep_and_flat_places(window, height):
    loss, w1, w0 = CASES[window]
    drawn = Drawn(loss, w1, w0, height)
    half = 2 * (height / 1080) / 2  # two pixels of a frame of 1080
    # A pixel is covered by what a line of this width has of it when the line crosses it straight.
    expected = 2 * half if half > 0.5 else (half + 0.5) ** 2
    cover = np.where(drawn.distance < half + 1.5, drawn.cover, 0.0)
    down, across = np.gradient(np.log(drawn.excess))
    slope = np.hypot(down, across)
    widths = []
    levels = levels_of(drawn.colors)
    for level in levels[(levels > 2 * levels[0]) & (levels < drawn.excess.max())]:
        middles, lengths = line_of(loss, level, drawn)
        if lengths.sum() < 40:
            continue
        slopes = slope[tuple(middles.T)]
        median = np.median(slopes)
        own = np.abs(np.log10(drawn.excess / level)) < 0.23
        for is_part, is_half in (
            (slope > median, slopes > median),
            (slope <= median, slopes <= median),
        ):
            widths.append(cover[own & is_part].sum() / lengths[is_half].sum())
    assert len(widths) >= 6
    assert widths == pytest.approx([expected] * len(widths), rel=0.12)


def line_of(loss, level, drawn):
    """Return the pixels (n, 2) and lengths in pixels (n,) of a line, where it is in the picture.

    With the variance v and the mean m of x, the line of an excess loss is the ellipse
    v u1^2 + (m u1 + u0)^2 = level around the minimum.
    """
    angle = np.linspace(0, 2 * np.pi, 40_001)
    u1 = np.sqrt(level / loss.x.var()) * np.cos(angle)
    u0 = np.sqrt(level) * np.sin(angle) - loss.x.mean() * u1
    places = np.stack(
        [
            (loss.minimum[1] + u0 - drawn.w0[0]) / (drawn.w0[1] - drawn.w0[0]),
            (loss.minimum[0] + u1 - drawn.w1[0]) / (drawn.w1[1] - drawn.w1[0]),
        ],
        axis=-1,
    )
    middles = (places[1:] + places[:-1]) / 2
    lengths = np.linalg.norm(np.diff(places, axis=0), axis=1)
    inside = ((middles > -0.5) & (middles < np.array(drawn.excess.shape) - 0.5)).all(axis=1)
    return np.round(middles[inside]).astype(int), lengths[inside]


def test_an_unchanged_window_is_painted_once(monkeypatch):
    painted = []
    paint = loss_painting.paint_heat_map
    monkeypatch.setattr(
        loss_painting, "paint_heat_map", lambda *a: (painted.append(1), paint(*a))[1]
    )
    plane = WeightPlane(MAIN, LOSS, (-5.0, 10.0), (-5.0, 5.0), DARK, number_format("en"), "MSE")
    stage = camera()
    first = draw(plane, by=stage)
    np.testing.assert_array_equal(first, draw(plane, by=stage))
    plane.heat_map.opacity = 0.5
    draw(plane, by=stage)
    assert len(painted) == 1
    plane.show_window(np.array([[2.0, 4.0], [-1.0, 0.5]]))
    draw(plane, by=stage)
    draw(plane, by=stage)
    assert len(painted) == 2
    plane.show_window(np.array([[-5.0, 10.0], [-5.0, 5.0]]))
    plane.heat_map.opacity = 1.0
    np.testing.assert_array_equal(first, draw(plane, by=stage))
    draw(plane, by=camera(135))
    assert len(painted) == 4


def test_beyond_the_highest_loss_nothing_changes():
    colors = LossColors.for_window(LOSS, (-5.0, 10.0), (-5.0, 5.0), LIGHT)
    drawn = Drawn(LOSS, (-500.0, 1000.0), (-500.0, 500.0), theme=LIGHT, colors=colors)
    far = (drawn.excess > colors.highest) & (drawn.distance > 1.5)
    assert far.mean() > 0.3
    assert (drawn.pixels[far] == colors.table[-1]).all()


WINDOWS = [
    [(-5.0, 10.0), (-5.0, 5.0)],
    [(2.4, 3.4), (-0.2, 0.5)],
    [(-40.0, 240.0), (-80.0, 110.0)],
    [(2.99, 3.01), (-0.01, 0.01)],
]


def test_colours_and_their_numbers_follow_the_window():
    plane = WeightPlane(MAIN, LOSS, *WINDOWS[0], DARK, number_format("en"), "MSE")
    for w1, w0 in WINDOWS:
        plane.show_window(np.array([w1, w0]))
        highest = float(LOSS.excess(np.array([w1]), np.array([w0]).T).max())
        assert plane.colors.highest == plane.heat_map.colors.highest == highest


def test_whatever_the_window_the_same_mobjects_draw_the_plane():
    """Manim lists what moves before a zoom begins: what it lists must not be left behind."""
    plane = WeightPlane(MAIN, LOSS, *WINDOWS[0], DARK, number_format("en"), "MSE")
    for window in WINDOWS[1:]:
        before = set(plane.get_family())
        plane.show_window(np.array(window))
        assert before <= set(plane.get_family())
