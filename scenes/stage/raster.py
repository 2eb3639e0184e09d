"""The raster protocol: props that colour pixels themselves instead of being vector paths."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from scenes.stage.regions import Region


@dataclass(frozen=True, eq=False)
class Orientation:
    """How the camera sees what stands in space.

    A point p of space has the camera coordinates ``c = rotation @ (p - center)``; x and y lie
    in the picture, z points to the viewer. It is drawn at ``zoom * c[:2] / (1 - c[2] / f)`` for
    the focal distance f.
    """

    rotation: NDArray[np.float64]
    """Shape (3, 3): from space to camera coordinates."""
    center: NDArray[np.float64]
    """Shape (3,): the point of space in the middle of the picture."""
    inverse_focal_distance: float
    """1/f, in 1 over scene units; 0 for no perspective."""
    zoom: float
    """Scale of the picture."""

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points (..., 3) are drawn: x and y in scene units, and z, the nearness.

        Points behind the eye are drawn far out, as by Manim's camera.
        """
        seen = (points - self.center) @ self.rotation.T
        shrink = 1.0 - seen[..., 2] * self.inverse_focal_distance
        factor = np.where(shrink > 0, self.zoom / np.where(shrink > 0, shrink, 1.0), 1e6)
        seen[..., :2] *= factor[..., None]
        return seen


@dataclass(frozen=True)
class View:
    """How scene units map to the pixels of a frame.

    Pixel (0, 0) is the top left one; its centre is at (0.5, 0.5) in pixel coordinates.
    """

    pixel_width: int
    pixel_height: int
    frame_width: float
    frame_height: float
    orientation: Orientation
    """For props that stand in space; the same object as long as the camera does not move."""

    @property
    def pixels_per_unit(self) -> float:
        """Pixels per scene unit; the same along both axes."""
        return self.pixel_height / self.frame_height

    def pixel_box(self, region: Region) -> tuple[int, int, int, int]:
        """Return the pixels whose centres lie in a region.

        Returns:
            ``(row_start, row_stop, column_start, column_stop)``, within the frame.
        """
        scale = self.pixels_per_unit
        left = (region.left + self.frame_width / 2) * scale
        right = (region.right + self.frame_width / 2) * scale
        top = (self.frame_height / 2 - region.top) * scale
        bottom = (self.frame_height / 2 - region.bottom) * scale
        columns = np.clip([round(left), round(right)], 0, self.pixel_width)
        rows = np.clip([round(top), round(bottom)], 0, self.pixel_height)
        return int(rows[0]), int(rows[1]), int(columns[0]), int(columns[1])

    def pixel_centers(
        self, box: tuple[int, int, int, int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the scene coordinates of the pixel centres of a box.

        Args:
            box: As `pixel_box` returns it.

        Returns:
            x of each column (columns,) and y of each row (rows,), in scene units.
        """
        row_start, row_stop, column_start, column_stop = box
        scale = self.pixels_per_unit
        x = (np.arange(column_start, column_stop) + 0.5) / scale - self.frame_width / 2
        y = self.frame_height / 2 - (np.arange(row_start, row_stop) + 0.5) / scale
        return x.astype(np.float64, copy=False), y.astype(np.float64, copy=False)


class RasterMobject(Mobject):
    """A mobject that the stage's camera asks to draw itself into the frame's pixels.

    Its `region` is where it may draw; its points are the region's corners, so that Manim's
    layout (`next_to`, `get_center`) works. It fades like any other mobject.

    Args:
        region: Where it draws, in scene units.

    Attributes:
        in_space: Whether it changes with the camera's pose.
    """

    def __init__(self, region: Region) -> None:
        super().__init__()
        self.opacity = 1.0
        self.in_space = False
        self.region = region

    @property
    def region(self) -> Region:
        """Where it draws."""
        return self._region

    @region.setter
    def region(self, region: Region) -> None:
        self._region = region
        self.points = np.array(
            [
                [region.left, region.bottom, 0.0],
                [region.right, region.bottom, 0.0],
                [region.right, region.top, 0.0],
                [region.left, region.top, 0.0],
            ]
        )

    @abstractmethod
    def draw(self, pixels: NDArray[np.uint8], view: View) -> None:
        """Draw into a frame.

        Args:
            pixels: The frame (height, width, 4), RGBA, changed in place.
            view: How scene units map to its pixels.
        """

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:  # noqa: ARG002
        """Multiply the opacity, as Manim's fading animations expect."""
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Take an opacity between those of two others, as Manim's transforms expect."""
        start, end = (getattr(mobject, "opacity", 1.0) for mobject in (mobject1, mobject2))
        self.opacity = (1 - alpha) * start + alpha * end
        return self


def blend(target: NDArray[np.uint8], source: NDArray[np.uint8], opacity: float) -> None:
    """Lay a picture over a part of a frame.

    Args:
        target: Part of the frame (height, width, 4), changed in place.
        source: The picture (height, width, 4), RGBA, opaque.
        opacity: 0 (nothing) to 1 (opaque).
    """
    if opacity >= 1.0:
        target[...] = source
    elif opacity > 0.0:
        share = np.uint32(round(opacity * (1 << 16)))
        mixed = target * ((1 << 16) - share) + source * share
        target[...] = (mixed + (1 << 15)) >> 16
