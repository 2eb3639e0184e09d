"""What the command shows while it builds."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from rich.console import Console as Terminal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from scenes.publish.clips.clip_store import StoredClip
from scenes.publish.clips.costs import WEBM, cost_of_a_frame, usual_frames
from scenes.publish.clips.requests import ClipRequest, Failure, Reporter
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.page_frame import clock
from scenes.publish.lecture.planning import Step

_SECONDS_BETWEEN_LINES = 60
"""Where no bars can be drawn, one line tells so often how far it is."""
_SECONDS_OF_AN_ESTIMATE = 120
"""So long ago begins what the time that is left is estimated from."""
_BAR_WIDTH = 40
"""Of a bar, in columns of the terminal, where there is room for it."""
_BESIDE_BAR = 20
"""Columns that percentage, state and the gaps take."""
_ROWS_BESIDE_BARS = 2
"""Rows of the terminal for the bar of all clips and for the cursor."""


class TerminalConsole(Console):
    """Speaks on a terminal, with a bar for each clip; elsewhere in plain lines.

    Args:
        terminal: Where to.
        now: Tells the time in seconds, from any moment on.
    """

    def __init__(self, terminal: Terminal, now: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._now = now

    def say(self, line: str) -> None:
        """Say a line."""
        self._terminal.print(line, markup=False, highlight=False, soft_wrap=True)

    def plan(self, steps: Sequence[Step]) -> None:
        """Say which clips are made, and why."""
        for step in steps:
            if not step.is_done:
                verb = "render" if step.renders else "take from the cache"
                self.say(f"{verb} {step.request.name}: {', '.join(step.reasons)}")
        if any(step.renders and step.request.transparent for step in steps):
            self.say(
                f"a clip without background (webm) takes about {WEBM} times as long as its MP4: "
                "its alpha is a second video, and VP9 is slow"
            )
        done = sum(step.is_done for step in steps)
        if done == len(steps):
            self.say(f"Nothing to render; up to date: {done}")
        elif done:
            self.say(f"up to date: {done}")

    @contextlib.contextmanager
    def rendering(self, requests: Sequence[ClipRequest]) -> Iterator[Reporter]:
        """Show a bar for each clip and one for all, with the time that is left."""
        is_terminal = self._terminal.is_terminal
        width, rows = self._terminal.size
        names = max(len(request.name) for request in requests)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(min(_BAR_WIDTH, max(4, width - names - _BESIDE_BAR))),
            TextColumn("{task.percentage:>3.0f} %"),
            _StateColumn(),
        )
        with Progress(
            *columns,
            console=self._terminal,
            speed_estimate_period=_SECONDS_OF_AN_ESTIMATE,
            get_time=self._now,
            disable=not is_terminal,
        ) as progress:
            bars = _Bars(progress, requests, max(1, rows - _ROWS_BESIDE_BARS))
            try:
                yield bars if is_terminal else _Lines(self, bars, len(requests), self._now)
            finally:
                bars.close()


class _Lines(Reporter):
    """A line for the beginning and the end of each clip, and one a minute for all.

    Args:
        console: Says them.
        bars: Are told the same and not drawn: they know the share and the time that is left.
        clips: How many there are.
        now: Tells the time in seconds.
    """

    def __init__(
        self, console: TerminalConsole, bars: "_Bars", clips: int, now: Callable[[], float]
    ) -> None:
        self._console = console
        self._bars = bars
        self._clips = clips
        self._ended = 0
        self._now = now
        self._told = now()
        self._lock = threading.Lock()

    def begin(self, request: ClipRequest) -> None:
        self._console.say(f"rendering {request.name}")
        self._bars.begin(request)

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        self._bars.advance(request, frames, total)
        with self._lock:
            if self._now() - self._told < _SECONDS_BETWEEN_LINES:
                return
            self._told = self._now()
            share, left = self._bars.progress
            time_left = "" if left is None else f", {clock(left)} left"
            self._console.say(f"{share:.0%}, {self._ended} of {self._clips} clips done{time_left}")

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        self._bars.end(request, result)
        with self._lock:
            self._ended += 1
        state = _State.FAILED if isinstance(result, Failure) else _State.DONE
        self._console.say(f"{request.name}: {state.value}")


class _State(Enum):
    """What becomes of a clip just now, as its bar says it."""

    WAITING = "waiting"
    RENDERING = "rendering"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


_STYLES = {_State.WAITING: "dim", _State.DONE: "green", _State.FAILED: "bold red"}


class _StateColumn(ProgressColumn):
    """The time that is left, or why there is none."""

    def render(self, task: Task) -> Text:
        state: _State = task.fields["state"]
        if state is not _State.RENDERING:
            return Text(state.value, style=_STYLES.get(state, ""))
        left = task.time_remaining
        return Text("" if left is None else f"{clock(left)} left")


class _Bars(Reporter):
    """One bar for all clips and one for each, as many as the terminal has rows.

    Where there are more, those at the top give way once they are done.
    """

    def __init__(self, progress: Progress, requests: Sequence[ClipRequest], rows: int) -> None:
        self._progress = progress
        self._rows = rows
        self._lock = threading.Lock()
        self._all = progress.add_task("all", total=1.0, state=_State.RENDERING)
        self._tasks: dict[ClipRequest, TaskID] = {
            request: progress.add_task(
                request.name,
                total=usual_frames(request),
                visible=False,  # until it is known for which there is room
                state=_State.WAITING,
            )
            for request in requests
        }
        self._under_way = list(requests)
        self._all_ended_as = _State.DONE
        self._show()

    @property
    def progress(self) -> tuple[float, float | None]:
        """The share of all that is done, and the seconds left as far as they can be known."""
        (every,) = (task for task in self._progress.tasks if task.id == self._all)
        return every.completed, every.time_remaining

    def begin(self, request: ClipRequest) -> None:
        self._progress.reset(self._tasks[request], state=_State.RENDERING)

    def advance(self, request: ClipRequest, frames: int, total: int) -> None:
        state = _State.CHECKING if frames == total else _State.RENDERING
        self._progress.update(self._tasks[request], completed=frames, total=total, state=state)
        self._show()

    def end(self, request: ClipRequest, result: StoredClip | Failure) -> None:
        state = _State.FAILED if isinstance(result, Failure) else _State.DONE
        self._progress.update(self._tasks[request], state=state)
        with self._lock:
            self._under_way.remove(request)
            if state is _State.FAILED:
                self._all_ended_as = state
        self._show()

    def close(self) -> None:
        """Leave all bars on the terminal, however many rows it has, and say which were stopped."""
        for request, task in self._tasks.items():
            self._progress.update(task, visible=True)
            if request in self._under_way:
                self._progress.update(task, state=_State.STOPPED)
        if self._under_way:
            self._progress.update(self._all, state=_State.STOPPED)

    def _show(self) -> None:
        with self._lock:
            ids = list(self._tasks.values())
            first = ids.index(self._tasks[self._under_way[0]]) if self._under_way else len(ids)
            first = max(0, min(first, len(ids) - self._rows))
            for index, task in enumerate(ids):
                self._progress.update(task, visible=first <= index < first + self._rows)
            costs = {task: cost_of_a_frame(request) for request, task in self._tasks.items()}
            clips = [task for task in self._progress.tasks if task.id != self._all]
            done = sum(task.completed * costs[task.id] for task in clips)
            total = sum((task.total or 0) * costs[task.id] for task in clips) or 1
            state = _State.RENDERING if self._under_way else self._all_ended_as
            # A share, because a new total would make Rich forget how fast it went.
            self._progress.update(self._all, completed=done / total, state=state)
