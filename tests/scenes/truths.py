"""What the film claims, and when it is true: sentences held against numbers computed anew."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenes.chapters.recap import unseen_number
from scenes.stage.film import Film
from tests.scenes.cases import Lecture, Weights
from tests.scenes.words import read_number, sentence

RACE_STEPS = 20
"""Updates of each rate that the fifth chapter compares, where it does not say how many."""
RIVAL_BANDS = ((1 / 51, 1 / 14), (0.59, 0.86), (1.02, 1.26))
"""Where those rates lie, in critical rates."""


class Said(NamedTuple):
    """A sentence and what was filled into it."""

    beat: str
    key: str
    text: str
    filled: Mapping[str, str]
    language: str

    def number(self, name: str) -> float:
        return read_number(self.filled[name], self.language)[0]

    @property
    def change(self) -> float:
        """By how much the error rises, by the two numbers that are said."""
        before = "before" if "before" in self.filled else "start"
        after = next(name for name in ("after", "now", "mse") if name in self.filled)
        return self.number(after) - self.number(before)

    def unit(self, name: str) -> float:
        """Return one in a number's last digit."""
        return read_number(self.filled[name], self.language)[1]


class Facts(NamedTuple):
    """What is so."""

    lecture: Lecture
    film: Film

    @property
    def start(self) -> Weights:
        return self.lecture.weights[0]

    @property
    def end(self) -> Weights:
        return self.lecture.weights[self.lecture.last]

    @property
    def losses(self) -> list[float]:
        """The loss after each update that the film shows."""
        return self.lecture.losses[: self.lecture.last + 1]

    @property
    def gradient(self) -> Weights:
        return self.lecture.gradient(self.start)

    @property
    def curvature_by_w1(self) -> float:
        """The second derivative of the MSE along w1; along w0 it is 2."""
        return 2 * math.fsum(x * x for x in self.lecture.x) / self.lecture.n

    @property
    def is_next_to_minimum(self) -> bool:
        """Whether the start is so near to the minimum that the map hardly shows it."""
        shown = np.ptp(self.film.results.ranges, axis=1)
        away = np.abs(np.subtract(self.start, self.lecture.minimum)) / shown
        return float(away.max()) < 0.05

    @property
    def cross_with_minimum(self) -> float:
        """The sine of the angle between the antigradient and the way to the minimum."""
        down, there = np.negative(self.gradient), np.subtract(self.lecture.minimum, self.start)
        return float(
            (down[0] * there[1] - down[1] * there[0]) / (math.hypot(*down) * math.hypot(*there))
        )

    @property
    def whole_step(self) -> Weights:
        """The weights after a step by the whole gradient."""
        return self.start[0] - self.gradient[0], self.start[1] - self.gradient[1]

    @property
    def leap(self) -> float:
        """By how much the whole step changes the loss."""
        return self.lecture.loss(self.whole_step) - self.losses[0]

    def percent_left(self, k: int) -> float:
        """Return how much of the excess loss at the start is left after k updates, in per cent."""
        return 100 * sum(self.excess_after(k)) / sum(self.modes)

    @property
    def is_line(self) -> bool:
        """Whether a line goes through all points."""
        return self.lecture.minimum_loss <= 1e-12 * self.lecture.mean_square

    @property
    def stays(self) -> bool:
        """Whether the start is the lowest point."""
        return self.lecture.excess(self.start) <= 1e-12 * self.lecture.mean_square

    @property
    def diverges(self) -> bool:
        return not self.stays and self.losses[-1] > self.losses[0] * (1 + 1e-9)

    @property
    def asked(self) -> float:
        """The x that the neuron is asked for in the end."""
        return unseen_number(np.array(self.lecture.x))

    @property
    def answer(self) -> float:
        """What the neuron answers that went on to its goal."""
        steps = self.film.results.all_the_way.steps
        w1, w0 = self.lecture.descend(self.start, self.lecture.rate, steps)[-1]
        return w1 * self.asked + w0

    @property
    def is_bowl(self) -> bool:
        """Whether the surface is about as steep in every direction."""
        return self.lecture.steepest <= 1.5 * self.lecture.flattest

    @property
    def way(self) -> list[Weights]:
        """The descent for as far as the film shows it."""
        steps = self.film.results.all_the_way.steps
        return self.lecture.descend(self.start, self.lecture.rate, steps)

    def first_answer(self, weights: Weights) -> float:
        """Return what the neuron answers to the first x."""
        return weights[0] * self.lecture.x[0] + weights[1]

    @property
    def share_left(self) -> float:
        """What is left of the excess loss after the last step."""
        return self.lecture.excess(self.end) / self.lecture.excess(self.start)

    @property
    def reach(self) -> float:
        """The rate in critical rates."""
        return self.lecture.rate * self.lecture.steepest / 2

    @property
    def modes(self) -> tuple[float, float]:
        """The excess loss at the start along the flat and the steep axis."""
        (d1, d0), (right, up) = (
            np.subtract(self.start, self.lecture.minimum),
            (self.lecture.steep_axis),
        )
        along_steep, along_flat = d1 * right + d0 * up, d0 * right - d1 * up
        flat = 0.5 * self.lecture.flattest * along_flat**2
        return float(flat), float(0.5 * self.lecture.steepest * along_steep**2)

    def excess_after(self, steps: float) -> tuple[float, float]:
        """Return the excess loss along both axes after so many steps."""
        flat, steep = self.modes
        factors = (
            1 - self.lecture.rate * c for c in (self.lecture.flattest, self.lecture.steepest)
        )
        by_flat, by_steep = (abs(factor) ** (2 * steps) for factor in factors)
        return flat * by_flat, steep * by_steep

    def race(self, said: Said) -> list[float]:
        """Return the losses of the compared rate that is named, after each of its updates.

        Not a number if it is none that should be compared.
        """
        rate = said.number("rate")
        is_rival = any(
            low < rate * self.lecture.steepest / 2 < high for low, high in RIVAL_BANDS
        ) and not math.isclose(rate, self.lecture.rate, rel_tol=1e-6)
        steps = int(said.number("k")) if "k" in said.filled else RACE_STEPS
        rivals = self.lecture.descend(self.start, rate, steps)
        return [self.lecture.loss(weights) for weights in rivals] if is_rival else [math.nan]

    def steepness(self, k: int) -> float:
        """Return the length of the gradient after k updates."""
        return math.hypot(*self.lecture.gradient(self.lecture.weights[k]))

    @property
    def keras_losses(self) -> NDArray[np.float64]:
        return self.film.results.keras.losses

    @property
    def keras_weights(self) -> NDArray[np.float64]:
        return self.film.results.keras.weights

    @property
    def apart(self) -> float:
        """The largest difference of a weight by hand and by Keras."""
        common = min(len(self.keras_weights), len(self.lecture.weights))
        by_hand = np.array(self.lecture.weights[:common])
        return float(np.abs(self.keras_weights[:common] - by_hand).max())

    @property
    def bound(self) -> float:
        """The least number of two digits that the largest difference does not exceed."""
        exact = Decimal(self.apart)
        if not exact:
            return 0.0
        unit = Decimal(1).scaleb(exact.adjusted() - 1)
        return float(exact.quantize(unit, rounding=ROUND_CEILING))

    @property
    def is_rounding(self) -> bool:
        """Whether 32-bit numbers explain the difference."""
        return self.apart <= 1e-4 * float(np.abs(self.keras_weights).max())


Claim = Callable[[Facts, Said], bool]
Number = Callable[[Facts, Said], float]


def _rises(_: Facts, said: Said) -> bool:
    return said.change > 0


def _falls(_: Facts, said: Said) -> bool:
    return said.change < 0


def _hardly_changes(_: Facts, said: Said) -> bool:
    return abs(said.change) <= 0.01 * said.number("before")


def _share(losses: list[float], facts: Facts) -> float:
    """Return the share of the excess loss that is left in the end."""
    least = facts.lecture.minimum_loss
    return (losses[-1] - least) / (losses[0] - least)


CLAIMS: dict[str, Claim] = {
    "neuron.promise.asked": lambda facts, _: facts.film.results.params.start is None,
    "neuron.promise.arrives": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) <= 1e-5 * facts.lecture.excess(facts.start)
    ),
    "neuron.promise.underway": lambda facts, _: (
        facts.lecture.excess(facts.way[-1]) > 1e-6 * facts.lecture.excess(facts.start)
    ),
    "neuron.promise.diverges": lambda facts, _: (
        facts.lecture.loss(facts.way[-1]) > facts.lecture.loss(facts.start)
    ),
    "neuron.promise.stays": lambda facts, _: facts.stays,
    "neuron.task.factor": lambda facts, said: (
        facts.is_line
        and all(
            abs(said.number("factor") * x - y) <= 1e-5 * abs(y)
            for x, y in zip(facts.lecture.x, facts.lecture.y, strict=True)
        )
    ),
    "neuron.task.plus": lambda facts, _: facts.is_line and facts.lecture.minimum[1] > 0,
    "neuron.task.minus": lambda facts, _: facts.is_line and facts.lecture.minimum[1] < 0,
    "neuron.task.rounded": lambda facts, _: facts.is_line,
    "neuron.task.no_line": lambda facts, _: not facts.is_line,
    "neuron.line.no_gaps": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.no_squares": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.zero": lambda facts, _: facts.is_line and facts.stays,
    "neuron.mse.least": lambda facts, _: facts.stays,
    "neuron.mse.value": lambda facts, _: not facts.stays,
    "surface.samples.surface_valley": lambda facts, _: not facts.is_bowl,
    "surface.samples.surface_bowl": lambda facts, _: facts.is_bowl,
    "surface.landscape.look_valley": lambda facts, _: not facts.is_bowl,
    "surface.landscape.look_bowl": lambda facts, _: facts.is_bowl,
    "surface.landscape.lowest_zero": lambda facts, _: facts.is_line,
    "surface.landscape.lowest": lambda facts, _: not facts.is_line,
    "gradient.other_slope.flatter": lambda facts, _: facts.curvature_by_w1 > 2,
    "gradient.other_slope.steeper": lambda facts, _: facts.curvature_by_w1 < 2,
    "gradient.other_slope.alike": lambda facts, _: abs(facts.curvature_by_w1 / 2 - 1) < 0.06,
    "gradient.gradient.vanish": lambda facts, _: facts.is_next_to_minimum,
    "gradient.gradient.sum": lambda facts, _: math.hypot(*facts.gradient) > 0,
    "gradient.steepest.nowhere": lambda facts, _: facts.is_next_to_minimum,
    "gradient.antigradient.misses": lambda facts, _: abs(facts.cross_with_minimum) > 1e-9,
    "gradient.antigradient.towards": lambda facts, _: abs(facts.cross_with_minimum) < 0.05,
    "gradient.steepest.level_square": lambda facts, _: (
        1 / 3 <= np.divide(*np.ptp(facts.film.results.ranges, axis=1)) <= 3
    ),
    "blow_up.full_step.stays": lambda facts, _: facts.stays,
    "blow_up.full_step.stayed": lambda facts, _: facts.stays,
    "blow_up.full_step.mse_up": _rises,
    "blow_up.full_step.mse_down": _falls,
    "blow_up.full_step.mse_same": _hardly_changes,
    "blow_up.full_step.flung": lambda facts, _: facts.leap > 0 and facts.lecture.steepest > 2,
    "blow_up.full_step.flung_upright": lambda facts, _: (
        facts.leap > 0 and abs(facts.whole_step[0]) > 2 * abs(facts.start[0])
    ),
    "blow_up.full_step.goes": lambda facts, _: not facts.stays,
    "blow_up.why.axis": lambda facts, _: facts.stays,
    "blow_up.why.axis_valley": lambda facts, _: not facts.stays and not facts.is_bowl,
    "blow_up.why.axis_bowl": lambda facts, _: not facts.stays and facts.is_bowl,
    "blow_up.why.as_far": lambda facts, _: abs(facts.lecture.steepest - 2) < 0.01,
    "blow_up.why.nearer": lambda facts, _: 1 < facts.lecture.steepest < 2,
    "blow_up.why.same_side": lambda facts, _: facts.lecture.steepest <= 1,
    "blow_up.why.fell_anyway": lambda facts, _: facts.leap < 0,
    "blow_up.why.on_the_floor": lambda facts, _: (
        facts.modes[1] <= 1e-12 * facts.lecture.mean_square
    ),
    "learning_rate.definition.nowhere": lambda facts, _: facts.stays,
    "learning_rate.definition.direction_only": lambda facts, _: facts.leap <= 0,
    "learning_rate.definition.as_it_is": lambda facts, _: facts.lecture.rate == 1,
    "learning_rate.definition.becomes_step": lambda facts, _: not facts.stays,
    "learning_rate.second_step.shorter": lambda facts, _: facts.steepness(1) < facts.steepness(0),
    "learning_rate.second_step.longer": lambda facts, _: facts.steepness(1) > facts.steepness(0),
    "learning_rate.second_step.there_already": lambda facts, _: (
        facts.lecture.excess(facts.lecture.weights[1]) <= 1e-12 * facts.lecture.mean_square
    ),
    "learning_rate.definition.shrinks": lambda facts, _: facts.lecture.rate < 1,
    "learning_rate.definition.grows": lambda facts, _: facts.lecture.rate > 1,
    "learning_rate.definition.too_far": lambda facts, _: facts.leap > 0,
    **{
        f"learning_rate.{beat}.{key}": claim
        for beat in ("first_step", "second_step")
        for key, claim in {
            "stays": lambda facts, _: facts.stays,
            "mse_down": _falls,
            "mse_up": _rises,
            "mse_same": _hardly_changes,
        }.items()
    },
    "learning_rate.three_rates.all_stay": lambda facts, _: facts.stays,
    "learning_rate.three_rates.verdict_crawled": lambda facts, said: (
        _share(facts.race(said), facts) > 0.8
    ),
    "learning_rate.three_rates.verdict_creeps": lambda facts, said: (
        0.005 < _share(facts.race(said), facts) < 0.95
    ),
    "learning_rate.three_rates.verdict_comes_close": lambda facts, said: (
        _share(facts.race(said), facts) < 0.02
    ),
    "learning_rate.three_rates.verdict_arrived": lambda facts, said: (
        _share(facts.race(said), facts) < 1e-4
    ),
    "learning_rate.three_rates.verdict_diverged": lambda facts, said: (
        _share(facts.race(said), facts) > 1
    ),
    "learning_rate.three_rates.verdict_rises": lambda facts, said: (
        facts.race(said)[-1] > min(facts.race(said))
    ),
    **{
        f"learning_rate.critical_rate.{key}": lambda facts, _: (
            facts.modes[1] > 1e-13 * facts.lecture.mean_square
        )
        for key in ("below", "above")
    },
    "learning_rate.critical_rate.own_at": lambda facts, _: abs(facts.reach - 1) < 1e-6,
    "learning_rate.critical_rate.on_floor": lambda facts, _: (
        facts.modes[1] <= 1e-12 * facts.lecture.mean_square
    ),
    "learning_rate.critical_rate.own_below": lambda facts, _: facts.reach < 1 and not facts.stays,
    "learning_rate.critical_rate.own_below_stays": lambda facts, _: facts.reach < 1,
    "learning_rate.critical_rate.own_above": lambda facts, _: (
        facts.reach > 1 and facts.modes[1] > 0
    ),
    "learning_rate.critical_rate.own_above_floor": lambda facts, _: facts.reach > 1,
    "convergence.hundred_steps.so_far_down": _falls,
    "convergence.hundred_steps.so_far_up": _rises,
    "convergence.hundred_steps.so_far_same": lambda facts, said: (
        abs(facts.losses[0] - said.number("now")) <= said.unit("now")
    ),
    "convergence.hundred_steps.end_approached": lambda facts, _: (
        not facts.diverges and facts.share_left < 0.95
    ),
    "convergence.hundred_steps.end_arrived": lambda facts, _: facts.share_left < 1e-5,
    "convergence.hundred_steps.end_crawled": lambda facts, _: (
        0.8 < facts.share_left < 1 and facts.reach < 0.5
    ),
    "convergence.hundred_steps.end_leapt": lambda facts, _: (
        0.8 < facts.share_left <= 1 and facts.reach > 0.5
    ),
    "convergence.hundred_steps.end_diverged": lambda facts, _: facts.diverges,
    "convergence.hundred_steps.end_stayed": lambda facts, _: facts.stays,
    "convergence.on_the_surface.falls": lambda facts, _: (
        max(np.diff(facts.losses)) <= 1e-12 * facts.losses[0]
    ),
    "convergence.on_the_surface.climbs": lambda facts, _: max(np.diff(facts.losses)) > 0,
    "convergence.on_the_surface.rests": lambda facts, _: facts.stays,
    "convergence.steep_and_flat.alike": lambda facts, _: (
        facts.lecture.steepest < 2 * facts.lecture.flattest
    ),
    "convergence.steep_and_flat.two_slopes": lambda facts, _: min(facts.modes) > 0,
    "convergence.steep_and_flat.grows": lambda facts, _: facts.reach > 1,
    "convergence.steep_and_flat.no_tail": lambda facts, _: facts.reach <= 1,
    "convergence.steep_and_flat.tail": lambda facts, said: (
        facts.excess_after(said.number("k"))[1] < 0.02 * facts.excess_after(said.number("k"))[0]
    ),
    "convergence.not_there_yet.nothing_missing": lambda facts, _: facts.stays,
    "convergence.not_there_yet.never": lambda facts, _: facts.reach >= 1,
    "convergence.not_there_yet.good_enough": lambda facts, said: (
        facts.lecture.excess(facts.end) < said.number("goal")
    ),
    "convergence.not_there_yet.more_steps": lambda facts, said: (
        sum(facts.excess_after(facts.lecture.last + said.number("steps") - 1 - said.unit("steps")))
        >= said.number("goal") * (1 - 1e-9)
        and sum(facts.excess_after(facts.lecture.last + said.number("steps") + said.unit("steps")))
        < said.number("goal") * (1 + 1e-9)
    ),
    "keras_training.ten_epochs.no_epochs": lambda facts, _: len(facts.keras_losses) == 1,
    "keras_training.ten_epochs.loss_down": _falls,
    "keras_training.ten_epochs.loss_up": lambda facts, said: (
        _rises(facts, said) and facts.reach > 1
    ),
    "keras_training.same_path.both_at_start": lambda facts, _: len(facts.keras_losses) == 1,
    "keras_training.same_path.difference": lambda facts, _: facts.is_rounding,
    "keras_training.same_path.why_rounding": lambda facts, _: facts.is_rounding and facts.apart > 0,
    "keras_training.same_path.why_equal": lambda facts, _: facts.apart == 0,
    "keras_training.same_path.why_more": lambda facts, _: (
        facts.apart > 1e-6 * float(np.abs(facts.keras_weights).max())
    ),
    "recap.keep.valley": lambda facts, _: facts.lecture.steepest > 1.4 * facts.lecture.flattest,
    "recap.keep.bowl": lambda facts, _: facts.lecture.steepest < 1.6 * facts.lecture.flattest,
    "recap.new_number.ask_trained": lambda facts, _: not facts.diverges,
    "recap.new_number.ask_diverged": lambda facts, _: facts.diverges,
    "recap.new_number.unseen": lambda facts, said: (
        said.number("x") not in facts.lecture.x
        and min(facts.lecture.x) < said.number("x") < max(facts.lecture.x)
    ),
    "recap.new_number.as_rule": lambda facts, said: (
        facts.is_line and abs(facts.answer - said.number("y")) <= 0.011 * abs(said.number("y"))
    ),
}
"""When the sentences of a key are true."""

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
    "surface.samples.n": lambda facts, _: facts.film.results.params.resolution,
    "surface.samples.pairs": lambda facts, _: facts.film.results.params.resolution**2,
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
    "learning_rate.three_rates.mse": lambda facts, said: facts.race(said)[-1],
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
    facts = Facts(lecture, film)
    size = math.sqrt(lecture.mean_square)
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
