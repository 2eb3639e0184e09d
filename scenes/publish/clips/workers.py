"""Clips rendered beside each other and put into the store."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from scenes.files.staging import StagingFolder
from scenes.publish.clips.clip_store import ClipStore, StoredClip
from scenes.publish.clips.costs import usual_frames
from scenes.publish.clips.executors import Executor, LocalProcesses
from scenes.publish.clips.render_one import explain
from scenes.publish.clips.requests import ClipRequest, Failure, Reporter


def default_jobs() -> int:
    """Return how many clips to render at once: one for each core that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render_all(
    requests: Sequence[ClipRequest],
    store: ClipStore,
    jobs: int,
    reporter: Reporter | None = None,
    executor: Executor | None = None,
) -> dict[ClipRequest, StoredClip | Failure]:
    """Render clips and put them into a store.

    Args:
        requests: What is wanted.
        store: Where to.
        jobs: How many are rendered at once, on this machine.
        reporter: Is told how it goes, from several threads.
        executor: Renders them; by default this machine.

    Returns:
        For each request the clip, or why there is none.

    Raises:
        KeyboardInterrupt: If it was interrupted; the processes have ended.
    """
    told = reporter or Reporter()
    renders = executor or LocalProcesses(max(1, min(jobs, len(requests))), default_jobs())
    is_stopped = False

    def render(request: ClipRequest) -> StoredClip | Failure:
        told.begin(request)
        try:
            result = _render(request, store, renders, told)
        except Exception as error:
            result = explain(request, error)
        if not is_stopped:
            told.end(request, result)
        return result

    with ThreadPoolExecutor(renders.slots) as pool:
        try:
            futures = {request: pool.submit(render, request) for request in requests}
            return {request: future.result() for request, future in futures.items()}
        except BaseException:
            is_stopped = True
            renders.stop()
            pool.shutdown(cancel_futures=True)
            raise


def _render(
    request: ClipRequest, store: ClipStore, executor: Executor, reporter: Reporter
) -> StoredClip | Failure:
    known = store.expected_frames(request.chapter, request.params.language, request.quality)
    expected = known or usual_frames(request)
    with StagingFolder(store.root) as folder:
        made = folder / "clip"
        made.mkdir()
        result = executor.render(
            request,
            made,
            expected,
            lambda frames, total: reporter.advance(request, frames, total),
        )
        if isinstance(result, Failure):
            return result
        return store.add(made, result.clip, result.dependencies)
