"""The film: every chapter, one after another.

Render it from the project's root with ``manim render scenes/descent.py``.
"""

from scenes.chapters.blow_up import BlowUpChapter
from scenes.chapters.convergence import ConvergenceChapter
from scenes.chapters.gradient import GradientChapter
from scenes.chapters.keras_training import KerasTrainingChapter
from scenes.chapters.learning_rate import LearningRateChapter
from scenes.chapters.neuron import NeuronChapter
from scenes.chapters.recap import RecapChapter
from scenes.chapters.surface import SurfaceChapter
from scenes.stage.film import Film


class Descent(Film):
    """How a neuron that knows nothing learns to multiply by three."""

    chapters = (
        NeuronChapter,
        SurfaceChapter,
        GradientChapter,
        BlowUpChapter,
        LearningRateChapter,
        ConvergenceChapter,
        KerasTrainingChapter,
        RecapChapter,
    )
