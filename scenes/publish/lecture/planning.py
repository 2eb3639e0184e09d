"""What a build has to do, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.clips.clip_store import ClipStore, StoredClip
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.clips.entries import Quality
from scenes.publish.clips.requests import ClipRequest
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.manifest import ClipEntry, Manifest
from scenes.publish.lecture.preflight import PreflightError

FORMATS = ("gif", "webm")
"""What can be made of a clip besides MP4."""


@dataclass(frozen=True)
class Order:
    """What is to be built.

    Attributes:
        params: The parameters; their language is one of `languages`.
        languages: In which the film is made.
        chapters: Those that are made, in the film's order.
        quality: Size and frame rate.
        out: Where to.
        formats: Of `FORMATS`, those that are made of each clip.
        slides: Whether slides are made.
        jobs: How many clips are rendered at once.
    """

    params: Params
    languages: tuple[str, ...]
    chapters: tuple[str, ...]
    quality: Quality
    out: Path
    formats: frozenset[str]
    slides: bool
    jobs: int

    def params_in(self, language: str) -> Params:
        """Return the parameters with this language."""
        return self.params.model_copy(update={"language": language})


@dataclass(frozen=True)
class Step:
    """A clip that is wanted, and what there is of it."""

    request: ClipRequest
    reasons: tuple[str, ...]
    """Why what stands in the folder will not do; empty if it will."""
    stored: StoredClip | None
    """The clip, if it need not be rendered."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be done."""
        return not self.reasons

    @property
    def renders(self) -> bool:
        """Whether the clip has to be rendered."""
        return not self.is_done and self.stored is None


def plan(
    order: Order,
    folder: OutFolder,
    manifest: Manifest | None,
    store: ClipStore,
    inputs: Mapping[str, CurrentInputs],
) -> Iterator[Step]:
    """Tell what is to be done for each clip of an order, in the film's order.

    Args:
        order: What is wanted.
        folder: Where it is to stand.
        manifest: What stands there, as far as that is known.
        store: Where clips are kept.
        inputs: What is in force, by language.
    """
    for language in order.languages:
        params = order.params_in(language)
        current = inputs[language]
        clips = clips_of(manifest, language)
        for chapter in (name for name in CHAPTERS if name in order.chapters):
            clip = clips.get(chapter)
            reasons = tuple(_reasons(clip, order, current, folder))
            stored = None
            if reasons or order.slides:
                stored = store.find(chapter, order.quality, current)
            if order.slides and stored is None and not reasons:
                reasons = ("the slides need its beats",)
            yield Step(ClipRequest(chapter, params, order.quality), reasons, stored)
            if "webm" in formats_of(clip, order, folder):
                lacks = () if clip and not reasons and "webm" in clip.files else ("no webm yet",)
                transparent = ClipRequest(chapter, params, order.quality, transparent=True)
                found = store.find(chapter, order.quality, current, transparent=True)
                yield Step(transparent, reasons or lacks, found)


def clips_of(manifest: Manifest | None, language: str) -> Mapping[str, ClipEntry]:
    """Return the clips of a language that stand in a folder, by chapter."""
    if manifest is None or language not in manifest.languages:
        return {}
    return {clip.name: clip for clip in manifest.languages[language].clips}


def formats_of(clip: ClipEntry | None, order: Order, folder: OutFolder) -> frozenset[str]:
    """Return what is to be made of a clip besides MP4: what is ordered, and what was there.

    A format whose file was deleted is wanted no more.
    """
    there = clip.files.items() if clip is not None else ()
    return order.formats.union(
        kind for kind, file in there if kind in FORMATS and folder.find(file.path).exists()
    )


def is_current(clip: ClipEntry, quality: Quality, current: CurrentInputs) -> bool:
    """Tell whether a clip would be the same if it were made now."""
    return clip.made_of.quality == quality and next(current.changes(clip.made_of), None) is None


def _reasons(
    clip: ClipEntry | None, order: Order, current: CurrentInputs, folder: OutFolder
) -> Iterator[str]:
    if clip is None:
        yield "not made yet"
        return
    made = clip.made_of.quality
    if made != order.quality:
        yield f"quality {made.name} -> {order.quality.name}"
    yield from current.changes(clip.made_of)
    for file in clip.files.values():
        if not folder.holds(file):
            yield f"{file.path} is missing or damaged"
    for kind in sorted(order.formats - {"webm"} - set(clip.files)):
        yield f"no {kind} yet"


def targets(order: Order) -> Iterator[str]:
    """Yield the paths, below the folder, of all that an order makes; some may exist already."""
    for language in order.languages:
        for name in (*order.chapters, "descent"):
            for kind in ("mp4", "png", "vtt", "srt", *FORMATS):
                yield f"{language}/{name}.{kind}"
        if order.slides:
            yield from (f"{language}/slides.html", f"{language}/lecture.pptx")


def check_quality(order: Order, manifest: Manifest | None) -> None:
    """See that a trial does not take the place of what was made larger or smoother.

    Raises:
        PreflightError: If it would; the message says where it may go.
    """
    if manifest is None:
        return
    wanted = order.quality
    for clip in (clip for made in manifest.languages.values() for clip in made.clips):
        there = clip.made_of.quality
        if (wanted.width * wanted.height, wanted.frame_rate) < (
            there.width * there.height,
            there.frame_rate,
        ):
            raise PreflightError(
                f"{order.out} holds {clip.name} in quality {there.name}, which {wanted.name} would "
                f"replace: put it beside, with --out {order.out}-{wanted.name}, or build with "
                f"--quality {there.name}"
            )
