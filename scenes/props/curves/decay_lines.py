"""The two straight lines that a loss curve follows: one for each axis of the loss."""

import numpy as np
from manim import DashedVMobject, ManimColor, VGroup, VMobject

from gdmath import Modes
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.plotting.geometry import segments_path
from scenes.stage.theme import STROKE

DASH_LENGTH = 0.1


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
        low = curve.y.low
        last = curve.x.high
        for axis, color in enumerate(colors):
            begin = float(modes.excess[axis])
            rate = 2 * float(np.log(max(abs(modes.factors[axis]), 1e-300)))
            if not begin > 0:
                continue
            # The line ends at the right edge, or where it falls through the lower one.
            falls_at = (np.log(low) - np.log(begin)) / rate if rate < 0 else np.inf
            if falls_at <= 0:
                continue
            k = min(last, falls_at)
            ends = curve.point([0.0, k], np.exp(np.log(begin) + rate * np.array([0.0, k])))
            line = VMobject(stroke_color=color, stroke_width=STROKE.curve)
            line.points = segments_path(ends[:1], ends[1:])
            dashes = max(3, round(float(np.linalg.norm(ends[1] - ends[0])) / DASH_LENGTH / 2))
            self.add(DashedVMobject(line, num_dashes=dashes, dashed_ratio=0.55))
        curve.clipped(self)
