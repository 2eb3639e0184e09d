"""The lecture page: one file that opens without a server or a network."""

from collections.abc import Mapping
from typing import Any

from scenes.publish.lecture.embed import snippets
from scenes.publish.lecture.manifest import ClipEntry, FilmEntry, Manifest
from scenes.publish.lecture.page_frame import fill, written
from scenes.stage.strings import number_format


def render_page(manifest: Manifest) -> str:
    """Return the page of what a manifest describes, as HTML; paths are the manifest's.

    Args:
        manifest: What was made.
    """
    from scenes.params import Params

    defaults = Params().model_dump(mode="json")
    videos: dict[str, dict[str, ClipEntry | FilmEntry]] = {
        language: {
            **({"descent": made.film} if made.film else {}),
            **{clip.name: clip for clip in made.clips},
        }
        for language, made in manifest.languages.items()
    }
    return fill(
        "lecture.html.j2",
        languages=list(manifest.languages),
        videos=videos,
        filters={"snippets": snippets, "differences": _differences},
        manifest=manifest,
        defaults=defaults,
        meanings={key: field.description for key, field in Params.model_fields.items()},
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
