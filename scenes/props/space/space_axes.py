"""Axes of the box that the loss surface stands in: w1, w0 and the loss, facing the viewer."""

import numpy as np
from manim import ManimColor, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.geometry import segments_path
from scenes.props.plotting.number import advance_width, number_outline
from scenes.props.plotting.plot import LABEL_GAP, TICK_GAP, TICK_LENGTH
from scenes.props.plotting.scale import LinearScale
from scenes.props.space.space_mobject import SpaceMobject
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.numbers import NumberFormat
from scenes.stage.raster import Orientation
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import text

MOST_TICKS = 6
WIDEST_SHARE = 0.7
"""Share of an edge's length that all of its numbers take at most, one beside the other."""
PREFERENCE = -0.01
"""The edges in front and on the left carry the numbers until they face so far to the back."""
CROSSING = 0.01
"""Half the range (cosine) in which the numbers fade from one edge to the opposite one."""
UPRIGHT_CROSSING = 0.3
"""How far two upright edges are from each other, in scene units, when the numbers change over."""
BACKWARDS = 0.5
"""An upright edge counts as so much farther to the left, for each unit it is farther behind."""
SHORTEST_UPRIGHT = 0.6
"""The upright axis fades when it looks shorter than this, in scene units."""


class SpaceAxes(SpaceMobject):
    """Floor, upright edge, ticks, numbers and labels of a box in space; `StageCamera.watch` it.

    Numbers stand at the edges of the floor that face the viewer, the loss at the upright edge
    farthest to the left; when the view turns, they fade over to the next edge.

    Args:
        space: The box.
        theme: Colours.
        numbers: How numbers are written.
        w1_label: Typst markup.
        w0_label: Typst markup.
        loss_label: Typst markup.

    Attributes:
        raised: Opacity of the loss axis.
    """

    def __init__(
        self,
        space: WeightSpace,
        theme: Theme,
        numbers: NumberFormat,
        w1_label: str,
        w0_label: str,
        loss_label: str,
    ) -> None:
        super().__init__()
        self.raised = 1.0
        floor = space.floor
        self._floor_corners = np.array(
            [
                [floor.left, floor.bottom, 0.0],
                [floor.right, floor.bottom, 0.0],
                [floor.right, floor.top, 0.0],
                [floor.left, floor.top, 0.0],
            ]
        )
        self._floor = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        self.add(self._floor)
        w1 = w1_label, theme.w1, space.w1
        w0 = w0_label, theme.w0, space.w0
        corners = self._floor_corners
        self._sides = [
            _Edge(corners[0], corners[1], [0.0, -1.0, 0.0], *w1, theme, numbers),
            _Edge(corners[3], corners[2], [0.0, 1.0, 0.0], *w1, theme, numbers),
            _Edge(corners[0], corners[3], [-1.0, 0.0, 0.0], *w0, theme, numbers),
            _Edge(corners[1], corners[2], [1.0, 0.0, 0.0], *w0, theme, numbers),
        ]
        up = np.array([0.0, 0.0, space.top])
        scale = LinearScale(0.0, space.ceiling)
        self._uprights = [
            _Edge(corner, corner + up, None, loss_label, theme.ink, scale, theme, numbers)
            for corner in corners
        ]
        for edge in (*self._sides, *self._uprights):
            self.add(edge.lines, edge.numbers, edge.label)

    def stand_in(self, space: WeightSpace) -> None:
        """Take the scales of another box of the same size."""
        for edge in self._sides[:2]:
            edge.take(space.w1)
        for edge in self._sides[2:]:
            edge.take(space.w0)
        for edge in self._uprights:
            edge.take(LinearScale(0.0, space.ceiling))

    @property
    def widest(self) -> float:
        """Width of the widest number beside the floor, in scene units."""
        return max(edge.widest for edge in self._sides)

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""
        shown = orientation.project(self._floor_corners) * np.array([1.0, 1.0, 0.0])
        self._floor.points = segments_path(shown, np.roll(shown, -1, axis=0))
        self._floor.set_stroke(opacity=0.6 * self.shown)
        front = -orientation.rotation[1, :2]
        front = front / max(float(np.linalg.norm(front)), 1e-9)
        for first, second, outwards in (
            (self._sides[0], self._sides[1], -front[1]),
            (self._sides[2], self._sides[3], -front[0]),
        ):
            share = _smooth((outwards - PREFERENCE) / (2 * CROSSING) + 0.5)
            first.look(orientation, share * self.shown)
            second.look(orientation, (1 - share) * self.shown)
        # The two upright edges farthest to the left share the loss; the one behind has precedence,
        # so that the numbers of the floor's left edge have room below it.
        left = self._floor_corners[:, :2] @ orientation.rotation[0, :2]
        left = left + BACKWARDS * self._floor_corners[:, :2] @ front
        order = np.argsort(left)
        apart = float(left[order[1]] - left[order[0]])
        share = 0.5 + 0.5 * _smooth(apart / UPRIGHT_CROSSING)
        shares = np.zeros(len(left))
        shares[order[0]], shares[order[1]] = share, 1 - share
        for edge, part in zip(self._uprights, shares, strict=True):
            edge.look(orientation, float(part) * self.raised * self.shown)


class _Edge:
    """One edge with its ticks, numbers and label, drawn in the picture plane.

    Args:
        start: Where the scale is low.
        end: Where it is high.
        outwards: Direction of the ticks in space; None for an upright edge, whose ticks point to
            the left on the screen.
        label: Typst markup.
        color: Colour of the label.
        scale: Scale along the edge.
        theme: Colours.
        numbers: How numbers are written.
    """

    def __init__(
        self,
        start: NDArray[np.float64],
        end: NDArray[np.float64],
        outwards: list[float] | None,
        label: str,
        color: ManimColor,
        scale: LinearScale,
        theme: Theme,
        numbers: NumberFormat,
    ) -> None:
        self.start, self.end = start, end
        self._outwards = None if outwards is None else np.array(outwards)
        self._numbers = numbers
        self.lines = VMobject(stroke_color=theme.muted, stroke_width=STROKE.axis)
        self.numbers = VMobject(fill_color=theme.muted, stroke_width=0)
        self.label = VMobject(fill_color=color, stroke_width=0)
        self.take(scale)
        outline = np.concatenate(
            [part.points for part in text(label, TEXT.label, color).get_family()]
        )
        low, high = outline.min(axis=0), outline.max(axis=0)
        self._label_outline = outline - 0.5 * (low + high)
        self._label_size = 0.5 * (high - low)[:2]

    def take(self, scale: LinearScale) -> None:
        """Bear the ticks and numbers of a scale."""
        ticks, written = self._choose_ticks(scale)
        self._ticks = self.start + np.array(scale.place(ticks))[:, None] * (self.end - self.start)
        glyphs = [number_outline(number)[0] * TEXT.tick for number in written]
        self._sizes = np.array([np.ptp(points, axis=0)[:2] / 2 for points in glyphs])
        self._sizes[:, 1] = 0.36 * TEXT.tick  # digits are all of one height
        centers = [0.5 * (points.min(axis=0) + points.max(axis=0)) for points in glyphs]
        for center in centers:
            center[1] = 0.36 * TEXT.tick
        self._glyphs = np.concatenate(
            [points - center for points, center in zip(glyphs, centers, strict=True)]
        )
        self._counts = [len(points) for points in glyphs]

    @property
    def widest(self) -> float:
        """Width of the widest number, in scene units."""
        return 2 * float(self._sizes[:, 0].max())

    def _choose_ticks(self, scale: LinearScale) -> tuple[list[float], list[str]]:
        """Return ticks and what is written at them: fewer on the floor where that is wide."""
        length = float(np.linalg.norm(self.end - self.start))
        for most in range(MOST_TICKS, 1, -1):
            ticks = scale.ticks(most)
            written = self._numbers.ticks(ticks)
            width = len(ticks) * max(map(advance_width, written)) * TEXT.tick
            if self._outwards is None or width <= WIDEST_SHARE * length:
                break
        return ticks, written

    def look(self, orientation: Orientation, opacity: float) -> None:
        feet = orientation.project(self._ticks)[:, :2]
        ends = orientation.project(np.array([self.start, self.end]))[:, :2]
        length = float(np.linalg.norm(ends[1] - ends[0]))
        if self._outwards is None:
            opacity *= _smooth(length / SHORTEST_UPRIGHT - 0.5)
            away = np.broadcast_to([-1.0, 0.0], feet.shape)
            tips = feet + TICK_LENGTH * away
        else:
            tips = orientation.project(self._ticks + TICK_LENGTH * self._outwards)[:, :2]
            # Numbers stand square to the edge: at a corner that leaves room for the loss' zero.
            along = (ends[1] - ends[0]) / max(length, 1e-9)
            square = np.array([along[1], -along[0]])
            square *= np.sign(float(square @ (tips - feet).sum(axis=0))) or 1.0
            away = np.broadcast_to(square, feet.shape)
        if opacity <= 0.003:
            for part in (self.lines, self.numbers, self.label):
                part.points = np.zeros((0, 3))
            return
        room = (np.abs(away) * self._sizes).sum(axis=1) + TICK_GAP
        centers = tips + room[:, None] * away
        lines_from, lines_to = feet, tips
        if self._outwards is None:
            lines_from, lines_to = np.vstack([feet, ends[:1]]), np.vstack([tips, ends[1:]])
        self.lines.points = segments_path(_flat(lines_from), _flat(lines_to))
        # Numbers on top of one another would not be read: at the upright edge, which looks short
        # from above, some are left out.
        stride = 1
        while self._outwards is None and stride < len(centers) and self._apart(centers, stride) < 1:
            stride += 1
        crowded = self._apart(centers, stride)
        kept = np.repeat(np.arange(len(centers)) % stride == 0, self._counts)
        points = self._glyphs + np.repeat(_flat(centers), self._counts, axis=0)
        self.numbers.points = points[kept]
        if self._outwards is None:
            place = ends[1] + self._label_size * [1.0, -1.0] + [LABEL_GAP, 0.0]
        else:
            middle = len(feet) // 2
            between = 0.5 * (feet[middle - 1] + feet[middle]) if middle else feet[0]
            direction = away[middle]
            # Between two numbers, or beyond them where they stand one over the other.
            is_beside = abs(direction[0]) > abs(direction[1])
            beyond = 2 * float(np.max(room)) + LABEL_GAP if is_beside else TICK_GAP
            reach = TICK_LENGTH + beyond + float(np.abs(direction) @ self._label_size)
            place = between + reach * direction
        self.label.points = self._label_outline + np.append(place, 0.0)
        self.lines.set_stroke(opacity=opacity)
        self.numbers.set_fill(opacity=opacity * crowded)
        self.label.set_fill(opacity=opacity)

    def _apart(self, centers: NDArray[np.float64], stride: int) -> float:
        """Tell how well every so many-th number is told from the next: 0 not at all, 1 well."""
        if len(centers) <= stride:
            return 1.0
        sizes, centers = self._sizes[::stride], centers[::stride]
        gaps = np.abs(np.diff(centers, axis=0)) / (sizes[1:] + sizes[:-1])
        return _smooth((float(gaps.max(axis=1).min()) - 0.9) / 0.3)


def _flat(places: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([places, np.zeros(len(places))])


def _smooth(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
