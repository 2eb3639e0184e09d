"""What the command shows on a terminal: a bar a clip, within its rows and columns."""

import io
import time
from collections.abc import Callable

import pytest
from rich.console import Console as Terminal
from rich.text import Text

from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.clips.requests import ClipRequest, Failure
from scenes.publish.console import TerminalConsole
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
