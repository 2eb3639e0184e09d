"""The stage: what chapters, and props that play animations, need of the scene they stand in."""

from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

from manim import Mobject

from scenes.stage.camera import StageCamera
from scenes.stage.results import Results
from scenes.stage.strings import Strings
from scenes.stage.theme import Theme


class Stage(Protocol):
    """Where mobjects stand, animations are played and words are said; `Film` is one."""

    results: Results
    theme: Theme
    strings: Strings
    mobjects: list[Mobject]

    @property
    def camera(self) -> StageCamera:
        """Looks at it."""

    def add(self, *mobjects: Mobject) -> Self:
        """Let mobjects stand on it, in front of what stands there."""

    def remove(self, *mobjects: Mobject) -> Self:
        """Take mobjects off it."""

    def bring_to_back(self, *mobjects: Mobject) -> object:
        """Let mobjects stand behind all others."""

    def clear(self) -> Self:
        """Take everything off it."""

    def play(self, *args: Any, **kwargs: Any) -> None:
        """Play animations."""

    def hold(self, seconds: float) -> None:
        """Show the present picture for a while."""

    def think(self, seconds: float) -> None:
        """Leave the viewer time to answer the question that stands, once it was read."""

    def beat(self, name: str) -> AbstractContextManager[None]:
        """Play a beat, ``chapter.beat``: a section of the video."""

    def say(self, key: str, **values: str) -> None:
        """Begin a cue of the narration."""

    def words(self, key: str, **values: str) -> str:
        """Return a string of the beat that is being played."""
