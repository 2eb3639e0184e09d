"""Manim's files go where those of the scenes' tests go."""

from tests.scenes.conftest import media_elsewhere, shared_folder

__all__ = ["media_elsewhere", "shared_folder"]
