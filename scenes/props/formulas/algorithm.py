"""Gradient descent written as an algorithm."""

from manim import DOWN, LEFT, RIGHT, VGroup

from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import colored, math, text

GAP = 0.5
"""Between two lines, in scene units."""
INDENT = 0.6
"""Of what the loop repeats, in scene units."""


class Algorithm(VGroup):
    """Start, loop, the rule that it repeats, and when to stop.

    Args:
        region: Where it goes, from the left.
        start: Typst markup of the first line.
        loop: Of the line that begins the loop.
        stop: Of the last one.
        theme: Colours.

    Attributes:
        start: The first line.
        loop: What begins the loop.
        rule: The update that it repeats.
        stop: When it ends.
    """

    def __init__(self, region: Region, start: str, loop: str, stop: str, theme: Theme) -> None:
        size = TEXT.title
        gradient = colored('$nabla"MSE"$', theme.gradient)
        self.start, self.loop, self.stop = (
            text(line, size, theme.ink) for line in (start, loop, stop)
        )
        self.rule = math(f"bold(w) arrow.l bold(w) - eta {gradient}", 1.2 * size, theme.ink)
        super().__init__(self.start, self.loop, self.rule, self.stop)
        self.arrange(DOWN, aligned_edge=LEFT, buff=GAP)
        self.rule.shift(INDENT * RIGHT)
        if self.width > region.width:
            self.scale(region.width / self.width)
        region.place(self, LEFT)
