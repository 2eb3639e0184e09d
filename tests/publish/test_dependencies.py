"""A change makes exactly those clips anew that it touches."""

import inspect
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from scenes.chapters import CHAPTERS, load_chapter
from scenes.files.assets import asset_path
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.publish.clips import dependencies
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.clips.qualities import QUALITIES
from scenes.publish.clips.rehearsal import rehearse
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.planning import plan
from scenes.stage.film import Film
from tests.conftest import ROOT
from tests.publish.conftest import order

ALL = set(CHAPTERS)
WITH_ITS_FATE = {"neuron", "learning_rate", "convergence", "recap"}
"""They show, or say, what became of the descent."""
CHANGES = {
    "x": ((1.0, 3.0, 2.0, 10.0, 4.0, 7.0, 9.0), ALL),
    "y": ((3.0, 9.0, 6.0, 30.0, 12.0, 21.0, 25.0), ALL),
    "seed": (1, ALL),
    "start": ((-4.0, 4.0), ALL),
    "learning_rate": (0.02, WITH_ITS_FATE | {"keras_training"}),
    "steps": (50, WITH_ITS_FATE),
    "epochs": (12, {"keras_training"}),
    "w1_range": ((-4.0, 10.0), ALL),
    "w0_range": ((-4.0, 5.0), ALL),
    "resolution": (50, {"surface"}),
    "theme": ("light", ALL),
}
"""For each parameter another value, and the chapters that show it."""


def stale(
    out: Path, params: Params, languages: tuple[str, ...] = ("en",), **changes: object
) -> dict:
    """Return the clips that would be made anew, with the reasons."""
    folder = OutFolder(out)
    wanted = order(out, params=params, languages=languages, **changes)
    inputs = {language: CurrentInputs(wanted.params_in(language)) for language in languages}
    return {
        (step.request.params.language, step.request.chapter): step.reasons
        for step in plan(wanted, folder, folder.manifest(), ClipStore(), inputs)
        if not step.is_done
    }


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of sources and assets that may be changed."""
    for name in ("gdmath", "scenes", "assets"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.nb?")
        )
    shutil.copyfile(ROOT / "manim.cfg", tmp_path / "manim.cfg")
    (tmp_path / "README.md").write_text("read me")
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    monkeypatch.setattr(dependencies, "settings_file", lambda: tmp_path / "manim.cfg")
    monkeypatch.setattr(
        dependencies, "asset_path", lambda *parts: tmp_path.joinpath("assets", *parts)
    )
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_was_just_made_is_not_made_again(lecture):
    assert stale(lecture, Params(), ("en", "ru")) == {}


@pytest.mark.parametrize("name", CHANGES)
def test_a_parameter_makes_those_clips_anew_that_read_it(name, lecture):
    value, chapters = CHANGES[name]
    found = stale(lecture, Params(**{name: value}))
    assert {chapter for _, chapter in found} == chapters
    for reasons in found.values():
        assert any(reason.startswith(f"{name} ") and " -> " in reason for reason in reasons)


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in CHANGES if CHANGES[name][1] != ALL])
def test_no_other_clip_would_look_different(name):
    value, touched = CHANGES[name]

    def course(params: Params) -> tuple:
        stills = []

        class Others(Film):
            chapters = tuple(load_chapter(other) for other in sorted(ALL - touched))

        film = rehearse(Others, params, on_still=lambda *seen: stills.append(seen[-1]), height=90)
        return film.beats, film.cues, film.titles, stills

    course(Params())  # Manim draws a text a hair differently when it meets it for the first time
    before, after = course(Params()), course(Params(**{name: value}))
    assert before[:3] == after[:3]
    np.testing.assert_array_equal(before[3], after[3])


def test_the_reason_is_given_in_a_few_words(lecture):
    found = stale(lecture, Params(epochs=12))
    assert found == {("en", "keras_training"): ("epochs 10 -> 12",)}


def test_another_quality_makes_all_anew(lecture):
    found = stale(lecture, Params(), quality=QUALITIES["4k"])
    assert {chapter for _, chapter in found} == ALL


def test_words_concern_the_clips_that_say_them(lecture, sources):
    edit(sources / "assets" / "strings" / "ru.toml", "Куда идти вниз?", "Где низ?")
    assert stale(lecture, Params(), ("en", "ru")) == {
        ("ru", "gradient"): ("the words of gradient.title",)
    }
    edit(sources / "assets" / "strings" / "en.toml", 'mse = "MSE"', 'mse = "loss"')
    found = stale(lecture, Params(), ("en",))
    assert found
    assert all("the words of common.mse" in reasons for reasons in found.values())


def test_words_that_are_not_said_concern_no_clip(lecture, sources):
    edit(sources / "assets" / "strings" / "en.toml", "hardly moves: after", "does not move: after")
    assert stale(lecture, Params()) == {}


def test_comments_and_other_files_concern_no_clip(lecture, sources):
    (sources / "README.md").write_text("read me again")
    (sources / "assets" / "fonts" / "OFL.txt").write_text("a line more")
    prop = sources / "scenes" / "props" / "curves" / "valley_leaps.py"
    prop.write_text("# A comment.\n" + prop.read_text(encoding="utf-8"), encoding="utf-8")
    stage = sources / "scenes" / "stage" / "film.py"
    edit(stage, '"""The base of every scene', '"""The base of each scene')
    edit(sources / "scenes" / "files" / "gif.py", "_RATES = (10", "_RATES = (20")
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_a_definition_concerns_the_clips_that_reach_it(lecture, sources):
    def reasons(file: str, old: str, new: str) -> dict:
        before = (sources / file).read_text(encoding="utf-8")
        edit(sources / file, old, new)
        found = stale(lecture, Params())
        (sources / file).write_text(before, encoding="utf-8")
        return found

    gradient = "    def construct(self) -> None:"
    assert reasons("scenes/chapters/gradient.py", gradient, f"{gradient}\n        1") == {
        ("en", "gradient"): ("the code of scenes.chapters.gradient.GradientChapter.construct",)
    }
    stage = reasons("scenes/stage/durations.py", "BREATH = 0.15", "BREATH = 0.4")
    assert {chapter for _, chapter in stage} == ALL
    assert set(stage.values()) == {("the code of scenes.stage.durations.BREATH",)}
    overriding = reasons(
        "scenes/stage/film.py",
        "    def construct(self)",
        "    def clear(self):\n        return self\n\n    def construct(self)",
    )
    assert {chapter for _, chapter in overriding} == ALL
    assert set(overriding.values()) == {("the code of scenes.stage.film.Film.clear",)}
    effect = reasons("scenes/stage/durations.py", "BREATH = 0.15", "BREATH = 0.15\nprint()")
    assert {chapter for _, chapter in effect} == ALL


def test_many_changes_are_told_in_few_words(lecture, sources):
    file = sources / "scenes" / "chapters" / "recap.py"
    file.write_text(
        re.sub(r"(?m)^(    def \w+\(.*:)$", r"\1\n        1", file.read_text(encoding="utf-8")),
        encoding="utf-8",
    )
    ((_, reasons),) = stale(lecture, Params()).items()
    assert len(reasons) == 4
    assert re.fullmatch(r"the code of \d+ more definitions", reasons[-1])


def test_a_new_chapter_concerns_no_other(lecture, sources):
    chapters = sources / "scenes" / "chapters"
    edit(chapters / "__init__.py", '    "recap",\n', '    "recap",\n    "more",\n')
    shutil.copyfile(chapters / "recap.py", chapters / "more.py")
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_a_new_language_concerns_no_other(lecture, sources):
    strings = sources / "assets" / "strings"
    shutil.copyfile(strings / "en.toml", strings / "de.toml")
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_a_new_parameter_concerns_no_chapter_that_does_not_read_it(lecture, sources):
    edit(
        sources / Path(inspect.getfile(Params)).relative_to(ROOT),
        "    epochs:",
        "    momentum: float = 0.5\n    epochs:",
    )
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_a_new_optimiser_concerns_no_chapter(lecture, sources):
    with (sources / "gdmath" / "descent.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef momentum_descent(loss, momentum=0.5):\n    return loss, momentum\n")
    edit(
        sources / "gdmath" / "__init__.py",
        "import gradient_descent\n",
        "import gradient_descent, momentum_descent\n",
    )
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_how_files_are_kept_concerns_no_clip(lecture, sources):
    for file in [
        *(sources / "scenes" / "files").glob("*.py"),
        sources / "scenes" / "publish" / "clips" / "clip_store.py",
        sources / inspect.getfile(TrajectoryStore).removeprefix(f"{ROOT}/"),
    ]:
        file.write_text(
            re.sub(r"(?m)^(    def \w+\(.*:)$", r"\1\n        1", file.read_text(encoding="utf-8"))
            + "\nprint()\n",
            encoding="utf-8",
        )
    assert stale(lecture, Params(), ("en", "ru")) == {}


def test_code_that_is_gone_concerns_clips(lecture, sources):
    (sources / "scenes" / "props" / "curves" / "valley_leaps.py").unlink()
    assert set(stale(lecture, Params())) == {("en", "learning_rate")}


def test_code_that_is_no_python_concerns_clips(lecture, sources):
    (sources / "scenes" / "props" / "curves" / "valley_leaps.py").write_text(
        "def", encoding="utf-8"
    )
    assert set(stale(lecture, Params())) == {("en", "learning_rate")}


def test_what_is_noted_is_what_was_imported(lecture):
    """Every module of the project that a chapter's own imports name has been looked into."""
    for clip in OutFolder(lecture).manifest().languages["en"].clips:
        text = (ROOT / "scenes" / "chapters" / f"{clip.name}.py").read_text(encoding="utf-8")
        named = re.findall(r"^from (scenes\.[\w.]+) import", text, re.MULTILINE)
        assert named
        assert set(named) <= set(clip.made_of.code)


@pytest.mark.parametrize("change", ["font", "settings", "version", "numba", "processor"])
def test_what_shapes_every_frame_concerns_all(change, lecture, sources, monkeypatch):
    if change == "font":
        font = sources / "assets" / "fonts" / "FiraSans-Regular.otf"
        data = bytearray(font.read_bytes())
        data[-1] ^= 1
        font.write_bytes(data)
    elif change == "settings":
        edit(sources / "manim.cfg", "crf = 18", "crf = 20")
    elif change == "numba":
        monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    elif change == "processor":
        monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    else:
        monkeypatch.setattr(dependencies, "version", lambda _: "0")
    assert {chapter for _, chapter in stale(lecture, Params())} == ALL


def test_a_comment_in_the_settings_concerns_no_clip(lecture, sources):
    edit(sources / "manim.cfg", "crf = 18", "# smaller is better\n\ncrf = 18")
    assert not set(stale(lecture, Params()))


def test_a_stored_result_of_keras_concerns_the_clips_that_show_it(lecture, monkeypatch):
    real = TrajectoryStore.fingerprint

    def other(self: TrajectoryStore, name: str) -> str | None:
        return "other" if name.startswith("trajectory") else real(self, name)

    monkeypatch.setattr(TrajectoryStore, "fingerprint", other)
    assert set(stale(lecture, Params())) == {("en", "keras_training")}


def test_the_key_tells_clips_apart_and_not_their_layout(lecture):
    clips = OutFolder(lecture).manifest().languages["en"].clips
    assert len({clip.key for clip in clips}) == len(CHAPTERS)
    assert all(clip.key == clip.made_of.key for clip in clips)
    code = {
        name: entry.model_copy(update={"file": "0"})
        for name, entry in clips[0].made_of.code.items()
    }
    assert clips[0].made_of.model_copy(update={"code": code}).key == clips[0].key
    other = clips[0].made_of.model_copy(update={"fonts": "0"})
    assert other.key != clips[0].key


def test_the_settings_are_the_projects(tmp_path, monkeypatch):
    assert dependencies.settings_file() == ROOT / "manim.cfg"
    assert CurrentInputs(Params()).fonts
    assert asset_path("fonts").is_dir()
