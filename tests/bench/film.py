"""How long the film takes to draw and write, chapter by chapter."""

import tempfile
import time
from typing import Any, NamedTuple

from scenes.descent import Descent
from scenes.params import Params
from scenes.stage.chapter import Chapter
from scenes.stage.film import Beat, Film
from tests.bench import Row, topic
from tests.quiet_manim import manim

SMALL = {"pixel_width": 854, "pixel_height": 480, "frame_rate": 15}
LARGE = {"pixel_width": 1920, "pixel_height": 1080, "frame_rate": 30}
"""Half the rate of the film: a frame costs the same, and the table is there in half the time."""
IN_SPACE = {
    *("surface.knobs", "surface.samples", "surface.landscape", "surface.from_above"),
    *("gradient.antigradient", "convergence.on_the_surface", "keras_training.ten_epochs"),
}
"""The beats that show the surface; all others are flat."""


class Taken(NamedTuple):
    """A beat and what it took, in seconds."""

    beat: Beat
    seconds: float
    processor: float
    """Of processor time, all threads together: what else the machine does hardly changes it."""


def render(chapters: tuple[type[Chapter], ...], size: dict[str, Any]) -> list[Taken]:
    """Render chapters; return what each beat took."""

    class Selection(Film):
        pass

    Selection.chapters = chapters
    took: list[Taken] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = {"media_dir": folder, "progress_bar": "none", "verbosity": "ERROR"}
        with manim.tempconfig({**settings, **size, "max_inflight_encoders": 4}):
            film = Selection(params=Params())
            begin, begin_processor = time.perf_counter(), time.process_time()

            def note(beat: Beat) -> None:
                nonlocal begin, begin_processor
                now, processor = time.perf_counter(), time.process_time()
                took.append(Taken(beat, now - begin, processor - begin_processor))
                begin, begin_processor = now, processor

            film.at_beat_end.append(note)
            film.render()
    return took


@topic("film", "seconds to render each chapter at 480p15; goal: a third of the time it plays")
def film_small() -> list[Row]:
    """Compare the time that chapters play with the time that they take."""
    render((Descent.chapters[0],), SMALL)  # load, compile, set the texts
    rows = []
    played = taken = processor = 0.0
    for chapter in Descent.chapters:
        beats = render((chapter,), SMALL)
        plays = (beats[-1].beat.end - beats[0].beat.start) / SMALL["frame_rate"]
        takes = sum(each.seconds for each in beats)
        works = sum(each.processor for each in beats)
        played, taken, processor = played + plays, taken + takes, processor + works
        rows.append(Row(chapter.name, takes, _share(plays, takes, works)))
    note = f"{_share(played, taken, processor)}; goal: 33%"
    return [Row("the film", taken, note), *rows]


def _share(plays: float, takes: float, works: float) -> str:
    return f"plays {plays:.0f} s: {takes / plays:.0%} of it, processor {works / plays:.0%}"


@topic("frames", "one 1080p frame, drawn and encoded, by beat; goal: 20 ms where it is flat")
def frames_large() -> list[Row]:
    """Say what a frame of each beat costs on average."""
    render((Descent.chapters[0],), LARGE)
    rows = []
    flat_frames, flat_seconds = 0, 0.0
    for beat, seconds, _ in render(Descent.chapters, LARGE):
        frames = beat.end - beat.start
        is_flat = beat.name not in IN_SPACE
        flat_frames += is_flat * frames
        flat_seconds += is_flat * seconds
        rows.append(Row(beat.name, seconds / frames, "" if is_flat else "in space"))
    return [Row("all flat beats", flat_seconds / flat_frames, "goal: 20 ms"), *rows]
