"""What a clip depends on: noted while it is rendered, compared before it is rendered again.

A chapter's course follows from what it reads. So while everything that it read is as it was, it
would read the same again and draw the same frames; and what it did not read cannot change them.
Neither Manim nor Keras is needed to tell.
"""

import configparser
import contextlib
import hashlib
import json
import platform
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gdmath.compiler_settings import compiler_settings
from scenes.files.assets import asset_path, settings_file
from scenes.files.imported import PACKAGES, sources_read
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.publish.clips import reachable
from scenes.publish.clips.entries import Entry, Quality
from scenes.publish.clips.reachable import Reach, Sources

if TYPE_CHECKING:
    from scenes.stage.film import Film

LIBRARIES = (
    "manim", "numpy", "scipy", "numba", "llvmlite", "pycairo", "pillow", "av", "typst",
    "coloraide", "svgelements", "skia-pathops", "mapbox-earcut",
)  # fmt: skip
"""Those that shape a frame."""

_RENDERING = "scenes.publish.clips.rendering.render_clip"
"""What draws a clip; the rest of publishing only handles what was drawn."""
_CHAPTERS = "scenes.chapters"
"""The package of the chapters. Its list of them concerns the film and no clip."""
_NOTED_OTHERWISE = ("scenes.files", "scenes.params")
"""What reads and checks parameters, and finds, locks and moves files: what comes of it, values and
fingerprints, is noted by itself."""

_EDITED = "edited meanwhile"
_MOST_NAMES = 3
"""Definitions that are told by name."""

ROOT = Path(__file__).resolve().parents[3]
"""Where the packages are."""


def reach(sources: Sources, chapter: str) -> Reach:
    """Return what a chapter's clip can reach: from its own classes, and from what draws it.

    Raises:
        LookupError: If there is no such chapter.
    """
    return reachable.reach(
        sources,
        f"{_CHAPTERS}.{chapter}",
        _RENDERING,
        without=_NOTED_OTHERWISE,
        registries=[_CHAPTERS],
    )


def project_sources(root: Path | None = None) -> Sources:
    """Return the project's sources, or those of a copy in a folder."""
    return Sources(root or ROOT, PACKAGES)


def _sources_run() -> Sources:
    """Return the project's sources as this process has imported them, the rest as they lie."""
    return Sources(ROOT, PACKAGES, sources_read())


class Code(Entry):
    """A source file as it was."""

    file: str
    """SHA-256 of the file."""
    definitions: dict[str, str]
    """Syntax digests of the definitions in it that the chapter can reach, by name."""


class Dependencies(Entry):
    """Everything that a clip was made of."""

    chapter: str
    quality: Quality
    is_transparent: bool
    params: dict[str, Any]
    """The parameters that the chapter read, directly or through a result."""
    strings: dict[str, str]
    """The words it said, by key, in the language of `params`."""
    trajectories: dict[str, str]
    """Fingerprints of Keras' stored results, by file name."""
    code: dict[str, Code]
    """What of the project's modules the chapter can reach, by module."""
    fonts: str
    """Fingerprint of all fonts."""
    settings: str
    """Fingerprint of what the project's manim.cfg sets."""
    versions: dict[str, str]
    """Of Python and the libraries that shape a frame, the processor, and Numba's settings."""

    @property
    def key(self) -> str:
        """The fingerprint of it all: two clips with one key are the same."""
        shown = self.model_dump(mode="json")
        shown["code"] = {
            name: code.definitions for name, code in self.code.items() if code.definitions
        }
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:24]


class CurrentInputs:
    """What holds now, to be compared with what was noted; looked up once, at the beginning.

    Args:
        params: The parameters in force, language and theme among them.

    Attributes:
        params: Their values, as they stand in JSON.
        fonts: Fingerprint of all fonts.
        settings: Fingerprint of what the project's manim.cfg sets.
        versions: Of Python and the libraries that shape a frame, the processor, and Numba's
            settings.
    """

    def __init__(self, params: Params) -> None:
        self.params = params.model_dump(mode="json")
        self.fonts = _fonts()
        self.settings = _settings()
        self.versions = _versions()
        self._reached: dict[str, Reach] = {}

    def changes(self, noted: Dependencies) -> Iterator[str]:
        """Tell what is no longer as it was, each in a few words, e.g. ``epochs 10 -> 12``."""
        for name, before in noted.params.items():
            now = self.params.get(name)
            if now != before:
                yield f"{name} {_show(before)} -> {_show(now)}"
        for key, words in noted.strings.items():
            if self._strings.get(key) != words:
                yield f"the words of {key}"
        yield from self._code_changes(noted)
        for name, fingerprint in noted.trajectories.items():
            if TrajectoryStore().fingerprint(name) != fingerprint:
                yield f"Keras' stored result {name}"
        if self.fonts != noted.fonts:
            yield "the fonts"
        if self.settings != noted.settings:
            yield "manim.cfg"
        for name in sorted(noted.versions.keys() | self.versions.keys()):
            before, now = noted.versions.get(name, "none"), self.versions.get(name, "none")
            if now != before:
                yield f"{name} {before} -> {now}"

    @cached_property
    def _strings(self) -> dict[str, str]:
        from scenes.stage.strings import read_entries

        return read_entries(asset_path("strings", f"{self.params['language']}.toml"))

    def _code_changes(self, noted: Dependencies) -> Iterator[str]:
        if all(self._sources.file_digest(name) == code.file for name, code in noted.code.items()):
            return  # and so each reaches what it reached
        before = {
            f"{module}.{name}": digest
            for module, code in noted.code.items()
            for name, digest in code.definitions.items()
        }
        try:
            found = self._reach(noted.chapter)
        except LookupError as error:
            yield str(error)
            return
        now = {
            f"{module}.{name}": digest
            for module, definitions in found.definitions.items()
            for name, digest in definitions.items()
        }
        changed = [name for name in before.keys() & now.keys() if before[name] != now[name]]
        # What was not reached before is reached from what changed, unless it is new in a class.
        names = sorted(changed) or sorted(before.keys() ^ now.keys())
        yield from (f"the code of {name}" for name in names[:_MOST_NAMES])
        if len(names) > _MOST_NAMES:
            yield f"the code of {len(names) - _MOST_NAMES} more definitions"

    def _reach(self, chapter: str) -> Reach:
        if chapter not in self._reached:
            self._reached[chapter] = reach(self._sources, chapter)
        return self._reached[chapter]

    @cached_property
    def _sources(self) -> Sources:
        return project_sources()


def note(
    film: "Film",
    chapter: str,
    quality: Quality,
    current: CurrentInputs,
    *,
    transparent: bool,
) -> Dependencies:
    """Note what a chapter was made of, right after it was rendered alone in this process.

    Code counts as it was when it was imported, whatever lies in its place by now. Fonts or settings
    that are no longer as they were in the beginning may have been read before or after they
    changed: the clip counts as made of others.

    Args:
        film: The scene that played it, and nothing else.
        chapter: Its name.
        quality: Size and frame rate.
        current: What held when rendering began.
        transparent: Whether it was drawn without a background.
    """
    return Dependencies(
        chapter=chapter,
        quality=quality,
        is_transparent=transparent,
        params={name: current.params[name] for name in sorted(film.reads[chapter])},
        strings=film.strings.read,
        trajectories=film.results.stored,
        code=_code(chapter),
        fonts=current.fonts if current.fonts == _fonts() else _EDITED,
        settings=current.settings if current.settings == _settings() else _EDITED,
        versions=current.versions,
    )


def _fonts() -> str:
    return _fingerprint(*sorted(asset_path("fonts").glob("*.otf")))


def _settings() -> str:
    """Return the fingerprint of what manim.cfg sets: its comments concern no clip."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(settings_file().read_text(encoding="utf-8"))
    except configparser.Error:  # Manim says what is wrong with it
        return _fingerprint(settings_file())
    values = {name: dict(parser[name]) for name in parser.sections()}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _fingerprint(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for library in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            found[library] = version(library)
    return found | compiler_settings()


def _code(chapter: str) -> dict[str, Code]:
    found = reach(_sources_run(), chapter)
    return {
        module: Code(file=file, definitions=found.definitions.get(module, {}))
        for module, file in found.files.items()
    }


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
