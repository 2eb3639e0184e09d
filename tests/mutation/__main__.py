"""Change definitions one by one and compare what is called stale with what looks different.

``python -m tests.mutation --count 100 --seed 1``. It fails if a chapter's frames change, or can no
longer be drawn, and the chapter is not called stale; and if fewer than half of the chapters whose
frames stay are left alone.
"""

import argparse
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.mutation.drawing import FAILED, Copy
from tests.mutation.mutations import choose

ROOT = Path(__file__).resolve().parents[2]
LEAST_FRESH = 0.5
"""Share of the chapters with unchanged frames that must not be called stale."""


def main() -> int:
    """Try as many mutations as asked; return 1 if the analysis does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="definitions to change")
    parser.add_argument("--seed", type=int, default=1, help="of the choice")
    parser.add_argument("--chapters", nargs="*", help="all, unless some are named")
    options = parser.parse_args()
    for library in ("manim", "numba", "scipy.optimize", "typst", "pydantic"):
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESCENT_CACHE"] = f"{folder}/cache"
        os.environ["NUMBA_CACHE_DIR"] = f"{folder}/numba"
        return _try(options, Copy(ROOT, Path(folder) / "project"))


def _try(options: argparse.Namespace, copy: Copy) -> int:
    sources = sorted(path.stem for path in (copy.root / "scenes/chapters").glob("[!_]*.py"))
    chapters = options.chapters or sources
    copy.draw(chapters)  # compiles
    began = time.monotonic()
    frames = copy.draw(chapters)
    patience = 20 + 4 * (time.monotonic() - began)
    assert FAILED not in frames.values(), frames
    assert frames == copy.draw(chapters), "the same code draws different frames"
    reached = _reached(copy.root, chapters)
    missed = same = fresh = changed = 0
    for mutation in choose(copy.root, options.count, options.seed):
        began = time.monotonic()
        with copy.changed(mutation):
            now = copy.draw(chapters, patience)
            found = _reached(copy.root, chapters)
        words = []
        for chapter in chapters:
            is_stale = found[chapter] != reached[chapter]
            is_changed = now[chapter] != frames[chapter]
            changed += is_changed
            same += not is_changed
            fresh += not is_changed and not is_stale
            missed += is_changed and not is_stale
            words.append(("=", "s", "MISSED", "S")[2 * is_changed + is_stale])
        print(f"{time.monotonic() - began:5.1f} s  {' '.join(words)}  {mutation.name}", flush=True)
    print(f"{changed} changed, {missed} of them missed; {same} unchanged, {fresh} of them fresh")
    print(f"columns: {' '.join(chapters)}; S changed, s only called stale, = neither")
    return int(missed > 0 or fresh < LEAST_FRESH * same)


_REACHED = """
import json, sys
from pathlib import Path
from scenes.publish.clips.dependencies import project_sources, reach
sources = project_sources(Path(sys.argv[1]))
print(json.dumps({name: reach(sources, name).definitions for name in sys.argv[2:]}))
"""


def _reached(root: Path, chapters: list[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Ask the project itself, as it is here, what chapters reach in a copy."""
    import json
    import subprocess

    told = subprocess.run(
        [sys.executable, "-c", _REACHED, str(root), *chapters],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(told.stdout)


if __name__ == "__main__":
    sys.exit(main())
