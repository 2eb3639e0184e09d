"""The last frames of all beats of chapters, drawn from a copy of the project."""

import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.mutation.mutations import Mutation

HEIGHT = 180
CORES = os.cpu_count() or 1
FAILED = "failed"
"""Stands for the frames of a chapter that cannot be drawn."""


class Copy:
    """A copy of the project's sources and assets, of which one file at a time is changed.

    Files keep their times, so that what Numba compiled is compiled once.
    """

    def __init__(self, project: Path, root: Path) -> None:
        self.root = root
        for name in ("gdmath", "scenes", "assets"):
            shutil.copytree(
                project / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copyfile(project / "manim.cfg", root / "manim.cfg")

    @contextmanager
    def changed(self, mutation: Mutation) -> Iterator[None]:
        """Put a mutation into its file for a while."""
        file = self.root / mutation.file
        aside = self.root / "aside"
        shutil.copy2(file, aside)
        file.write_text(mutation.text, encoding="utf-8")
        try:
            yield
        finally:
            aside.replace(file)

    def draw(self, chapters: Sequence[str], patience: float = 900) -> dict[str, str]:
        """Return a digest of each chapter's frames, or `FAILED`.

        They are drawn by a process for each core, forked from this one, which must not have
        imported the project. After `patience`, in seconds, they are ended, and what is not drawn
        has failed: a changed loop may run for ever.
        """
        assert not {"gdmath", "scenes"} & set(sys.modules)
        digests = dict.fromkeys(chapters, FAILED)
        context = multiprocessing.get_context("fork")
        ends = time.monotonic() + patience
        with tempfile.NamedTemporaryFile() as answer:
            shares = [list(chapters[first::CORES]) for first in range(min(CORES, len(chapters)))]
            processes = [
                context.Process(target=_draw, args=(self.root, share, answer.name))
                for share in shares
            ]
            for process in processes:
                process.start()
            for process in processes:
                process.join(max(0, ends - time.monotonic()))
                if process.is_alive():
                    process.kill()
                    process.join()
            for line in Path(answer.name).read_text(encoding="utf-8").splitlines():
                chapter, digest = json.loads(line)
                digests[chapter] = digest
        return digests


def _draw(root: Path, chapters: Sequence[str], answer: str) -> None:
    os.chdir(root)
    sys.path.insert(0, str(root))
    sys.dont_write_bytecode = True
    from manim import config

    config.media_dir = str(root / "media")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        for chapter in chapters:
            try:
                digest = _digest(chapter)
            except BaseException:  # whatever a changed definition may raise
                digest = FAILED
            with Path(answer).open("a", encoding="utf-8") as file:
                file.write(json.dumps([chapter, digest]) + "\n")
    os._exit(0)


def _digest(chapter: str) -> str:
    from scenes.chapters import load_chapter
    from scenes.params import Params
    from scenes.publish.clips.rehearsal import rehearse
    from scenes.stage.film import Film

    class Clip(Film):
        chapters = (load_chapter(chapter),)

    digest = hashlib.sha256()
    film = rehearse(
        Clip,
        Params(),
        on_still=lambda _film, _beat, frame: digest.update(frame.tobytes()),
        height=HEIGHT,
    )
    digest.update(repr((film.beats, film.cues)).encode())
    return digest.hexdigest()
