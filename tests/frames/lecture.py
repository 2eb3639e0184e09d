"""The lecture that the control frames show pieces of: data, descents, windows, places."""

import numpy as np

from gdmath import MseLoss, gradient_descent
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.strings import number_format

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
NOISY = MseLoss([1, 3, 2, 10, 4, 7, 8], [4.1, 8.2, 7.3, 28.8, 11.1, 22.4, 24.6])
_X = np.arange(-7.0, 17.0)
MANY = MseLoss(_X, np.round(40 - 2.5 * _X + 9 * np.sin(_X), 1))
"""More points than any table shows."""
WINDOW = (-5.0, 10.0), (-5.0, 5.0)
START = np.array([0.0543, 0.0])
GRADIENT = LOSS.gradient(*START)

NEAR = gradient_descent(LOSS, (0.5, 3.0), 0.02, 12).weights
FAR = gradient_descent(LOSS, (2.0, 0.0), 0.032, 12).weights
LONG = gradient_descent(LOSS, START, 0.01, 102).weights
WHOLE_STEP = gradient_descent(LOSS, START, 1.0, 1).weights

ENGLISH, RUSSIAN = number_format("en"), number_format("ru")

HALF, _ = SIDE.split_rows(2.5, 3.0, gap=0.1)
"""As much of the side panel as a plot has there."""
PLANE = MAIN.inset(right=2.3, bottom=1.5)
"""Enough for a weight plane with something on it."""


def more(count: int) -> str:
    """Write that so many more are not shown."""
    return f"and {count} more"


def still_more(count: int) -> str:
    """Write the same in Russian."""
    return f"и ещё {count}"
