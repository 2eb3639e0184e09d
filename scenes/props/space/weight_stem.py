"""A pair of weights on the floor, and its loss as a stem of that height over it."""

import numpy as np
from manim import Dot, Mobject, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss, weights_at
from scenes.props.plane.descent_path import HEAD_RADIUS, STEP_DOT_RADIUS
from scenes.props.plotting.casing import cased
from scenes.props.plotting.geometry import dots_path, segments_path
from scenes.props.space.space_mobject import SpaceMobject
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.raster import Orientation
from scenes.stage.theme import STROKE, Theme


class WeightStem(SpaceMobject):
    """Weights on their way over the floor, which can be lifted to their loss; watch it by camera.

    While they lie on the floor two lines through them, across the floor, show what each weight is.

    Args:
        space: Where it stands.
        loss: The loss.
        weights: The weights at each moment k (n, 2).
        theme: Colours.
    """

    def __init__(
        self, space: WeightSpace, loss: MseLoss, weights: NDArray[np.float64], theme: Theme
    ) -> None:
        super().__init__()
        self._space = space
        self._loss = loss
        self._weights = weights
        self._foot = VMobject(stroke_width=0, fill_color=theme.muted, fill_opacity=1.0)
        self._stem = VMobject(stroke_color=theme.muted, stroke_width=STROKE.curve)
        self._head = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
        cased(self._head, theme)
        self._orientation: Orientation | None = None
        self._k = 0.0
        self._lifted = 0.0
        self._drawn = 1.0
        self._guides = [
            cased(VMobject(stroke_color=color, stroke_width=STROKE.curve), theme)
            for color in (theme.w1, theme.w0)
        ]
        self.add(*self._guides, self._foot, self._stem, self._head)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes: all of it."""
        return self

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the weights of a moment."""
        self._k = k
        w1, w0 = map(float, weights_at(self._weights, k))
        height = self._lifted * min(self._loss(w1, w0), self._space.ceiling)
        self._places = self._space.point([w1, w1], [w0, w0], [0.0, height])
        floor = self._space.floor
        x, y, _ = self._places[0]
        self._guide_ends = np.array(
            [
                [[x, floor.bottom, 0.0], [x, floor.bottom + self._drawn * floor.height, 0.0]],
                [[floor.right, y, 0.0], [floor.right - self._drawn * floor.width, y, 0.0]],
            ]
        )
        if self._orientation is not None:
            self.look(self._orientation)

    def lift(self, share: float) -> None:
        """Stand at a share of the height: 0 on the floor, 1 at the loss."""
        self._lifted = share
        self.show(self._k)

    def draw_guides(self, share: float) -> None:
        """Draw the lines across the floor to a share of their length."""
        self._drawn = share
        self.show(self._k)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        self._orientation = orientation
        drawn = orientation.project(self._places) * np.array([1.0, 1.0, 0.0])
        self._foot.points = dots_path(drawn[:1], STEP_DOT_RADIUS)
        self._stem.points = segments_path(drawn[:1], drawn[1:])
        self._head.move_to(drawn[1])
        for guide, ends in zip(self._guides, self._guide_ends, strict=True):
            across = orientation.project(ends) * np.array([1.0, 1.0, 0.0])
            guide.points = segments_path(across[:1], across[1:])
            for is_casing in (False, True):
                opacity = self.shown * (1 - self._lifted)
                guide.set_stroke(opacity=opacity, background=is_casing)
        for part in (self._foot, self._head):
            part.set_fill(opacity=self.shown)
        self._stem.set_stroke(opacity=self.shown)
        self._head.set_stroke(opacity=self.shown, background=True)
