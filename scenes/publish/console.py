"""What the command shows while it builds."""

import contextlib
import threading
from collections.abc import Iterator, Sequence

from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scenes.publish.build import Console
from scenes.publish.clip_store import StoredClip
from scenes.publish.planning import Step
from scenes.publish.workers import ClipRequest, Failure, Reporter

_SECONDS_OF_A_CHAPTER = 70
"""Guess for a chapter that has not begun to be rendered."""


class TerminalConsole(Console):
    """Speaks on a terminal, with a bar for each clip; elsewhere in plain lines.

    Args:
        terminal: Where to.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def say(self, line: str) -> None:
        """Say a line."""
        self._terminal.print(line, markup=False, highlight=False, soft_wrap=True)

    def plan(self, steps: Sequence[Step]) -> None:
        """Say which clips are made, and why."""
        for step in steps:
            if not step.is_done:
                verb = "render" if step.renders else "take from the cache"
                self.say(f"{verb} {step.request.name}: {', '.join(step.reasons)}")
        done = sum(step.is_done for step in steps)
        if done == len(steps):
            self.say(f"Nothing to render; up to date: {done}")
        elif done:
            self.say(f"up to date: {done}")

    @contextlib.contextmanager
    def rendering(self, requests: Sequence[ClipRequest]) -> Iterator[Reporter]:
        """Show a bar for each clip and one for all, with the time that is left."""
        if not self._terminal.is_terminal:
            yield _Lines(self)
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self._terminal) as progress:
            yield _Bars(progress, requests)


class _Lines(Reporter):
    def __init__(self, console: TerminalConsole) -> None:
        self._console = console

    def begin(self, request: ClipRequest) -> None:
        self._console.say(f"rendering {request.name}")

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        outcome = "failed" if isinstance(result, Failure) else "done"
        self._console.say(f"{request.name}: {outcome}")


class _Bars(Reporter):
    def __init__(self, progress: Progress, requests: Sequence[ClipRequest]) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._frames = {
            request: (0, request.quality.frame_rate * _SECONDS_OF_A_CHAPTER) for request in requests
        }
        self._all = progress.add_task("all", total=None)
        self._tasks = {request: progress.add_task(request.name, total=None) for request in requests}
        self._show()

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        self._progress.update(self._tasks[request], completed=frames, total=total)
        with self._lock:
            self._frames[request] = (frames, total)
            self._show()

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        if isinstance(result, Failure):
            self._progress.update(self._tasks[request], description=f"{request.name}: failed")
            return
        self.advance(request, result.clip.frames, result.clip.frames)

    def _show(self) -> None:
        done, total = (sum(counts) for counts in zip(*self._frames.values(), strict=True))
        self._progress.update(self._all, completed=done, total=total)
