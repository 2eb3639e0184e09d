"""Slides of a lecture, one a beat: RevealJS for a browser, PowerPoint for the rest.

Both play a beat's video when its slide comes up and stay on its last frame, which is the poster as
well: that is what a printed slide shows. The narration is in the speaker notes.
"""

import contextlib
import hashlib
import importlib.util
import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scenes.files.assets import asset_path
from scenes.files.atomic import atomic_write, move_into_place
from scenes.files.staging import StagingFolder
from scenes.publish.clips.clip_store import StoredClip
from scenes.publish.clips.rendered_clip import BeatFrames
from scenes.publish.lecture.page_frame import icon, page_words
from scenes.publish.lecture.preflight import PreflightError
from scenes.stage.palette import PALETTES

_ASSETS = "slides_"
"""What the folder with the videos of ``slides.html`` begins with."""
_AUTHOR = "descent-film"


def check_installed() -> None:
    """See that slides can be made.

    Raises:
        PreflightError: If the extra ``slides`` is not installed.
    """
    if importlib.util.find_spec("manim_slides") is None:
        raise PreflightError(
            "slides need manim-slides: install it, as in pip install 'manim-slides>=5.5,<6'"
        )


def write_slides(
    clips: Sequence[StoredClip], folder: Path, language: str, theme: str
) -> tuple[dict[str, str], list[str]]:
    """Write ``slides.html``, with a folder of videos beside it, and ``lecture.pptx``.

    Args:
        clips: Of the lecture, in order, all of one size.
        folder: Where to.
        language: Of the words.
        theme: Of the film: ``"dark"`` or ``"light"``.

    Returns:
        The names of the files by kind, ``html`` and ``pptx``, and of those that the former shows.
    """
    from manim_slides.config import PresentationConfig, SlideConfig
    from manim_slides.convert import PowerPoint, RevealJS

    background = PALETTES[theme]["background"]
    size = (clips[0].clip.width, clips[0].clip.height)
    beats = [(stored, beat) for stored in clips for beat in stored.clip.beats]
    presentation = PresentationConfig(
        slides=[
            SlideConfig(
                file=stored.section(beat.name),
                rev_file=stored.section(beat.name),
                notes="\n".join(_narration(stored, beat)),
                dedent_notes=False,
            )
            for stored, beat in beats
        ],
        resolution=size,
        background_color=background,
    )
    assets = _ASSETS + hashlib.sha256("".join(c.key for c in clips).encode()).hexdigest()[:8]
    with StagingFolder(folder) as work:
        template = work / "template"
        page = asset_path("slides", "slides.html.j2").read_text(encoding="utf-8")
        filled = (
            page.replace("LANGUAGE", language)
            .replace("DESCRIPTION", page_words(language)["description"])
            .replace("ICON", icon())
        )
        template.write_text(filled, encoding="utf-8")
        RevealJS(
            presentation_configs=[presentation],
            template=template,
            assets_dir=assets,
            cdn_url=f"{assets}/reveal",
            title=page_words(language)["title"],
            width=size[0],
            height=size[1],
            background_color=background,
        ).convert_to(work / "slides.html")
        shutil.copytree(asset_path("slides", "reveal"), work / assets / "reveal")
        for stored, beat in beats:
            shutil.copyfile(stored.still(beat.name), work / assets / f"{beat.name}.png")
        shutil.rmtree(folder / assets, ignore_errors=True)
        (work / assets).rename(folder / assets)
        move_into_place(work / "slides.html", folder / "slides.html")
    for old in folder.glob(f"{_ASSETS}*"):
        if old.name != assets:
            shutil.rmtree(old)
    with atomic_write(folder / "lecture.pptx") as part:
        with contextlib.redirect_stderr(io.StringIO()):  # its own progress bar
            PowerPoint(presentation_configs=[presentation]).convert_to(part)
        _finish(part, page_words(language)["title"], beats)
    shown = sorted(path for path in (folder / assets).rglob("*") if path.is_file())
    return (
        {"html": "slides.html", "pptx": "lecture.pptx"},
        [path.relative_to(folder).as_posix() for path in shown],
    )


def _narration(stored: StoredClip, beat: BeatFrames) -> Iterator[str]:
    for cue in stored.clip.cues:
        if beat.start <= cue.start < beat.end:
            yield cue.text


def _finish(file: Path, title: str, beats: Sequence[tuple[StoredClip, BeatFrames]]) -> None:
    """Let each slide show the beat's last frame until its video plays, and say what it shows."""
    import pptx

    presentation: Any = pptx.Presentation(str(file))
    properties = presentation.core_properties
    properties.title = title
    # Else it is that of python-pptx' template.
    properties.author = properties.last_modified_by = _AUTHOR
    for slide, (stored, beat) in zip(presentation.slides, beats, strict=True):
        (movie,) = slide.shapes
        _, poster = slide.part.get_or_add_image_part(str(stored.still(beat.name)))
        blip = movie._element.blipFill.blip
        first_frame, blip.rEmbed = blip.rEmbed, poster
        slide.part.drop_rel(first_frame)
        movie.name = beat.title
        movie._element.nvPicPr.cNvPr.set("descr", f"{stored.clip.title}: {beat.title}")
    presentation.save(str(file))
