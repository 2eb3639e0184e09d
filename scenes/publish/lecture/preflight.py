"""What would stop a build, found before its first frame."""

import hashlib
import shutil
from pathlib import Path

from scenes.files.assets import asset_path
from scenes.files.staging import StagingFolder
from scenes.publish.clips.entries import Quality
from scenes.publish.lecture.ledger import Ledger

FONTS = {
    "FiraSans-Regular.otf": "6249d77fa313215cd66a97b942041ddbca73664309ac5e25bd0ab937d727c96e",
    "FiraSans-Medium.otf": "d786b5e9522f71ba8d68048c463b47f221e3b9cd546fa080e93b7edfd2792e84",
    "FiraMath-Regular.otf": "2028cbd3dd4d8c0cf1608520eb4759956a83a67931d7b6d8e7c313520186e35b",
    "FiraMono-Regular.otf": "cb911751110c4d93343e426251c865c434253d4703aa10d6030cebaf0e2c61a3",
}
"""What is written on screen is written in these; their SHA-256. Typst passes over a font that it
cannot read, so a damaged one would not stop a build but change every picture."""
BYTES_PER_SECOND = {480: 60_000, 1080: 450_000, 2160: 1_500_000}
"""Of video, by height: well above what the chapters take."""
SECONDS_PER_CHAPTER = 90
COPIES = 4
"""How often a second of video is written: clip, section, copy and film."""


class PreflightError(RuntimeError):
    """Something is in the way; the message is one line and says what to do."""


def check_surroundings(out: Path, store: Path) -> None:
    """See that the fonts are whole, and the folders can be written to.

    Args:
        out: Where the build puts what it makes.
        store: Where clips are kept.

    Raises:
        PreflightError: If not.
    """
    unfit = [name for name, digest in FONTS.items() if _digest(name) != digest]
    if unfit:
        raise PreflightError(
            f"missing or damaged in {asset_path('fonts')}: {', '.join(unfit)}: restore from the "
            "project, or reinstall"
        )
    for folder, way_out in _ways_out(out, store):
        try:
            StagingFolder(folder).close()
        except OSError as error:
            raise PreflightError(
                f"{folder} cannot be written to ({error.strerror or error}): {way_out}"
            ) from None


def check_page(out: Path) -> None:
    """See that the page that a sweep writes takes nobody else's place.

    Raises:
        PreflightError: If a page stands there that no sweep wrote, or that was edited since.
    """
    page = out / "index.html"
    if page.exists() and not Ledger(out).is_ours(page.name):
        raise PreflightError(
            f"{page} was not made by descent-film and would be lost: move it, or choose another "
            "folder with --out"
        )


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


def _digest(font: str) -> str | None:
    try:
        return hashlib.sha256(asset_path("fonts", font).read_bytes()).hexdigest()
    except OSError:
        return None


def _ways_out(out: Path, store: Path) -> tuple[tuple[Path, str], ...]:
    return (
        (out, "choose another folder with --out"),
        (store, "name another folder in the variable DESCENT_CACHE"),
    )
