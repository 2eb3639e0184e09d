"""The whole film for a family of data sets: nothing fails, every claim holds, all is legible."""

from collections.abc import Iterator
from typing import Any

import pytest

from scenes.descent import Descent
from scenes.stage.durations import CLOSING
from tests.quiet_manim import manim
from tests.scenes.cases import LANGUAGES, Lecture
from tests.scenes.data_sets import DATA_SETS
from tests.scenes.test_drawn_film import TINY
from tests.scenes.test_film import (
    THEMES,
    contrast_faults,
    film_with_stills,
    layout_faults,
    time_faults,
)
from tests.scenes.truths import truth_faults

QUICK = ("almost all in one step-en", "rate 0.1-ru", "Anscombe I-en")
"""What is played also where tests are not to take long."""


def played() -> Iterator[Any]:
    """Yield every set in both languages, the themes by turns."""
    for number, name in enumerate(DATA_SETS):
        for index, language in enumerate(LANGUAGES):
            title = f"{name}-{language}"
            theme = THEMES[(number + index) % len(THEMES)]
            marks = () if title in QUICK else pytest.mark.long
            yield pytest.param(name, language, theme, id=title, marks=marks)


def test_the_family_is_as_wide_as_it_should_be():
    assert len(DATA_SETS) >= 40
    sizes = [len(data.x) for data in DATA_SETS.values()]
    assert min(sizes) == 2
    assert max(sizes) == 10_000
    assert sum(bool(data.source) for data in DATA_SETS.values()) >= 10


@pytest.mark.parametrize(("name", "language", "theme"), [*played()])
def test_is_true_and_legible(name, language, theme, fades_at_once):
    params = DATA_SETS[name].params(language, theme)
    film, stills = film_with_stills(params)
    lecture = Lecture(params, tuple(film.results.start.tolist()))
    faults = [*time_faults(film), *truth_faults(film, lecture, language)]
    for standing in stills:
        faults += [*layout_faults(standing, language), *contrast_faults(standing)]
        faults += standing.too_small
    assert not faults, "\n".join(["", *dict.fromkeys(faults)])


@pytest.mark.long
@pytest.mark.parametrize("name", DATA_SETS)
def test_every_moment_can_be_drawn(name):
    with manim.tempconfig(TINY):
        film = Descent(params=DATA_SETS[name].params())
        film.render()
        assert film.frame == film.beats[-1].end + film.frames(CLOSING)
