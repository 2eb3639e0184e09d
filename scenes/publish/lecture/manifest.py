"""The manifest: what was made of what. Everything beside it is described here, and nothing else.

Times are in seconds from the beginning of the video they belong to; paths are relative to the
manifest's folder, with ``/``.
"""

from typing import Any

from scenes.publish.clips.dependencies import Dependencies
from scenes.publish.clips.entries import Entry, File, Quality, TimedCue

SCHEMA = 2
"""Version of the manifest's layout."""


class BeatSpan(Entry):
    """A part of a chapter."""

    name: str
    """``chapter.beat``."""
    title: str
    start: float
    end: float


class ChapterMark(Entry):
    """A chapter's place in the film."""

    name: str
    title: str
    start: float
    end: float


class ClipEntry(Entry):
    """A chapter's video and what belongs to it."""

    name: str
    """The chapter's."""
    title: str
    key: str
    """Fingerprint of `made_of`."""
    made_of: Dependencies
    """Everything that the clip depends on."""
    is_current: bool
    """Whether it would be the same if it were made now, with the manifest's parameters."""
    frames: int
    duration: float
    beats: list[BeatSpan]
    cues: list[TimedCue]
    files: dict[str, File]
    """By kind: ``mp4``, ``vtt``, ``srt``, ``png`` (poster), and on request ``gif``, ``webm``."""


class FilmEntry(Entry):
    """All chapters joined."""

    title: str
    clips: list[str]
    """Keys of the clips that it was joined of, in order."""
    is_current: bool
    """Whether it would be the same if it were made now, with the manifest's parameters."""
    frames: int
    duration: float
    chapters: list[ChapterMark]
    beats: list[BeatSpan]
    cues: list[TimedCue]
    files: dict[str, File]
    """By kind: ``mp4``, ``vtt``, ``srt``, ``png`` (poster)."""


class SlidesEntry(Entry):
    """A slide for each beat."""

    clips: list[str]
    """Keys of the clips whose beats they show, in order."""
    is_current: bool
    """Whether they would be the same if they were made now, with the manifest's parameters."""
    files: dict[str, File]
    """By kind: ``html`` (RevealJS), ``pptx`` (PowerPoint)."""
    shown: list[File]
    """What the ``html`` shows: videos, posters, and RevealJS itself."""


class LanguageEntry(Entry):
    """The film in one language."""

    film: FilmEntry | None
    """None as long as there never were all chapters, made from the same parameters."""
    clips: list[ClipEntry]
    """In the film's order."""
    slides: SlidesEntry | None = None


class DescentEnd(Entry):
    """Where a descent ended."""

    updates: int
    w1: float
    w0: float
    loss: float
    outcome: str


class LectureNumbers(Entry):
    """The lecture's numbers."""

    start: tuple[float, float]
    """(w1, w0)."""
    start_loss: float
    minimum: tuple[float, float]
    """(w1, w0)."""
    minimum_loss: float
    critical_learning_rate: float
    manual: DescentEnd
    keras: DescentEnd | None
    """None where Keras is not installed and its result is not stored."""


class Manifest(Entry):
    """Everything that a build made."""

    schema_version: int = SCHEMA
    version: str
    """Of descent-film."""
    versions: dict[str, str]
    """Of Python and of the libraries that shape a frame."""
    quality: Quality
    theme: str
    params: dict[str, Any]
    """All parameters in force."""
    numbers: LectureNumbers
    languages: dict[str, LanguageEntry]
