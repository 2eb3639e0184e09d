"""Really rendered, but small: files, sections and captions hold what the stage counted."""

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import srt
from numpy.typing import NDArray

import scenes.stage.narration
from scenes.chapters.convergence import ConvergenceChapter
from scenes.chapters.keras_training import KerasTraining, KerasTrainingChapter
from scenes.params import Params
from scenes.publish.clips.rehearsal import rehearse
from scenes.stage.film import Beat, Film
from scenes.stage.pose import ABOVE
from scenes.stage.theme import DARK
from tests.quiet_manim import manim
from tests.scenes.pictures import rgb

RATE = 5
PARAMS = Params(steps=3, epochs=2, learning_rate=0.02)
"""Few steps: what is compared does not depend on them."""


class TwoChapters(Film):
    """A film short enough to be rendered for a test."""

    chapters = (ConvergenceChapter, KerasTrainingChapter)


@dataclass
class Rendered:
    """A film that was rendered, and the files of it."""

    film: Film
    frames: NDArray[np.uint8]
    sections: list[dict]
    captions: list[srt.Subtitle]


def decode(file: Path) -> NDArray[np.uint8]:
    with av.open(str(file)) as video:
        return np.array([frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)])


def render(kind: type[Film], folder: Path) -> Rendered:
    settings = {
        "pixel_height": 54,
        "pixel_width": 96,
        "frame_rate": RATE,
        "video_dir": str(folder),
        "partial_movie_dir": str(folder / "partial"),
        "sections_dir": str(folder / "sections"),
        "save_sections": True,
        "output_file": "",
    }
    with manim.tempconfig(settings):
        film = kind(params=PARAMS)
        film.render()
        file = Path(film.renderer.file_writer.movie_file_path)
    return Rendered(
        film,
        decode(file),
        json.loads((folder / "sections" / f"{file.stem}.json").read_text()),
        list(srt.parse(file.with_suffix(".srt").read_text())),
    )


@pytest.fixture(scope="module")
def quick_reading():
    """Let cues pass as fast as they can, so that there is less to draw."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenes.stage.narration, "READING_SPEED", 60)
        patch.setattr(scenes.stage.narration, "SHORTEST_CUE", 0.4)
        yield


@pytest.fixture(scope="module")
def whole(quick_reading, tmp_path_factory):
    return render(TwoChapters, tmp_path_factory.mktemp("film"))


@pytest.fixture(scope="module")
def alone(quick_reading, tmp_path_factory):
    return render(KerasTraining, tmp_path_factory.mktemp("chapter"))


def test_every_frame_counted_is_in_the_file(whole):
    assert len(whole.frames) == whole.film.frame
    assert whole.frames.shape[1:] == (54, 96, 3)
    assert whole.film.frame > 100


def test_sections_are_the_beats_and_where_a_chapter_fades(whole):
    film = whole.film
    parts = [(beat.start, beat.end, beat.name) for beat in film.beats]
    parts += [
        (*closing, f"{chapter.name}.close")
        for closing, chapter in zip(film.closings, film.chapters, strict=True)
    ]
    parts.sort()
    assert [section["name"] for section in whole.sections] == [name for *_, name in parts]
    counts = [int(section["nb_frames"]) for section in whole.sections]
    assert counts == [end - start for start, end, _ in parts]
    encoded = [part for part in film.renderer.file_writer.partial_movie_files if part is not None]
    assert len(encoded) == len(parts), "one encoder each"


def test_captions_are_the_cues(whole):
    film = whole.film
    assert len(whole.captions) == len(film.cues) > 10
    for caption, cue in zip(whole.captions, film.cues, strict=True):
        assert caption.content == cue.text
        assert caption.start.total_seconds() == pytest.approx(cue.start / RATE, abs=1e-3)
        assert caption.end.total_seconds() == pytest.approx(cue.end / RATE, abs=1e-3)
        assert any(beat.start <= cue.start < cue.end <= beat.end for beat in film.beats)


def test_a_chapter_alone_is_the_same_as_in_the_film(whole, alone):
    first = next(beat.start for beat in whole.film.beats if beat.name == "keras_training.code")
    assert alone.film.frame == whole.film.frame - first
    np.testing.assert_array_equal(alone.frames, whole.frames[first:])
    assert alone.film.beats == [
        Beat(beat.name, beat.title, beat.start - first, beat.end - first)
        for beat in whole.film.beats
        if beat.start >= first
    ]
    assert [cue.text for cue in alone.film.cues] == [
        cue.text for cue in whole.film.cues if cue.start >= first
    ]


def test_a_rehearsal_counts_the_same_frames(whole):
    rehearsed = rehearse(TwoChapters, PARAMS, height=54, frame_rate=RATE)
    assert rehearsed.frame == whole.film.frame
    assert rehearsed.beats == whole.film.beats
    assert rehearsed.cues == whole.film.cues
    assert rehearsed.reads == whole.film.reads


def test_chapters_open_on_an_empty_stage_and_leave_one(whole):
    first_beats = [
        next(beat for beat in whole.film.beats if beat.name.startswith(f"{chapter.name}."))
        for chapter in TwoChapters.chapters
    ]
    title = slice(0, 6)
    for beat in first_beats:
        opening, later = whole.frames[beat.start], whole.frames[beat.start + RATE]
        assert np.abs(opening - rgb(DARK.background)).max() <= 12
        assert np.abs(later[title] - rgb(DARK.background)).max() > 40
    # The last beat ends on a full stage; from there the chapter goes into the background.
    for start, end in whole.film.closings:
        light = [
            float(np.abs(frame - rgb(DARK.background)).max())
            for frame in whole.frames[start - 1 : end].astype(float)
        ]
        assert light[0] > 60
        assert light[-1] <= 12, "the last frame is the background, but for the video's compression"
        assert all(later <= earlier + 2 for earlier, later in pairwise(light))
    assert not whole.film.mobjects
    assert whole.film.camera.pose == ABOVE
