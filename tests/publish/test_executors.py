"""Where clips are rendered is not what renders them: another executor serves as well."""

import json
import subprocess
import sys
import threading

import pytest

from scenes.params import Params
from scenes.publish.clips.render_one import Made
from scenes.publish.clips.requests import ClipRequest, Failure, Reporter
from scenes.publish.clips.workers import render_all
from tests.conftest import ROOT
from tests.publish.driver import TINY

REQUESTS = [ClipRequest("recap", Params(language=language), TINY) for language in ("en", "ru")]


class Elsewhere:
    """Has each clip rendered by somebody else: here, from those of the lecture."""

    slots = 2

    def __init__(self, found):
        self.found = found
        self.stopped = threading.Event()

    def render(self, request, folder, _expected_frames, on_progress):
        entry = self.found[request]
        if entry is None:
            return Failure(request, "the queue is full", "wait", "")
        (folder / entry.video.name).write_bytes(entry.video.read_bytes())
        on_progress(entry.clip.frames, entry.clip.frames)
        return Made(clip=entry.clip, dependencies=entry.record.dependencies)

    def stop(self):
        self.stopped.set()


class Noting(Reporter):
    def __init__(self):
        self.told = []

    def advance(self, request, frames, total):
        self.told.append((request, frames, total))


@pytest.fixture
def entry(lecture):
    from scenes.publish.clips.clip_store import ClipStore
    from scenes.publish.clips.dependencies import CurrentInputs

    return ClipStore().find("recap", TINY, CurrentInputs(Params()))


def test_what_was_rendered_elsewhere_is_stored(entry, store):
    reporter = Noting()
    executor = Elsewhere({REQUESTS[0]: entry, REQUESTS[1]: None})
    results = render_all(REQUESTS, store, 1, reporter, executor)
    results[REQUESTS[0]].verify()
    assert results[REQUESTS[0]].folder.is_relative_to(store.root)
    assert results[REQUESTS[1]].cause == "the queue is full"
    assert reporter.told == [(REQUESTS[0], entry.clip.frames, entry.clip.frames)]
    assert not executor.stopped.is_set()
    assert not list(store.root.glob(".*"))


def test_an_interruption_stops_the_executor(store):
    class Interrupted(Elsewhere):
        slots = 1

        def render(self, *_):
            raise KeyboardInterrupt

    executor = Interrupted({})
    with pytest.raises(KeyboardInterrupt):
        render_all(REQUESTS, store, 1, executor=executor)
    assert executor.stopped.is_set()
    assert not list(store.root.glob(".*"))


@pytest.mark.parametrize(
    "params", [Params(), Params(language="ru", theme="light", x=[0, 1, 2], y=[1, 3, 5])]
)
def test_a_request_survives_being_sent(params):
    request = ClipRequest("recap", params, TINY, transparent=True)
    assert "\n" not in request.to_json()
    assert ClipRequest.from_json(request.to_json()) == request


def test_a_failure_is_told_in_lines_of_json(tmp_path):
    request = ClipRequest("unheard_of", Params(), TINY)
    with subprocess.Popen(
        [sys.executable, "-m", "scenes.publish.clips.render_one", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        process.stdin.write(request.to_json() + "\n")
        process.stdin.flush()  # and left open: it waits for no end of its input
        (line,) = process.stdout
    failure = json.loads(line)["failure"]
    assert "unheard_of" in failure["cause"]
    assert "report" in failure["remedy"]
    assert "Traceback" in failure["details"]
