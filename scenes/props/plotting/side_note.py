"""Small notes: how large the arrows are drawn, what the axes leave out."""

from typing import Any

import numpy as np
from manim import UP, Typst

from scenes.props.plotting.plot import LABEL_GAP, TICK_GAP, TICK_LENGTH, Plot
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import text

ROOM_FOR_LABEL = 0.35
"""What the label in the middle of the line takes to each side."""


def note_below(
    plot: Plot[Any], markup: str, theme: Theme, region: Region, align: float = 1.0
) -> Typst:
    """Return a note on the line of a plot's lower label.

    It is flush with a side of the plot's box; with the region's if it came too near to the label.

    Args:
        plot: The plot.
        markup: Typst markup.
        theme: Colours.
        region: Where plot and note stand.
        align: -1: on the left, 1: on the right.
    """
    note = text(markup, TEXT.tick, theme.muted)
    below_numbers = TICK_LENGTH + TICK_GAP + 0.75 * TEXT.tick + LABEL_GAP
    fits = note.width + ROOM_FOR_LABEL <= plot.box.width / 2
    within = plot.box if fits else region
    edge = within.right if align > 0 else within.left
    place = np.array([edge, plot.box.bottom - below_numbers, 0.0])
    return note.move_to(place, aligned_edge=UP + np.array([align, 0.0, 0.0]))
