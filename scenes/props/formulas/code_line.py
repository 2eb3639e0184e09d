"""A line of code that is typed, and of which parts can be pointed at."""

from manim import Animation, ManimColor, ShowIncreasingSubsets, Typst, VGroup

from scenes.stage.typesetting import code, text


class CodeLine(VGroup):
    """A line of code, a glyph for each character that is no space.

    Args:
        source: The line.
        size: Height of an em in scene units.
        color: Its colour.
    """

    def __init__(self, source: str, size: float, color: ManimColor) -> None:
        typeset: Typst = text(code(source), size, color)
        super().__init__(*typeset.submobjects)
        self._source = source

    def typed(self) -> Animation:
        """Return the animation that types it."""
        return ShowIncreasingSubsets(self)

    def part(self, piece: str) -> VGroup:
        """Return the glyphs of a piece of the line.

        Raises:
            ValueError: If the line has no such piece.
        """
        begin = self._source.index(piece)
        first = len(self._source[:begin].replace(" ", ""))
        return VGroup(*self[first : first + len(piece.replace(" ", ""))])
