"""What a loss surface is called: a valley, or a bowl where no direction is steeper than another."""

from gdmath import MseLoss

LIKE_ROUND = 1.5
"""Up to this ratio of curvatures a surface is a bowl."""


def is_bowl(loss: MseLoss) -> bool:
    """Tell whether the surface is about as steep in every direction."""
    flat, steep = loss.eigenvalues
    return bool(steep <= LIKE_ROUND * flat)


def shape_of(loss: MseLoss) -> str:
    """Return what the surface is called in the strings: ``bowl`` or ``valley``."""
    return "bowl" if is_bowl(loss) else "valley"
