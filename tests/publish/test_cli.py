"""The command: what it makes, what it says, how fast it is done with nothing."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial

import pytest

from scenes.chapters import CHAPTERS
from scenes.files import gif
from scenes.files.assets import asset_path
from scenes.params import Params
from scenes.publish.build import build
from scenes.publish.clips.executors import LocalProcesses
from scenes.publish.clips.requests import ClipRequest
from scenes.publish.lecture import preflight
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import STATE
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.preflight import PreflightError, check_surroundings
from scenes.publish.sweep import folder_name, load_sets, sets_of
from tests.conftest import ROOT
from tests.publish.conftest import order, run

WHOLE = ("--quality", "preview", "--language", "en", "--language", "ru", "--out")
LIGHT = """
import sys
from tests.publish import driver
from scenes.publish.clips import qualities
qualities.QUALITIES["preview"] = driver.TINY
from scenes.publish.cli import main
try:
    main()
finally:
    heavy = {"manim", "tensorflow", "keras", "numba", "matplotlib"} & set(sys.modules)
    assert not heavy, heavy
"""


def test_what_is_there_is_not_made_again(lecture):
    files = {
        path: path.stat().st_mtime_ns
        for path in lecture.rglob("*.*")
        if path.is_file() and STATE not in path.parts
    }
    command = [sys.executable, "-c", LIGHT, "build", *WHOLE, str(lecture)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Nothing to render; up to date: 16" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_it_says_what_it_would_do_and_does_not(lecture):
    before = (lecture / "manifest.json").read_bytes()
    code, said, errors = run("build", *WHOLE, lecture, "--set", "epochs=12", "--dry-run")
    assert (code, errors) == (0, "")
    assert "render keras_training (en): epochs 10 -> 12" in said
    assert "render keras_training (ru): epochs 10 -> 12" in said
    assert "up to date: 14" in said
    assert (lecture / "manifest.json").read_bytes() == before


def test_going_back_renders_nothing(lecture):
    for value, verb in ((12, "render"), (10, "take from the cache")):
        code, said, _ = run("build", "keras_training", "--quality", "preview", "--out", lecture,
                            "--set", f"epochs={value}")  # fmt: skip
        assert code == 0
        assert f"{verb} keras_training (en)" in said


def test_part_of_the_chapters_leaves_the_rest_as_it_says(lecture):
    code, said, _ = run("build", "keras_training", "--quality", "preview", "--out", lecture,
                        "--set", "learning_rate=0.02")  # fmt: skip
    assert code == 0
    others = ["neuron", "learning_rate", "convergence", "recap"]
    told = "en: not made anew, and so of other parameters or code: "
    assert told + ", ".join(others) in said
    made = OutFolder(lecture).manifest().languages
    old = [clip.name for clip in made["en"].clips if not clip.is_current]
    assert old == others
    assert not made["en"].film.is_current
    assert "keras_training" not in [clip.name for clip in made["ru"].clips if clip.is_current]
    code, said, _ = run("build", *WHOLE, lecture, "--set", "learning_rate=0.02")
    assert code == 0
    made = OutFolder(lecture).manifest().languages
    assert all(clip.is_current for language in made.values() for clip in language.clips)
    assert all(language.film.is_current for language in made.values())


def test_the_manifest_adds_up(lecture):
    manifest = OutFolder(lecture).manifest()
    assert set(manifest.languages) == {"en", "ru"}
    for made in manifest.languages.values():
        film = made.film
        assert [clip.name for clip in made.clips] == list(CHAPTERS)
        assert film.clips == [clip.key for clip in made.clips]
        assert film.frames == sum(clip.frames for clip in made.clips)
        assert film.chapters[-1].end == pytest.approx(film.duration)
        assert len(film.beats) == 36
        for before, after in zip(film.beats, film.beats[1:], strict=False):
            fades = before.name.split(".")[0] != after.name.split(".")[0]
            gap = after.start - before.end
            assert 0 < gap < 1 if fades else gap == pytest.approx(0, abs=1e-9)
    text = json.loads((lecture / "manifest.json").read_text(encoding="utf-8"))
    assert str(lecture) not in json.dumps(text)
    assert manifest.numbers.manual.w1 == pytest.approx(2.965, abs=1e-3)
    assert manifest.numbers.keras.loss == pytest.approx(0.0440, abs=1e-4)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--set", "learning_rat=3"], "did you mean learning_rate?"),
        (["build", "--set", "learning_rate=-3"], "must be greater than 0"),
        (["build", "--set", "learning_rate"], "is not KEY=VALUE"),
        (["build", "--params", "nowhere.toml"], "there is no such file"),
        (["build", "gradeint"], "'gradeint' is not one of the chapters; did you mean gradient?"),
        (["build", "x"], "'x' is not one of the chapters neuron, surface,"),
        (["build", "--quality", "best"], "'best' is not one of"),
        (["build", "--out", "/proc/nowhere"], "choose another folder with --out"),
        (["sweep"], "needs at least one --set"),
        (["sweep", "--set", "learning_rate=0.01,-1"], "must be greater than 0"),
        (["bild"], "No such command"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments, words, store):
    code, said, errors = run(*arguments)
    assert code == 2
    assert words in errors
    assert errors.startswith("error: ")
    assert errors.strip().count("\n") == 0
    assert said == ""


def test_alone_it_shows_its_help(store):
    code, said, errors = run()
    assert (code, errors) == (2, "")
    assert "Usage: " in said


@pytest.mark.parametrize("damage", ["remove", "truncate", "flip"])
def test_a_damaged_font_is_found_before_the_first_frame(damage, tmp_path, monkeypatch):
    assert set(preflight.FONTS) == {font.name for font in asset_path("fonts").glob("*.otf")}
    shutil.copytree(asset_path("fonts"), tmp_path / "fonts")
    font = tmp_path / "fonts" / "FiraSans-Regular.otf"
    if damage == "remove":
        font.unlink()
    elif damage == "truncate":
        os.truncate(font, font.stat().st_size - 1000)
    else:
        data = bytearray(font.read_bytes())
        data[100_000] ^= 1
        font.write_bytes(data)
    check_surroundings(tmp_path / "out", tmp_path / "cache")
    monkeypatch.setattr(preflight, "asset_path", tmp_path.joinpath)
    with pytest.raises(PreflightError, match=r"damaged in .*: FiraSans-Regular\.otf: restore"):
        check_surroundings(tmp_path / "out", tmp_path / "cache")


@pytest.mark.parametrize("command", ["build", "sweep"])
def test_nobody_elses_files_are_lost(command, store, tmp_path):
    page = tmp_path / "out" / "index.html"
    log = tmp_path / "out" / "logs" / "server.log"
    log.parent.mkdir(parents=True)
    log.write_text("kept")
    page.write_text("<title>My own</title>")
    built = (command, "recap", "--quality", "preview", "--set", "steps=7", "--out", page.parent)
    code, _, errors = run(*built)
    assert code == 2
    assert errors.startswith(f"error: {page} was not made by descent-film")
    assert page.read_text() == "<title>My own</title>"
    page.unlink()
    assert run(*built)[0] == 0
    assert run(*built)[0] == 0
    assert log.read_text() == "kept"


def test_a_format_that_is_gone_is_made_only_if_it_is_wanted(store, tmp_path):
    build(order(tmp_path, "recap", formats=frozenset({"webm", "gif"})), Console())
    for kind in ("webm", "gif"):
        (tmp_path / "en" / f"recap.{kind}").unlink()
    build(order(tmp_path, "recap"), Console())
    (clip,) = OutFolder(tmp_path).manifest().languages["en"].clips
    assert set(clip.files) == {"mp4", "png", "vtt", "srt"}


def test_a_gif_that_fits_nowhere_fails_alone(store, tmp_path, monkeypatch):
    monkeypatch.setattr(gif, "write_gif", partial(gif.write_gif, max_bytes=500))
    wanted = order(tmp_path, "recap", formats=frozenset({"gif"}))
    (failure,) = build(wanted, Console())
    assert failure.cause == "recap.mp4 makes a GIF of more than 0.0005 MB even when small"
    assert failure.log == tmp_path / "logs" / "recap.en.log"
    assert failure.log.is_file()
    (clip,) = OutFolder(tmp_path).manifest().languages["en"].clips
    assert "gif" not in clip.files
    assert build(order(tmp_path, "recap"), Console()) == []
    assert not failure.log.parent.exists()


def test_slides_of_other_parameters_say_so(lecture):
    assert "The slides were made with other" not in (lecture / "index.html").read_text("utf-8")
    wanted = order(lecture, "keras_training", params=Params(epochs=12))
    assert build(wanted, Console()) == []
    manifest = OutFolder(lecture).manifest()
    assert not manifest.languages["en"].slides.is_current
    assert "The slides were made with other" in (lecture / "index.html").read_text("utf-8")


def test_a_failing_chapter_does_not_stop_the_others(store, tmp_path, monkeypatch):
    real = LocalProcesses.render

    def broken(self: LocalProcesses, request: ClipRequest, *rest: object) -> object:
        if request.chapter == "gradient":
            raise RuntimeError("no\nsuch thing")
        return real(self, request, *rest)

    monkeypatch.setattr(LocalProcesses, "render", broken)
    (failure,) = build(order(tmp_path / "out", "recap", "gradient"), Console())
    assert failure.request.chapter == "gradient"
    assert failure.cause == "RuntimeError: no such thing"
    assert "report" in failure.remedy
    (made,) = OutFolder(tmp_path / "out").manifest().languages["en"].clips
    assert made.name == "recap"


def test_without_keras_it_says_what_to_install(store, tmp_path, monkeypatch):
    (tmp_path / "keras").mkdir()
    (tmp_path / "keras" / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    code, _, errors = run("build", "keras_training", "--quality", "preview", "--set", "epochs=37",
                          "--out", tmp_path / "out")  # fmt: skip
    assert code == 1
    (failed,) = [line for line in errors.splitlines() if not line.startswith("descent: Keras ")]
    assert failed.startswith("failed: keras_training (en): training with Keras needs TensorFlow: ")
    assert "install Keras as it says" in failed


def test_sets_are_all_combinations():
    sets = sets_of({"learning_rate": "0.01, 0.02", "start": "0,1;-4,4"})
    assert sets == [
        {"learning_rate": rate, "start": start}
        for rate in ("0.01", "0.02")
        for start in ("0,1", "-4,4")
    ]
    assert folder_name(sets[3]) == "learning_rate=0.02,start=-4_4"
    loaded = load_sets(None, {"start": "0,1;-4,4; 0,1.0"})
    assert [params.start for _, params in loaded] == [(0, 1), (-4, 4)]
    points = ",".join(map(str, range(300)))
    assert len(folder_name({"x": points})) < 120
    assert folder_name({"x": points}) != folder_name({"x": points + "0"})


@pytest.mark.long
def test_a_sweep_renders_once_what_does_not_differ(store, tmp_path):
    code, said, errors = run("sweep", "recap", "keras_training", "--quality", "preview",
                             "--out", tmp_path, "--set", "epochs=1,2")  # fmt: skip
    assert code == 0, errors
    assert said.count("rendering recap") == 1
    assert said.count("rendering keras_training") == 2
    for name in ("epochs=1", "epochs=2"):
        assert OutFolder(tmp_path / name).manifest().params["epochs"] == int(name[-1])
        assert f"{name}/index.html" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_sweep_of_languages_speaks_each(store, tmp_path):
    code, _, errors = run("sweep", "recap", "--quality", "preview", "--out", tmp_path,
                          "--set", "language=en,ru")  # fmt: skip
    assert code == 0, errors
    for language in ("en", "ru"):
        assert list(OutFolder(tmp_path / f"language={language}").manifest().languages) == [language]
