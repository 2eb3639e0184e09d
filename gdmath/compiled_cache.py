"""Compiled functions kept in a folder, each file named by all that its code depends on.

Numba's own cache knows a function's file by its size and time, and neither the constants nor the
functions of other files that become part of it; a file in it that is damaged ends the program.
Here the name holds what was compiled and the file its own checksum: a file that does not agree is
deleted, and what it held compiled anew.

Import it where it is used: Numba is slow to load.
"""

import contextlib
import hashlib
import pickle
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import numpy as np
from numba.core import compiler, serialize
from numba.core.caching import _Cache
from numba.core.dispatcher import Dispatcher

from gdmath.compiler_settings import compiler_settings

__all__ = ["CompiledCache"]

_DIGEST_SIZE: Final = hashlib.sha256().digest_size
_COMPILER: Final[Any] = compiler  # neither is typed
_SERIALIZE: Final[Any] = serialize
_SCALARS: Final = (type(None), bool, int, float, complex, str, bytes, np.generic)


class CompiledCache(_Cache):
    """What has been compiled of a function; stands where Numba would put its own cache.

    Args:
        compiled: The function, as Numba decorated it.
        folder: Where files are kept. Where it cannot be written to, nothing is kept.
    """

    def __init__(self, compiled: Dispatcher, folder: Path) -> None:
        self._compiled = compiled
        self._folder = folder
        self._is_enabled = True

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._folder)

    def enable(self) -> None:
        """Use the folder."""
        self._is_enabled = True

    def disable(self) -> None:
        """Do not use the folder."""
        self._is_enabled = False

    def flush(self) -> None:
        """Do nothing: a file whose function has changed is never asked for."""

    def load_overload(self, sig: object, target_context: Any) -> Any:
        """Return what was compiled for a signature; None if there is no whole file of it."""
        target_context.refresh()
        file = self._file(sig, target_context.codegen())
        if file is None:
            return None
        try:
            content = file.read_bytes()
        except OSError:
            return None
        digest, data = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
        if hashlib.sha256(data).digest() == digest:
            with contextlib.suppress(Exception):  # whole, but of a layout that is no longer known
                return _COMPILER.CompileResult._rebuild(target_context, *pickle.loads(data))
        with contextlib.suppress(OSError):
            file.unlink()
        return None

    def save_overload(self, sig: object, data: Any) -> None:
        """Keep what was compiled for a signature, if it can be kept."""
        file = self._file(sig, data.codegen)
        if file is None or data.lifted or data.library.has_dynamic_globals:
            return
        content = _SERIALIZE.dumps(data._reduce())
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as part:
                try:
                    part.write(hashlib.sha256(content).digest() + content)
                    part.close()
                    Path(part.name).replace(file)
                except BaseException:
                    Path(part.name).unlink(missing_ok=True)
                    raise

    def _file(self, sig: object, codegen: Any) -> Path | None:
        if not self._is_enabled:
            return None
        parts = [
            *(f"{library} {version(library)}" for library in ("numba", "llvmlite", "numpy")),
            str(sig),
            repr(codegen.magic_tuple()),
            repr(sorted(compiler_settings().items())),
        ]
        try:
            parts += _described(self._compiled, set())
        except _UnknownError:
            return None
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
        return self._folder / f"{self._compiled.py_func.__name__}-{key}.nbc"


class _UnknownError(TypeError):
    """A global of a kind that is not known to be fixed by what it looks like."""


def _described(value: object, seen: set[int]) -> Iterator[str]:
    """Describe what becomes part of compiled code: functions, and constants they mention."""
    if isinstance(value, _SCALARS):
        yield f"{type(value).__name__} {value!r}"
    elif isinstance(value, tuple | list):
        yield f"{type(value).__name__} of {len(value)}"
        for item in value:
            yield from _described(item, seen)
    elif isinstance(value, np.ndarray):
        yield f"{value.dtype.str} {value.shape} {hashlib.sha256(value.tobytes()).hexdigest()}"
    elif isinstance(value, Dispatcher | FunctionType) and id(value) not in seen:
        seen.add(id(value))
        function: Any = getattr(value, "py_func", value)
        options = getattr(value, "targetoptions", {})
        yield f"{function.__qualname__} {sorted((k, _sorted(v)) for k, v in options.items())}"
        yield from _described(function.__defaults__, seen)
        for cell in function.__closure__ or ():
            yield from _described(cell.cell_contents, seen)
        yield from _described_code(function.__code__, function.__globals__, seen)
    elif callable(value) or isinstance(value, ModuleType):  # of a library, or built in
        yield f"{getattr(value, '__module__', '')}.{getattr(value, '__name__', '')}"
    else:
        raise _UnknownError(type(value).__name__)


def _described_code(code: CodeType, names: dict[str, Any], seen: set[int]) -> Iterator[str]:
    yield code.co_code.hex()
    yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _described_code(constant, names, seen)
        else:
            yield repr(_sorted(constant))
    found = [names[name] for name in code.co_names if name in names]
    for value in found:
        yield from _described(value, seen)
        if isinstance(value, ModuleType):
            for name in code.co_names:
                attribute = getattr(value, name, None)
                if attribute is not None and not isinstance(attribute, ModuleType):
                    yield from _described(attribute, seen)


def _sorted(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else value
