"""An axis of learning rates: where the critical one lies, and where others do."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup, VMobject

from scenes.props.plotting.geometry import arrowhead, dots_path, segments_path
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

SHOWN = 2.0
"""The axis ends at so many times the critical rate; larger ones lie at its end."""
MARK_HEIGHT = 0.22
DOT_RADIUS = 0.085
HEAD_LENGTH = 0.22
OFF_AXIS = 0.35
"""How far from the axis' end the mark of a rate beyond it stands."""
LABEL_DISTANCE = 0.24
END_ROOM = 0.1
"""Half of the room for the zero below the axis' begin."""


class RateAxis(VGroup):
    """Rates from zero on, cut in two by the critical rate; a dot marks one of them.

    Args:
        region: Where it goes; the axis runs through its middle.
        critical: The critical rate.
        critical_label: Typst markup below its mark.
        side_labels: Typst markup below the axis: what rates below and above it do.
        rate: The rate to mark.
        rate_label: Typst markup above its dot.
        theme: Colours.

    Attributes:
        own: The dot of the marked rate, with its label.
    """

    def __init__(
        self,
        region: Region,
        critical: float,
        critical_label: str,
        side_labels: Sequence[str],
        rate: float,
        rate_label: str,
        theme: Theme,
    ) -> None:
        super().__init__()
        y = float(region.center[1])
        left, right = region.left + END_ROOM, region.right - HEAD_LENGTH
        middle = left + (right - left) / SHOWN
        begin, foot, end = (np.array([x, y, 0.0]) for x in (left, middle, right))
        below = Line(begin, foot, stroke_color=theme.ink, stroke_width=STROKE.arrow)
        above = VMobject(stroke_color=theme.muted, stroke_width=STROKE.curve)
        dashes = np.linspace(foot, end, 42)
        above.points = segments_path(dashes[:-1:2], dashes[1::2])
        tip = VMobject(stroke_width=0, fill_color=theme.muted, fill_opacity=1.0)
        tip.points = arrowhead(end, RIGHT, HEAD_LENGTH)
        marks = VMobject(stroke_color=theme.ink, stroke_width=STROKE.curve)
        marks.points = segments_path(
            np.array([begin, foot]) + MARK_HEIGHT / 2 * DOWN,
            np.array([begin, foot]) + MARK_HEIGHT / 2 * UP,
        )
        self.add(above, tip, below, marks)
        places = [((left + middle) / 2, 0.0), (right, 1.0)]
        for label, (x, align) in zip(side_labels, places, strict=True):
            mobject = text(label, TEXT.label, theme.ink)
            base = np.array([x, y - LABEL_DISTANCE - 0.7 * TEXT.label, 0.0])
            self.add(move_baseline_to(mobject, base, align=align))
        zero = text("0", TEXT.label, theme.ink)
        self.add(
            move_baseline_to(zero, begin + (LABEL_DISTANCE + 0.7 * TEXT.label) * DOWN, align=0.0)
        )
        name = text(critical_label, TEXT.label, theme.ink)
        self.add(
            move_baseline_to(name, foot + (LABEL_DISTANCE + 0.7 * TEXT.label) * DOWN, align=0.0)
        )

        beyond = rate > SHOWN * critical
        x = right - OFF_AXIS if beyond else left + (right - left) * rate / (SHOWN * critical)
        place = np.array([x, y, 0.0])
        dot = VMobject(stroke_width=0, fill_color=theme.path, fill_opacity=1.0)
        dot.points = (
            arrowhead(place, RIGHT, 1.4 * HEAD_LENGTH)
            if beyond
            else dots_path(place[None], DOT_RADIUS)
        )
        dot.set_stroke(theme.plate, width=2 * STROKE.casing, background=True)
        written = text(rate_label, TEXT.label, theme.ink)
        move_baseline_to(written, place + LABEL_DISTANCE * UP, align=0.0)
        written.shift(max(0.0, region.left - written.get_left()[0]) * RIGHT)
        written.shift(min(0.0, region.right - written.get_right()[0]) * RIGHT)
        self.own = VGroup(dot, written)
