"""Comparing a picture with its control frame: a small picture that somebody has looked at.

``pytest --renew-frames`` draws them anew; look at what changes before committing it.
"""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).resolve().parent / "png"
MOST_BYTES = 15_000
MOST_BYTES_OF_ALL = 600_000
TOLERANCE = 36
"""How far a mean over 2x2 pixels may be off, of 255: other antialiasing is, no moved label."""
BETWEEN = 6
"""Pixels between the pictures of a difference."""


def check_frame(
    name: str, frame: NDArray[np.uint8], request: pytest.FixtureRequest, folder: Path
) -> None:
    """Compare with ``<name>.png``, or write it when pytest is asked to renew the frames.

    Args:
        name: Of the control frame.
        frame: What was drawn (height, width, 3), RGB.
        request: The test's, for the option.
        folder: Where to show a difference: expected | got | difference.
    """
    file = FOLDER / f"{name}.png"
    if request.config.getoption("--renew-frames"):
        write(frame, file)
        return
    assert file.exists(), f"no control frame {file.name}: pytest --renew-frames draws it"
    with Image.open(file) as image:
        control = np.asarray(image.convert("RGB"))
    off = difference(control, frame)
    if off > TOLERANCE:
        picture = folder / f"{name}.png"
        side_by_side(control, frame).save(picture)
        pytest.fail(f"{name} is off by {off:.0f} (at most {TOLERANCE}): {picture}")


def difference(control: NDArray[np.uint8], frame: NDArray[np.uint8]) -> float:
    """Return the largest difference of means over 2x2 pixels; all there is, if sizes differ."""
    if control.shape != frame.shape:
        return 255.0
    return float(np.abs(_means(control) - _means(frame)).max())


def side_by_side(control: NDArray[np.uint8], frame: NDArray[np.uint8]) -> Image.Image:
    """Return one picture: expected | got | difference, the last four times as bright."""
    pictures = [control, frame]
    if control.shape == frame.shape:
        apart = 4 * np.abs(control.astype(int) - frame)
        pictures.append(np.minimum(apart, 255).astype(np.uint8))
    height = max(len(picture) for picture in pictures)
    width = sum(picture.shape[1] + BETWEEN for picture in pictures) - BETWEEN
    sheet = Image.new("RGB", (width, height), "#FF00FF")
    left = 0
    for picture in pictures:
        sheet.paste(Image.fromarray(picture), (left, 0))
        left += picture.shape[1] + BETWEEN
    return sheet


def write(frame: NDArray[np.uint8], file: Path) -> None:
    """Write a control frame, in the 256 colours that come nearest."""
    picture = Image.fromarray(frame).quantize(
        256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    picture.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES, f"{file.name} is larger than {MOST_BYTES} bytes"


def _means(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return means over all squares of 2x2 pixels."""
    wide = picture.astype(float)
    rows = wide[1:] + wide[:-1]
    return (rows[:, 1:] + rows[:, :-1]) / 4
