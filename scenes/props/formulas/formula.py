"""Formulas in lines that turn into one another, part by part."""

from typing import Any

import numpy as np
from manim import (
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    ManimColor,
    ReplacementTransform,
    Scene,
    VGroup,
    VMobject,
)
from manim.utils.rate_functions import smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.stage.typesetting import math

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
        self.parts: dict[str, list[VMobject]] = {name: [] for name in names} | {"": []}
        for leaf in self.submobjects:
            self.parts[owners.get(id(leaf), "")].append(leaf)

    def part(self, name: str) -> VGroup:
        """Return the glyphs of a part; ``""`` for all that has no name."""
        return VGroup(*self.parts[name])

    def set_at(self, point: NDArray[np.float64], name: str = ALIGNED) -> "Formula":
        """Move the formula so that the middle of a part comes to a point."""
        self.shift(np.asarray(point) - self.part(name).get_center())
        return self


class Rewrite(AnimationGroup):
    """Turns a formula into another one: parts of one name pass into each other.

    Parts with as many glyphs as before move and change; others give way to their successors.

    Args:
        old: The formula on stage.
        new: The one to end with.
        keep: Whether the old one stays, and the new one comes out of it.
        **kwargs: For `AnimationGroup`, e.g. ``run_time``.
    """

    def __init__(self, old: Formula, new: Formula, keep: bool = False, **kwargs: Any) -> None:
        self._old = old
        self._new = new
        self._keep = keep
        moving = {
            name
            for name, leaves in new.parts.items()
            if leaves and len(leaves) == len(old.parts.get(name, []))
        }
        animations: list[Animation] = [
            ReplacementTransform(old.part(name).copy(), new.part(name)) for name in moving
        ]
        animations += [
            FadeIn(new.part(name), rate_func=_second_half)
            for name, leaves in new.parts.items()
            if leaves and name not in moving
        ]
        if not keep:
            animations += [
                FadeOut(old.part(name).copy(), rate_func=_first_half)
                for name, leaves in old.parts.items()
                if leaves and name not in moving
            ]
        self._pieces = [animation.mobject for animation in animations]
        super().__init__(*animations, **kwargs)

    def _setup_scene(self, scene: Scene) -> None:
        if not self._keep:
            scene.remove(self._old)
        super()._setup_scene(scene)

    def clean_up_from_scene(self, scene: Scene) -> None:
        """Leave the new formula as a whole on the stage."""
        super().clean_up_from_scene(scene)
        scene.remove(*self._pieces, *self._new.submobjects)
        scene.add(self._new)


_first_half = squish_rate_func(smooth, 0.0, 0.5)
_second_half = squish_rate_func(smooth, 0.5, 1.0)
