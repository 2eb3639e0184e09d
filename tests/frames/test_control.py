"""That the comparison with control frames sees what it should, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from scenes.props.plotting.number import Number
from tests.frames import control
from tests.frames.control import TOLERANCE, check_frame, difference, side_by_side
from tests.frames.picture import PIXEL, draw_picture
from tests.frames.pictures import PICTURES

HANDFUL = (
    "loss_curve_light",
    "weight_plane",
    "error_table",
    "gradient_values",
    "neuron_at_work",
    "directions_in_space",
)
"""Pictures of every kind: a curve, a map, a table, a formula, a diagram, and one of space."""


class Asking:
    """A test's request, when pytest is asked to renew the frames, or is not."""

    def __init__(self, renew):
        self.config = self
        self._renew = renew

    def getoption(self, name):
        assert name == "--renew-frames"
        return self._renew


RENEWING, COMPARING = Asking(True), Asking(False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder in the place of that of the control frames."""
    folder = tmp_path / "control"
    folder.mkdir()
    monkeypatch.setattr(control, "FOLDER", folder)
    return folder


@pytest.fixture
def shown(tmp_path):
    """Where differences are shown."""
    shown = tmp_path / "shown"
    shown.mkdir()
    return shown


@pytest.mark.parametrize("name", HANDFUL)
def test_other_antialiasing_is_tolerated(name):
    def shift_a_little(mobjects):
        for mobject in mobjects:
            for part in mobject.get_family():
                part.points = part.points + np.array([0.08, -0.06, 0.0]) * PIXEL

    assert difference(draw_picture(name), draw_picture(name, shift_a_little)) < TOLERANCE


@pytest.mark.parametrize("name", ["weight_plane", "weight_plane_light", "loss_curve"])
@pytest.mark.parametrize("way", [(3, 0), (0, 3), (-3, 0), (0, -3)])
def test_a_label_that_moved_by_three_pixels_is_seen(name, way):
    def move_a_tick(mobjects):
        numbers = [part for part in mobjects[0].get_family() if isinstance(part, Number)]
        number = min(numbers, key=lambda number: len(number.points) or np.inf)
        number.shift(np.array([*way, 0.0]) * PIXEL)

    assert difference(draw_picture(name), draw_picture(name, move_a_tick)) > TOLERANCE


def test_a_dot_that_moved_is_seen():
    def move_the_dot(mobjects):
        mobjects[-1].stand_at([3.46, 1.0])

    assert difference(draw_picture("level_line"), draw_picture("level_line", move_the_dot)) > (
        TOLERANCE
    )


@pytest.mark.parametrize(("name", "part"), [("components", 2), ("leaps_in", 1), ("number", 3)])
def test_another_color_is_seen(name, part):
    def color_differently(mobjects):
        for piece in mobjects[part].get_family():
            piece.set_color("#AA7733", family=False)

    assert difference(draw_picture(name), draw_picture(name, color_differently)) > TOLERANCE


@pytest.mark.parametrize("name", HANDFUL)
def test_what_is_missing_is_seen(name):
    build, theme = PICTURES[name]
    picture = build(theme)
    whole = picture.draw(theme.background)
    for left_out in picture.mobjects:
        others = [mobject for mobject in picture.mobjects if mobject is not left_out]
        frame = replace(picture, mobjects=others).draw(theme.background)
        assert difference(whole, frame) > TOLERANCE, left_out


def test_frames_are_renewed(folder, shown):
    drawn = draw_picture("counters")
    with pytest.raises(AssertionError, match="--renew-frames"):
        check_frame("counters", drawn, COMPARING, shown)
    check_frame("counters", drawn, RENEWING, shown)
    check_frame("counters", drawn, COMPARING, shown)
    other = drawn[::-1]
    with pytest.raises(pytest.fail.Exception, match="counters is off"):
        check_frame("counters", other, COMPARING, shown)
    check_frame("counters", other, RENEWING, shown)
    check_frame("counters", other, COMPARING, shown)
    assert [file.name for file in folder.iterdir()] == ["counters.png"]


def test_a_difference_is_shown(folder, shown):
    drawn = draw_picture("counters")
    wrong = drawn.copy()
    wrong[10:20, 10:30] = 255
    check_frame("counters", drawn, RENEWING, shown)
    assert not list(shown.iterdir())
    with pytest.raises(pytest.fail.Exception) as failure:
        check_frame("counters", wrong, COMPARING, shown)
    (file,) = shown.iterdir()
    assert str(file) in str(failure.value)
    with Image.open(file) as sheet:
        assert sheet.size == side_by_side(drawn, wrong).size
        assert sheet.width > 3 * drawn.shape[1]
        apart = np.asarray(sheet)[:, -drawn.shape[1] :]
    assert apart[12:18, 12:28].mean() > 200
    assert apart[:, 40:].mean() < 10


def test_another_size_is_the_largest_difference(folder, shown):
    drawn = draw_picture("counters")
    assert difference(drawn, drawn[:-2]) == 255
    check_frame("counters", drawn, RENEWING, shown)
    with pytest.raises(pytest.fail.Exception):
        check_frame("counters", drawn[:-2], COMPARING, shown)
    with Image.open(shown / "counters.png") as sheet:
        assert 2 * drawn.shape[1] < sheet.width < 3 * drawn.shape[1]  # expected | got
