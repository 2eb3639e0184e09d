"""An update as a sum: for each weight what it was, what is subtracted, what comes out."""

import numpy as np
from manim import ManimColor, Mobject, VGroup
from numpy.typing import NDArray

from scenes.stage.numbers import MINUS, NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import TEXT, Theme
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

DIGITS = 4
"""Significant digits: enough to check the sum."""
MOST_DIGITS = 7
"""Digits of what is added up, where fewer would not give the sum that is shown."""
LEAST_DECIMALS = 0.01
"""Weights below it are written with significant digits."""
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
        names = [colored("$w_1$", theme.w1), colored("$w_0$", theme.w0)]
        questions, answers = [], []
        for index, name in enumerate(names):
            was, slope, written = _digits_that_add_up(
                float(before[index]), float(gradient[index]), float(after[index]), rate, numbers
            )
            subtracted = _write_factor(slope, theme.gradient)
            if rate is not None:
                subtracted = f"{escape(numbers.plain(rate))} $dot$ {subtracted}"
            questions.append(f"{name} $=$ {escape(was)} $-$ {subtracted}")
            answers.append(f"$=$ {escape(written)}")
        size = TEXT.label
        lines = self._typeset(questions, answers, size, theme)
        if _width(lines) > region.width:
            size = TEXT.tick
            lines = self._typeset(questions, answers, size, theme)
        split = _width(lines) > region.width
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
    ) -> list[tuple[Mobject, Mobject]]:
        return [
            (text(question, size, theme.ink), text(answer, size, theme.ink))
            for question, answer in zip(questions, answers, strict=True)
        ]


def _width(lines: list[tuple[Mobject, Mobject]]) -> float:
    """Return the width of sums whose answers stand below one another."""
    return max(line.width for line, _ in lines) + GAP + max(answer.width for _, answer in lines)


def _digits_that_add_up(
    before: float, slope: float, after: float, rate: float | None, numbers: NumberFormat
) -> tuple[str, str, str]:
    """Write weight, gradient and new weight so that who reckons with them gets what is shown.

    What is subtracted from has more digits where rounding would show in the last one.
    """
    written = _write_weight(after, DIGITS, numbers)
    digits = DIGITS
    while digits < MOST_DIGITS:
        share = 1.0 if rate is None else rate
        reckoned = _shown(before, digits) - share * float(f"{slope:.{digits - 1}e}")
        if _write_weight(reckoned, DIGITS, numbers) == written:
            break
        digits += 1
    return _write_weight(before, digits, numbers), numbers.rounded(slope, digits), written


def _shown(value: float, digits: int) -> float:
    if LEAST_DECIMALS <= abs(value) < 1:
        return round(value, digits)
    return float(f"{value:.{digits - 1}e}")


def _write_weight(value: float, digits: int, numbers: NumberFormat) -> str:
    """Write a weight: with so many digits, below one with as many decimals."""
    if LEAST_DECIMALS <= abs(value) < 1:
        return numbers.plain(round(value, digits))
    return numbers.rounded(value, digits)


def _write_factor(written: str, color: ManimColor) -> str:
    """Return markup of a number that is subtracted: in brackets if it is negative."""
    markup = colored(escape(written), color)
    return f"({markup})" if written.startswith(MINUS) else markup
