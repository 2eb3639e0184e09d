"""Killed, interrupted, out of space, two at once, damaged: the next build is whole again."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from gdmath.user_cache import CACHE_VARIABLE
from scenes.publish.clips.clip_store import LAYOUT
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import STATE
from scenes.publish.lecture.switch import KEPT
from tests.publish.conftest import descent, run

BUILD = ("build", "recap", "keras_training", "--quality", "preview", "--out")
MOMENTS = (0.3, 2.0, 3.4, 5.1)
"""Seconds after which a build is killed."""


def everything(out: Path) -> dict[str, bytes]:
    """Return all files with final names."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not {STATE, KEPT} & set(path.relative_to(out).parts)
    }


def assert_whole(out: Path) -> None:
    """Hold a folder to its manifest: each file is there as described, and nothing half made."""
    manifest = OutFolder(out).manifest()
    assert manifest is not None
    entries = [clip for language in manifest.languages.values() for clip in language.clips]
    assert entries
    for entry in entries:
        assert entry.is_current
        for file in entry.files.values():
            assert OutFolder(out).holds(file), file.path
    assert [path.name for path in out.rglob(".*")] == [".descent"]
    known = {"lock", "manifest.json", "stamps.json", "others.json"}
    assert {path.name for path in (out / ".descent").iterdir()} <= known
    cache = Path(os.environ[CACHE_VARIABLE]) / "clips"
    assert not list(cache.glob(".*"))


def rebuild(out: Path, *more: str) -> None:
    code, said, errors = run(*BUILD, out, *more)
    assert code == 0, (said, errors)
    assert_whole(out)


@pytest.fixture(scope="session")
def older(tmp_path_factory):
    """A folder with ``out``, clips of an older build, and ``cache``, their store."""
    folder = tmp_path_factory.mktemp("older")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder / "cache"))
        rebuild(folder / "out")
    return folder


@pytest.fixture
def old(older, store, tmp_path):
    """The folder with the older clips, for this test alone; their store is the user's."""
    shutil.copytree(older / "cache", store.root.parent)
    shutil.copytree(older / "out", tmp_path / "out")
    return tmp_path / "out"


def processes_of(build: subprocess.Popen) -> list[psutil.Process]:
    return psutil.Process(build.pid).children(recursive=True)


def wait_for_end(processes: list[psutil.Process]) -> None:
    _, alive = psutil.wait_procs(processes, timeout=20)
    assert not alive, "a process outlived its build"


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_is_made_good(moment, old):
    before = everything(old)
    build = descent(*BUILD, old, "--theme", "light")
    time.sleep(moment)
    workers = processes_of(build) if build.poll() is None else []
    build.kill()
    build.communicate()
    wait_for_end(workers)
    after = everything(old)
    if not list((old / STATE).glob("switch.json")):  # killed among the renames themselves
        assert set(after) == set(before)
        changed = {name for name in before if after[name] != before[name]}
        assert not changed or {"index.html", "manifest.json", "en/recap.mp4"} <= changed
    rebuild(old, "--theme", "light")


def test_a_killed_worker_takes_only_its_clip(old):
    build = descent(*BUILD, old, "--theme", "light", "--jobs", "2")
    victim = None
    deadline = time.monotonic() + 30
    while victim is None and time.monotonic() < deadline:
        workers = [
            process
            for process in processes_of(build)
            if "scenes.publish.clips.render_one" in " ".join(process.cmdline())
        ]
        victim = max(workers, key=lambda process: process.create_time(), default=None)
    assert victim is not None
    victim.kill()
    _, errors = build.communicate(timeout=120)
    assert build.returncode == 1
    (failed,) = errors.splitlines()
    assert failed.startswith("failed: ")
    assert "its process was killed" in failed
    assert "build again" in failed
    rebuild(old, "--theme", "light")


@pytest.mark.parametrize("moment", ["begun", "drawing"])
def test_an_interrupted_build_leaves_what_was_there(moment, old, store):
    before = everything(old)
    build = descent(*BUILD, old, "--theme", "light")
    while not build.stdout.readline().startswith("rendering"):
        assert build.poll() is None
    while moment == "drawing" and not list(store.root.glob(".*/clip/stills/*.png")):
        assert build.poll() is None
        time.sleep(0.01)
    workers = processes_of(build)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does
    _, errors = build.communicate(timeout=60)
    wait_for_end(workers)
    assert build.returncode == 130
    assert errors.strip().count("\n") == 0
    assert "interrupted" in errors
    assert everything(old) == before
    rebuild(old, "--theme", "light")


def test_two_builds_at_once_take_turns(store, tmp_path):
    out = tmp_path / "out"
    builds = [descent(*BUILD, out) for _ in range(2)]
    said = [build.communicate(timeout=240) for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert sum("waiting for another build" in out for out, _ in said) == 1
    assert_whole(out)


@pytest.mark.parametrize("where", ["out", "cache"])
@pytest.mark.parametrize("damage", ["truncate", "flip", "remove", "empty"])
def test_a_damaged_file_is_replaced(damage, where, old):
    cache = Path(os.environ[CACHE_VARIABLE]) / "clips"
    (file,) = (old if where == "out" else cache / LAYOUT / "recap").rglob(
        "recap.mp4" if where == "out" else "clip.mp4"
    )
    good = file.read_bytes()
    if damage == "truncate":
        os.truncate(file, len(good) // 2)
    elif damage == "flip":
        file.write_bytes(good[:1000] + bytes([good[1000] ^ 1]) + good[1001:])
    elif damage == "remove":
        file.unlink()
    else:
        file.write_bytes(b"")
    if where == "cache":  # it is needed only if the clip is
        (old / "en" / "recap.mp4").unlink()
    rebuild(old)
    assert len((old / "en" / "recap.mp4").read_bytes()) > 1000


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 5000, '{"name": 1}'])
def test_a_damaged_manifest_is_replaced(content, old):
    (old / "manifest.json").write_text(content)
    rebuild(old)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_is_too_small_is_found_before_the_first_frame(store, small_disk):
    code, _, errors = run(*BUILD, small_disk / "out")
    assert code == 2
    assert "MB free" in errors
    assert "--out" in errors
    assert errors.strip().count("\n") == 0


@pytest.mark.parametrize("where", ["out", "cache"])
def test_a_disk_that_fills_up_costs_no_old_file(where, old, small_disk, monkeypatch):
    out = old
    if where == "out":
        out = small_disk / "out"
        shutil.copytree(old, out)
    else:
        monkeypatch.setenv(CACHE_VARIABLE, str(small_disk / "cache"))
    before = everything(out)
    room = shutil.disk_usage(small_disk).free
    filler = small_disk / "filler"
    filler.write_bytes(b"\0" * max(room - 60_000, 0))
    code, _, errors = run(*BUILD, out, "--theme", "light", "--no-space-check")
    assert code == 1, errors
    assert "space" in errors
    after = everything(out)
    clips = OutFolder(out).manifest().languages["en"].clips
    old_ones = [clip for clip in clips if clip.made_of.params["theme"] == "dark"]
    assert old_ones
    for file in (file for clip in old_ones for file in clip.files.values()):
        assert after[file.path] == before[file.path]
    filler.unlink()
    rebuild(out, "--theme", "light", "--no-space-check")
