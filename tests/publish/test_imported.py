"""What is run is what was read, and what was read is what is noted."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the sources."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("gdmath", "scenes"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.nb?")
        )
    return folder


def edit(copy, old, new):
    """Edit a constant; the file is as old as before."""
    file = copy / "scenes" / "stage" / "durations.py"
    status = file.stat()
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def ask(copy, code, meanwhile=lambda: None):
    """Run code with the copy of the sources; do something once it has printed a line."""
    environment = os.environ | {"PYTHONPATH": str(copy)}
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=copy,
        env={name: text for name, text in environment.items() if name != "PYTHONDONTWRITEBYTECODE"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    first = process.stdout.readline().strip()
    meanwhile()
    rest, _ = process.communicate("\n", timeout=60)
    assert process.returncode == 0
    return first, rest.strip()


VALUE = "import scenes.publish, scenes.stage.durations as d; print(d.BREATH)"


def test_an_edit_that_keeps_size_and_time_is_run(copy):
    assert ask(copy, VALUE)[0] == "0.15"
    edit(copy, "BREATH = 0.15", "BREATH = 0.25")
    assert ask(copy, VALUE)[0] == "0.25"
    plain = VALUE.replace("scenes.publish, ", "")
    edit(copy, "BREATH = 0.25", "BREATH = 0.15")
    assert ask(copy, plain)[0] == "0.15", "a process without the importer trusts what it left"


NOTED = """
import sys
import scenes.publish.clips.dependencies as dependencies
from scenes.params import Params
from scenes.publish.clips.qualities import QUALITIES
import scenes.stage.durations as durations

class Played:
    reads = {"recap": set()}
    class strings:
        read = {}
    class results:
        stored = {}

current = dependencies.CurrentInputs(Params())
print(durations.BREATH, flush=True)
sys.stdin.readline()
noted = dependencies.note(Played, "recap", QUALITIES["preview"], current, transparent=False)
print(*dependencies.CurrentInputs(Params()).changes(noted), sep="; ")
"""


@pytest.fixture
def with_assets(copy):
    for name in ("assets", "manim.cfg"):
        if not (copy / name).exists():
            (copy / name).symlink_to(ROOT / name)
    return copy


def test_code_is_noted_as_it_was_imported(with_assets):
    copy = with_assets
    value, changes = ask(copy, NOTED, lambda: edit(copy, "BREATH = 0.15", "BREATH = 0.35"))
    assert (value, changes) == ("0.15", "the code of scenes.stage.durations.BREATH")
    value, changes = ask(copy, NOTED)
    assert (value, changes) == ("0.35", "")
    edit(copy, "BREATH = 0.35", "BREATH = 0.15")


def test_a_comment_that_is_typed_meanwhile_changes_nothing(with_assets):
    copy = with_assets
    file = copy / "scenes" / "stage" / "durations.py"

    def comment():
        file.write_text(file.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")

    assert ask(copy, NOTED, comment) == ("0.15", "")


def test_settings_that_change_meanwhile_are_others(with_assets):
    copy = with_assets
    (copy / "manim.cfg").unlink()
    shutil.copyfile(ROOT / "manim.cfg", copy / "manim.cfg")

    def change():
        with (copy / "manim.cfg").open("a") as file:
            file.write("bf = 0\n")

    assert ask(copy, NOTED, change)[1] == "manim.cfg"
