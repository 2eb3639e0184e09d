"""The side panel of a descent: its weights in numbers, the neuron's line and the loss curve."""

from collections.abc import Callable

import numpy as np
from manim import ManimColor, Mobject
from numpy.typing import NDArray

from gdmath import MseLoss, weights_at
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.data.fitted_line import FittedLine
from scenes.props.plotting.counters import Counter, Counters
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import Theme
from scenes.stage.typesetting import colored


class DescentPanel:
    """Counters, line with its MSE as a square, and loss curve, on one clock.

    Args:
        region: Where it goes, e.g. the stage's side panel.
        loss: The loss, which knows the data.
        weights: The weights after each update (k+1, 2).
        theme: Colours.
        numbers: How numbers are written.
        write_weights: How a pair of weights is written.
        loss_label: Typst markup for the curve's upward axis; without it there is no curve.

    Attributes:
        counters: k, w1 and w0.
        line: The data, the line and the square.
        curve: The loss curve, or None.
    """

    def __init__(
        self,
        region: Region,
        loss: MseLoss,
        weights: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        write_weights: Callable[[NDArray[np.float64]], tuple[str, str]],
        loss_label: str | None = None,
    ) -> None:
        top, middle, bottom = region.split_rows(0.9, 2.75, 2.35, gap=0.2)

        def weight(name: str, color: ManimColor, index: int) -> Counter:
            return Counter(
                colored(name, color),
                lambda k: write_weights(weights_at(weights, k))[index],
                lambda k, digits: numbers.brief(float(weights_at(weights, k)[index]), digits),
            )

        self.counters = Counters(
            top,
            [
                weight("$w_1$", theme.w1, 0),
                weight("$w_0$", theme.w0, 1),
                Counter("$k$", lambda k: numbers.plain(int(k))),
            ],
            columns=2,
            theme=theme,
        )
        self.line = FittedLine(middle, loss, weights, theme, numbers)
        self.curve = None
        if loss_label is not None:
            self.curve = LossCurve(
                bottom,
                loss,
                weights,
                theme,
                numbers,
                x_label="$k$",
                y_label=loss_label,
                color=theme.path,
            )

    @property
    def views(self) -> list[Counters | FittedLine | LossCurve]:
        """What runs on the clock."""
        return [self.counters, self.line, *([] if self.curve is None else [self.curve])]

    @property
    def parts(self) -> list[Mobject]:
        """All that is put on the stage, still and live parts."""
        return [part for view in self.views for part in (view, view.live)]

    def show(self, k: float) -> None:
        """Show the state after k updates."""
        for view in self.views:
            view.show(k)
