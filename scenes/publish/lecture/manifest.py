"""The manifest: what was made of what. Everything beside it is described here, and nothing else.

Times are in seconds from the beginning of the video they belong to; paths are relative to the
manifest's folder, with ``/``.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from scenes.publish.clips.dependencies import Dependencies
from scenes.publish.clips.entries import Entry, File, Quality, Sealed, TimedCue

SCHEMA = 3
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


class Manifest(Sealed):
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
    page: File | None = None
    """``index.html``."""

    def files(self) -> Iterator[File]:
        """Yield all files that it describes: what a build may replace or remove."""
        for made in self.languages.values():
            for clip in made.clips:
                yield from clip.files.values()
            if made.film is not None:
                yield from made.film.files.values()
            if made.slides is not None:
                yield from (*made.slides.files.values(), *made.slides.shown)
        if self.page is not None:
            yield self.page


class UnsoundError(ValueError):
    """What is called a manifest is none, or not what a build wrote."""


class NewerError(ValueError):
    """A manifest of a version that is not known yet."""


class _Version(BaseModel):
    schema_version: int


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        NewerError: If a newer version wrote it.
        UnsoundError: If it is none, of an older version, or says other than what was written.
    """
    try:
        if _Version.model_validate_json(data).schema_version > SCHEMA:
            raise NewerError
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        raise UnsoundError(str(error)) from error
    if manifest.schema_version != SCHEMA or not manifest.is_sound:
        raise UnsoundError("it is not as it was written")
    return manifest


def files_listed(data: bytes) -> set[File]:
    """Return what any version's manifest, or a damaged one, lists as made by a build.

    They are told by their checksums: a listed file that is another now is nobody's to remove.
    """
    try:
        manifest = from_json(data)
    except ValueError:
        return set()
    if not isinstance(manifest, dict) or not {"schema_version", "languages"} <= manifest.keys():
        return set()
    found: set[File] = set()
    parts: list[Any] = [manifest]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            parts += part.values()
            if part.keys() == File.model_fields.keys():
                try:
                    found.add(File.model_validate(part))
                except ValidationError:
                    continue
    return found
