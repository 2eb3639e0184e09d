"""Formulas below a few words that say what they are."""

from manim import DOWN, LEFT, VGroup

from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import math, text


def captioned_formulas(
    caption: str, formulas: list[str], width: float, gap: float, theme: Theme
) -> VGroup:
    """Return words in small, and formulas below them.

    A formula wider than there is room is set smaller; the words keep their size.

    Args:
        caption: Typst markup of the words.
        formulas: Typst maths, a line each.
        width: The room, in scene units.
        gap: From one line to the next, in scene units.
        theme: Colours.
    """
    lines = [math(one, TEXT.title, theme.ink) for one in formulas]
    for line in lines:
        line.scale(min(1.0, width / line.width))
    words = text(caption, TEXT.label, theme.muted)
    return VGroup(words, *lines).arrange(DOWN, aligned_edge=LEFT, buff=gap)
