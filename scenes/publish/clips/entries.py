"""What the records of publishing are made of."""

import hashlib
import json
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from scenes.files.inside import InnerPath


class Entry(BaseModel):
    """What all parts of the manifest have in common: they are read, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class File(Entry):
    """A file."""

    path: InnerPath
    bytes: int
    sha256: str


class Sealed(Entry):
    """A record with a checksum of all that it says: what was edited is not believed."""

    sha256: str = ""
    """Of the rest, in JSON."""

    def sealed(self) -> Self:
        """Return it with its checksum."""
        return self.model_copy(update={"sha256": self._digest()})

    @property
    def is_sound(self) -> bool:
        """Whether it says what it said when it was sealed."""
        return self.sha256 == self._digest()

    def _digest(self) -> str:
        said = self.model_dump(mode="json", exclude={"sha256"})
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


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


def describe(path: Path, folder: Path) -> File:
    """Describe a file: its path below a folder, its size and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=digest)
