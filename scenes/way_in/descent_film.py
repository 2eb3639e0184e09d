"""The way in under the project's own name, wherever it is called from.

>>> from descent_film import show
>>> show("learning_rate", learning_rate=0.02)  # in a notebook

A folder of Manim scenes often holds a file ``scenes.py``, which Python finds before the package
`scenes`. This module loads the package from its own place. It is installed beside `scenes`, and is
no part of it.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1] if _HERE.name == "way_in" else _HERE
"""What holds the packages: the checkout, or where the wheel is installed."""
_PACKAGE = _ROOT / "scenes" / "__init__.py"


def _load_scenes() -> ModuleType:
    """Load the package from its own place, unless it is loaded.

    Raises:
        ImportError: If another module has its name; one line that says which file it is.
    """
    there = sys.modules.get("scenes")
    if there is None:
        spec = importlib.util.spec_from_file_location(
            "scenes", _PACKAGE, submodule_search_locations=[str(_PACKAGE.parent)]
        )
        assert spec is not None
        assert spec.loader is not None
        there = sys.modules["scenes"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(there)
        return there
    file = getattr(there, "__file__", None)
    if file is None or Path(file).resolve() != _PACKAGE:
        message = (
            f"{file or there} stands in the way: it is imported as `scenes`, the name of "
            "descent-film's package; rename it, or import descent_film before it, and start again"
        )
        raise ImportError(message)
    return there


def __getattr__(name: str) -> Any:
    """Load what the package offers when it is asked for."""
    if name == "show":
        return _load_scenes().show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> None:
    """Run the command ``descent``."""
    if sys.platform == "win32":
        sys.exit(
            "error: descent-film runs on Linux, on macOS and on Windows inside WSL: open a WSL "
            "terminal (`wsl --install`) and install it there"
        )
    _load_scenes()
    from scenes.publish.command import main as command

    command()
