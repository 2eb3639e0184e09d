"""The sources are edited while a clip of theirs renders, or are as old as the future."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gdmath.user_cache import CACHE_VARIABLE
from tests.conftest import ROOT

pytestmark = pytest.mark.long

CHAPTER = "scenes/chapters/recap.py"
NOTHING = "Nothing to render; up to date: 1"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the sources with a store of their own; the command is run in it."""
    for name in ("gdmath", "scenes"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.nb?"))
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    shutil.copyfile(ROOT / "manim.cfg", tmp_path / "manim.cfg")
    (tmp_path / "tests" / "publish").mkdir(parents=True)
    driver = Path("tests", "publish", "driver.py")
    shutil.copyfile(ROOT / driver, tmp_path / driver)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def start(copy):
    """Start to build one clip."""
    command = "tests.publish.driver build recap --out out --quality preview"
    return subprocess.Popen(
        [sys.executable, "-m", *command.split()],
        cwd=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(copy):
    """Build it; return what was said."""
    process = start(copy)
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert (copy / "out" / "en" / "recap.mp4").is_file()
    return said


def edit_meanwhile(copy, file, old, new):
    """Build the clip, edit a file while it is drawn; return exit code and what was said."""
    process = start(copy)
    clips = copy / "cache" / "clips"
    end = time.monotonic() + 120
    while not any(clips.rglob("*.mp4")):  # the first beat is being written: all is imported
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert process.poll() is None, "the clip was done before the edit"
    said, _ = process.communicate(timeout=240)
    return process.returncode, said


def test_a_comment_typed_meanwhile_changes_nothing(copy):
    code, said = edit_meanwhile(copy, CHAPTER, "import", "# to be thought over\nimport")
    assert (code, (copy / "out" / "en" / "recap.mp4").is_file()) == (0, True), said
    assert NOTHING in build(copy)
    (copy / CHAPTER).write_text(
        (copy / CHAPTER).read_text(encoding="utf-8") + "\n# the end\n", encoding="utf-8"
    )
    assert NOTHING in build(copy)


def test_code_changed_meanwhile_is_said_and_rendered_next_time(copy):
    durations = "scenes/stage/durations.py"
    code, said = edit_meanwhile(copy, durations, "BREATH = 0.15", "BREATH = 0.35")
    assert code == 1
    assert "was edited while it was rendered: build again" in said
    assert "render recap (en)" in build(copy)
    assert NOTHING in build(copy)


def test_files_of_the_future_and_comments_in_settings_render_nothing(copy):
    build(copy)
    later = time.time() + 10 * 365 * 24 * 3600
    for file in [*copy.glob("scenes/**/*.py"), *copy.glob("gdmath/*.py"), copy / "manim.cfg"]:
        os.utime(file, (later, later))
    with (copy / "manim.cfg").open("a", encoding="utf-8") as settings:
        settings.write("# the smaller, the better\n")
    assert NOTHING in build(copy)
