"""An update as a sum: for each weight what it was, what is subtracted, what comes out."""

import numpy as np
from manim import ManimColor, Typst, VGroup
from numpy.typing import NDArray

from scenes.stage.numbers import MINUS, NumberFormat, decimals_of_component
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

DIGITS = 4
"""Significant digits of a vector: enough to check the sum."""
LEAST_LENGTH = 1.0
"""Weights are written with the decimals of a vector at least that long."""
MOST_DIGITS = 7
"""Digits of what is added up, where fewer would not give the sum that is shown."""
LINE_HEIGHT = 0.44
GAP = 0.12


class UpdateSum(VGroup):
    """Two sums, ``w1 = 0.0543 - 0.01 (-204.5) = 2.099`` and the same for w0.

    Where a sum is too wide for its region, what comes out stands on a line of its own.

    Args:
        region: Where it goes, from the top left.
        before: The weights (2,) before the update.
        gradient: The gradient (2,) there.
        after: The weights (2,) after it.
        theme: Colours.
        numbers: How numbers are written.
        rate: The learning rate, or None for the whole gradient.

    Attributes:
        question: What is to be computed.
        answer: What comes out.
        is_split: Whether it stands on lines of its own.
    """

    def __init__(
        self,
        region: Region,
        before: NDArray[np.float64],
        gradient: NDArray[np.float64],
        after: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        rate: float | None = None,
    ) -> None:
        super().__init__()
        questions, answers = [], []
        for index, (name, color) in enumerate([("$w_1$", theme.w1), ("$w_0$", theme.w0)]):
            was, slope, written = _written_to_add_up(
                index, (before, gradient, after), rate, numbers
            )
            subtracted = _write_factor(slope, color)
            if rate is not None:
                subtracted = f"{escape(numbers.plain(rate))} $dot$ {subtracted}"
            questions.append(f"{colored(name, color)} $=$ {escape(was)} $-$ {subtracted}")
            answers.append(f"$=$ {escape(written)}")
        size = TEXT.label
        lines = self._typeset(questions, answers, size, theme)
        if _width(lines) > region.width:
            size = TEXT.tick
            lines = self._typeset(questions, answers, size, theme)
        self.is_split = split = _width(lines) > region.width
        rows = 4 if split else 2
        height = min(LINE_HEIGHT, region.height / rows)
        self.question, self.answer = VGroup(), VGroup()
        for row, (question, answer) in enumerate(lines):
            baseline = region.top - (row * rows / 2 + 0.7) * height
            move_baseline_to(question, np.array([region.left, baseline, 0.0]))
            if split:
                foot = np.array([region.right, baseline - height, 0.0])
                move_baseline_to(answer, foot, align=1.0)
            else:
                right = max(other.width for other, _ in lines)
                foot = np.array([region.left + right + GAP, baseline, 0.0])
                move_baseline_to(answer, foot)
            self.question.add(question)
            self.answer.add(answer)
        self.add(self.question, self.answer)

    @staticmethod
    def _typeset(
        questions: list[str], answers: list[str], size: float, theme: Theme
    ) -> list[tuple[Typst, Typst]]:
        return [
            (text(question, size, theme.ink), text(answer, size, theme.ink))
            for question, answer in zip(questions, answers, strict=True)
        ]


def _width(lines: list[tuple[Typst, Typst]]) -> float:
    """Return the width of sums whose answers stand below one another."""
    return max(line.width for line, _ in lines) + GAP + max(answer.width for _, answer in lines)


def _written_to_add_up(
    index: int,
    vectors: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    rate: float | None,
    numbers: NumberFormat,
) -> tuple[str, str, str]:
    """Write a weight, its partial derivative and the new weight so that what is shown adds up.

    What is reckoned with has more digits where rounding would show in the last one of the result.

    Args:
        index: Which weight.
        vectors: Weights (2,) before, gradient (2,), weights (2,) after.
        rate: The learning rate, or None for the whole gradient.
        numbers: How numbers are written.
    """
    before, slope, after = (float(vector[index]) for vector in vectors)
    old, steepness, new = (float(np.linalg.norm(vector)) for vector in vectors)
    # Weights below one have the decimals of those above.
    lengths = max(old, LEAST_LENGTH), steepness
    written = numbers.component(after, max(new, LEAST_LENGTH), DIGITS)
    share = 1.0 if rate is None else rate
    digits = DIGITS
    while digits < MOST_DIGITS:
        weight, partial = (
            round(value, decimals_of_component(value, length, digits))
            for value, length in zip((before, slope), lengths, strict=True)
        )
        sum_shown = weight - share * partial
        if numbers.component(sum_shown, max(new, LEAST_LENGTH), DIGITS) == written:
            break
        digits += 1
    return (
        numbers.component(before, lengths[0], digits),
        numbers.component(slope, lengths[1], digits),
        written,
    )


def _write_factor(written: str, color: ManimColor) -> str:
    """Return markup of a number that is subtracted: in brackets if it is negative."""
    markup = colored(escape(written), color)
    return f"({markup})" if written.startswith(MINUS) else markup
