"""What the command shows on a terminal: a bar a clip, within its rows and columns."""

import io
import re
import time
from collections.abc import Callable

import pytest
from rich.console import Console as Terminal
from rich.text import Text

from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.clips.costs import cost_of_a_frame, usual_frames
from scenes.publish.clips.requests import ClipRequest, Failure
from scenes.publish.console import TerminalConsole
from scenes.publish.lecture.planning import Step
from tests.publish.driver import TINY

REQUESTS = [
    ClipRequest(chapter, Params(language=language), TINY)
    for language in ("en", "ru")
    for chapter in CHAPTERS
]
ERASE_LINE = "\x1b[2K"
"""What is sent to the terminal for each line of the bars that are drawn over."""


def terminal(columns: int, rows: int) -> Terminal:
    return Terminal(
        file=io.StringIO(), force_terminal=True, width=columns, height=rows, color_system=None
    )


def lines_on(console: Terminal) -> list[str]:
    """Return the lines that stand on the terminal now: those drawn over what was erased last."""
    shown = console.file.getvalue().rpartition(ERASE_LINE)[2]
    return Text.from_ansi(shown).plain.rstrip().splitlines()


def wait_for(console: Terminal, is_shown: Callable[[list[str]], bool]) -> list[str]:
    """Return the lines once they show something: the bars are drawn some ten times a second."""
    deadline = time.monotonic() + 20
    while not is_shown(lines := lines_on(console)):
        assert time.monotonic() < deadline, lines
        time.sleep(0.02)
    return lines


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_each_clip_has_one_line(columns):
    console = terminal(columns, 50)
    with TerminalConsole(console).rendering(REQUESTS) as bars:
        bars.begin(REQUESTS[4])
        bars.advance(REQUESTS[4], 10, 40)
        lines = wait_for(console, lambda lines: len(lines) > 5 and "25 %" in lines[5])
    assert [line.split(")")[0] + ")" for line in lines[1:]] == [
        request.name for request in REQUESTS
    ]
    assert max(map(len, lines)) <= columns
    assert all(line.rstrip().endswith("waiting") for line in lines[1:5] + lines[6:])


def test_where_rows_are_few_those_that_are_done_give_way():
    console = terminal(80, 10)
    with TerminalConsole(console).rendering(REQUESTS) as bars:
        assert len(wait_for(console, lambda lines: len(lines) > 1)) < 10
        for request in REQUESTS[:4]:
            bars.begin(request)
            bars.end(request, Failure(request, "cause", "remedy", "details"))
        bars.begin(REQUESTS[4])
        lines = wait_for(console, lambda lines: lines[1].startswith(REQUESTS[4].name))
        assert len(lines) < 10
    assert len(lines_on(console)) == 1 + len(REQUESTS)


def test_what_was_interrupted_is_stopped_and_not_failed():
    console = terminal(80, 30)

    def interrupted() -> None:
        with TerminalConsole(console).rendering(REQUESTS) as bars:
            bars.begin(REQUESTS[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    lines = lines_on(console)
    assert len(lines) == 1 + len(REQUESTS)
    assert all(line.rstrip().endswith("stopped") for line in lines)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def lines_of(build: Callable[[object, Time], None], requests: list[ClipRequest]) -> list[str]:
    """Return what is said of a build where no bars can be drawn."""
    said, now = io.StringIO(), Time()
    with TerminalConsole(Terminal(file=said), now).rendering(requests) as reporter:
        build(reporter, now)
    return said.getvalue().splitlines()


def test_without_a_terminal_it_says_each_minute_how_far_it_is():
    def build(reporter, now):
        reporter.begin(REQUESTS[0])
        for frame in range(1, 301):
            now.seconds += 1
            reporter.advance(REQUESTS[0], frame, 400)
        reporter.end(REQUESTS[0], Failure(REQUESTS[0], "cause", "remedy", "details"))

    first, *minutes, last = lines_of(build, REQUESTS[:1])
    assert first == f"rendering {REQUESTS[0].name}"
    assert minutes == [
        "15%, 0 of 1 clips done, 5:40 left",
        "30%, 0 of 1 clips done, 4:40 left",
        "45%, 0 of 1 clips done, 3:40 left",
        "60%, 0 of 1 clips done, 2:40 left",
        "75%, 0 of 1 clips done, 1:40 left",
    ]
    assert last == f"{REQUESTS[0].name}: failed"


@pytest.mark.parametrize("slow", ["surface", "webm"])
def test_the_estimate_counts_what_each_clip_costs(slow):
    """A clip that is drawn quickly says little of one that is not."""
    cheap = ClipRequest("recap", Params(), TINY)
    dear = (
        ClipRequest("recap", Params(), TINY, transparent=True)
        if slow == "webm"
        else ClipRequest(slow, Params(), TINY)
    )
    seconds = 100 * usual_frames(dear) / usual_frames(cheap) * cost_of_a_frame(dear)
    seconds /= cost_of_a_frame(cheap)

    def build(reporter, now):
        reporter.begin(cheap)
        frames = usual_frames(cheap)
        for frame in range(1, frames + 1):
            now.seconds += 100 / frames
            reporter.advance(cheap, frame, frames)

    line = lines_of(build, [cheap, dear])[1]
    minutes, left = re.search(r"(\d+):(\d+) left", line).groups()
    assert int(minutes) * 60 + int(left) == pytest.approx(seconds + 40, abs=5)


def test_what_is_slow_is_said_before_it_begins():
    said = io.StringIO()
    request = ClipRequest("recap", Params(), TINY, transparent=True)
    TerminalConsole(Terminal(file=said)).plan([Step(request, ("not made yet",), None)])
    assert "times as long" in said.getvalue()
