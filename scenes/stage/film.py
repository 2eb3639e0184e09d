"""The base of every scene: chapters in beats, beats as sections, words that lead movements."""

import contextlib
import datetime
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import srt  # type: ignore[import-untyped]
from manim import (
    BLACK,
    Animation,
    CairoRenderer,
    FadeIn,
    FadeOut,
    Mobject,
    Scene,
    Wait,
    config,
)
from manim.constants import RendererType
from manim.utils.rate_functions import smooth, squish_rate_func
from numpy.typing import NDArray

from gdmath import KerasUnavailableError
from scenes.files.file_writer import StageFileWriter
from scenes.files.gif import GifError
from scenes.params import Params, ParamsError
from scenes.stage.camera import StageCamera
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter
from scenes.stage.drift import Drift, DriftOn
from scenes.stage.durations import BREATH, CLOSING, EXCHANGE, FADE, SHORTEST_MOVE, THINKING
from scenes.stage.narration import Cue, Narrator, Reader, Speech
from scenes.stage.results import Results
from scenes.stage.settings import bring_settings
from scenes.stage.strings import Strings
from scenes.stage.theme import THEMES


@dataclass(frozen=True)
class Beat:
    """A part of a chapter that was played."""

    name: str
    """``chapter.beat``."""
    title: str
    """For a table of contents."""
    start: int
    """First frame."""
    end: int
    """First frame after it."""


class RendererError(RuntimeError):
    """The film was to be drawn by a renderer that cannot."""


class Film(Scene):
    """Plays chapters one after another; a single chapter is a film of one.

    Args:
        renderer: For Manim's command line only, which passes OpenGL's; it is refused.
        params: The parameters in force. Without them they are loaded as `Params.load` does, and
            what is wrong with them ends the program with one line, as for any command.
        draws_animations: Whether frames are drawn and written; if not, every animation skips to
            its end, and `still` draws a frame when it is asked for.
        narrator: Knows how long the words of the narration take.
        drifts: Whether the camera sways while words are read over what stands in space.

    Attributes:
        results: The lecture's numbers for the parameters.
        titles: For each chapter played, the words on its title line.
        reads: For each chapter played, the names of the parameters that it read.
        beats: The beats played so far.
        closings: Where chapters went into the background, each from its first frame to the first
            after it.
        cues: The narration so far.
        at_beat_end: Called with each beat while its last frame stands.
        at_frame: Called with every frame that is written, (height, width, 4) RGBA, and how many
            times in succession.
    """

    chapters: ClassVar[Sequence[type[Chapter]]] = ()
    renderer: "StageRenderer"

    def __init__(
        self,
        renderer: object = None,
        *,
        params: Params | None = None,
        draws_animations: bool = True,
        narrator: Narrator | None = None,
        drifts: bool = True,
    ) -> None:
        self._is_command = params is None
        with self._errors_in_one_line():
            if renderer is not None or config.renderer == RendererType.OPENGL:
                raise RendererError(
                    "the film needs the Cairo renderer: leave out --renderer=opengl"
                )
            params = Params.load() if params is None else params
        self.results = Results(params)
        with self.results.recording() as self._stage_reads:
            self.theme = THEMES[self.results.params.theme]
            self.strings = Strings.load(self.results.params.language)
        self.titles: dict[str, str] = {}
        self.reads: dict[str, frozenset[str]] = {}
        self.beats: list[Beat] = []
        self.closings: list[tuple[int, int]] = []
        self.cues: list[Cue] = []
        self.at_beat_end: list[Callable[[Beat], None]] = []
        self.at_frame: list[Callable[[NDArray[np.uint8], int], None]] = []
        self._beat_name: str | None = None
        self._narrator = Reader() if narrator is None else narrator
        self._speech: Speech | None = None
        self._drifts = drifts
        self._drift: Drift | None = None
        if self._is_command:
            bring_settings()
        config.disable_caching = True  # Manim's own cache serves stale clips
        if config.format in ("png", "png-sequence"):
            config.save_sections = False  # of pictures Manim refuses to make any
        super().__init__(
            renderer=StageRenderer(
                self.at_frame,
                camera_class=StageCamera,
                file_writer_class=StageFileWriter,
                skip_animations=not draws_animations,
            )
        )
        # Cairo's colours are multiplied by alpha, also those of a background that is not there.
        is_transparent = self.camera.background_opacity < 1
        self.camera.background_color = BLACK if is_transparent else self.theme.background

    def construct(self) -> None:
        """Play every chapter."""
        with self._errors_in_one_line():
            for chapter in self.chapters:
                with self.results.recording() as reads:
                    playing = chapter(self)
                    playing.perform()
                    self.titles[chapter.name] = playing.title()
                self.reads[chapter.name] = frozenset(reads | self._stage_reads)

    def tear_down(self) -> None:
        """Hand the narration to Manim, which writes it beside the video."""
        for index, cue in enumerate(self.cues, start=1):
            self.renderer.file_writer.subcaptions.append(
                srt.Subtitle(
                    index=index,
                    start=datetime.timedelta(seconds=cue.start / self.frame_rate),
                    end=datetime.timedelta(seconds=cue.end / self.frame_rate),
                    content=cue.text,
                )
            )

    def render(self, preview: bool = False) -> bool:
        """Render; in the end say where the film is."""
        with self._errors_in_one_line():
            rerun = super().render(preview)
        file = getattr(self.renderer.file_writer, "final_file_path", None)
        if self._is_command and file is not None:
            print(f"{type(self).__name__}: {file}")
        return rerun

    def still(self) -> NDArray[np.uint8]:
        """Draw what stands on the stage now: a frame (height, width, 3), RGB."""
        self.renderer.static_image = None
        self.renderer.update_frame(self)
        return np.ascontiguousarray(self.renderer.get_frame()[..., :3])

    @property
    def camera(self) -> StageCamera:
        """The renderer's camera."""
        return self.renderer.camera

    # Time, in frames.

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return float(config.frame_rate)

    @property
    def frame(self) -> int:
        """Frames written so far (or that would have been, when animations are skipped)."""
        return self.renderer.frames

    def frames(self, seconds: float) -> int:
        """Return a duration in whole frames, at least one."""
        return max(1, round(seconds * self.frame_rate))

    def get_run_time(self, animations: list[Animation]) -> float:
        """Return the duration of animations, so that Manim writes a whole number of frames.

        Manim counts the frames of a moving picture up from the first instant and of a still one
        down to whole frames; half a frame less or more keeps both clear of rounding.
        """
        self._planned_frames = self.frames(super().get_run_time(animations))
        still = len(animations) == 1 and isinstance(animations[0], Wait)
        return (self._planned_frames + (0.5 if still else -0.5)) / self.frame_rate

    def get_time_progression(
        self, run_time: float, description: str, *args: Any, **kwargs: Any
    ) -> Any:
        """Return Manim's progress bar, with the beat for its name."""
        return super().get_time_progression(
            run_time, self._beat_name or description, *args, **kwargs
        )

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """List what is drawn in every frame: all of it when the camera moves."""
        moving = super().get_moving_mobjects(*animations)
        camera = {*self.camera.get_value_trackers(), self.camera._frame_center}
        return list(self.mobjects) if camera.intersection(moving) else moving

    def play(self, *animations: Any, **kwargs: Any) -> None:
        """Play animations, or skip to their end and count the frames they would have had.

        What stands in space is seen by a swaying camera, unless the camera itself is moved.
        """
        if any(isinstance(animation, MoveCamera) for animation in animations):
            self._drift = None
        elif self._is_swaying():
            played = self.compile_animations(*animations, **kwargs)
            seconds = kwargs.get("run_time") or max(one.run_time for one in played)
            animations = (*played, self._sway(seconds))
        super().play(*animations, **kwargs)
        if self.renderer.skip_animations:
            self.renderer.frames += self._planned_frames

    def hold(self, seconds: float) -> None:
        """Show the present picture for a while; what stands in space sways."""
        seconds = max(seconds, 1 / self.frame_rate)
        if self._is_swaying():
            super().play(self._sway(seconds))
            if self.renderer.skip_animations:
                self.renderer.frames += self._planned_frames
        else:
            self.wait(seconds, frozen_frame=True)

    def _is_swaying(self) -> bool:
        """Tell whether the camera sways; it does not where it looks straight down."""
        pose = self.camera.pose
        if not self._drifts or pose is None or pose.looks_down:
            self._drift = None
        elif self._drift is None:
            self._drift = Drift(pose)
        return self._drift is not None and any(map(self.camera.stands_in_space, self.mobjects))

    def _sway(self, seconds: float) -> DriftOn:
        """Return the camera's sway over so many seconds."""
        assert self._drift is not None
        seen = filter(self.camera.stands_in_space, self.mobjects)
        return DriftOn(self.camera, self._drift, *seen, run_time=seconds)

    def think(self) -> None:
        """Leave the viewer time to answer the question that stands, once it was read."""
        self._hold_until_read()
        self.hold(THINKING)

    # Movements, in the time of the words that speak of them.

    def move(
        self,
        *animations: Any,
        at: str | None = None,
        until: str | None = None,
        share: float | None = None,
    ) -> None:
        """Play animations while a cue is read: by default for as long as there are words.

        Args:
            *animations: All of them take the same time.
            at: The mark in the cue at which they begin; without it they begin now.
            until: The mark in the cue at which they end.
            share: The share of the whole cue that they take, instead of an end.

        Raises:
            RuntimeError: If no cue is being said.
        """
        speech = self._speaking()
        if at is not None:
            self._hold_until(speech.frame_at(at))
        if share is not None:
            frames = speech.share(share)
        else:
            end = speech.end if until is None else speech.frame_at(until)
            frames = end - self.frame
        frames = max(frames, self.frames(SHORTEST_MOVE))
        self.play(*animations, run_time=frames / self.frame_rate)

    def show(
        self,
        *mobjects: Mobject,
        at: str | None = None,
        instead_of: Sequence[Mobject] = (),
        dissolving: bool = False,
    ) -> None:
        """Let mobjects appear.

        Args:
            *mobjects: What appears; with nothing to come or go no time passes.
            at: The mark in the cue at which it appears; without it at once.
            instead_of: What goes first, so that no picture is seen through another.
            dissolving: Whether it goes in the same time: the same thing, drawn in another way.
        """
        if at is not None:
            self._hold_until(self._speaking().frame_at(at))
        if not mobjects and not instead_of:
            return
        if mobjects and instead_of and not dissolving:
            first, then = squish_rate_func(smooth, 0.0, 0.5), squish_rate_func(smooth, 0.5, 1.0)
            self.play(
                *(FadeOut(mobject, rate_func=first) for mobject in instead_of),
                *(FadeIn(mobject, rate_func=then) for mobject in mobjects),
                run_time=EXCHANGE,
            )
        else:
            self.play(*map(FadeOut, instead_of), *map(FadeIn, mobjects), run_time=FADE)

    def hide(self, *mobjects: Mobject, at: str | None = None) -> None:
        """Let mobjects go, at a mark in the cue or at once."""
        self.show(at=at, instead_of=mobjects)

    def _speaking(self) -> Speech:
        if self._speech is None:
            raise RuntimeError(f"{self._beat_name}: a movement without words; say() comes first")
        return self._speech

    def _hold_until(self, frame: int) -> None:
        if frame > self.frame:
            self.hold((frame - self.frame) / self.frame_rate)

    # Beats and words.

    @contextlib.contextmanager
    def beat(self, name: str) -> Iterator[None]:
        """Play a beat: a section of the video, whose words are read before it ends.

        Args:
            name: ``chapter.beat``, the name of the section and the prefix of its strings.
        """
        self.next_section(name)
        start = self.frame
        self._beat_name = name
        title = self.words("name")
        yield
        self._finish_cue()
        self.hold(BREATH)
        self._beat_name = None
        beat = Beat(name, title, start, self.frame)
        self.beats.append(beat)
        for observer in self.at_beat_end:
            observer(beat)

    def close(self, chapter: str) -> None:
        """Let all that stands go into the background, in a section of its own.

        A still of the last frame (``manim render -s``) keeps what stands in the end.
        """
        if config.save_last_frame and chapter == self.chapters[-1].name:
            return
        if not config.transparent:  # of a WebM that short, PyAV does not tell the frame rate
            self.next_section(f"{chapter}.close")
        start = self.frame
        frame = 1 / self.frame_rate
        self.play(*map(FadeOut, self.mobjects), run_time=CLOSING - frame)
        self.clear()
        self.hold(frame)  # Manim's last frame of an animation is just before its end
        self.clear()  # of the empty mobject that Manim waits with
        self.closings.append((start, self.frame))

    def say(self, key: str, **values: str) -> None:
        """Begin a cue of the narration, once the one before has been read.

        Args:
            key: ``say.<key>`` below the beat's name in the strings.
            **values: For the string's placeholders.
        """
        self._finish_cue()
        words = self.strings.spoken(f"{self._beat_name}.say.{key}", **values)
        self._speech = Speech(words, self._narrator, self.frame, self.frame_rate)

    def words(self, key: str, **values: str) -> str:
        """Return a string of the beat that is being played."""
        return self.strings(f"{self._beat_name}.{key}", **values)

    def _hold_until_read(self) -> None:
        if self._speech is not None:
            self._hold_until(self._speech.end)

    def _finish_cue(self) -> None:
        if self._speech is not None:
            self._hold_until_read()
            self.cues.append(Cue(self._speech.text, self._speech.start, self.frame))
            self._speech = None

    @contextlib.contextmanager
    def _errors_in_one_line(self) -> Iterator[None]:
        """Turn what the user can mend into one line, when this is a command."""
        try:
            yield
        except (ParamsError, KerasUnavailableError, RendererError, GifError) as error:
            if not self._is_command:
                raise
            print(f"error: {error}", file=sys.stderr)
            raise SystemExit(2) from None


class StageRenderer(CairoRenderer):
    """Manim's Cairo renderer; counts frames, and draws nothing when animations are skipped."""

    camera: StageCamera

    def __init__(
        self, at_frame: Sequence[Callable[[NDArray[np.uint8], int], None]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._at_frame = at_frame
        self.frames = 0

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        """Write a frame."""
        if self.camera.background_opacity < 1:
            frame = _straight(frame)
        super().add_frame(frame, num_frames)
        if not self.skip_animations:
            self.frames += num_frames
            for observer in self._at_frame:
                observer(frame, num_frames)

    def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
        """Draw and write the frame of a moment."""
        if not self.skip_animations:
            super().render(scene, time, moving_mobjects)

    def save_static_frame_data(self, scene: Scene, static_mobjects: Any) -> Any:
        """Draw what does not move, once per animation."""
        if self.skip_animations:
            self.static_image = None
            return None
        return super().save_static_frame_data(scene, static_mobjects)

    def freeze_current_frame(self, duration: float) -> None:
        """Write the present picture for a while."""
        if not self.skip_animations:
            super().freeze_current_frame(duration)


def _straight(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a frame of Cairo's, whose colours are multiplied by alpha, as video has them."""
    alpha = frame[..., 3]
    partly = (alpha > 0) & (alpha < 255)  # the others are the same in both, and most of a frame
    covered = alpha[partly, None].astype(np.uint16)
    straight = frame.copy()
    colors = (frame[partly, :3].astype(np.uint16) * 255 + covered // 2) // covered
    straight[partly, :3] = np.minimum(colors, 255)
    return straight
