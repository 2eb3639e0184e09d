"""Make the stored results that are delivered with the project anew, by the installed Keras.

``python -m scenes.publish.delivered_trajectories``, after a change of the default parameters.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from gdmath import KerasUnavailableError
from scenes.files.assets import asset_path
from scenes.files.trajectory_store import TrajectoryStore
from scenes.params import Params


def deliver(folder: Path) -> list[Path]:
    """Replace the stored results in a folder by those of the default parameters.

    Args:
        folder: Is created if need be.

    Returns:
        The new files.

    Raises:
        KerasUnavailableError: If Keras cannot be imported; the folder then stays as it is.
    """
    params = Params()
    with TemporaryDirectory() as name:
        fresh = Path(name)
        store = TrajectoryStore(bundled=fresh, cache=fresh)
        start = store.initial_weights(params.seed)
        store.keras_descent(params.x, params.y, params.learning_rate, params.epochs, start)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        return [Path(shutil.copy(file, folder)) for file in sorted(fresh.glob("*.json"))]


def main() -> None:
    """Replace the delivered ones."""
    try:
        made = deliver(asset_path("keras"))
    except KerasUnavailableError as error:
        sys.exit(f"descent: {error}")
    print(*made, sep="\n")


if __name__ == "__main__":
    main()
