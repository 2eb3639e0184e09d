"""What is begun and not finished leaves nothing that looks finished."""

import os
import subprocess
import sys

import pytest

from scenes.files.atomic import atomic_write
from scenes.files.staging import StagingFolder, clear_leftovers
from tests.conftest import ROOT

HOLD = """
import sys, pathlib
from scenes.files.staging import StagingFolder
shop = StagingFolder(pathlib.Path(sys.argv[1]))
(shop.folder / "half").write_text("half")
print(shop.folder, flush=True)
sys.stdin.read()
"""


def test_a_staging_folder_leaves_nothing(tmp_path):
    with StagingFolder(tmp_path / "new") as folder:
        (folder / "a" / "b").mkdir(parents=True)
        (folder / "a" / "b" / "c").write_text("c")
    assert list((tmp_path / "new").iterdir()) == []


def test_that_of_a_living_process_stays_and_that_of_a_dead_one_goes(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        folder = other.stdout.readline().strip()
        clear_leftovers(tmp_path)
        with StagingFolder(tmp_path):
            assert (tmp_path / folder / "half").exists()
        other.kill()
    assert (tmp_path / folder / "half").exists()
    StagingFolder(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail() -> None:
        with atomic_write(target) as part:
            part.write_text("half")
            assert target.read_text() == "old"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    with atomic_write(target) as part:
        part.write_text("new")
    assert target.read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_whose_lock_is_gone_goes_and_those_of_others_stay(tmp_path):
    lost = tmp_path / ".staging-0123456789abcdef"
    others = [tmp_path / name for name in (".staging-mine", ".staging-0123.lock", "staging-x.lock")]
    for folder in (lost, *others):
        folder.mkdir()
        (folder / "file").write_text("")
    clear_leftovers(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)


TYPESET = """
import os, signal, sys
from manim import WHITE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import text
text("Any words", TEXT.body, WHITE)
if len(sys.argv) > 1:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_typeset_goes_with_the_next(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    command = [sys.executable, "-W", "ignore", "-c", TYPESET]
    subprocess.run([*command, "killed"], cwd=tmp_path, env=with_project(), check=False)
    assert list(tmp_path.glob("*/.staging-*/*.svg"))
    subprocess.run(command, cwd=tmp_path, env=with_project(), check=True)
    assert not list(tmp_path.glob("descent*/.*"))


def with_project():
    return {**os.environ, "PYTHONPATH": str(ROOT)}
