"""What stands in space: the loss surface with its axes, and what is on it and below it."""

from scenes.props.space.loss_surface import LossSurface

__all__ = ["LossSurface"]
