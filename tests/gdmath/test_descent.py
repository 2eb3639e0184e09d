"""Gradient descent by hand: against the notebook, closed forms and theory."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdmath import DataError, MseLoss, gradient_descent
from gdmath.trajectory import LARGEST_LOSS

X = [1, 3, 2, 10, 4, 7, 8]
Y = [3, 9, 6, 30, 12, 21, 24]
LOSS = MseLoss(X, Y)
START = (0.05433225631713867, 0.0)
"""What Keras 3.15 draws with seed 0."""

exactly = settings(max_examples=150)
weights = st.tuples(*[st.integers(-1000, 1000).map(lambda k: k / 100)] * 2)


@st.composite
def losses(draw: st.DrawFn) -> MseLoss:
    """Data whose two curvatures are at most some thousandfold apart."""
    points = st.tuples(st.integers(-30, 30), st.integers(-300, 300))
    x, y = np.array(draw(st.lists(points, min_size=2, max_size=9))).T / 10
    try:
        loss = MseLoss(x, y)
    except DataError:
        assume(False)
        raise
    assume(loss.eigenvalues[1] < 1e4 * loss.eigenvalues[0])
    return loss


def notebook_descent(x, y, start, learning_rate, steps):
    """The loop of the notebook, with its own gradient."""

    def gr_mserror(x, w1, w0, y):
        y_pred = w1 * x + w0
        return {
            "grad_w1": 2 / len(y) * np.sum((y - y_pred) * (-x)),
            "grad_w0": 2 / len(y) * np.sum(y - y_pred) * (-1),
        }

    x, y = np.array(x, float)[:, None], np.array(y, float)[:, None]
    path = [start]
    for _ in range(steps):
        w1, w0 = path[-1]
        grad = gr_mserror(x, w1, w0, y)
        path.append((w1 - learning_rate * grad["grad_w1"], w0 - learning_rate * grad["grad_w0"]))
    return np.array(path)


def test_the_steps_of_the_notebook():
    trajectory = gradient_descent(LOSS, START, 0.01, 102)
    assert trajectory.weights.shape == (103, 2)
    assert trajectory.weights == pytest.approx(notebook_descent(X, Y, START, 0.01, 102), abs=1e-13)
    assert trajectory.losses[:3] == pytest.approx([301.2, 25.6, 2.21], rel=2e-3)
    assert trajectory.weights[-1] == pytest.approx([2.965, 0.239], abs=5e-4)
    assert trajectory.losses[-1] == pytest.approx(0.016, abs=5e-5)
    assert trajectory.outcome == "descending"


def test_how_much_of_the_loss_is_gone_after_each_of_the_first_steps():
    trajectory = gradient_descent(LOSS, START, 0.01, 102)
    gone = 1 - trajectory.losses / trajectory.losses[0]
    assert gone[1:3] == pytest.approx([0.915, 0.993], abs=5e-4)
    assert np.abs(np.diff(trajectory.weights[5:], axis=0)).sum(axis=0).max() < 0.2


def test_the_full_gradient_blows_up():
    trajectory = gradient_descent(LOSS, START, 1, 1)
    assert trajectory.weights[1] == pytest.approx([204.6, 29.5], abs=0.05)
    assert trajectory.losses[1] == pytest.approx(1_470_670, abs=0.5)
    assert trajectory.outcome == "diverged"


@pytest.mark.parametrize(
    ("rate", "outcome"), [(0.05, "descending"), (0.5, "descending"), (1.03, "diverged")]
)
def test_three_rates(rate, outcome):
    trajectory = gradient_descent(LOSS, START, rate * LOSS.critical_learning_rate, 100)
    assert trajectory.outcome == outcome


@exactly
@given(losses(), weights, st.floats(0.01, 0.99), st.integers(0, 30))
def test_descent_shrinks_each_axis_by_its_own_factor(loss, start, rate, steps):
    eta = rate * loss.critical_learning_rate
    trajectory = gradient_descent(loss, start, eta, steps)
    along_axes = (trajectory.weights - loss.minimum) @ loss.eigenvectors
    factors = (1 - eta * loss.eigenvalues) ** np.arange(steps + 1)[:, np.newaxis]
    size = 1 + np.abs(loss.minimum).max() + np.abs(trajectory.weights).max()
    assert along_axes == pytest.approx(along_axes[0] * factors, abs=1e-13 * size)


@exactly
@given(losses(), weights, st.floats(0.01, 0.999), st.integers(1, 100))
def test_below_the_critical_rate_the_loss_never_rises(loss, start, rate, steps):
    trajectory = gradient_descent(loss, start, rate * loss.critical_learning_rate, steps)
    excess = loss.excess(trajectory.weights[:, 0], trajectory.weights[:, 1])
    bits = loss.eigenvalues[1] * (1e-15 * (1 + np.abs(trajectory.weights).max())) ** 2
    assert (np.diff(excess) <= 1e-13 * excess[:-1] + 1e4 * bits).all()
    assert trajectory.outcome != "diverged"


@exactly
@given(losses(), weights, st.floats(1.01, 3))
def test_above_the_critical_rate_the_loss_rises_unless_the_start_is_on_the_flat_axis(
    loss, start, rate
):
    _, steep = (np.array(start) - loss.minimum) @ loss.eigenvectors
    assume(abs(steep) > 1e-3)
    # |1 - eta lambda_max| = 2 rate - 1: the steps until the steep part of the loss outgrows all.
    outgrown = loss.excess(*start) / (loss.eigenvalues[1] / 2 * steep**2)
    steps = math.ceil(math.log(2 * outgrown) / (2 * math.log(2 * rate - 1))) + 1
    trajectory = gradient_descent(loss, start, rate * loss.critical_learning_rate, steps)
    assert trajectory.losses[-1] > trajectory.losses[0]
    assert trajectory.outcome == "diverged"


@pytest.mark.parametrize("rate", [1.01, 1.5])
def test_on_the_flat_axis_the_steep_curvature_is_not_felt(rate):
    loss = MseLoss([-2, 2], [-6, 6])  # its axes are those of the plane: nothing is rounded
    assert loss.eigenvectors[:, 0].tolist() == [0, 1]
    trajectory = gradient_descent(loss, (3, 5), rate * loss.critical_learning_rate, 200)
    assert (np.diff(trajectory.losses) < 0).all()
    assert trajectory.outcome == "descending"


@exactly
@given(losses(), weights, st.floats(0.1, 0.9))
def test_descent_arrives_at_the_least_squares_weights(loss, start, rate):
    slowest = max(abs(1 - rate * loss.critical_learning_rate * loss.eigenvalues))
    steps = math.ceil(-40 / math.log(slowest)) + 1 if slowest else 1
    assume(steps < 20_000)
    trajectory = gradient_descent(loss, start, rate * loss.critical_learning_rate, steps)
    condition = loss.eigenvalues[1] / loss.eigenvalues[0]
    size = 1 + np.abs(loss.minimum).max()
    assert trajectory.weights[-1] == pytest.approx(loss.minimum, abs=1e-14 * condition * size)


def test_the_default_tolerance_stops_nothing():
    assert gradient_descent(LOSS, LOSS.minimum, 0.01, 50).steps == 50
    assert gradient_descent(LOSS, START, 0.02, 3000).steps == 3000


@exactly
@given(losses(), weights, st.floats(1e-6, 10))
def test_it_stops_at_the_first_gradient_below_the_tolerance(loss, start, tolerance):
    eta = 0.9 * loss.critical_learning_rate
    trajectory = gradient_descent(loss, start, eta, 300, tolerance)
    lengths = np.hypot(*trajectory.gradients.T)
    assert (lengths[:-1] >= tolerance * (1 - 1e-15)).all()
    if trajectory.steps < 300:
        assert lengths[-1] < tolerance
        assert trajectory.outcome == "converged"
    longer = gradient_descent(loss, start, eta, 300)
    assert trajectory.weights.tolist() == longer.weights[: trajectory.steps + 1].tolist()


def test_no_steps_leave_the_start():
    trajectory = gradient_descent(LOSS, START, 0.01, 0)
    assert trajectory.weights.tolist() == [list(START)]
    assert trajectory.losses.tolist() == [LOSS(*START)]
    assert trajectory.outcome == "descending"


def test_at_the_minimum_it_stays_there():
    trajectory = gradient_descent(LOSS, (3, 0), 0.01, 5)
    assert trajectory.weights.tolist() == [[3, 0]] * 6
    assert trajectory.outcome == "converged"


@pytest.mark.parametrize("rate", [0.01, 0.3, 0.9, 0.99])
@pytest.mark.parametrize("noise", [0, 1])
def test_beside_the_minimum_it_does_not_diverge(rate, noise):
    loss = MseLoss(X, 0.1 * np.array(X) + noise * np.cos(X))
    for start in (loss.minimum, np.nextafter(loss.minimum, 9), np.nextafter(loss.minimum, -9)):
        trajectory = gradient_descent(loss, start, rate * loss.critical_learning_rate, 500)
        assert trajectory.outcome == "descending"


@exactly
@given(losses(), weights, st.floats(2, 1e6))
def test_divergence_ends_at_the_last_step_within_range(loss, start, rate):
    assume(loss.excess(*start) > 1e-9)
    eta = rate * loss.critical_learning_rate
    trajectory = gradient_descent(loss, start, eta, 2000)
    assume(trajectory.losses[-1] > 1e200)
    assert trajectory.outcome == "diverged"
    assert trajectory.steps < 2000
    (w1, w0), (by_w1, by_w0) = trajectory.weights[-1].tolist(), trajectory.gradients[-1].tolist()
    assert trajectory.losses[-1] <= LARGEST_LOSS < loss(w1 - eta * by_w1, w0 - eta * by_w0)


def test_its_losses_are_the_exact_ones_to_the_end():
    trajectory = gradient_descent(LOSS, START, 0.02, 8000)
    for (w1, w0), value in zip(
        trajectory.weights[::500].tolist(), trajectory.losses[::500].tolist(), strict=True
    ):
        squares = [
            (Fraction(y) - Fraction(w1) * x - Fraction(w0)) ** 2 for x, y in zip(X, Y, strict=True)
        ]
        assert value == pytest.approx(float(sum(squares) / 7), rel=1e-14, abs=0)


def test_numpy_numbers_are_numbers():
    plain = gradient_descent(LOSS, list(START), 0.01, 3)
    numpy = gradient_descent(LOSS, np.array(START), np.float64(0.01), np.int64(3), np.float64(0))
    assert numpy.weights.tolist() == plain.weights.tolist()
    assert type(numpy.learning_rate) is float


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"start": (1, 2, 3)}, "start"),
        ({"start": 1}, "start"),
        ({"start": (math.nan, 0)}, "start"),
        ({"start": (0, math.inf)}, "start"),
        ({"start": (1e200, 0)}, "loss at the start"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": -0.01}, "learning_rate"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": math.inf}, "learning_rate"),
        ({"steps": -1}, "steps"),
        ({"tolerance": -1}, "tolerance"),
        ({"tolerance": math.nan}, "tolerance"),
    ],
)
def test_it_refuses_what_is_no_descent(change, named):
    arguments = {"start": START, "learning_rate": 0.01, "steps": 3} | change
    with pytest.raises(ValueError, match=named):
        gradient_descent(LOSS, **arguments)


def test_steps_are_whole():
    with pytest.raises(TypeError):
        gradient_descent(LOSS, START, 0.01, 2.5)
