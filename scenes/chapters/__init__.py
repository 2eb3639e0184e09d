"""The chapters of the film, one file each, in the order of the film."""

from importlib import import_module
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


def load_chapter(name: str) -> "type[Chapter]":
    """Import a chapter and nothing of the others.

    Args:
        name: One of `CHAPTERS`.
    """
    words = name.split("_")
    return getattr(
        import_module(f"scenes.chapters.{name}"), f"{''.join(map(str.title, words))}Chapter"
    )
