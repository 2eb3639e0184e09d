"""Where clips are rendered: in processes on this machine; a cluster would do as well."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from scenes.publish.clips.dependencies import ROOT
from scenes.publish.clips.render_one import Made
from scenes.publish.clips.requests import ClipRequest, Failure

_THREAD_VARIABLES = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


class Executor(Protocol):
    """Renders clips, several at once, each asked for from a thread of its own."""

    @property
    def slots(self) -> int:
        """How many it renders at once."""

    def render(
        self,
        request: ClipRequest,
        folder: Path,
        expected_frames: int | None,
        on_progress: Callable[[int, int], None],
    ) -> Made | Failure:
        """Render a clip as `scenes.publish.clips.render_one.render_one` does, and wait for it.

        Args:
            request: What is wanted.
            folder: Where to; empty. Beside it there is room for a log.
            expected_frames: How many there will probably be.
            on_progress: Called with the frames drawn so far and those expected.
        """

    def stop(self) -> None:
        """End what is under way, and begin nothing more."""


class LocalProcesses:
    """A process for each clip. One that dies takes only its clip with it; none outlives this one.

    Args:
        slots: How many at once; they share the cores.
        cores: How many there are.
    """

    def __init__(self, slots: int, cores: int) -> None:
        self.slots = slots
        self._threads = max(1, cores // slots)
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._is_stopped = False

    def render(
        self,
        request: ClipRequest,
        folder: Path,
        expected_frames: int | None,
        on_progress: Callable[[int, int], None],
    ) -> Made | Failure:
        """See `Executor`."""
        log = folder.with_name("log")
        result: Made | Failure | None = None
        process = self._start(folder, expected_frames, log)
        if process is None:
            return Failure(request, "it was stopped", "build again", "")
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            # Where it is dead already, or was stopped, no result follows.
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(request.to_json() + "\n")
                process.stdin.flush()
            for line in process.stdout:
                match json.loads(line):
                    case {"progress": [frames, total]}:
                        on_progress(frames, total)
                    case {"made": made}:
                        result = Made.model_validate(made)
                    case {"failure": failure}:
                        result = Failure(request, **failure)
        finally:
            self._end(process)
        printed = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        if result is None:
            remedy = "build again; if the memory ran out, with --jobs 1"
            details = f"exit code {process.returncode}\n{printed}"
            return Failure(request, "its process was killed", remedy, details)
        if isinstance(result, Failure):
            return replace(result, details=result.details + printed)
        return result

    def stop(self) -> None:
        """See `Executor`."""
        with self._lock:
            self._is_stopped = True
            for process in self._running:
                _close_input(process)

    def _start(
        self, folder: Path, expected_frames: int | None, log: Path
    ) -> subprocess.Popen[str] | None:
        # -P, because the working folder may hold a file that is named like a library.
        command = [sys.executable, "-P", "-m", "scenes.publish.clips.render_one", str(folder)]
        if expected_frames is not None:
            command.append(str(expected_frames))
        search = os.pathsep.join(_search_path())
        threads = dict.fromkeys(_THREAD_VARIABLES, str(self._threads))
        with self._lock, log.open("wb") as errors:
            if self._is_stopped:
                return None
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
                env={**os.environ, **threads, "PYTHONPATH": search},
                start_new_session=True,  # Ctrl-C is for this process, which tells the others
            )
            self._running.add(process)
        return process

    def _end(self, process: subprocess.Popen[str]) -> None:
        with self._lock:
            self._running.discard(process)
            _close_input(process)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _search_path() -> list[str]:
    """Return the folders in which Python looks, those with another `scenes` last.

    A folder of Manim scenes often has a file of that name; ours is then loaded already, but a new
    process looks for it again.
    """

    def has_another(folder: str) -> bool:
        found = [Path(folder, "scenes.py"), Path(folder, "scenes", "__init__.py")]
        return Path(folder).resolve() != ROOT and any(map(Path.exists, found))

    return sorted((path or str(Path.cwd()) for path in sys.path), key=has_another)


def _close_input(process: subprocess.Popen[str]) -> None:
    """Let a process know that it is to end, which it also does once it has nothing left to do."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # what was still to be written to one that is dead
            process.stdin.close()
