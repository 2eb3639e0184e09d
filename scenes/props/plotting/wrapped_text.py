"""Words in as many lines as a width asks for."""

from itertools import pairwise

from manim import DOWN, LEFT, ManimColor, VGroup

from scenes.stage.typesetting import text

LINE_GAP = 0.12
"""Between two lines, in scene units."""


def wrapped_text(words: str, size: float, color: ManimColor, width: float) -> VGroup:
    """Set words in the fewest lines that fit into a width, all of about the same length.

    Args:
        words: Typst markup that may be broken at each of its spaces.
        size: Height of an em in scene units.
        color: Their colour.
        width: Of the widest line; a single word may be wider.
    """
    pieces = words.split(" ")
    lines = VGroup(text(words, size, color))
    for count in range(2, len(pieces) + 1):
        if lines.width <= width:
            break
        more = VGroup(*(text(line, size, color) for line in _lines(pieces, count)))
        if more.width < lines.width:
            lines = more
    return lines.arrange(DOWN, aligned_edge=LEFT, buff=LINE_GAP)


def _lines(pieces: list[str], count: int) -> list[str]:
    """Join pieces to so many lines of about the same number of characters."""
    ends = [sum(len(piece) + 1 for piece in pieces[: index + 1]) for index in range(len(pieces))]
    cuts = [0]
    for line in range(1, count):
        goal = line * ends[-1] / count
        free = range(cuts[-1] + 1, len(pieces) - (count - line) + 1)
        cuts.append(min(free, key=lambda cut: abs(ends[cut - 1] - goal)))
    return [" ".join(pieces[first:last]) for first, last in pairwise([*cuts, len(pieces)])]
