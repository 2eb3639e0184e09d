"""The storyboard's table of other parameters: lectures that the film has to be true for."""

import math
from collections.abc import Sequence
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
}
"""What differs from the default parameters, by the name of the case."""

LANGUAGES = tuple(sorted(file.stem for file in asset_path("strings").glob("*.toml")))


def params_of(case: str, language: str = "en", theme: str = "dark") -> Params:
    """Return the parameters of a case."""
    return Params(**CASES[case], language=language, theme=theme)


LARGEST_LOSS = 1e300
"""Where a descent is cut that leaves the range of the numbers."""

Weights = tuple[float, float]


class Lecture:
    """The numbers of a lecture, computed anew from the textbook's sums in plain Python."""

    def __init__(self, params: Params, start: Weights) -> None:
        self.x, self.y = params.x, params.y
        self.n = len(self.x)
        self.rate = params.learning_rate
        mean_x, mean_y = self._mean(self.x), self._mean(self.y)
        variance = self._mean([(x - mean_x) ** 2 for x in self.x])
        pairs = list(zip(self.x, self.y, strict=True))
        w1 = self._mean([(x - mean_x) * (y - mean_y) for x, y in pairs]) / variance
        self.minimum = (w1, mean_y - w1 * mean_x)
        self.minimum_loss = self.loss(self.minimum)
        self.mean_square = self._mean([y * y for y in self.y])
        # Eigenvalues of the Hessian 2 [[mean of x^2, mean of x], [mean of x, 1]].
        square = self._mean([x * x for x in self.x])
        self.steepest = square + 1 + math.hypot(square - 1, 2 * mean_x)
        self.flattest = 4 * variance / self.steepest
        angle = 0.5 * math.atan2(2 * mean_x, square - 1)
        self.steep_axis = (math.cos(angle), math.sin(angle))
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
        d1, d0 = weights[0] - self.minimum[0], weights[1] - self.minimum[1]
        try:
            return self._mean([(d1 * x + d0) ** 2 for x in self.x])
        except OverflowError:
            return math.inf

    def gradient(self, weights: Weights) -> Weights:
        """Return the partial derivatives of the MSE."""
        errors = self.errors(weights)
        by_w1 = self._mean([error * x for error, x in zip(errors, self.x, strict=True)])
        return 2 * by_w1, 2 * self._mean(errors)

    def descend(self, start: Weights, rate: float, steps: int) -> list[Weights]:
        """Return the weights of a descent, up to the last ones whose loss is within range."""
        visited = [start]
        for _ in range(steps):
            by_w1, by_w0 = self.gradient(visited[-1])
            after = (visited[-1][0] - rate * by_w1, visited[-1][1] - rate * by_w0)
            if not self.loss(after) <= LARGEST_LOSS:
                break
            visited.append(after)
        return visited
