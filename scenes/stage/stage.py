"""The stage: what chapters, and props that play animations, need of the scene they stand in."""

from collections.abc import Sequence
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
        """Show the present picture for a while; what stands in space sways."""

    def think(self) -> None:
        """Leave the viewer time to answer the question that stands, once it was read."""

    def move(
        self,
        *animations: Any,
        at: str | None = None,
        until: str | None = None,
        share: float | None = None,
    ) -> None:
        """Play animations while a cue is read: by default for as long as there are words."""

    def show(
        self,
        *mobjects: Mobject,
        at: str | None = None,
        instead_of: Sequence[Mobject] = (),
        dissolving: bool = False,
    ) -> None:
        """Let mobjects appear, at a mark in the cue or at once."""

    def hide(self, *mobjects: Mobject, at: str | None = None) -> None:
        """Let mobjects go, at a mark in the cue or at once."""

    def close(self, chapter: str) -> None:
        """Let all that stands go into the background, in a section of its own."""

    def beat(self, name: str) -> AbstractContextManager[None]:
        """Play a beat, ``chapter.beat``: a section of the video."""

    def say(self, key: str, **values: str) -> None:
        """Begin a cue of the narration."""

    def words(self, key: str, **values: str) -> str:
        """Return a string of the beat that is being played."""
