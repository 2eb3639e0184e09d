"""Clips, film, captions and page, made anew as far as they are no longer true."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scenes.publish.cache import LARGE, write_size
from scenes.publish.clips.clip_store import ClipStore, StoredClip
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.clips.requests import ClipRequest, Failure, Reporter
from scenes.publish.clips.workers import render_all
from scenes.publish.lecture.assemble import assemble
from scenes.publish.lecture.failure_logs import with_logs
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.planning import Order, Step, check_quality, plan, targets
from scenes.publish.lecture.preflight import check_space, check_surroundings


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
        _check(order, folder)
        inputs = _inputs(order, order.languages)
        steps = plan(order, folder, folder.manifest(), store, inputs)
        console.plan(_checked(steps, store, inputs))
        return []
    check_surroundings(order.out, store.root)
    while True:
        folder = OutFolder(order.out)
        with folder.locked() as is_ours:
            if is_ours:
                _check(order, folder)
                for line in folder.mend():
                    console.say(line)
                return _build(order, folder, console, store)
        console.say(f"waiting for another build in {order.out}")
        folder.wait()


def obtain(request: ClipRequest, reporter: Reporter | None = None) -> StoredClip | Failure:
    """Return a clip from the user's store, rendered first if it is not there."""
    store = ClipStore()
    found = store.take(
        request.chapter,
        request.quality,
        CurrentInputs(request.params),
        transparent=request.transparent,
    )
    if found is not None:
        return found
    return render_all([request], store, 1, reporter)[request]


def _build(order: Order, folder: OutFolder, console: Console, store: ClipStore) -> list[Failure]:
    manifest = folder.manifest()
    known = manifest.languages if manifest is not None else {}
    inputs = _inputs(order, [*known, *order.languages])
    steps = _checked(plan(order, folder, manifest, store, inputs), store, inputs)
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
    with folder.assembling():
        failures += assemble(order, folder, manifest, inputs, steps, made, console)
    if wanted:
        size = sum(entry.size for entry in store.entries())
        if size > LARGE:
            console.say(
                f"the cache of clips takes {write_size(size)}: `descent cache` says what is in it, "
                "`descent cache prune` deletes"
            )
    return with_logs(folder, failures)


def _check(order: Order, folder: OutFolder) -> None:
    """See that what is ordered takes no other's place, and nothing's that is better."""
    folder.check(targets(order))
    check_quality(order, folder.manifest())


def _inputs(order: Order, languages: Iterable[str]) -> dict[str, CurrentInputs]:
    """Look up what is in force, by language: once, for all that a build compares with it."""
    return {language: CurrentInputs(order.params_in(language)) for language in languages}


def _checked(
    steps: Iterator[Step], store: ClipStore, inputs: Mapping[str, CurrentInputs]
) -> list[Step]:
    """Read the stored clips that are going to be used; a damaged one is rendered again."""
    checked = []
    for step in steps:
        request = step.request
        if step.stored is not None and not step.is_done:
            stored = store.take(
                request.chapter,
                request.quality,
                inputs[request.params.language],
                transparent=request.transparent,
            )
            checked.append(replace(step, stored=stored))
        else:
            checked.append(step)
    return checked
