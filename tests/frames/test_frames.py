"""Each prop as a small picture that changes only on purpose."""

import pytest

from tests.frames.control import FOLDER, MOST_BYTES, MOST_BYTES_OF_ALL, check_frame
from tests.frames.picture import draw_picture
from tests.frames.pictures import PICTURES


@pytest.mark.parametrize("name", PICTURES)
def test_prop(name, request, tmp_path):
    check_frame(name, draw_picture(name), request, tmp_path)


def test_there_is_no_control_frame_of_what_is_not_drawn():
    assert {file.stem for file in FOLDER.iterdir()} <= set(PICTURES)


def test_control_frames_are_small():
    sizes = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert {name for name, size in sizes.items() if size > MOST_BYTES} == set()
    assert sum(sizes.values()) <= MOST_BYTES_OF_ALL
