"""Arrows in the weight plane: a vector at a point, true in direction and to a stated scale."""

import math

import numpy as np
from manim import Group, ManimColor, VMobject
from numpy.typing import ArrayLike, NDArray

from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import arrowhead, clip_segments, dots_path, segments_path
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

HEAD_LENGTH = 0.22
SHORTEST_SHAFT = 0.08
"""An arrow whose shaft would be shorter (in scene units) is all head, and smaller in proportion."""
SHORTEST_ARROW = 0.05
"""An arrow shorter than this is a dot: it has no direction that could be seen."""
DOT_RADIUS = 0.05
_REACH = 1.5
"""How far an arrow is drawn beyond its box, in box widths."""


class PlaneArrow(Group):
    """An arrow from weights along a vector of the weight plane.

    Its tip stands at ``tail + scale * vector`` in the plane's own coordinates, so that angles
    and lengths are those of the picture; what leaves the plot is cut off.

    Args:
        plot: The axes of the weight plane.
        tail: Weights (2,) at which it begins.
        vector: Its direction and length (2,), e.g. the gradient there.
        theme: Colours.
        color: Colour of the arrow.
        scale: Length in the plane per length of the vector.
    """

    def __init__(
        self,
        plot: PlotArea[LinearScale],
        tail: ArrayLike,
        vector: ArrayLike,
        theme: Theme,
        color: ManimColor,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._plot = plot
        self.tail = np.array(tail, dtype=float)
        self.vector = np.array(vector, dtype=float)
        self.scale_factor = scale
        self._shaft = cased(VMobject(stroke_color=color, stroke_width=STROKE.arrow), theme)
        self._head = cased(VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0), theme)
        self.add(self._head, self._shaft)  # the shaft lies over the casing of the head
        clip(self, plot.box)
        self.set_z_index(1)  # over axes and marks of the plane
        self.refresh()

    @property
    def tip(self) -> NDArray[np.float64]:
        """Weights (2,) at the tip."""
        return self.tail + self.scale_factor * self.vector

    def point_at(
        self,
        tail: ArrayLike | None = None,
        vector: ArrayLike | None = None,
        scale: float | None = None,
    ) -> None:
        """Begin elsewhere, point elsewhere, or be drawn to another scale."""
        if tail is not None:
            self.tail = np.array(tail, dtype=float)
        if vector is not None:
            self.vector = np.array(vector, dtype=float)
        if scale is not None:
            self.scale_factor = scale
        self.refresh()

    def paint(self, color: ManimColor) -> None:
        """Take another colour."""
        self._shaft.set_stroke(color)
        self._head.set_fill(color)

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        begin, end = self._on_screen(self.tail), self._on_screen(self.tip)
        along = end - begin
        length = float(np.linalg.norm(along))
        self._shaft.points = np.zeros((0, 3))
        if length < SHORTEST_ARROW:
            self._head.points = dots_path(begin[None], DOT_RADIUS)
            return
        head = HEAD_LENGTH * min(1.0, length / (HEAD_LENGTH + SHORTEST_SHAFT))
        neck = end - along * (head / length)
        # A true-length arrow may be thousands of boxes long: only what is near is given to Cairo.
        box = self._plot.box
        corner, size = np.array([box.left, box.bottom]), np.array([box.width, box.height])
        places = (np.array([begin, neck])[:, :2] - corner) / size
        starts, ends, visible = clip_segments(places, -_REACH, 1 + _REACH)
        if visible[0]:
            flat = np.column_stack([np.vstack([starts, ends]) * size + corner, [0.0, 0.0]])
            self._shaft.points = segments_path(flat[:1], flat[1:])
        near = np.all(np.abs(places[1] - 0.5) <= 0.5 + _REACH)
        self._head.points = arrowhead(neck, along, head) if near else np.zeros((0, 3))

    def _on_screen(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        box, plot = self._plot.box, self._plot
        x = box.left + float(plot.x.place(weights[0])) * box.width
        y = box.bottom + float(plot.y.place(weights[1])) * box.height
        return np.array([x, y, 0.0])


def turned(
    area: PlotArea[LinearScale], vector: NDArray[np.float64], angle: float
) -> NDArray[np.float64]:
    """Turn a vector (2,) of the plane by an angle in radians, as it is drawn."""
    cosine, sine = math.cos(angle), math.sin(angle)
    along, up = vector * area.unit
    there: NDArray[np.float64] = np.array([cosine * along - sine * up, sine * along + cosine * up])
    return there / area.unit
