"""Check the film that `make preview` rendered: it decodes, has the size and length it says, moves.

    .venv/bin/python .ci/check_film.py [FOLDER] [MOST_STILL]

Looks for the newest Descent*.mp4 in FOLDER, decodes every frame of it and of its sections, looks at
how much of it stands still (at most the share MOST_STILL, 0.4 if it is left out), prints what it
found, or every fault, and then exits with 1.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

sys.path.insert(0, str(Path(__file__).resolve().parent))  # also where a test loads this file
from stillness import stillness

FOLDER = Path(__file__).resolve().parent.parent / "media" / "videos" / "descent" / "480p15"
SIZE = (854, 480)
RATE = Fraction(15)
SHORTEST, LONGEST = 20, 8 * 60 + 15
"""What a film may last, in seconds."""
MOST_STILL = 0.4
"""The share of a film that may stand still, ..."""
LONGEST_STILL = 4.0
"""... and for how many seconds on end, where the camera sways."""


class FilmError(Exception):
    """There is no film to check."""


@dataclass(frozen=True)
class Video:
    """What a video file turned out to hold."""

    size: tuple[int, int]
    rate: Fraction
    """Frames a second, to the nearest whole one: joined from parts, a film is a few ticks out."""
    frames: int
    drift: Fraction
    """How far a frame stands from where its number puts it, in frames, at the most."""
    pictures: int
    """How many frames differ from the one before; a film of one picture is not a film."""
    duration: Fraction
    """What the file says, in seconds, not what its frames add up to."""


def fraction(ratio: Fraction | None) -> Fraction:
    """Return a ratio of PyAV, which is a Fraction or a class of PyAV's own, as a Fraction."""
    return Fraction(ratio.numerator, ratio.denominator) if ratio is not None else Fraction(0)


def decode(path: Path) -> Video:
    """Decode every frame of a video.

    Args:
        path: The video.

    Returns:
        What it holds.

    Raises:
        FilmError: It does not decode.
    """
    frames = pictures = 0
    before = None
    drift = Fraction(0)
    try:
        with av.open(path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.options = {"err_detect": "explode"}  # no patching over of damage
            tick = fraction(stream.time_base)
            rate = Fraction(round(fraction(stream.average_rate)))
            for frame in container.decode(stream):
                if frame.is_corrupt or frame.pts is None:
                    raise FilmError(f"{path}: frame {frames} is corrupt")
                luma = bytes(frame.planes[0])
                pictures += luma != before
                before = luma
                drift = max(drift, abs(frame.pts * tick * rate - frames))
                frames += 1
            return Video(
                size=(stream.width, stream.height),
                rate=rate,
                frames=frames,
                drift=drift,
                pictures=pictures,
                duration=(stream.duration or 0) * tick,
            )
    except (av.FFmpegError, IndexError, OSError) as error:
        raise FilmError(f"{path} does not decode: {error!r}") from error


def video_faults(path: Path, video: Video) -> Iterator[str]:
    """Tell what is wrong with one video, be it the film or a section.

    Args:
        path: Where it is, for the messages.
        video: What it holds.

    Yields:
        One line for each fault.
    """
    if video.size != SIZE:
        yield f"{path}: {video.size[0]}x{video.size[1]}, not {SIZE[0]}x{SIZE[1]}"
    if video.rate != RATE:
        yield f"{path}: {video.rate} frames a second, not {RATE}"
    if not video.frames:
        yield f"{path}: no frames"
    if video.drift >= Fraction(1, 2):
        yield f"{path}: a frame stands {float(video.drift):.2f} frames from its place"
    if abs(video.duration - video.frames / RATE) > 1 / (2 * RATE):
        yield (
            f"{path}: says it lasts {float(video.duration):.3f} s, but {video.frames} frames"
            f" last {float(video.frames / RATE):.3f} s"
        )


def film_faults(film: Path) -> Iterator[str]:
    """Tell what is wrong with the film and its sections.

    Args:
        film: The film; its sections are where Manim writes them, in ``sections/`` beside it.

    Yields:
        One line for each fault.

    Raises:
        FilmError: The film or a section does not decode, or the list of sections does not read.
    """
    whole = decode(film)
    yield from video_faults(film, whole)
    if not SHORTEST <= whole.duration <= LONGEST:
        yield f"{film}: lasts {float(whole.duration):.1f} s, not {SHORTEST} to {LONGEST} s"
    if whole.pictures < 2:
        yield f"{film}: shows one and the same picture throughout"

    index = film.parent / "sections" / f"{film.stem}.json"
    try:
        names = [str(section["video"]) for section in json.loads(index.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FilmError(f"{index} does not read: {error!r}") from error
    if not names:
        yield f"{index}: lists no section"
    sections = {name: decode(index.parent / name) for name in names}
    for name, section in sections.items():
        yield from video_faults(index.parent / name, section)
    frames = sum(section.frames for section in sections.values())
    if frames != whole.frames:
        yield f"{film}: {whole.frames} frames, but its {len(names)} sections have {frames}"
    print(
        f"{film.name}: {whole.size[0]}x{whole.size[1]}, {whole.rate} frames a second,"
        f" {whole.frames} frames, {float(whole.duration):.2f} s, {len(names)} sections"
    )


def stillness_faults(film: Path, most_still: float) -> Iterator[str]:
    """Tell where a film stands still for too long.

    Args:
        film: The film.
        most_still: The share of it that may; above `MOST_STILL` only the share is looked at.

    Yields:
        One line for each fault.
    """
    seen = stillness(film)
    print(
        f"{film.name}: stands still {seen.share:.0%} of the time,"
        f" at most {seen.longest:.1f} s on end, from {seen.at:.1f} s"
    )
    if seen.share > most_still:
        yield f"{film}: stands still {seen.share:.0%} of the time, more than {most_still:.0%}"
    if seen.longest > LONGEST_STILL and most_still <= MOST_STILL:
        yield f"{film}: stands still for {seen.longest:.1f} s from {seen.at:.1f} s"


def newest_film(folder: Path) -> Path:
    """Find the film.

    Args:
        folder: Where to look, to any depth.

    Returns:
        The newest Descent*.mp4.

    Raises:
        FilmError: There is none.
    """
    films = sorted(
        (film for film in folder.rglob("Descent*.mp4") if film.parent.name != "sections"),
        key=lambda film: film.stat().st_mtime,
    )
    if not films:
        raise FilmError(f"no Descent.mp4 in {folder}")
    return films[-1]


def main(arguments: list[str]) -> int:
    """Check the film in a folder.

    Args:
        arguments: The folder, if it is not the one of `make preview`, and the share of the film
            that may stand still.

    Returns:
        The exit status: 0 for a sound film, 1 otherwise.
    """
    faults: list[str] = []
    try:
        film = newest_film(Path(arguments[0]) if arguments else FOLDER)
        faults.extend(film_faults(film))
        faults.extend(
            stillness_faults(film, float(arguments[1]) if len(arguments) > 1 else MOST_STILL)
        )
    except FilmError as error:
        faults.append(str(error))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
