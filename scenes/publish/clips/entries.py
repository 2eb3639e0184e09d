"""What the records of publishing are made of."""

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """What all parts of the manifest have in common: they are read, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Entry):
    """A file."""

    path: str
    bytes: int
    sha256: str


class TimedCue(Entry):
    """Words of the narration."""

    text: str
    start: float
    end: float


class Quality(Entry):
    """How large and how smooth."""

    name: str
    width: int
    height: int
    frame_rate: int
