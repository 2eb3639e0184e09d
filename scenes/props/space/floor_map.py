"""The loss map on the floor of the box that the loss surface stands in."""

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.regions import FRAME, Region

DIMMED = 0.4
"""Its opacity: the surface above it is what the eye should see first."""


class FloorMap(LossSurface):
    """The heat map in space, at the height of no loss, so that plane and surface belong together.

    Args:
        loss: The loss.
        colors: The loss map.
        space: Where it lies.
        region: Where it may draw.
    """

    def __init__(
        self, loss: MseLoss, colors: LossColors, space: WeightSpace, region: Region = FRAME
    ) -> None:
        super().__init__(loss, colors, space, region)
        self.height = 0.0
        self.light = 0.0
        self.opacity = DIMMED
