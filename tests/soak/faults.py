"""The faults: each breaks something of a folder, its store or a build that runs."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scenes.publish.clips.clip_store import LAYOUT
from scenes.publish.lecture.ledger import STATE
from scenes.publish.lecture.switch import KEPT

Start = Callable[..., "subprocess.Popen[str]"]
"""Starts a build with more arguments."""


@dataclass(frozen=True)
class Bench:
    """What faults are tried on."""

    out: Path
    cache: Path
    start: Start
    chance: random.Random

    def published(self) -> list[Path]:
        """Return the files of the folder, in order."""
        return _files(self.out, without={"mine", ".thesis.parts", "logs", KEPT})

    def stored(self) -> list[Path]:
        """Return the files of the stored clips, in order."""
        return _files(self.cache / "clips" / LAYOUT, without=set())


def _files(folder: Path, without: set[str]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock" and not without & {*path.parts}
    )


def _damage(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    kind = chance.choice(("truncate", "empty", "flip", "remove", "folder"))
    if kind == "flip" and data:
        place = chance.randrange(len(data))
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    elif kind == "truncate":
        file.write_bytes(data[: len(data) // 2])
    elif kind == "empty":
        file.write_bytes(b"")
    else:
        file.unlink()
        if kind == "folder":
            file.mkdir()


def damage_published(bench: Bench) -> None:
    """Damage a published file, or one of the states beside it."""
    _damage(bench.chance.choice(bench.published()), bench.chance)


def damage_stored(bench: Bench) -> None:
    """Damage a file of a stored clip, and have it needed."""
    _damage(bench.chance.choice(bench.stored()), bench.chance)
    shutil.rmtree(bench.out / "en", ignore_errors=True)


def edit_words(bench: Bench) -> None:
    """Write other words into the manifest."""
    file = bench.out / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["languages"]["en"]["clips"][0]["title"] = "Nonsense"
    file.write_text(json.dumps(content), encoding="utf-8")


def spoil_state(bench: Bench) -> None:
    """Write nonsense over a file with what builds keep for each other."""
    name = bench.chance.choice(("stamps.json", "others.json", "switch.json", "manifest.json"))
    nonsense = ("{", "5", "[" * 50_000, '{"en/recap.mp4": 5}', "\0")
    (bench.out / STATE / name).write_text(bench.chance.choice(nonsense))


def kill(bench: Bench) -> None:
    """Kill a build that makes other clips, at any moment."""
    build = bench.start("--theme", "light")
    time.sleep(bench.chance.uniform(0, 12))
    build.kill()
    build.communicate()


def interrupt(bench: Bench) -> None:
    """Press Ctrl-C in a build that makes other clips, at any moment."""
    build = bench.start("--theme", "light")
    time.sleep(bench.chance.uniform(0, 12))
    if build.poll() is None:
        os.killpg(build.pid, signal.SIGINT)
    build.communicate(timeout=60)


def change_parameters(bench: Bench) -> None:
    """Build with another parameter."""
    build = bench.start("--set", f"steps={bench.chance.randrange(3, 40)}")
    said = build.communicate(timeout=240)
    assert build.returncode == 0, said


def two_at_once(bench: Bench) -> None:
    """Build twice at the same time, of different themes."""
    builds = [bench.start("--theme", theme) for theme in ("light", "dark")]
    said = [build.communicate(timeout=240) for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said


KINDS = (
    damage_published, damage_stored, edit_words, spoil_state, kill, interrupt, change_parameters,
    two_at_once,
)  # fmt: skip
