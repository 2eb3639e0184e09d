"""What the tests of the scenes share: a place for Manim's files, and Keras' part played."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

import scenes.files.trajectory_store
from gdmath import MseLoss
from gdmath.user_cache import CACHE_VARIABLE
from tests.quiet_manim import manim


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder for this run of the tests and all its processes."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(autouse=True, scope="session")
def media_elsewhere(shared_folder: Path) -> Iterator[None]:
    """Let Manim write into a temporary folder."""
    folder = shared_folder / "media"
    with manim.tempconfig({"media_dir": str(folder), "progress_bar": "none", "verbosity": "ERROR"}):
        yield


def descend_in_float32(
    loss: MseLoss, learning_rate: float, epochs: int, *, start: ArrayLike, seed: int = 0
) -> NDArray[np.float32]:
    """Stand in for Keras' training: the same updates, every number rounded to 32 bits."""
    x, y = loss.x.astype(np.float32), loss.y.astype(np.float32)
    rate, two = np.float32(learning_rate), np.float32(2)
    weights = [np.array(start, dtype=np.float32)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            w1, w0 = weights[-1]
            error = w1 * x + w0 - y
            gradient = two * np.array([np.mean(error * x), np.mean(error)], dtype=np.float32)
            weights.append(weights[-1] - rate * gradient)
            if not np.isfinite(weights[-1]).all():
                break
    return np.array(weights)


@pytest.fixture(autouse=True, scope="session")
def stand_in_for_keras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Train what is not stored by hand, not by Keras, and keep it out of the user's cache.

    The default lecture is stored with the project, so there Keras' own numbers are shown.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("keras")))
        patch.setattr(scenes.files.trajectory_store, "keras_weights", descend_in_float32)
        yield


@pytest.fixture
def fades_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what fades in be there and what fades out be gone, without copies in between.

    In a rehearsal nothing of the fading is seen, and copying takes longer than all the rest.
    """

    def begin(fade: Any) -> None:
        fade.starting_mobject = fade.target_mobject = fade.target_copy = fade.mobject

    def interpolate(fade: Any, alpha: float) -> None:
        pass

    for kind in (manim.FadeIn, manim.FadeOut):
        monkeypatch.setattr(kind, "begin", begin)
        monkeypatch.setattr(kind, "interpolate", interpolate)


class Notes:
    """Which strings were used in which case, noted where all processes find it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, case: str, keys: Iterable[str]) -> None:
        file = self.folder / f"{case}.json"
        part = file.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(sorted(keys)), encoding="utf-8")
        part.replace(file)

    def read(self, case: str) -> list[str] | None:
        try:
            return json.loads((self.folder / f"{case}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None


@pytest.fixture(scope="session")
def notes(shared_folder: Path) -> Notes:
    """Where the tests of the film note what was said."""
    folder = shared_folder / "said"
    folder.mkdir(exist_ok=True)
    return Notes(folder)
