"""What is asked of rendering, and what is told of it."""

import json
from dataclasses import dataclass
from pathlib import Path

from scenes.params import Params
from scenes.publish.clips.clip_store import StoredClip
from scenes.publish.clips.entries import Quality


@dataclass(frozen=True)
class ClipRequest:
    """A clip that is wanted."""

    chapter: str
    params: Params
    """The parameters in force, language and theme among them."""
    quality: Quality
    transparent: bool = False

    def to_json(self) -> str:
        """Write it in one line."""
        fields = {
            "chapter": self.chapter,
            "params": self.params.model_dump(mode="json"),
            "quality": self.quality.model_dump(mode="json"),
            "transparent": self.transparent,
        }
        return json.dumps(fields)

    @classmethod
    def from_json(cls, text: str) -> "ClipRequest":
        """Read what `to_json` wrote."""
        fields = json.loads(text)
        return cls(
            chapter=fields["chapter"],
            params=Params(**fields["params"]),
            quality=Quality(**fields["quality"]),
            transparent=fields["transparent"],
        )

    @property
    def name(self) -> str:
        """What it is called before the user."""
        return f"{self.chapter} ({self.params.language}{', webm' if self.transparent else ''})"


@dataclass(frozen=True)
class Failure:
    """A clip that could not be made."""

    request: ClipRequest
    cause: str
    """One line."""
    remedy: str
    """What to do, one line."""
    details: str
    """For a report: traceback and what the process printed."""
    log: Path | None = None
    """Where the details were written to, if they were."""


class Reporter:
    """Is told how rendering goes; this one tells nobody."""

    def begin(self, request: ClipRequest) -> None:
        """A clip is begun."""

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        """So many frames of a clip are drawn."""

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        """A clip is done, or cannot be made."""
