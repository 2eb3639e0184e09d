"""Formulas in lines that turn into one another, part by part."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from manim import (
    AnimationGroup,
    FadeIn,
    FadeOut,
    ManimColor,
    ReplacementTransform,
    Scene,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from scenes.stage.typesetting import math

ALIGNED = "eq"
"""Label of the sign at which lines are set below one another."""


class Formula(VGroup):
    """A formula whose parts have names: ``{{ body : name }}`` in its Typst maths.

    Args:
        formula: Typst maths with named parts, one of which is called ``eq``.
        size: Height of an em in scene units.
        color: Colour of what the formula itself does not colour.
    """

    def __init__(self, formula: str, size: float, color: ManimColor) -> None:
        typeset = math(formula, size, color)
        super().__init__(*typeset.submobjects)
        self.parts: dict[str, list[VMobject]] = {}
        named = set()
        for name in dict.fromkeys(typeset._group_labels):
            self.parts[name] = [*typeset.select(name)]
            named |= {id(leaf) for leaf in self.parts[name]}
        self.parts[""] = [leaf for leaf in self.submobjects if id(leaf) not in named]

    def part(self, name: str) -> VGroup:
        """Return the glyphs of a part; ``""`` for all that has no name."""
        return VGroup(*self.parts[name])

    def set_at(self, point: NDArray[np.float64], name: str = ALIGNED) -> "Formula":
        """Move the formula so that the middle of a part comes to a point."""
        self.shift(np.asarray(point) - self.part(name).get_center())
        return self


class Rewrite(AnimationGroup):
    """Turns a formula into another one: parts of one name pass into each other.

    What has no counterpart fades. Parts of the new formula may also come from a part of another
    name.

    Args:
        old: The formula on stage.
        new: The one to end with.
        sources: From names in the new formula to names in the old one, where they differ.
        keep: Whether the old one stays, and the new one comes out of it.
        **kwargs: For `AnimationGroup`, e.g. ``run_time``.
    """

    def __init__(
        self,
        old: Formula,
        new: Formula,
        sources: Mapping[str, str] | None = None,
        keep: bool = False,
        **kwargs: Any,
    ) -> None:
        self._old = old
        self._new = new
        self._keep = keep
        animations: list[Any] = []
        used = set()
        for name, leaves in new.parts.items():
            source = (sources or {}).get(name, name)
            if not leaves:
                continue
            origin = old.parts.get(source)
            target = new.part(name)
            if origin is None or (not name and len(origin) != len(leaves)):
                animations.append(FadeIn(target))
                continue
            used.add(source)
            animations.append(ReplacementTransform(old.part(source).copy(), target))
        if not keep:
            animations += [
                FadeOut(old.part(name).copy())
                for name, leaves in old.parts.items()
                if leaves and name not in used
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
        scene.remove(*self._pieces, *(self._new.submobjects))
        scene.add(self._new)
