"""Clips rendered beside each other, each in a process of its own.

A process that dies takes only its own clip with it, and all of them end when this one does.
"""

import _thread
import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from textwrap import shorten
from typing import Any

from gdmath import Params
from scenes.files.staging import StagingFolder
from scenes.publish.clip_store import ClipStore, StoredClip
from scenes.publish.dependencies import CurrentInputs, Dependencies, note
from scenes.publish.entries import Quality
from scenes.publish.rendered_clip import RenderedClip

_LONGEST_CAUSE = 300
"""Characters of a cause; the log has all of it."""
_PATIENCE = 0.1
"""Seconds between two looks at a worker's progress."""
_GRACE = 5.0
"""Seconds that a worker has to put away what it holds, once it is to end."""
_THREAD_VARIABLES = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


@dataclass(frozen=True)
class ClipRequest:
    """A clip that is wanted."""

    chapter: str
    params: Params
    """The parameters in force, language and theme among them."""
    quality: Quality
    transparent: bool = False

    @property
    def name(self) -> str:
        """What it is called before the user."""
        return f"{self.chapter} ({self.params.language}{', webm' if self.transparent else ''})"


@dataclass(frozen=True)
class Failure:
    """A clip that could not be made."""

    request: ClipRequest
    cause: str
    """One line."""
    remedy: str
    """What to do, one line."""
    details: str
    """For a report: traceback and what the process printed."""
    log: Path | None = None
    """Where the details were written to, if they were."""


class Reporter:
    """Is told how rendering goes; this one tells nobody."""

    def begin(self, request: ClipRequest) -> None:
        """A clip is begun."""

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        """So many frames of a clip are drawn."""

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        """A clip is done, or cannot be made."""


def default_jobs() -> int:
    """Return how many clips to render at once: one for each core that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def render_all(
    requests: Sequence[ClipRequest],
    store: ClipStore,
    jobs: int,
    reporter: Reporter | None = None,
) -> dict[ClipRequest, StoredClip | Failure]:
    """Render clips and put them into a store.

    Args:
        requests: What is wanted.
        store: Where to.
        jobs: How many are rendered at once.
        reporter: Is told how it goes, from several threads.

    Returns:
        For each request the clip, or why there is none.

    Raises:
        KeyboardInterrupt: If it was interrupted; the processes have ended.
    """
    reporter = reporter or Reporter()
    _start_quiet_tracker()
    threads = max(1, default_jobs() // max(1, min(jobs, len(requests))))
    # Workers end with what holds `ours`: closed here, or by the end of this process, however it is.
    theirs, ours = multiprocessing.get_context("spawn").Pipe(duplex=False)

    def render(request: ClipRequest) -> StoredClip | Failure:
        # Ctrl-C is for the main thread; a worker inherits this, also before it can say so itself.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        reporter.begin(request)
        try:
            result: StoredClip | Failure = _render(request, store, threads, theirs, reporter)
        except Exception as error:
            result = _explain(request, error)
        if not ours.closed:
            reporter.end(request, result)
        return result

    with theirs, ours, ThreadPoolExecutor(jobs) as pool:
        try:
            futures = {request: pool.submit(render, request) for request in requests}
            return {request: future.result() for request, future in futures.items()}
        except BaseException:
            ours.close()
            pool.shutdown(cancel_futures=True)
            raise


def _start_quiet_tracker() -> None:
    """Start what removes the semaphores of a killed worker, so that it does not tell of them."""
    options = sys.warnoptions[:]
    sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions[:] = options


def _render(
    request: ClipRequest, store: ClipStore, threads: int, life: Connection, reporter: Reporter
) -> StoredClip | Failure:
    context = multiprocessing.get_context("spawn")
    with StagingFolder(store.root) as folder:
        made, log = folder / "clip", folder / "log"
        made.mkdir()
        receiver, sender = context.Pipe(duplex=False)
        with ProcessPoolExecutor(
            1, context, initializer=_prepare, initargs=(threads, life, sender, log)
        ) as pool:
            future = pool.submit(_work, request, made)
            sender.close()
            try:
                for frames, total in _progress(receiver, future):
                    reporter.advance(request, frames, total)
                result = future.result()
            except Exception as error:
                error.add_note(_read(log))
                raise
        if isinstance(result, Failure):
            return replace(result, details=result.details + _read(log))
        return store.add(made, *result)


def _read(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""


def _progress(receiver: Connection, future: "Future[Any]") -> Iterator[tuple[int, int]]:
    while not future.done():
        with contextlib.suppress(EOFError, OSError):
            while receiver.poll(_PATIENCE):
                yield receiver.recv()
        if not future.done():
            time.sleep(_PATIENCE / 10)


# In the worker.

_tell: Callable[[int, int], None]


def _prepare(threads: int, life: Connection, sender: Connection, log: Path) -> None:
    """Make the process one that renders: quiet, on its share of the cores, ended from outside."""
    global _tell  # noqa: PLW0603  (what an initializer prepares has no other place)
    for variable in _THREAD_VARIABLES:
        os.environ[variable] = str(threads)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)

    def end_with_parent() -> None:
        with contextlib.suppress(EOFError, OSError):
            life.recv()  # nothing is ever sent
        _thread.interrupt_main()
        time.sleep(_GRACE)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    told = 0.0

    def tell(frames: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _PATIENCE or frames == total:
            told = time.monotonic()
            with contextlib.suppress(OSError):
                sender.send((frames, total))

    _tell = tell


def _work(request: ClipRequest, folder: Path) -> tuple[RenderedClip, Dependencies] | Failure:
    try:
        return _render_and_check(request, folder)
    except Exception as error:  # explained here: not every exception survives being sent
        return _explain(request, error)


def _render_and_check(request: ClipRequest, folder: Path) -> tuple[RenderedClip, Dependencies]:
    since = time.time()
    present = CurrentInputs(request.params)

    import numpy as np

    from scenes.publish.rendering import SIGNATURES, render_clip
    from scenes.publish.video import check

    clip, film = render_clip(
        request.chapter,
        request.params,
        request.quality,
        folder,
        transparent=request.transparent,
        on_progress=_tell,
    )
    drawn = folder / SIGNATURES
    check(folder / clip.video, clip, np.load(drawn))
    drawn.unlink()
    dependencies = note(
        film,
        request.chapter,
        request.quality,
        present,
        transparent=request.transparent,
        since=since,
    )
    return clip, dependencies


def _explain(request: ClipRequest, error: Exception) -> Failure:
    """Say in two lines what went wrong and what to do."""
    details = "".join(traceback.format_exception(error))
    cause = " ".join(str(error).split()) or type(error).__name__
    name = type(error).__name__
    if isinstance(error, BrokenProcessPool):
        cause = "its process was killed"
        remedy = "build again; if the memory ran out, with --jobs 1"
    elif "No space left" in details or "Errno 28" in details:
        cause, remedy = "the disk is full", "free some space and build again"
    elif name == "KerasUnavailableError":
        remedy = "install Keras as it says, or go back to parameters that are stored"
    elif name == "VideoError":
        cause, remedy = f"the video is not what was drawn: {cause}", "build again"
    elif isinstance(error, OSError):
        remedy = "see that the folders can be written to, and build again"
    else:
        cause = f"{name}: {cause}"
        remedy = "this is a fault of the program: please report it with the log"
    return Failure(request, shorten(cause, _LONGEST_CAUSE, placeholder=" ..."), remedy, details)
