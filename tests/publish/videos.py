"""Small videos made for a test."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from manim._config.video_encoder import VideoEncoderSpec
from numpy.typing import NDArray

from scenes.files.segment_encoder import SegmentEncoder
from scenes.publish.clips.rendered_clip import BeatFrames, RenderedClip

WIDTH, HEIGHT, RATE = 160, 90, 5
Frame = NDArray[np.uint8]


def moving(count: int, seed: int = 0) -> list[Frame]:
    """Return frames (HEIGHT, WIDTH, 3) with a bright square that moves."""
    frames = []
    for index in range(count):
        frame = np.full((HEIGHT, WIDTH, 3), 40 + 3 * seed, dtype=np.uint8)
        left = (7 * index + 31 * seed) % (WIDTH - 40)
        frame[20:60, left : left + 40] = (200, 120 + 9 * seed, 60)
        frames.append(frame)
    return frames


def write(path: Path, frames: Sequence[Frame], rate: int = RATE, **encoder: str) -> Path:
    """Encode frames as the film is encoded."""
    height, width = frames[0].shape[:2]
    options = tuple({"crf": "18", **encoder}.items())
    spec = VideoEncoderSpec("mp4", "libx264", "yuv420p", width, height, Fraction(rate), options)
    writer = SegmentEncoder(target=path, spec=spec)
    for pixels in frames:
        opaque = np.full((height, width, 4), 255, dtype=np.uint8)
        opaque[..., :3] = pixels
        writer.write_frame(opaque)
    writer.finish()
    return path


def decode(path: Path) -> list[Frame]:
    """Return all frames."""
    with av.open(path) as video:
        return [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]


def clip_of(frames: Sequence[Frame], name: str = "recap") -> RenderedClip:
    """Describe a clip of one beat."""
    return RenderedClip(
        chapter=name,
        title="What to keep",
        width=WIDTH,
        height=HEIGHT,
        frame_rate=RATE,
        frames=len(frames),
        is_transparent=False,
        beats=[BeatFrames(name=f"{name}.keep", title="Keep", start=0, end=len(frames))],
        cues=[],
        poster=f"{name}.keep",
    )
