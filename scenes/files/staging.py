"""A private folder to work in: nothing in it has its final name, and nobody else touches it.

It stands beside what is to be made, so that moving the result out is one rename. A process that is
killed leaves its folder behind; the next one that opens a staging folder there clears it away, but
never that of a process that still runs: each holds a lock as long as it lives.
"""

import contextlib
import re
import secrets
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = ".staging-"
_LOCK = ".lock"
_OURS = re.compile(r"\.staging-[0-9a-f]{16}(\.lock)?")


class StagingFolder:
    """A private folder and the lock that says that its owner is alive.

    Args:
        parent: Where it is made; made itself if it is not there.

    Raises:
        OSError: If the parent cannot be written to.
    """

    def __init__(self, parent: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(parent)
        lock_file = parent / f"{_PREFIX}{secrets.token_hex(8)}{_LOCK}"
        self._lock = FileLock(lock_file, thread_local=False)
        self._lock.acquire()
        self.folder = lock_file.with_suffix("")
        """The folder, empty at first."""
        self.folder.mkdir()

    def close(self) -> None:
        """Remove the folder with all that is left in it; more than once does no harm."""
        if self._lock.is_locked:
            _remove(self.folder, self._lock)

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, *_: object) -> None:
        self.close()


def clear_leftovers(parent: Path) -> None:
    """Remove the staging folders in a folder whose processes are gone."""
    found = [path for path in parent.glob(f"{_PREFIX}*") if _OURS.fullmatch(path.name)]
    for lock_file in {path.parent / (path.name.removesuffix(_LOCK) + _LOCK) for path in found}:
        # A folder without a lock, too, belongs to nobody: its owner took the lock before it.
        lock = FileLock(lock_file, timeout=0, thread_local=False)
        with contextlib.suppress(Timeout, OSError):
            lock.acquire()
            _remove(lock_file.with_suffix(""), lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():  # else the next one tries again
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()
