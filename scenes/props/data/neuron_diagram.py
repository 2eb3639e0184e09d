"""The neuron as a diagram: a number goes in, is multiplied, is shifted, and comes out."""

from typing import cast

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Circle,
    ManimColor,
    RoundedRectangle,
    Typst,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.props.plotting.geometry import arrowhead, segments_path
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import escape, move_baseline_to, text

DISC_RADIUS = 0.72
INSET = 0.09
"""Least room between a number and the border of its disc."""
SYMBOL_SIZE = 0.46
"""Height of an em of the symbols in the discs."""
BODY_SHARE = 0.5
"""Width of the neuron's body, as a share of the region's."""
NOTE_GAP = 0.16
"""Between a disc and what stands above or below it."""
ARROW_GAP = 0.08
"""Between an arrow and the disc where it begins or ends."""
HEAD_LENGTH = 0.2
SYMBOL_GAP = 0.3
"""Between a disc and the baseline of the symbol above it: room for a subscript."""
VALUE_GAP = 0.2
"""Between an arrow and the number above it."""
DISC_FILL = 0.09
"""How much of its colour fills a disc."""


class NeuronDiagram(VGroup):
    """x, the neuron's body with its two weights in it, and the prediction, from left to right.

    Args:
        region: Where it goes; it takes all of the width.
        theme: Colours.
        name: What stands in the body, Typst markup.
        input_note: Below the input, Typst markup.
        multiplies: Below the weight w1.
        shifts: Below the weight w0.
        output_note: Below the prediction.

    Attributes:
        body: The neuron's outline.
        label: The neuron's name.
        input: The disc of x with what is said of it.
        multiplier: That of w1.
        shifter: That of w0.
        output: That of the prediction.
        arrows: From disc to disc: into the body, between the weights, out of the body.
        notes: What stands below the discs: of x, w1, w0 and the prediction.
        symbols: What stands in the discs, in the same order.
        discs: The discs, in the same order.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        name: str,
        input_note: str,
        multiplies: str,
        shifts: str,
        output_note: str,
    ) -> None:
        super().__init__()
        self._theme = theme
        center = region.center
        body = RoundedRectangle(
            width=BODY_SHARE * region.width,
            height=region.height,
            corner_radius=0.32 * region.height,
            stroke_color=theme.muted,
            stroke_width=STROKE.curve,
        ).move_to(center)
        end = region.width / 2 - DISC_RADIUS - 0.35
        inner = 0.235 * BODY_SHARE * region.width
        colors = [theme.data, theme.w1, theme.w0, theme.prediction]
        self.colors = colors
        self.discs = VGroup(
            *(
                _disc(center + place * RIGHT, color)
                for place, color in zip((-end, -inner, inner, end), colors, strict=True)
            )
        )
        formulas = ("x", "dot thin w_1", "+ thin w_0", 'y_"pred"')
        self.symbols = VGroup(
            *(
                _center(text(f"${formula}$", SYMBOL_SIZE, color), disc.get_center())
                for formula, color, disc in zip(formulas, colors, self.discs, strict=True)
            )
        )
        self.notes = VGroup(
            *(
                self.note_below(index, note)
                for index, note in enumerate((input_note, multiplies, shifts, output_note))
            )
        )
        label = text(name, TEXT.body, theme.muted)
        label.move_to(body.get_top() + 0.22 * DOWN, aligned_edge=UP)
        self.body, self.label = body, label
        self.arrows = VGroup(
            *(
                _arrow(
                    self.discs[index].get_right() + ARROW_GAP * RIGHT,
                    self.discs[index + 1].get_left() + ARROW_GAP * LEFT,
                    theme.ink,
                )
                for index in range(3)
            )
        )
        self.input, self.multiplier, self.shifter, self.output = (
            VGroup(*parts) for parts in zip(self.discs, self.symbols, self.notes, strict=True)
        )
        self.add(
            self.body,
            self.label,
            self.arrows,
            self.input,
            self.multiplier,
            self.shifter,
            self.output,
        )

    def note_below(self, index: int, markup: str, size: float = TEXT.body) -> Typst:
        """Return words for below a disc, in its colour."""
        note = text(markup, size, self.colors[index])
        foot = self.discs[index].get_bottom() + (NOTE_GAP + 0.72 * size) * DOWN
        return move_baseline_to(note, foot, align=0.0)

    def symbol_above(self, index: int) -> Typst:
        """Return the symbol of a disc as it stands above it when a number is in it."""
        symbol = cast(Typst, self.symbols[index].copy().scale(0.8))
        foot = self.discs[index].get_top() + SYMBOL_GAP * UP
        return move_baseline_to(symbol, foot, align=0.0)

    def value_in(self, index: int, written: str) -> Typst:
        """Return a number that stands in a disc."""
        number = _fit(written, 2 * (DISC_RADIUS - INSET), self.colors[index])
        foot = self.discs[index].get_center() + 0.35 * TEXT.title * DOWN
        return move_baseline_to(number, foot, align=0.0)

    def value_above(self, index: int, written: str) -> Typst:
        """Return a number above an arrow: into the body, between the weights, out of the body."""
        begin, end = self.arrows[index].get_left(), self.arrows[index].get_right()
        if index == 0:
            end = self.body.get_left()
        if index == 2:
            begin = self.body.get_right()
        middle = np.array([(begin[0] + end[0]) / 2, self.arrows[index].get_center()[1], 0.0])
        color = self._theme.data if index == 0 else self._theme.ink
        number = _fit(written, 0.9 * (end[0] - begin[0]), color)
        return move_baseline_to(number, middle + VALUE_GAP * UP, align=0.0)


def _center(symbol: Typst, center: NDArray[np.float64]) -> Typst:
    """Put a symbol into a disc so that its letters, not its subscript, stand in the middle."""
    foot = center + 0.25 * SYMBOL_SIZE * DOWN
    return move_baseline_to(symbol, foot, align=0.0)


def _fit(written: str, widest: float, color: ManimColor) -> Typst:
    number = text(escape(written), TEXT.title, color)
    return number.scale(min(1.0, widest / number.width))


def _disc(center: NDArray[np.float64], color: ManimColor) -> Circle:
    disc = Circle(radius=DISC_RADIUS, stroke_color=color, stroke_width=STROKE.curve)
    return disc.set_fill(color, opacity=DISC_FILL).move_to(center)


def _arrow(begin: NDArray[np.float64], end: NDArray[np.float64], color: ManimColor) -> VGroup:
    neck = end + HEAD_LENGTH * LEFT
    shaft = VMobject(stroke_color=color, stroke_width=STROKE.curve)
    shaft.points = segments_path(begin[None], neck[None])
    head = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
    head.points = arrowhead(neck, end - neck, HEAD_LENGTH)
    return VGroup(shaft, head)
