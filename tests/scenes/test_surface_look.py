"""The loss surface on the stage: how large and how bright it is, in both themes."""

from dataclasses import replace

import numpy as np
import pytest

from scenes.params import Params
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera import StageCamera
from scenes.stage.drift import ASIDE
from scenes.stage.regions import MAIN, STAGE, SUBTITLES, TITLE, Region
from scenes.stage.results import Results
from scenes.stage.strings import number_format
from scenes.stage.theme import THEMES
from tests.quiet_manim import manim
from tests.scenes.cases import CASES
from tests.scenes.pictures import contrast, luminance

SIZE = {"pixel_height": 540, "pixel_width": 960}
NUMBERS = number_format("en")


class Shot:
    """A frame of surface and floor, and of the floor alone."""

    def __init__(self, theme: str, region: Region, **params):
        results = Results(Params(**params))
        look = THEMES[theme]
        with manim.tempconfig({**SIZE, "background_color": look.background}):
            self.camera = StageCamera()
            plane = WeightPlane(MAIN, results.loss, *results.ranges, look, NUMBERS, "MSE")
            self.view = SurfaceView(self.camera, plane, results.loss, results.start, look, NUMBERS)
            self.camera.take(self.view.pose(region))
            self.floor = self.draw(self.view.floor)
            self.frame = self.draw(self.view.floor, self.view.surface)
            center = self.view.space.on_surface(results.loss, results.loss.minimum)
            self.minimum = self._pixel(self.camera.project_points(center[None])[0])
        self.background = np.array(look.background.to_int_rgb())
        self.edge = np.array(look.edge.to_int_rgb())

    def draw(self, *mobjects):
        self.camera.reset()
        self.camera.capture_mobjects(mobjects)
        return self.camera.pixel_array[..., :3].astype(int)

    def _pixel(self, point):
        height, width = SIZE["pixel_height"], SIZE["pixel_width"]
        scale = height / 8
        return round(height / 2 - point[1] * scale), round(width / 2 + point[0] * scale)

    @property
    def covered(self):
        """Where surface or floor are seen."""
        return np.abs(self.frame - self.background).sum(axis=-1) > 8

    @property
    def walls(self):
        """The pixels (n, 3) of the surface alone."""
        return self.frame[np.abs(self.frame - self.floor).sum(axis=-1) > 12]


def contrasts(shot, colors):
    return np.array([contrast(color, shot.background) for color in colors])


@pytest.fixture(scope="module", params=["dark", "light"])
def shot(request):
    return Shot(request.param, STAGE)


def test_it_takes_a_third_of_the_frame(shot):
    assert shot.covered.mean() >= 0.35


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_it_is_large_beside_a_panel(theme):
    assert Shot(theme, MAIN).covered.mean() >= 0.18


@pytest.mark.parametrize("case", [case for case in CASES if case != "default"])
def test_it_is_large_for_other_parameters(case):
    assert Shot("dark", STAGE, **CASES[case]).covered.mean() >= 0.25


def test_its_walls_stand_out(shot):
    assert np.median(contrasts(shot, shot.walls[::17])) >= 1.7


def test_its_rim_stands_out(shot):
    assert contrast(shot.edge, shot.background) >= 3
    near = np.abs(shot.frame - shot.edge).sum(axis=-1) < 150
    assert near.mean() > 0.0015, "the rim is not seen"


def around_the_minimum(shot):
    row, column = shot.minimum
    return shot.frame[row - 12 : row + 13, column - 12 : column + 13].reshape(-1, 3)


def test_the_minimum_differs_most_from_the_background(shot):
    at_minimum = np.median(contrasts(shot, around_the_minimum(shot)))
    assert at_minimum >= 0.9 * np.percentile(contrasts(shot, shot.walls[::17]), 99)


def test_the_minimum_is_half_as_bright_as_white_and_in_the_light_theme_of_the_same_contrast():
    dark, light = Shot("dark", STAGE), Shot("light", STAGE)
    assert np.median(luminance(around_the_minimum(dark))) == pytest.approx(0.5, abs=0.04)
    dark_contrast, light_contrast = (
        np.median(contrasts(shot, around_the_minimum(shot))) for shot in (dark, light)
    )
    assert light_contrast == pytest.approx(dark_contrast, rel=0.1)


@pytest.mark.parametrize("aside", [-ASIDE, 0.0, ASIDE])
def test_it_leaves_title_and_subtitles_free(shot, aside):
    pose = shot.view.pose(STAGE)
    with manim.tempconfig(SIZE):
        shot.camera.take(replace(pose, theta=pose.theta + aside))
        frame = shot.draw(shot.view.floor, shot.view.surface)
    rows = np.flatnonzero((np.abs(frame - shot.background).sum(axis=-1) > 8).any(axis=1))
    unit = SIZE["pixel_height"] / 8
    assert rows[0] >= (4 - TITLE.bottom) * unit
    assert rows[-1] <= (4 - SUBTITLES.top) * unit
