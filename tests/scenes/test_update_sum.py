"""The sums of an update: whoever reckons with the numbers shown gets the number shown."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenes.props.formulas.update_sum import UpdateSum
from scenes.stage.regions import SIDE
from scenes.stage.strings import number_format
from scenes.stage.theme import THEMES
from tests.scenes.words import read_number

START, GRADIENT = (0.0543, 0.0), (-204.5, -29.4597)
NUMBER = r'#"([^"]+)"'
"""A number in the markup of a sum."""
weights = st.tuples(*2 * [st.floats(-1e3, 1e3).filter(lambda value: abs(value) >= 1e-3)])


def written(before, gradient, rate) -> list[list[str]]:
    """Return the numbers of both sums, as they are typeset."""
    before, gradient = np.array(before), np.array(gradient)
    after = before - (1.0 if rate is None else rate) * gradient
    shown = UpdateSum(SIDE, before, gradient, after, THEMES["dark"], number_format("en"), rate)
    return [
        re.findall(NUMBER, question.typst_code + answer.typst_code)
        for question, answer in zip(shown.question, shown.answer, strict=True)
    ]


@pytest.mark.parametrize(
    ("before", "gradient", "rate", "sums"),
    [
        (START, GRADIENT, None, [["0.0543", "−204.5", "204.6"], ["0", "−29.5", "29.5"]]),
        (
            START,
            GRADIENT,
            0.01,
            [["0.0543", "0.01", "−204.5", "2.099"], ["0", "0.01", "−29.5", "0.295"]],
        ),
        (
            (2.0993, 0.29460),
            (-59.58, -8.416),
            0.01,
            [["2.099", "0.01", "−59.58", "2.695"], ["0.295", "0.01", "−8.42", "0.379"]],
        ),
    ],
)
def test_the_lectures_sums(before, gradient, rate, sums):
    assert written(before, gradient, rate) == sums


@settings(max_examples=20)  # each is typeset
@given(before=weights, gradient=weights, rate=st.sampled_from([None, 0.01, 0.3, 2e-4]))
@example(before=(2.0993, 0.29457), gradient=(-59.58, -8.4162), rate=0.01)
def test_what_is_shown_adds_up(before, gradient, rate):
    for numbers in written(before, gradient, rate):
        was, *shares, result = (read_number(number, "en")[0] for number in numbers)
        unit = read_number(numbers[-1], "en")[1]
        assert was - np.prod(shares) == pytest.approx(result, abs=0.5001 * unit)
