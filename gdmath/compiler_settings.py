"""What compiled functions depend on besides their code: the processor and Numba's settings."""

import hashlib
import os
from pathlib import Path
from typing import Final

__all__ = ["compiler_settings"]

_WITHOUT_EFFECT: Final = frozenset(
    {
        "NUMBA_CACHE_DIR", "NUMBA_CACHE_LOCATOR_CLASSES", "NUMBA_NUM_THREADS",
        "NUMBA_THREADING_LAYER", "NUMBA_THREADING_LAYER_PRIORITY", "NUMBA_WARNINGS",
        "NUMBA_COLOR_SCHEME", "NUMBA_SHOW_HELP", "NUMBA_DISABLE_PERFORMANCE_WARNINGS",
    }
)  # fmt: skip
"""Variables that change where compiled functions are kept and by how many threads they are called,
but not what they compute."""
_SETTINGS_FILE: Final = ".numba_config.yaml"
"""What Numba reads in the working folder."""


def compiler_settings() -> dict[str, str]:
    """Return what may change the bits of what a compiled function computes, by name.

    Returns:
        ``cpu``, the processor that is compiled for, since not all have the same instructions, and
        variables whose names begin with ``NUMBA_``.
    """
    found = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("NUMBA_") and name not in _WITHOUT_EFFECT
    }
    file = Path(_SETTINGS_FILE)
    if file.is_file():
        found[_SETTINGS_FILE] = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    return {"cpu": found.get("NUMBA_CPU_NAME") or _host(), **found}


def _host() -> str:
    from llvmlite import binding  # not needed for the mathematics

    return str(binding.get_host_cpu_name())
