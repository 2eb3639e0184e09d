"""The two straight lines that a loss curve follows: one for each axis of the loss."""

import numpy as np
from manim import ManimColor, VGroup, VMobject

from gdmath import Modes
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.plotting.dashes import dashes
from scenes.stage.theme import STROKE


class DecayLines(VGroup):
    """What each axis adds to the excess loss: a straight line on the curve's log scale.

    Args:
        curve: The loss curve on whose scales they are drawn.
        modes: The descent along the two axes.
        colors: Colours of the flat and of the steep axis.
    """

    def __init__(
        self, curve: LossCurve, modes: Modes, colors: tuple[ManimColor, ManimColor]
    ) -> None:
        super().__init__()
        low, high = np.log(curve.y.low), np.log(curve.y.high)
        for axis, color in enumerate(colors):
            begin = float(modes.excess[axis])
            rate = 2 * float(np.log(max(abs(modes.factors[axis]), 1e-300)))
            if not begin > 0:
                continue
            # The line ends at the right edge, or where it leaves through the lower or upper one.
            end = (low if rate < 0 else high) - np.log(begin)
            leaves_at = end / rate if rate else np.inf
            if leaves_at <= 0:
                continue
            k = min(curve.x.high, leaves_at)
            line = VMobject(stroke_color=color, stroke_width=STROKE.curve)
            line.points = dashes(
                *curve.segment((0.0, begin), (k, float(np.exp(np.log(begin) + rate * k))))
            )
            self.add(line)
        curve.clipped(self)
