"""Break a build at random, ask for a plain build, see that all is whole: ``python -m tests.soak``.

SEED chooses the faults, FAULTS their number; without the latter it goes on for twenty minutes.
"""

import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from gdmath.user_cache import CACHE_VARIABLE
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.ledger import STATE
from tests.soak.faults import KINDS, Bench

SECONDS = 20 * 60
LONGEST = 240
"""Seconds that a plain build may take."""
MINE = {"mine/thesis.txt": "mine", ".thesis.parts": "mine", "logs/recap.mine.log": "mine"}
"""Files of somebody else."""
STATES = {"lock", "manifest.json", "stamps.json", "others.json"}


def main() -> None:
    """Try faults until the time or their number is over; the first that is not survived ends it."""
    seed = int(os.environ.get("SEED", "1"))
    number = int(os.environ["FAULTS"]) if "FAULTS" in os.environ else None
    chance = random.Random(seed)
    end = time.monotonic() + SECONDS
    tried: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="descent-soak-") as folder:
        bench = Bench(Path(folder, "out"), Path(folder, "cache"), _starter(Path(folder)), chance)
        _build(bench)
        wanted = _pictures(bench)
        for name, text in MINE.items():
            (bench.out / name).parent.mkdir(parents=True, exist_ok=True)
            (bench.out / name).write_text(text)
        for count in itertools.count():
            if count == number or (number is None and time.monotonic() > end):
                break
            fault = chance.choice(KINDS)
            print(f"{count + 1}: {fault.__name__}", flush=True)
            fault(bench)
            _build(bench)
            _check(bench, wanted)
            tried[fault.__name__] += 1
    print(f"seed {seed}: {tried.total()} faults survived: {dict(tried)}")


def _starter(folder: Path):
    environment = {**os.environ, CACHE_VARIABLE: str(folder / "cache"), "TMPDIR": str(folder)}

    def start(*more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.publish.driver", "build", "recap", "--quality",
             "preview", "--out", str(folder / "out"), *more],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )  # fmt: skip

    return start


def _build(bench: Bench) -> None:
    build = bench.start()
    said = build.communicate(timeout=LONGEST)
    assert build.returncode == 0, said


def _pictures(bench: Bench) -> dict[str, bytes]:
    return {
        kind: (bench.out / "en" / f"recap.{kind}").read_bytes() for kind in ("mp4", "png", "vtt")
    }


def _check(bench: Bench, wanted: dict[str, bytes]) -> None:
    """Hold the folder to what must be true after any build."""
    folder = OutFolder(bench.out)
    assert list(folder.faults()) == []
    manifest = folder.manifest()
    assert manifest is not None
    assert all(clip.is_current for clip in manifest.languages["en"].clips)
    assert _pictures(bench) == wanted, "it is not what a build from nothing makes"
    for name, text in MINE.items():
        assert (bench.out / name).read_text() == text, f"{name} is another"
    states = {path.name for path in (bench.out / STATE).iterdir()}
    assert {name for name in states if not name.startswith("damaged-")} <= STATES, states
    assert not list((bench.cache / "clips").glob(".*")), "a temporary folder is left"
    assert not list(bench.out.parent.glob("descent-film-*/.*")), "a temporary folder is left"
    for process in psutil.process_iter(["environ", "cmdline"]):
        ours = (process.info["environ"] or {}).get(CACHE_VARIABLE) == str(bench.cache)
        assert not ours, f"{process.info['cmdline']} still runs"


if __name__ == "__main__":
    main()
