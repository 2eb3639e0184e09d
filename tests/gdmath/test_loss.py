"""The loss against its own definition, in rational arithmetic: every double is a rational."""

import copy
import math
import pickle
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import DataError, LossGrid, MseLoss

X = [1, 3, 2, 10, 4, 7, 8]
Y = [3, 9, 6, 30, 12, 21, 24]
EPSILON = Fraction(2) ** -52

exactly = settings(max_examples=200)


def numbers(limit: float = 1e6) -> st.SearchStrategy[float]:
    """Numbers whose squares, and the rounding errors of these, do not underflow."""
    return st.floats(-limit, limit).map(lambda number: number if abs(number) > 1e-60 else 0.0)


@st.composite
def losses(draw: st.DrawFn) -> MseLoss:
    """Data of many sizes, near zero and far from it, on a line and off it."""
    n = draw(st.integers(2, 8))
    offset, scale = draw(st.sampled_from([0.0, 1.0, -50.0, 1e6])), 10.0 ** draw(st.integers(-3, 4))
    x = [offset + scale * k for k in draw(st.lists(numbers(10), min_size=n, max_size=n))]
    if draw(st.booleans()):
        w1, w0 = draw(numbers(100)), draw(numbers(100))
        y = [w1 * value + w0 for value in x]
    else:
        y = draw(st.lists(numbers(), min_size=n, max_size=n))
    try:
        return MseLoss(x, y)
    except DataError:
        assume(False)
        raise


def exact_loss(loss: MseLoss, w1: float | Fraction, w0: float | Fraction) -> Fraction:
    """mean (y - w1 x - w0)^2, as it is defined."""
    points = zip(map(Fraction, loss.x), map(Fraction, loss.y), strict=True)
    squares = [(y - Fraction(w1) * x - Fraction(w0)) ** 2 for x, y in points]
    return sum(squares, Fraction(0)) / len(squares)


def exact_gradient(loss: MseLoss, w1: float, w0: float) -> tuple[Fraction, Fraction]:
    """Central differences: of a quadratic they are the derivatives."""
    a, b = Fraction(w1), Fraction(w0)
    by_w1 = exact_loss(loss, a + 1, b) - exact_loss(loss, a - 1, b)
    by_w0 = exact_loss(loss, a, b + 1) - exact_loss(loss, a, b - 1)
    return by_w1 / 2, by_w0 / 2


def exact_minimum(loss: MseLoss) -> tuple[Fraction, Fraction]:
    """One step of Newton's method, from anywhere."""
    (a, b), c = exact_hessian(loss), Fraction(2)
    by_w1, by_w0 = exact_gradient(loss, 0, 0)
    determinant = a * c - b * b
    return -(c * by_w1 - b * by_w0) / determinant, -(a * by_w0 - b * by_w1) / determinant


def exact_hessian(loss: MseLoss) -> tuple[Fraction, Fraction]:
    """The upper row; below stand its second entry and 2."""
    by_w1_at_0, by_w0_at_0 = exact_gradient(loss, 0, 0)
    by_w1_at_1, by_w0_at_1 = exact_gradient(loss, 1, 0)
    return by_w1_at_1 - by_w1_at_0, by_w0_at_1 - by_w0_at_0


def floor(loss: MseLoss) -> Fraction:
    """What w1* m + w0* is known to: its parts are held to twice the working precision."""
    w1, w0 = map(Fraction, loss.minimum)
    mean = sum(map(Fraction, loss.x), Fraction(0)) / len(loss.x)
    return (abs(w1 * mean) + abs(w0)) * EPSILON**2


def assert_exact(loss: MseLoss, w1: float, w0: float) -> None:
    expected = exact_loss(loss, w1, w0)
    error = abs(Fraction(loss(w1, w0)) - expected)
    root = Fraction(math.sqrt(expected))
    assert error <= 8 * EPSILON * expected + 2 * root * floor(loss) + floor(loss) ** 2


@exactly
@given(losses(), numbers(1e4), numbers(1e4))
def test_loss_is_the_mean_squared_error(loss, w1, w0):
    assert_exact(loss, w1, w0)


@exactly
@given(losses(), st.integers(-40, 40), st.integers(-40, 40))
def test_digits_hold_beside_the_minimum(loss, ulps1, ulps0):
    w1, w0 = loss.minimum.tolist()
    assert_exact(loss, w1 + ulps1 * max(math.ulp(w1), 1e-60), w0 + ulps0 * max(math.ulp(w0), 1e-60))


@exactly
@given(losses(), numbers(1), st.integers(-60, 0))
def test_digits_hold_along_the_valley(loss, shift, exponent):
    w1, w0 = loss.minimum + shift * 2.0**exponent * loss.eigenvectors[:, 0]
    assert_exact(loss, float(w1), float(w0))


def test_digits_hold_where_those_of_the_expanded_sum_are_gone():
    x = 1e6 + np.array(X) / 7
    y = 3 * x - 1
    loss = MseLoss(x, y)
    w1, w0 = 3 + 1e-7, -1 - 0.1
    expanded = (
        (y * y).mean()
        - 2 * w1 * (x * y).mean()
        - 2 * w0 * y.mean()
        + w1 * w1 * (x * x).mean()
        + 2 * w1 * w0 * x.mean()
        + w0 * w0
    )
    expected = float(exact_loss(loss, w1, w0))
    assert loss(w1, w0) == pytest.approx(expected, rel=1e-15)
    assert abs(expanded - expected) > 100 * expected


@exactly
@given(losses(), numbers(1e4), numbers(1e4))
def test_excess_has_digits_of_its_own(loss, w1, w0):
    a, b = exact_minimum(loss)
    expected = exact_loss(loss, w1, w0) - exact_loss(loss, a, b)
    error = abs(Fraction(loss.excess(w1, w0)) - expected)
    root = Fraction(math.sqrt(expected))
    assert error <= 8 * EPSILON * expected + 2 * root * floor(loss) + floor(loss) ** 2


@exactly
@given(losses(), st.lists(st.tuples(numbers(), numbers()), min_size=1, max_size=9))
def test_loss_is_nowhere_below_its_minimum(loss, weights):
    values = loss(*np.array(weights).T)
    assert (values >= loss.minimum_loss).all()
    assert loss.minimum_loss >= 0


@exactly
@given(losses())
def test_minimum_is_the_exact_one_rounded_once(loss):
    w1, w0 = exact_minimum(loss)
    assert loss.minimum.tolist() == [float(w1), float(w0)]
    assert loss.minimum_loss == float(exact_loss(loss, w1, w0))


@exactly
@given(losses(), numbers(1e4), numbers(1e4))
def test_each_partial_derivative_has_its_digits(loss, w1, w0):
    known = floor(loss) * 2 * max(1, Fraction(float(np.abs(loss.x).max())))
    for value, expected in zip(
        loss.gradient(w1, w0).tolist(), exact_gradient(loss, w1, w0), strict=True
    ):
        assert abs(Fraction(value) - expected) <= 8 * EPSILON * abs(expected) + known


@exactly
@given(losses())
def test_hessian_is_made_of_second_differences(loss):
    a, b = map(float, exact_hessian(loss))
    assert loss.hessian.tolist() == [[a, b], [b, 2.0]]


@exactly
@given(losses())
def test_eigenvalues_have_their_digits(loss):
    flat, steep = map(Fraction, loss.eigenvalues.tolist())
    a, b = exact_hessian(loss)
    assert 0 < flat <= steep
    assert abs(flat * steep / (2 * a - b * b) - 1) <= 8 * EPSILON
    assert abs((flat + steep) / (a + 2) - 1) <= 8 * EPSILON
    assert loss.critical_learning_rate == 2 / float(steep)


@exactly
@given(losses())
def test_eigenvectors_are_axes_in_the_order_of_the_eigenvalues(loss):
    (flat, steep), vectors = loss.eigenvalues, loss.eigenvectors
    assert vectors.T @ vectors == pytest.approx(np.eye(2), abs=1e-15)
    assert loss.hessian @ vectors[:, 1] == pytest.approx(steep * vectors[:, 1], abs=4e-16 * steep)
    assert loss.hessian @ vectors[:, 0] == pytest.approx(flat * vectors[:, 0], abs=4e-16 * steep)
    right, up = vectors[:, 1]
    assert right > 0 or (right == 0 and up > 0)
    assert vectors[:, 0].tolist() == [-up, right]


@pytest.mark.parametrize(
    ("x", "steep"),
    [
        ([-1, 1], [1, 0]),  # equal curvatures
        ([-2, 2], [1, 0]),
        ([-0.5, 0.5], [0, 1]),
        ([0, 1], [0.5257311121191336, 0.8506508083520399]),
        ([0, -1], [0.5257311121191336, -0.8506508083520399]),
    ],
)
def test_steep_axis_points_to_the_right_or_straight_up(x, steep):
    assert MseLoss(x, x).eigenvectors[:, 1].tolist() == pytest.approx(steep, abs=1e-16)


@exactly
@given(losses(), st.lists(numbers(), min_size=1, max_size=5), st.lists(numbers(), min_size=1))
def test_arrays_broadcast_to_the_very_values_of_scalars(loss, w1, w0):
    values, gradients = (
        function(np.array(w1), np.array(w0)[:, np.newaxis]) for function in (loss, loss.gradient)
    )
    assert values.tolist() == [[loss(a, b) for a in w1] for b in w0]
    assert gradients.tolist() == [[loss.gradient(a, b).tolist() for a in w1] for b in w0]


def test_numbers_give_a_number():
    loss = MseLoss(X, Y)
    for w1, w0 in [(3, 1), (3.0, 1.0), (np.float64(3), np.float64(1))]:
        assert type(loss(w1, w0)) is float
        assert loss(w1, w0) == 1
        assert loss.gradient(w1, w0).tolist() == [10, 2]
        assert loss.predict(w1, w0).tolist() == [3 * x + 1 for x in X]
    assert loss(np.float32(3), 1) == 1
    assert loss(np.array(3.0), np.array(1)) == 1
    assert loss([3, 3], [0, 1]).tolist() == [0, 1]


def test_predictions_have_a_last_axis_of_points():
    loss = MseLoss(X, Y)
    predictions = loss.predict(np.ones((4, 1)), np.arange(3.0))
    assert predictions.shape == (4, 3, 7)
    assert predictions[2, 1].tolist() == [x + 1 for x in X]


@exactly
@given(losses(), st.floats(allow_nan=False, allow_infinity=False), numbers(1.7e308))
def test_far_out_the_loss_is_infinite_and_nothing_is_undefined(loss, w1, w0):
    for a, b in [(w1, w0), (w0, w1)]:
        value, gradient = loss(a, b), loss.gradient(a, b)
        assert not math.isnan(value)
        assert not np.isnan(gradient).any()
        if not math.isfinite(value):
            assert exact_loss(loss, a, b) > Fraction(2) ** 1023
        if not np.isfinite(gradient).all():
            assert max(map(abs, exact_gradient(loss, a, b))) > Fraction(2) ** 1023
        assert loss(np.array([a]), b).tolist() == [value]
        assert loss.gradient(np.array([a]), b).tolist() == [gradient.tolist()]


def test_what_is_undefined_stays_so():
    loss = MseLoss(X, Y)
    assert math.isnan(loss(math.nan, 0.0))
    assert np.isnan(loss(np.array([math.nan]), 1e300)).all()
    assert np.isnan(loss.gradient(math.nan, 0.0)).all()


def test_grid_has_a_row_for_each_w0_and_a_column_for_each_w1():
    loss = MseLoss(X, Y)
    grid = loss.grid((-5, 10), (-5, 5), 100)
    assert grid.w1.tolist() == np.linspace(-5, 10, 100).tolist()
    assert grid.w0.tolist() == np.linspace(-5, 5, 100).tolist()
    assert grid.values.shape == (100, 100)
    for row, column in [(0, 0), (0, 99), (99, 0), (17, 83)]:
        assert grid.values[row, column] == loss(grid.w1[column], grid.w0[row])
    assert not any(array.flags.writeable for array in (grid.w1, grid.w0, grid.values))
    assert repr(grid) == "LossGrid(100 x 100, w1 from -5 to 10, w0 from -5 to 5)"


@pytest.mark.parametrize(
    ("w1_range", "w0_range", "resolution", "named"),
    [
        ((1, 1), (0, 1), 5, "w1_range"),
        ((0, 1), (1, 0), 5, "w0_range"),
        ((0, math.nan), (0, 1), 5, "w1_range"),
        ((0, 1), (0, math.inf), 5, "w0_range"),
        ((0, 1), (0, 1), 1, "resolution"),
    ],
)
def test_grid_refuses(w1_range, w0_range, resolution, named):
    with pytest.raises(ValueError, match=named):
        MseLoss(X, Y).grid(w1_range, w0_range, resolution)


def test_grid_refuses_values_of_another_shape():
    with pytest.raises(ValueError, match="shape"):
        LossGrid(np.arange(3.0), np.arange(3.0), np.zeros((3, 4)))


def test_numbers_of_the_lecture():
    loss = MseLoss(X, Y)
    assert loss.minimum.tolist() == [3, 0]
    assert loss(3, 0) == loss.minimum_loss == 0  # the notebook's plots show 174.857 there
    start = 0.05433225631713867
    assert loss(start, 0) == pytest.approx(301.2, abs=0.05)
    assert loss.gradient(start, 0) == pytest.approx([-204.5, -29.5], abs=0.05)
    flat, steep = loss.eigenvalues
    assert steep / flat == pytest.approx(129, abs=0.5)
    assert 1 - steep == pytest.approx(-69.9, abs=0.05)
    assert loss.critical_learning_rate == pytest.approx(0.0282, abs=5e-5)


def test_loss_is_frozen():
    loss = MseLoss(X, Y)
    with pytest.raises(FrozenInstanceError):
        loss.minimum_loss = -1.0
    for array in (loss.x, loss.y, loss.minimum, loss.hessian, loss.eigenvalues, loss.eigenvectors):
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_loss_keeps_its_own_copy_of_the_data():
    x = np.array(X, dtype=np.float64)
    loss = MseLoss(x, Y)
    x[0] = 100
    assert loss.x.tolist() == X


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda o: pickle.loads(pickle.dumps(o))])
def test_copies_are_frozen_too(duplicate):
    loss = duplicate(MseLoss(X, Y))
    assert loss(3, 1) == 1
    assert not loss.minimum.flags.writeable


def test_loss_introduces_itself():
    assert repr(MseLoss(X, Y)) == "MseLoss(7 points, minimum 0 at (3, 0))"


@pytest.mark.parametrize(
    ("x", "y"), [([1, 1], [1, 2]), ([1], [1]), ([1, 2], [1, 2, 3]), ([1, math.nan], [1, 2])]
)
def test_loss_refuses_data_that_no_single_line_fits_best(x, y):
    with pytest.raises(DataError):
        MseLoss(x, y)


@exactly
@given(losses(), numbers(100), numbers(100))
def test_the_quadratic_has_the_constants_of_the_loss(loss, w1, w0):
    quadratic = loss.quadratic
    xs = list(map(Fraction, loss.x))
    mean = sum(xs) / len(xs)
    assert quadratic.mean == float(mean)
    assert quadratic.variance == float(sum((x - mean) ** 2 for x in xs) / len(xs))
    displacement = np.array([w1, w0]) - quadratic.minimum
    excess = float(np.sum((quadratic.factors @ displacement) ** 2))
    size = float(
        np.sum((np.abs(quadratic.factors) @ (abs(w1) + abs(w0) + np.abs(quadratic.minimum))) ** 2)
    )
    assert excess == pytest.approx(loss.excess(w1, w0), rel=1e-9, abs=1e-12 * size)
