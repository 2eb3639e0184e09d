"""Videos looked at closely, before anybody else sees them."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from scenes.files.frame_rate import frame_rate
from scenes.publish.clips import signatures
from scenes.publish.clips.rendered_clip import RenderedClip

TOLERANCE = 6.0
"""By how much a block's mean luma, of 219, may differ from what was drawn: encoding blurs."""
BLACK_BELOW = 17.0
"""Mean luma of a frame in which nothing is to be seen; black is 16."""


class VideoError(RuntimeError):
    """A video is not what it should be; the message is one line."""


def check(video: Path, clip: RenderedClip, drawn: NDArray[np.float32]) -> None:
    """Decode a clip whole and compare every frame with what was drawn.

    So not only what is missing is found, but also a stretch that is black, stands still or shows
    something else, where the beat does not.

    Args:
        video: The file.
        clip: What it should be.
        drawn: Signatures of the frames as they were drawn, shape (frames, rows, columns).

    Raises:
        VideoError: If it is something else, cannot be read, or `drawn` is not of this clip.
    """
    if len(drawn) != clip.frames:
        raise VideoError(f"{clip.frames} frames were counted, {len(drawn)} drawn")
    try:
        with av.open(video) as container:
            _check_stream(container.streams.video[0], clip)
            shown = 0
            before: signatures.Signature | None = None
            for frame in container.decode(video=0):
                if shown >= clip.frames:
                    raise VideoError(f"it goes on after its {clip.frames} frames")
                decoded = signatures.of_luma(_luma(frame))
                if frame.pts is None or frame.time_base is None:
                    raise VideoError(f"frame {shown} has no time")
                time = frame.pts * frame.time_base * clip.frame_rate
                if abs(time - shown) > Fraction(1, 2):
                    raise VideoError(f"frame {shown} is shown at the time of frame {round(time)}")
                if np.abs(decoded - drawn[shown]).max() > TOLERANCE:
                    fault = _name_fault(decoded, before)
                    raise VideoError(f"{fault} at {_place(shown, clip)}")
                before = decoded
                shown += 1
    except (av.FFmpegError, IndexError, OSError) as error:
        raise VideoError(f"it cannot be read: {error}") from error
    if shown != clip.frames:
        raise VideoError(f"it ends after {shown} of {clip.frames} frames")


def _check_stream(stream: av.VideoStream, clip: RenderedClip) -> None:
    codec, pixels = ("vp9", "yuv420p") if clip.is_transparent else ("h264", "yuv420p")
    context = stream.codec_context
    context.thread_type = "AUTO"
    found = (context.name.removeprefix("libvpx-"), context.pix_fmt)
    if found != (codec, pixels):
        raise VideoError(f"it is encoded as {found[0]} {found[1]}, not as {codec} {pixels}")
    if (context.width, context.height) != (clip.width, clip.height):
        raise VideoError(
            f"it is {context.width} x {context.height}, not {clip.width} x {clip.height}"
        )
    rate = frame_rate(stream)
    if round(rate) != clip.frame_rate:
        raise VideoError(f"it plays {rate} frames a second, not {clip.frame_rate}")


def _luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.planes[0]
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(plane), dtype=np.uint8)
    rows = rows.reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _name_fault(decoded: signatures.Signature, before: signatures.Signature | None) -> str:
    if decoded.max() < BLACK_BELOW:
        return "it is black"
    if before is not None and np.abs(decoded - before).max() < 0.5:
        return "it stands still"
    return "it shows something else than was drawn"


def _place(frame: int, clip: RenderedClip) -> str:
    beat = next((beat.name for beat in clip.beats if beat.start <= frame < beat.end), "no beat")
    return f"frame {frame} ({frame / clip.frame_rate:.1f} s, {beat})"
