"""Words lead, movements begin at a mark and take a share of their cue."""

import numpy as np
import pytest
from manim import LEFT, RIGHT, Dot, linear

from scenes.params import Params
from scenes.stage.chapter import Chapter, beat
from scenes.stage.durations import SHORTEST_MOVE
from scenes.stage.film import Film
from scenes.stage.narration import READING_SPEED, Reader, Words
from scenes.stage.strings import Strings
from tests.quiet_manim import manim

RATE = 15


def test_marks_are_taken_out_and_counted_after_the_values_are_filled_in():
    words = Words.parse("At {x} the <line>line tilts, <end>and stops.", {"x": "<line> 12"})
    assert words.text == "At <line> 12 the line tilts, and stops."
    assert words.text[words.marks["line"] :] == "line tilts, and stops."
    assert words.text[words.marks["end"] :] == "and stops."


def test_an_unknown_placeholder_is_an_error():
    with pytest.raises(KeyError):
        Words.parse("At {x}", {})


def test_a_reader_takes_time_by_the_character():
    reader, words = Reader(), Words.parse("x" * 26 + "<late>" + "y" * 26, {})
    assert reader.duration(words) == pytest.approx(52 / READING_SPEED)
    assert reader.moment(words, "late") == pytest.approx(26 / READING_SPEED)


class Steady:
    """A narrator who takes eight seconds for everything, and two to each mark."""

    def duration(self, _words: Words) -> float:
        return 8.0

    def moment(self, words: Words, mark: str) -> float:
        return 2.0 * (1 + list(words.marks).index(mark))


ENTRIES = {
    "numbers.decimal_sign": ".",
    "numbers.thousands_sign": ",",
    "numbers.plural": "n != 1",
    "neuron.title": "title",
    "neuron.trial.name": "trial",
    "neuron.trial.say.moves": "One <a>two <b>three.",
}


@pytest.fixture
def play(monkeypatch):
    """Play a beat drawn by a function of the film, and return the film."""

    def played(act, **kwargs):
        class Trial(Chapter):
            name = "neuron"

            def construct(self):
                self.trial()

            def title(self):
                return "title"

            @beat
            def trial(self):
                act(self.film)

        class Play(Film):
            chapters = (Trial,)

        monkeypatch.setattr(Strings, "load", lambda _: Strings(ENTRIES))
        size = {"pixel_height": 90, "pixel_width": 160, "frame_rate": RATE, "dry_run": True}
        with manim.tempconfig(size):
            film = Play(params=Params(), narrator=Steady(), **kwargs)
            film.render()
        return film

    return played


@pytest.mark.parametrize("draws", [True, False])
@pytest.mark.parametrize(
    ("when", "start", "length"),
    [
        ({}, 0, 8.0),
        ({"at": "a"}, 2.0, 6.0),
        ({"at": "a", "until": "b"}, 2.0, 2.0),
        ({"share": 0.25}, 0, 2.0),
        ({"at": "b", "share": 0.25}, 4.0, 2.0),
    ],
)
def test_a_movement_begins_at_its_word_and_ends_with_its_share(play, when, start, length, draws):
    seen = {}

    def act(film):
        dot = Dot(LEFT)
        film.add(dot)
        film.say("moves")
        seen["said"] = film.frame
        film.move(dot.animate(rate_func=linear).shift(2 * RIGHT), **when)
        seen["done"] = film.frame
        seen["place"] = dot.get_center()

    film = play(act, draws_animations=draws)
    assert seen["done"] - seen["said"] == pytest.approx((start + length) * RATE, abs=1)
    np.testing.assert_allclose(seen["place"], RIGHT, atol=1e-9)
    (cue,) = film.cues
    assert cue.text == "One two three."
    assert cue.end - cue.start == 8 * RATE


def test_a_movement_after_the_words_takes_the_shortest_time(play):
    def act(film):
        dot = Dot()
        film.say("moves")
        film.move(dot.animate.shift(RIGHT))
        film.move(dot.animate.shift(LEFT))

    (cue,) = play(act).cues
    assert cue.end - cue.start == (8 + SHORTEST_MOVE) * RATE


def test_a_movement_needs_words(play):
    with pytest.raises(RuntimeError, match=r"say\(\) comes first"):
        play(lambda film: film.move(Dot().animate.shift(RIGHT)))


def test_an_unknown_mark_is_an_error(play):
    def act(film):
        film.say("moves")
        film.move(Dot().animate.shift(RIGHT), at="nowhere")

    with pytest.raises(KeyError, match="no mark <nowhere>"):
        play(act)


def test_a_chapter_fades_in_a_section_of_its_own(play):
    film = play(lambda film: film.say("moves"))
    ((start, end),) = film.closings
    assert start == film.beats[-1].end
    assert end == film.frame
    assert not film.mobjects
