"""What a loss surface is called: a valley, a ravine, or a bowl where no direction is steeper."""

from typing import Literal

from gdmath import MseLoss

Shape = Literal["bowl", "valley", "ravine"]

LIKE_ROUND = 1.5
"""Up to this ratio of curvatures a surface is a bowl."""
RAVINE = 1000.0
"""From this ratio on it is a ravine: plain descent then takes thousands of steps along it."""


def condition(loss: MseLoss) -> float:
    """Return how many times as much the surface curves across the valley as along it."""
    flat, steep = map(float, loss.eigenvalues)
    return steep / flat


def shape_of(loss: MseLoss) -> Shape:
    """Return what the surface is called in the strings."""
    ratio = condition(loss)
    if ratio <= LIKE_ROUND:
        return "bowl"
    return "valley" if ratio < RAVINE else "ravine"


def is_bowl(loss: MseLoss) -> bool:
    """Tell whether the surface is about as steep in every direction."""
    return shape_of(loss) == "bowl"


def hollow_of(loss: MseLoss) -> Literal["bowl", "valley"]:
    """Return what the surface is called where it does not matter how narrow a valley is."""
    return "bowl" if is_bowl(loss) else "valley"
