"""What was rendered put into the folder, with all that is made of it, and the manifest."""

from collections.abc import Iterator, Mapping, Sequence

from scenes.chapters import CHAPTERS
from scenes.publish.clips.clip_store import StoredClip
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.clips.requests import ClipRequest, Failure
from scenes.publish.lecture.captions import put_captions
from scenes.publish.lecture.folder import PAGE, OutFolder
from scenes.publish.lecture.joined_film import join_film
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.manifest import (
    BeatSpan,
    ClipEntry,
    LanguageEntry,
    Manifest,
    SlidesEntry,
)
from scenes.publish.lecture.planning import Order, Step, clips_of, formats_of, is_current


def assemble(
    order: Order,
    folder: OutFolder,
    manifest: Manifest | None,
    inputs: Mapping[str, CurrentInputs],
    steps: Sequence[Step],
    made: Mapping[ClipRequest, StoredClip],
    console: Console,
) -> list[Failure]:
    """Put what was made into the folder, and say in the manifest what stands there.

    In a block of `OutFolder.assembling` all of it is made beside what stands there, and takes its
    place at the end: whatever happens before leaves the folder as it was.
    """
    from scenes.publish.lecture.page import render_page

    failures: list[Failure] = []
    languages = {}
    known = manifest.languages if manifest is not None else {}
    for language, current in inputs.items():
        clips = dict(clips_of(manifest, language))
        for step in steps:
            request = step.request
            if request.params.language == language and not step.is_done and request in made:
                failures += _put(order, folder, clips, request, made[request], console)
        in_order = [
            clip.model_copy(update={"is_current": is_current(clip, order.quality, current)})
            for clip in (clips[name] for name in CHAPTERS if name in clips)
            if _stands(folder, clip, console)
        ]
        failures += _outdated(in_order, made, language)
        before = known.get(language)
        film = before.film if before else None
        film = film if film and all(map(folder.holds, film.files.values())) else None
        film = join_film(folder, language, film, in_order, console)
        slides = before.slides if before else None
        slides = slides if slides and _all_stand(folder, slides) else None
        if order.slides and language in order.languages:
            slides = _put_slides(order, folder, language, slides, made, console)
        if slides is not None:
            fresh = {clip.key for clip in in_order if clip.is_current}
            slides = slides.model_copy(update={"is_current": fresh.issuperset(slides.clips)})
        if in_order:
            languages[language] = LanguageEntry(film=film, clips=in_order, slides=slides)
        wanted = {
            step.request.chapter for step in steps if step.request.params.language == language
        }
        _tell_older(language, [clip for clip in in_order if clip.name not in wanted], console)
    if not languages:
        return failures
    versions = next(iter(inputs.values())).versions
    described = _manifest(order, versions, languages)
    page = folder.write(PAGE, render_page(described))
    for line in folder.finish(described.model_copy(update={"page": page})):
        console.say(line)
    return failures


def _stands(folder: OutFolder, clip: ClipEntry, console: Console) -> bool:
    """Tell whether a clip's files are there; what is not is not described either."""
    lost = [file.path for file in clip.files.values() if not folder.holds(file)]
    if lost:
        console.say(
            f"{', '.join(lost)}: missing or changed, so {clip.name} is left out: "
            f"`descent build {clip.name}` puts it there again"
        )
    return not lost


def _outdated(
    clips: Sequence[ClipEntry], made: Mapping[ClipRequest, StoredClip], language: str
) -> Iterator[Failure]:
    """Yield the clips that were just made, and are of what has changed meanwhile."""
    for clip in clips:
        for request, stored in made.items():
            is_it = not request.transparent and request.params.language == language
            if is_it and stored.key == clip.key and not clip.is_current:
                cause = "what it is made of was edited while it was rendered"
                yield Failure(request, cause, "build again", cause)


def _put(
    order: Order,
    folder: OutFolder,
    clips: dict[str, ClipEntry],
    request: ClipRequest,
    stored: StoredClip,
    console: Console,
) -> Iterator[Failure]:
    """Put a clip into the folder and among a language's clips; yield what cannot be made of it."""
    before = clips.get(request.chapter)
    if request.transparent:
        if before is not None:
            clips[request.chapter] = _with_webm(folder, before, stored)
        return
    clips[request.chapter] = _put_clip(folder, before, stored)
    if "gif" in formats_of(before, order, folder):
        result = _with_gif(folder, clips[request.chapter], request, console)
        if isinstance(result, Failure):
            yield result
        else:
            clips[request.chapter] = result


def _put_clip(folder: OutFolder, before: ClipEntry | None, stored: StoredClip) -> ClipEntry:
    clip = stored.clip
    language = stored.record.dependencies.params["language"]
    base = f"{language}/{clip.chapter}"
    rate = clip.frame_rate
    cues = [cue.in_seconds(rate) for cue in clip.cues]
    files = {
        "mp4": folder.copy(stored.video, f"{base}.mp4"),
        "png": folder.copy(stored.still(clip.poster), f"{base}.png"),
        **put_captions(folder, base, cues),
    }
    if before is not None:
        webm = before.files.get("webm")
        if webm is not None and before.key == stored.key and folder.holds(webm):
            files["webm"] = webm
    return ClipEntry(
        name=clip.chapter,
        title=clip.title,
        key=stored.key,
        made_of=stored.record.dependencies,
        is_current=True,
        frames=clip.frames,
        duration=clip.frames / rate,
        beats=[
            BeatSpan(name=beat.name, title=beat.title, start=beat.start / rate, end=beat.end / rate)
            for beat in clip.beats
        ],
        cues=cues,
        files=files,
    )


def _with_webm(folder: OutFolder, clip: ClipEntry, stored: StoredClip) -> ClipEntry:
    language = stored.record.dependencies.params["language"]
    webm = folder.copy(stored.video, f"{language}/{clip.name}.webm")
    return clip.model_copy(update={"files": {**clip.files, "webm": webm}})


def _with_gif(
    folder: OutFolder, clip: ClipEntry, request: ClipRequest, console: Console
) -> ClipEntry | Failure:
    from scenes.files.gif import GifError, write_gif

    name = f"{request.params.language}/{clip.name}.gif"
    console.say(f"writing {name}")
    try:
        with folder.making(name) as part:
            write_gif(folder.find(clip.files["mp4"].path), part)
    except GifError as error:
        return Failure(request, str(error), "show the video instead", details=str(error))
    return clip.model_copy(update={"files": {**clip.files, "gif": folder.described(name)}})


def _put_slides(
    order: Order,
    folder: OutFolder,
    language: str,
    before: SlidesEntry | None,
    made: Mapping[ClipRequest, StoredClip],
    console: Console,
) -> SlidesEntry | None:
    from scenes.publish.lecture.slides import write_slides

    shown = [
        stored
        for request, stored in made.items()
        if request.params.language == language and not request.transparent
    ]
    if not shown:
        return before
    keys = [stored.key for stored in shown]
    if before and before.clips == keys:
        return before
    console.say(f"writing the slides ({language})")
    names, beside = write_slides(
        shown, folder.place(f"{language}/slides.html").parent, language, order.params.theme
    )
    return SlidesEntry(
        clips=keys,
        is_current=True,
        files={kind: folder.described(f"{language}/{name}") for kind, name in names.items()},
        shown=[folder.described(f"{language}/{name}") for name in beside],
    )


def _all_stand(folder: OutFolder, slides: SlidesEntry) -> bool:
    return all(map(folder.holds, [*slides.files.values(), *slides.shown]))


def _manifest(
    order: Order,
    versions: dict[str, str],
    languages: Mapping[str, LanguageEntry],
) -> Manifest:
    from importlib.metadata import version

    from scenes.publish.lecture.lecture_numbers import lecture_numbers

    # Computed anew, not taken from the manifest: it depends on gdmath and what Keras stored, too.
    params = order.params.model_dump(mode="json", exclude={"language"})
    return Manifest(
        version=version("descent-film"),
        versions=versions,
        quality=order.quality,
        theme=order.params.theme,
        params=params,
        numbers=lecture_numbers(order.params),
        languages=dict(languages),
    )


def _tell_older(language: str, clips: Sequence[ClipEntry], console: Console) -> None:
    older = [clip.name for clip in clips if not clip.is_current]
    if older:
        console.say(
            f"{language}: not made anew, and so of other parameters or code: {', '.join(older)}; "
            "`descent build` without chapters makes them, too, and joins the film"
        )
