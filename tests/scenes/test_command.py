"""The film by Manim's command line: which scenes there are, and what mistakes are answered."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.quiet_manim import manim

ROOT = Path(__file__).resolve().parents[2]
SCENE_FILES = [
    ROOT / "scenes" / "descent.py",
    *sorted(
        file for file in (ROOT / "scenes" / "chapters").glob("*.py") if file.stem != "__init__"
    ),
]


def render(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call ``manim render scenes/descent.py`` as a user does."""
    command = [sys.executable, "-W", "ignore", "-m", "manim", "render", "-ql",
               "--media_dir", str(tmp_path), *arguments, "scenes/descent.py"]  # fmt: skip
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ((), {"DESCENT_LEARNING_RATE": "-1"}, "learning_rate"),
        ((), {"DESCENT_X": "1,2"}, "same length"),
        ((), {"DESCENT_LERNING_RATE": "1"}, "DESCENT_LEARNING_RATE"),
        ((), {"DESCENT_PARAMS": "no-such-file.toml"}, "no-such-file.toml"),
        (("--renderer=opengl",), {}, "--renderer"),
    ],
    ids=["rate", "lengths", "unknown", "file", "opengl"],
)
def test_a_mistake_is_answered_by_one_line(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    answer = render(tmp_path, *arguments, **environment)
    assert answer.returncode == 2, answer.stderr
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    assert lines[0].startswith("error: ")
    assert said in lines[0]
    assert "Traceback" not in answer.stdout + answer.stderr
    assert not list(tmp_path.rglob("*.mp4"))


@pytest.mark.parametrize("file", SCENE_FILES, ids=[file.stem for file in SCENE_FILES])
def test_each_file_has_one_scene_for_manim(file: Path) -> None:
    from manim.utils.module_ops import get_module, get_scene_classes_from_module

    scenes = get_scene_classes_from_module(get_module(file))
    assert [scene.__name__ for scene in scenes] == [
        "".join(part.title() for part in file.stem.split("_"))
    ]
    assert issubclass(scenes[0], manim.Scene)
