"""Standardised inputs on the stage: what is written of them, and what they are made of."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdmath import Standardisation
from scenes.chapters.surface import rounded_down
from scenes.params import Params
from scenes.props.data.fitted_line import axis_labels, cut_short
from scenes.props.data.input_scale import line_of_given, signed_difference, written_scale
from scenes.stage.results import Results
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.scenes.words import read_number

YEARS = Params(x=range(2010, 2021), y=[30 + 1.5 * i for i in range(11)], start=(0, 0))


@pytest.mark.parametrize("language", ["en", "ru"])
@given(
    mean=st.floats(-1e5, 1e5),
    spread=st.floats(1e-2, 1e4),
    w1=st.floats(-100, 100),
    w0=st.floats(-1000, 1000),
)
def test_the_line_through_the_given_data_is_the_neurons(language, mean, spread, w1, w0):
    scale = Standardisation(mean, spread)
    text = line_of_given((w1, w0), scale, number_format(language))
    found = re.fullmatch(r"(.+) · (?:x|\(x (.) (.+)\)) (.) (.+)", text)
    slope, away_sign, away, sign, shift = found.groups()
    x = mean + 1.3 * spread
    center = 0.0
    if away is not None:
        center = read_number(away, language)[0] * (1 if away_sign == "−" else -1)
    read = read_number(slope, language)[0] * (x - center)
    read += read_number(shift, language)[0] * (1 if sign == "+" else -1)
    # Three digits of each number, and a hundredth of the spread of the mean.
    assert read == pytest.approx(w1 * 1.3 + w0, abs=0.02 * (abs(w1) + abs(w0)) + 1e-3)


def test_how_mean_and_spread_are_written():
    numbers = number_format("en")
    assert written_scale(Standardisation(2015.0, 10**0.5), numbers)[1] == "3.16"
    assert line_of_given((1.5 * 10**0.5, 37.5), Standardisation(0.0, 10**0.5), numbers) == (
        "1.50 · x + 37.5"
    )
    scale = Standardisation(2205.25, 1026.0)
    assert written_scale(scale, numbers)[0] == "2205"
    assert written_scale(scale, numbers, beside=2205)[0] == "2205.25"
    assert written_scale(scale, numbers, beside=2205.25)[0] == "2205.25"
    assert signed_difference("−3") == ("+", "3")


def test_results_stand_on_standardised_inputs():
    results = Results(YEARS.model_copy(update={"standardise": True}))
    assert results.loss.eigenvalues == pytest.approx([2, 2])
    assert results.loss.minimum == pytest.approx([1.5 * math.sqrt(10), 37.5])
    assert np.array_equal(results.loss.x, results.standardisation.apply(YEARS.x))
    assert {"x", "standardise"} <= results.reads
    plain = Results(YEARS)
    assert plain.standardisation is None
    assert np.array_equal(plain.loss.x, YEARS.x)


def test_how_many_steps_it_takes_at_least_does_not_depend_on_the_rate():
    results = Results(YEARS)
    assert results.fewest_steps > 10**9
    assert "learning_rate" not in results.reads
    assert Results(Params(start=(0, 0))).fewest_steps == pytest.approx(125, abs=15)


def test_steps_are_rounded_to_fewer():
    assert [rounded_down(steps) for steps in (7, 42, 99, 1234, 19_999)] == [7, 42, 99, 1200, 19_000]


def test_names_of_the_axes():
    x, y = axis_labels(DARK, ("sqft", 'price, "$" # 1'))
    assert ": sqft" in x
    assert r"\"$\" # 1" in y
    assert axis_labels(DARK)[0].count(":") == axis_labels(DARK, ("", "b"))[0].count(":")
    assert cut_short("a" * 40) == "a" * 35 + "…"
    assert cut_short("price, $", 7) == "price…"
