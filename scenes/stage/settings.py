"""Manim's settings for the film, also where the working folder has no manim.cfg of the project."""

from configparser import ConfigParser
from pathlib import Path

import manim
from manim._config.utils import ManimConfig, config_file_paths

from scenes.files.assets import settings_file


def bring_settings() -> None:
    """Let the project's manim.cfg hold where neither a file nor a flag of the user's says else.

    Manim reads it from the working folder only, and the film may lie elsewhere.
    """
    library, *users = config_file_paths()
    without = _read(library, *users)
    whole = _read(library, settings_file(), *users)
    for key, value in whole.items():
        if value != without[key] and manim.config[key] == without[key]:
            manim.config[key] = value
    manim.config.verbosity = manim.config.verbosity  # reading files sets the logger's


def _read(*files: Path) -> ManimConfig:
    """Return the settings of files that there may be, later ones first."""
    parser = ConfigParser()
    parser.read(files, encoding="utf-8")
    return ManimConfig().digest_parser(parser)
