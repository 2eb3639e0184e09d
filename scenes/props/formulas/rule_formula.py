"""The rule that is asked for: y = ?, and then what stands there."""

from manim import DOWN, LEFT, RIGHT, VGroup

from scenes.stage.regions import Region
from scenes.stage.theme import Theme
from scenes.stage.typesetting import colored, move_baseline_to, text

SIZE = 0.8
"""Height of an em, where the region is wide enough."""
GAP = 0.28
"""Room on both sides of the equals sign, in ems."""


class RuleFormula(VGroup):
    """The line y = ?, whose right side gives way to an answer in the same place.

    Args:
        region: Where it goes, so that the answered formula stands in its middle.
        relation: The sign in the answer, Typst maths; the question has an equals sign.
        answer: What is right of it, Typst maths.
        theme: Colours.

    Attributes:
        kept: What the question and the answer share.
        question: What stands only in the question.
        answer: What stands only in the answer.
    """

    def __init__(self, region: Region, relation: str, answer: str, theme: Theme) -> None:
        super().__init__()
        left = text(colored("$y$", theme.data), SIZE, theme.ink)
        asked, answered = (text(f"${sign}$", SIZE, theme.ink) for sign in ("=", relation))
        unknown, right = (text(f"${side}$", SIZE, theme.ink) for side in ("?", answer))
        width = left.width + answered.width + right.width + 2 * GAP * SIZE
        shrink = min(1.0, region.width / width)
        foot = region.center + shrink * (width / 2 * LEFT + 0.35 * SIZE * DOWN)
        for part in (left, asked, answered, unknown, right):
            part.scale(shrink)
        move_baseline_to(left, foot)
        foot = foot + (left.width + shrink * GAP * SIZE) * RIGHT
        for sign in (asked, answered):
            move_baseline_to(sign, foot)
        foot = foot + (answered.width + shrink * GAP * SIZE) * RIGHT
        for side in (unknown, right):
            move_baseline_to(side, foot)
        is_kept = relation == "="
        self.kept = VGroup(left, asked) if is_kept else VGroup(left)
        self.question = VGroup(unknown) if is_kept else VGroup(asked, unknown)
        self.answer = VGroup(right) if is_kept else VGroup(answered, right)
        self.add(self.kept, self.question, self.answer)
