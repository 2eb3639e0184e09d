"""The film: every chapter, one after another.

Render it from the project's root with ``manim render scenes/descent.py``.
"""

from scenes.chapters import CHAPTERS, load_chapter
from scenes.stage.film import Film


class Descent(Film):
    """How a neuron that knows nothing learns to multiply by three."""

    chapters = tuple(load_chapter(name) for name in CHAPTERS)
