"""Looking at pictures: drawing a few mobjects, colours as people see them, texts on the stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from unittest import mock

import numpy as np
from manim import DL, UR, Camera, ManimColor, Mobject, Scene, Typst
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.number import Number
from scenes.stage.camera import StageCamera
from scenes.stage.regions import FRAME_HEIGHT, FRAME_WIDTH, Region


def camera(height: int = 270, background: str | ManimColor = "#000000") -> StageCamera:
    """Return the stage's camera for frames of a height, 16:9."""
    return StageCamera(
        pixel_height=height,
        pixel_width=height * 16 // 9,
        frame_height=FRAME_HEIGHT,
        frame_width=FRAME_WIDTH,
        frame_rate=10,
        background_color=background,
    )


def draw(
    *mobjects: Mobject,
    height: int = 270,
    background: str | ManimColor = "#000000",
    by: Camera | None = None,
) -> NDArray[np.uint8]:
    """Draw mobjects on an empty stage: a frame (height, width, 3), RGB."""
    by = camera(height, background) if by is None else by
    by.reset()
    by.capture_mobjects(mobjects)
    return np.ascontiguousarray(by.pixel_array[..., :3])


def pixels_of(region: Region, height: int) -> tuple[slice, slice]:
    """Return rows and columns of the pixels that a region touches, in frames of a height."""
    scale = height / FRAME_HEIGHT
    rows = slice(
        max(0, int(np.floor((FRAME_HEIGHT / 2 - region.top) * scale))),
        int(np.ceil((FRAME_HEIGHT / 2 - region.bottom) * scale)),
    )
    columns = slice(
        max(0, int(np.floor((region.left + FRAME_WIDTH / 2) * scale))),
        int(np.ceil((region.right + FRAME_WIDTH / 2) * scale)),
    )
    return rows, columns


def lies_in(mobject: Mobject, region: Region, tolerance: float = 1e-6) -> bool:
    """Return whether a mobject's bounding box lies in a region."""
    low, high = mobject.get_corner(DL)[:2] + tolerance, mobject.get_corner(UR)[:2] - tolerance
    return bool(
        (low >= (region.left, region.bottom)).all() and (high <= (region.right, region.top)).all()
    )


# Contrast of whole pictures: coloraide takes one colour at a time.


def linear(srgb: ArrayLike) -> NDArray[np.float64]:
    """Return light of sRGB colours (..., 3) between 0 and 255."""
    shares = np.asarray(srgb, dtype=float) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def rgb(color: ManimColor) -> NDArray[np.float64]:
    """Return a colour as three numbers between 0 and 255."""
    return np.array(color.to_int_rgb(), dtype=float)


def luminance(srgb: ArrayLike) -> NDArray[np.float64]:
    """Return the relative luminance of WCAG 2 of sRGB colours (..., 3)."""
    return linear(srgb) @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    a, b = luminance(one), luminance(other)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


@dataclass(frozen=True)
class Text:
    """A text that can be seen on the stage."""

    words: str
    """What it says: as written, or as Typst markup."""
    glyphs: tuple[Mobject, ...]
    colors: tuple[ManimColor, ...]
    box: Region
    is_number: bool

    def __str__(self) -> str:
        box = self.box
        place = f"x {box.left:.2f} to {box.right:.2f}, y {box.bottom:.2f} to {box.top:.2f}"
        return f"{self.words!r} at {place}"


def texts_on(scene: Scene) -> Iterator[Text]:
    """Find what can be read: everything typeset, and the numbers."""
    for mobject in scene.mobjects:
        for part in mobject.get_family():
            if isinstance(part, Typst | Number):
                glyphs = tuple(
                    glyph
                    for glyph in part.get_family()
                    if len(glyph.points) and glyph.get_fill_opacity() > 0
                )
                if glyphs:
                    points = np.concatenate([glyph.points for glyph in glyphs])
                    (left, bottom, _), (right, top, _) = points.min(axis=0), points.max(axis=0)
                    colors = {glyph.get_fill_color().to_hex(): glyph for glyph in glyphs}
                    yield Text(
                        part.written if isinstance(part, Number) else part.typst_code,
                        glyphs,
                        tuple(glyph.get_fill_color() for glyph in colors.values()),
                        Region(left, right, bottom, top),
                        isinstance(part, Number),
                    )


def without(scene: Scene, mobjects: list[Mobject]) -> NDArray[np.uint8]:
    """Draw what stands on the stage but for some mobjects."""
    hidden = {id(mobject) for mobject in mobjects}
    by = scene.camera
    paint = by.display_vectorized

    def paint_others(mobject: Mobject, context: object) -> object:
        return by if id(mobject) in hidden else paint(mobject, context)

    with mock.patch.object(by, "display_vectorized", paint_others):
        return scene.still()
