"""The film for the storyboard's other parameters: every sentence true and read in time, every
text legible."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

import scenes.files.trajectory_store
from scenes.chapters.keras_training import KerasTraining
from scenes.descent import Descent
from scenes.params import Params
from scenes.props.plotting.plot import Plot
from scenes.publish.clips.rehearsal import FRAME_RATE, rehearse
from scenes.stage.film import Beat, Film
from scenes.stage.regions import FRAME, MAIN, SIDE, STAGE, SUBTITLES, TITLE, Region
from tests.scenes.answers import answer_faults, watch_films
from tests.scenes.cases import CASES, LANGUAGES, Lecture, params_of
from tests.scenes.conftest import descend_in_float32
from tests.scenes.pictures import Text, contrast, pixels_of, rgb, texts_on, without
from tests.scenes.text_sizes import size_faults
from tests.scenes.truths import truth_faults
from tests.scenes.words import entries, read_number, sentence

HEIGHT = 360
"""Of the stills, in pixels."""


# Time.


def time_faults(film: Film) -> Iterator[str]:
    names = [beat.name for beat in film.beats]
    written = [name for chapter in film.chapters for name in beats_with_words(chapter.name)]
    if names != written:
        yield f"the beats are not those that there are words for, in their order: {names}"
    parts = sorted([*((beat.start, beat.end) for beat in film.beats), *film.closings])
    if [0, *(end for _, end in parts)] != [*(start for start, _ in parts), film.frame]:
        yield f"beats and closings leave gaps: {parts}, {film.frame} frames"
    if len(film.closings) != len(film.chapters):
        yield f"{len(film.closings)} of {len(film.chapters)} chapters fade"
    for before, after in pairwise(film.cues):
        if after.start < before.end:
            yield f"{after} begins before {before} ends"
    for cue in film.cues:
        if len(cue.text) > 84:
            yield f"{len(cue.text)} characters: {cue.text}"
        if (cue.end - cue.start) / FRAME_RATE < len(cue.text) / 13:
            yield f"too fast to read: {cue}"
        if not any(beat.start <= cue.start and cue.end <= beat.end for beat in film.beats):
            yield f"not within one beat: {cue}"
    for beat in film.beats:
        if not any(beat.start <= cue.start < beat.end for cue in film.cues):
            yield f"nothing is said in {beat.name}"


def beats_with_words(chapter: str) -> list[str]:
    """Return the beats of a chapter that something is said in, in the order of the strings."""
    keys = [key.split(".say.")[0] for key in entries("en") if ".say." in key]
    return list(dict.fromkeys(beat for beat in keys if beat.startswith(f"{chapter}.")))


# Legibility.


class Still(NamedTuple):
    """What stands at the end of a beat."""

    beat: str
    has_panels: bool
    """Whether there is a main picture: then it and the side panel keep to themselves."""
    texts: list[Text]
    frame: NDArray[np.uint8]
    without_texts: NDArray[np.uint8]
    too_small: list[str]

    @classmethod
    def seen_on(cls, film: Film, beat: Beat, frame: NDArray[np.uint8]) -> "Still":
        texts = list(texts_on(film))
        glyphs = [glyph for text in texts for glyph in text.glyphs]
        standing = [part for mobject in film.mobjects for part in mobject.get_family()]
        has_panels = any(isinstance(part, Plot) and part.box.width > MAIN.width / 2
                         and part.box.right <= MAIN.right for part in standing)  # fmt: skip
        too_small = [f"{beat.name}: {fault}" for fault in size_faults(film)]
        return cls(beat.name, has_panels, texts, frame, without(film, glyphs), too_small)


def layout_faults(standing: Still, language: str) -> Iterator[str]:
    for text in standing.texts:
        if not within(text.box, FRAME) or text.box.bottom < SUBTITLES.top:
            yield f"{standing.beat}: cut off, or where subtitles go: {text}"
        if not any(within(text.box, region) for region in (TITLE, STAGE)):
            yield f"{standing.beat}: beyond the margins: {text}"
        if (
            standing.has_panels
            and not within(text.box, TITLE)  # it goes over both
            and text.box.left < MAIN.right + 0.02 < SIDE.left - 0.02 < text.box.right
        ):
            yield f"{standing.beat}: from one panel into the other: {text}"
        if text.is_number and re.search(r"\d", text.words):
            try:
                read_number(text.words, language)
            except ValueError as error:
                yield f"{standing.beat}: {error}"
    for one, other in combinations(standing.texts, 2):
        if overlap(one.box, other.box) > 0.01:
            yield f"{standing.beat}: {one} overlaps {other}"


def within(box: Region, region: Region) -> bool:
    return (
        box.left >= region.left - 0.02
        and box.right <= region.right + 0.02
        and box.bottom >= region.bottom - 0.02
        and box.top <= region.top + 0.02
    )


def overlap(one: Region, other: Region) -> float:
    """Return how far two boxes reach into each other."""
    return min(
        min(one.right, other.right) - max(one.left, other.left),
        min(one.top, other.top) - max(one.bottom, other.bottom),
    )


def contrast_faults(standing: Still) -> Iterator[str]:
    for text in standing.texts:
        area = pixels_of(text.box, HEIGHT)
        background = standing.without_texts[area].astype(float)
        changed = np.abs(standing.frame[area] - background).max(axis=-1)
        inked = changed > 0.5 * changed.max(initial=0.0)
        if not inked.any():
            yield f"{standing.beat}: cannot be seen: {text}"
            continue
        for color in text.colors:
            ratio = contrast(rgb(color), background[inked]).min()
            if ratio < 4.5:
                yield f"{standing.beat}: contrast of {ratio:.2f}:1, {color.to_hex()}: {text}"


# The film.


MOST_SHOWN = ("default", "rate above critical")
THEMES = ("dark", "light")
QUICK = ("default-en-dark", "default-ru-light", "rate above critical-en-light")
"""What is played also where tests are not to take long."""


def played() -> Iterator[Any]:
    """Yield every case in both languages, in one theme each, by turns; some in both themes, too."""
    for number, case in enumerate(CASES):
        for index, language in enumerate(LANGUAGES):
            for other in range(2 if case in MOST_SHOWN else 1):
                theme = THEMES[(index + number + other) % 2]
                name = f"{case}-{language}-{theme}"
                marks = () if name in QUICK else pytest.mark.long
                yield pytest.param(case, language, theme, id=name, marks=marks)


def film_with_stills(params: Params) -> tuple[Film, list[Still]]:
    """Rehearse the film; return it and what is seen at the end of each beat."""
    stills: list[Still] = []
    film = rehearse(
        Descent,
        params,
        on_still=lambda *seen: stills.append(Still.seen_on(*seen)),
        height=HEIGHT,
    )
    assert len(stills) == len(film.beats)
    return film, stills


@pytest.mark.parametrize(("case", "language", "theme"), [*played()])
def test_is_true_timed_and_legible(case, language, theme, monkeypatch, fades_at_once, notes):
    watch = watch_films(monkeypatch)
    params = params_of(case, language, theme)
    film, stills = film_with_stills(params)
    notes.write(case, watch.said)
    lecture = Lecture(params, tuple(film.results.start.tolist()))
    faults = [*time_faults(film), *truth_faults(film, lecture, language)]
    faults += answer_faults(film, watch, numbers_tell=case == "default")
    faults += [
        f"{key} is not true: {words}"
        for key, words in watch.said.items()
        if re.search("hundred|сто шагов", words, re.IGNORECASE) and params.steps != 100
    ]
    for standing in stills:
        faults += [*layout_faults(standing, language), *contrast_faults(standing)]
        faults += standing.too_small
    assert not faults, "\n".join(["", *dict.fromkeys(faults)])


ANOTHER_WAY = Params(start=(1.0, 1.0), epochs=4)
"""Parameters for which Keras is made to descend otherwise than by hand."""


@pytest.fixture
def film_of_another_way(monkeypatch, fades_at_once):
    def descend_otherwise(loss, learning_rate, epochs, *, start, seed=0):
        return descend_in_float32(loss, 1.1 * learning_rate, epochs, start=start)

    with monkeypatch.context() as patch:
        patch.setattr(scenes.files.trajectory_store, "keras_weights", descend_otherwise)
        return rehearse(KerasTraining, ANOTHER_WAY)


def test_is_not_the_same_way_if_rounding_does_not_explain_it(film_of_another_way):
    """Nothing is hidden: what differs by more than rounding is said to do so."""
    film = film_of_another_way
    faults = [*truth_faults(film, Lecture(ANOTHER_WAY, (1.0, 1.0)), "en")]
    assert not faults
    keys = [sentence(cue.text, "keras_training.same_path", "en")[0] for cue in film.cues
            if cue.start >= film.beats[2].start and cue.end <= film.beats[2].end]  # fmt: skip
    assert "why_more" in keys
    assert not {"difference", "why_rounding", "why_equal"} & set(keys)


ELSEWHERE = (
    Params(x=(1.0, 2.0, 4.0), y=(2.95, 6.0, 12.0), start=(2.950001, 0.0)),
    Params(x=(0.0, 5.0, 10.0), y=(0.0, 1e5, 0.0), start=(0.0, -1e5)),
    Params(start=(-5.0, -5.0)),
    Params(x=(-1.0, 1.0), y=(0.0, 2.0), learning_rate=0.49999),
    Params(x=(11.6, -1.2), y=(5.58, 1.74), start=(0.3, 2.1), learning_rate=0.01461963084792859),
    Params(x=(11.6, -1.2), y=(5.58, 1.74), start=(0.3, 2.1), learning_rate=1.097, steps=0),
    Params(x=(7.26e-10, 8.41e-10), y=(-0.521, -0.607), learning_rate=1.0, steps=0, epochs=0),
    Params(x=(-3.3, 0.5), y=(2.72, 1.2), start=(0.1184, 3.239), learning_rate=0.1693, steps=0),
    Params(x=(12.6, 0.2), y=(3.18, -0.54), start=(0.11205, 1.71782),
           learning_rate=0.12512, steps=1),
    Params(x=(0.0, 10.6, 8.9, 14.3), y=(2.4, 0.28, 0.62, -0.46), start=(0.0, 0.0),
           learning_rate=0.011028879, steps=300, epochs=1),
    Params(x=(-1.0, 0.0, 1.0), y=(0.1, 0.2, -0.3), start=(0.0, 0.0)),
)  # fmt: skip
"""What is said of these is said in none of the cases."""


@pytest.mark.long
def test_every_string_is_used_by_some_case(film_of_another_way, fades_at_once, notes):
    """Every word of the files is said or shown to someone; what test_film has seen is noted."""
    for case in CASES:
        if notes.read(case) is None:
            notes.write(case, rehearse(Descent, params_of(case)).strings.used)
    used = set(film_of_another_way.strings.used)
    used = used.union(*(notes.read(case) or () for case in CASES))
    used = used.union(*(rehearse(Descent, params).strings.used for params in ELSEWHERE))
    assert set(entries("en")) - used == set()
