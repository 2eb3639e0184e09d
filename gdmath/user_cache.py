"""Where a user keeps what need not be computed twice: compiled functions, trajectories, clips."""

import os
from pathlib import Path
from typing import Final

__all__ = ["CACHE_VARIABLE", "user_cache"]

CACHE_VARIABLE: Final = "DESCENT_CACHE"
"""The environment variable that names another folder."""


def user_cache() -> Path:
    """Return the folder; it need not exist."""
    from platformdirs import user_cache_path  # not needed for the mathematics

    folder = os.environ.get(CACHE_VARIABLE)
    return Path(folder).expanduser() if folder else user_cache_path("descent-film")
