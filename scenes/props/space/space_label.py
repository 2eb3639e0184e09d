"""What is said of a place in space: a label beside it, with a line that leads there."""

from collections.abc import Callable

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.space.space_mobject import SpaceMobject
from scenes.stage.raster import Orientation
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, Theme

LEAD_GAP = 0.16
"""Between the place and the beginning of the line."""


class SpaceLabel(SpaceMobject):
    """A label on a plate that keeps its distance from a place on the screen; watch it.

    Args:
        label: The text or formula.
        place: The place (3,) in space.
        offset: From the place to the middle of the label's nearer side (2,), in scene units on
            the screen.
        region: Where the label stays.
        theme: Colours.
    """

    def __init__(
        self,
        label: VMobject,
        place: Callable[[], NDArray[np.float64]],
        offset: tuple[float, float],
        region: Region,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._place = place
        self._offset = np.array([*offset, 0.0])
        self._region = region
        self._lead = VMobject(stroke_color=theme.ink, stroke_width=STROKE.axis)
        self._label = PlateLabel(label, theme)
        self._parts = [part for part in self._label.get_family() if len(part.points)]
        self._opacities = [part.get_fill_opacity() for part in self._parts]
        self.add(self._lead, self._label)

    def look(self, orientation: Orientation) -> None:
        """Take the place of the frame that is about to be drawn."""
        place = orientation.project(self._place()[None])[0] * np.array([1.0, 1.0, 0.0])
        aside = np.array([np.sign(self._offset[0]) * self._label.width / 2, 0.0, 0.0])
        self._label.stand_at(place + self._offset + aside, self._region)
        center = self._label.get_center()
        half = np.array([self._label.width, self._label.height]) / 2
        way = center - place
        length = float(np.linalg.norm(way))
        # From clear of the mark at the place to the plate's border.
        begin = LEAD_GAP / max(length, 1e-9)
        end = 1.0 - float(np.min(half / np.maximum(np.abs(way[:2]), 1e-9)))
        ends = place + np.outer([begin, max(begin, end)], way)
        self._lead.points = segments_path(ends[:1], ends[1:])
        self._lead.set_stroke(opacity=self.shown)
        for part, opacity in zip(self._parts, self._opacities, strict=True):
            part.set_fill(opacity=opacity * self.shown, family=False)
