"""The page that lays the clips of several sets of parameters side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scenes.chapters import CHAPTERS
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.page_frame import fill

FIRST = "learning_rate"
"""The chapter that is shown at first, if it was made."""


def write_sweep_page(sets: Sequence[tuple[Mapping[str, str], Path]], folder: Path) -> None:
    """Write ``index.html``.

    Args:
        sets: What was set, as text by key, and the folder that was built with it, below `folder`.
        folder: Where to.
    """
    made: list[dict[str, Any]] = []
    for setting, path in sets:
        manifest = OutFolder(path).manifest()
        if manifest is not None:
            made.append(
                {
                    "label": ", ".join(f"{key} = {value}" for key, value in setting.items()),
                    "folder": path.relative_to(folder).as_posix(),
                    "manifest": manifest,
                    "clips": {
                        language: {clip.name: clip for clip in entry.clips}
                        for language, entry in manifest.languages.items()
                    },
                }
            )
    languages = list(dict.fromkeys(name for entry in made for name in entry["clips"]))
    titles = {
        language: {
            name: titles[0] for name in CHAPTERS if (titles := _titles(made, language, name))
        }
        for language in languages
    }
    videos = {
        language: {
            f"{entry['folder']}/{name}": clip
            for entry in made
            for name, clip in entry["clips"].get(language, {}).items()
        }
        for language in languages
    }
    names = [name for language in languages for name in titles[language]]
    OutFolder(folder).update(
        "index.html",
        fill(
            "sweep.html.j2",
            languages=languages,
            videos=videos,
            sets=made,
            titles=titles,
            chapter=FIRST if FIRST in names else names[0] if names else "",
        ),
    )


def _titles(made: Sequence[Mapping[str, Any]], language: str, chapter: str) -> list[str]:
    clips = [entry["clips"].get(language, {}).get(chapter) for entry in made]
    return [clip.title for clip in clips if clip is not None]
