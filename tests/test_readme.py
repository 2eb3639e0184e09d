"""The README's programs do what it says of them."""

import re
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
SETTINGS = "[CLI]\npixel_width = 160\npixel_height = 90\nframe_rate = 5\n"


def run(*command: object, folder: Path) -> str:
    """Run a Python program in a folder, as somebody does who has installed the project."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def program(word: str) -> str:
    """Return the one program that a word stands in."""
    (found,) = (text for text in PROGRAMS if word in text)
    return found


def test_every_program_is_run_by_a_test():
    assert len(PROGRAMS) == 2


def test_the_numbers_alone(tmp_path):
    said = run("-c", program("gradient_descent"), folder=tmp_path)
    critical, weights, outcome = re.fullmatch(r"(\S+) \[(.+)\] (.+)\n", said).groups()
    assert float(critical) == pytest.approx(0.0282, abs=5e-5)
    assert np.array(weights.split(), dtype=float) == pytest.approx([2.965, 0.239], abs=5e-4)
    assert outcome == "descending"


def test_the_loss_surface_in_a_scene_of_ones_own(tmp_path):
    text = program("LossSurface")
    statements = [line for line in text.splitlines() if line and "import" not in line]
    assert len(statements) <= 10
    (tmp_path / "bowl.py").write_text(text, encoding="utf-8")
    (tmp_path / "manim.cfg").write_text(SETTINGS)
    run("-m", "manim", "render", "bowl.py", folder=tmp_path)
    (film,) = tmp_path.rglob("Bowl.mp4")
    with av.open(film) as video:
        frames = [frame.to_ndarray(format="gray") for frame in video.decode(video=0)]
    assert len(frames) == 20  # three seconds and one
    assert min(np.mean(frame > 30) for frame in frames) > 0.03, "it is drawn"
    for one, other in ((frames[0], frames[14]), (frames[14], frames[-1])):
        assert np.mean(np.abs(one.astype(int) - other) > 20) > 0.02, "it turns, and sinks"
