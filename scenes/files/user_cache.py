"""Where a user keeps what need not be computed twice: stored trajectories, rendered clips."""

import os
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

CACHE_VARIABLE: Final = "DESCENT_CACHE"
"""The environment variable that names another folder."""


def user_cache() -> Path:
    """Return the folder; it need not exist."""
    folder = os.environ.get(CACHE_VARIABLE)
    return Path(folder).expanduser() if folder else user_cache_path("descent-film")
