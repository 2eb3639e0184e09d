"""The last frame of every beat, and one sheet of them all: ``python -m scenes.publish.stills``."""

import argparse
import math
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gdmath import KerasUnavailableError
from scenes.descent import Descent
from scenes.params import Params, ParamsError
from scenes.publish.clips.rehearsal import rehearse
from scenes.stage.film import Beat, Film

SHEET_COLUMNS = 3
SHEET_WIDTH = 640
"""Width of a still on the contact sheet, in pixels."""


def write_stills(
    params: Params, folder: Path, height: int = 1080, film: type[Film] = Descent
) -> list[Path]:
    """Write the last frame of every beat as ``<chapter>.<beat>.png``, and ``contact_sheet.png``.

    Args:
        params: The parameters in force.
        folder: Where to; made if it is not there.
        height: Height of the stills in pixels.
        film: What to play.

    Returns:
        The files, the contact sheet last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stills: list[Path] = []

    def write(_film: Film, beat: Beat, frame: NDArray[np.uint8]) -> None:
        stills.append(folder / f"{beat.name}.png")
        Image.fromarray(frame).save(stills[-1])

    rehearse(film, params, on_still=write, height=height)
    sheet = folder / "contact_sheet.png"
    contact_sheet(stills).save(sheet)
    return [*stills, sheet]


def contact_sheet(stills: list[Path]) -> Image.Image:
    """Return one picture of many, row by row."""
    height = SHEET_WIDTH * 9 // 16
    rows = math.ceil(len(stills) / SHEET_COLUMNS)
    sheet = Image.new("RGB", (SHEET_COLUMNS * SHEET_WIDTH, rows * height))
    for index, file in enumerate(stills):
        with Image.open(file) as still:
            place = (index % SHEET_COLUMNS * SHEET_WIDTH, index // SHEET_COLUMNS * height)
            sheet.paste(still.resize((SHEET_WIDTH, height), Image.Resampling.LANCZOS), place)
    return sheet


def main() -> int:
    """Write the stills for the parameters in force; what to mend is said in one line."""
    parser = argparse.ArgumentParser(prog="python -m scenes.publish.stills", description=__doc__)
    names = [chapter.name for chapter in Descent.chapters]
    parser.add_argument("chapter", nargs="*", help=f"only these: {', '.join(names)}")
    parser.add_argument("--out", type=Path, default=Path("media/stills"), help="folder to write to")
    parser.add_argument("--height", type=int, default=1080, help="height in pixels (default 1080)")
    options = parser.parse_args()
    if unknown := set(options.chapter) - set(names):
        parser.error(f"no chapter {', '.join(sorted(unknown))}; there are {', '.join(names)}")

    class Selection(Film):
        chapters = tuple(
            chapter
            for chapter in Descent.chapters
            if not options.chapter or chapter.name in options.chapter
        )

    try:
        files = write_stills(Params.load(), options.out, options.height, Selection)
    except (ParamsError, KerasUnavailableError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"{len(files) - 1} stills and {files[-1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
