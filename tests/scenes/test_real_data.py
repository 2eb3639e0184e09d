"""The whole film for a family of data sets: nothing fails, every claim holds, all is legible."""

from collections.abc import Iterator
from typing import Any

import pytest

from scenes.descent import Descent
from scenes.props.plotting.number import Number
from scenes.publish.rehearsal import rehearse
from tests.quiet_manim import manim
from tests.scenes.cases import LANGUAGES, Lecture
from tests.scenes.data_sets import DATA_SETS
from tests.scenes.test_drawn_film import TINY
from tests.scenes.test_film import (
    HEIGHT,
    THEMES,
    Still,
    contrast_faults,
    layout_faults,
    time_faults,
)
from tests.scenes.truths import truth_faults

QUICK = ("almost all in one step-en", "rate 0.1-ru")
"""What is played also where tests are not to take long."""


SMALLEST_EM = 0.258
"""Of numbers, in scene units: digits are 24 pixels high at 1080p."""


def size_faults(standing: Still) -> Iterator[str]:
    """Find numbers that are too small to read."""
    for shown in standing.texts:
        sizes = [glyph.size for glyph in shown.glyphs if isinstance(glyph, Number)]
        if any(size < SMALLEST_EM for size in sizes):
            yield f"{standing.beat}: an em of {min(sizes):.3f}: {shown}"


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
    stills: list[Still] = []
    film = rehearse(
        Descent,
        params,
        on_still=lambda *seen: stills.append(Still.seen_on(*seen)),
        height=HEIGHT,
    )
    lecture = Lecture(params, tuple(film.results.start.tolist()))
    faults = [*time_faults(film), *truth_faults(film, lecture, language)]
    for standing in stills:
        faults += [*layout_faults(standing, language), *contrast_faults(standing)]
        faults += size_faults(standing)
    assert len(stills) == len(film.beats)
    assert not faults, "\n".join(["", *dict.fromkeys(faults)])


@pytest.mark.long
@pytest.mark.parametrize("name", DATA_SETS)
def test_every_moment_can_be_drawn(name):
    with manim.tempconfig(TINY):
        film = Descent(params=DATA_SETS[name].params())
        film.render()
    assert film.beats[-1].end == film.frame > 0
