"""The film with a camera that does not sway: what moves then is what the words speak of."""

from typing import Any

from scenes.chapters import CHAPTERS, load_chapter
from scenes.stage.film import Film


class DescentWithoutSway(Film):
    """How a neuron learns, seen without the camera's sway."""

    chapters = tuple(load_chapter(name) for name in CHAPTERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, drifts=False, **kwargs)
