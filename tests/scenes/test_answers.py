"""What looks for answers before their questions finds them."""

import numpy as np
import pytest

from scenes.chapters.neuron import Neuron, NeuronChapter
from scenes.chapters.surface import Surface, SurfaceChapter
from scenes.params import Params
from scenes.publish.clips.rehearsal import rehearse
from tests.scenes.answers import QUESTIONS, answer_faults, plain, watch_films
from tests.scenes.words import entries


def test_every_question_of_the_narration_is_in_the_table():
    """All that ends in a question mark is asked, but for names of beats and of chapters' starts."""
    asked = {key for key, words in entries("en").items() if words.endswith("?")}
    named = {key for key in asked if key.endswith(".name") or key.startswith("recap.new_number")}
    assert asked - named - {"neuron.title_question"} <= set(QUESTIONS)


def test_what_answers_is_in_the_strings():
    keys = set(entries("en"))
    for question, answers in QUESTIONS.items():
        beat = question.partition(".say.")[0]
        cues = {f"{beat}.say.{key}" for key in answers.numbers}
        assert {question, *answers.shown, *cues} <= keys


def test_a_title_that_answers_is_found(monkeypatch, fades_at_once):
    monkeypatch.setattr(NeuronChapter, "opening_title", NeuronChapter.title)
    watch = watch_films(monkeypatch)
    faults = [*answer_faults(rehearse(Neuron, Params()), watch, numbers_tell=True)]
    assert any("neuron.task" in fault and "multiply by three" in fault for fault in faults)


def test_a_mark_at_the_minimum_is_found(monkeypatch, fades_at_once):
    stand = SurfaceChapter.stand

    def stand_with_minimum(chapter):
        return [*stand(chapter), chapter.surface_view.mark(np.array([3.0, 0.0]), is_minimum=True)]

    monkeypatch.setattr(SurfaceChapter, "stand", stand_with_minimum)
    watch = watch_films(monkeypatch)
    faults = [*answer_faults(rehearse(Surface, Params()), watch, numbers_tell=True)]
    assert any("surface.landscape" in fault and "mark" in fault for fault in faults)


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ('#box(width: 0pt)[H]$w_1 =$ #"0.0543"', "w_1 = 0.0543"),
        ('#box(width: 0pt)[H]$"3"#text(fill: rgb("#5BB8F0"))[$x$]$', "3 x"),
        ("What is the rule?", "What is the rule?"),
    ],
)
def test_markup_is_read_as_a_viewer_does(markup, seen):
    assert plain(markup) == seen
