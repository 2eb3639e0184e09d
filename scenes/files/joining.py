"""Videos put one after another without encoding them anew: every frame at its exact time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from scenes.files.frame_rate import frame_rate

TICKS = 1024
"""Ticks of the joined video's clock in a frame; what a player shows is a whole number of frames."""


class JoinError(RuntimeError):
    """Videos that do not make one; the message is one line."""


@dataclass(frozen=True)
class Mark:
    """A chapter mark."""

    title: str
    start: int
    """First frame."""
    end: int
    """First frame after it."""


def join(
    parts: Sequence[Path],
    target: Path,
    marks: Sequence[Mark] = (),
    metadata: Mapping[str, str] | None = None,
) -> int:
    """Join H.264 videos of one encoding into an MP4 that plays before it is loaded whole.

    Args:
        parts: Videos with the same size, frame rate and encoder settings, at least one.
        target: The file to write.
        marks: Chapter marks.
        metadata: Of the file, e.g. its title.

    Returns:
        The number of frames.

    Raises:
        JoinError: If the parts are not of one encoding, or one has no frames.
    """
    delay = max(_delay(part) for part in parts)
    with ExitStack() as stack:
        first = stack.enter_context(av.open(parts[0]))
        output = stack.enter_context(
            av.open(target, "w", format="mp4", options={"movflags": "+faststart"})
        )
        source = first.streams.video[0]
        rate = _rate(parts[0])
        stream = output.add_stream_from_template(source)
        tick = Fraction(1, TICKS) / rate
        stream.time_base = tick  # a hint: the muxer chooses its own, and converts
        output.metadata.update(metadata or {})
        if marks:
            output.set_chapters(
                [
                    {
                        "id": index,
                        "start": mark.start * TICKS,
                        "end": mark.end * TICKS,
                        "time_base": tick,
                        "metadata": {"title": mark.title},
                    }
                    for index, mark in enumerate(marks)
                ]
            )
        total = 0
        for part in parts:
            with av.open(part) as container:
                _check_alike(part, container.streams.video[0], parts[0], source)
                frames = 0
                for packet, shown in _packets(container):
                    packet.stream = stream
                    packet.time_base = tick
                    packet.pts = (total + shown) * TICKS
                    packet.dts = (total + frames - delay) * TICKS
                    packet.duration = TICKS
                    output.mux(packet)
                    frames += 1
            total += frames
    return total


def _packets(
    container: av.container.InputContainer,
) -> Iterator[tuple["av.Packet[av.VideoStream]", int]]:
    """Yield the packets in the order of decoding, each with the number of the frame it shows."""
    stream = container.streams.video[0]
    rate = frame_rate(stream)
    for packet in container.demux(stream):
        if packet.dts is not None and packet.pts is not None:
            yield packet, round(packet.pts * packet.time_base * rate)


def _delay(part: Path) -> int:
    """Return by how many frames decoding has to run ahead of showing."""
    with av.open(part) as container:
        if not container.streams.video:
            raise JoinError(f"{part.name}: there is no video in it")
        shown = [frame for _, frame in _packets(container)]
    if sorted(shown) != list(range(len(shown))) or not shown:
        raise JoinError(f"{part.name}: its frames are not one after another from the beginning")
    return max(index - frame for index, frame in enumerate(shown))


def _rate(part: Path) -> Fraction:
    with av.open(part) as container:
        return Fraction(round(frame_rate(container.streams.video[0])))


def _check_alike(part: Path, stream: av.VideoStream, first: Path, expected: av.VideoStream) -> None:
    def encoding(video: av.VideoStream) -> tuple[object, ...]:
        context = video.codec_context
        return context.name, context.width, context.height, context.pix_fmt, context.extradata

    if encoding(stream) != encoding(expected):
        raise JoinError(f"{part.name} is not encoded as {first.name} is: they cannot be joined")
