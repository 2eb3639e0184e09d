"""Whatever the data: what is chosen to be said is true.

The choices alone, for thousands of lectures drawn at random by kind; `test_film` and
`test_real_data` play and draw whole films. Every sentence has a rule, or is true of any data.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import scenes.stage.results
from gdmath import MseLoss, Trajectory
from scenes.params import Params, ParamsError
from scenes.stage.results import Results
from tests.scenes.cases import CASES, Lecture, params_of
from tests.scenes.choices import choices
from tests.scenes.claims import CLAIMS, GENERAL
from tests.scenes.conftest import descend_in_float32
from tests.scenes.data_sets import DATA_SETS
from tests.scenes.facts import Facts
from tests.scenes.words import entries

KINDS = ("perfect", "noisy", "constant", "far off", "standardised", "decimals", "two points")
STARTS = ("drawn", "near", "far", "at the minimum", "on the floor", "beside the floor", "zero")


@st.composite
def lectures(draw) -> Params:
    """Draw parameters: kind of data, scales, offset, start and rate independently."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind = draw(st.sampled_from(KINDS))
    n = 2 if kind == "two points" else draw(st.integers(2, 9))
    scale, height = (10.0 ** draw(st.floats(-9, 9)) for _ in range(2))
    offset = draw(st.sampled_from([0.0, 0.0, 0.3, 1.0, 10.0, 1e3, 1e6]))
    x = scale * (offset + dice.permutation(n) / max(n - 1, 1) + 0.3 * dice.normal(size=n))
    x -= x.mean() if kind == "standardised" else 0.0
    slope, shift = height / scale * dice.normal(), height * dice.normal()
    noise = {"noisy": 0.1, "far off": 3.0, "standardised": 0.2}.get(kind, 0.0)
    y = slope * x + shift + noise * height * dice.normal(size=n)
    if kind == "constant":
        y = np.full(n, shift)
    if kind == "decimals":
        x = np.round(dice.choice(200, n, replace=False) / 10 - 5, 1)
        y = np.round(round(dice.normal(), 1) * x + round(dice.normal(), 1), 2)
    try:
        loss = MseLoss(x, y)
    except ValueError:
        assume(False)
    start = _start(loss, draw(st.sampled_from(STARTS)), dice)
    near_critical = st.sampled_from([0.5, 0.9, 1 - 1e-6, 1.0, 1 + 1e-6, 1.01, 1.1, 2.0])
    multiple = draw(st.one_of(near_critical, st.floats(-6, 3).map(lambda power: 10.0**power)))
    try:
        return Params(
            x=tuple(x.tolist()),
            y=tuple(y.tolist()),
            start=start,
            learning_rate=multiple * loss.critical_learning_rate,
            steps=draw(st.sampled_from([0, 1, 10, 100, 300])),
            epochs=draw(st.sampled_from([0, 1, 10])),
        )
    except ParamsError:
        assume(False)


def _start(loss: MseLoss, kind: str, dice: np.random.Generator) -> tuple[float, float] | None:
    """Return a start of a kind; None for the one that Keras draws."""
    flat, steep = loss.eigenvectors.T / np.sqrt(loss.eigenvalues)[:, None]
    size = np.sqrt(np.mean(loss.y**2)) or 1.0
    away = {
        "near": 1e-5 * flat + 1e-5 * steep,
        "far": 30 * flat - 20 * steep,
        "at the minimum": 0.0 * flat,
        "on the floor": flat,
        "beside the floor": flat + 1e-4 * dice.normal() * steep,
    }
    if kind == "drawn":
        return None
    if kind == "zero":
        return 0.0, 0.0
    w1, w0 = (loss.minimum + size * away[kind]).tolist()
    return w1, w0


def faults_of(params: Params) -> list[str]:
    """Return what is chosen for a lecture and is not so."""
    results = Results(params)
    facts = Facts(Lecture(params, tuple(results.start.tolist())), results)
    return [
        f"{said.text}: not true"
        for said in choices(results)
        if (claim := CLAIMS.get(f"{said.beat}.{said.key}")) is not None and not claim(facts, said)
    ]


@pytest.fixture(autouse=True)
def short_ways_without_files(monkeypatch):
    """Let no descent go on for thousands of steps, and train by hand in 32 bits, unstored."""
    monkeypatch.setattr(scenes.stage.results, "LONGEST_WAY", 400)

    def train(results: Results) -> Trajectory:
        params = results.params
        weights = descend_in_float32(
            results.loss, params.learning_rate, params.epochs, start=results.start
        )
        return Trajectory.observe(results.loss, weights, learning_rate=params.learning_rate)

    monkeypatch.setattr(Results, "_train", train)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lectures())
def test_what_is_chosen_is_true(params):
    assert not faults_of(params)


@pytest.mark.long
@settings(
    max_examples=4000,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lectures())
def test_what_is_chosen_is_true_of_thousands(params):
    assert not faults_of(params)


@pytest.mark.parametrize("case", CASES)
def test_what_is_chosen_is_true_of_the_cases(case):
    assert not faults_of(params_of(case))


@pytest.mark.parametrize("name", [name for name, data in DATA_SETS.items() if len(data.x) <= 1000])
def test_what_is_chosen_is_true_of_data_that_people_have(name):
    assert not faults_of(DATA_SETS[name].params())


ISSUE = {
    "F3": {"x": (0, 1), "y": (200, 201), "learning_rate": 0.1},
    "F5": {"x": (-10, -20, -30), "y": (5, 5, 5)},
    "F6": {"x": (0, 100), "y": (3, 403), "learning_rate": 0.0001},
    "F7": {"x": (-1, 1), "y": (0, 2), "learning_rate": 0.1},
    "F8": {"x": (0, 1, 2, 3), "y": (0.3, 0.4, 0.5, 0.6), "learning_rate": 0.1},
    "F8 at zero": {"x": (-1, 0, 1), "y": (0.1, 0.2, -0.3), "start": (0, 0)},
}
"""Small inputs of which something was said that is not so."""


@pytest.mark.parametrize("fault", ISSUE)
def test_what_is_chosen_is_true_of_what_went_wrong(fault):
    assert not faults_of(Params(**ISSUE[fault]))


def test_every_sentence_has_a_rule_or_is_true_of_any_data():
    said = {key.replace(".say.", ".") for key in entries("en") if ".say." in key}
    general = {f"{beat}.{key}" for beat, keys in GENERAL.items() for key in keys}
    assert said == CLAIMS.keys() | general
    assert not CLAIMS.keys() & general
