"""The lecture page: one file that opens without a server or a network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenes.publish.lecture.manifest import ClipEntry, FilmEntry, Manifest
from scenes.publish.lecture.page_frame import captions, fill, written
from scenes.stage.strings import number_format


def render_page(manifest: Manifest) -> str:
    """Return the page of what a manifest describes, as HTML; paths are the manifest's.

    Args:
        manifest: What was made.
    """
    from scenes.params import Params

    defaults = Params().model_dump(mode="json")
    cues = {
        language: {
            **({"descent": captions(made.film.cues)} if made.film else {}),
            **{clip.name: captions(clip.cues) for clip in made.clips},
        }
        for language, made in manifest.languages.items()
    }
    return fill(
        "lecture.html.j2",
        languages=list(manifest.languages),
        cues=cues,
        filters={"snippet": snippet, "differences": _differences},
        manifest=manifest,
        defaults=defaults,
        meanings={key: field.description for key, field in Params.model_fields.items()},
    )


def snippet(entry: ClipEntry | FilmEntry, language: str, label: str) -> str:
    """Return the HTML that shows a clip in a lecturer's own page, beside which its files lie.

    Args:
        entry: The clip, or the film.
        language: Of its captions.
        label: What that language is called.
    """
    names = {kind: Path(file.path).name for kind, file in entry.files.items()}
    return (
        f'<video controls preload="metadata" width="960" poster="{names["png"]}">\n'
        f'  <source src="{names["mp4"]}" type="video/mp4">\n'
        f'  <track kind="captions" src="{names["vtt"]}" srclang="{language}" '
        f'label="{label}" default>\n'
        "</video>"
    )


def _differences(clip: ClipEntry, manifest: Manifest) -> str:
    """Write the parameters of a clip that are no longer in force."""
    made: Mapping[str, Any] = clip.made_of.params
    english = number_format("en")
    return ", ".join(
        f"{key} = {written(value, english, {'none': 'none'})}"
        for key, value in made.items()
        if key in manifest.params and manifest.params[key] != value
    )
