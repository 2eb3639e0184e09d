"""Animated pictures for where no video can be."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import av
from av.filter import Graph

MAX_BYTES = 10_000_000
"""Size that a GIF may have; many mail and learning systems stop there."""

_WIDTHS = (960, 720, 480, 360, 240)
_RATES = (10, 5, 2)  # frames a second; a GIF counts in hundredths of a second


class GifError(RuntimeError):
    """A GIF cannot be made as small as it has to be; the message is one line."""


def write_gif(video: Path, target: Path, max_bytes: int = MAX_BYTES) -> None:
    """Write a video as GIF: as large, and then as smooth, as fits into a size.

    Args:
        video: The video.
        target: The file to write.
        max_bytes: The size that it may have.

    Raises:
        GifError: If even the smallest does not fit.
    """
    size = 0
    with av.open(video) as source:
        widths = {min(width, source.streams.video[0].width) for width in _WIDTHS}
    for rate, width in sorted(product(_RATES, widths), key=lambda kind: -kind[0] * kind[1] ** 2):
        _convert(video, target, width, rate, max_bytes)
        size = target.stat().st_size
        if size <= max_bytes:
            return
    target.unlink()
    raise GifError(f"{video.name} makes a GIF of more than {max_bytes / 1e6:g} MB even when small")


def _convert(video: Path, target: Path, width: int, rate: int, max_bytes: int) -> None:
    """Write a GIF of a width and a rate; stop as soon as it is too large."""
    with av.open(video) as source, av.open(target, "w", format="gif") as output:
        stream = source.streams.video[0]
        height = round(width * stream.height / stream.width)
        frames = _with_palette(source, stream, width, height, rate)
        made = output.add_stream("gif", rate=rate)
        made.width, made.height, made.pix_fmt = width, height, "pal8"
        for index, frame in enumerate(frames):
            frame.pts, frame.time_base = index, Fraction(1, rate)
            output.mux(made.encode(frame))
            if target.stat().st_size > max_bytes:
                return
        output.mux(made.encode(None))


def _with_palette(
    source: av.container.InputContainer,
    stream: av.VideoStream,
    width: int,
    height: int,
    rate: int,
) -> Iterator[av.VideoFrame]:
    """Scale and thin frames out, and give them the one palette that suits them all best."""
    graph = Graph()
    entry = graph.add_buffer(template=stream)
    thin = graph.add("fps", f"fps={rate}")
    colors = "in_color_matrix=bt709:in_range=limited"  # as `scenes.files.video_color` tags them
    scale = graph.add("scale", f"{width}:{height}:flags=lanczos:{colors}")
    split = graph.add("split")
    palette = graph.add("palettegen", "stats_mode=diff")
    use = graph.add("paletteuse", "dither=none:diff_mode=rectangle")
    end = graph.add("buffersink")
    entry.link_to(thin)
    thin.link_to(scale)
    scale.link_to(split)
    split.link_to(palette, 0, 0)
    split.link_to(use, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(end)
    graph.configure()
    for frame in source.decode(stream):
        graph.push(frame)
    graph.push(None)
    while True:
        try:
            pulled = graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return
        assert isinstance(pulled, av.VideoFrame)
        yield pulled
