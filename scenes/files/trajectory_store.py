"""What Keras drew and trained, kept on disk under the fingerprint of what it was made from.

Keras is slow to load and may draw other weights after an upgrade. So every result is a readable
JSON file, made once: in ``assets/keras`` for the default parameters, delivered with the project,
and in a cache folder of the user for others (`scenes.publish.delivered_trajectories` makes the
delivered ones anew).

A file that does not agree with itself is not used but made again.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import ArrayLike

from gdmath import MseLoss, Trajectory
from gdmath.arrays import FloatArray, read_only
from gdmath.descent import check_count, check_learning_rate, check_start
from gdmath.keras_descent import check_seed, keras_initial_weights, keras_weights
from gdmath.user_cache import user_cache
from scenes.files.assets import asset_path
from scenes.files.trajectory_file import (
    DamagedError,
    TrajectoryFile,
    Weights,
    as_written,
    digest_of,
    fingerprint_of,
    read_document,
)

__all__ = ["TrajectoryStore"]


class TrajectoryStore:
    """Weights and trajectories of Keras, from disk if they are there.

    What has to be made is announced by a line on stderr, as is a file that is damaged and a folder
    that cannot be written to. Processes that share a cache wait for each other: one trains.
    """

    def __init__(self, bundled: Path | None = None, cache: Path | None = None) -> None:
        """Open a store; nothing is read or created yet.

        Args:
            bundled: A folder that is only read. By default ``assets/keras``.
            cache: A folder that is read and written, and created if need be. By default the one
                that the environment variable ``DESCENT_CACHE`` names, or else the cache folder of
                "descent-film" that the platform provides.
        """
        self.bundled = asset_path("keras") if bundled is None else bundled
        self.cache = user_cache() if cache is None else cache
        self._used: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"TrajectoryStore(bundled={str(self.bundled)!r}, cache={str(self.cache)!r})"

    @property
    def used(self) -> dict[str, str]:
        """For each file whose result was handed out, a fingerprint of these weights."""
        return dict(self._used)

    def fingerprint(self, name: str) -> str | None:
        """Return the fingerprint of the weights in a file, or None if there is no good one.

        Args:
            name: The file's, as in `used`.
        """
        for folder in (self.bundled, self.cache):
            with suppress(FileNotFoundError, DamagedError):
                return fingerprint_of(read_document(folder / name)["weights"])
        return None

    def initial_weights(self, seed: int) -> FloatArray:
        """Return the weights that Keras draws; see `gdmath.keras_initial_weights`.

        Args:
            seed: From 0 to 2**32 - 1.

        Returns:
            (w1, w0), shape (2,), read-only: those of the version of Keras that drew them first.

        Raises:
            ValueError: If there is no such seed.
            KerasUnavailableError: If they are not stored and Keras cannot be imported.
        """
        seed = check_seed(seed)
        entry = TrajectoryFile(
            name=f"weights-seed-{seed}.json",
            about="Weights (w1, w0) that Keras draws for one neuron with one input.",
            inputs={"seed": seed},
            rows=1,
        )
        weights = self._get(
            entry,
            make=lambda: keras_initial_weights(seed)[np.newaxis].astype(np.float32),
            activity=f"draws the weights of seed {seed}",
        )
        return read_only(weights[0])

    def keras_descent(
        self, x: ArrayLike, y: ArrayLike, learning_rate: float, epochs: int, start: ArrayLike
    ) -> Trajectory:
        """Return the trajectory of `gdmath.keras_descent`.

        Args:
            x: The inputs, shape (n,).
            y: The targets, shape (n,).
            learning_rate: Finite, above zero.
            epochs: The number of updates, at least zero.
            start: The first weights (w1, w0), finite.

        Returns:
            The weights as the version of Keras computed them that trained first; losses and
            gradients at these weights.

        Raises:
            gdmath.DataError: If x and y are not data that a single line fits best.
            ValueError: If another argument is not as above, or the loss at the start not finite.
            KerasUnavailableError: If it is not stored and Keras cannot be imported.
        """
        loss = MseLoss(x, y)
        learning_rate = check_learning_rate(learning_rate)
        epochs = check_count("epochs", epochs)
        w1, w0 = check_start(start)
        inputs = {
            "x": (loss.x + 0.0).tolist(),  # + 0.0 makes -0.0 the same as 0.0
            "y": (loss.y + 0.0).tolist(),
            "learning_rate": learning_rate,
            "epochs": epochs,
            "start": [w1 + 0.0, w0 + 0.0],
        }
        entry = TrajectoryFile(
            name=f"trajectory-{digest_of(inputs)[:12]}.json",
            about="Weights (w1, w0) of one neuron before the first epoch of Keras and after each.",
            inputs=inputs,
            rows=epochs + 1,
        )
        weights = self._get(
            entry,
            make=lambda: keras_weights(loss, learning_rate, epochs, start=(w1, w0)),
            activity=f"trains {epochs} epochs at learning rate {learning_rate:g} "
            f"on {loss.x.size} points from w1 = {w1:.3g}, w0 = {w0:.3g}",
        )
        return Trajectory.observe(loss, weights, learning_rate=learning_rate)

    def _get(self, entry: TrajectoryFile, make: Callable[[], Weights], activity: str) -> Weights:
        weights = self._find(entry, make, activity)
        self._used[entry.name] = fingerprint_of(as_written(weights))
        return weights

    def _find(self, entry: TrajectoryFile, make: Callable[[], Weights], activity: str) -> Weights:
        for folder in (self.bundled, self.cache):
            try:
                return entry.read(folder)
            except FileNotFoundError:
                pass
            except DamagedError as error:
                _note(f"{folder / entry.name} is damaged ({error}): it will be made again")
        with self._turn():
            with suppress(FileNotFoundError, DamagedError):
                return entry.read(self.cache)  # another process made it meanwhile
            _note(f"Keras {activity} (once, for some seconds)")
            weights = make()
            try:
                entry.write(self.cache, weights)
            except OSError as error:
                _note(f"cannot keep the result in {self.cache}: {error.strerror or error}")
            return weights

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other process trains for this cache; at once if that cannot be told."""
        with ExitStack() as stack:
            with suppress(OSError):
                self.cache.mkdir(parents=True, exist_ok=True)
                stack.enter_context(FileLock(self.cache / ".lock"))
            yield


def _note(line: str) -> None:
    print(f"descent: {line}", file=sys.stderr)
