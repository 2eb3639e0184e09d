"""Small notes: how large the arrows are drawn, what the axes leave out."""

import numpy as np
from manim import UP, VGroup

from scenes.props.plot import LABEL_GAP, TICK_GAP, TICK_LENGTH, Plot
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import text


def note_below(plot: Plot, markup: str, theme: Theme, align: float = 1.0) -> VGroup:
    """Return a note on the line of a plot's lower label.

    Args:
        plot: The plot.
        markup: Typst markup.
        theme: Colours.
        align: -1: flush with the box's left side, 1: with its right side.
    """
    note = text(markup, TEXT.tick, theme.muted)
    below_numbers = TICK_LENGTH + TICK_GAP + 0.75 * TEXT.tick + LABEL_GAP
    edge = plot.box.right if align > 0 else plot.box.left
    place = np.array([edge, plot.box.bottom - below_numbers - 0.06, 0.0])
    return VGroup(note.move_to(place, aligned_edge=UP + np.array([align, 0.0, 0.0])))
