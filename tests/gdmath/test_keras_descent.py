"""The descent by Keras: the same as by hand, within float32, and in silence.

TensorFlow takes many seconds to load. So one process trains all that is looked at here, and writes
down what it saw.
"""

import fcntl
import json
import math
import os
import random
import subprocess
import sys
from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pytest

from gdmath import (
    KerasUnavailableError,
    MseLoss,
    gradient_descent,
    keras_descent,
    keras_initial_weights,
)

X = [1.0, 3.0, 2.0, 10.0, 4.0, 7.0, 8.0]
Y = [3.0, 9.0, 6.0, 30.0, 12.0, 21.0, 24.0]
MANY_X = np.linspace(-1, 2, 100).tolist()
MANY_Y = (np.cos(MANY_X) * 3).tolist()

DESCENTS = {
    "default": {"x": X, "y": Y, "learning_rate": 0.01, "epochs": 10},
    "seed": {"x": X, "y": Y, "learning_rate": 0.01, "epochs": 3, "seed": 7},
    "start": {"x": X, "y": Y, "learning_rate": 0.02, "epochs": 30, "start": [-4.0, 4.1]},
    "batch": {"x": MANY_X, "y": MANY_Y, "learning_rate": 0.3, "epochs": 40},
    "none": {"x": X, "y": Y, "learning_rate": 0.01, "epochs": 0},
    "minimum": {"x": X, "y": Y, "learning_rate": 0.01, "epochs": 5, "start": [3.0, 0.0]},
    "beyond": {"x": X, "y": Y, "learning_rate": 1.0, "epochs": 100},
    "above": {"x": X, "y": Y, "learning_rate": 0.03, "epochs": 40},
}

SCRIPT = """
import json, random, sys
import numpy as np
from gdmath import keras_descent, keras_initial_weights

descents = json.loads(sys.argv[1])
random.seed(1), np.random.seed(1)
states = repr(random.getstate()), repr(np.random.get_state())
seen = {"initial": [keras_initial_weights(seed).tolist() for seed in (0, 0, 7)]}
for name, arguments in descents.items():
    trajectory = keras_descent(**arguments)
    seen[name] = {
        "weights": trajectory.weights.tolist(),
        "losses": trajectory.losses.tolist(),
        "outcome": trajectory.outcome,
        "learning_rate": trajectory.learning_rate,
    }
seen["random"] = states == (repr(random.getstate()), repr(np.random.get_state()))
with open(sys.argv[2], "w") as file:
    json.dump(seen, file)
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    if find_spec("tensorflow") is None:
        pytest.skip("TensorFlow is not installed")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which all workers share
    file = folder / "keras.json"
    with (folder / "keras.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_text(json.dumps(train(folder)))
    return json.loads(file.read_text())


def train(folder):
    """Run the script where Keras is configured otherwise; return what it saw and wrote."""
    (folder / "home").mkdir()
    (folder / "home" / "keras.json").write_text('{"backend": "jax", "floatx": "float16"}')
    environment = {name: value for name, value in os.environ.items() if "TF_" not in name}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(DESCENTS), folder / "seen.json"],
        env=environment | {"KERAS_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "seen.json").read_text()) | {"lines": done.stdout + done.stderr}


def by_hand(name, seen):
    arguments = DESCENTS[name]
    loss = MseLoss(arguments["x"], arguments["y"])
    start = seen[name]["weights"][0]
    return gradient_descent(loss, start, arguments["learning_rate"], arguments["epochs"])


def test_not_a_line_reaches_the_user(seen):
    assert seen["lines"] == ""


def test_random_generators_are_left_alone(seen):
    assert seen["random"]


def test_a_seed_always_draws_the_same_weights(seen):
    first, again, other = seen["initial"]
    assert first == again == seen["default"]["weights"][0]
    assert other == seen["seed"]["weights"][0]
    assert other != first
    assert first[1] == other[1] == 0


def test_weights_are_those_of_float32(seen):
    weights = np.array(seen["default"]["weights"])
    assert weights.tolist() == weights.astype(np.float32).tolist()
    loss = MseLoss(X, Y)
    assert seen["default"]["losses"] == [loss(*row) for row in weights.tolist()]


@pytest.mark.parametrize("name", ["default", "seed", "start", "batch", "none", "minimum"])
def test_keras_goes_the_way_of_the_descent_by_hand(name, seen):
    keras, manual = seen[name], by_hand(name, seen)
    assert np.array(keras["weights"]) == pytest.approx(manual.weights, abs=2e-6)
    assert len(keras["losses"]) == DESCENTS[name]["epochs"] + 1
    assert keras["learning_rate"] == DESCENTS[name]["learning_rate"]
    assert keras["outcome"] == manual.outcome


def test_numbers_of_the_lecture(seen):
    assert seen["default"]["losses"][-1] == pytest.approx(0.0440, abs=5e-5)
    difference = np.abs(np.array(seen["default"]["weights"]) - by_hand("default", seen).weights)
    assert difference.max() < 5e-7


def test_keras_starts_where_it_is_told_to_within_float32(seen):
    assert seen["start"]["weights"][0] == [-4.0, float(np.float32(4.1))]


def test_the_loss_that_rises_is_divergence(seen):
    assert seen["above"]["outcome"] == "diverged"
    assert len(seen["above"]["losses"]) == 41


def test_what_leaves_float32_is_cut_at_the_last_finite_epoch(seen):
    weights = seen["beyond"]["weights"]
    assert seen["beyond"]["outcome"] == "diverged"
    assert 10 < len(weights) < 100
    assert np.abs(weights).max() < np.finfo(np.float32).max
    following = by_hand("beyond", seen).weights[len(weights)]
    # The predictions are ten times the weights, and overflow before them.
    assert np.abs(following).max() > np.finfo(np.float32).max / 100
    manual = by_hand("beyond", seen).weights[: len(weights)]
    assert np.array(weights) == pytest.approx(manual, rel=1e-3)


# What needs no TensorFlow.


@pytest.fixture
def no_keras(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)  # makes `import keras` fail


@pytest.fixture
def failing_keras(monkeypatch):
    """Something that seeds the generators, writes past Python and then fails."""

    def set_random_seed(seed):
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        os.write(1, b"on stdout, ")
        os.write(2, b"on stderr")
        raise RuntimeError("out of luck")

    keras = SimpleNamespace(
        config=SimpleNamespace(floatx=lambda: "float32", set_floatx=lambda _: None),
        utils=SimpleNamespace(set_random_seed=set_random_seed),
    )
    monkeypatch.setitem(sys.modules, "keras", keras)


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("KERAS_BACKEND", "TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"):
        monkeypatch.setenv(name, os.environ.get(name, ""))


@pytest.mark.usefixtures("no_keras")
@pytest.mark.parametrize(
    "use", [lambda: keras_initial_weights(0), lambda: keras_descent(X, Y, 0.01, 10)]
)
def test_without_keras_it_says_what_to_install(use):
    with pytest.raises(KerasUnavailableError) as caught:
        use()
    assert isinstance(caught.value, RuntimeError)
    message = str(caught.value)
    assert "pip install tensorflow-cpu" in message
    assert "pip install tensorflow)" in message
    assert "\n" not in message
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.usefixtures("no_keras")
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"x": [1] * 7}, "x"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"epochs": -1}, "epochs"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"start": (1, math.nan)}, "start"),
        ({"start": (1e39, 0)}, "float32"),
    ],
)
def test_it_refuses_before_keras_is_loaded(change, named):
    with pytest.raises(ValueError, match=named):
        keras_descent(**(DESCENTS["default"] | change))


@pytest.mark.usefixtures("failing_keras")
def test_what_was_silenced_is_told_when_keras_fails(capfd):
    with pytest.raises(RuntimeError, match="out of luck") as caught:
        keras_initial_weights(0)
    assert caught.value.__notes__ == ["on stdout, on stderr"]
    assert capfd.readouterr() == ("", "")
    os.write(1, b"heard")
    os.write(2, b"again")
    assert capfd.readouterr() == ("heard", "again")


@pytest.mark.usefixtures("failing_keras")
def test_random_generators_are_left_alone_even_when_keras_fails():
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    before = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
    with pytest.raises(RuntimeError):
        keras_initial_weights(0)
    assert before == (random.getstate(), repr(np.random.get_state()))  # noqa: NPY002


def test_closed_streams_are_no_obstacle():
    script = (
        "import sys; sys.modules['keras'] = None\n"
        "from gdmath import KerasUnavailableError, keras_initial_weights\n"
        "try: keras_initial_weights(0)\n"
        "except KerasUnavailableError: sys.exit(42)\n"
    )
    command = f'{sys.executable} -c "$SCRIPT" >&- 2>&-'
    done = subprocess.run(command, shell=True, env=os.environ | {"SCRIPT": script}, check=False)
    assert done.returncode == 42
