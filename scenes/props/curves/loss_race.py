"""Loss curves of several descents over one another, told apart by their colours and dashes."""

from collections.abc import Sequence

import numpy as np
from manim import ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import MseLoss, Trajectory, is_negligible
from scenes.props.plotting.geometry import dots_path, segments_path
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale, LogScale, decades_around
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme
from scenes.stage.typesetting import move_baseline_to, text

HEAD_RADIUS = 0.07
NAME_GAP = 0.18
LEAST_NAME_DISTANCE = 1.25
"""Distance of the names' baselines, in heights of their em."""
DASHES: tuple[tuple[float, float], ...] = ((0.06, 0.09), (1.0, 0.0), (0.22, 0.1), (0.12, 0.12))
"""Lengths of a dash and of the gap after it, curve by curve; without a gap the curve is solid."""


class LossRace(Plot[LogScale]):
    """Excess loss over updates on a log scale, one curve a descent, each with a name at its end.

    Args:
        region: Where it goes.
        name_width: What the names take of its width, at the right.
        loss: The loss.
        trajectories: The descents, equally long or cut at their last finite step.
        names: Typst markup, one a descent.
        colors: Their colours.
        theme: Colours.
        numbers: How numbers are written.
        x_label: Typst markup below.
        y_label: Typst markup above.

    Attributes:
        live: The curves.
        names: The names, at the heights where the curves end.
    """

    def __init__(
        self,
        region: Region,
        name_width: float,
        loss: MseLoss,
        trajectories: Sequence[Trajectory],
        names: Sequence[str],
        colors: Sequence[ManimColor],
        theme: Theme,
        numbers: NumberFormat,
        x_label: str,
        y_label: str,
    ) -> None:
        excess = [
            np.asarray(loss.excess(way.weights[:, 0], way.weights[:, 1])) for way in trajectories
        ]
        shown = [value for curve in excess for value in curve if not is_negligible(value, loss)]
        longest = max(way.steps for way in trajectories)
        super().__init__(
            region.inset(right=name_width),
            LinearScale(0.0, float(max(longest, 1))),
            decades_around(shown),
            theme,
            numbers,
            x_label,
            y_label,
        )
        self._corners = [self.point(np.arange(len(curve)), curve) for curve in excess]
        self._curves = VGroup()
        self._heads = VGroup()
        for color in colors:
            curve = VMobject(stroke_color=color, stroke_width=STROKE.path)
            head = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
            self._curves.add(self.clipped(curve))
            self._heads.add(head)
        self._live = VGroup(self._curves, self._heads)
        self.names = self._place_names(names, theme)
        self.show(0)

    @property
    def live(self) -> Mobject:
        """What `show` changes."""
        return self._live

    def show(self, k: float) -> None:  # type: ignore[override]
        """Show the curves up to k updates."""
        for index, corners in enumerate(self._corners):
            here = _until(corners, k)
            self._curves[index].points = dashed_path(here, *DASHES[index % len(DASHES)])
            self._heads[index].points = dots_path(here[-1:], HEAD_RADIUS)

    def _place_names(self, names: Sequence[str], theme: Theme) -> VGroup:
        """Put the names beside the curves' ends, and apart where those are close."""
        distance = LEAST_NAME_DISTANCE * TEXT.label
        heights = [float(corners[-1][1]) for corners in self._corners]
        order = np.argsort(heights)
        placed: dict[int, float] = {}
        floor = self.box.bottom - 0.1
        for index in order:
            placed[int(index)] = floor = max(heights[index] - 0.34 * TEXT.label, floor)
            floor += distance
        # If the uppermost was pushed out of the box, push all of them back.
        ceiling = self.box.top - 0.1
        for index in order[::-1]:
            placed[int(index)] = ceiling = min(placed[int(index)], ceiling)
            ceiling -= distance
        group = VGroup()
        for index, name in enumerate(names):
            label = text(name, TEXT.label, theme.ink)
            foot = np.array([self.box.right + NAME_GAP, placed[index], 0.0])
            group.add(move_baseline_to(label, foot))
        return group


def dashed_path(corners: NDArray[np.float64], dash: float, gap: float) -> NDArray[np.float64]:
    """Return the Bézier points of a polyline (n, 3) in dashes; solid without a gap."""
    starts, ends = corners[:-1], corners[1:]
    if gap <= 0 or len(corners) < 2:
        return segments_path(starts, ends)
    lengths = np.linalg.norm(ends - starts, axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    begins = np.arange(0.0, along[-1], dash + gap)
    # A dash bends where the polyline does: cut it there.
    cuts = np.unique(np.concatenate([begins, np.minimum(begins + dash, along[-1]), along]))
    places = np.column_stack([np.interp(cuts, along, corners[:, i]) for i in range(3)])
    middles = (cuts[:-1] + cuts[1:]) / 2
    drawn = np.mod(middles, dash + gap) < dash
    return segments_path(places[:-1][drawn], places[1:][drawn])


def _until(corners: NDArray[np.float64], k: float) -> NDArray[np.float64]:
    whole = min(int(k), len(corners) - 1)
    if whole == len(corners) - 1:
        return corners
    newest = corners[whole] + (k - whole) * (corners[whole + 1] - corners[whole])
    return np.vstack([corners[: whole + 1], newest])
