"""What CONTRIBUTING.md says is enough: each kind of thing is added to a copy of the project.

Only the files are touched that it names, and what was there is not made anew.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.chapters import CHAPTERS
from scenes.params import Params
from scenes.publish.lecture.folder import OutFolder
from scenes.stage.results import Results
from tests.conftest import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)+)", GUIDE, re.MULTILINE))
PLACEHOLDERS = ("NAME", "FOLDER", "TOPIC")
PARTS = ("gdmath", "scenes", "assets", "tests", "manim.cfg", "pyproject.toml", "README.md",
         "CONTRIBUTING.md")  # fmt: skip
LEFT_BY_TESTS = {"__pycache__", ".hypothesis"}
SETTINGS = "[CLI]\npixel_width = 160\npixel_height = 90\nframe_rate = 5\n"

MOMENTUM_FIELD = """\
    momentum: Number = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of a step that the next one repeats. A number from 0 to 1.",
    )
"""
MOMENTUM_LINES = """
# Which share of a step the next one repeats.
#
# Allowed: a number from 0 to 1. For example: momentum = 0.9

momentum = 0.5
"""
MOMENTUM_READ = '''\
    @property
    def momentum(self) -> float:
        """The share of a step that the next one repeats."""
        return self._keep("momentum", lambda: self.params.momentum)

'''
OPTIMISER = '''\
"""Gradient descent with momentum: each step repeats a share of the one before."""

import numpy as np
from numpy.typing import ArrayLike

from gdmath.loss import MseLoss
from gdmath.trajectory import Trajectory

__all__ = ["momentum_descent"]


def momentum_descent(
    loss: MseLoss, start: ArrayLike, learning_rate: float, steps: int, momentum: float
) -> Trajectory:
    """Walk against the gradient, and on in the direction of the step before."""
    weights, step = [np.asarray(start, dtype=float)], np.zeros(2)
    for _ in range(steps):
        step = momentum * step - learning_rate * loss.gradient(*weights[-1])
        weights.append(weights[-1] + step)
    return Trajectory.observe(loss, np.array(weights), learning_rate=learning_rate)
'''
OPTIMISER_TEST = """\
import numpy as np

from gdmath import MseLoss, gradient_descent, momentum_descent


def test_without_momentum_it_is_gradient_descent():
    loss, start = MseLoss([0, 1, 2], [1, 3, 4]), (5.0, -5.0)
    without = momentum_descent(loss, start, 0.1, 20, 0.0)
    np.testing.assert_array_equal(without.weights, gradient_descent(loss, start, 0.1, 20).weights)
"""
OPTIMISER_RESULT = '''\
    @property
    def with_momentum(self) -> Trajectory:
        """The descent by hand with a momentum of one half."""
        return self._keep(
            "with_momentum",
            lambda: momentum_descent(
                self.loss, self.start, self.params.learning_rate, self.params.steps, 0.5
            ),
        )

'''

pytestmark = pytest.mark.long


def files_of(kind: str, **names: str) -> list[str]:
    """Return the files that a change of a kind touches, with names in place of placeholders."""
    named = re.findall(r"^- `([^`]+)`", SECTIONS[kind], re.MULTILINE)
    for placeholder, name in names.items():
        named = [file.replace(placeholder, name) for file in named]
    return named


def example(kind: str, language: str) -> list[str]:
    """Return the programs of a section in a language of programs."""
    return re.findall(rf"^```{language}\n(.+?)^```", SECTIONS[kind], re.MULTILINE | re.DOTALL)


class Tree:
    """A copy of the project that may be changed.

    Args:
        root: Where it is made.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        for name in PARTS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, root / name)
        self._before = self._content()

    def _content(self) -> dict[str, bytes]:
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for file in self.root.rglob("*")
            if file.is_file() and LEFT_BY_TESTS.isdisjoint(file.parts)
        }

    def touched(self) -> set[str]:
        """Return the files that are other than they were, or new."""
        now = self._content()
        assert set(self._before) <= set(now), "a file is gone"
        return {name for name, content in now.items() if self._before.get(name) != content}

    def run(self, *command: object, **environment: str) -> str:
        """Run a Python program on the copy, to its good end; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", *map(str, command)],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def build(
        self, out: Path, *arguments: str, languages: tuple[str, ...] = ("en", "ru")
    ) -> list[str]:
        """Run ``descent build`` for languages; return the lines that it says."""
        spoken = [part for language in languages for part in ("--language", language)]
        command = ("-m", "tests.publish.driver", "build", "--quality", "preview", "--out", out)
        return self.run(*command, *spoken, *arguments).splitlines()

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that a file holds once."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        """Add a text to the end of a file."""
        with (self.root / file).open("a", encoding="utf-8") as open_file:
            open_file.write("\n" + text)


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path / "project")


@pytest.fixture
def with_chapter(tree):
    """The project with the chapter of the guide, which stands before the last one."""
    program, english, russian = (*example("A chapter", "python"), *example("A chapter", "toml"))
    chapter, register, *words = files_of("A chapter", NAME="minimum")
    (tree.root / chapter).write_text(program, encoding="utf-8")
    lines = (tree.root / register).read_text(encoding="utf-8").splitlines(keepends=True)
    with (tree.root / register).open("w", encoding="utf-8") as file:
        for line in lines:
            if re.search("recap", line, re.IGNORECASE):
                file.write(line.replace("recap", "minimum").replace("Recap", "Minimum"))
            file.write(line)
    for file, text in zip(words, (english, russian), strict=True):
        tree.append(file, text)
    assert tree.touched() == set(files_of("A chapter", NAME="minimum"))
    return tree


@pytest.fixture
def with_language(tree):
    """The project with a language more, in the words of another one."""
    words, page, params = files_of("A language", NAME="be")
    for file, model in ((words, "assets/strings/ru.toml"), (page, "assets/page/ru.toml")):
        shutil.copyfile(tree.root / model, tree.root / file)
    tree.edit(words, 'title = "Что запомнить"', 'title = "Што запомніць"')
    tree.edit(params, 'or "ru" (Russian)', '"ru" (Russian) or "be" (Belarusian)')
    assert tree.touched() == set(files_of("A language", NAME="be"))
    return tree


@pytest.fixture
def with_parameter(tree):
    """The project with a parameter more, which a result is made of."""
    model, table, reader = files_of("A parameter")
    tree.edit(model, "    w1_range: Range", MOMENTUM_FIELD + "    w1_range: Range")
    tree.edit(table, "\nepochs = 10\n", "\nepochs = 10\n" + MOMENTUM_LINES)
    tree.edit(reader, "    def _find_start(self)", MOMENTUM_READ + "    def _find_start(self)")
    assert tree.touched() == set(files_of("A parameter"))
    return tree


@pytest.fixture
def with_optimiser(tree):
    """The project with an optimiser more, the numbers of which chapters can read."""
    module, names, reader, test = files_of("An optimiser", NAME="momentum_descent")
    (tree.root / module).write_text(OPTIMISER, encoding="utf-8")
    (tree.root / test).write_text(OPTIMISER_TEST, encoding="utf-8")
    after = "from gdmath.modes import Modes\n"
    tree.edit(names, after, f"{after}from gdmath.momentum_descent import momentum_descent\n")
    tree.edit(names, '    "progress",\n', '    "momentum_descent",\n    "progress",\n')
    after = "from gdmath.arrays import FloatArray, read_only\n"
    tree.edit(reader, after, f"{after}from gdmath.momentum_descent import momentum_descent\n")
    tree.edit(reader, "    def _find_start(self)", OPTIMISER_RESULT + "    def _find_start(self)")
    assert tree.touched() == set(files_of("An optimiser", NAME="momentum_descent"))
    return tree


@pytest.mark.parametrize("kind", [kind for kind in SECTIONS if kind.startswith(("A ", "An "))])
def test_the_files_that_are_named_are_there(kind):
    """Those that have no name yet stand beside others of their kind."""
    assert len(files_of(kind)) >= 3
    for file in files_of(kind):
        pattern = re.sub("|".join(PLACEHOLDERS), "*", file)
        assert list(ROOT.glob(pattern)), file


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_chapter_plays_alone(language, with_chapter, tmp_path):
    chapter, *_ = files_of("A chapter", NAME="minimum")
    (tmp_path / "manim.cfg").write_text(SETTINGS)
    with_chapter.run(
        *("-m", "manim", "render", "--config_file", tmp_path / "manim.cfg"),
        *("--media_dir", tmp_path / "media", chapter),
        DESCENT_LANGUAGE=language,
    )
    (film,) = (tmp_path / "media").rglob("Minimum.mp4")
    assert film.stat().st_size > 1000
    said = film.with_suffix(".srt").read_text(encoding="utf-8")
    minimum = Results(Params()).loss.minimum
    numbers = [float(number.replace(",", ".")) for number in re.findall(r"= (\d[.,]?\d*)", said)]
    assert numbers == pytest.approx(minimum, abs=0.005)


def test_the_tests_hold_for_the_chapter(with_chapter):
    tests = ("scenes/test_strings.py", "scenes/test_command.py", "test_imports.py")
    command = ("-m", "pytest", "-p", "no:cacheprovider", *(f"tests/{name}" for name in tests))
    assert " passed" in with_chapter.run(*command)
    film = "tests/scenes/test_film.py::test_is_true_timed_and_legible[default-en-dark]"
    assert "1 passed" in with_chapter.run("-m", "pytest", "-m", "", "-p", "no:cacheprovider", film)
    with_chapter.run("-m", "ruff", "check", "--no-cache", "scenes")
    with_chapter.run("-m", "ruff", "format", "--check", "--no-cache", "scenes")
    assert with_chapter.touched() == set(files_of("A chapter", NAME="minimum"))


def test_nothing_else_is_stale_for_a_chapter(with_chapter, lecture):
    *plan, rest = with_chapter.build(lecture, "--dry-run")
    assert {line.split(":")[0] for line in plan} == {"render minimum (en)", "render minimum (ru)"}
    assert rest == f"up to date: {2 * len(CHAPTERS)}"
    said = with_chapter.build(lecture)
    assert sum(line.startswith("rendering") for line in said) == 2
    film = OutFolder(lecture).manifest().languages["ru"].film
    order = list(dict.fromkeys(beat.name.split(".")[0] for beat in film.beats))
    assert order[-2:] == ["minimum", "recap"]
    assert with_chapter.touched() == set(files_of("A chapter", NAME="minimum"))


def test_nothing_is_stale_for_a_language(with_language, lecture):
    assert with_language.build(lecture, "--dry-run") == [
        f"Nothing to render; up to date: {2 * len(CHAPTERS)}"
    ]


def test_the_language_is_spoken(with_language, store, tmp_path):
    said = with_language.build(tmp_path / "out", "recap", languages=("be",))
    assert [line for line in said if line.startswith("rendering")] == ["rendering recap (be)"]
    (clip,) = OutFolder(tmp_path / "out").manifest().languages["be"].clips
    assert clip.title == "Што запомніць"
    tests = ("tests/scenes/test_strings.py", "tests/params")
    command = ("-m", "pytest", "-p", "no:cacheprovider", *tests)
    assert " passed" in with_language.run(*command)
    assert with_language.touched() == set(files_of("A language", NAME="be"))


def test_a_parameter_needs_no_more(with_parameter, lecture, tmp_path):
    command = ("-m", "pytest", "-p", "no:cacheprovider")
    tests = ("tests/params", "tests/scenes/test_results.py", "tests/test_imports.py")
    assert " passed" in with_parameter.run(*command, *tests)
    with_parameter.run("-m", "ruff", "check", "--no-cache", "scenes", "tests")
    with_parameter.run("-m", "ruff", "format", "--check", "--no-cache", "scenes")
    said = with_parameter.build(lecture, "--set", "momentum=0.9")
    assert said[0] == f"Nothing to render; up to date: {2 * len(CHAPTERS)}"
    page = (lecture / "index.html").read_text(encoding="utf-8")
    assert "Share of a step that the next one repeats." in page
    program = (
        "from scenes.params import Params; from scenes.stage.results import Results;"
        "results = Results(Params.load()); print(results.momentum, *results.reads)"
    )
    assert with_parameter.run("-c", program, DESCENT_MOMENTUM="0.25") == "0.25 momentum\n"
    assert with_parameter.touched() == set(files_of("A parameter"))


def test_an_optimiser_needs_no_more(with_optimiser, lecture):
    command = ("-m", "pytest", "-p", "no:cacheprovider")
    module, *_, test = files_of("An optimiser", NAME="momentum_descent")
    tests = (test, "tests/gdmath/test_public_api.py", "tests/scenes/test_results.py")
    assert " passed" in with_optimiser.run(*command, *tests, "tests/test_imports.py")
    with_optimiser.run("-m", "ruff", "check", "--no-cache", "gdmath", "scenes")
    with_optimiser.run("-m", "ruff", "format", "--check", "--no-cache", "gdmath", "scenes")
    with_optimiser.run("-m", "mypy", "--cache-dir", os.devnull, module)
    assert with_optimiser.build(lecture, "--dry-run") == [
        f"Nothing to render; up to date: {2 * len(CHAPTERS)}"
    ]
    assert with_optimiser.touched() == set(files_of("An optimiser", NAME="momentum_descent"))
