"""The command: what it makes, what it says, how fast it is done with nothing."""

import json
import subprocess
import sys

import pytest

from scenes.chapters import CHAPTERS
from scenes.publish.build import Console, build
from scenes.publish.folder import OutFolder
from scenes.publish.sweep import folder_name, load_sets, sets_of
from tests.conftest import ROOT
from tests.publish.conftest import order, run

WHOLE = ("--quality", "preview", "--language", "en", "--language", "ru", "--out")
LIGHT = """
import sys
from tests.publish import driver
from scenes.publish import qualities
qualities.QUALITIES["preview"] = driver.TINY
from scenes.publish.cli import main
try:
    main()
finally:
    heavy = {"manim", "tensorflow", "keras", "numba", "matplotlib"} & set(sys.modules)
    assert not heavy, heavy
"""


def test_what_is_there_is_not_made_again(lecture):
    files = {path: path.stat().st_mtime_ns for path in lecture.rglob("*.*") if path.is_file()}
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
    assert (
        "en: not made anew, and so of other parameters or code: learning_rate, convergence" in said
    )
    made = OutFolder(lecture).manifest().languages
    old = [clip.name for clip in made["en"].clips if not clip.is_current]
    assert old == ["learning_rate", "convergence"]
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
        assert len(film.beats) == 32
        for before, after in zip(film.beats, film.beats[1:], strict=False):
            assert before.end == pytest.approx(after.start)
    text = json.loads((lecture / "manifest.json").read_text(encoding="utf-8"))
    assert str(lecture) not in json.dumps(text)
    assert manifest.outcome.manual.w1 == pytest.approx(2.965, abs=1e-3)
    assert manifest.outcome.keras.loss == pytest.approx(0.0440, abs=1e-4)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--set", "learning_rat=3"], "did you mean learning_rate?"),
        (["build", "--set", "learning_rate=-3"], "must be greater than 0"),
        (["build", "--set", "learning_rate"], "is not KEY=VALUE"),
        (["build", "--params", "nowhere.toml"], "there is no such file"),
        (["build", "gradeint"], "'gradeint' is not one of"),
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


def test_a_failing_chapter_does_not_stop_the_others(store, tmp_path):
    # More epochs than can be trained in no time: Keras is refused in this environment.
    wanted = order(tmp_path / "out", "recap", "gradient")
    from scenes.publish import workers

    def broken(request: object, *rest: object) -> object:
        if request.chapter == "gradient":
            raise RuntimeError("no\nsuch thing")
        return real(request, *rest)

    real = workers._render
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_render", broken)
        (failure,) = build(wanted, Console())
    assert failure.request.chapter == "gradient"
    assert failure.cause == "RuntimeError: no such thing"
    assert "report" in failure.remedy
    (made,) = OutFolder(tmp_path / "out").manifest().languages["en"].clips
    assert made.name == "recap"


def test_sets_are_all_combinations():
    sets = sets_of({"learning_rate": "0.01, 0.02", "start": "0,1;-4,4"})
    assert sets == [
        {"learning_rate": rate, "start": start}
        for rate in ("0.01", "0.02")
        for start in ("0,1", "-4,4")
    ]
    assert folder_name(sets[3]) == "learning_rate=0.02,start=-4_4"
    loaded = load_sets(None, {"start": "0,1;-4,4"})
    assert [params.start for _, params in loaded] == [(0, 1), (-4, 4)]


def test_a_sweep_renders_once_what_does_not_differ(store, tmp_path):
    code, said, errors = run("sweep", "recap", "keras_training", "--quality", "preview",
                             "--out", tmp_path, "--set", "epochs=1,2")  # fmt: skip
    assert code == 0, errors
    assert said.count("rendering recap") == 1
    assert said.count("rendering keras_training") == 2
    for name in ("epochs=1", "epochs=2"):
        assert OutFolder(tmp_path / name).manifest().params["epochs"] == int(name[-1])
        assert f"{name}/index.html" in (tmp_path / "index.html").read_text(encoding="utf-8")
