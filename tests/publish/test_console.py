"""What the command shows on a terminal: a bar a clip, within its rows and columns."""

import io

import pytest
from rich.console import Console as Terminal

from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.console import TerminalConsole
from scenes.publish.requests import ClipRequest, Failure
from tests.publish.driver import TINY

REQUESTS = [
    ClipRequest(chapter, Params(language=language), TINY)
    for language in ("en", "ru")
    for chapter in CHAPTERS
]


def terminal(columns, rows):
    return Terminal(
        file=io.StringIO(), force_terminal=True, width=columns, height=rows, color_system=None
    )


def picture(bars, console):
    """Return the lines that the bars make now."""
    paper = Terminal(file=io.StringIO(), width=console.width, color_system=None)
    paper.print(bars._progress.get_renderable())  # noqa: SLF001
    return paper.file.getvalue().splitlines()


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_each_clip_has_one_line(columns):
    console = terminal(columns, 50)
    with TerminalConsole(console).rendering(REQUESTS) as bars:
        bars.begin(REQUESTS[4])
        bars.advance(REQUESTS[4], 10, 40)
        lines = picture(bars, console)
        bars.close()
    assert [line.split(")")[0] + ")" for line in lines[1:]] == [
        request.name for request in REQUESTS
    ]
    assert max(map(len, lines)) <= columns
    assert "25 %" in lines[5]
    assert all(line.rstrip().endswith("waiting") for line in lines[1:5] + lines[6:])


def test_where_rows_are_few_those_that_are_done_give_way():
    console = terminal(80, 10)
    with TerminalConsole(console).rendering(REQUESTS) as bars:
        assert len(picture(bars, console)) < 10
        for request in REQUESTS[:4]:
            bars.begin(request)
            bars.end(request, Failure(request, "cause", "remedy", "details"))
        bars.begin(REQUESTS[4])
        lines = picture(bars, console)
        bars.close()
    assert len(lines) < 10
    assert lines[1].startswith(REQUESTS[4].name)
    assert len(picture(bars, console)) == 1 + len(REQUESTS)


def test_what_was_interrupted_is_stopped_and_not_failed():
    console = terminal(80, 30)
    progress = TerminalConsole(console).rendering(REQUESTS)
    bars = progress.__enter__()
    bars.begin(REQUESTS[0])
    progress.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert all(line.rstrip().endswith("stopped") for line in picture(bars, console))
