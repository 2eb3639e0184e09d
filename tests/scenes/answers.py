"""No answer before its question: what the film asks, and what on the stage would give it away."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from manim import VMobject

from scenes.props.data.linear_rule import LinearRule
from scenes.stage.film import Film
from scenes.stage.strings import Strings
from tests.scenes.pictures import texts_on


class Answers(NamedTuple):
    """What answers a question."""

    shown: tuple[str, ...] = ()
    """Keys of strings that stand on the stage once it is answered."""
    numbers: Mapping[str, tuple[str, ...]] = {}
    """Keys of cues that answer it, and the names of the numbers in them that together do."""
    is_rule: bool = False
    """Whether the rule that the data follow answers it."""
    marks_minimum: bool = False
    """Whether the mark of the minimum answers it."""


_VERDICTS = ("crawled", "creeps", "rises", "comes_close", "arrived", "diverged")
QUESTIONS = {
    "neuron.task.say.question": Answers(
        shown=(
            "neuron.title",
            "neuron.title_factor",
            "neuron.title_rule",
            "neuron.title_line",
        ),
        is_rule=True,
        marks_minimum=True,
    ),
    "surface.landscape.say.question": Answers(
        numbers=dict.fromkeys(("lowest", "lowest_zero"), ("w1", "w0", "mse")),
        marks_minimum=True,
    ),
    "gradient.title": Answers(
        shown=(
            "gradient.antigradient.ascent",
            "gradient.antigradient.descent",
            "recap.keep.antigradient",
        )
    ),
    "gradient.steepest.say.question": Answers(
        shown=("gradient.antigradient.ascent", "gradient.antigradient.descent"),
        numbers={"answer": ("length",), "nowhere": ("length",)},
    ),
    "blow_up.full_step.say.question": Answers(
        numbers=dict.fromkeys(("mse_up", "mse_down", "mse_same"), ("w1", "w0", "after"))
    ),
    "learning_rate.three_rates.say.question": Answers(
        shown=tuple(f"learning_rate.three_rates.{verdict}" for verdict in _VERDICTS),
        numbers={f"verdict_{verdict}": ("mse",) for verdict in _VERDICTS},
    ),
    "learning_rate.critical_rate.say.above": Answers(
        shown=("learning_rate.critical_rate.critical",), numbers={"critical": ("critical",)}
    ),
    "convergence.hundred_steps.say.question": Answers(numbers={"now": ("mse",)}),
    "keras_training.same_path.say.question": Answers(
        shown=(
            "keras_training.same_path.largest_difference",
            "keras_training.same_path.resolution",
        ),
        numbers={"difference": ("difference",), "why_more": ("difference",)},
    ),
    "recap.new_number.say.unseen": Answers(numbers={"answers": ("answer",)}),
}
"""Every question of the film: by the key of its cue, or of the title that asks it."""

TELLING = 3
"""So many digits make a number that stands for nothing else."""


class Moment(NamedTuple):
    """What is on the stage during a movement."""

    start: int
    """Its first frame."""
    texts: frozenset[str]
    minimum_is_marked: bool


@dataclass
class Watch:
    """What a film says, and what is on its stage meanwhile."""

    moments: list[Moment] = field(default_factory=list)
    spoken: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    """Key and values of each cue, in the order of `Film.cues`."""
    said: dict[str, str] = field(default_factory=dict)
    """All strings that were looked up or spoken, filled in, by key."""


def watch_films(patch: pytest.MonkeyPatch) -> Watch:
    """Watch what is said and shown in the film that is played next."""
    watch = Watch()
    look_up, speak = Strings.__call__, Strings.spoken

    def look_up_and_note(strings, key, /, **values):
        watch.said[key] = look_up(strings, key, **values)
        return watch.said[key]

    def speak_and_note(strings, key, /, **values):
        words = speak(strings, key, **values)
        watch.said[key] = words.text
        watch.spoken.append((key, values))
        return words

    def looking(move):
        def move_and_look(film, *args, **options):
            start = film.frame
            move(film, *args, **options)
            texts = frozenset(plain(text.words) for text in texts_on(film))
            watch.moments.append(Moment(start, texts, _is_minimum_marked(film)))

        return move_and_look

    patch.setattr(Strings, "__call__", look_up_and_note)
    patch.setattr(Strings, "spoken", speak_and_note)
    patch.setattr(Film, "play", looking(Film.play))
    patch.setattr(Film, "hold", looking(Film.hold))
    return watch


def plain(markup: str) -> str:
    """Return what a viewer reads of markup, but for what stands between letters and digits."""
    markup = re.sub(r'#box\(width: 0pt\)\[H\]|#text\(fill: rgb\("[^"]*"\)\)|#raw', "", markup)
    return " ".join(re.sub(r'[$#"\[\](){}\\]', " ", markup).split())


def _is_minimum_marked(film: Film) -> bool:
    theme = film.theme
    return any(
        isinstance(part, VMobject)
        and len(part.points) > 0
        and part.get_stroke_opacity() > 0
        and part.get_stroke_width() > 0
        and part.get_stroke_color() == theme.minimum
        and part.get_stroke_color(background=True) == theme.ink
        for mobject in film.mobjects
        for part in mobject.get_family()
    )


def answer_faults(film: Film, watch: Watch, numbers_tell: bool) -> Iterator[str]:
    """Tell which questions are answered before they have been asked to their end.

    Args:
        film: The film, played to its end.
        watch: What was noted of it.
        numbers_tell: Whether the numbers of an answer stand for nothing else in this lecture.
    """
    for question, answers in QUESTIONS.items():
        asked = _asked(film, watch, question)
        if asked is None:
            continue
        before = [moment for moment in watch.moments if moment.start < asked]
        fault = f"{question}, asked until frame {asked}, is answered at frame"
        for answer in _telling(film, watch, question, answers, asked, numbers_tell):
            seen = [re.compile(rf"(?<![\w.,−]){re.escape(one)}(?!\w|[.,]\d)") for one in answer]
            for moment in before:
                if all(any(map(one.search, moment.texts)) for one in seen):
                    yield f"{fault} {moment.start}: {', '.join(answer)}"
        if answers.marks_minimum:
            yield from (f"{fault} {moment.start} by the minimum's mark" for moment in before
                        if moment.minimum_is_marked)  # fmt: skip


def _telling(
    film: Film, watch: Watch, question: str, answers: Answers, asked: int, numbers_tell: bool
) -> set[tuple[str, ...]]:
    """Return the texts that give an answer away, if all of a tuple stand on the stage at once."""
    telling = {(plain(watch.said[key]),) for key in answers.shown if key in watch.said}
    rule = LinearRule.of(film.results.loss)
    if answers.is_rule and rule is not None and rule.slope:
        telling.add((plain(rule.formula(film.strings.numbers, "x")),))
    if not numbers_tell:
        return telling
    known: set[str] = set()
    beat = question.partition(".say.")[0]
    for (key, values), cue in zip(watch.spoken, film.cues, strict=True):
        if cue.start < asked:
            known.update(values.values())
        elif key.startswith(f"{beat}.say."):
            names = answers.numbers.get(key.removeprefix(f"{beat}.say."), ())
            numbers = tuple(values[name] for name in names)
            if any(len(re.findall(r"\d", one)) >= TELLING for one in set(numbers) - known):
                telling.add(numbers)
    return telling


def _asked(film: Film, watch: Watch, question: str) -> int | None:
    """Return the frame at which a question has been asked to its end; None if it is not."""
    if ".say." in question:
        keys = [key for key, _ in watch.spoken]
        return film.cues[keys.index(question)].end if question in keys else None
    if question not in watch.said:
        return None
    title = plain(watch.said[question])
    return next(moment.start for moment in watch.moments if title in moment.texts)
