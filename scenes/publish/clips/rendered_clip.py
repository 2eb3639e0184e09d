"""What is known of a clip once it has been rendered; read and written without Manim."""

from scenes.publish.clips.entries import Entry, TimedCue

POSTER_FOLDER = "stills"
SECTION_FOLDER = "beats"


class BeatFrames(Entry):
    """A beat of a clip, in frames."""

    name: str
    """``chapter.beat``."""
    title: str
    start: int
    """First frame."""
    end: int
    """First frame after it."""


class CueFrames(Entry):
    """Words of the narration, in frames."""

    text: str
    start: int
    """First frame."""
    end: int
    """First frame after it."""

    def in_seconds(self, frame_rate: int, offset: int = 0) -> TimedCue:
        """Return the cue on a video's clock, which began so many frames earlier."""
        return TimedCue(
            text=self.text,
            start=(self.start + offset) / frame_rate,
            end=(self.end + offset) / frame_rate,
        )


class RenderedClip(Entry):
    """A chapter's video as it was drawn, not as it may be found later."""

    chapter: str
    title: str
    width: int
    height: int
    frame_rate: int
    frames: int
    is_transparent: bool
    beats: list[BeatFrames]
    cues: list[CueFrames]
    poster: str
    """The beat whose last frame stands for the clip."""

    @property
    def video(self) -> str:
        """The video's name in the clip's folder."""
        return "clip.webm" if self.is_transparent else "clip.mp4"
