"""Clips that were rendered, kept for whoever needs the same again: builds, sweeps, notebooks.

An entry is a folder under the clip's key with the video, a section and a still for each beat, and a
record of what it was made of and what its files hold. It appears whole, by one rename. What does
not agree with its record any more is not used but removed.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gdmath.store import user_cache
from scenes.files.staging import clear_leftovers
from scenes.publish.dependencies import CurrentInputs, Dependencies
from scenes.publish.entries import Entry, File, Quality
from scenes.publish.rendered_clip import POSTER_FOLDER, SECTION_FOLDER, RenderedClip

SIZE_LIMIT = 10 * 2**30
"""Bytes that all entries together may take; those that were used least recently go first."""

_RECORD = "record.json"


class DamagedError(RuntimeError):
    """An entry's files are not those that its record describes."""


class Record(Entry):
    """What an entry holds, and what it was made of."""

    clip: RenderedClip
    dependencies: Dependencies
    files: dict[str, File]
    """All files but the record, by path."""


@dataclass(frozen=True)
class StoredClip:
    """An entry of the store."""

    folder: Path
    record: Record

    @property
    def key(self) -> str:
        """Fingerprint of everything that the clip depends on."""
        return self.record.dependencies.key

    @property
    def clip(self) -> RenderedClip:
        """What was rendered."""
        return self.record.clip

    @property
    def video(self) -> Path:
        """The clip."""
        return self.folder / self.clip.video

    def still(self, beat: str) -> Path:
        """Return the last frame of a beat, a PNG."""
        return self.folder / POSTER_FOLDER / f"{beat}.png"

    def section(self, beat: str) -> Path:
        """Return the video of a beat."""
        return self.folder / SECTION_FOLDER / f"{beat}{self.video.suffix}"

    def verify(self) -> None:
        """Read every file whole.

        Raises:
            DamagedError: If one is not what it was when the clip was stored.
        """
        for name, file in self.record.files.items():
            path = self.folder / name
            if not path.is_file() or describe(path, self.folder) != file:
                raise DamagedError(f"{path} is damaged")


class ClipStore:
    """The clips of a user.

    Args:
        root: Where they are; by default in the user's cache, see `gdmath.store.user_cache`.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = user_cache() / "clips" if root is None else root

    def find(
        self, chapter: str, quality: Quality, present: CurrentInputs, *, transparent: bool = False
    ) -> StoredClip | None:
        """Return a clip that would be rendered the same now, or None.

        Only its record is read, and its files' sizes; `StoredClip.verify` reads them whole.

        Args:
            chapter: The chapter's name.
            quality: Size and frame rate.
            present: What holds now.
            transparent: Whether it has no background.
        """
        for entry in self._entries(chapter):
            made = entry.record.dependencies
            if (made.quality, made.is_transparent) != (quality, transparent):
                continue
            if next(present.changes(made), None) is None:
                (entry.folder / _RECORD).touch()
                return entry
        return None

    def add(self, made: Path, clip: RenderedClip, dependencies: Dependencies) -> StoredClip:
        """Take in a clip.

        Args:
            made: A folder with its files and no others, on the store's file system.
            clip: What was rendered.
            dependencies: What it was made of.

        Returns:
            The entry: this one, or a whole one with the same key that came first.
        """
        paths = sorted(path for path in made.rglob("*") if path.is_file())
        files = [describe(path, made) for path in paths]
        record = Record(clip=clip, dependencies=dependencies, files={f.path: f for f in files})
        (made / _RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")
        entry = StoredClip(self.root / clip.chapter / dependencies.key, record)
        entry.folder.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                made.rename(entry.folder)
            except OSError:
                there = _read(entry.folder)
                try:
                    if there is None:
                        raise DamagedError(f"{entry.folder} is damaged")
                    there.verify()
                except DamagedError:
                    if not entry.folder.exists():
                        raise
                    self.remove(entry)
                else:
                    shutil.rmtree(made)
                    return there
            else:
                return entry

    def remove(self, entry: StoredClip) -> None:
        """Remove an entry."""
        shutil.rmtree(entry.folder, ignore_errors=True)

    def prune(self, limit: int = SIZE_LIMIT) -> None:
        """Remove the entries that were used least recently, until all fit into the limit."""
        clear_leftovers(self.root)
        entries = [entry for folder in self._chapters() for entry in self._entries(folder.name)]
        entries.sort(key=lambda entry: (entry.folder / _RECORD).stat().st_mtime, reverse=True)
        size = 0
        for entry in entries:
            size += sum(file.bytes for file in entry.record.files.values())
            if size > limit:
                self.remove(entry)

    def _chapters(self) -> list[Path]:
        return [path for path in self.root.glob("[!.]*") if path.is_dir()]

    def _entries(self, chapter: str) -> Iterator[StoredClip]:
        for folder in sorted((self.root / chapter).glob("*")):
            entry = _read(folder)
            if entry is None:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                yield entry


def _read(folder: Path) -> StoredClip | None:
    """Return an entry, or None if a part of it is missing or its record makes no sense."""
    try:
        record = Record.model_validate_json((folder / _RECORD).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in record.files}
    except (OSError, ValidationError):
        return None
    is_whole = all(sizes[name] == file.bytes for name, file in record.files.items())
    is_in_place = folder.name == record.dependencies.key
    return StoredClip(folder, record) if is_whole and is_in_place else None


def describe(path: Path, folder: Path) -> File:
    """Describe a file: its path below a folder, its size and its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=digest)
