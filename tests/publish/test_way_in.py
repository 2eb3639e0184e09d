"""The way in: from a folder that holds another `scenes`, from a plain script, as a command."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scenes.publish.cli import app
from tests.conftest import ROOT
from tests.publish.driver import TINY

INSTALLED = os.pathsep.join([str(ROOT / "scenes" / "way_in"), str(ROOT)])
"""Where an editable installation lets Python look."""


@pytest.fixture(params=["module", "package"])
def folder(request, tmp_path) -> Path:
    """A user's folder with scenes of their own."""
    if request.param == "module":
        file = tmp_path / "scenes.py"
    else:
        (tmp_path / "scenes").mkdir()
        file = tmp_path / "scenes" / "__init__.py"
    file.write_text("from manim import Scene\n\nclass Mine(Scene):\n    pass\n")
    return tmp_path


def python(code: str, folder: Path, search: str = INSTALLED) -> subprocess.CompletedProcess:
    """Run code in a folder, as an interactive Python and a notebook do: that folder comes first."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": search},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_way_in_finds_the_package_in_its_own_place(folder):
    done = python("from descent_film import show; import scenes; print(scenes.__file__)", folder)
    assert done.stdout.strip() == str(ROOT / "scenes" / "__init__.py"), done.stderr


def test_one_line_names_the_file_that_stands_in_the_way(folder):
    done = python("import scenes; from descent_film import show", folder)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: {folder / 'scenes'}")
    assert "rename it" in last


def test_the_command_starts_whatever_python_finds_first(folder):
    search = os.pathsep.join([str(folder), INSTALLED])
    code = "import sys; sys.argv = ['descent', '--help']; from descent_film import main; main()"
    done = python(code, folder, search)
    assert done.returncode == 0, done.stderr
    assert "Make the animated lecture" in done.stdout


def test_native_windows_is_refused_in_one_line(tmp_path):
    code = "import sys; from descent_film import main; sys.platform = 'win32'; main()"
    done = python(code, tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "WSL" in line


def test_the_command_says_its_version():
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"descent-film {version('descent-film')}\n")


def test_a_shell_can_complete_the_command():
    asked = {"_DESCENT_COMPLETE": "complete_bash", "COMP_WORDS": "descent sw", "COMP_CWORD": "1"}
    done = CliRunner().invoke(app, [], env=asked, prog_name="descent")
    assert done.stdout.split() == ["sweep"]


RENDER = f"""
from descent_film import show
from scenes.publish.clips import qualities
from scenes.publish.clips.entries import Quality
qualities.QUALITIES["preview"] = Quality(**{TINY.model_dump()!r})
print(show("recap").path.exists())
"""


@pytest.mark.long
def test_a_clip_is_rendered_there(folder, store):
    done = python(RENDER, folder)
    assert done.stdout.strip().endswith("True"), done.stderr


@pytest.mark.long
def test_a_plain_script_needs_no_main_guard(store, tmp_path):
    (tmp_path / "plain.py").write_text(RENDER)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "plain.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": INSTALLED},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip().endswith("True")
    assert not done.stderr


def test_a_wheel_has_the_way_in_beside_the_package_and_once(wheel, folder):
    code = (
        "import descent_film; descent_film.show\n"
        "import scenes; print(descent_film.__file__, scenes.__file__)"
    )
    done = python(code, folder, str(wheel))
    assert done.stdout.split() == [
        str(wheel / "descent_film.py"),
        str(wheel / "scenes" / "__init__.py"),
    ]
    assert [path.parent for path in wheel.rglob("descent_film.py")] == [wheel]
