"""Trajectory: what it holds, where it is cut, and what the outcome is called."""

import copy
import math
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from gdmath import MseLoss, Trajectory, weights_at

X = [1, 3, 2, 10, 4, 7, 8]
Y = [3, 9, 6, 30, 12, 21, 24]
LOSS = MseLoss(X, Y)
START = (0.0, 0.0)


def observe(*weights, loss=LOSS, dtype=np.float64, tolerance=0.0):
    rows = np.array(weights, dtype=dtype)
    return Trajectory.observe(loss, rows, learning_rate=0.01, tolerance=tolerance)


def test_losses_and_gradients_are_those_at_the_weights():
    weights = np.array([START, (2.0, 0.5), (2.5, -1.0)])
    trajectory = observe(*weights)
    assert trajectory.weights.tolist() == weights.tolist()
    assert trajectory.losses.tolist() == [LOSS(*row) for row in weights.tolist()]
    assert trajectory.gradients.tolist() == [LOSS.gradient(*row).tolist() for row in weights]
    assert trajectory.learning_rate == 0.01
    assert trajectory.steps == 2


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (START, "descending"),
        ((2, 0), "descending"),
        ((3, 0), "converged"),
        ((3 + 1e-9, 0), "descending"),
        ((7, 0), "diverged"),
        ((-1e-3, 0), "diverged"),
    ],
)
def test_outcome_is_what_was_observed(end, outcome):
    assert observe(START, (1, 0), end).outcome == outcome


def test_outcome_does_not_look_between_start_and_end():
    assert observe(START, (1000, 1000), (2, 0)).outcome == "descending"


@pytest.mark.parametrize(("tolerance", "outcome"), [(10.1, "converged"), (9.9, "descending")])
def test_within_the_tolerance_is_converged(tolerance, outcome):
    assert math.hypot(*LOSS.gradient(3, 0.98)) == pytest.approx(9.99, abs=0.02)
    assert observe(START, (3, 0.98), tolerance=tolerance).outcome == outcome


def test_exactly_the_tolerance_is_within_it():
    gradient = math.hypot(*LOSS.gradient(3, 1))
    assert observe(START, (3, 1), tolerance=gradient).outcome == "converged"


@pytest.mark.parametrize(
    "beyond", [(math.nan, 0), (0, math.nan), (math.inf, 0), (0, -math.inf), (1e200, 0), (0, 1e308)]
)
def test_what_leaves_the_finite_is_cut_and_called_divergence(beyond):
    trajectory = observe(START, (1, 0), (2, 0), beyond, (2.5, 0))
    assert trajectory.weights.tolist() == [[0, 0], [1, 0], [2, 0]]
    assert trajectory.losses.shape == (3,)
    assert trajectory.gradients.shape == (3, 2)
    assert trajectory.outcome == "diverged"


@pytest.mark.parametrize("start", [(math.nan, 0), (math.inf, 0), (1e160, 0)])
def test_there_is_no_trajectory_without_a_start(start):
    with pytest.raises(ValueError, match="loss at the start"):
        observe(start, (0, 0))


@pytest.mark.parametrize("noise", [0, 1])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_dancing_on_the_last_bits_is_no_divergence(dtype, noise):
    loss = MseLoss(X, 0.1 * np.array(X) + noise * np.cos(X))
    start = loss.minimum.astype(dtype)
    ulps = np.spacing(start)
    ends = [start + ulps * np.array(shift, dtype) for shift in [(1, 0), (-1, 1), (2, -2), (0, 1)]]
    rises = [loss.excess(*map(float, end)) > loss.excess(*map(float, start)) for end in ends]
    assert any(rises)
    for end in ends:
        assert observe(start, end, loss=loss, dtype=dtype).outcome == "descending"
    assert observe(start, start + 1e-2, loss=loss, dtype=dtype).outcome == "diverged"


def test_float64_is_held_to_finer_bits_than_float32():
    start, end = LOSS.minimum, LOSS.minimum + 1e-7
    assert observe(start, end, dtype=np.float32).outcome == "descending"
    assert observe(start + 1e-9, end).outcome == "diverged"


def test_a_trajectory_is_frozen_and_so_are_its_copies():
    original = observe(START, (1, 0))
    for trajectory in (original, copy.deepcopy(original), pickle.loads(pickle.dumps(original))):
        assert trajectory.outcome == "descending"
        with pytest.raises(FrozenInstanceError):
            trajectory.outcome = "converged"
        for array in (trajectory.weights, trajectory.losses, trajectory.gradients):
            assert array.dtype == np.float64
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_a_trajectory_keeps_its_own_copy_of_the_weights():
    weights = np.array([START, (1.0, 0.0)])
    trajectory = Trajectory.observe(LOSS, weights, learning_rate=0.01)
    weights[0] = 5
    assert trajectory.weights[0].tolist() == [0, 0]


GOOD = {"weights": np.zeros((3, 2)), "losses": np.zeros(3), "gradients": np.zeros((3, 2))}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_nothing_in_a_trajectory_is_infinite_or_undefined(name, value):
    array = GOOD[name].copy()
    array[-1] = value
    with pytest.raises(ValueError, match=f"{name} must be finite"):
        Trajectory(**(GOOD | {name: array}), learning_rate=0.01, outcome="descending")


@pytest.mark.parametrize(
    "change",
    [
        {"weights": np.zeros((2, 2))},
        {"weights": np.zeros((3, 3))},
        {"losses": np.zeros((3, 1))},
        {"gradients": np.zeros(3)},
        {"weights": np.zeros((0, 2)), "losses": np.zeros(0), "gradients": np.zeros((0, 2))},
    ],
)
def test_shapes_have_to_agree(change):
    with pytest.raises(ValueError, match="shapes"):
        Trajectory(**(GOOD | change), learning_rate=0.01, outcome="descending")


def test_a_trajectory_introduces_itself():
    assert repr(observe(START, (3, 0))) == (
        "Trajectory(1 steps at learning rate 0.01, loss 312.429 -> 0, converged)"
    )


WALK = np.array([[0.0, 0.0], [1.0, -2.0], [3.0, 2.0]])


@pytest.mark.parametrize(
    ("k", "expected"),
    [
        (0, [0, 0]),
        (0.5, [0.5, -1]),
        (1, [1, -2]),
        (1.25, [1.5, -1]),
        (2, [3, 2]),
        (2.5, [3, 2]),
        (100, [3, 2]),
    ],
)
def test_between_two_steps_lies_the_straight_way(k, expected):
    trajectory = Trajectory(WALK, np.ones(3), np.ones((3, 2)), 0.1, "descending")
    assert trajectory.at(k).tolist() == weights_at(WALK, k).tolist() == expected


def test_a_descent_of_no_steps_stays_where_it_is():
    assert weights_at(WALK[:1], 0.7).tolist() == [0, 0]
