"""How long the film takes to draw and write, chapter by chapter."""

import tempfile
import time
from typing import Any

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


def render(chapters: tuple[type[Chapter], ...], size: dict[str, Any]) -> list[tuple[Beat, float]]:
    """Render chapters; return each beat with the seconds that it took."""

    class Selection(Film):
        pass

    Selection.chapters = chapters
    took: list[tuple[Beat, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = {"media_dir": folder, "progress_bar": "none", "verbosity": "ERROR"}
        with manim.tempconfig({**settings, **size, "max_inflight_encoders": 4}):
            film = Selection(params=Params())
            begin = time.perf_counter()

            def note(beat: Beat) -> None:
                nonlocal begin
                now = time.perf_counter()
                took.append((beat, now - begin))
                begin = now

            film.at_beat_end.append(note)
            film.render()
    return took


@topic("film", "seconds to render each chapter at 480p15; goal: a third of the time it plays")
def film_small() -> list[Row]:
    """Compare the time that chapters play with the time that they take."""
    render((Descent.chapters[0],), SMALL)  # load, compile, set the texts
    rows = []
    played = taken = 0.0
    for chapter in Descent.chapters:
        beats = render((chapter,), SMALL)
        plays = (beats[-1][0].end - beats[0][0].start) / SMALL["frame_rate"]
        takes = sum(seconds for _, seconds in beats)
        played, taken = played + plays, taken + takes
        rows.append(Row(chapter.name, takes, f"plays {plays:.0f} s: {takes / plays:.0%} of it"))
    note = f"plays {played:.0f} s: {taken / played:.0%} of it; goal: 33%"
    return [Row("the film", taken, note), *rows]


@topic("frames", "one 1080p frame, drawn and encoded, by beat; goal: 20 ms where it is flat")
def frames_large() -> list[Row]:
    """Say what a frame of each beat costs on average."""
    render((Descent.chapters[0],), LARGE)
    rows = []
    flat_frames, flat_seconds = 0, 0.0
    for beat, seconds in render(Descent.chapters, LARGE):
        frames = beat.end - beat.start
        is_flat = beat.name not in IN_SPACE
        flat_frames += is_flat * frames
        flat_seconds += is_flat * seconds
        rows.append(Row(beat.name, seconds / frames, "" if is_flat else "in space"))
    return [Row("all flat beats", flat_seconds / flat_frames, "goal: 20 ms"), *rows]
