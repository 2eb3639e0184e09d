"""Data that people teach descent with, or could: a family by kind, each set with a name.

Scales, offsets, shapes of the bowl, noise, starts and learning rates are varied one by one and
together; public sets are named with their source.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath import MseLoss
from scenes.params import Params

AUTO = {"w1_range": "auto", "w0_range": "auto"}


@dataclass(frozen=True)
class DataSet:
    """Data and how to descend on them."""

    kind: str
    """What it is an example of."""
    x: tuple[float, ...]
    y: tuple[float, ...]
    rate: float | None = None
    """The learning rate in critical ones; None for what `others` says, or the default rate."""
    source: str = ""
    """Where public data come from."""
    others: dict[str, Any] = field(default_factory=dict)
    """Further parameters."""

    def params(self, language: str = "en", theme: str = "dark") -> Params:
        """Return the parameters of the film about this set."""
        others = AUTO | self.others
        if self.rate is not None:
            critical = MseLoss(self.x, self.y).critical_learning_rate
            others["learning_rate"] = float(f"{self.rate * critical:.2g}")
        return Params(x=self.x, y=self.y, language=language, theme=theme, **others)


def _set(
    kind: str,
    x: ArrayLike,
    y: ArrayLike,
    rate: float | None = None,
    source: str = "",
    **others: Any,
) -> DataSet:
    xs, ys = (tuple(np.asarray(values, dtype=float).tolist()) for values in (x, y))
    return DataSet(kind, xs, ys, rate, source, others)


def _line(
    x: Sequence[float] | NDArray[np.float64],
    slope: float,
    intercept: float,
    noise: float = 0.0,
    seed: int = 1,
    digits: int = 6,
) -> NDArray[np.float64]:
    """Return y on a line, with noise of a standard deviation, in so many digits of the largest."""
    xs = np.asarray(x, dtype=float)
    y = slope * xs + intercept + np.random.default_rng(seed).normal(0.0, noise, len(xs))
    size = float(np.abs(y).max())
    return np.round(y, digits - 1 - int(np.floor(np.log10(size)))) if size else y


def _standardised(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=float)
    return np.round((array - array.mean()) / array.std(), 6)


SEVEN = np.array([1.0, 3.0, 2.0, 10.0, 4.0, 7.0, 8.0])
CENTRED = np.linspace(-1.0, 1.0, 9)
THOUSANDS = np.linspace(-2.0, 4.0, 10_000).round(4)
FORTY = np.linspace(0.0, 10.0, 40).round(2)

SQUARE_FEET = (2104, 1600, 2400, 1416, 3000, 1985, 1534, 1427, 1380, 1494)
DOLLARS = (399900, 329900, 369000, 232000, 539900, 299900, 314900, 198999, 212000, 242500)
NG = "A. Ng, Machine Learning (Coursera, 2011), exercise 1"
SPEEDS = (
    *(4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15),
    *(15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24),
    *(24, 25),
)
DISTANCES = (
    *(2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20),
    *(26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92),
    *(93, 120, 85),
)
NORRIS_X = (
    *(0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5),
    *(666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2),
    *(999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5),
)
NORRIS_Y = (
    *(0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1),
    *(668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0),
    *(998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2),
)
GNP = (
    *(234.289, 259.426, 258.054, 284.599, 328.975, 346.999, 365.385, 363.112),
    *(397.469, 419.180, 442.769, 444.546, 482.704, 502.601, 518.173, 554.894),
)

PUBLIC: dict[str, DataSet] = {
    "Anscombe I": _set(
        "noisy",
        (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5),
        (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68),
        0.5,
        "F. J. Anscombe, Graphs in Statistical Analysis, 1973",
    ),
    "Anscombe IV": _set(
        "outlier",
        (8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8),
        (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.5, 5.56, 7.91, 6.89),
        0.9,
        "F. J. Anscombe, Graphs in Statistical Analysis, 1973",
    ),
    "house prices": _set("offset in both", SQUARE_FEET, DOLLARS, 0.5, NG),
    "house prices at 0.01": _set("rate far above critical", SQUARE_FEET, DOLLARS, None, NG),
    "house prices, standardised x": _set(
        "standardised", _standardised(SQUARE_FEET), DOLLARS, 0.1, NG
    ),
    "food truck": _set(
        "noisy",
        (6.1101, 5.5277, 8.5186, 7.0032, 5.8598, 8.3829, 7.4764, 8.5781, 6.4862, 5.0546),
        (17.592, 9.1302, 13.662, 11.854, 6.8233, 11.886, 4.3483, 12.0, 6.5987, 3.8166),
        None,
        NG,
        start=(0.0, 0.0),
    ),
    "eight decimals": _set(
        "many digits",
        (32.50234527, 53.42680403, 61.53035803, 47.47563963, 59.81320787, 55.14218841, 52.21179669),
        (31.70700585, 68.77759598, 62.5623823, 71.54663223, 87.23092513, 78.21151827, 79.64197305),
        None,
        "S. Raval, How to Do Linear Regression the Right Way (2017), data.csv",
        learning_rate=0.0001,
    ),
    "stopping distances": _set(
        "noisy", SPEEDS, DISTANCES, 0.6, "M. Ezekiel, Methods of Correlation Analysis, 1930"
    ),
    "heights and weights": _set(
        "offset in both",
        range(58, 73),
        (115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164),
        0.9,
        "The World Almanac and Book of Facts, 1975 (R: women)",
    ),
    "boiling point of water": _set(
        "offset in both",
        (194.5, 194.3, 197.9, 198.4, 199.4, 199.9, 200.9, 201.1, 201.4, 201.3, 203.6, 204.6,
         209.5, 208.6, 210.7, 211.9, 212.2),
        (20.79, 20.79, 22.4, 22.67, 23.15, 23.35, 23.89, 23.99, 24.02, 24.01, 25.14, 26.57,
         28.49, 27.76, 29.04, 29.88, 30.06),
        0.5,
        "J. D. Forbes, 1857, in S. Weisberg, Applied Linear Regression",
    ),
    "galaxies": _set(
        "y much larger than x",
        (0.032, 0.034, 0.214, 0.263, 0.275, 0.275, 0.45, 0.5, 0.5, 0.63, 0.8, 0.9, 0.9, 0.9, 0.9,
         1.0, 1.1, 1.1, 1.4, 1.7, 2.0, 2.0, 2.0, 2.0),
        (170, 290, -130, -70, -185, -220, 200, 290, 270, 200, 300, -30, 650, 150, 500, 920, 450,
         500, 500, 960, 500, 850, 800, 1090),
        0.3,
        "E. Hubble, A Relation between Distance and Radial Velocity, 1929",
    ),
    "ozone monitors": _set(
        "scale", NORRIS_X, NORRIS_Y, 0.5, "NIST Statistical Reference Datasets, Norris"
    ),
    "GNP by year": _set(
        "years", range(1947, 1963), GNP, 0.5, "J. W. Longley, 1967 (R: longley)"
    ),
    "GNP by year, standardised": _set(
        "standardised", range(1947, 1963), GNP, None, "J. W. Longley, 1967 (R: longley)",
        standardise=True, learning_rate=0.1,
    ),
    "house prices, standardised": _set(
        "standardised", SQUARE_FEET, DOLLARS, None, NG,
        standardise=True, learning_rate=0.2, x_label="sqft", y_label="price, $",
    ),
    "population by year": _set(
        "years",
        range(1790, 1980, 10),
        (3.93, 5.31, 7.24, 9.64, 12.9, 17.1, 23.2, 31.4, 39.8, 50.2, 62.9, 76, 92, 105.7, 122.8,
         131.7, 151.3, 179.3, 203.2),
        0.5,
        "United States Census Bureau (R: uspop)",
    ),
    "biochemical oxygen demand": _set(
        "noisy",
        (1, 2, 3, 4, 5, 7),
        (8.3, 10.3, 19.0, 16.0, 15.6, 19.8),
        None,
        "D. Marske, 1967, in D. M. Bates and D. G. Watts, Nonlinear Regression (R: BOD)",
    ),
    "carbon dioxide by year at 0.01": _set(
        "years",
        range(2010, 2021),
        (389.9, 391.65, 393.85, 396.52, 398.65, 400.83, 404.24, 406.55, 408.52, 411.44, 414.24),
        None,
        "NOAA Global Monitoring Laboratory, Mauna Loa annual means",
    ),
    "geyser": _set(
        "noisy",
        (3.6, 1.8, 3.333, 2.283, 4.533, 2.883, 4.7, 3.6, 1.95, 4.35, 1.833, 3.917, 4.2, 1.75, 4.7,
         2.167, 1.75, 4.8, 1.6, 4.25),
        (79, 54, 74, 62, 85, 55, 88, 85, 51, 85, 54, 84, 78, 47, 83, 52, 62, 84, 52, 79),
        1.3,
        "A. Azzalini and A. W. Bowman, 1990 (R: faithful), first rows",
    ),
}  # fmt: skip
"""Data of textbooks and courses."""

SMALL: dict[str, DataSet] = {
    "rate 0.9": _set("rate", SEVEN, 3 * SEVEN, learning_rate=0.9),
    "rate 2.16": _set("rate", SEVEN, 3 * SEVEN, learning_rate=2.16),
    "rate 0.05, 500 steps": _set("rate", SEVEN, 3 * SEVEN, learning_rate=0.05, steps=500),
    "rate 0.1": _set("rate", SEVEN, 3 * SEVEN, learning_rate=0.1),
    "rate of many digits": _set("many digits", SEVEN, 3 * SEVEN, learning_rate=0.000123456789),
    "almost all in one step": _set("rounding", (0, 100), (3, 403), learning_rate=0.0001),
    "flat factor near one": _set(
        "rounding", (1000, 2000, 3000), (5, 7, 10), learning_rate=1e-7
    ),
    "two points far up": _set("two points", (0, 1), (200, 201), learning_rate=0.1),
    "constant y": _set("constant", (-10, -20, -30), (5, 5, 5)),
    "round bowl": _set("round", (-1, 1), (0, 2), learning_rate=0.1),
    "small steps of y": _set("perfect", (0, 1, 2, 3), (0.3, 0.4, 0.5, 0.6), learning_rate=0.1),
    "nearly no gradient": _set(
        "start near", (-1, 0, 1), (0.1, 0.2, -0.3), start=(0.0, 0.0)
    ),
}  # fmt: skip
"""The inputs that once showed a fault."""

SCALES: dict[str, DataSet] = {
    f"x of {x:g}, y of {y:g}": _set("scale", x * SEVEN, _line(SEVEN, 3 * y, y, 0.3 * y), 0.6)
    for x, y in (
        (1e-9, 1e-9), (1e-9, 1e9), (1e9, 1e-9), (1e9, 1e9), (1e-6, 1.0), (1e6, 1.0), (1.0, 1e-6),
        (1.0, 1e6), (1e-3, 1e5), (1e4, 1e-4),
    )
}  # fmt: skip

OTHERS: dict[str, DataSet] = {
    "offset of a thousand": _set("offset", 1000 + CENTRED, _line(CENTRED, 2, 1, 0.2), 0.5),
    "offset of a million": _set("offset", 1e6 + CENTRED, _line(CENTRED, 2, 1), 0.5),
    "y far away": _set("offset", CENTRED, 1e6 + CENTRED, 0.5),
    "both far away": _set("offset", -1e5 + CENTRED, 1e5 - CENTRED, 0.5),
    "knife edge": _set("knife edge", 30 + FORTY / 1000, _line(FORTY, 0.5, 1.0, 0.1), 0.95),
    "tilted": _set("tilted", (-0.5, 0.2, 1.1, 1.4), (1.2, 0.1, -0.4, -1.9), 0.5),
    "round, noisy": _set("round", _standardised(FORTY), _line(FORTY, 2, 1, 0.5), 0.4),
    "standardised, divergent": _set(
        "standardised", _standardised(FORTY), _standardised(_line(FORTY, 2, 1, 0.5)), 1.2
    ),
    "ten thousand points": _set(
        "many", THOUSANDS, _line(THOUSANDS, 1.5, -2, 0.8, digits=4), 0.5
    ),
    "ten thousand points, far too fast": _set(
        "many", 100 * THOUSANDS, _line(THOUSANDS, 1.5, -2, 0.8), 1000.0
    ),
    "a thousand points": _set(
        "many", np.linspace(1, 50, 1000).round(3),
        _line(np.linspace(1, 50, 1000), -0.2, 90, 4), 0.8, epochs=100,
    ),
    "all zero": _set("constant", SEVEN, 0 * SEVEN, 0.5),
    "constant and far away": _set("constant", SEVEN, 0 * SEVEN + 1e6, 0.5),
    "start far away": _set("start far", SEVEN, 3 * SEVEN, 0.5, start=(1e6, -1e7)),
    "start at the minimum": _set("start at", SEVEN, 2 * SEVEN + 1, 0.5, start=(2.0, 1.0)),
    "start beside the minimum": _set(
        "start near", SEVEN, 2 * SEVEN + 1, 0.5, start=(2.0000001, 1.0)
    ),
    "a millionth of the critical rate": _set("rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 1e-6),
    "a thousandth of the critical rate": _set(
        "rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 1e-3, steps=1000, epochs=500
    ),
    "just below the critical rate": _set("rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 0.999),
    "just above the critical rate": _set("rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 1.01),
    "ten times the critical rate": _set("rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 10.0),
    "a thousand times the critical rate": _set("rate", SEVEN, _line(SEVEN, 3, 1, 0.4), 1000.0),
    "many digits of tiny numbers": _set(
        "many digits", 1e-4 * SEVEN + 1.23456789e-5, 1e-4 * SEVEN / 7, 0.5
    ),
}  # fmt: skip

DATA_SETS: dict[str, DataSet] = {**PUBLIC, **SMALL, **SCALES, **OTHERS}
"""All of them, by name."""
