"""Windows in which a step is well seen, and plates that keep clear of it."""

import numpy as np
import pytest
from manim import Rectangle

from gdmath import MseLoss
from scenes.props.plane.step_plane import EASILY_SEEN, StepPlane
from scenes.props.plotting.plate_label import CORNER_GAP, PlateLabel
from scenes.stage.regions import MAIN, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.scenes.pictures import lies_in

START = np.array([0.0543, 0.0])
RANGES = ((-5.0, 10.0), (-5.0, 5.0))


@pytest.fixture(scope="module")
def plane():
    loss = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
    far = np.array([START, [204.6, 29.5]])
    return StepPlane(MAIN, loss, RANGES, far, DARK, number_format("en"), "MSE")


@pytest.mark.parametrize("length", [1e-5, 0.01, 0.5, 2.0, 14.0, 300.0, 1e9])
def test_every_step_is_well_seen(plane, length):
    step = np.array([START, np.add(START, (length, 0.1 * length))])
    window = plane.window_for(step, plane.loss.minimum)
    places = (step - window[:, 0]) / np.diff(window)[:, 0]
    assert ((places > 0) & (places < 1)).all()
    assert np.abs(places[1] - places[0]).max() >= EASILY_SEEN
    assert np.divide(*np.diff(window)[:, 0]) == pytest.approx(1.5, rel=1e-3)


def test_what_is_near_a_short_step_is_seen_with_it(plane):
    step = np.array([[2.1, 0.3], [2.69, 0.38]])
    window = plane.window_for(step, START, plane.loss.minimum)
    for weights in (START, plane.loss.minimum):
        assert (window[:, 0] < weights).all()
        assert (weights < window[:, 1]).all()


def test_no_step_needs_no_other_window(plane):
    assert plane.window_for(np.array([START, START])) is plane.near


@pytest.mark.parametrize("seen", [(-3, -1), (3, -1), (-3, 1), (3, 1)])
def test_a_plate_stands_in_the_corner_across(seen):
    region = Region(-4, 4, -2, 2)
    plate = PlateLabel(Rectangle(width=2.0, height=0.5), DARK)
    plate.stand_in_corner(region, np.array([[*seen, 0.0], [0.2 * seen[0], 0.2 * seen[1], 0.0]]))
    assert lies_in(plate, region)
    assert np.sign(plate.get_center()[:2]).tolist() != np.sign(seen).tolist()
    distance = np.add(np.abs(plate.get_center()[:2]), (plate.width / 2, plate.height / 2))
    assert distance == pytest.approx([4 - CORNER_GAP, 2 - CORNER_GAP])
