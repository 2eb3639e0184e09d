"""What all pages share: words, colours, captions, beats, and how values are written."""

import base64
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from scenes.files.assets import asset_path
from scenes.publish.lecture.manifest import ClipEntry, FilmEntry
from scenes.stage.numbers import NumberFormat, decimals_for
from scenes.stage.palette import PALETTES
from scenes.stage.strings import number_format


@cache
def page_words(language: str) -> Mapping[str, Any]:
    """Return the words of the pages in a language."""
    return tomllib.loads(asset_path("page", f"{language}.toml").read_text(encoding="utf-8"))


@cache
def page_fonts() -> Mapping[str, str]:
    """Return the fonts of the pages, by name, in Base64: a page from a file may load none."""
    return {
        font.stem: base64.b64encode(font.read_bytes()).decode()
        for font in asset_path("page", "fonts").glob("*.woff2")
    }


def icon() -> str:
    """Return the picture of a browser's tab, inside an address: a valley and the dot in it."""
    colors = PALETTES["dark"]
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{colors["background"]}"/>'
        f'<path d="M5 6Q16 42 27 6" fill="none" stroke="{colors["data"]}" stroke-width="3"/>'
        f'<circle cx="16" cy="23.5" r="4.5" fill="{colors["prediction"]}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(picture)}"


def clock(seconds: float) -> str:
    """Write a time in a video, e.g. ``2:07``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def duration(seconds: float) -> str:
    """Write a time in a video as machines read it, e.g. ``PT2M7S``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"PT{minutes}M{rest}S"


def written(value: Any, numbers: NumberFormat, words: Mapping[str, Any]) -> str:
    """Write the value of a parameter in a language."""
    if value is None:
        return str(words["none"])
    if isinstance(value, list | tuple):
        shown = [numbers.plain(number) for number in value[:12]]
        return "; ".join([*shown, "…"] if len(value) > len(shown) else shown)
    return value if isinstance(value, str) else numbers.plain(value)


def fill(
    template: str,
    *,
    languages: Sequence[str],
    videos: Mapping[str, Mapping[str, ClipEntry | FilmEntry]],
    filters: Mapping[str, Callable[..., Any]] | None = None,
    **values: Any,
) -> str:
    """Return a page.

    Args:
        template: File in ``assets/page``.
        languages: Those of the page; the first is shown if the viewer asks for no other.
        videos: Those of the page, by language and by the name that the page knows them by.
        filters: More filters of the template.
        **values: More values of the template.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = asset_path("page")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["decimals_for"] = decimals_for
    environment.filters |= {
        "clock": clock,
        "duration": duration,
        "written": written,
        **(filters or {}),
    }
    cues = {language: _by_name(of, _cues) for language, of in videos.items()}
    beats = {language: _by_name(of, _beats) for language, of in videos.items()}
    return environment.get_template(template).render(
        first=languages[0] if languages else "en",
        languages=languages,
        words={language: page_words(language) for language in languages or ("en",)},
        numbers={language: number_format(language) for language in languages},
        palettes=PALETTES,
        fonts=page_fonts(),
        cues=Markup(_data(cues)),
        beats=Markup(_data(beats)),
        icon=icon(),
        style=Markup((folder / "style.css").read_text(encoding="utf-8")),
        script=Markup((folder / "page.js").read_text(encoding="utf-8")),
        **values,
    )


def _by_name(
    videos: Mapping[str, ClipEntry | FilmEntry], part: Callable[[ClipEntry | FilmEntry], Any]
) -> dict[str, Any]:
    return {name: part(entry) for name, entry in videos.items()}


def _cues(entry: ClipEntry | FilmEntry) -> list[tuple[float, float, str]]:
    return [(cue.start, cue.end, cue.text) for cue in entry.cues]


def _beats(entry: ClipEntry | FilmEntry) -> list[tuple[str, float, float]]:
    return [(beat.name, beat.start, beat.end) for beat in entry.beats]


def _data(value: Any) -> str:
    """Write data into a script of a page, which no word of them can end."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
