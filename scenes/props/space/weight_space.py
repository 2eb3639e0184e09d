"""Where weights and their loss stand in space: the floor is the weight plane, z is the loss."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdmath import MseLoss
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import Region

CEILING_OVER_START = 1.2
"""The surface is cut at so many times the start's loss."""


@dataclass(frozen=True)
class WeightSpace:
    """A box in space over the weight plane: w1 to the right, w0 up, the loss towards the viewer.

    Attributes:
        floor: Where the window of the weight plane lies, in the plane z = 0.
        w1: Scale along x.
        w0: Scale along y.
        ceiling: The loss at which the surface is cut.
        top: z of the ceiling.
    """

    floor: Region
    w1: LinearScale
    w0: LinearScale
    ceiling: float
    top: float

    @classmethod
    def over(cls, plot: Plot[LinearScale], ceiling: float, top: float) -> "WeightSpace":
        """Return the space that stands on a plot of the weight plane."""
        return cls(plot.box, plot.x, plot.y, ceiling, top)

    @property
    def center(self) -> NDArray[np.float64]:
        """The middle of the box, a point of space (3,)."""
        return np.asarray(self.floor.center + np.array([0.0, 0.0, self.top / 2]))

    def point(
        self, w1: ArrayLike, w0: ArrayLike, loss: ArrayLike = 0.0, height: float = 1.0
    ) -> NDArray[np.float64]:
        """Return the points of space (..., 3) of weights and a loss.

        Args:
            w1: The weight of the input.
            w0: The bias.
            loss: How high over the floor.
            height: 1 for the whole height, 0 for a flat surface.
        """
        x, y, z = np.broadcast_arrays(
            self.floor.left + self.w1.place(w1) * self.floor.width,
            self.floor.bottom + self.w0.place(w0) * self.floor.height,
            np.asarray(loss, dtype=float) * (height * self.top / self.ceiling),
        )
        return np.stack([x, y, z], axis=-1)

    def on_surface(
        self, loss: MseLoss, weights: NDArray[np.float64], height: float = 1.0
    ) -> NDArray[np.float64]:
        """Return the points of space (..., 3) where weights (..., 2) stand on the surface."""
        w1, w0 = weights[..., 0], weights[..., 1]
        return self.point(w1, w0, loss(w1, w0), height)
