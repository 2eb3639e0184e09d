"""Only what a manifest of ours lists, as it lists it, is replaced or removed."""

import json
import os
import shutil
import signal
import stat

import pytest

from gdmath.user_cache import CACHE_VARIABLE
from scenes.params import Params
from scenes.publish.build import build
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.clips.qualities import QUALITIES
from scenes.publish.lecture import folder as folder_module
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import STATE
from scenes.publish.lecture.listener import Console
from scenes.publish.lecture.preflight import PreflightError
from scenes.publish.lecture.switch import KEPT
from tests.publish.conftest import order, run

LIGHT = Params(theme="light")


class Heard(Console):
    """Notes what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        """Note it."""
        self.lines.append(line)


@pytest.fixture(scope="session")
def older(tmp_path_factory):
    """A folder with ``out``, a dark recap, and ``cache``, which has a light one too."""
    base = tmp_path_factory.mktemp("owned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(base / "cache"))
        assert build(order(base / "other", "recap", params=LIGHT), Console()) == []
        assert build(order(base / "out", "recap"), Console()) == []
    return base


@pytest.fixture
def out(older, tmp_path, monkeypatch):
    """A copy of the lecture with one clip, for this test alone; its store is the user's."""
    shutil.copytree(older / "cache", tmp_path / "cache")
    shutil.copytree(older / "out", tmp_path / "out")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "out"


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and STATE not in path.parts
    }


def assert_whole(folder):
    manifest = OutFolder(folder).manifest()
    assert manifest is not None
    assert all(map(OutFolder(folder).holds, manifest.files()))


@pytest.mark.parametrize(
    "name",
    [
        ".thesis.parts",
        ".a-0123456789abcdef.part.mp4",
        "en/.notes.part1",
        "en/neuron.mp4",
        "en/slides_mine/talk.html",
        "en/.staging-mine/film.mp4",
        ".staging-mine.lock",
        ".lock",
        "logs/recap.mine.log",
        "my-footage/take.mp4",
    ],
)
def test_what_others_put_there_is_as_it_was(name, out):
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    assert build(order(out, "recap", params=LIGHT), Console()) == []
    assert (out / name).read_text() == "mine"
    assert_whole(out)


@pytest.mark.parametrize("name", ["manifest.json", "en/recap.mp4", "index.html", "en/descent.vtt"])
def test_a_folder_of_others_is_not_built_into(name, out, tmp_path):
    theirs = tmp_path / "theirs"
    (theirs / name).parent.mkdir(parents=True)
    (theirs / name).write_text('{"made_with": "descent-film"}')
    with pytest.raises(PreflightError, match="not made by descent-film and would be lost"):
        build(order(theirs, "recap"), Console())
    assert everything(theirs) == {name: b'{"made_with": "descent-film"}'}


@pytest.mark.parametrize("name", ["en/recap.mp4", "en/recap.srt", "index.html"])
def test_what_was_edited_is_kept_when_it_stands_in_the_way(name, out):
    (out / name).write_text("edited by hand")
    heard = Heard()
    assert build(order(out, "recap", params=LIGHT), heard) == []
    assert (out / KEPT / name).read_text() == "edited by hand"
    assert any(f"{KEPT}/{name}: kept" in line for line in heard.lines)
    assert_whole(out)


def test_a_format_that_was_edited_and_goes_is_left_and_said(out):
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["languages"]["en"]["clips"][0]["files"].keys() == {"mp4", "png", "vtt", "srt"}
    assert build(order(out, "recap", formats=frozenset({"gif"})), Console()) == []
    assert (out / "en" / "recap.gif").is_file()
    assert build(order(out, "recap", params=LIGHT), Console()) == []  # made again, unasked
    assert "gif" in OutFolder(out).manifest().languages["en"].clips[0].files
    assert_whole(out)


def test_a_trial_does_not_replace_finished_work(out):
    before = everything(out)
    small = QUALITIES["preview"].model_copy(update={"width": 80, "height": 45})
    for dry_run in (False, True):
        with pytest.raises(PreflightError, match="put it beside, with --out"):
            build(order(out, "recap", quality=small), Console(), dry_run=dry_run)
    assert everything(out) == before


@pytest.mark.parametrize("edit", ["title", "cue"])
def test_words_edited_in_the_manifest_are_not_believed(edit, out):
    file = out / "manifest.json"
    manifest = json.loads(file.read_text())
    clip = manifest["languages"]["en"]["clips"][0]
    if edit == "title":
        clip["title"] = "Nonsense"
    else:
        clip["cues"][0]["text"] = "Nonsense"
    file.write_text(json.dumps(manifest))
    heard = Heard()
    assert build(order(out, "recap"), heard) == []
    assert "Nonsense" not in (out / "index.html").read_text()
    assert "Nonsense" not in file.read_text()
    assert "Nonsense" in (out / KEPT / "manifest.json").read_text()
    assert any("not as it was written" in line for line in heard.lines)
    assert_whole(out)


def test_words_edited_in_the_store_are_not_believed(out):
    store = ClipStore()
    for entry in store.entries():
        record = entry.folder / "record.json"
        record.write_text(record.read_text().replace(entry.clip.title, "Nonsense"))
    assert store.entries() == []


@pytest.mark.parametrize("path", ["../precious", "/tmp/precious", "en/../../precious", ""])
def test_a_path_in_a_manifest_leads_nowhere_else(path, out):
    precious = out.parent / "precious"
    precious.write_text("precious")
    for file in (out / "manifest.json", out / STATE / "manifest.json"):
        manifest = json.loads(file.read_text())
        manifest["languages"]["en"]["clips"][0]["files"]["gif"] = {
            **OutFolder(out.parent).described("precious").model_dump(),
            "path": path,
        }
        file.write_text(json.dumps(manifest))
    assert build(order(out, "recap", params=LIGHT), Console()) == []
    assert precious.read_text() == "precious"
    assert_whole(out)


def test_a_link_out_of_the_folder_is_not_followed(out, tmp_path):
    shutil.move(out / "en", tmp_path / "elsewhere")
    (out / "en").symlink_to(tmp_path / "elsewhere")
    before = everything(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="leads out of"):
        build(order(out, "recap", params=LIGHT), Console())
    assert everything(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(
    "content", ['{"en/recap.mp4": 5}', "[" * 100_000, "{}", "5", '{"files": {"en/recap.mp4": 5}}']
)
def test_any_state_of_the_stamps_is_survived(content, out):
    for name in ("stamps.json", "others.json", "switch.json"):
        (out / STATE / name).write_text(content)
    os.truncate(out / "en" / "recap.mp4", 100)
    assert build(order(out, "recap"), Console()) == []
    assert_whole(out)


def test_what_a_newer_version_made_is_left_alone(out):
    file = out / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "schema_version": 99}))
    before = everything(out)
    with pytest.raises(PreflightError, match="newer version"):
        build(order(out, "recap", params=LIGHT), Console())
    assert everything(out) == before


def test_a_broken_manifest_loses_no_chapter_of_the_page(lecture):
    (lecture / "manifest.json").write_text("{")
    assert build(order(lecture, "recap", params=Params(epochs=12)), Console()) == []
    made = OutFolder(lecture).manifest().languages
    assert [len(language.clips) for language in made.values()] == [8, 8]
    assert_whole(lecture)


def test_a_clip_that_is_gone_is_not_promised_by_the_page(lecture):
    (lecture / "en" / "neuron.mp4").unlink()
    heard = Heard()
    assert build(order(lecture, "recap"), heard) == []
    assert "neuron" not in [c.name for c in OutFolder(lecture).manifest().languages["en"].clips]
    assert any("neuron is left out" in line for line in heard.lines)
    assert_whole(lecture)


def test_what_fails_while_it_takes_its_place_changes_nothing(out):
    (out / "en" / "recap.vtt").unlink()
    (out / "en" / "recap.vtt").mkdir()
    (out / KEPT).write_text("a file where the folder would be")
    before = everything(out)
    with pytest.raises(OSError, match=KEPT):
        build(order(out, "recap", params=LIGHT), Console())
    assert everything(out) == before
    assert not list((out / STATE).glob("*switch*"))


def test_killed_among_the_renames_the_next_build_does_the_rest(out, monkeypatch):
    before = everything(out)
    pid = os.fork()
    if pid == 0:  # the child dies after so many files
        left = [2]
        real = type(out).replace

        def replace(self, target):
            if self.parent.parent.name.startswith(".staging-") and target.parent == out / "en":
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return real(self, target)

        monkeypatch.setattr(type(out), "replace", replace)
        build(order(out, "recap", params=LIGHT), Console())
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    half = everything(out)
    assert half != before
    assert half["index.html"] == before["index.html"]
    with OutFolder(out).locked():
        pass
    assert OutFolder(out).manifest().theme == "light"
    assert_whole(out)
    assert {path.name for path in (out / STATE).iterdir()} <= {
        "lock", "manifest.json", "stamps.json", "others.json",
    }  # fmt: skip


def test_interrupted_among_the_renames_it_says_that_all_is_new(out, monkeypatch):
    real = folder_module.carry_out

    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(folder_module, "carry_out", interrupted)
    with pytest.raises(KeyboardInterrupt, match="already in place"):
        build(order(out, "recap", params=LIGHT), Console())
    assert OutFolder(out).manifest().theme == "light"
    assert_whole(out)


@pytest.mark.parametrize("obstacle", ["file", "mode 000", "aside is a file"])
def test_an_entry_that_cannot_be_removed_is_passed_by(obstacle, out):
    store = ClipStore()
    (entry,) = [e for e in store.entries() if e.record.dependencies.params["theme"] == "dark"]
    (out / "en" / "recap.mp4").unlink()
    if obstacle == "file":
        shutil.rmtree(entry.folder)
        entry.folder.write_text("")
    elif obstacle == "mode 000":
        (entry.folder / "record.json").write_text("{")
        entry.folder.chmod(0)
    else:
        data = bytearray(entry.video.read_bytes())
        data[500] ^= 1
        entry.video.write_bytes(data)
        (store.root / "damaged").write_text("")
    try:
        assert build(order(out, "recap"), Console()) == []
        assert_whole(out)
    finally:
        if entry.folder.is_dir():
            entry.folder.chmod(stat.S_IRWXU)


def test_pruning_leaves_what_others_put_into_the_cache(out):
    store = ClipStore()
    theirs = [store.root / "my-footage" / "a.mp4", store.root / "damaged" / "my-takes" / "b.mp4"]
    for file in theirs:
        file.parent.mkdir(parents=True)
        file.write_text("mine")
    assert store.damaged() == []
    for entry in store.entries():
        store.remove(entry.folder)
    assert all(file.read_text() == "mine" for file in theirs)


@pytest.mark.parametrize(
    "damage", ["none", "published", "same size and time", "stored", "manifest"]
)
def test_verify_reads_every_file_and_changes_nothing(damage, out):
    (stored, *_) = ClipStore().entries()
    damaged = {
        "published": out / "en" / "recap.vtt",
        "same size and time": out / "en" / "recap.mp4",
        "stored": stored.video,
        "manifest": out / "manifest.json",
    }.get(damage)
    if damaged is not None:
        times = damaged.stat()
        data = damaged.read_bytes()
        damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(damaged, ns=(times.st_atime_ns, times.st_mtime_ns))
    before = everything(out.parent)
    code, said, errors = run("build", "recap", "--quality", "preview", "--out", out, "--verify")
    assert (code, errors) == (0 if damaged is None else 1, ""), said
    words = " ".join(said.split())
    assert ("not as they were made: none" in words) == (damaged is None)
    if damaged is not None:
        assert damaged.name in said
    assert everything(out.parent) == before


def test_the_manifest_lists_all_that_is_published_with_its_size(lecture):
    listed = {file.path: file.bytes for file in OutFolder(lecture).manifest().files()}
    found = {name: len(data) for name, data in everything(lecture).items()}
    assert found.pop("manifest.json") > 0
    assert listed == found
