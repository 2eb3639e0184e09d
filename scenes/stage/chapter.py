"""A chapter: a sequence of beats on the stage, in a scene of its own or in the film."""

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
from manim import DL, UP, FadeIn, Mobject, Typst
from numpy.typing import NDArray

from gdmath import cleared, is_negligible
from scenes.stage.durations import OPENING
from scenes.stage.numbers import decimals_for
from scenes.stage.pose import ABOVE
from scenes.stage.regions import TITLE
from scenes.stage.stage import Stage
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import move_baseline_to, text

TITLE_DEPTH = 0.15
"""How high the title's baseline runs over its region's lower edge."""


def beat(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Make a chapter's method a beat: its name is the section's and prefixes its strings."""

    @functools.wraps(method)
    def staged(self: "Chapter") -> None:
        with self.film.beat(f"{self.name}.{method.__name__}"):
            self.open()
            method(self)

    return staged


class Chapter(ABC):
    """A part of the film that can be shown without the others.

    It opens on an empty stage with its title and leaves an empty stage; in between, `construct`
    lists its beats.

    Args:
        film: The stage that it is played on.
    """

    name: ClassVar[str]
    """That of its file, unless it says otherwise; it prefixes the strings and names the clip."""
    poster: ClassVar[str | None] = None
    """The beat whose last frame stands for the chapter; None for the last one."""
    heading: Typst
    """What stands on the title line once the chapter is open."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" not in vars(cls):
            cls.name = cls.__module__.rpartition(".")[2]

    def __init__(self, film: Stage) -> None:
        self.film = film
        self.results = film.results
        self.theme = film.theme
        self.strings = film.strings
        self.numbers = film.strings.numbers
        self._is_open = False

    @abstractmethod
    def construct(self) -> None:
        """Play the beats in order."""

    def stand(self) -> list[Mobject]:
        """Return the picture that stands when the chapter opens; it fades in with the title."""
        return []

    def title(self) -> str:
        """Return the words on the title line: plain text, for they also name the clip."""
        return self.strings(f"{self.name}.title")

    def opening_title(self) -> str:
        """Return the words that stand on the title line first: others, where the title answers."""
        return self.title()

    def write_heading(self, words: str) -> Typst:
        """Return words as they stand on the title line."""
        heading = text(words, TEXT.title, self.theme.muted)
        return move_baseline_to(heading, TITLE.corner(DL) + TITLE_DEPTH * UP)

    def perform(self) -> None:
        """Play the chapter from an empty stage to an empty stage, seen from above."""
        self.film.camera.take(ABOVE)
        self.construct()
        self.film.close(self.name)

    def open(self) -> None:
        """Bring in the title and the standing picture, unless they are there."""
        if self._is_open:
            return
        self._is_open = True
        self.heading = self.write_heading(self.opening_title())
        self.film.play(FadeIn(self.heading), *map(FadeIn, self.stand()), run_time=OPENING)

    # How the chapters write what they share.

    def write_weights(self, weights: NDArray[np.float64]) -> tuple[str, str]:
        """Write weights (2,) as fine as the shown part of the weight plane asks for."""
        w1, w0 = (
            self.numbers.fixed(float(weight), decimals_for(high - low))
            for weight, (low, high) in zip(weights, self.results.ranges, strict=True)
        )
        return w1, w0

    def write_loss(self, value: float) -> str:
        """Write a loss: 0 where it is rounding."""
        return self.numbers.loss(cleared(float(value), self.results.loss))

    def data_names(self) -> tuple[str, str]:
        """Name x and y for the axes of a plot of the data; empty where they have no name."""
        params = self.results.params
        x_label = params.x_label
        if x_label and params.standardise:
            x_label = self.strings("common.standardised", name=x_label)
        return x_label, params.y_label

    def loss_label(self) -> str:
        """Name the excess loss in plots: it is the MSE itself where the smallest is zero."""
        loss = self.results.loss
        is_zero = is_negligible(loss.minimum_loss, loss)
        return self.strings("common.mse" if is_zero else "common.excess_mse")

    def color_label(self) -> str:
        """Name the excess loss over a colour bar, and say of what kind its scale is."""
        return self.strings("common.color_scale", loss=self.loss_label())
