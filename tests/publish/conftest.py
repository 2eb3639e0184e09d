"""What the tests of publishing share: a store of their own, one tiny build, and a browser."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest
from filelock import FileLock

from gdmath.user_cache import CACHE_VARIABLE
from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.build import build
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.planning import Order
from scenes.publish.lecture.server import Server
from tests.conftest import ROOT
from tests.publish.driver import TINY
from tests.quiet_manim import manim

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(autouse=True, scope="session")
def media_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let Manim write into a temporary folder."""
    folder = tmp_path_factory.mktemp("media")
    with manim.tempconfig({"media_dir": str(folder), "progress_bar": "none", "verbosity": "ERROR"}):
        yield


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClipStore:
    """An empty store, the user's for this test and what it starts."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return ClipStore()


def order(out: Path, *chapters: str, **changes: object) -> Order:
    """Return an order of tiny clips."""
    values: dict = {
        "params": Params(),
        "languages": ("en",),
        "chapters": chapters or CHAPTERS,
        "quality": TINY,
        "out": out,
        "formats": frozenset(),
        "slides": False,
        "jobs": 2,
    }
    return Order(**{**values, **changes})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``out``, the whole lecture in both languages, and ``cache``, its store."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "lecture"
    with FileLock(shared / "lecture.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder / "cache"))
        wanted = order(folder / "out", languages=("en", "ru"), slides=True)
        assert build(wanted, Console()) == []
    return folder


@pytest.fixture
def lecture(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lecture for this test alone; its store is the user's."""
    shutil.copytree(built, tmp_path / "lecture")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "lecture" / "cache"))
    return tmp_path / "lecture" / "out"


def descent(*arguments: object, **options: object) -> subprocess.Popen:
    """Start the command, with tiny pictures."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.publish.driver", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def run(*arguments: object) -> tuple[int, str, str]:
    """Run the command to its end: exit code, output, errors."""
    process = descent(*arguments)
    out, errors = process.communicate(timeout=240)
    return process.returncode, out, errors


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is installed, in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Iterator[object]:
    """A headless browser, if it is installed; where tests run by themselves Chromium has to be."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if request.param == "chromium":
            found = next(filter(None, map(shutil.which, BROWSERS)), None)
            options = {"executable_path": found, "args": FLAGS}
        else:  # only Playwright's own can be driven
            found = playwright.firefox.executable_path
            found = found if Path(found).is_file() else None
            options = {"firefox_user_prefs": {"media.autoplay.default": 0}}
        if found is None:
            if os.environ.get("CI") and request.param == "chromium":
                pytest.fail("there is no Chromium: .ci/run installs it")
            pytest.skip(f"there is no {request.param}: not tried")
        launched = getattr(playwright, request.param).launch(**options)
        yield launched
        launched.close()


def until(page: object, expression: str, arg: object = None) -> None:
    """Wait until a JavaScript expression is true; the page's own policy forbids the page to."""
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


class Visit:
    """A page that was opened, and what it complained of or asked for."""

    def __init__(self, browser: object, url: str, **options: object) -> None:
        self.origin = urljoin(url, "/") if url.startswith("http:") else "file:"
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("response", self._note)
        self.page.goto(url)

    def _note(self, response: object) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def close(self) -> None:
        """Close it, and hold it to its silence."""
        self.context.close()
        assert not self.complaints
        own = (self.origin, "data:")
        assert all(url.startswith(own) for url in self.requests), self.requests


@contextlib.contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    """Let a server answer while the block runs; yields its address."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=["file", "http"])
def opened_from(request: pytest.FixtureRequest, lecture: Path) -> Iterator[str]:
    """The address of the lecture's folder: of its files, and of `descent serve`."""
    if request.param == "file":
        yield lecture.as_uri() + "/"
    else:
        with serving(Server(lecture)) as address:
            yield address


@pytest.fixture
def visit(browser: object) -> Iterator[type]:
    """Open pages; in the end each must have been silent and offline."""
    visits: list[Visit] = []

    def opened(page: Path | str, fragment: str = "", **options: object) -> object:
        address = page if isinstance(page, str) else page.as_uri()
        visits.append(Visit(browser, address + fragment, **options))
        return visits[-1].page

    yield opened
    for each in visits:
        each.close()
