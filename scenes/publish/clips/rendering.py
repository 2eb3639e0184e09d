"""A chapter rendered into a folder: the one place where publishing draws.

It runs in a process of its own, because Manim's settings are the process's.
"""

import shutil
from collections.abc import Callable, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import manim
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenes.chapters import load_chapter
from scenes.files.assets import settings_file
from scenes.params import Params
from scenes.publish.clips import signatures
from scenes.publish.clips.entries import Quality
from scenes.publish.clips.rendered_clip import (
    POSTER_FOLDER,
    SECTION_FOLDER,
    BeatFrames,
    CueFrames,
    RenderedClip,
)
from scenes.stage.film import Film

SIGNATURES = "signatures.npy"
"""Name of the file, beside the clip, that holds the signatures of what was drawn."""
_USUAL_SECONDS = 70
"""Guess for a chapter that was never rendered."""


def render_clip(
    chapter: str,
    params: Params,
    quality: Quality,
    folder: Path,
    *,
    transparent: bool = False,
    expected_frames: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[RenderedClip, Film]:
    """Render a chapter.

    Whatever settings of Manim the user or the working folder have, the project's hold.

    Args:
        chapter: Its name.
        params: The parameters in force, language and theme among them.
        quality: Size and frame rate.
        folder: Where to; empty. In the end it holds the clip (`RenderedClip.video`), for each beat
            a section ``beats/<chapter.beat>.mp4`` and its last frame ``stills/<chapter.beat>.png``,
            and `SIGNATURES`.
        transparent: Whether the background is left out: VP9 with alpha instead of H.264.
        expected_frames: How many there will be, as far as that is known: an estimate.
        on_progress: Called with the frames drawn so far and those that there will probably be;
            the two are equal only at the end.

    Returns:
        What was rendered, and the scene as it ended.
    """
    played = load_chapter(chapter)

    class Clip(Film):
        chapters = (played,)

    with _settings(folder, quality, transparent):
        expected = expected_frames or _USUAL_SECONDS * quality.frame_rate
        film = Clip(params=params)
        drawn: list[signatures.Signature] = []
        last = np.empty(0, dtype=np.uint8)

        def note(frame: NDArray[np.uint8], times: int) -> None:
            nonlocal last
            last = frame
            drawn.extend([signatures.of_frame(frame)] * times)
            if on_progress is not None:
                on_progress(len(drawn), max(expected, len(drawn) + 1))

        stills = folder / POSTER_FOLDER
        stills.mkdir()
        film.at_frame.append(note)
        film.at_beat_end.append(
            lambda beat: Image.fromarray(last if transparent else last[..., :3].copy()).save(
                stills / f"{beat.name}.png"
            )
        )
        film.render()
        if on_progress is not None:
            on_progress(len(drawn), len(drawn))
        np.save(folder / SIGNATURES, np.array(drawn))
        clip = RenderedClip(
            chapter=chapter,
            title=film.titles[chapter],
            width=quality.width,
            height=quality.height,
            frame_rate=quality.frame_rate,
            frames=film.frame,
            is_transparent=transparent,
            beats=[
                BeatFrames(name=beat.name, title=beat.title, start=beat.start, end=beat.end)
                for beat in film.beats
            ],
            cues=[CueFrames(text=cue.text, start=cue.start, end=cue.end) for cue in film.cues],
            poster=f"{chapter}.{played.poster}" if played.poster else film.beats[-1].name,
        )
        _sort(Path(film.renderer.file_writer.final_file_path), film, folder, clip)
    return clip, film


def _sort(video: Path, film: Film, folder: Path, clip: RenderedClip) -> None:
    """Give Manim's files the names that they have in a clip's folder; leave no others."""
    video.replace(folder / clip.video)
    sections = film.renderer.file_writer.output_plan.sections_dir
    assert sections is not None
    (folder / SECTION_FOLDER).mkdir()
    for section in film.renderer.file_writer.sections:
        if section.video is not None:
            file = sections / section.video
            file.replace(folder / SECTION_FOLDER / f"{section.name}{file.suffix}")
    shutil.rmtree(folder / "work")


@contextmanager
def _settings(folder: Path, quality: Quality, transparent: bool) -> Iterator[None]:
    """Set what Manim itself and the project set, and nobody else."""
    parser = ConfigParser()
    library = Path(manim.__file__).parent / "_config" / "default.cfg"
    parser.read([library, settings_file()], encoding="utf-8")
    work = folder / "work"
    with manim.tempconfig({}):
        manim.config.digest_parser(parser)
        values: dict[str, Any] = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.frame_rate,
            "media_dir": str(work),
            "video_dir": str(work / "video"),
            "sections_dir": str(work / "sections"),
            "partial_movie_dir": str(work / "parts"),
            "save_sections": True,
            "progress_bar": "none",
            "transparent": transparent,
            "format": "webm" if transparent else "mp4",
        }
        if transparent:  # at 1080p each encoder of VP9 with alpha takes most of a gigabyte
            values["max_inflight_encoders"] = 1
        manim.config.update(values)
        yield
