"""Legends: what a line on a plot stands for."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import dots_path
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

SAMPLE_LENGTH = 0.6
RING_RADIUS = 0.08
DOT_RADIUS = 0.045
ROW_HEIGHT = 0.42


class Legend(VGroup):
    """Samples of paths with their names, one below the other.

    Args:
        region: Where it goes, from the top left.
        entries: Name (Typst markup), colour and whether the dots are rings.
        theme: Colours.
    """

    def __init__(
        self,
        region: Region,
        entries: Sequence[tuple[str, ManimColor, bool]],
        theme: Theme,
    ) -> None:
        super().__init__()
        for row, (name, color, rings) in enumerate(entries):
            y = region.top - (row + 0.5) * ROW_HEIGHT
            begin = np.array([region.left + RING_RADIUS, y, 0.0])
            end = begin + SAMPLE_LENGTH * RIGHT
            self.add(path_sample(begin, end, color, rings))
            label = text(name, TEXT.label, theme.ink)
            foot = end + (RING_RADIUS + 0.15) * RIGHT + 0.34 * TEXT.label * DOWN
            self.add(move_baseline_to(label, foot))


def path_sample(
    begin: NDArray[np.float64], end: NDArray[np.float64], color: ManimColor, rings: bool
) -> VGroup:
    """Return a short piece of path with three dots."""
    line = VMobject(stroke_color=color, stroke_width=STROKE.curve)
    line.set_points_as_corners([begin, end])
    centers = np.linspace(begin, end, 3)
    dots = VMobject(stroke_color=color, stroke_width=STROKE.curve if rings else 0)
    dots.set_fill(color, opacity=0.0 if rings else 1.0)
    dots.points = dots_path(centers, RING_RADIUS if rings else DOT_RADIUS)
    return VGroup(dots) if rings else VGroup(line, dots)
