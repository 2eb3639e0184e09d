"""How long a gradient has to be, to be worth an arrow of full length."""

import numpy as np
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale

_VISIBLE_AT = 0.1
"""Share of the plot: so far up the valley from the minimum a gradient gets a full arrow."""


def shortest_full_arrow(loss: MseLoss, plot: Plot[LinearScale]) -> float:
    """Return the length of a gradient that is still worth an arrow of full length.

    It is the gradient a tenth of the plot down the valley. Next to the minimum gradients are far
    shorter; drawn to a scale that fits this one they vanish into a dot, as they should.

    Args:
        loss: The loss.
        plot: The axes of the weight plane.
    """
    flat: NDArray[np.float64] = loss.eigenvectors[:, 0]
    size = np.array([plot.box.width, plot.box.height])
    across = float(np.max(np.abs(flat) * plot.unit / size))
    return float(loss.eigenvalues[0]) * _VISIBLE_AT / across
