"""The storyboard's table of other parameters: lectures that the film has to be true for."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from scenes.files.assets import asset_path
from scenes.params import Params

_DICE = np.random.default_rng(5)
_TWENTY = np.linspace(-3.0, 6.0, 20).round(3)
_HUNDREDS = np.linspace(0.0, 12.0, 300).round(3)
AUTO = {"w1_range": "auto", "w0_range": "auto"}

CASES: dict[str, dict[str, Any]] = {
    "default": {},
    "rate above critical": {"learning_rate": 0.045},
    "rate just below critical": {"learning_rate": 0.02821},
    "rate at the critical one": {"x": (-0.5, 0.5), "y": (1, 4), "learning_rate": 1.0},
    "rate tiny": {"learning_rate": 1e-6},
    "rate overflows": {"learning_rate": 1000.0},
    "start at the minimum": {"start": (3.0, 0.0)},
    "start at the minimum of noisy data": {
        "x": (1, 2, 3, 4),
        "y": (2, 3, 7, 8),
        "start": (2.2, -0.5),
        "learning_rate": 0.05,
    },
    "start next to the minimum": {"start": (3.0001, -0.0002)},
    "start outside": {"start": (40.0, -30.0)},
    "start on the valley's floor": {
        "x": (-0.5, 0.5),
        "y": (1, 4),
        "start": (0.0, 2.5),
        "learning_rate": 1.2,
        "steps": 10,  # the floor is a ridge for so large a rate: rounding grows on it
    },
    "start on the floor of a long valley": {
        "x": (-100, 0, 100),
        "y": (-295, 5, 305),
        "start": (3.0, 0.0),
        "learning_rate": 5e-5,
        **AUTO,
    },
    "there after one step": {
        "x": (-1, 1),
        "y": (-2, 4),
        "start": (0.0, 0.0),
        "learning_rate": 0.5,
    },
    "almost there after one step": {
        "x": (0, 100),
        "y": (3, 403),
        "learning_rate": 0.0001,
        **AUTO,
    },
    "kind data": {"x": (-1, 0, 1.3), "y": (-4, -1, 2.9), "learning_rate": 0.5},
    "noisy": {"y": (4.1, 8.2, 7.3, 28.8, 11.1, 22.4, 24.6)},
    "two x plus one": {
        "x": (0, 1, 2, 3),
        "y": (1, 3, 5, 7),
        "learning_rate": 0.1,
        **AUTO,
    },
    "negative slope": {
        "x": (-2, -1, 0, 1, 2, 4),
        "y": (9, 6.5, 4, 1, -1.5, -6),
        "learning_rate": 0.1,
        **AUTO,
    },
    "thousands": {
        "x": (1000, 3000, 2000, 10000, 4000, 7000, 8000),
        "y": (30500, 91000, 62000, 299000, 121000, 209000, 242000),
        "learning_rate": 2e-8,
        **AUTO,
    },
    "tiny data": {
        "x": (0.001, 0.003, 0.002, 0.010, 0.004),
        "y": (0.003, 0.009, 0.006, 0.030, 0.012),
        "learning_rate": 0.5,
        **AUTO,
    },
    "two points": {"x": (1, 4), "y": (2, 3), "learning_rate": 0.15, **AUTO},
    "twenty points": {
        "x": tuple(_TWENTY.tolist()),
        "y": tuple((1.5 * _TWENTY - 2 + _DICE.normal(0, 0.7, 20)).round(3).tolist()),
        "learning_rate": 0.05,
        "epochs": 30,
    },
    "hundreds of points": {
        "x": tuple(_HUNDREDS.tolist()),
        "y": tuple((3 * _HUNDREDS + _DICE.normal(0, 3, 300)).round(3).tolist()),
        "epochs": 200,
    },
    "no steps, one epoch": {"x": (1, 2, 3, 4), "y": (5, 5, 5, 5), "steps": 0, "epochs": 1},
    "neither steps nor epochs": {
        "y": (2.5, 7.5, 5, 25, 10, 17.5, 20),
        "steps": 0,
        "epochs": 0,
    },
    "ten thousand steps": {"steps": 10_000},
    "years, standardised": {
        "x": tuple(range(2010, 2021)),
        "y": (31, 30, 34, 36, 35, 39, 38, 42, 41, 44, 47),
        "x_label": "year",
        "y_label": "price, $",
        "standardise": True,
        "learning_rate": 0.1,
        **AUTO,
    },
}
"""What differs from the default parameters, by the name of the case."""

LANGUAGES = tuple(sorted(file.stem for file in asset_path("strings").glob("*.toml")))


def params_of(case: str, language: str = "en", theme: str = "dark") -> Params:
    """Return the parameters of a case."""
    return Params(**CASES[case], language=language, theme=theme)


LARGEST_LOSS = 1e300
"""Where a descent is cut that leaves the range of the numbers."""

Weights = tuple[float, float]


def standardised(x: Sequence[float]) -> tuple[float, ...]:
    """Return the inputs minus their mean, divided by their standard deviation."""
    exact = [Fraction(value) for value in x]
    mean = sum(exact) / len(exact)
    spread = math.sqrt(sum((value - mean) ** 2 for value in exact) / len(exact))
    return tuple(float(value - mean) / spread for value in exact)


class Lecture:
    """The numbers of a lecture, computed anew from the textbook's sums in plain Python.

    Least squares are solved in rational numbers, so that rules about what is zero can be strict.
    """

    def __init__(self, params: Params, start: Weights) -> None:
        self.given, self.y = params.x, params.y
        self.x = standardised(params.x) if params.standardise else params.x
        self.n = len(self.x)
        self.rate = params.learning_rate
        xs, ys = ([Fraction(value) for value in values] for values in (self.x, self.y))
        center_x, center_y = sum(xs) / self.n, sum(ys) / self.n
        spread = sum((x - center_x) ** 2 for x in xs) / self.n
        pairs = list(zip(xs, ys, strict=True))
        slope = sum((x - center_x) * (y - center_y) for x, y in pairs) / self.n / spread
        shift = center_y - slope * center_x
        self._exact = slope, shift, center_x, spread
        products = sum(x * y for x, y in pairs) / self.n
        self._sums = sum(x * x for x in xs) / self.n, center_x, products, center_y
        self.minimum = (float(slope), float(shift))
        self.minimum_loss = float(sum((y - slope * x - shift) ** 2 for x, y in pairs) / self.n)
        self.mean_square = self._mean([y * y for y in self.y])
        mean_x, variance = float(center_x), float(spread)
        # Eigenvalues of the Hessian 2 [[mean of x^2, mean of x], [mean of x, 1]].
        square = self._mean([x * x for x in self.x])
        self.steepest = square + 1 + math.hypot(square - 1, 2 * mean_x)
        self.flattest = 4 * variance / self.steepest
        # Of the two rows of the Hessian less the eigenvalue, the one in which nothing cancels.
        along = math.hypot(square - 1, 2 * mean_x) + abs(square - 1)
        right, up = (along, 2 * mean_x) if square >= 1 else (2 * mean_x, along)
        length = math.hypot(right, up)
        # Where rounding alone tells the axes apart, w1's counts as the steep one.
        is_round = math.hypot(square - 1, 2 * mean_x) <= 1e-12 * (square + 1)
        self.steep_axis = (1.0, 0.0) if is_round else (right / length, up / length)
        self.weights = self.descend(start, self.rate, max(2 + params.steps, params.epochs))
        self.losses = [self.loss(weights) for weights in self.weights]
        self.last = min(2 + params.steps, len(self.losses) - 1)

    def _mean(self, values: Sequence[float]) -> float:
        return math.fsum(values) / self.n

    def errors(self, weights: Weights) -> list[float]:
        """Return prediction minus target of each point."""
        w1, w0 = weights
        return [w1 * x + w0 - y for x, y in zip(self.x, self.y, strict=True)]

    def loss(self, weights: Weights) -> float:
        """Return the MSE; infinite where a double cannot hold it."""
        try:
            return self._mean([error**2 for error in self.errors(weights)])
        except OverflowError:
            return math.inf

    def excess(self, weights: Weights) -> float:
        """Return the loss above the smallest one: the mean square of what predictions differ by."""
        slope, shift, center, spread = self._exact
        d1, d0 = Fraction(weights[0]) - slope, Fraction(weights[1]) - shift
        try:
            return float(spread * d1**2 + (center * d1 + d0) ** 2)
        except OverflowError:
            return math.inf

    def hidden(self, weights: Weights, units: float) -> float:
        """Return by how much so many units in the last place may change the excess loss."""
        root = math.sqrt(self.excess(weights))
        moved = units * 2.0**-52 * (self._terms(weights) + root)
        return (2 * root + moved) * moved

    def _terms(self, weights: Weights) -> float:
        """Return how large the terms of an error are."""
        x_size, y_size = (math.hypot(*of) / math.sqrt(self.n) for of in (self.x, self.y))
        return abs(weights[0]) * x_size + abs(weights[1]) + y_size

    def in_units(self, loss: float, weights: Weights | None = None) -> float:
        """Return the root of a loss in units in the last place of the terms of an error.

        Args:
            loss: A loss or an excess loss.
            weights: Those of the terms; the minimum's if there are none.
        """
        terms = self._terms(self.minimum if weights is None else weights)
        if not loss:
            return 0.0
        return math.sqrt(loss) / terms / 2.0**-52 if terms else math.inf

    def gradient(self, weights: Weights) -> Weights:
        """Return the partial derivatives of the MSE, of exact sums."""
        squares, mean_x, products, mean_y = self._sums
        w1, w0 = map(Fraction, weights)
        by_w1, by_w0 = squares * w1 + mean_x * w0 - products, mean_x * w1 + w0 - mean_y
        return float(2 * by_w1), float(2 * by_w0)

    def moving(self, start: Weights) -> tuple[bool, bool]:
        """Tell along which axes, flat and steep, a start has a position beyond rounding."""
        far = tuple(max(map(abs, pair)) for pair in zip(start, self.minimum, strict=True))
        curved = zip((self.flattest, self.steepest), self.positions(start), strict=True)
        flat, steep = (
            self.in_units(curvature / 2 * place**2, far) > 8 for curvature, place in curved
        )
        return flat, steep

    def positions(self, weights: Weights) -> tuple[float, float]:
        """Return where weights lie along the flat and the steep axis, from the minimum."""
        slope, shift, *_ = self._exact
        d1, d0 = float(Fraction(weights[0]) - slope), float(Fraction(weights[1]) - shift)
        right, up = self.steep_axis
        return d0 * right - d1 * up, d1 * right + d0 * up

    def descend(self, start: Weights, rate: float, steps: int) -> list[Weights]:
        """Return the weights of a descent, up to the last ones whose loss is within range.

        Rounding does not grow: along an axis on which the start has no position, it does not move.
        """
        visited = [start]
        right, up = self.steep_axis
        moving = self.moving(start)
        if any(moving):
            factors = (1 - rate * curvature for curvature in (self.flattest, self.steepest))
            moving = tuple(map(max, moving, (abs(factor) <= 1 for factor in factors)))
        for _ in range(steps):
            by_w1, by_w0 = self.gradient(visited[-1])
            if not all(moving):
                flat, steep = by_w0 * right - by_w1 * up, by_w1 * right + by_w0 * up
                flat, steep = flat * moving[0], steep * moving[1]
                by_w1, by_w0 = steep * right - flat * up, steep * up + flat * right
            after = (visited[-1][0] - rate * by_w1, visited[-1][1] - rate * by_w0)
            if not self.loss(after) <= LARGEST_LOSS:
                break
            visited.append(after)
        return visited
