"""Numbers as single paths: cheap enough to change with every frame."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from manim import RIGHT, ManimColor, VMobject
from numpy.typing import NDArray

from scenes.stage.typesetting import escape, text

_WHITE = ManimColor("#FFFFFF")


class Number(VMobject):
    """A written number (or any short text) whose characters can change with every frame.

    All glyphs are one path, taken from an atlas that Typst set once, so a change costs no
    typesetting and one drawing call. Digits are all of one width.

    Args:
        written: The text, as a `NumberFormat` writes it.
        size: Height of an em in scene units.
        color: Fill colour.
        anchor: Where the baseline's reference point lies, a scene point.
        align: -1: the text begins at the anchor, 0: it is centred there, 1: it ends there.
    """

    def __init__(
        self,
        written: str,
        size: float,
        color: ManimColor,
        anchor: NDArray[np.float64] | None = None,
        align: float = -1.0,
    ) -> None:
        super().__init__(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
        self.size = size
        self.align = align
        self.anchor = np.zeros(3) if anchor is None else np.array(anchor, dtype=float)
        self.written = ""
        self.write(written)

    def write(
        self,
        written: str,
        anchor: NDArray[np.float64] | None = None,
        align: float | None = None,
    ) -> "Number":
        """Show another text, at the same anchor or at another one."""
        self.written = written
        if anchor is not None:
            self.anchor = np.array(anchor, dtype=float)
        if align is not None:
            self.align = align
        outline, width = number_outline(written)
        start = self.anchor - (self.align + 1) / 2 * width * self.size * RIGHT
        self.points = outline * self.size + start
        return self

    def shift(self, *vectors: NDArray[np.float64]) -> "Number":  # type: ignore[override]
        """Move, with the anchor."""
        super().shift(*vectors)
        self.anchor = self.anchor + sum(np.asarray(vector, dtype=float) for vector in vectors)
        return self


def number_outline(written: str) -> tuple[NDArray[np.float64], float]:
    """Return a text's path (n, 3) from where its baseline begins, and its advance, in ems."""
    pieces = [np.zeros((0, 3))]
    pen = 0.0
    for character in written:
        outline, advance = _glyph(character)
        pieces.append(outline + pen * RIGHT)
        pen += advance
    return np.concatenate(pieces), pen


def advance_width(written: str) -> float:
    """Return the width of a text in ems, side bearings included."""
    return sum(_glyph(character)[1] for character in written)


def column_that_fits(
    write: Callable[[int], Sequence[str]], digits: Sequence[int], room: float
) -> Sequence[str]:
    """Return the numbers of a column with as many digits as there is room for.

    Args:
        write: Writes them with so many digits.
        digits: How many to try, the most first; with the last one they are taken as they are.
        room: The column's width in ems.
    """
    for count in digits:
        written = write(count)
        if max(map(advance_width, written), default=0.0) <= room:
            break
    return written


@cache
def _glyph(character: str) -> tuple[NDArray[np.float64], float]:
    """Return a glyph's outline from the pen's position on the baseline, and its advance, in ems."""
    if character == "0":
        first, second = text(escape("00"), 1.0, _WHITE).submobjects
        advance = second.get_left()[0] - first.get_left()[0]
        return first.points - _origin(first), advance
    # Set between two zeros, whose outlines tell where the baseline is and how wide it is.
    first, *outlines, last = text(
        f"#text(kerning: false)[{escape('0' + character + '0')}]", 1.0, _WHITE
    ).submobjects
    zero_advance = _glyph("0")[1]
    advance = last.get_left()[0] - first.get_left()[0] - zero_advance
    origin = _origin(first) + zero_advance * RIGHT
    points = [outline.points - origin for outline in outlines]
    return (np.concatenate(points) if points else np.zeros((0, 3))), advance


def _origin(zero: VMobject) -> NDArray[np.float64]:
    # The pen's position: left of the zero's outline by its side bearing, which all share.
    return np.array([zero.get_left()[0], zero.get_bottom()[1], 0.0])
