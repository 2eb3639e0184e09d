"""A single number, large, with what it is."""

from manim import DOWN, LEFT, VGroup

from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import text


def big_number(name: str, written: str, theme: Theme) -> VGroup:
    """Return a number that is read first, under its name.

    Args:
        name: Typst markup of what it is.
        written: The number as written.
        theme: Colours.
    """
    heading = text(name, TEXT.label, theme.muted)
    number = text(written, 2 * TEXT.title, theme.ink)
    return VGroup(heading, number).arrange(DOWN, aligned_edge=LEFT, buff=0.18)
