"""``manim render -s``: the picture that stands in the end, before it goes into the background."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from scenes.chapters import CHAPTERS
from scenes.descent import Descent
from scenes.params import Params
from scenes.publish.clips.rehearsal import rehearse
from scenes.stage.film import Beat, Film
from scenes.stage.theme import THEMES
from tests.quiet_manim import manim
from tests.scenes.pictures import rgb

HEIGHT, RATE = 180, 15
SETTINGS = {
    "save_last_frame": True,
    "save_sections": True,
    "pixel_height": HEIGHT,
    "pixel_width": HEIGHT * 16 // 9,
    "frame_rate": RATE,
    "progress_bar": "none",
    "output_file": "",
}
"""What Manim's command line sets for `-s` and a size, with the project's manim.cfg."""


def last_frame(kind: type[Film], folder: Path) -> NDArray[np.uint8]:
    """Render as ``manim render -s`` does, and read the picture."""
    with manim.tempconfig({**SETTINGS, "images_dir": str(folder)}):
        film = kind(params=Params())
        film.render()
    (file,) = folder.rglob(f"{kind.__name__}*.png")
    return np.asarray(Image.open(file).convert("RGB"))


def standing(kind: type[Film]) -> NDArray[np.uint8]:
    """Return what stands on the stage when the last beat ends."""
    stills: dict[str, NDArray[np.uint8]] = {}

    def keep(film: Film, beat: Beat, still: NDArray[np.uint8]) -> None:
        stills[beat.name] = still

    rehearse(kind, Params(), on_still=keep, height=HEIGHT, frame_rate=RATE)
    return list(stills.values())[-1]


def scene_of(chapter: str) -> type[Film]:
    module = import_module(f"scenes.chapters.{chapter}")
    return getattr(module, "".join(part.title() for part in chapter.split("_")))


QUICK = "surface"
LONG = [pytest.param(name, marks=pytest.mark.long) for name in CHAPTERS if name != QUICK]


@pytest.mark.parametrize("chapter", [QUICK, *LONG])
def test_a_chapter_leaves_its_last_picture(chapter, tmp_path):
    kind = scene_of(chapter)
    picture = last_frame(kind, tmp_path)
    away = np.abs(picture.astype(int) - rgb(THEMES[Params().theme].background)).max(axis=2) > 40
    assert away[: HEIGHT // 8].any(), "its title"
    assert away[HEIGHT // 4 :].mean() > 0.01, "and what stands below it"
    np.testing.assert_array_equal(picture, standing(kind))


@pytest.mark.long
def test_the_film_leaves_that_of_its_last_chapter(tmp_path):
    np.testing.assert_array_equal(last_frame(Descent, tmp_path), standing(scene_of(CHAPTERS[-1])))
