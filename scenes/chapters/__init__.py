"""The chapters of the film, one file each, in the order of the film.

They are listed by the names of their files and not imported here: importing a chapter imports
Manim, and a command that finds nothing to draw does without.
"""

from importlib import import_module
from inspect import isclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes.stage.chapter import Chapter

CHAPTERS = (
    "neuron",
    "surface",
    "gradient",
    "blow_up",
    "learning_rate",
    "convergence",
    "keras_training",
    "recap",
)
"""Their names: that of the file, of the strings and of the clip."""

POSTER = "convergence"
"""The one whose poster stands for the film."""


def load_chapter(name: str) -> "type[Chapter]":
    """Import a chapter and nothing of the others.

    Args:
        name: One of `CHAPTERS`.
    """
    from scenes.stage.chapter import Chapter

    module = import_module(f"scenes.chapters.{name}")
    (chapter,) = (
        value
        for value in vars(module).values()
        if isclass(value) and issubclass(value, Chapter) and value.__module__ == module.__name__
    )
    return chapter
