"""The command ends in one line when it is interrupted, and its output never stops it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

RUN = "from scenes.publish.command import main\nmain()\n"
INTERRUPT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job has it ignored
moment = sys.argv.pop(1)

def watch(event, arguments):
    if event == "import" and arguments[0] == moment and moment not in seen:
        seen.add(moment)
        os.kill(os.getpid(), signal.SIGINT)

seen = set()
sys.addaudithook(watch)
"""
PREVIEW = ("build", "recap", "--quality", "preview", "--dry-run")


def command(*arguments, code=RUN, before="", **options):
    """Run the command; return what it ended with, what it said and its errors."""
    usual = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", before + code, *map(str, arguments)],
        cwd=ROOT,
        text=True,
        check=False,
        **{**usual, **options},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "moment",
    ["typer", "numpy", "scenes.publish.sweep", "llvmlite"],
)
def test_an_interruption_is_one_line_whenever_it_comes(moment, store):
    code, _, errors = command(moment, *PREVIEW, before=INTERRUPT)
    assert code == 130
    assert errors.startswith("interrupted; ")
    assert errors.count("\n") == 1


def test_an_interruption_at_the_very_end_is_one_line(store):
    late = (
        "import atexit, os, signal\natexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
    )
    code, _, errors = command("none", *PREVIEW, before=INTERRUPT + late)
    assert code == 130
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_terminal_that_knows_no_cyrillic(variables, store, tmp_path, monkeypatch):
    out = tmp_path / "лекция"
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    code, said, errors = command("sweep", "recap", "--set", "epochs=1,2", "--dry-run", "--out", out)
    assert (code, errors) == (0, "")
    assert said.isascii()
    assert said.count("\\u") > 5


def test_a_home_folder_that_the_shell_has_not_put_in(store, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "lesson.toml").write_text("epochs = 3\n")
    sweep = ("sweep", "recap", "--set", "seed=1,2", "--dry-run")
    code, said, errors = command(*sweep, "--out=~/x", "--params=~/lesson.toml")
    assert (code, errors) == (0, "")
    assert f"{tmp_path}/x/seed=1:" in said
    code, _, errors = command(*PREVIEW, "--out=~nobody-of-this-name/x")
    assert code == 2
    assert "stands for no home folder" in errors


def test_who_closes_the_pipe_has_read_enough(store):
    with closed_pipe() as pipe:
        code, _, errors = command(*PREVIEW, stdout=pipe)
    assert (code, errors) == (0, "")


def closed_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "wb")


def test_a_full_disk_for_the_output_is_blamed_on_the_output(store):
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device")
    with Path("/dev/full").open("wb") as full:
        code, _, errors = command(*PREVIEW, stdout=full)
    assert code == 1
    assert errors == (
        "error: what was said could not be written to the output: No space left on device\n"
    )


def test_output_that_is_closed(store):
    code, _, errors = command(*PREVIEW, stdout=None, preexec_fn=lambda: os.close(1))
    assert (code, errors) == (0, "")


@pytest.mark.long
def test_a_build_is_not_lost_with_its_output(store, tmp_path):
    run = (
        "import sys\nimport runpy\nrunpy.run_module('tests.publish.driver', run_name='__main__')\n"
    )
    out = tmp_path / "out"
    with closed_pipe() as pipe:
        code, _, errors = command(
            "build", "recap", "--quality", "preview", "--out", out, code=run, stdout=pipe,
            timeout=240,
        )  # fmt: skip
    assert (code, errors) == (0, "")
    assert (out / "en" / "recap.mp4").stat().st_size > 1000
