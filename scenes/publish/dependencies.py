"""What a clip depends on: noted while it is rendered, compared before it is rendered again.

A chapter's course follows from what it reads. So while everything that it read is as it was, it
would read the same again and draw the same frames; and what it did not read cannot change them.
Neither Manim nor Keras is needed to tell.
"""

import ast
import contextlib
import hashlib
import json
import platform
import sys
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenes.files.assets import asset_path
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.publish.entries import Entry, Quality

if TYPE_CHECKING:
    from scenes.stage.film import Film

LIBRARIES = (
    "manim", "numpy", "scipy", "numba", "llvmlite", "pycairo", "pillow", "av", "typst",
    "svgelements", "skia-pathops", "mapbox-earcut",
)  # fmt: skip
"""Those that shape a frame."""

_DRAWING = ("gdmath", "scenes.stage", "scenes.props", "scenes.chapters", "scenes.publish.rendering")
"""The code that draws; the rest of publishing only handles what was drawn."""

_ROOT = Path(__file__).resolve().parents[2]


class Code(Entry):
    """A source file as it was."""

    file: str
    """SHA-256 of the file."""
    meaning: str
    """SHA-256 of what it says without comments, docstrings and layout."""


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
    """The project's modules that were loaded, by name."""
    fonts: str
    """Fingerprint of all fonts."""
    settings: str
    """Fingerprint of the project's manim.cfg."""
    versions: dict[str, str]
    """Of Python and the libraries that shape a frame, and the machine's architecture."""

    @property
    def key(self) -> str:
        """The fingerprint of it all: two clips with one key are the same."""
        shown = self.model_dump(mode="json")
        shown["code"] = {name: code.meaning for name, code in self.code.items()}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:24]


class Present:
    """What holds now, to be compared with what was noted; looked up once, at the beginning.

    Args:
        params: The parameters in force, language and theme among them.

    Attributes:
        params: Their values, as they stand in JSON.
        fonts: Fingerprint of all fonts.
        settings: Fingerprint of the project's manim.cfg.
        versions: Of Python and the libraries that shape a frame, and the machine's architecture.
    """

    def __init__(self, params: Params) -> None:
        self.params = params.model_dump(mode="json")
        self.fonts = _fingerprint(*sorted(asset_path("fonts").glob("*.otf")))
        self.settings = _fingerprint(settings_file())
        self.versions = _versions()

    def changes(self, noted: Dependencies) -> Iterator[str]:
        """Tell what is no longer as it was, each in a few words, e.g. ``epochs 10 -> 12``."""
        for name, before in noted.params.items():
            now = self.params.get(name)
            if now != before:
                yield f"{name} {_show(before)} -> {_show(now)}"
        for key, words in noted.strings.items():
            if self._strings.get(key) != words:
                yield f"the words of {key}"
        for name, code in noted.code.items():
            if not self._means(name, code):
                yield f"the code of {name}"
        for name, fingerprint in noted.trajectories.items():
            if TrajectoryStore().fingerprint(name) != fingerprint:
                yield f"Keras' stored result {name}"
        if self.fonts != noted.fonts:
            yield "the fonts"
        if self.settings != noted.settings:
            yield "manim.cfg"
        for name, before in noted.versions.items():
            now = self.versions.get(name, "none")
            if now != before:
                yield f"{name} {before} -> {now}"

    @cached_property
    def _strings(self) -> dict[str, str]:
        from scenes.stage.strings import read_entries

        return read_entries(asset_path("strings", f"{self.params['language']}.toml"))

    def _means(self, module: str, noted: Code) -> bool:
        file = _file_of(module)
        if not file.is_file():
            return False
        content = file.read_bytes()
        return (
            hashlib.sha256(content).hexdigest() == noted.file or _meaning(content) == noted.meaning
        )


def note(
    film: "Film",
    chapter: str,
    quality: Quality,
    present: Present,
    *,
    transparent: bool,
    since: float,
) -> Dependencies:
    """Note what a chapter was made of, right after it was rendered alone in this process.

    Args:
        film: The scene that played it, and nothing else.
        chapter: Its name.
        quality: Size and frame rate.
        present: What held when rendering began.
        transparent: Whether it was drawn without a background.
        since: When the process began, in seconds since the epoch: code that was edited later is
            not what was run, and the clip counts as made of other code.
    """
    return Dependencies(
        chapter=chapter,
        quality=quality,
        is_transparent=transparent,
        params={name: present.params[name] for name in sorted(film.reads[chapter])},
        strings=film.strings.read,
        trajectories=film.results.stored,
        code=dict(_loaded_code(since)),
        fonts=present.fonts,
        settings=present.settings,
        versions=present.versions,
    )


def settings_file() -> Path:
    """Return the project's manim.cfg: in the checkout's root, or in the installed wheel."""
    installed = asset_path("manim.cfg")
    return installed if installed.exists() else asset_path().parent / "manim.cfg"


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
    return found


def _loaded_code(since: float) -> Iterator[tuple[str, Code]]:
    for name in sorted(sys.modules):
        if any(f"{name}.".startswith(f"{part}.") for part in _DRAWING):
            file = _file_of(name)
            if file.stat().st_mtime > since:
                yield name, Code(file="edited meanwhile", meaning="edited meanwhile")
                continue
            content = file.read_bytes()
            yield name, Code(file=hashlib.sha256(content).hexdigest(), meaning=_meaning(content))


def _file_of(module: str) -> Path:
    path = _ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _meaning(content: bytes) -> str:
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [line for line in node.body if not _is_text(line)]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def _is_text(node: ast.stmt) -> bool:
    """Tell whether a statement is a docstring, also one behind an attribute."""
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}..."
