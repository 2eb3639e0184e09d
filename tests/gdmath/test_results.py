"""Results: the lecture's numbers, what each was made of, and which part of the plane is shown."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gdmath.store as store_module
from gdmath import DataError, MseLoss, Params, Results, TrajectoryStore, gradient_descent
from gdmath.results import SINGLE_STEPS, auto_ranges

X = (1, 3, 2, 10, 4, 7, 8)
Y = (3, 9, 6, 30, 12, 21, 24)
DATA = {"x", "y"}
START = {"start", "seed"}
MADE_OF = {
    "loss": DATA,
    "start": START,
    "trajectory": DATA | START | {"learning_rate", "steps"},
    "full_step": DATA | START,
    "modes": DATA | START | {"learning_rate"},
    "manual_epochs": DATA | START | {"learning_rate", "epochs"},
    "keras": DATA | START | {"learning_rate", "epochs"},
    "ranges": DATA | START | {"w1_range", "w0_range"},
    "grid": DATA | START | {"w1_range", "w0_range", "resolution"},
}

exactly = settings(max_examples=300)


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Results of some parameters, with a Keras that is played by hand."""

    def train(loss, learning_rate, epochs, *, start):
        return gradient_descent(loss, start, learning_rate, epochs).weights.astype(np.float32)

    monkeypatch.setattr(store_module, "keras_weights", train)

    def results(**params):
        return Results(Params(**params), TrajectoryStore(cache=tmp_path))

    return results


def test_numbers_of_the_lecture(make):
    results = make()
    assert results.loss.minimum.tolist() == [3, 0]
    assert results.start == pytest.approx([0.0543, 0], abs=5e-5)
    assert results.trajectory.steps == SINGLE_STEPS + 100 == 102
    assert results.trajectory.weights[-1] == pytest.approx([2.965, 0.239], abs=5e-4)
    assert results.keras.steps == results.manual_epochs.steps == 10
    assert results.keras.weights == pytest.approx(results.manual_epochs.weights, abs=5e-7)
    assert results.keras.losses[-1] == pytest.approx(0.0440, abs=5e-5)
    assert results.ranges == ((-5, 10), (-5, 5))
    assert results.grid.values.shape == (100, 100)
    assert results.single_steps == 2


def test_parameters_have_their_say(make):
    results = make(
        x=[0, 1], y=[1, 3], start=[5, -5], learning_rate=0.1, steps=3, epochs=4,
        w1_range=[0, 6], w0_range=[-8, 4], resolution=7,
    )  # fmt: skip
    assert results.loss.minimum.tolist() == [2, 1]
    assert results.start.tolist() == [5, -5]
    assert results.start.dtype == np.float64
    assert not results.start.flags.writeable
    assert results.trajectory.steps == SINGLE_STEPS + 3
    assert results.trajectory.learning_rate == results.keras.learning_rate == 0.1
    assert results.trajectory.weights[0].tolist() == [5, -5]
    assert results.keras.steps == 4
    assert results.keras.weights[0].tolist() == [5, -5]
    assert results.grid.w1[[0, -1]].tolist() == [0, 6]
    assert results.grid.w0[[0, -1]].tolist() == [-8, 4]
    assert results.grid.values.shape == (7, 7)


def test_a_full_step_of_the_lecture(make):
    step = make().full_step
    assert step.steps == 1
    assert step.learning_rate == 1
    assert step.weights[1] == pytest.approx(step.weights[0] - step.gradients[0])
    assert step.weights[1] == pytest.approx([204.6, 29.5], abs=0.05)
    assert step.losses == pytest.approx([301.2, 1_470_670], rel=1e-3)


@pytest.mark.parametrize(
    ("multiple", "outcome"), [(0.05, "descending"), (0.97, "descending"), (1.03, "diverged")]
)
def test_the_critical_rate_parts_what_arrives_from_what_leaves(make, multiple, outcome):
    results = make()
    descent = results.around_critical(multiple, 20)
    assert descent.steps == 20
    assert descent.learning_rate == multiple * results.loss.critical_learning_rate
    assert descent.outcome == outcome
    assert results.around_critical(multiple, 20) is descent
    assert results.around_critical(multiple, 21) is not descent


def test_a_descent_around_the_critical_rate_is_made_of_data_and_start(make):
    results = make()
    for _ in range(2):  # computed, and kept
        with results.recording() as names:
            results.around_critical(0.5, 3)
        assert names == DATA | START


def test_a_descent_at_another_rate_begins_at_the_start_and_is_made_of_data_and_start(make):
    results = make()
    descent = results.descent_at(0.02, 20)
    assert descent.steps == 20
    assert descent.learning_rate == 0.02
    assert descent.weights[0] == pytest.approx(results.start)
    assert descent.losses[-1] == pytest.approx(0.0316, abs=5e-5)
    for _ in range(2):  # computed, and kept
        with results.recording() as names:
            assert results.descent_at(0.02, 20) is descent
        assert names == DATA | START


def test_the_seed_draws_the_start(make, monkeypatch):
    drawn = []

    def draw(seed):
        drawn.append(seed)
        return np.array([0.25, 0.0])

    monkeypatch.setattr(store_module, "keras_initial_weights", draw)
    assert make(seed=5).start.tolist() == [0.25, 0]
    assert drawn == [5]


@pytest.mark.parametrize("name", MADE_OF)
def test_a_result_is_made_of_parameters(make, name):
    results = make()
    assert results.reads == frozenset()
    result = getattr(results, name)
    assert results.reads == MADE_OF[name]
    assert getattr(results, name) is result


@pytest.mark.parametrize("name", MADE_OF)
def test_a_result_that_is_there_counts_as_made(make, name):
    results = make()
    for other in MADE_OF:
        getattr(results, other)
    with results.recording() as reads:
        getattr(results, name)
    assert reads == MADE_OF[name]


def test_the_seed_is_of_no_effect_with_a_start(make):
    results = make(start=[1, 2])
    assert results.trajectory.weights[0].tolist() == [1, 2]
    assert "seed" not in results.reads
    assert "start" in results.reads


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"start": [40, -30]}, (False, False)),
        ({"start": [4, -30]}, (True, False)),
        ({"start": [4, -5]}, (True, True)),
        ({"y": [15, 45, 30, 150, 60, 105, 120]}, (False, True)),
    ],
)
def test_a_range_without_start_or_minimum_is_chosen_anew(make, given, kept):
    results = make(**given)
    for ends, asked, is_kept, places in zip(
        results.ranges,
        ((-5, 10), (-5, 5)),
        kept,
        zip(results.start, results.loss.minimum, strict=True),
        strict=True,
    ):
        assert (ends == asked) == is_kept
        assert ends[0] <= min(places) <= max(places) <= ends[1]


@pytest.mark.parametrize("given_range", ["w1_range", "w0_range"])
def test_an_automatic_range_is_made_of_data_and_start(make, given_range):
    results = make(**({"w1_range": "auto", "w0_range": "auto"} | {given_range: (-1, 4)}))
    w1_range, w0_range = results.ranges
    assert (w1_range if given_range == "w1_range" else w0_range) == (-1, 4)
    assert results.reads == DATA | START | {"w1_range", "w0_range"}


def test_parameters_are_recorded_when_looked_up(make):
    results = make(theme="light")
    with results.recording() as reads:
        assert results.params.theme == "light"
        assert reads == {"theme"}
        assert results.params.language == "en"
    results.params.epochs  # noqa: B018
    assert reads == {"theme", "language"}
    assert results.reads == {"theme", "language", "epochs"}
    with pytest.raises(AttributeError, match="no parameter 'tempo'"):
        results.params.tempo  # noqa: B018


def test_recordings_see_what_is_recorded_inside_them(make):
    results = make()
    with results.recording() as outer:
        with results.recording() as first:
            results.loss  # noqa: B018
        with results.recording() as second:
            results.grid  # noqa: B018
            with results.recording() as empty:
                pass
            results.params.theme  # noqa: B018
        results.params.language  # noqa: B018
    assert first == DATA
    assert second == MADE_OF["grid"] | {"theme"}
    assert empty == set()
    assert outer == first | second | {"language"}


def test_recordings_with_the_same_names_are_not_mistaken_for_each_other(make):
    results = make()
    with results.recording() as outer:
        with results.recording() as inner:
            pass
        results.params.theme  # noqa: B018
    results.params.epochs  # noqa: B018
    assert (outer, inner) == ({"theme"}, set())


def test_a_recording_ends_also_with_an_error(make):
    results = make()
    with pytest.raises(RuntimeError), results.recording() as reads:
        raise RuntimeError
    results.params.theme  # noqa: B018
    assert reads == set()


def test_what_failed_is_not_kept():
    class Broken(TrajectoryStore):
        def initial_weights(self, seed):
            raise RuntimeError(seed)

    results = Results(Params(), Broken())
    for _ in range(2):
        with results.recording() as reads, pytest.raises(RuntimeError):
            results.trajectory  # noqa: B018
        assert reads >= START


def test_results_introduce_themselves(make):
    results = make()
    results.loss  # noqa: B018
    assert repr(results) == "Results(reads=['x', 'y'])"


# The part of the weight plane to show.


@st.composite
def problems(draw):
    """A loss and a start, of many sizes and proportions."""
    scale_x, scale_y = (10.0 ** draw(st.integers(-3, 4)) for _ in range(2))
    points = st.lists(st.tuples(*[st.integers(-50, 50)] * 2), min_size=2, max_size=8)
    x, y = np.array(draw(points), dtype=float).T
    try:
        loss = MseLoss(x * scale_x, y * scale_y)
    except DataError:
        assume(False)
        raise
    start = np.array(draw(st.tuples(*[st.integers(-100, 100)] * 2))) / 20
    return loss, start


def valley(loss, start):
    """Where the steep part of the descent is over."""
    flat = loss.eigenvectors[:, 0]
    return loss.minimum + flat @ (start - loss.minimum) * flat


def test_the_default_view_is_the_model():
    loss = MseLoss(X, Y)
    assert auto_ranges(loss, np.array([0.0543, 0])) == ((-5, 10), (-5, 5))


@exactly
@given(problems())
def test_minimum_and_start_and_the_way_are_well_inside(problem):
    loss, start = problem
    for (low, high), *points in zip(
        auto_ranges(loss, start), loss.minimum, start, valley(loss, start), strict=True
    ):
        margin = 0.2 * (high - low)
        assert all(low + margin <= point <= high - margin for point in points)


@exactly
@given(problems())
def test_ends_are_round_numbers(problem):
    for low, high in auto_ranges(*problem):
        for end in (low, high):
            digits = f"{abs(end):e}".split("e")[0].rstrip("0").replace(".", "")
            assert float(f"{end:.6g}") == end
            assert len(digits) <= 4


@exactly
@given(problems())
def test_extents_are_of_one_scale_or_worth_two(problem):
    loss, start = problem
    (w1_low, w1_high), (w0_low, w0_high) = auto_ranges(loss, start)
    ratio = (w1_high - w1_low) / (w0_high - w0_low)
    if 0.8 <= ratio <= 3:
        return
    points = np.array([loss.minimum, start, valley(loss, start)])
    if loss.excess(*start) <= 1e-4 * loss.excess(0.0, 0.0):
        points = np.vstack([points, np.zeros(2), valley(loss, np.zeros(2))])
    d1, d0 = np.ptp(points, axis=0)
    needed = d1 / d0 / 1.5
    assert needed > 3 or needed < 1 / 3
    matters = np.array([d1**2 * loss.hessian[0, 0], d0**2 * loss.hessian[1, 1]])
    smaller = 1 if needed > 1 else 0
    assert matters[smaller] > 0.01 * matters.sum()


@pytest.mark.parametrize(
    ("y", "start", "expected"),
    [
        (Y, (3, 0), ((-5, 10), (-5, 5))),  # at the minimum: as from zero weights
        (Y, (3, 1e-7), ((-5, 10), (-5, 5))),  # and beside it
        (Y, (3, 4), ((1.5, 4), (-7.5, 12.5))),  # w1 has a scale of its own
        (np.zeros(7), (0, 0), ((-2.5, 2.5), (-1.5, 1.5))),  # nothing to go by
        (1000 * np.array(Y), (0.05, 0), ((-5000, 10000), (-5000, 5000))),
        (np.array(Y) + 1000, (0.05, 0), ((-300, 400), (-2000, 3000))),
    ],
)
def test_ranges_follow_minimum_and_start(y, start, expected):
    assert auto_ranges(MseLoss(X, y), np.array(start)) == expected


def test_a_coordinate_that_does_not_change_is_shown_to_the_scale_of_the_other():
    loss = MseLoss([-1, 1], [-2, 4])  # minimum at (3, 1), axes along the plane's
    for start in [(-7.0, 1.0), (3.0, 11.0)]:
        (w1_low, w1_high), (w0_low, w0_high) = auto_ranges(loss, np.array(start))
        assert 0.8 <= (w1_high - w1_low) / (w0_high - w0_low) <= 3


def test_a_given_range_leads_the_other():
    loss, start = MseLoss(X, Y), np.array([0.0543, 0])
    assert auto_ranges(loss, start, w1_range=(-10, 20)) == ((-10, 20), (-10, 10))
    assert auto_ranges(loss, start, w0_range=(-10, 10)) == ((-15, 15), (-10, 10))
    assert auto_ranges(loss, start, (0, 1), (5, 6)) == ((0, 1), (5, 6))
