"""The names of the loss's axes on the weight plane, where they cover least."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from manim import DOWN, RIGHT
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plotting.geometry import clip_line
from scenes.props.plotting.plate_label import PADDING, PlateLabel
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.props.plotting.wrapped_text import wrapped_text
from scenes.stage.theme import TEXT, Theme

REACHES = (0.9, 0.75, 0.6, 0.45, 0.3)
"""Where a name may stand, in shares of its axis' way from the minimum to the border."""
GAP = 0.12
"""From the axis to its name."""
CLEARANCE = 0.1
"""How far from what has to be seen a name keeps."""
BOTH_ON_ONE_PLACE = 1000
"""How many covered points two names over each other are as bad as."""


def axis_names(
    area: PlotArea[LinearScale],
    loss: MseLoss,
    names: tuple[str, str],
    theme: Theme,
    clear_of: NDArray[np.float64],
) -> list[PlateLabel]:
    """Name the flat axis and the steep one.

    Args:
        area: The axes of the weight plane.
        loss: The loss, with two different axes.
        names: Typst markup of their names, which may be broken at spaces.
        theme: Colours.
        clear_of: Scene points (n, 3) that the names had better not cover.

    Returns:
        A label for each axis that crosses the area.
    """
    colors = theme.flat_axis, theme.steep_axis
    room = area.box.width - 2 * (GAP + PADDING)
    labels = [
        PlateLabel(wrapped_text(name, TEXT.label, color, room), theme)
        for name, color in zip(names, colors, strict=True)
    ]
    axes = loss.eigenvectors.T
    # The flat one's name rather stands to its right, the steep one's above it.
    preferred = RIGHT, -DOWN
    choices = [
        list(_places(area, loss.minimum, axis, side, label))
        for axis, side, label in zip(axes, preferred, labels, strict=True)
    ]
    seen = [(label, places) for label, places in zip(labels, choices, strict=True) if places]
    if not seen:
        return []
    covered = [
        [label.covers(clear_of, place, CLEARANCE) for place in places] for label, places in seen
    ]

    def cost(chosen: tuple[int, ...]) -> int:
        places = [places[index] for (_, places), index in zip(seen, chosen, strict=True)]
        over = sum(counts[index] for counts, index in zip(covered, chosen, strict=True))
        if len(places) == 2 and _overlap(seen[0][0], places[0], seen[1][0], places[1]):
            over += BOTH_ON_ONE_PLACE
        return over

    # Of equally good ones the first: each list begins with what is preferred.
    ranked = sorted(product(*(range(len(places)) for _, places in seen)), key=sum)
    best = min(ranked, key=cost)
    for (label, places), index in zip(seen, best, strict=True):
        label.move_to(places[index])
    return [label for label, _ in seen]


def _places(
    area: PlotArea[LinearScale],
    minimum: NDArray[np.float64],
    axis: NDArray[np.float64],
    side: NDArray[np.float64],
    label: PlateLabel,
) -> Iterator[NDArray[np.float64]]:
    """Yield where a name may stand beside its axis, the better places first."""
    middle = np.array([float(area.x.place(minimum[0])), float(area.y.place(minimum[1]))])
    along = axis / [area.x.extent, area.y.extent]
    along *= np.sign(along[1]) or 1.0  # upwards first
    cut = clip_line(middle, along, 0.0, 1.0)
    if cut is None:
        return
    box, half = area.box, np.array([label.width, label.height]) / 2
    size, corner = np.array([box.width, box.height]), np.array([box.left, box.bottom])
    direction = along * size / np.linalg.norm(along * size)
    normal = np.array([direction[1], -direction[0], 0.0])
    normal *= np.sign(normal @ side) or 1.0
    low, high = corner + half + GAP, corner + size - half - GAP
    for reach, end, sign in product(REACHES, (cut[1], cut[0]), (1, -1)):
        foot = np.array([*corner + (middle + reach * end * along) * size, 0.0])
        place = label.place_beside(foot, sign * normal, GAP)[:2]
        yield np.array([*np.clip(place, low, np.maximum(low, high)), 0.0])


def _overlap(
    first: PlateLabel,
    first_place: NDArray[np.float64],
    second: PlateLabel,
    second_place: NDArray[np.float64],
) -> bool:
    """Tell whether two labels would touch."""
    room = np.array([first.width + second.width, first.height + second.height]) / 2 + GAP
    return bool(np.all(np.abs(first_place[:2] - second_place[:2]) < room))
