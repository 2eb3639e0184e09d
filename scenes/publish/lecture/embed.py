"""What a lecturer puts into a page of their own to show a clip there."""

import base64
from collections.abc import Iterator
from html import escape
from pathlib import Path

from scenes.publish.lecture.captions import to_vtt
from scenes.publish.lecture.manifest import ClipEntry, FilmEntry

WIDTH = 960
"""Of the video where there is room, in pixels; on a narrower page it is as wide as that."""


def snippets(entry: ClipEntry | FilmEntry, language: str, label: str) -> Iterator[tuple[str, str]]:
    """Yield what shows a clip in a page beside which its video and its picture lie.

    Captions are inside: a page that is opened from a file may not load a file of them.

    Args:
        entry: The clip, or the film.
        language: Of its captions.
        label: What that language is called.

    Yields:
        What it is for, ``"page"``, ``"loop"`` or ``"markdown"``, and its text.
    """
    names = {kind: Path(file.path).name for kind, file in entry.files.items()}
    yield "page", _video(entry, names, language, label, 'controls preload="metadata"')
    # Browsers let a video play by itself only if it is muted, even one without sound.
    yield "loop", _video(entry, names, language, label, "controls autoplay loop muted")
    yield "markdown", f"[![{_plain(entry.title)}]({names['png']})]({names['mp4']})"


def _video(
    entry: ClipEntry | FilmEntry, names: dict[str, str], language: str, label: str, how: str
) -> str:
    captions = base64.b64encode(to_vtt(entry.cues).encode()).decode()
    return (
        f'<video {how} playsinline width="{WIDTH}" style="max-width: 100%; height: auto" '
        f'poster="{names["png"]}" aria-label="{escape(entry.title)}">\n'
        f'  <source src="{names["mp4"]}" type="video/mp4">\n'
        f'  <track kind="captions" srclang="{language}" label="{escape(label)}" default '
        f'src="data:text/vtt;base64,{captions}">\n'
        "</video>"
    )


def _plain(title: str) -> str:
    """Keep signs that end a picture's words in Markdown."""
    return title.replace("\\", "\\\\").replace("[", r"\[").replace("]", r"\]")
