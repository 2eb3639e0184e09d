"""A file of weights that Keras made: readable JSON that agrees with itself, or is not believed.

It holds its inputs, the versions that made it and a checksum.
"""

import hashlib
import json
import platform
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenes.files.atomic import atomic_write

_PACKAGES: Final = ("keras", "tensorflow", "tensorflow-cpu", "numpy")
"""Whose versions a file names, where they are installed."""

Document = dict[str, Any]
Weights = NDArray[np.float32]


class DamagedError(Exception):
    """A file that is there but not to be trusted; the message says why."""


@dataclass(frozen=True)
class TrajectoryFile:
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
            DamagedError: If it is not, or does not hold, what was written for these inputs.
        """
        document = read_document(folder / self.name)
        try:
            if document["inputs"] != self.inputs:
                raise DamagedError("made from other inputs")
            with np.errstate(over="ignore"):
                weights = np.array(document["weights"], dtype=np.float32)
        except (ValueError, TypeError, KeyError) as error:
            raise DamagedError("not in the format of the store") from error
        if not self._complete(weights):
            raise DamagedError("not the weights that were asked for")
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
            "weights": as_written(weights),
            "versions": {"python": platform.python_version(), **_package_versions()},
        }
        document["checksum"] = digest_of(document)
        folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(folder / self.name) as part:
            part.write_text(json.dumps(document, indent=1, allow_nan=False) + "\n")


def as_written(weights: Weights) -> list[list[float | None]]:
    """Return rows of weights as they stand in a file."""
    return [[_shortest(weight) for weight in row] for row in weights]


def fingerprint_of(rows: object) -> str:
    """Return a fingerprint of rows of weights as they stand in a file."""
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def read_document(path: Path) -> Document:
    """Read a file that agrees with its own checksum, without it.

    Raises:
        FileNotFoundError: If there is no file.
        DamagedError: If it is none, or does not agree.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            raise DamagedError("not a file")
        document: Document = json.loads(path.read_bytes())
        checksum = document.pop("checksum")
        if checksum != digest_of(document):
            raise DamagedError("wrong checksum")
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except OSError as error:
        raise DamagedError(error.strerror or str(error)) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedError("not in the format of the store") from error
    return document


def _package_versions() -> dict[str, str]:
    versions = {}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            versions[package] = version(package)
    return versions


def digest_of(document: Document) -> str:
    """Return the SHA-256 of the content, whatever its layout; no content has a NaN."""
    canonical = json.dumps(document, sort_keys=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _shortest(weight: np.float32) -> float | None:
    """Return the weight with no more digits than it takes to tell it from its neighbours."""
    if not np.isfinite(weight):
        return None
    short = float(str(weight))
    return short if np.float32(short) == weight else float(weight)
