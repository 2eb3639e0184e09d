"""What all pages share: words, colours, captions, and how values are written."""

import base64
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from scenes.files.assets import asset_path
from scenes.publish.clips.entries import TimedCue
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


def captions(cues: Sequence[TimedCue]) -> list[tuple[float, float, str]]:
    """Return cues as the pages hold them: start, end, text."""
    return [(cue.start, cue.end, cue.text) for cue in cues]


def clock(seconds: float) -> str:
    """Write a time in a video, e.g. ``2:07``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


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
    cues: Mapping[str, Any],
    filters: Mapping[str, Callable[..., str]] | None = None,
    **values: Any,
) -> str:
    """Return a page.

    Args:
        template: File in ``assets/page``.
        languages: Those of the page; the first is shown if the viewer asks for no other.
        cues: Captions by language and video.
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
    environment.filters |= {"clock": clock, "written": written, **(filters or {})}
    data = json.dumps(cues, ensure_ascii=False).replace("<", "\\u003c")
    return environment.get_template(template).render(
        first=languages[0] if languages else "en",
        languages=languages,
        words={language: page_words(language) for language in languages or ("en",)},
        numbers={language: number_format(language) for language in languages},
        palettes=PALETTES,
        fonts=page_fonts(),
        cues=Markup(data),
        style=Markup((folder / "style.css").read_text(encoding="utf-8")),
        script=Markup((folder / "page.js").read_text(encoding="utf-8")),
        **values,
    )
