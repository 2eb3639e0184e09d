"""Playing a film without drawing what lies between the ends of its beats."""

from collections.abc import Callable

import numpy as np
from manim import tempconfig
from numpy.typing import NDArray

from scenes.params import Params
from scenes.stage.film import Beat, Film

FRAME_RATE = 15


def rehearse(
    film: type[Film],
    params: Params,
    *,
    on_still: Callable[[Film, Beat, NDArray[np.uint8]], None] | None = None,
    height: int = 1080,
    frame_rate: int = FRAME_RATE,
) -> Film:
    """Play a film to its end, every animation skipped to its last state.

    Args:
        film: The scene.
        params: The parameters in force.
        on_still: Called at the end of each beat with the film, the beat and the frame that
            stands (height, width, 3), RGB. Without it nothing is drawn at all.
        height: Height of the frames in pixels; 16:9.
        frame_rate: Frames per second, for the times of beats and cues.

    Returns:
        The film as it ended: its beats, cues and what its chapters read.
    """
    size = {"pixel_height": height, "pixel_width": height * 16 // 9, "frame_rate": frame_rate}
    with tempconfig({**size, "dry_run": True, "progress_bar": "none", "verbosity": "WARNING"}):
        scene = film(params=params, draws_animations=False)
        if on_still is not None:
            scene.at_beat_end.append(lambda beat: on_still(scene, beat, scene.still()))
        scene.render()
    return scene
