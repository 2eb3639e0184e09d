"""The gradient on the weight plane, put together of its two partial derivatives."""

import math

import numpy as np
from manim import DOWN, PI, UP, Group, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.casing import cased
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.plate_label import PlateLabel
from scenes.stage.clock import Sweep
from scenes.stage.theme import STROKE, TEXT, Theme

REACH = 1.05
"""A full arrow, as a share of the distance from the start to the minimum as it is drawn."""
REACH_AT_MINIMUM = 0.3
"""The same, as a share of the plane, where the start is as good as at the minimum."""
VANISHING = 0.02
"""A gradient shorter than this, as a share of a full one, is a dot."""
MARGIN = 0.1
"""Free share of the plane around the arrows and the minimum."""
SHORTEST_NAMED = 0.2
"""Arrows shorter than this, in scene units, have no names."""
NAME_GAP = 0.12
NAMED_AT = 0.55
"""Where the gradient's name stands along the parallelogram's side, as a share of it."""
NOD = 0.12
"""How much longer the gradient becomes when it is meant."""
SHRUNK = 0.55
"""How short the arrows become while their length means nothing."""

Vector = NDArray[np.float64]


class GradientArrows(Group):
    """Three arrows from a point to one scale: both partial derivatives, and the gradient.

    Making them shows start and minimum closely on the plane, unless the gradient vanishes.

    Args:
        plane: The weight plane.
        start: Weights (2,) at which they begin.
        full: Length of a gradient that is worth an arrow of full length.
        theme: Colours.

    Attributes:
        vector: The gradient (2,).
        vanishes: Whether it is so short that its arrow is a dot.
        factor: Length in the plane per length of a vector.
        by_w1: The arrow of the partial derivative with respect to w1.
        by_w0: That with respect to w0.
        whole: That of the gradient.
        names: The names of the three on plates, empty for arrows too short.
        sides: The other sides of the parallelogram whose diagonal the gradient is.
    """

    def __init__(
        self, plane: WeightPlane, start: NDArray[np.float64], full: float, theme: Theme
    ) -> None:
        super().__init__()
        self._plot, self._start = plane.plot, np.array(start, dtype=float)
        self.vector = plane.loss.gradient(*map(float, start))
        length = float(np.linalg.norm(self.vector))
        self.vanishes = length < VANISHING * full
        self.factor = self._fitting(plane.loss, length, full)
        if not self.vanishes:
            reach = self._reached(self.factor * length)
            plane.show_window(plane.window_around(np.vstack([reach, plane.loss.minimum]), MARGIN))
        self.by_w1, self.by_w0, self.whole = (
            PlaneArrow(self._plot, start, self.vector * part, theme, color, self.factor)
            for part, color in (
                (np.array([1.0, 0.0]), theme.w1),
                (np.array([0.0, 1.0]), theme.w0),
                (np.array([1.0, 1.0]), theme.gradient),
            )
        )
        self.sides = cased(VMobject(stroke_color=theme.ink, stroke_width=STROKE.axis), theme)
        self._span_sides(1.0)
        self.names = self._named(theme)
        self.add(self.by_w1, self.by_w0, self.sides, self.whole, *self.names)

    @property
    def drawn(self) -> list[PlaneArrow | VMobject]:
        """The arrows and the parallelogram's sides, without names."""
        return [self.by_w1, self.by_w0, self.sides, self.whole]

    def growth(self, arrow: PlaneArrow) -> Sweep:
        """Return the animation in which one of the arrows grows from the start."""
        return Sweep(arrow, lambda scale: arrow.point_at(scale=scale), 0.0, self.factor)

    def nod(self, share: float) -> None:
        """Draw the gradient a little longer, and at the end as long as before again."""
        self.whole.point_at(scale=self.factor * (1 + NOD * math.sin(PI * share) ** 2))

    def breathe(self, share: float) -> None:
        """Draw all of them shorter, and at the end as long as before again."""
        size = 1 - (1 - SHRUNK) * math.sin(PI * share) ** 2
        for arrow in (self.by_w1, self.by_w0, self.whole):
            arrow.point_at(scale=size * self.factor)
        self._span_sides(size)

    def _fitting(self, loss: MseLoss, length: float, full: float) -> float:
        """Return the scale at which a full arrow ends well before the minimum."""
        box, unit = self._plot.box, self._plot.unit
        room = REACH_AT_MINIMUM * min(box.width, box.height)
        if not self.vanishes:
            room = REACH * float(np.linalg.norm(unit * (loss.minimum - self._start)))
        direction = self.vector / length if length else np.array([1.0, 0.0])
        return room / (full * float(np.linalg.norm(unit * direction)))

    def _reached(self, reach: float) -> NDArray[np.float64]:
        """Return the weights (n, 2) around the start that have to be seen.

        On axes of one scale that is the gradient, its opposite, and half as much across, where a
        pointer turns. On others the arrows.
        """
        ends = np.array([[1.0], [-1.0]]) * reach * self.vector / np.linalg.norm(self.vector)
        if self._plot.equal_scales:
            across = reach / 2 * np.vstack([np.eye(2), -np.eye(2)])
            ends = np.vstack([end / 2 + across for end in ends])
        return self._start + ends

    def _on_screen(self, part: tuple[float, float]) -> NDArray[np.float64]:
        """Return the gradient or a part of it as it is drawn, in scene units (3,)."""
        tip = self._start + self.factor * self.vector * np.array(part)
        return self._plot.point(*tip) - self._plot.point(*self._start)

    def _span_sides(self, size: float) -> None:
        foot = self._plot.point(*self._start)
        right, up, along = (
            size * self._on_screen(part) for part in ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
        )
        self.sides.points = np.concatenate(
            [dashes(foot + corner, foot + along) for corner in (right, up)]
        )

    def _named(self, theme: Theme) -> tuple[VGroup, VGroup, VGroup]:
        formulas = GradientFormulas(theme, TEXT.body)
        foot = self._plot.point(*self._start)
        right, up, along = map(self._on_screen, ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0)))

        def named(weight: int | None, arrow: Vector, place: Vector, away: Vector) -> VGroup:
            if np.linalg.norm(arrow) < SHORTEST_NAMED:
                return VGroup()
            label = PlateLabel(formulas.name(weight), theme)
            direction = away if np.linalg.norm(away) > 0 else UP
            return VGroup(label.stand_beside(foot + place, direction, NAME_GAP, self._plot.box))

        return (
            named(1, right, right / 2, -up),
            named(0, up, up / 2, -right),
            # On the far side of the parallelogram, clear of the arrowhead and of the other names.
            named(None, along, up + NAMED_AT * right, up if up.any() else DOWN),
        )
