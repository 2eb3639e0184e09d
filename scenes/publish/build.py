"""Clips, film, captions and page, made anew as far as they are no longer true."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from scenes.chapters import CHAPTERS
from scenes.publish.clip_store import ClipStore, DamagedError, StoredClip
from scenes.publish.dependencies import CurrentInputs
from scenes.publish.entries import Cue, File
from scenes.publish.folder import OutFolder
from scenes.publish.manifest import Beat, Chapter, Clip, Film, Language, Manifest, Slides
from scenes.publish.page_frame import page_words
from scenes.publish.planning import Order, Step, clips_of, is_current, plan
from scenes.publish.preflight import check_space, check_surroundings
from scenes.publish.workers import ClipRequest, Failure, Reporter, render_all

POSTERS = {
    "surface": "surface.landscape",
    "convergence": "convergence.on_the_surface",
    "keras_training": "keras_training.same_path",
}
"""The beat whose last frame stands for a chapter; for the others it is the last one."""
FILM_POSTER = "convergence"
"""The chapter whose poster stands for the film."""

Timed = TypeVar("Timed", Beat, Cue)


class Console:
    """Is told what a build does, in words; this one tells nobody."""

    def say(self, line: str) -> None:
        """Something is to be known."""

    def plan(self, steps: Sequence[Step]) -> None:
        """This is going to be done."""

    def rendering(
        self,
        requests: Sequence[ClipRequest],  # noqa: ARG002  (for those who tell somebody)
    ) -> contextlib.AbstractContextManager[Reporter]:
        """Clips are going to be rendered: return who is told of it."""
        return contextlib.nullcontext(Reporter())


def build(
    order: Order, console: Console, *, dry_run: bool = False, store: ClipStore | None = None
) -> list[Failure]:
    """Build what is ordered.

    Args:
        order: What is wanted.
        console: Is told what is done.
        dry_run: Whether only the plan is made.
        store: Where clips are kept; by default the user's.

    Returns:
        What could not be made; the rest is done.

    Raises:
        PreflightError: If there is something in the way that would stop it.
        KeyboardInterrupt: If it was interrupted; nothing that stood there is lost.
    """
    store = store or ClipStore()
    if dry_run:
        folder = OutFolder(order.out)
        console.plan(_checked(plan(order, folder, folder.manifest(), store), store))
        return []
    check_surroundings(order.out, store.root)
    while True:
        folder = OutFolder(order.out)
        with folder.locked() as is_ours:
            if is_ours:
                return _build(order, folder, console, store)
        console.say(f"waiting for another build in {order.out}")
        folder.wait()


def obtain(request: ClipRequest, reporter: Reporter | None = None) -> StoredClip | Failure:
    """Return a clip from the user's store, rendered first if it is not there."""
    store = ClipStore()
    found = store.find(
        request.chapter,
        request.quality,
        CurrentInputs(request.params),
        transparent=request.transparent,
    )
    if found is not None:
        try:
            found.verify()
        except DamagedError:
            store.remove(found)
        else:
            return found
    return render_all([request], store, 1, reporter)[request]


def _build(order: Order, folder: OutFolder, console: Console, store: ClipStore) -> list[Failure]:
    manifest = folder.manifest()
    steps = _checked(plan(order, folder, manifest, store), store)
    console.plan(steps)
    wanted = [step.request for step in steps if step.renders]
    made: dict[ClipRequest, StoredClip] = {
        step.request: step.stored for step in steps if step.stored is not None
    }
    failures: list[Failure] = []
    if wanted:
        check_space(len(wanted), order.quality, order.out, store.root)
        with console.rendering(wanted) as reporter:
            results = render_all(wanted, store, order.jobs, reporter)
        for request, result in results.items():
            if isinstance(result, Failure):
                failures.append(result)
            else:
                made[request] = result
    failures += _assemble(order, folder, manifest, steps, made, console)
    store.prune()
    return _with_logs(folder, failures)


def _checked(steps: Iterator[Step], store: ClipStore) -> list[Step]:
    """Read the stored clips that are going to be used; a damaged one is rendered again."""
    checked = []
    for step in steps:
        if step.stored is not None and not step.is_done:
            try:
                step.stored.verify()
            except DamagedError:
                store.remove(step.stored)
                checked.append(Step(step.request, step.reasons, None))
                continue
        checked.append(step)
    return checked


def _assemble(
    order: Order,
    folder: OutFolder,
    manifest: Manifest | None,
    steps: Sequence[Step],
    made: Mapping[ClipRequest, StoredClip],
    console: Console,
) -> list[Failure]:
    """Put what was made into the folder, and say in the manifest what stands there."""
    from scenes.publish.page import render_page

    failures = []
    languages = {}
    known = manifest.languages if manifest is not None else {}
    for language in dict.fromkeys([*known, *order.languages]):
        present = CurrentInputs(order.params_in(language))
        clips = dict(clips_of(manifest, language))
        for step in steps:
            request = step.request
            if request.params.language == language and not step.is_done and request in made:
                failures += _put(order, folder, clips, request, made[request], console)
        in_order = [
            clip.model_copy(update={"is_current": is_current(clip, order.quality, present)})
            for clip in (clips[name] for name in CHAPTERS if name in clips)
        ]
        before = known.get(language)
        film = _join(folder, language, before.film if before else None, in_order, console)
        slides = before.slides if before else None
        if order.slides and language in order.languages:
            slides = _put_slides(order, folder, language, slides, made, console)
        if slides is not None:
            current = {clip.key for clip in in_order if clip.is_current}
            slides = slides.model_copy(update={"is_current": current.issuperset(slides.clips)})
        if in_order:
            languages[language] = Language(film=film, clips=in_order, slides=slides)
        wanted = {
            step.request.chapter for step in steps if step.request.params.language == language
        }
        _tell_older(language, [clip for clip in in_order if clip.name not in wanted], console)
    if not languages:
        return failures
    described = _manifest(order, manifest, languages)
    folder.update("index.html", render_page(described))
    folder.finish(described)
    return failures


def _put(
    order: Order,
    folder: OutFolder,
    clips: dict[str, Clip],
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
    if "gif" in order.formats:
        result = _with_gif(folder, clips[request.chapter], request, console)
        if isinstance(result, Failure):
            yield result
        else:
            clips[request.chapter] = result


def _put_clip(folder: OutFolder, before: Clip | None, stored: StoredClip) -> Clip:
    clip = stored.clip
    language = stored.record.dependencies.params["language"]
    base = f"{language}/{clip.chapter}"
    rate = clip.frame_rate
    cues = [cue.in_seconds(rate) for cue in clip.cues]
    poster = POSTERS.get(clip.chapter, clip.beats[-1].name)
    files = {
        "mp4": folder.copy(stored.video, f"{base}.mp4"),
        "png": folder.copy(stored.still(poster), f"{base}.png"),
        **_put_captions(folder, base, cues),
    }
    if before is not None:
        webm = before.files.get("webm")
        if webm is not None and before.key == stored.key and folder.holds(webm):
            files["webm"] = webm
        _remove(folder, [file for kind, file in before.files.items() if kind not in files])
    return Clip(
        name=clip.chapter,
        title=clip.title,
        key=stored.key,
        made_of=stored.record.dependencies,
        is_current=True,
        frames=clip.frames,
        duration=clip.frames / rate,
        beats=[
            Beat(name=beat.name, title=beat.title, start=beat.start / rate, end=beat.end / rate)
            for beat in clip.beats
        ],
        cues=cues,
        files=files,
    )


def _with_webm(folder: OutFolder, clip: Clip, stored: StoredClip) -> Clip:
    language = stored.record.dependencies.params["language"]
    webm = folder.copy(stored.video, f"{language}/{clip.name}.webm")
    return clip.model_copy(update={"files": {**clip.files, "webm": webm}})


def _with_gif(
    folder: OutFolder, clip: Clip, request: ClipRequest, console: Console
) -> Clip | Failure:
    from scenes.publish.gif import GifError, write_gif

    name = f"{request.params.language}/{clip.name}.gif"
    console.say(f"writing {name}")
    try:
        with folder.making(name) as part:
            write_gif(folder.path / clip.files["mp4"].path, part)
    except GifError as error:
        return Failure(request, str(error), "show the video instead", details=str(error))
    return clip.model_copy(update={"files": {**clip.files, "gif": folder.described(name)}})


def _put_captions(folder: OutFolder, base: str, cues: Sequence[Cue]) -> dict[str, File]:
    from scenes.publish.captions import to_srt, to_vtt

    return {
        "vtt": folder.write(f"{base}.vtt", to_vtt(cues)),
        "srt": folder.write(f"{base}.srt", to_srt(cues)),
    }


def _join(
    folder: OutFolder,
    language: str,
    before: Film | None,
    clips: Sequence[Clip],
    console: Console,
) -> Film | None:
    """Join the film of the clips that stand in the folder, if they are of one kind."""
    keys = [clip.key for clip in clips]
    if len(clips) < len(CHAPTERS) or not all(clip.is_current for clip in clips):
        return before and before.model_copy(update={"is_current": False})
    if before and before.clips == keys and all(map(folder.holds, before.files.values())):
        return before.model_copy(update={"is_current": True})
    from scenes.files.joining import Mark, join

    base = f"{language}/descent"
    console.say(f"joining {base}.mp4")
    title = page_words(language)["title"]
    rate = clips[0].made_of.quality.frame_rate
    marks, starts, start = [], [], 0
    for clip in clips:
        marks.append(Mark(clip.title, start, start + clip.frames))
        starts.append(start / rate)
        start += clip.frames
    parts = [folder.path / clip.files["mp4"].path for clip in clips]
    with folder.making(f"{base}.mp4") as part:
        join(parts, part, marks, {"title": title, "language": language})
    placed = list(zip(clips, starts, strict=True))
    cues = [_shifted(cue, offset) for clip, offset in placed for cue in clip.cues]
    poster = next(clip for clip in clips if clip.name == FILM_POSTER).files["png"].path
    return Film(
        title=title,
        clips=keys,
        is_current=True,
        frames=start,
        duration=start / rate,
        chapters=[
            Chapter(name=clip.name, title=clip.title, start=offset, end=offset + clip.duration)
            for clip, offset in placed
        ],
        beats=[_shifted(beat, offset) for clip, offset in placed for beat in clip.beats],
        cues=cues,
        files={
            "mp4": folder.described(f"{base}.mp4"),
            "png": folder.copy(folder.path / poster, f"{base}.png"),
            **_put_captions(folder, base, cues),
        },
    )


def _shifted(timed: Timed, offset: float) -> Timed:
    update = {"start": timed.start + offset, "end": timed.end + offset}
    return timed.model_copy(update=update)


def _put_slides(
    order: Order,
    folder: OutFolder,
    language: str,
    before: Slides | None,
    made: Mapping[ClipRequest, StoredClip],
    console: Console,
) -> Slides | None:
    from scenes.publish.slides import write_slides

    shown = [
        stored
        for request, stored in made.items()
        if request.params.language == language and not request.transparent
    ]
    if not shown:
        return before
    keys = [stored.key for stored in shown]
    if before and before.clips == keys and _stand(folder, before):
        return before
    console.say(f"writing the slides ({language})")
    names, beside = write_slides(shown, folder.path / language, language, order.params.theme)
    return Slides(
        clips=keys,
        is_current=True,
        files={kind: folder.described(f"{language}/{name}") for kind, name in names.items()},
        shown=[folder.described(f"{language}/{name}") for name in beside],
    )


def _stand(folder: OutFolder, slides: Slides) -> bool:
    return all(map(folder.holds, [*slides.files.values(), *slides.shown]))


def _manifest(order: Order, before: Manifest | None, languages: Mapping[str, Language]) -> Manifest:
    from importlib.metadata import version

    params = order.params.model_dump(mode="json", exclude={"language"})
    if before is not None and before.params == params:
        outcome = before.outcome
    else:
        from scenes.publish.outcome import outcome_of

        outcome = outcome_of(order.params)
    return Manifest(
        version=version("descent-film"),
        versions=CurrentInputs(order.params).versions,
        quality=order.quality,
        theme=order.params.theme,
        params=params,
        outcome=outcome,
        languages=dict(languages),
    )


def _with_logs(folder: OutFolder, failures: Sequence[Failure]) -> list[Failure]:
    """Write for each failure what is to be reported, and remove what was written earlier."""
    logs = folder.path / "logs"
    for chapter in CHAPTERS:
        for old in logs.glob(f"{chapter}.*.log"):
            old.unlink()
    with_logs = []
    for failure in failures:
        log = logs / f"{failure.request.chapter}.{failure.request.params.language}.log"
        try:
            logs.mkdir(exist_ok=True)
            log.write_text(failure.details, encoding="utf-8")
        except OSError:  # what failed is said all the same
            with_logs.append(failure)
        else:
            with_logs.append(replace(failure, log=log))
    with contextlib.suppress(OSError):  # not empty, or not there
        logs.rmdir()
    return with_logs


def _remove(folder: OutFolder, files: Sequence[File]) -> None:
    for file in files:
        (folder.path / file.path).unlink(missing_ok=True)


def _tell_older(language: str, clips: Sequence[Clip], console: Console) -> None:
    older = [clip.name for clip in clips if not clip.is_current]
    if older:
        console.say(
            f"{language}: not made anew, and so of other parameters or code: {', '.join(older)}; "
            "`descent build` without chapters makes them, too, and joins the film"
        )
