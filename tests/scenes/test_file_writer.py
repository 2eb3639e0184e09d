"""`manim render` after a killed one, and beside one that runs; the GIF that it makes."""

import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from scenes.files.gif import write_gif
from tests.conftest import ROOT

SETTINGS = "[CLI]\npixel_width = 160\npixel_height = 90\nframe_rate = 5\nsave_sections = True\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "manim.cfg").write_text(SETTINGS)
    return tmp_path


def render(folder: Path, *flags: str) -> subprocess.Popen:
    chapter = ROOT / "scenes" / "chapters" / "recap.py"
    return subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "manim",
            "render",
            *flags,
            chapter,
            "--media_dir",
            "media",
        ],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(rendering: subprocess.Popen) -> None:
    said, _ = rendering.communicate(timeout=120)
    assert rendering.returncode == 0, said


def films(folder: Path) -> list[Path]:
    return sorted((folder / "media" / "videos").rglob("Recap.mp4"))


def assert_whole(folder: Path) -> None:
    (film,) = films(folder)
    with av.open(film) as video:
        frames = sum(1 for _ in video.decode(video=0))
    assert frames > 60
    assert film.with_suffix(".srt").stat().st_size > 100
    sections = sorted((film.parent / "sections").glob("*.mp4"))
    assert len(sections) == 3, "two beats, and where the chapter fades"
    counted = 0
    for section in sections:
        with av.open(section) as video:
            counted += sum(1 for _ in video.decode(video=0))
    assert counted == frames
    names = {path.name for path in film.parent.iterdir()}
    assert names == {"Recap.mp4", "Recap.srt", "sections"}


def test_after_a_killed_render(folder):
    finish(render(folder))
    (film,) = films(folder)
    before = film.read_bytes()
    for moment in (0.0, 0.2):
        killed = render(folder)
        while not list(film.parent.glob(".staging-*")):  # it has begun to draw
            assert killed.poll() is None
            time.sleep(0.01)
        time.sleep(moment)
        killed.kill()
        killed.communicate()
        assert film.read_bytes() == before, "the good film stays"
    finish(render(folder))
    assert_whole(folder)


def test_beside_another_render(folder):
    renders = [render(folder) for _ in range(2)]
    for each in renders:
        finish(each)
    assert_whole(folder)


def test_a_gif_is_the_one_that_descent_makes(folder):
    finish(render(folder))
    finish(render(folder, "--format", "gif"))
    (film,) = films(folder)
    (gif,) = film.parent.glob("*.gif")
    write_gif(film, folder / "expected.gif")
    assert gif.read_bytes() == (folder / "expected.gif").read_bytes()
    assert len(list(film.parent.glob("*.mp4"))) == 1, "the film it was made of is left out"
