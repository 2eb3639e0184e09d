"""What is so in a lecture, computed anew: what its sentences are held against."""

import math
import statistics
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenes.chapters.recap import unseen_number
from scenes.stage.results import Results
from tests.scenes.cases import Lecture, Weights
from tests.scenes.words import read_number

RACE_STEPS = 20
"""Updates of each rate that the fifth chapter compares, where it does not say how many."""
SOME_UNITS, FEW_UNITS = 20.0, 2.0
"""Error in units in the last place that may be called none, and that may be called one."""
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
    results: Results

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
    def cross_with_minimum(self) -> float:
        """The sine of the angle between the antigradient and the way to the minimum."""
        down, there = np.negative(self.gradient), np.subtract(self.lecture.minimum, self.start)
        return float(
            (down[0] * there[1] - down[1] * there[0]) / (math.hypot(*down) * math.hypot(*there))
        )

    @property
    def first_error(self) -> float:
        """What the first answer misses."""
        return self.lecture.errors(self.start)[0]

    @property
    def largest_term(self) -> float:
        """The largest number in the first answer's sum."""
        w1, w0 = self.start
        return max(abs(w1 * self.lecture.x[0]), abs(w0), abs(self.lecture.y[0]))

    @property
    def turn(self) -> float:
        """Above zero if the last two gradients point to the same side, below it if not."""
        before, after = map(self.lecture.gradient, self.shown[-2:])
        return before[0] * after[0] + before[1] * after[1]

    @property
    def whole_step(self) -> Weights:
        """The weights after a step by the whole gradient."""
        return self.lecture.descend(self.start, 1.0, 1)[-1]

    @property
    def leap(self) -> float:
        """By how much the whole step changes the loss."""
        return self.lecture.loss(self.whole_step) - self.losses[0]

    @property
    def is_line(self) -> bool:
        """Whether a line goes through all points, but for rounding."""
        return self.lecture.in_units(self.lecture.minimum_loss) <= SOME_UNITS

    @property
    def is_no_line(self) -> bool:
        """Whether that is more than rounding. What is neither may be told either way."""
        return self.lecture.in_units(self.lecture.minimum_loss) > FEW_UNITS

    def is_lowest(self, weights: Weights) -> bool:
        """Tell whether weights are the best ones, but for rounding."""
        return self.lecture.in_units(self.lecture.excess(weights)) <= SOME_UNITS

    @property
    def stays(self) -> bool:
        """Whether the start is the lowest point, but for rounding."""
        return self.is_lowest(self.start)

    @property
    def moves(self) -> bool:
        """Whether the start lies higher, by more than rounding."""
        return self.lecture.in_units(self.lecture.excess(self.start)) > FEW_UNITS

    @property
    def on_floor(self) -> bool:
        """Whether the start has no position along the steep axis, but for rounding."""
        return self._units_on_steep <= SOME_UNITS

    @property
    def off_floor(self) -> bool:
        """Whether it has one, by more than rounding."""
        return self._units_on_steep > FEW_UNITS

    @property
    def _units_on_steep(self) -> float:
        w1, w0 = (
            max(map(abs, pair)) for pair in zip(self.start, self.lecture.minimum, strict=True)
        )
        return self.lecture.in_units(self.modes[1], (w1, w0))

    @property
    def across(self) -> float:
        """How far the start is from the minimum along the steep axis; 0 where that is rounding."""
        if self.on_floor:
            return 0.0
        away = np.subtract(self.start, self.lecture.minimum)
        return abs(float(away @ self.lecture.steep_axis))

    @property
    def diverges(self) -> bool:
        return self.moves and self.excesses[-1] > self.excesses[0]

    @property
    def excesses(self) -> list[float]:
        """The excess loss after each update that the film shows."""
        return [self.lecture.excess(weights) for weights in self.shown]

    @property
    def shown(self) -> list[Weights]:
        """The weights after each update that was asked for."""
        return self.lecture.weights[: self.lecture.last + 1]

    def course(self, units: float) -> list[float]:
        """Return what each update does to the excess loss; 0 for so many units of rounding."""
        hidden = [self.lecture.hidden(weights, units) for weights in self.shown]
        return [
            0.0 if abs(after - before) <= max(blurs) else after - before
            for (before, after), blurs in zip(
                pairwise(self.excesses), pairwise(hidden), strict=True
            )
        ]

    @property
    def rises(self) -> bool:
        """Whether some update raises the loss, by more than rounding."""
        return max(self.course(FEW_UNITS), default=0.0) > 0

    @property
    def falls(self) -> bool:
        """Whether some update lowers it, by more than rounding."""
        return min(self.course(FEW_UNITS), default=0.0) < 0

    @property
    def never_rises(self) -> bool:
        """Whether no update raises the loss, but for rounding."""
        return max(self.course(SOME_UNITS), default=0.0) <= 0

    @property
    def never_falls(self) -> bool:
        """Whether no update lowers it, but for rounding."""
        return min(self.course(SOME_UNITS), default=0.0) >= 0

    @property
    def condition(self) -> float:
        return self.lecture.steepest / self.lecture.flattest

    @property
    def factors(self) -> tuple[float, float]:
        """What a step multiplies the distances by, flat axis first."""
        rate = self.lecture.rate
        return 1 - rate * self.lecture.flattest, 1 - rate * self.lecture.steepest

    @property
    def asked(self) -> float:
        """The x that the neuron is asked for in the end."""
        return unseen_number(np.array(self.lecture.given))

    @property
    def answer(self) -> float:
        """What the neuron answers that went on to its goal."""
        steps = self.results.all_the_way.steps
        w1, w0 = self.lecture.descend(self.start, self.lecture.rate, steps)[-1]
        return w1 * self.asked_inside + w0

    @property
    def asked_inside(self) -> float:
        """What the neuron is given for that x."""
        given = self.lecture.given
        if not self.results.params.standardise:
            return self.asked
        return (self.asked - statistics.mean(given)) / statistics.pstdev(given)

    @property
    def is_bowl(self) -> bool:
        """Whether the surface is about as steep in every direction."""
        return self.condition <= 1.5

    @property
    def way(self) -> list[Weights]:
        """The descent for as far as the film shows it."""
        steps = self.results.all_the_way.steps
        return self.lecture.descend(self.start, self.lecture.rate, steps)

    def loss_by_hand(self, steps: int) -> float:
        """The loss after so many updates."""
        return self.lecture.loss(self.lecture.descend(self.start, self.lecture.rate, steps)[-1])

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
        flat, steep = self.lecture.positions(self.start)
        return 0.5 * self.lecture.flattest * flat**2, 0.5 * self.lecture.steepest * steep**2

    def excess_after(self, steps: float) -> tuple[float, float]:
        """Return the excess loss along both axes after so many steps."""

        def left(excess: float, factor: float) -> float:
            try:
                return excess * abs(factor) ** (2 * steps)
            except OverflowError:
                return math.inf

        flat, steep = (
            left(excess, factor) if moves else 0.0
            for excess, factor, moves in zip(
                self.modes, self.factors, self.lecture.moving(self.start), strict=True
            )
        )
        return flat, steep

    def percent_left(self, k: int) -> float:
        """Return how much of the excess loss at the start is left after k updates, in per cent."""
        return 100 * sum(self.excess_after(k)) / sum(self.modes)

    def flat_excess_at_critical(self, steps: float) -> float:
        """Return the excess loss along the flat axis after so many steps of the critical rate."""
        factor = 1 - 2 * self.lecture.flattest / self.lecture.steepest
        return self.modes[0] * factor ** (2 * steps)

    def race(self, said: Said) -> list[float]:
        """Return the excess losses of the compared rate that is named, after each update.

        Not a number if it is none that should be compared.
        """
        rate = said.number("rate")
        is_rival = any(
            low < rate * self.lecture.steepest / 2 < high for low, high in RIVAL_BANDS
        ) and not math.isclose(rate, self.lecture.rate, rel_tol=1e-6)
        steps = int(said.number("k")) if "k" in said.filled else RACE_STEPS
        rivals = self.lecture.descend(self.start, rate, steps)
        return [self.lecture.excess(weights) for weights in rivals] if is_rival else [math.nan]

    def steepness(self, k: int) -> float:
        """Return the length of the gradient after k updates."""
        return math.hypot(*self.lecture.gradient(self.lecture.weights[k]))

    @property
    def keras_losses(self) -> NDArray[np.float64]:
        return self.results.keras.losses

    @property
    def keras_weights(self) -> NDArray[np.float64]:
        return self.results.keras.weights

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
        """Whether 32-bit numbers explain the difference.

        The rounding of one update is carried on by the next ones, at most times the larger factor.
        """
        lecture, epsilon = self.lecture, 2.0**-23
        growth = max(map(abs, self.factors))
        bound = 0.0
        for w1, w0 in self.keras_weights.tolist():
            pairs = zip(lecture.x, lecture.y, strict=True)
            terms = [(abs(w1 * x) + abs(w0) + abs(y), abs(x)) for x, y in pairs]
            by_w1 = sum(term * size for term, size in terms) / lecture.n
            by_w0 = sum(term for term, _ in terms) / lecture.n
            bound = growth * bound + 20 * epsilon * lecture.rate * math.hypot(by_w1, by_w0)
            bound += 2 * epsilon * math.hypot(w1, w0)
        return self.apart <= bound

    @property
    def by_hand(self) -> float:
        """The loss by hand after as many updates as Keras made."""
        return self.lecture.losses[len(self.keras_losses) - 1]

    @property
    def is_keras_rounding(self) -> bool:
        """Whether all that changes in Keras' descent is rounding to 32 bits."""
        return self.is_zero_in_32_bits(float(self.keras_losses.max()))

    def is_zero_in_32_bits(self, loss: float) -> bool:
        """Tell whether rounding to 32 bits explains a loss."""
        return self.lecture.in_units(loss) <= SOME_UNITS * 2.0**29
