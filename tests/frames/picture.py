"""What a control frame is a picture of, and how it is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Animation, Mobject
from numpy.typing import NDArray

from scenes.stage.camera import StageCamera
from scenes.stage.regions import FRAME_HEIGHT, Region
from scenes.stage.theme import DARK, Theme
from tests.scenes.pictures import draw, pixels_of

HEIGHT = 288
"""Of the whole frame in pixels; a control frame is the part where the props stand."""
PIXEL = FRAME_HEIGHT / HEIGHT


@dataclass(frozen=True)
class Picture:
    """Props on the stage."""

    region: Region
    """Where they stand; nothing may be drawn outside it."""
    mobjects: Sequence[Mobject]
    """From back to front."""
    by: StageCamera | None = None
    """Who draws them, if they stand in space."""

    def draw(self, background: object) -> NDArray[np.uint8]:
        """Return the pixels of the region, and two more on each side."""
        height = HEIGHT if self.by is None else self.by.pixel_height
        frame = draw(*self.mobjects, height=height, background=background, by=self.by)
        room = self.region.inset(*[-2 * FRAME_HEIGHT / height] * 4)
        inside = pixels_of(room, height)
        outside = np.ones(frame.shape[:2], dtype=bool)
        outside[inside] = False
        assert (frame[outside] == background.to_int_rgb()).all(), "drawn outside its region"
        return frame[inside]


Build = Callable[[Theme], Picture]

PICTURES: dict[str, tuple[Build, Theme]] = {}
"""All pictures, and the theme of each, by the names of their control frames."""


def control_frame(name: str, theme: Theme = DARK) -> Callable[[Build], Build]:
    """Register a function that puts props on the stage."""

    def register(build: Build) -> Build:
        assert name not in PICTURES, f"there are two pictures {name}"
        PICTURES[name] = build, theme
        return build

    return register


def draw_picture(
    name: str, change: Callable[[Sequence[Mobject]], object] | None = None
) -> NDArray[np.uint8]:
    """Draw what a control frame shows, perhaps with a change."""
    build, theme = PICTURES[name]
    picture = build(theme)
    if change is not None:
        change(picture.mobjects)
    return picture.draw(theme.background)


def at_half(animation: Animation, share: float = 0.5) -> Mobject:
    """Return what an animation shows on its way."""
    animation.begin()
    animation.interpolate(share)
    return animation.mobject
