"""Results: the lecture's numbers, what each was made of, and which part of the plane is shown."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

import scenes.files.trajectory_store as store_module
from gdmath import gradient_descent
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.stage.results import SINGLE_STEPS, Results

DATA = {"standardise", "x", "y"}
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
}


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
    assert results.single_steps == 2


def test_parameters_have_their_say(make):
    results = make(
        x=[0, 1], y=[1, 3], start=[5, -5], learning_rate=0.1, steps=3, epochs=4,
        w1_range=[0, 6], w0_range=[-8, 4],
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
    assert results.ranges == ((0, 6), (-8, 4))


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
            results.ranges  # noqa: B018
            with results.recording() as empty:
                pass
            results.params.theme  # noqa: B018
        results.params.language  # noqa: B018
    assert first == DATA
    assert second == MADE_OF["ranges"] | {"theme"}
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


def test_recordings_of_two_threads_do_not_mix(make):
    results = make()
    both_record = Barrier(2)

    def read(name: str) -> set[str]:
        with results.recording() as names:
            both_record.wait(10)
            getattr(results.params, name)
            both_record.wait(10)
        return names

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(read, ["theme", "epochs"])
    assert (first, second) == ({"theme"}, {"epochs"})
    assert results.reads == {"theme", "epochs"}


def test_recordings_are_of_one_results_only(make):
    results, others = make(), make()
    with results.recording() as names:
        others.params.theme  # noqa: B018
        results.params.epochs  # noqa: B018
    assert names == {"epochs"}


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
    assert repr(results) == "Results(reads=['standardise', 'x', 'y'])"
