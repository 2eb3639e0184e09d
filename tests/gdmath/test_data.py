"""check_data: which data have a single best line, and what is said about the others."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gdmath.data import DataError, check_data

TWO = [1.0, 2.0]


def message(x, y):
    with pytest.raises(DataError) as caught:
        check_data(x, y)
    assert isinstance(caught.value, ValueError)
    text = str(caught.value)
    assert text.isprintable()
    return text


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1, 3, 2], [3, 9, 6]),
        ((1, 3.5), range(2)),
        (np.array([1, 3], dtype=np.int8), np.array([1, 2], dtype=np.float32)),
        ([1, 1, 2], [5, 5, 5]),
        ([1e12, -1e12], [1e12, -1e12]),
        ([0, 1e-12], [0, 0]),
        ([1, 1 + 2e-9], [0, 0]),
    ],
)
def test_good_data(x, y):
    for given_values, checked in zip((x, y), check_data(x, y), strict=True):
        assert checked.dtype == np.float64
        np.testing.assert_array_equal(checked, np.asarray(given_values))


def test_the_arrays_are_copies_that_cannot_be_written():
    x, y = np.array([1.0, 3.0]), np.array([3.0, 9.0])
    xs, ys = check_data(x, y)
    x[0] = y[0] = 100
    assert (xs[0], ys[0]) == (1, 3)
    for checked in (xs, ys):
        with pytest.raises(ValueError, match="read-only"):
            checked[0] = 5


FLAT = "must be a flat list of numbers"
NUMBERS = "must hold numbers only"
FINITE = "must hold finite numbers only"


@pytest.mark.parametrize(
    ("values", "shown", "rule"),
    [
        (3, "3", f"{FLAT}, but has the shape ()"),
        ("1,2", '"1,2"', f"{FLAT}, but has the shape ()"),
        ([[1], [2]], "[[1], [2]]", f"{FLAT}, but has the shape (2, 1)"),
        (np.ones((2, 1)), "[[1], [1]]", f"{FLAT}, but has the shape (2, 1)"),
        ([[[[1]]]], "[[[...]]]", f"{FLAT}, but has the shape (1, 1, 1, 1)"),
        ([[1], [2, 3]], "[[1], [2, 3]]", FLAT),
        ([], "[]", "must have at least 2 values"),
        ([1, "2"], '[1, "2"]', NUMBERS),
        ([1, None], "[1, none]", NUMBERS),
        ([1, True], "[1, true]", NUMBERS),
        (np.array([True, False]), "[true, false]", NUMBERS),
        ([1, 2j], "[1, 2j]", NUMBERS),
        ([1, float("nan")], "[1, nan]", FINITE),
        ([float("-inf"), 1], "[-inf, 1]", FINITE),
        ([1, 2e12], "[1, 2000000000000]", "must lie between -1e12 and 1e12"),
        ([-2e12, 1], "[-2000000000000, 1]", "must lie between -1e12 and 1e12"),
    ],
)
def test_values_that_are_no_data(values, shown, rule):
    assert message(values, TWO) == f"x = {shown}: {rule}"
    assert message(TWO, values) == f"y = {shown}: {rule}"


@pytest.mark.parametrize(
    ("x", "y", "text"),
    [
        ([1, 2, 3], TWO,
         "x = [1, 2, 3], y = [1, 2]: must have the same length, but x has 3 and y has 2"),
        ([1], [2], "x = [1], y = [2]: must have at least 2 values each, but have 1"),
        ([5, 5], TWO,
         "x = [5, 5]: must not all be equal: the loss surface then has no single minimum"),
        ([1, 1 + 9e-10], TWO,
         "x = [1, 1.0000000009]: must differ by at least 1e-9 of their size: any closer, they are "
         "equal to double precision, and the loss surface has no single minimum"),
        ([0, 1e-13], TWO,
         "x = [0, 1e-13]: must differ by at least 1e-12: give them in a smaller unit"),
        ([7] * 9, range(9),
         "x = [7, 7, 7, 7, 7, 7, 7, 7, ... 9 in all]: must not all be equal: "
         "the loss surface then has no single minimum"),
    ],
)  # fmt: skip
def test_data_without_a_single_best_line(x, y, text):
    assert message(x, y) == text


def test_the_error_survives_pickling():
    with pytest.raises(DataError) as caught:
        check_data([5, 5], TWO)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert (again.rule, again.data) == (caught.value.rule, {"x": "[5, 5]"})


@given(x=hnp.arrays(np.float64, st.integers(0, 6)), y=hnp.arrays(np.float64, st.integers(0, 6)))
def test_what_passes_determines_a_line(x, y):
    try:
        xs, ys = check_data(x, y)
    except DataError:
        return
    spread = xs - xs.mean()
    curvature = spread @ spread
    assert curvature > 0
    assert np.isfinite(spread @ ys / curvature)
