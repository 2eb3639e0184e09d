"""Clips that were rendered, kept for whoever needs the same again: builds, sweeps, notebooks.

An entry is a folder ``LAYOUT/chapter/key`` with the video, a section and a still for each beat, and
a record of what it was made of and what its files hold. It appears whole, by one rename.

Rendering is dear, so nothing here deletes a clip but `ClipStore.remove`, which `descent cache`
calls. What cannot be read (no permission, a failing disk, a record of another version) is left
where it is and the clip put beside it. What is damaged is moved to the folder ``damaged``.
"""

import contextlib
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gdmath.user_cache import user_cache
from scenes.files.inside import OutsideError, inside
from scenes.files.staging import StagingFolder
from scenes.publish.clips.dependencies import CurrentInputs, Dependencies
from scenes.publish.clips.entries import File, Quality, Sealed, describe
from scenes.publish.clips.rendered_clip import POSTER_FOLDER, SECTION_FOLDER, RenderedClip

LAYOUT = "v3"
"""Folder of the entries laid out as described here; others are for other versions to read."""
DAMAGED = "damaged"
"""Folder of the entries that were set aside."""

_RECORD = "record.json"
_SET_ASIDE = re.compile(r"\w+-[0-9a-f]{24}(-[0-9a-f]{8})?-[0-9a-f]{8}")


class DamagedError(RuntimeError):
    """An entry's files are not those that its record describes."""


class UnreadableError(RuntimeError):
    """An entry cannot be read, which says nothing about whether it is whole."""


class Record(Sealed):
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
        return inside(self.folder, self.clip.video)

    def still(self, beat: str) -> Path:
        """Return the last frame of a beat, a PNG."""
        return inside(self.folder, f"{POSTER_FOLDER}/{beat}.png")

    def section(self, beat: str) -> Path:
        """Return the video of a beat."""
        return inside(self.folder, f"{SECTION_FOLDER}/{beat}{self.video.suffix}")

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(file.bytes for file in self.record.files.values())

    @property
    def used(self) -> float:
        """When it was made or last taken, in seconds since the epoch; 0 if it is gone."""
        try:
            return (self.folder / _RECORD).stat().st_mtime
        except OSError:
            return 0.0

    def verify(self) -> None:
        """Read every file whole.

        Raises:
            DamagedError: If one is not what it was when the clip was stored.
            UnreadableError: If one cannot be read.
        """
        for name, file in self.record.files.items():
            try:
                found = describe(inside(self.folder, name), self.folder)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError, OutsideError):
                found = None
            except OSError as error:
                raise UnreadableError(str(error)) from error
            if found != file:
                raise DamagedError(f"{self.folder / name} is damaged")


class ClipStore:
    """The clips of a user.

    Args:
        root: Where they are; by default in the user's cache, see `user_cache`.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = user_cache() / "clips" if root is None else root

    def find(
        self, chapter: str, quality: Quality, current: CurrentInputs, *, transparent: bool = False
    ) -> StoredClip | None:
        """Return a clip that would be rendered the same now, or None.

        Only its record is read, and its files' sizes; `take` reads them whole.

        Args:
            chapter: The chapter's name.
            quality: Size and frame rate.
            current: What holds now.
            transparent: Whether it has no background.
        """
        return next(self._matching(chapter, quality, current, transparent), None)

    def take(
        self, chapter: str, quality: Quality, current: CurrentInputs, *, transparent: bool = False
    ) -> StoredClip | None:
        """Return a clip as `find` does, but one whose files were read whole.

        Damaged ones that are met on the way are set aside.
        """
        for entry in self._matching(chapter, quality, current, transparent):
            try:
                entry.verify()
            except DamagedError:
                with contextlib.suppress(OSError):  # it is passed by all the same
                    self._set_aside(entry.folder)
            except UnreadableError:
                continue
            else:
                with contextlib.suppress(OSError):  # a store that is only read
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

        Raises:
            OSError: If the store cannot be written to.
        """
        paths = sorted(path for path in made.rglob("*") if path.is_file())
        files = [describe(path, made) for path in paths]
        record = Record(
            clip=clip, dependencies=dependencies, files={f.path: f for f in files}
        ).sealed()
        (made / _RECORD).write_text(record.model_dump_json(indent=1), encoding="utf-8")
        place = self.root / LAYOUT / clip.chapter / dependencies.key
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            try:
                there = _read(place)
                there.verify()
            except DamagedError:
                with contextlib.suppress(OSError):  # it stays, and this one stands beside it
                    self._set_aside(place)
            except UnreadableError:
                pass
            else:
                shutil.rmtree(made)
                return there
        try:
            made.rename(place)
        except OSError:
            if not place.exists():
                raise
            # Left alone above, or another process was quicker: this one stands beside it.
            place = place.with_name(f"{place.name}-{secrets.token_hex(4)}")
            made.rename(place)
        return StoredClip(place, record)

    def expected_frames(self, chapter: str, language: str, quality: Quality) -> int | None:
        """Return how many frames a chapter had when it was last rendered, or None.

        Args:
            chapter: The chapter's name.
            language: Its words' language; how long they are shapes how long they are shown.
            quality: Size and frame rate; a clip of another rate is converted.
        """
        lengths = [
            (entry.used, entry.clip.frames / entry.clip.frame_rate)
            for entry in self._entries(chapter)
            if entry.record.dependencies.params.get("language") == language
        ]
        return round(max(lengths)[1] * quality.frame_rate) if lengths else None

    def entries(self) -> list[StoredClip]:
        """Return all entries that can be read and are complete, those used last first."""
        chapters = sorted(path.name for path in (self.root / LAYOUT).glob("*") if path.is_dir())
        found = [entry for chapter in chapters for entry in self._entries(chapter)]
        return sorted(found, key=lambda entry: entry.used, reverse=True)

    def faults(self) -> Iterator[str]:
        """Read every clip whole, and yield what is wrong, in lines; nothing is changed."""
        for folder in sorted((self.root / LAYOUT).glob("*/*")):
            try:
                _read(folder).verify()
            except (DamagedError, UnreadableError) as error:
                yield str(error)

    def damaged(self) -> list[Path]:
        """Return the folders of the entries that were set aside."""
        found = (self.root / DAMAGED).glob("*")
        return sorted(path for path in found if _SET_ASIDE.fullmatch(path.name))

    def remove(self, folder: Path) -> None:
        """Delete an entry, or one that was set aside; to others it is gone at once.

        Raises:
            OSError: If it cannot be moved.
        """
        with StagingFolder(self.root) as removed, contextlib.suppress(FileNotFoundError):
            folder.rename(removed / folder.name)

    def _set_aside(self, folder: Path) -> None:
        aside = self.root / DAMAGED
        aside.mkdir(exist_ok=True)
        name = f"{folder.parent.name}-{folder.name}-{secrets.token_hex(4)}"
        with contextlib.suppress(FileNotFoundError):  # another process did
            folder.rename(aside / name)

    def _matching(
        self, chapter: str, quality: Quality, current: CurrentInputs, transparent: bool
    ) -> Iterator[StoredClip]:
        for entry in self._entries(chapter):
            made = entry.record.dependencies
            if (made.quality, made.is_transparent) == (quality, transparent) and not any(
                current.changes(made)
            ):
                yield entry

    def _entries(self, chapter: str) -> Iterator[StoredClip]:
        for folder in sorted((self.root / LAYOUT / chapter).glob("*")):
            with contextlib.suppress(DamagedError, UnreadableError):
                yield _read(folder)


def _read(folder: Path) -> StoredClip:
    """Read an entry's record, and see that its files are as long as it says.

    Raises:
        DamagedError: If the record is gone or no JSON, or a file is gone or of another length.
        UnreadableError: If something cannot be read, or the record is of another version.
    """
    try:
        record = Record.model_validate_json((folder / _RECORD).read_bytes())
        sizes = {name: inside(folder, name).stat().st_size for name in record.files}
    except FileNotFoundError as error:
        raise DamagedError(f"{error.filename} is missing") from error
    except OSError as error:
        raise UnreadableError(str(error)) from error
    except ValidationError as error:
        if any(problem["type"] == "json_invalid" for problem in error.errors()):
            raise DamagedError(f"{folder / _RECORD} is damaged") from error
        raise UnreadableError(f"{folder} is of another version") from error
    except OutsideError as error:
        raise DamagedError(str(error)) from error
    if not record.is_sound:
        raise DamagedError(f"{folder / _RECORD} is not as it was written")
    if any(sizes[name] != file.bytes for name, file in record.files.items()):
        raise DamagedError(f"{folder} is damaged")
    if folder.name.partition("-")[0] != record.dependencies.key:
        raise UnreadableError(f"{folder} is not named as this version names it")
    return StoredClip(folder, record)
