"""The path of a descent over the weight plane: its steps, where it is, where it left."""

import math

import numpy as np
from manim import Dot, Group, ManimColor, Mobject, VMobject
from numpy.typing import NDArray

from gdmath import weights_at
from scenes.props.plotting.casing import CASING_WIDTH, cased
from scenes.props.plotting.geometry import arrowhead, clip_segments, dots_path, segments_path
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.camera import clip
from scenes.stage.theme import STROKE, Theme

STEP_DOT_RADIUS = 0.045
STEP_RING_RADIUS = 0.13
HEAD_RADIUS = 0.07
CLOSEST_DOTS = 0.11
"""Step dots nearer to the one before (in scene units) are left out."""
CLOSEST_CORNERS = 0.002
"""Corners of the path nearer to the one before are left out: far below a pixel."""
EXIT_MARK_LENGTH = 0.2
_MARGIN = 0.5
"""How far the clipped path reaches beyond the box, in box widths: its ends stay unseen."""


class DescentPath(Group):
    """A path of weights on a plot of the weight plane, shown up to any moment k.

    Args:
        plot: The axes of the weight plane.
        weights: The weights after each update (k+1, 2), as (w1, w0).
        theme: Colours.
        color: Colour of line and dots.
        rings: Whether the steps are rings without a line, to lie around another path's dots.
        width: Stroke width of the line.
        dot_radius: Radius of the steps' dots, if they are no rings.

    Attributes:
        live: What `show` changes: all of it.
        leaves_at: Index of the first weights outside the plot's present window, or None.
    """

    def __init__(
        self,
        plot: PlotArea[LinearScale],
        weights: NDArray[np.float64],
        theme: Theme,
        color: ManimColor,
        rings: bool = False,
        width: float = STROKE.path,
        dot_radius: float = STEP_DOT_RADIUS,
    ) -> None:
        super().__init__()
        self._plot = plot
        self._weights = weights
        self._k = 0.0
        self._every: tuple[int, int] | None = None
        self._line = VMobject(stroke_color=color, stroke_width=width)
        cased(self._line, theme)
        # Below the line, which no dot's casing cuts then.
        self._dot_casings = VMobject(stroke_width=0, fill_color=theme.casing, fill_opacity=1.0)
        self._step_dots = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self._head = Dot(radius=HEAD_RADIUS, color=color, stroke_width=0)
        cased(self._head, theme)
        self._dot_radius = STEP_RING_RADIUS if rings else dot_radius
        if rings:
            self._step_dots.set_fill(opacity=0).set_stroke(color, width=STROKE.curve)
            cased(self._step_dots, theme)
            self._dot_casings.set_fill(opacity=0)
            self._line.set_stroke(opacity=0).set_stroke(opacity=0, background=True)
        self._exit_mark = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        cased(self._exit_mark, theme)
        self.add(self._dot_casings, self._line, self._step_dots, self._head)
        clip(self, plot.box)
        self.add(self._exit_mark)
        self.set_z_index(1)  # over axes and marks of the plane
        self.refresh()

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self

    def mark_every(self, steps: int, start: int) -> None:
        """Mark from a step on every so many steps, however close they are.

        Args:
            steps: From one dot to the next.
            start: The step from which on this holds.
        """
        self._every = steps, start
        self.refresh()

    def refresh(self) -> None:
        """Follow the plot to the part of the plane that it shows now."""
        x, y = self._plot.x, self._plot.y
        self._places = np.column_stack([x.place(self._weights[:, 0]), y.place(self._weights[:, 1])])
        outside = np.any((self._places < 0) | (self._places > 1), axis=1)
        self.leaves_at = int(np.argmax(outside)) if outside.any() else None
        on_screen = self._on_screen(self._places)
        self._corners = _thin_out(on_screen, CLOSEST_CORNERS)
        self._dots = _thin_out(on_screen, CLOSEST_DOTS)
        if self._every is not None:
            steps, start = self._every
            regular = np.arange(start, len(self._weights), steps)
            self._dots = np.concatenate([self._dots[self._dots < start], regular])
        self._exits = self._find_exits()
        self.show(self._k)

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the path up to k updates."""
        self._k = k
        whole = min(math.floor(k), len(self._weights) - 1)
        corners = self._corners[self._corners <= whole]
        head = weights_at(self._weights, k)
        head_place = np.array([self._plot.x.place(head[0]), self._plot.y.place(head[1])])
        places = np.vstack([self._places[corners], head_place])
        starts, ends, visible = clip_segments(places, -_MARGIN, 1 + _MARGIN)
        self._line.points = segments_path(
            self._on_screen(starts[visible]), self._on_screen(ends[visible])
        )
        dots = self._places[self._dots[self._dots <= whole]]
        dots = dots[np.all(np.abs(dots - 0.5) <= 0.5 + _MARGIN, axis=1)]
        centers = self._on_screen(dots)
        self._step_dots.points = dots_path(centers, self._dot_radius)
        self._dot_casings.points = dots_path(centers, self._dot_radius + CASING_WIDTH)
        self._head.move_to(self._on_screen(np.clip(head_place, -_MARGIN, 1 + _MARGIN)))
        marks = [outline for step, outline in self._exits if k >= step]
        self._exit_mark.points = np.concatenate([np.zeros((0, 3)), *marks])

    def _on_screen(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        box = self._plot.box
        with np.errstate(over="ignore", invalid="ignore"):
            x = box.left + places[..., 0] * box.width
            y = box.bottom + places[..., 1] * box.height
        return np.stack([x, y, np.zeros_like(x)], axis=-1)

    def _find_exits(self) -> list[tuple[int, NDArray[np.float64]]]:
        """Return where the path first leaves through each side: the step and an arrowhead there."""
        if not self.leaves_at:
            return []
        starts, ends = self._places[:-1], self._places[1:]
        _, borders, visible = clip_segments(self._places, 0.0, 1.0)
        leaves = visible & np.any((ends < 0) | (ends > 1), axis=1)
        exits: dict[int, tuple[int, NDArray[np.float64]]] = {}
        for index in np.flatnonzero(leaves):
            place = borders[index]
            side = int(np.argmin(np.abs(np.concatenate([place, place - 1]))))
            if side not in exits:
                step = self._on_screen(ends[index]) - self._on_screen(starts[index])
                mark = arrowhead(self._on_screen(place), step, EXIT_MARK_LENGTH)
                exits[side] = int(index) + 1, mark
        return list(exits.values())


def _thin_out(points: NDArray[np.float64], closest: float) -> NDArray[np.intp]:
    """Return indices of points that are not too close to the one kept before."""
    kept = [0]
    for index in range(1, len(points)):
        if np.abs(points[index] - points[kept[-1]]).max() >= closest:
            kept.append(index)
    return np.array(kept)
