"""What Keras drew and trained, kept on disk under the fingerprint of what it was made from.

Keras is slow to load and may draw other weights after an upgrade. So every result is a readable
JSON file, made once: in ``assets/keras`` for the default parameters, delivered with the project,
and in a cache folder of the user for others (`scenes.publish.delivered_trajectories` makes the
delivered ones anew).

A file holds its inputs, the versions that made it and a checksum. One that does not agree with
itself is not used but made again.
"""

import hashlib
import json
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

import numpy as np
from filelock import FileLock
from numpy.typing import ArrayLike, NDArray

from gdmath import MseLoss, Trajectory
from gdmath.arrays import FloatArray, read_only
from gdmath.descent import check_count, check_learning_rate, check_start
from gdmath.keras_descent import check_seed, keras_initial_weights, keras_weights
from gdmath.user_cache import user_cache
from scenes.files.assets import asset_path
from scenes.files.atomic import atomic_write

__all__ = ["TrajectoryStore"]

_PACKAGES: Final = ("keras", "tensorflow", "tensorflow-cpu", "numpy")
"""Whose versions a file names, where they are installed."""

Document = dict[str, Any]
Weights = NDArray[np.float32]


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
            with suppress(FileNotFoundError, _DamagedError):
                return _fingerprint(_read(folder / name)["weights"])
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
        entry = _Entry(
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
        entry = _Entry(
            name=f"trajectory-{_digest(inputs)[:12]}.json",
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

    def _get(self, entry: "_Entry", make: Callable[[], Weights], activity: str) -> Weights:
        weights = self._find(entry, make, activity)
        self._used[entry.name] = _fingerprint([list(map(_shortest, row)) for row in weights])
        return weights

    def _find(self, entry: "_Entry", make: Callable[[], Weights], activity: str) -> Weights:
        for folder in (self.bundled, self.cache):
            try:
                return entry.read(folder)
            except FileNotFoundError:
                pass
            except _DamagedError as error:
                _note(f"{folder / entry.name} is damaged ({error}): it will be made again")
        with self._turn():
            with suppress(FileNotFoundError, _DamagedError):
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


class _DamagedError(Exception):
    """A file that is there but not to be trusted; the message says why."""


@dataclass(frozen=True)
class _Entry:
    """What is to be found in one file."""

    name: str
    about: str
    """What the weights are, for a reader of the file."""
    inputs: Document
    """What they were made from."""
    rows: int
    """How many there are. Fewer only if the last one is not finite."""

    def read(self, folder: Path) -> Weights:
        """Read the weights.

        Raises:
            FileNotFoundError: If there is no file.
            _DamagedError: If it is not, or does not hold, what was written for these inputs.
        """
        document = _read(folder / self.name)
        try:
            if document["inputs"] != self.inputs:
                raise _DamagedError("made from other inputs")
            with np.errstate(over="ignore"):
                weights = np.array(document["weights"], dtype=np.float32)
        except (ValueError, TypeError, KeyError) as error:
            raise _DamagedError("not in the format of the store") from error
        if not self._complete(weights):
            raise _DamagedError("not the weights that were asked for")
        return weights

    def _complete(self, weights: Weights) -> bool:
        if weights.ndim != 2 or weights.shape[1] != 2 or not 0 < len(weights) <= self.rows:
            return False
        *before, last = (bool(np.isfinite(row).all()) for row in weights)
        whole = last and len(weights) == self.rows
        cut = bool(before) and not last
        return all(before) and (whole or cut)

    def write(self, folder: Path, weights: Weights) -> None:
        """Write the weights, so that at no moment a part of the file stands under its name.

        Raises:
            OSError: If the folder cannot be written to.
        """
        document: Document = {
            "about": self.about,
            "inputs": self.inputs,
            "weights": [[_shortest(weight) for weight in row] for row in weights],
            "versions": {"python": platform.python_version(), **_package_versions()},
        }
        document["checksum"] = _digest(document)
        folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(folder / self.name) as part:
            part.write_text(json.dumps(document, indent=1, allow_nan=False) + "\n")


def _read(path: Path) -> Document:
    """Read a file that agrees with its own checksum, without it.

    Raises:
        FileNotFoundError: If there is no file.
        _DamagedError: If it is none, or does not agree.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            raise _DamagedError("not a file")
        document: Document = json.loads(path.read_bytes())
        checksum = document.pop("checksum")
        if checksum != _digest(document):
            raise _DamagedError("wrong checksum")
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except OSError as error:
        raise _DamagedError(error.strerror or str(error)) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _DamagedError("not in the format of the store") from error
    return document


def _fingerprint(weights: object) -> str:
    return hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:16]


def _package_versions() -> dict[str, str]:
    versions = {}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            versions[package] = version(package)
    return versions


def _digest(document: Document) -> str:
    """Return the SHA-256 of the content, whatever its layout; no content has a NaN."""
    canonical = json.dumps(document, sort_keys=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _shortest(weight: np.float32) -> float | None:
    """Return the weight with no more digits than it takes to tell it from its neighbours."""
    if not np.isfinite(weight):
        return None
    short = float(str(weight))
    return short if np.float32(short) == weight else float(weight)


def _note(line: str) -> None:
    print(f"descent: {line}", file=sys.stderr)
