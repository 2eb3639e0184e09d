"""Where a user keeps what need not be computed twice: compiled functions, trajectories, clips."""

import os
from pathlib import Path
from typing import Final

from gdmath.messages import shorten

__all__ = ["CACHE_VARIABLE", "CacheFolderError", "user_cache"]

CACHE_VARIABLE: Final = "DESCENT_CACHE"
"""The environment variable that names another folder."""


class CacheFolderError(ValueError):
    """A name that stands for no folder; the message is one line and says what to do."""


def user_cache() -> Path:
    """Return the folder; it need not exist.

    Raises:
        CacheFolderError: If the variable names the home folder of a user who has none.
    """
    from platformdirs import user_cache_path  # not needed for the mathematics

    folder = os.environ.get(CACHE_VARIABLE)
    try:
        return Path(folder).expanduser() if folder else user_cache_path("descent-film")
    except RuntimeError:
        raise CacheFolderError(
            f"{CACHE_VARIABLE} = {shorten(folder or '')}: there is no such home folder: name a "
            "folder from / on"
        ) from None
