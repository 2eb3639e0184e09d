"""Formulas whose parts have names, so that they can appear one after another, each in its place."""

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, AnimationGroup, FadeIn, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.regions import Region
from scenes.stage.typesetting import math

LAG = 0.35
"""How much later than a glyph the next one appears, as a share of the time that one takes."""
ALIGNED = "eq"
"""Label of the sign at which lines are set below one another."""


class Formula(VGroup):
    """A formula whose parts have names: ``{{ body : name }}`` in its Typst maths.

    A part within a part belongs to the inner one only.

    Args:
        formula: Typst maths with named parts, one of which is called ``eq``.
        size: Height of an em in scene units.
        color: Colour of what the formula itself does not colour.
    """

    def __init__(self, formula: str, size: float, color: ManimColor) -> None:
        typeset = math(formula, size, color)
        super().__init__(*typeset.submobjects)
        names = dict.fromkeys(typeset._group_labels)  # outer ones before inner ones
        owners = {id(leaf): name for name in names for leaf in typeset.select(name)}
        self.parts: dict[str, list[VMobject]] = {name: [] for name in [*names, ""]}
        for leaf in self.submobjects:
            self.parts[owners.get(id(leaf), "")].append(leaf)

    def part(self, *names: str) -> VGroup:
        """Return the glyphs of parts; ``""`` for all that has no name."""
        return VGroup(*(leaf for name in names for leaf in self.parts[name]))

    def written(self, *names: str) -> AnimationGroup:
        """Return the animation in which parts appear in their places, glyph by glyph."""
        return AnimationGroup(*map(FadeIn, self.part(*names)), lag_ratio=LAG)

    def set_at(self, point: NDArray[np.float64], name: str = ALIGNED) -> "Formula":
        """Move the formula so that the middle of a part comes to a point."""
        self.shift(np.asarray(point) - self.part(name).get_center())
        return self


def stack(lines: Sequence[Formula], rows: Sequence[Region]) -> None:
    """Set formulas one below the other, equals sign below equals sign, as wide as the rows."""
    for line, row in zip(lines, rows, strict=True):
        line.set_at(row.center)
    block = VGroup(*lines)
    if block.width > rows[0].width:
        block.scale(rows[0].width / block.width)
    block.shift((rows[0].left - block.get_left()[0]) * RIGHT)


def spread(lines: Sequence[Formula], region: Region, gaps: Sequence[float]) -> None:
    """Fill a region's height with formulas, from the top; where they stand across is left alone.

    Args:
        lines: The formulas.
        region: Where they go.
        gaps: The spaces between them, to one another (len(lines) - 1,).
    """
    unit = (region.height - sum(line.height for line in lines)) / sum(gaps)
    top = region.top
    for line, gap in zip(lines, [*gaps, 0.0], strict=True):
        line.shift((top - line.get_top()[1]) * UP)
        top -= line.height + gap * unit
