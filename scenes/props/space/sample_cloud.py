"""Pairs of weights on a grid, each a dot that is lifted from the floor to its loss."""

import math

import numpy as np
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.space.loss_surface import DOT_RADIUS
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.raster import RasterMobject, View
from scenes.stage.regions import FRAME, Region

DELAY = 1.5
"""How much later than the first the last dot is lifted, in times of a dot's way."""
BRIGHTNESS = 0.8
"""Share of the rim's colour in a dot's, as where the surface grows from its samples."""
FADING = 0.12
"""Above the ceiling a dot fades over this share of the box's height."""


class SampleCloud(RasterMobject):
    """A grid of weights in space; the dots rise to their losses in a wave and end at the ceiling.

    Args:
        loss: The loss.
        colors: The loss map.
        space: Where it stands.
        counts: How many dots there are along w1 and w0.
        first: Weights (2,) from which the wave starts.
        region: Where it may draw.
    """

    def __init__(
        self,
        loss: MseLoss,
        colors: LossColors,
        space: WeightSpace,
        counts: tuple[int, int],
        first: NDArray[np.float64],
        region: Region = FRAME,
    ) -> None:
        super().__init__(region)
        self.in_space = True
        self._space = space
        w1, w0 = (
            axis.ravel()
            for axis in np.meshgrid(
                np.linspace(space.w1.low, space.w1.high, counts[0]),
                np.linspace(space.w0.low, space.w0.high, counts[1]),
            )
        )
        self._floor = space.point(w1, w0)
        self._heights = space.point(w1, w0, loss(w1, w0))[:, 2]
        ways = np.linalg.norm(self._floor - space.point(*first), axis=1)
        self._ways = ways / ways.max()
        places = colors.place(loss.excess(w1, w0))
        mapped = colors.table[np.round(places * (len(colors.table) - 1)).astype(int)]
        mixed = BRIGHTNESS * colors.edge + (1 - BRIGHTNESS) * mapped
        self._colors = np.round(mixed).astype(np.uint8)
        self._lifted = 0.0

    def lift(self, share: float) -> None:
        """Show the wave: 0 before it starts, 1 once every dot stands at its loss."""
        self._lifted = share

    def draw(self, pixels: NDArray[np.uint8], view: View) -> None:
        """Draw into a frame."""
        row_start, row_stop, column_start, column_stop = view.pixel_box(self.region)
        rows, columns = row_stop - row_start, column_stop - column_start
        places, shown = self._places()
        drawn, scale = view.orientation.project(places), view.pixels_per_unit
        across = (drawn[:, 0] + view.frame_width / 2) * scale - column_start
        down = (view.frame_height / 2 - drawn[:, 1]) * scale - row_start
        radius = DOT_RADIUS * scale
        colors = np.zeros((rows, columns, 3), dtype=np.uint8)
        alphas = np.zeros((rows, columns))
        # From the dots' borders to their middles: what is nearest to a middle is written last.
        for off_down, off_across in _offsets(math.ceil(radius)):
            row, column = np.floor(down).astype(int), np.floor(across).astype(int)
            row, column = row + off_down, column + off_across
            away = np.hypot(column + 0.5 - across, row + 0.5 - down)
            covers = np.clip(radius + 0.5 - away, 0.0, 1.0) * shown
            seen = (covers > 0) & (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
            row, column = row[seen], column[seen]
            colors[row, column] = self._colors[seen]
            np.maximum.at(alphas, (row, column), self.opacity * covers[seen])
        row, column = np.nonzero(alphas)
        alpha, target = alphas[row, column, None], pixels[row_start:, column_start:]
        over = np.column_stack([colors[row, column], np.full(len(row), 255, dtype=np.uint8)])
        under = target[row, column]
        target[row, column] = np.round(under + alpha * (over.astype(float) - under))

    def _places(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where the dots are (n, 3), and how much of each is to be seen (n,)."""
        lifted = np.clip(self._lifted * (1 + DELAY) - DELAY * self._ways, 0.0, 1.0)
        eased = lifted**2 * (3 - 2 * lifted)
        places = self._floor.copy()
        places[:, 2] = eased * self._heights
        top = self._space.top
        return places, np.clip(1 - (places[:, 2] - top) / (FADING * top), 0.0, 1.0)


def _offsets(reach: int) -> list[tuple[int, int]]:
    """Return the pixels around a dot's own, as (down, across), from the farthest to itself."""
    steps = range(-reach, reach + 1)
    return sorted(((i, j) for i in steps for j in steps), key=lambda step: -math.hypot(*step))
