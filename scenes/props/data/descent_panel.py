"""The side panel of a descent: rule, step's number, the neuron's line, sums and loss curve."""

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.data.fitted_line import FittedLine
from scenes.props.plotting.counters import Counter, Counters
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import Theme

COUNTER_WIDTH = 1.75
ROWS = (0.5, 2.4, 1.05, 1.95)
"""Heights of the rule with the step's number, the line, an update's sums, and the loss curve."""
GAP = 0.1


class DescentPanel:
    """The step's number, line with its MSE as a square, and loss curve, on one clock.

    Args:
        region: Where it goes, e.g. the stage's side panel.
        loss: The loss, which knows the data.
        weights: The weights after each update (k+1, 2).
        theme: Colours.
        numbers: How numbers are written.
        step_label: Typst markup that names k.
        loss_label: Typst markup for the curve's upward axis; without it there is no curve.

    Attributes:
        rule_region: Free, for the rule of the updates.
        sums_region: Free, for an update in numbers.
        counter: k.
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
        step_label: str,
        loss_label: str | None = None,
    ) -> None:
        top, middle, self.sums_region, self._bottom = region.split_rows(*ROWS, gap=GAP)
        self.rule_region = top.inset(right=COUNTER_WIDTH)
        self.counter = Counters(
            top.inset(left=top.width - COUNTER_WIDTH),
            [Counter(step_label, lambda k: numbers.plain(int(k)))],
            columns=1,
            theme=theme,
        )
        self.line = FittedLine(middle, loss, weights, theme, numbers)
        self.curve = None
        if loss_label is not None:
            self.curve = LossCurve(
                self._bottom,
                loss,
                weights,
                theme,
                numbers,
                x_label="$k$",
                y_label=loss_label,
                color=theme.path,
            )

    @property
    def below_line(self) -> Region:
        """What sums and loss curve take, where they are not shown."""
        return self.sums_region.inset(bottom=self._bottom.bottom - self.sums_region.bottom)

    @property
    def views(self) -> list[Counters | FittedLine | LossCurve]:
        """What runs on the clock."""
        return [self.counter, self.line, *([] if self.curve is None else [self.curve])]

    @property
    def parts(self) -> list[Mobject]:
        """All that is put on the stage, still and live parts."""
        return [part for view in self.views for part in (view, view.live)]

    def show(self, k: float) -> None:
        """Show the state after k updates."""
        for view in self.views:
            view.show(k)
