"""The folder that a build fills, and what can be said of its files without reading them."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from scenes.files.atomic import atomic_write
from scenes.files.staging import clear_leftovers
from scenes.publish.clips.clip_store import describe
from scenes.publish.clips.entries import File
from scenes.publish.lecture.manifest import SCHEMA, Manifest

_MANIFEST = "manifest.json"
_STAMPS = ".stamps.json"
_LOCK = ".lock"


class OutFolder:
    """A folder with what a build made.

    A file whose size and time of change are as they were is taken for unchanged; any other is read.

    Args:
        path: The folder; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamps: dict[str, tuple[str, int, int]] = {}
        with contextlib.suppress(OSError, ValueError, AttributeError):
            found = json.loads((path / _STAMPS).read_bytes())
            self._stamps = {name: tuple(stamp) for name, stamp in found.items()}

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Have the folder for oneself.

        Yields:
            False if another build has it, and the block must not do anything; else True.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / _LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            self._clear()
            yield True
        finally:
            lock.release()

    def wait(self) -> None:
        """Wait until no other build has the folder."""
        with FileLock(self.path / _LOCK):
            pass

    def manifest(self) -> Manifest | None:
        """Return what stands in the folder, or None if nothing is known of it."""
        try:
            manifest = Manifest.model_validate_json((self.path / _MANIFEST).read_bytes())
        except (OSError, ValidationError):
            return None
        return manifest if manifest.schema_version == SCHEMA else None

    def holds(self, file: File) -> bool:
        """Tell whether a file is there as it is described."""
        path = self.path / file.path
        try:
            stamp = self._stamp(path, file)
            if self._stamps.get(file.path) == stamp:
                return True
            good = path.is_file() and describe(path, self.path) == file
        except OSError:
            return False
        if good:
            self._stamps[file.path] = stamp
        return good

    def write(self, name: str, content: str | bytes) -> File:
        """Write a file, whole or not at all.

        Args:
            name: Its path below the folder.
            content: Text, written as UTF-8, or bytes.
        """
        data = content.encode() if isinstance(content, str) else content
        target = self._place(name)
        with atomic_write(target) as part:
            part.write_bytes(data)
        return self._note(target)

    def copy(self, source: Path, name: str) -> File:
        """Copy a file here, whole or not at all."""
        target = self._place(name)
        with atomic_write(target) as part:
            shutil.copyfile(source, part)
        return self._note(target)

    @contextlib.contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Give a place to write a file to, which gets its name when the block ends well."""
        target = self._place(name)
        with atomic_write(target) as part:
            yield part

    def described(self, name: str) -> File:
        """Describe a file that was just made."""
        return self._note(self.path / name)

    def finish(self, manifest: Manifest) -> None:
        """Say what stands here now; the last thing that a build does."""
        text = manifest.model_dump_json(indent=1) + "\n"
        if not self._reads(_MANIFEST, text):
            self.write(_MANIFEST, text)
        self._stamps.pop(_MANIFEST, None)
        stamps = json.dumps(self._stamps, indent=0)
        if not self._reads(_STAMPS, stamps):
            with atomic_write(self.path / _STAMPS) as part:
                part.write_text(stamps, encoding="utf-8")

    def update(self, name: str, text: str) -> None:
        """Write a file unless it says this already."""
        if not self._reads(name, text):
            self.write(name, text)

    def _reads(self, name: str, text: str) -> bool:
        try:
            return (self.path / name).read_bytes() == text.encode()
        except OSError:
            return False

    def _place(self, name: str) -> Path:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _note(self, path: Path) -> File:
        file = describe(path, self.path)
        self._stamps[file.path] = self._stamp(path, file)
        return file

    @staticmethod
    def _stamp(path: Path, file: File) -> tuple[str, int, int]:
        status = path.stat()
        return file.sha256, status.st_size, status.st_mtime_ns

    def _clear(self) -> None:
        """Remove what a build left that was killed."""
        clear_leftovers(self.path)
        for part in [*self.path.glob(".*.part*"), *self.path.glob("*/.*.part*")]:
            part.unlink(missing_ok=True)
