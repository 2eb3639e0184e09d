"""A chapter shown in a notebook, rendered first if need be."""

import base64
import sys
from difflib import get_close_matches
from html import escape
from numbers import Integral
from pathlib import Path
from typing import Any

from gdmath.messages import shorten, show_value
from scenes.chapters import CHAPTERS
from scenes.params import Params, ParamsError
from scenes.publish.build import obtain
from scenes.publish.clips.clip_store import StoredClip
from scenes.publish.clips.qualities import QUALITIES
from scenes.publish.clips.requests import ClipRequest, Failure, Reporter
from scenes.publish.lecture.captions import to_vtt

_WIDEST = 10_000
"""Pixels of a video in the notebook."""
_TEXT_STEP = 5
"""Percent between two notes of how far a clip is."""


def show(
    chapter: str, *, quality: str = "preview", width: int = 854, **params: Any
) -> "Shown | None":
    """Show a chapter of the lecture, with captions, as the result of a notebook's cell.

    It is rendered the first time; then it is taken from the user's store. What cannot be is said
    in one line, without a traceback.

    Args:
        chapter: Its name, e.g. ``"learning_rate"``.
        quality: ``"preview"``, ``"lecture"`` or ``"4k"``.
        width: Of the video in the notebook, in pixels.
        **params: Parameters that differ from those in force, e.g. ``learning_rate=0.02`` or
            ``language="ru"``.

    Returns:
        The video, which the notebook displays; None if there is none.
    """
    try:
        _check("chapter", chapter, CHAPTERS)
        _check("quality", quality, QUALITIES)
        _check_width(width)
        request = ClipRequest(chapter, Params.load(**params), QUALITIES[quality])
        result = obtain(request, _Line())
    except (ParamsError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return None
    if isinstance(result, Failure):
        print(f"error: {chapter}: {result.cause}: {result.remedy}", file=sys.stderr)
        return None
    return Shown(result, request.params.language, width)


class Shown:
    """A clip that a notebook displays.

    Args:
        stored: The clip.
        language: Of its captions.
        width: Of the video, in pixels.
    """

    def __init__(self, stored: StoredClip, language: str, width: int) -> None:
        self._stored = stored
        self._language = language
        self._width = width

    def __repr__(self) -> str:
        clip = self._stored.clip
        return f"{clip.title} ({clip.frames / clip.frame_rate:.0f} s)"

    @property
    def path(self) -> Path:
        """The video's file, in the user's store."""
        return self._stored.video

    def _repr_html_(self) -> str:
        """Return the video with everything in it: a notebook is often read elsewhere."""
        clip = self._stored.clip
        cues = [cue.in_seconds(clip.frame_rate) for cue in clip.cues]
        poster = self._stored.still(clip.beats[-1].name)
        video = _inline("video/mp4", self._stored.video.read_bytes())
        return (
            f'<video controls preload="metadata" width="{escape(str(self._width))}"'
            ' style="max-width: 100%"'
            f' aria-label="{escape(clip.title)}"'
            f' poster="{_inline("image/png", poster.read_bytes())}">'
            f'<source src="{video}" type="video/mp4">'
            f'<track kind="captions" srclang="{escape(self._language)}" default'
            f' src="{_inline("text/vtt", to_vtt(cues).encode())}">'
            "</video>"
        )


class _Line(Reporter):
    """Tells on one line how far a clip is."""

    def __init__(self) -> None:
        self._told = -_TEXT_STEP

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        percent = 100 * frames // total
        if percent >= self._told + _TEXT_STEP:
            self._told = percent
            print(f"\rrendering {request.name}: {percent} %", end="", flush=True)

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:  # noqa: ARG002
        print("\r" + " " * 60 + "\r", end="", flush=True)


def _inline(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _check_width(width: object) -> None:
    is_whole = isinstance(width, Integral) and not isinstance(width, bool)
    if not is_whole or not 1 <= width <= _WIDEST:  # type: ignore[operator]
        raise ValueError(
            f"width must be a whole number of pixels from 1 to {_WIDEST}, such as 854, "
            f"not {show_value(width)}"
        )


def _check(what: str, name: object, known: Any) -> None:
    if not isinstance(name, str):
        raise ValueError(
            f"{what} must be a name, such as {next(iter(known))!r}, not {show_value(name)}"
        )
    if name not in known:
        nearest = get_close_matches(name, known, n=1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(known)}"
        raise ValueError(f"there is no {what} {shorten(name)!r}; {hint}")
