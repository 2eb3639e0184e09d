"""Project sources as they were imported: what runs is what was read, and it is known what that was.

Python itself trusts a compiled file (``.pyc``) whose source has the size and time of modification
noted in it, and forgets what it read. So an edit that keeps both would never be run, and one after
the import would pass for what was. Here the compiled file names the hash of its source (PEP 552),
which also holds for processes without this importer, and what was read is kept.
"""

import importlib.util
import marshal
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

__all__ = ["PACKAGES", "note_imports", "sources_read"]

PACKAGES: Final = ("gdmath", "scenes")
"""The project's packages."""
_CHECKED_BY_HASH: Final = (0b11).to_bytes(4, "little")
"""Flags of a compiled file that holds as long as its source's hash does."""

_read: dict[str, bytes] = {}


def note_imports() -> None:
    """From now on keep what is read of the project's modules; of those loaded already, read it."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    sys.meta_path.insert(0, _Finder())
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and _is_ours(name) and Path(file).is_file():
            _read.setdefault(name, Path(file).read_bytes())


def sources_read() -> dict[str, bytes]:
    """Return the sources of the project's modules in this process as they were read, by module."""
    return dict(_read)


class _Loader(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path)
        _read[fullname] = source
        compiled = importlib.util.cache_from_source(self.path)
        header = importlib.util.MAGIC_NUMBER + _CHECKED_BY_HASH + importlib.util.source_hash(source)
        code = self._kept(compiled, header)
        if code is None:
            code = self.source_to_code(source, self.path)
            if not sys.dont_write_bytecode:  # where that cannot be, nothing is said
                self.set_data(compiled, header + marshal.dumps(code))
        return code

    def _kept(self, compiled: str, header: bytes) -> CodeType | None:
        """Return what a compiled file holds, if it is whole and of this source in this place."""
        try:
            content = self.get_data(compiled)
            code = marshal.loads(content[len(header) :])
        except (OSError, EOFError, ValueError, TypeError):
            return None
        is_of_it = content.startswith(header) and isinstance(code, CodeType)
        return code if is_of_it and code.co_filename == self.path else None


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not _is_ours(fullname):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES
