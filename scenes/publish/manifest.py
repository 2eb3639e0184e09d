"""The manifest: what was made of what. Everything beside it is described here, and nothing else.

Times are in seconds from the beginning of the video they belong to; paths are relative to the
manifest's folder, with ``/``.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

SCHEMA = 1
"""Version of the manifest's layout."""


class Entry(BaseModel):
    """What all parts of the manifest have in common: they are read, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Entry):
    """A file."""

    path: str
    bytes: int
    sha256: str


class Cue(Entry):
    """Words of the narration."""

    text: str
    start: float
    end: float


class Beat(Entry):
    """A part of a chapter."""

    name: str
    """``chapter.beat``."""
    title: str
    start: float
    end: float


class Chapter(Entry):
    """A chapter's place in the film."""

    name: str
    title: str
    start: float
    end: float


class Clip(Entry):
    """A chapter's video and what belongs to it."""

    name: str
    """The chapter's."""
    title: str
    key: str
    """Fingerprint of everything that the clip depends on."""
    params: dict[str, Any]
    """The parameters that the chapter read."""
    frames: int
    duration: float
    beats: list[Beat]
    cues: list[Cue]
    files: dict[str, File]
    """By kind: ``mp4``, ``vtt``, ``srt``, ``png`` (poster), and on request ``gif``, ``webm``."""


class Film(Entry):
    """All chapters joined."""

    title: str
    clips: list[str]
    """Keys of the clips that it was joined of, in order."""
    frames: int
    duration: float
    chapters: list[Chapter]
    beats: list[Beat]
    cues: list[Cue]
    files: dict[str, File]
    """By kind: ``mp4``, ``vtt``, ``srt``, ``png`` (poster)."""


class Language(Entry):
    """The film in one language."""

    film: Film | None
    """None as long as not every chapter has been made from the same parameters."""
    clips: list[Clip]
    """In the film's order."""


class Quality(Entry):
    """How large and how smooth."""

    name: str
    width: int
    height: int
    frame_rate: int


class Descent(Entry):
    """Where a descent ended."""

    updates: int
    w1: float
    w0: float
    loss: float
    outcome: str


class Outcome(Entry):
    """The lecture's numbers."""

    start: tuple[float, float]
    """(w1, w0)."""
    start_loss: float
    minimum: tuple[float, float]
    """(w1, w0)."""
    minimum_loss: float
    critical_learning_rate: float
    manual: Descent
    keras: Descent


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
    outcome: Outcome
    languages: dict[str, Language]
