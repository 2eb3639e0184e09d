"""The same descent by Keras: one dense neuron, stochastic gradient descent, mean squared error.

The only module that imports Keras, and only inside its functions: with TensorFlow behind it the
import takes seconds. Keras runs anew at every call: whoever wants to keep what it returned does.
"""

import os
import random
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import repeat
from operator import index
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath.arrays import FloatArray, read_only
from gdmath.descent import check_count, check_learning_rate, check_start
from gdmath.loss import MseLoss
from gdmath.trajectory import Trajectory

__all__ = ["KerasUnavailableError", "keras_descent", "keras_initial_weights", "keras_weights"]

MAX_SEED: Final = 2**32 - 1
"""The largest seed that Keras takes."""

_ENVIRONMENT: Final = {
    "KERAS_BACKEND": "tensorflow",  # whatever ~/.keras/keras.json says
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # or TensorFlow announces it, and rounds by processor
}
"""Set before Keras is imported, where the user has not set something else."""


class KerasUnavailableError(RuntimeError):
    """Keras or TensorFlow cannot be imported; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "training with Keras needs TensorFlow: pip install tensorflow-cpu "
            "(on Linux x86-64; elsewhere pip install tensorflow)"
        )


def keras_initial_weights(seed: int) -> FloatArray:
    """Return the weights that Keras draws for a dense layer of one neuron with one input.

    Another version of Keras may draw others.

    Args:
        seed: For `keras.utils.set_random_seed`: from 0 to 2**32 - 1.

    Returns:
        (w1, w0), shape (2,), read-only: float32 values held in float64. Keras draws w1 and sets
        w0 to zero.

    Raises:
        ValueError: If there is no such seed.
        KerasUnavailableError: If Keras or TensorFlow cannot be imported.
    """
    seed = check_seed(seed)
    with _keras() as keras:
        return read_only(_weights(_neuron(keras, seed)))


def keras_descent(
    x: ArrayLike,
    y: ArrayLike,
    learning_rate: float,
    epochs: int,
    seed: int = 0,
    start: ArrayLike | None = None,
) -> Trajectory:
    """Train a Keras model by `fit` and return the way of its weights.

    All points make one batch, however many they are, so that an epoch is one update, as a step of
    `gdmath.gradient_descent` is. Keras' own default would split more than 32 points.

    Args:
        x: The inputs, shape (n,).
        y: The targets, shape (n,).
        learning_rate: For `keras.optimizers.SGD`: finite, above zero.
        epochs: The number of updates, at least zero.
        seed: Draws the first weights where no start is given; see `keras_initial_weights`.
        start: The first weights (w1, w0), finite. Keras rounds them to float32.

    Returns:
        The weights before the first epoch and after each. They are Keras' own, float32 values
        held in float64; losses and gradients are those of `MseLoss` at these weights, in float64,
        and not the ones that Keras computed. A descent that leaves the range of float32 is cut at
        its last finite epoch.

    Raises:
        gdmath.DataError: If x and y are not data that a single line fits best.
        ValueError: If another argument is not as above, or the loss at the start is not finite.
        KerasUnavailableError: If Keras or TensorFlow cannot be imported.
    """
    loss = MseLoss(x, y)
    weights = keras_weights(loss, learning_rate, epochs, seed=seed, start=start)
    return Trajectory.observe(loss, weights, learning_rate=float(learning_rate))


def keras_weights(
    loss: MseLoss,
    learning_rate: float,
    epochs: int,
    *,
    seed: int = 0,
    start: ArrayLike | None = None,
) -> NDArray[np.float32]:
    """Train a Keras model on the data of a loss and return its weights, uncut.

    Args:
        loss: Holds x and y.
        learning_rate: As for `keras_descent`, and so are the others.
        epochs: The number of updates.
        seed: Draws the first weights where no start is given.
        start: The first weights (w1, w0).

    Returns:
        (w1, w0) before the first epoch and after each, shape (epochs + 1, 2). Training ends when
        the weights overflow: the last row is then not finite, and further rows are missing.

    Raises:
        ValueError: If an argument is not as above.
        KerasUnavailableError: If Keras or TensorFlow cannot be imported.
    """
    learning_rate = check_learning_rate(learning_rate)
    epochs = check_count("epochs", epochs)
    seed = check_seed(seed)
    first = None if start is None else _float32_start(start)
    with _keras() as keras:
        model = _neuron(keras, seed)
        if first is not None:
            model.set_weights([first[:1, np.newaxis], first[1:]])
        visited = [_weights(model)]

        def visit(_epoch: int, _logs: object) -> None:
            visited.append(_weights(model))
            model.stop_training = not np.isfinite(visited[-1]).all()

        model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="mse")
        if epochs:
            # A generator, for speed: of arrays Keras makes a new dataset in every epoch, which
            # takes a hundred times as long as the update itself.
            batch = (
                loss.x.astype(np.float32)[:, np.newaxis],
                loss.y.astype(np.float32)[:, np.newaxis],
            )
            model.fit(
                (same for same in repeat(batch)),
                steps_per_epoch=1,
                epochs=epochs,
                verbose=0,
                callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=visit)],
            )
    return np.array(visited)


def check_seed(seed: int) -> int:
    """Return the seed as an int, or refuse it with a ValueError."""
    if not 0 <= index(seed) <= MAX_SEED:
        message = f"seed must be from 0 to {MAX_SEED}, not {seed}"
        raise ValueError(message)
    return index(seed)


def _float32_start(start: ArrayLike) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        weights = np.array(check_start(start), dtype=np.float32)
    if not np.isfinite(weights).all():
        message = f"start must be within the range of float32 for Keras, not {start!r}"
        raise ValueError(message)
    return weights


def _neuron(keras: Any, seed: int) -> Any:
    """Build the model, with freshly drawn weights."""
    keras.utils.set_random_seed(seed)
    return keras.Sequential(
        [
            keras.Input((1,), dtype="float32"),
            keras.layers.Dense(1, dtype="float32"),
        ]
    )


def _weights(model: Any) -> NDArray[np.float32]:
    kernel, bias = model.get_weights()
    return np.array([kernel[0, 0], bias[0]], dtype=np.float32)


@contextmanager
def _keras() -> Iterator[Any]:
    """Import Keras, for a block that is silent, computes in float32 and leaves no traces.

    Restored are Keras' default precision (which ``~/.keras/keras.json`` may have changed) and the
    global random generators of Python and NumPy, which `set_random_seed` seeds.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    python_state = random.getstate()
    numpy_state = np.random.get_state()  # noqa: NPY002 - the global generator is what Keras seeds
    try:
        with _silence(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                keras = import_module("keras")
            except ImportError as error:
                raise KerasUnavailableError from error
            precision = keras.config.floatx()
            keras.config.set_floatx("float32")
            try:
                yield keras
            finally:
                keras.config.set_floatx(precision)
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)  # noqa: NPY002


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what is written to stdout and stderr from the user, unless the block fails.

    On the level of file descriptors: TensorFlow's C++ logs lines before it reads its log level.
    """
    with tempfile.TemporaryFile() as log, ExitStack() as restore:
        _flush()
        for descriptor in (1, 2):
            try:
                saved = os.dup(descriptor)
            except OSError:  # closed: nobody listens
                continue
            restore.callback(os.close, saved)
            os.dup2(log.fileno(), descriptor)
            restore.callback(os.dup2, saved, descriptor)
        restore.callback(_flush)
        try:
            yield
        except Exception as error:
            _flush()
            log.seek(0)
            if written := log.read().decode(errors="replace"):
                error.add_note(written)
            raise


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
