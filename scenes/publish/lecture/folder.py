"""The folder that a build fills: its files come to stand there together, and nobody else's go.

What builds keep for each other lies in the folder ``.descent`` in it: a copy of the manifest, the
lock, what the files' checksums were found to be, and what is being assembled.
"""

import contextlib
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import Field, ValidationError

from scenes.files.atomic import atomic_write, sync
from scenes.files.inside import OutsideError, inside
from scenes.files.staging import StagingFolder, clear_leftovers
from scenes.publish.clips.entries import Entry, File, describe
from scenes.publish.lecture.ledger import STATE, Ledger
from scenes.publish.lecture.manifest import (
    Manifest,
    NewerError,
    UnsoundError,
    files_listed,
    read_manifest,
)
from scenes.publish.lecture.preflight import PreflightError
from scenes.publish.lecture.switch import Switch, carry_out, resume, set_aside

PAGE = "index.html"

_MANIFEST = "manifest.json"
_COPY = f"{STATE}/{_MANIFEST}"
_STAMPS = "stamps.json"
_LOCK = "lock"


class _Stamp(Entry):
    """A file as it was when it was read."""

    file: File
    changed: tuple[int, int]
    """Times of change of content and of the rest, in nanoseconds since the epoch."""


class _Stamps(Entry):
    files: dict[str, _Stamp] = Field(default_factory=dict)


class OutFolder:
    """A folder with what a build made.

    A file whose size and times of change are as they were is taken for unchanged; any other is
    read.

    Args:
        path: The folder; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state = path / STATE
        self._stage: Path | None = None
        self._known: set[File] = set()
        self._stamps: dict[str, _Stamp] = {}
        with contextlib.suppress(OSError, ValidationError):
            found = _Stamps.model_validate_json((self._state / _STAMPS).read_bytes())
            self._stamps = dict(found.files)

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Have the folder for oneself.

        Yields:
            False if another build has it, and the block must not do anything; else True.
        """
        self._state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._state / _LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            resume(self.path, self._state)
            clear_leftovers(self._state)
            yield True
        finally:
            lock.release()

    def wait(self) -> None:
        """Wait until no other build has the folder."""
        with FileLock(self._state / _LOCK):
            pass

    def manifest(self) -> Manifest | None:
        """Return what stands in the folder, or None if nothing is known of it.

        Where the manifest is damaged, its copy tells.
        """
        for name in (_MANIFEST, _COPY):
            try:
                return read_manifest((self.path / name).read_bytes())
            except NewerError:
                return None
            except (OSError, UnsoundError):
                continue
        return None

    def check(self, names: Iterable[str]) -> None:
        """See that files may come to stand here.

        Args:
            names: Their paths.

        Raises:
            PreflightError: If a newer version made what is here, or somebody else's files have
                these names.
        """
        with contextlib.suppress(OSError, UnsoundError):
            try:
                read_manifest((self.path / _MANIFEST).read_bytes())
            except NewerError:
                raise PreflightError(
                    f"{self.path} was made by a newer version of descent-film: choose another "
                    "folder with --out, or update"
                ) from None
        listed = {file.path for file in self._listed()}
        is_ours = bool(listed)
        for name in [PAGE, _MANIFEST, *names]:
            known = name in listed or (name in (PAGE, _MANIFEST) and is_ours)
            if not known and (self.path / name).exists():
                raise PreflightError(
                    f"{self.path / name} was not made by descent-film and would be lost: move it, "
                    "or choose another folder with --out"
                )

    def mend(self) -> list[str]:
        """Put away a manifest that cannot be believed; its copy tells what stood in it.

        Returns:
            What was found, in lines for the user.
        """
        try:
            read_manifest((self.path / _MANIFEST).read_bytes())
        except UnsoundError:
            self._known = self._listed()
            kept = set_aside(self.path, _MANIFEST)
            return [f"{self.path / _MANIFEST} is not as it was written: moved to {kept}"]
        except OSError:
            return []
        return []

    def faults(self) -> Iterator[str]:
        """Read everything, and yield what is not as the manifest describes it, in lines."""
        try:
            read_manifest((self.path / _MANIFEST).read_bytes())
        except NewerError:
            yield f"{self.path / _MANIFEST}: of a newer version"
        except UnsoundError:
            yield f"{self.path / _MANIFEST}: not as it was written"
        except OSError as error:
            yield f"{self.path / _MANIFEST}: {error.strerror}"
        manifest = self.manifest()
        for file in manifest.files() if manifest is not None else ():
            try:
                if describe(inside(self.path, file.path), self.path) != file:
                    yield f"{self.path / file.path}: not as it was made"
            except (OSError, OutsideError) as error:
                yield f"{self.path / file.path}: {getattr(error, 'strerror', None) or error}"

    def holds(self, file: File) -> bool:
        """Tell whether a file is there as it is described."""
        try:
            path = self.find(file.path)
            if self._stamps.get(file.path) == _stamp(path, file):
                return True
            good = path.is_file() and describe(path, self._base(path)) == file
            if good:
                self._stamps[file.path] = _stamp(path, file)
        except (OSError, OutsideError):
            return False
        return good

    def find(self, name: str) -> Path:
        """Return where a file is now: among what is being assembled, or in the folder.

        Raises:
            OutsideError: If the path leaves the folder.
        """
        if self._stage is not None and inside(self._stage, name).exists():
            return inside(self._stage, name)
        return inside(self.path, name)

    def place(self, name: str) -> Path:
        """Return where to write a file, in a folder that exists."""
        target = inside(self._stage or self.path, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write(self, name: str, content: str | bytes) -> File:
        """Write a file, whole or not at all.

        Args:
            name: Its path below the folder.
            content: Text, written as UTF-8, or bytes.
        """
        data = content.encode() if isinstance(content, str) else content
        with self.making(name) as part:
            part.write_bytes(data)
        return self.described(name)

    def copy(self, source: Path, name: str) -> File:
        """Copy a file here, whole or not at all."""
        with self.making(name) as part:
            shutil.copyfile(source, part)
        return self.described(name)

    @contextlib.contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Give a place to write a file to, which gets its name when the block ends well."""
        with atomic_write(self.place(name)) as part:
            yield part

    def described(self, name: str) -> File:
        """Describe a file that was just made."""
        path = self.find(name)
        file = describe(path, self._base(path))
        self._stamps[file.path] = _stamp(path, file)
        return file

    def update(self, name: str, text: str) -> None:
        """Write a file that no manifest lists, unless it says this already."""
        if self.find(name).is_file() and self.find(name).read_bytes() == text.encode():
            return
        self.write(name, text)
        Ledger(self.path).note(name)

    @contextlib.contextmanager
    def assembling(self) -> Iterator[None]:
        """Let all that is written from now on stand beside the folder's files until `finish`."""
        with StagingFolder(self._state) as staging:
            self._stage = staging
            try:
                yield
            finally:
                self._stage = None

    def finish(self, manifest: Manifest) -> list[str]:
        """Let what was assembled take its place, together with the manifest that describes it.

        What is ours and is not described any more goes.

        Returns:
            What was found in the way or changed by others, in lines for the user.

        Raises:
            OSError: If it cannot be done; then all stands as it stood before.
            KeyboardInterrupt: If it was interrupted meanwhile; then all is in its place.
        """
        assert self._stage is not None
        text = manifest.sealed().model_dump_json(indent=1) + "\n"
        for name in (_MANIFEST, _COPY):
            self.write(name, text)
        listed = {file.path: file for file in manifest.files()}
        ours = self._listed()
        order = [name for name in listed if name != PAGE] + [PAGE, _COPY, _MANIFEST]
        placed = [name for name in order if self._differs(name)]
        foreign = [name for name in placed if self._is_foreign(name, ours)]
        left = [file for file in ours if file.path not in listed and self._stands(file.path)]
        gone = [file for file in left if self.holds(file)]
        switch = Switch(staging=self._stage.name, placed=placed, foreign=foreign, gone=gone)
        for name in placed:
            sync(inside(self._stage, name))
        with _uninterrupted():
            kept = carry_out(self.path, self._state, switch)
            self._stage = None
            self._write_stamps(listed)
        changed = sorted({file.path for file in left} - {file.path for file in gone})
        return [
            *(f"{self.path / name}: kept; it was in the way and not as made here" for name in kept),
            *(f"{self.path / name} was changed by somebody and is left" for name in changed),
        ]

    def _listed(self) -> set[File]:
        """Return all that manifests here list: it is ours where it is as listed."""
        found = set(self._known)
        for name in (_MANIFEST, _COPY):
            with contextlib.suppress(OSError):
                found |= files_listed((self.path / name).read_bytes())
        return found

    def _stands(self, name: str) -> bool:
        try:
            return inside(self.path, name).exists()
        except OutsideError:
            return False

    def _differs(self, name: str) -> bool:
        """Tell whether a file was assembled that is not in the folder like this."""
        assert self._stage is not None
        new, old = inside(self._stage, name), inside(self.path, name)
        if not new.exists():
            return False
        if not old.is_file() or old.is_symlink():
            return True
        return describe(new, self._stage) != describe(old, self.path)

    def _is_foreign(self, name: str, ours: set[File]) -> bool:
        path = inside(self.path, name)
        if not path.exists() and not path.is_symlink():
            return False
        if name in (_MANIFEST, _COPY):
            return not files_listed(path.read_bytes()) if path.is_file() else True
        return not path.is_file() or path.is_symlink() or describe(path, self.path) not in ours

    def _base(self, path: Path) -> Path:
        is_staged = self._stage is not None and path.is_relative_to(self._stage)
        return self._stage if is_staged and self._stage is not None else self.path

    def _write_stamps(self, listed: Iterable[str]) -> None:
        known = [self._stamps[name].file for name in listed if name in self._stamps]
        stamps = {file.path: _stamp(self.path / file.path, file) for file in known}
        text = _Stamps(files=stamps).model_dump_json(indent=0)
        with (
            contextlib.suppress(OSError),  # they only save time
            atomic_write(self._state / _STAMPS) as part,
        ):
            part.write_text(text, encoding="utf-8")


def _stamp(path: Path, file: File) -> _Stamp:
    status = path.stat()
    found = file.model_copy(update={"bytes": status.st_size})
    return _Stamp(file=found, changed=(status.st_mtime_ns, status.st_ctime_ns))


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen = []
    before = signal.signal(signal.SIGINT, lambda *_: seen.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if seen:
        raise KeyboardInterrupt("all files were already in place: the new ones stand there")
