"""The project's source files: read once, fingerprinted, taken apart."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scenes.publish.clips.reachable.definitions import Module, parse_module


class Sources:
    """The sources of the project, each read once.

    Args:
        root: The folder with the packages.
        packages: Their names. All else is a library's.
        read: Modules that were read already, and stay as they were then, by name.
    """

    def __init__(
        self, root: Path, packages: Iterable[str], read: Mapping[str, bytes] | None = None
    ) -> None:
        self._root = root
        self.packages = frozenset(packages)
        self._contents: dict[str, bytes | None] = dict(read or {})

    def file(self, module: str) -> Path:
        """Return where a module's source is, or would be."""
        path = self._root.joinpath(*module.split("."))
        return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    def file_digest(self, module: str) -> str | None:
        """Return the SHA-256 of a module's file, None if there is no such file."""
        content = self._content(module)
        return None if content is None else hashlib.sha256(content).hexdigest()

    def module(self, name: str) -> Module | None:
        """Return a module taken apart, None if it is not the project's."""
        content = self._content(name)
        if content is None:
            return None
        return parse_module(name, self.file(name).name == "__init__.py", content)

    def submodules(self, package: str) -> Iterator[str]:
        """List the modules of a package, also those of packages in it."""
        folder = self._root.joinpath(*package.split("."))
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(self._root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def _content(self, module: str) -> bytes | None:
        if module not in self._contents:
            content = None
            if module.partition(".")[0] in self.packages:
                file = self.file(module)
                content = file.read_bytes() if file.is_file() else None
            self._contents[module] = content
        return self._contents[module]
