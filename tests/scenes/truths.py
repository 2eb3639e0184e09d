"""What the film claims, and when it is true: sentences held against numbers computed anew."""

import math
import re
import statistics
from collections.abc import Callable, Iterator

from scenes.stage.film import Film
from tests.scenes.cases import Lecture
from tests.scenes.claims import CLAIMS, SHOWN
from tests.scenes.facts import RACE_STEPS, Facts, Said
from tests.scenes.words import read_number, sentence

Number = Callable[[Facts, Said], float]

NUMBERS: dict[str, Number] = {
    "neuron.promise.x": lambda facts, _: facts.lecture.x[0],
    "neuron.promise.asked.answer": lambda facts, _: facts.first_answer(facts.start),
    "neuron.promise.begins.answer": lambda facts, _: facts.first_answer(facts.start),
    "neuron.promise.answer": lambda facts, _: facts.first_answer(facts.way[-1]),
    "neuron.promise.steps": lambda facts, _: len(facts.way) - 1,
    "neuron.first_guess.w1": lambda facts, _: facts.start[0],
    "neuron.first_guess.w0": lambda facts, _: facts.start[1],
    "neuron.first_guess.x": lambda facts, _: facts.lecture.x[0],
    "neuron.first_guess.y": lambda facts, _: facts.lecture.y[0],
    "neuron.first_guess.answer": lambda facts, _: (
        facts.lecture.errors(facts.start)[0] + facts.lecture.y[0]
    ),
    "neuron.mse.n": lambda facts, _: facts.lecture.n,
    "neuron.mse.mse": lambda facts, _: facts.losses[0],
    "surface.samples.n": lambda facts, _: facts.results.params.resolution,
    "surface.samples.pairs": lambda facts, _: facts.results.params.resolution**2,
    "surface.landscape.start.mse": lambda facts, _: facts.losses[0],
    "surface.landscape.w1": lambda facts, _: facts.lecture.minimum[0],
    "surface.landscape.w0": lambda facts, _: facts.lecture.minimum[1],
    "surface.landscape.lowest.mse": lambda facts, _: facts.lecture.minimum_loss,
    "gradient.slope.change": lambda facts, said: (
        facts.lecture.loss((facts.start[0] + said.number("nudge"), facts.start[1]))
        - facts.losses[0]
    ),
    "gradient.slope.slope": lambda facts, _: facts.gradient[0],
    "gradient.other_slope.slope": lambda facts, _: facts.gradient[1],
    "gradient.gradient.length": lambda facts, _: math.hypot(*facts.gradient),
    "gradient.formula.g1": lambda facts, _: facts.gradient[0],
    "gradient.formula.g0": lambda facts, _: facts.gradient[1],
    "gradient.steepest.length": lambda facts, _: math.hypot(*facts.gradient),
    "blow_up.full_step.w1": lambda facts, _: facts.whole_step[0],
    "blow_up.full_step.w0": lambda facts, _: facts.whole_step[1],
    "blow_up.full_step.before": lambda facts, _: facts.losses[0],
    "blow_up.full_step.after": lambda facts, _: facts.lecture.loss(facts.whole_step),
    "blow_up.full_step.mse": lambda facts, _: facts.losses[0],
    "blow_up.full_step.length": lambda facts, _: math.hypot(*facts.gradient),
    "blow_up.why.position": lambda facts, said: math.copysign(
        facts.across, said.number("position")
    ),
    "blow_up.why.landing": lambda facts, said: math.copysign(
        (facts.lecture.steepest - 1) * facts.across, said.number("landing")
    ),
    "blow_up.why.curvature": lambda facts, _: facts.lecture.steepest,
    "blow_up.why.factor": lambda facts, _: 1 - facts.lecture.steepest,
    "learning_rate.definition.rate": lambda facts, _: facts.lecture.rate,
    "learning_rate.first_step.before": lambda facts, _: facts.losses[0],
    "learning_rate.first_step.after": lambda facts, _: facts.losses[1],
    "learning_rate.first_step.mse": lambda facts, _: facts.losses[1],
    "learning_rate.second_step.before": lambda facts, _: facts.losses[1],
    "learning_rate.second_step.after": lambda facts, _: facts.losses[2],
    "learning_rate.second_step.mse": lambda facts, _: facts.losses[2],
    "learning_rate.three_rates.steps": lambda *_: RACE_STEPS,
    "learning_rate.three_rates.mse": lambda facts, said: (
        facts.race(said)[-1] + facts.lecture.minimum_loss
    ),
    "learning_rate.critical_rate.critical": lambda facts, _: 2 / facts.lecture.steepest,
    "convergence.hundred_steps.start": lambda facts, _: facts.losses[0],
    "convergence.hundred_steps.now": lambda facts, _: facts.losses[min(2, facts.lecture.last)],
    "convergence.hundred_steps.mse": lambda facts, _: facts.losses[-1],
    "convergence.hundred_steps.steps": lambda facts, _: facts.lecture.last - 2,
    "convergence.hundred_steps.rate": lambda facts, _: facts.lecture.rate,
    "convergence.steep_and_flat.leaps.first": lambda facts, _: 100 - facts.percent_left(1),
    "convergence.steep_and_flat.leaps.second": lambda facts, _: 100 - facts.percent_left(2),
    "convergence.steep_and_flat.leaps_left.first": lambda facts, _: facts.percent_left(1),
    "convergence.steep_and_flat.leaps_left.second": lambda facts, _: facts.percent_left(2),
    "convergence.steep_and_flat.ratio": lambda facts, _: (
        facts.lecture.steepest / facts.lecture.flattest
    ),
    "convergence.steep_and_flat.way": lambda facts, said: math.dist(
        facts.lecture.weights[int(said.number("k"))], facts.end
    ),
    "convergence.steep_and_flat.steps": lambda facts, said: facts.lecture.last - said.number("k"),
    "convergence.not_there_yet.weights.w1": lambda facts, _: facts.end[0],
    "convergence.not_there_yet.weights.w0": lambda facts, _: facts.end[1],
    "convergence.not_there_yet.best.w1": lambda facts, _: facts.lecture.minimum[0],
    "convergence.not_there_yet.best.w0": lambda facts, _: facts.lecture.minimum[1],
    "convergence.not_there_yet.best.mse": lambda facts, _: facts.lecture.minimum_loss,
    "keras_training.code.n": lambda facts, _: facts.lecture.n,
    "keras_training.code.x": lambda facts, _: facts.lecture.x[0],
    "keras_training.code.answer": lambda facts, _: (
        facts.lecture.errors(facts.start)[0] + facts.lecture.y[0]
    ),
    "keras_training.ten_epochs.k": lambda facts, _: len(facts.keras_losses) - 1,
    "keras_training.ten_epochs.start": lambda facts, _: facts.keras_losses[0],
    "keras_training.ten_epochs.mse": lambda facts, _: facts.keras_losses[-1],
    "keras_training.ten_epochs.w1": lambda facts, _: facts.keras_weights[-1, 0],
    "keras_training.ten_epochs.w0": lambda facts, _: facts.keras_weights[-1, 1],
    "keras_training.same_path.difference": lambda facts, _: facts.bound,
    "keras_training.after.mse": lambda facts, _: facts.keras_losses[-1],
    "neuron.task.standardised.mean": lambda facts, _: statistics.mean(facts.lecture.given),
    "neuron.task.standardised.spread": lambda facts, _: statistics.pstdev(facts.lecture.given),
    "recap.new_number.x": lambda facts, _: facts.asked,
    "recap.new_number.answer": lambda facts, _: facts.answer,
    "recap.new_number.y": lambda facts, _: (
        facts.lecture.minimum[0] * facts.asked + facts.lecture.minimum[1]
    ),
}
"""What the numbers have to be, by beat and placeholder, or by beat, key and placeholder."""


CHANGE = re.compile(r"\b(?:from|с) (\S*\d[^ ]*) (?:to|до) (\S*\d[^ ]*)")
SINKS = "drop|fall|fell|упала|убыв|уменьш|меньше"
RISES = "grow|goes up|rise|вырос|раст"
"""Words whose order of numbers is not left to the strings: the larger one comes first, or last."""


def truth_faults(film: Film, lecture: Lecture, language: str) -> Iterator[str]:
    """Find what is said and is not so."""
    facts = Facts(lecture, film.results)
    size = math.sqrt(lecture.mean_square)
    for key in film.strings.used & SHOWN.keys():
        if not SHOWN[key](facts):
            yield f"{key} is shown, and is not true"
    for cue in film.cues:
        beat = next(beat.name for beat in film.beats if beat.start <= cue.start < beat.end)
        key, filled = sentence(cue.text, beat, language)
        said = Said(beat, key, cue.text, filled, language)
        claim = CLAIMS.get(f"{beat}.{key}")
        if claim is not None and not claim(facts, said):
            yield f"{beat}.{key} is not true: {cue.text}"
        for name in filled:
            number = NUMBERS.get(f"{beat}.{key}.{name}", NUMBERS.get(f"{beat}.{name}"))
            if number is not None:
                true = number(facts, said)
                room = 0.501 * said.unit(name) + 1e-9 * abs(true) + 1e-14 * size**2
                if abs(said.number(name) - true) > room:
                    yield f"{beat}.{key}: {name} is {true:.9g}: {cue.text}"
        change = CHANGE.search(cue.text)
        if change is not None:
            before, after = (
                read_number(number.rstrip(".,:;"), language)[0] for number in change.groups()
            )
            sinks, rises = (re.search(words, cue.text, re.IGNORECASE) for words in (SINKS, RISES))
            if not (sinks and after < before) and not (rises and after > before):
                yield f"{beat}.{key} contradicts itself: {cue.text}"
        if re.search("[{}]", cue.text):
            yield f"a placeholder is left: {cue.text}"
