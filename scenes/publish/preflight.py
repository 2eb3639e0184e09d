"""What would stop a build, found before its first frame."""

import shutil
from pathlib import Path

from gdmath.assets import asset_path
from scenes.publish.entries import Quality
from scenes.stage.workshop import Workshop

FONTS = ("FiraSans-Regular.otf", "FiraMath-Regular.otf", "FiraMono-Regular.otf")
"""Without these nothing can be written on screen."""
BYTES_PER_SECOND = {480: 60_000, 1080: 450_000, 2160: 1_500_000}
"""Of video, by height: well above what the chapters take."""
SECONDS_PER_CHAPTER = 90
COPIES = 4
"""How often a second of video is written: clip, section, copy and film."""


class PreflightError(RuntimeError):
    """Something is in the way; the message is one line and says what to do."""


def check_surroundings(out: Path, store: Path) -> None:
    """See that the fonts are there and the folders can be written to.

    Args:
        out: Where the build puts what it makes.
        store: Where clips are kept.

    Raises:
        PreflightError: If not.
    """
    missing = [name for name in FONTS if not asset_path("fonts", name).is_file()]
    if missing:
        raise PreflightError(
            f"assets/fonts lacks {', '.join(missing)}: restore it from the project, or reinstall"
        )
    for folder, way_out in _ways_out(out, store):
        try:
            Workshop(folder).close()
        except OSError as error:
            raise PreflightError(
                f"{folder} cannot be written to ({error.strerror or error}): {way_out}"
            ) from None


def check_space(clips: int, quality: Quality, out: Path, store: Path) -> None:
    """See that so many clips can be rendered before a disk is full.

    Raises:
        PreflightError: If not.
    """
    height = min(BYTES_PER_SECOND, key=lambda known: abs(known - quality.height))
    needed = clips * SECONDS_PER_CHAPTER * BYTES_PER_SECOND[height] * COPIES
    for folder, way_out in _ways_out(out, store):
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise PreflightError(
                f"{folder} has {free / 1e6:,.0f} MB free, and {clips} clips may need "
                f"{needed / 1e6:,.0f} MB: free some, or {way_out}"
            )


def _ways_out(out: Path, store: Path) -> tuple[tuple[Path, str], ...]:
    return (
        (out, "choose another folder with --out"),
        (store, "name another folder in the variable DESCENT_CACHE"),
    )
