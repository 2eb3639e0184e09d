"""The store: what is kept, what is found again, and that no damage is believed or fatal.

Keras is played by a function that counts how often it is asked.
"""

import hashlib
import json
import math
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenes.files.trajectory_store as store_module
from gdmath import KerasUnavailableError, gradient_descent
from scenes.files.assets import asset_path
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params
from scenes.publish.delivered_trajectories import deliver

X = [1.0, 3.0, 2.0, 10.0, 4.0, 7.0, 8.0]
Y = [3.0, 9.0, 6.0, 30.0, 12.0, 21.0, 24.0]
INPUTS = {"x": X, "y": Y, "learning_rate": 0.01, "epochs": 5, "start": (0.1, -0.2)}


class FakeKeras:
    """Descends by hand, in float32, and draws weights of its own."""

    def __init__(self):
        self.calls = 0
        self.delay = 0.0

    def train(self, loss, learning_rate, epochs, *, start):
        self.calls += 1
        time.sleep(self.delay)
        trajectory = gradient_descent(loss, start, learning_rate, epochs)
        weights = [row for row in trajectory.weights if np.abs(row).max() < 1e38]
        if len(weights) <= epochs:
            weights.append([math.inf, math.nan])
        return np.array(weights, dtype=np.float32)

    def draw(self, seed):
        self.calls += 1
        return np.array([np.float32(0.1 + seed / 7), 0.0], dtype=np.float64)


@pytest.fixture
def keras(monkeypatch):
    fake = FakeKeras()
    monkeypatch.setattr(store_module, "keras_weights", fake.train)
    monkeypatch.setattr(store_module, "keras_initial_weights", fake.draw)
    return fake


@pytest.fixture
def store(tmp_path, keras):
    return TrajectoryStore(bundled=tmp_path / "bundled", cache=tmp_path / "cache")


def stored(store):
    """The one file in the cache."""
    (file,) = store.cache.glob("*.json")
    return file


def same(one, other):
    return (
        one.weights.tolist() == other.weights.tolist()
        and one.losses.tolist() == other.losses.tolist()
        and one.gradients.tolist() == other.gradients.tolist()
        and one.outcome == other.outcome
        and one.learning_rate == other.learning_rate
    )


# What is delivered.


def test_the_default_lecture_needs_no_tensorflow(tmp_path):
    script = (
        "import sys\n"
        "from scenes.params import Params\n"
        "from scenes.stage.results import Results\n"
        "results = Results(Params())\n"
        "assert results.keras.steps == 10 and results.trajectory.steps == 102\n"
        "assert not {'keras', 'tensorflow'} & {name.split('.')[0] for name in sys.modules}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DESCENT_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "cache").exists()


def test_the_delivered_numbers_are_those_of_the_lecture(tmp_path, keras, capsys):
    params = Params()
    store = TrajectoryStore(cache=tmp_path)
    start = store.initial_weights(params.seed)
    assert start == pytest.approx([0.0543, 0], abs=5e-5)
    assert not start.flags.writeable
    trajectory = store.keras_descent(params.x, params.y, params.learning_rate, params.epochs, start)
    assert trajectory.weights[0].tolist() == start.tolist()
    assert trajectory.losses[-1] == pytest.approx(0.0440, abs=5e-5)
    assert trajectory.steps == 10
    assert keras.calls == 0
    assert capsys.readouterr() == ("", "")


def test_delivered_files_say_what_made_them():
    files = sorted(asset_path("keras").glob("*"))
    assert [file.name.split("-")[0] for file in files] == ["trajectory", "weights"]
    for file in files:
        versions = json.loads(file.read_text())["versions"]
        assert {"python", "keras", "numpy"} < set(versions)
        assert any(name.startswith("tensorflow") for name in versions)


def test_delivered_files_can_be_made_anew(tmp_path, keras):
    old = tmp_path / "keras" / "trajectory-000000000000.json"
    old.parent.mkdir()
    old.write_text("of an older version")
    made = deliver(tmp_path / "keras")
    assert made == sorted((tmp_path / "keras").iterdir())
    assert [file.name.split("-")[0] for file in made] == ["trajectory", "weights"]
    assert old not in made


def test_without_keras_delivered_files_stay(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    (tmp_path / "keras").mkdir()
    (tmp_path / "keras" / "weights-seed-0.json").touch()
    with pytest.raises(KerasUnavailableError, match="pip install"):
        deliver(tmp_path / "keras")
    assert [file.name for file in (tmp_path / "keras").iterdir()] == ["weights-seed-0.json"]


# What is kept.


def test_keras_trains_once(store, keras, capsys):
    first = store.keras_descent(**INPUTS)
    assert capsys.readouterr().err == (
        "descent: Keras trains 5 epochs at learning rate 0.01 on 7 points "
        "from w1 = 0.1, w0 = -0.2 (once, for some seconds)\n"
    )
    again = TrajectoryStore(store.bundled, store.cache).keras_descent(**INPUTS)
    assert keras.calls == 1
    assert same(first, again)
    assert capsys.readouterr() == ("", "")


def test_keras_draws_once(store, keras, capsys):
    first = store.initial_weights(3)
    assert first.shape == (2,)
    assert first.dtype == np.float64
    assert capsys.readouterr().err == (
        "descent: Keras draws the weights of seed 3 (once, for some seconds)\n"
    )
    assert store.initial_weights(3).tolist() == first.tolist()
    assert store.initial_weights(4).tolist() != first.tolist()
    assert keras.calls == 2
    assert sorted(file.name for file in store.cache.glob("*.json")) == [
        "weights-seed-3.json",
        "weights-seed-4.json",
    ]


def test_a_file_can_be_read(store):
    trajectory = store.keras_descent(**INPUTS)
    text = stored(store).read_text()
    document = json.loads(text)
    assert list(document) == ["about", "inputs", "weights", "versions", "checksum"]
    assert document["inputs"] == INPUTS | {"start": [0.1, -0.2]}
    assert np.float32(document["weights"]).tolist() == trajectory.weights.tolist()
    assert document["weights"][0] == [0.1, -0.2]
    assert max(map(len, text.splitlines())) < 100
    name, digest = stored(store).stem.split("-")
    assert name == "trajectory"
    assert len(digest) == 12
    assert int(digest, 16)


@pytest.mark.parametrize(
    "change",
    [
        {"x": [1.5, *X[1:]]},
        {"y": [2.0, *Y[1:]]},
        {"learning_rate": 0.010000000000000002},
        {"epochs": 6},
        {"start": (0.1, -0.3)},
    ],
)
def test_other_inputs_are_another_training(store, keras, change):
    store.keras_descent(**INPUTS)
    store.keras_descent(**(INPUTS | change))
    assert keras.calls == 2
    assert len(list(store.cache.glob("*.json"))) == 2


def test_equal_inputs_are_one_training_however_they_are_written(store, keras):
    inputs = INPUTS | {"start": (0.0, 0.0), "x": [0.0, *X[1:]]}
    store.keras_descent(**inputs)
    store.keras_descent(
        x=np.array([-0.0, *X[1:]]),
        y=tuple(map(int, Y)),
        learning_rate=np.float64(0.01),
        epochs=np.int64(5),
        start=np.array([-0.0, 0]),
    )
    assert keras.calls == 1


def test_the_delivered_file_comes_first(store, keras):
    trajectory = store.keras_descent(**INPUTS)
    store.cache.rename(store.bundled)
    assert same(store.keras_descent(**INPUTS), trajectory)
    assert keras.calls == 1
    assert not store.cache.exists()
    (delivered,) = store.bundled.glob("*.json")
    store.cache.mkdir()
    document = json.loads(delivered.read_text())
    (store.cache / delivered.name).write_bytes(forged(document, weights=[[1, 1]] * 6))
    assert same(store.keras_descent(**INPUTS), trajectory)


@pytest.mark.parametrize("rate", [1.0, 1e6])
def test_divergence_is_kept_as_it_was_observed(store, keras, rate, capsys):
    inputs = INPUTS | {"learning_rate": rate, "epochs": 300}
    trajectory = store.keras_descent(**inputs)
    assert trajectory.outcome == "diverged"
    assert trajectory.steps < 300
    capsys.readouterr()
    assert same(store.keras_descent(**inputs), trajectory)
    assert keras.calls == 1
    assert capsys.readouterr() == ("", "")
    assert json.loads(stored(store).read_text())["weights"][-1] == [None, None]


@given(st.tuples(*[st.floats(width=32, allow_nan=False, allow_infinity=False)] * 2))
def test_weights_come_back_to_the_last_bit(weights):
    drawn = np.array(weights)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "keras_initial_weights", lambda _: drawn)
        folder = Path(name)
        first, again = (TrajectoryStore(folder, folder).initial_weights(0) for _ in range(2))
    assert first.tobytes() == again.tobytes() == drawn.tobytes()


def test_nothing_but_the_file_is_left_in_the_cache(store):
    store.keras_descent(**INPUTS)
    assert sorted(file.name for file in store.cache.iterdir()) == [".lock", stored(store).name]


def test_processes_wait_for_the_one_that_trains(store, keras, capsys):
    keras.delay = 0.1
    with ThreadPoolExecutor(4) as pool:  # locks are held by open files: threads will do
        runs = [pool.submit(store.keras_descent, **INPUTS) for _ in range(4)]
    assert keras.calls == 1
    assert all(same(run.result(), runs[0].result()) for run in runs)
    assert capsys.readouterr().err.count("\n") == 1


# What is damaged.


def assert_made_again(store, keras, capsys, expected):
    """Ask for a trajectory whose file is damaged, twice."""
    calls = keras.calls
    capsys.readouterr()
    assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls == calls + 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "is damaged" in lines[0]
    assert "Keras trains" in lines[1]
    assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls == calls + 1
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def no_sync(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("no_sync")
def test_a_truncated_file_is_made_again(store, keras, capsys):
    expected = store.keras_descent(**INPUTS)
    file = stored(store)
    content = file.read_bytes()
    for length in range(0, len(content) - 2, 7):
        file.write_bytes(content[:length])
        assert_made_again(store, keras, capsys, expected)
        assert file.read_bytes() == content


@pytest.mark.usefixtures("no_sync")
def test_no_flipped_bit_is_believed(store, keras):
    expected = store.keras_descent(**INPUTS)
    file = stored(store)
    content = file.read_bytes()
    positions = range(0, len(content), 7)  # each of the eight bits of a byte in turn
    for position in positions:
        damaged = bytearray(content)
        damaged[position] ^= 1 << position % 8
        file.write_bytes(damaged)
        assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls > len(positions) // 2  # white space may flip, or names unread


def forged(document, **changes):
    """A file with other content and the checksum that belongs to it."""
    document = {key: value for key, value in (document | changes).items() if key != "checksum"}
    checksum = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return json.dumps(document | {"checksum": checksum}).encode()


DAMAGES = {
    "empty": lambda _: b"",
    "zeros": lambda _: bytes(500),
    "not text": lambda _: b"\xff\xfe\x00",
    "a number": lambda _: b"1",
    "a list": lambda _: b"[]",
    "no entries": lambda _: b"{}",
    "very deep": lambda _: b"[" * 100_000,
    "endless number": lambda _: b"1" * 10_000,
    "no checksum": lambda document: json.dumps(
        {key: value for key, value in document.items() if key != "checksum"}
    ).encode(),
    "NaN": lambda document: json.dumps(document | {"weights": [[math.nan] * 2] * 6}).encode(),
    "nothing of it": lambda _: forged({}),
    "other inputs": lambda document: forged(document, inputs=document["inputs"] | {"epochs": 6}),
    "row too few": lambda document: forged(document, weights=document["weights"][:-1]),
    "row too many": lambda document: forged(document, weights=[*document["weights"], [1, 1]]),
    "no rows": lambda document: forged(document, weights=[]),
    "no start": lambda document: forged(document, weights=[[None, None]]),
    "flat": lambda document: forged(document, weights=[1] * 6),
    "columns": lambda document: forged(document, weights=[[1, 2, 3]] * 6),
    "ragged": lambda document: forged(document, weights=[[1, 2], [3]] * 3),
    "words": lambda document: forged(document, weights=[["one", "two"]] * 6),
    "objects": lambda document: forged(document, weights=[{}] * 6),
    "gap": lambda document: forged(document, weights=[[1, 1], [None, 1], *[[1, 1]] * 4]),
    "beyond float32": lambda document: forged(document, weights=[[1, 1], [1e39, 1], *[[1, 1]] * 4]),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_was_not_written_is_made_again(store, keras, capsys, damage):
    expected = store.keras_descent(**INPUTS)
    file = stored(store)
    file.write_bytes(damage(json.loads(file.read_text())))
    assert_made_again(store, keras, capsys, expected)


def test_the_file_of_other_inputs_is_not_taken(store, keras, capsys):
    other = store.keras_descent(**(INPUTS | {"start": (5, 5)}))
    other_file = stored(store)
    expected = store.keras_descent(**INPUTS)
    (file,) = set(store.cache.glob("*.json")) - {other_file}
    file.write_bytes(other_file.read_bytes())
    assert not same(other, expected)
    assert_made_again(store, keras, capsys, expected)


def test_damaged_weights_are_drawn_again(store, keras):
    expected = store.initial_weights(3).tolist()
    content = stored(store).read_bytes()
    stored(store).write_bytes(content.replace(b"0.5", b"0.6"))
    assert store.initial_weights(3).tolist() == expected
    assert keras.calls == 2


def test_a_file_that_cannot_be_read_is_made_again(store, keras, capsys, monkeypatch):
    expected = store.keras_descent(**INPUTS)
    read_bytes = Path.read_bytes

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    capsys.readouterr()
    assert same(store.keras_descent(**INPUTS), expected)
    assert "is damaged (Permission denied)" in capsys.readouterr().err
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls == 2


@pytest.mark.parametrize("place", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_something_else_in_its_place_is_not_fatal(store, keras, capsys, place):
    expected = store.keras_descent(**INPUTS)
    file = stored(store)
    file.unlink()
    place(file)
    capsys.readouterr()
    assert same(store.keras_descent(**INPUTS), expected)
    assert "is damaged (not a file)" in capsys.readouterr().err
    assert keras.calls == 2


def test_a_damaged_delivered_file_is_made_again_in_the_cache(store, keras, capsys):
    expected = store.keras_descent(**INPUTS)
    store.cache.rename(store.bundled)
    (file,) = store.bundled.glob("*.json")
    file.write_bytes(b"{")
    capsys.readouterr()
    assert same(store.keras_descent(**INPUTS), expected)
    assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls == 2
    assert file.read_bytes() == b"{"
    assert stored(store).name == file.name


# What cannot be kept.


@pytest.mark.parametrize("below", ["", "folder"])
def test_a_cache_that_cannot_be_written_is_not_fatal(store, keras, capsys, below):
    store.cache.write_text("a file where the folder should be")
    store = TrajectoryStore(store.bundled, store.cache / below)
    expected = store.keras_descent(**INPUTS)
    trains, cannot = capsys.readouterr().err.splitlines()
    assert "Keras trains" in trains
    assert cannot.startswith(f"descent: cannot keep the result in {store.cache}: ")
    assert same(store.keras_descent(**INPUTS), expected)
    assert keras.calls == 2


def test_a_full_disk_leaves_no_part_of_a_file(store, capsys, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    store.keras_descent(**INPUTS)
    assert "cannot keep the result in" in capsys.readouterr().err
    assert [file.name for file in store.cache.iterdir()] == [".lock"]


def test_what_is_half_written_does_not_bear_the_name(store, monkeypatch):
    class KilledError(BaseException):
        pass

    def kill(_):
        raise KilledError

    monkeypatch.setattr(os, "fsync", kill)
    with pytest.raises(KilledError):
        store.keras_descent(**INPUTS)
    assert not list(store.cache.glob("*.json"))


def test_nothing_stored_and_no_keras_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    store = TrajectoryStore(tmp_path, tmp_path)
    for use in (lambda: store.initial_weights(1), lambda: store.keras_descent(**INPUTS)):
        with pytest.raises(KerasUnavailableError, match="pip install tensorflow"):
            use()
    assert not list(tmp_path.glob("*.json"))


# Where it is.


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("DESCENT_CACHE", str(tmp_path / "here"))
    assert TrajectoryStore().cache == tmp_path / "here"
    monkeypatch.setenv("DESCENT_CACHE", "~/here")
    assert TrajectoryStore().cache == Path.home() / "here"
    monkeypatch.setenv("DESCENT_CACHE", "")
    assert TrajectoryStore().cache.name == "descent-film"
    assert TrajectoryStore().bundled == asset_path("keras")
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"x": [1.0] * 7}, "x"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"epochs": -1}, "epochs"),
        ({"start": (math.nan, 0)}, "start"),
    ],
)
def test_it_refuses_what_is_no_descent(store, keras, change, named):
    with pytest.raises(ValueError, match=named):
        store.keras_descent(**(INPUTS | change))
    with pytest.raises(ValueError, match="seed"):
        store.initial_weights(-1)
    assert keras.calls == 0
