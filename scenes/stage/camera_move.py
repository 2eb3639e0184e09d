"""Moving the camera through space."""

from typing import Any, cast

from manim import Animation, Group, Mobject

from scenes.stage.camera import StageCamera
from scenes.stage.pose import Pose


class MoveCamera(Animation):
    """Moves the camera from its pose to another one.

    Args:
        camera: The stage's camera, which has taken a pose before.
        pose: Where it ends.
        *seen: What stands in space and has to be drawn anew.
        **kwargs: For `Animation`, e.g. ``run_time``.
    """

    def __init__(self, camera: StageCamera, pose: Pose, *seen: Mobject, **kwargs: Any) -> None:
        self._camera = camera
        if camera.pose is None:
            raise ValueError("the camera has taken no pose to move from")
        self._start = camera.pose
        self._end = pose
        super().__init__(Group(*seen), **kwargs)

    def create_starting_mobject(self) -> Mobject:
        """Spare the copy that Manim makes of what it animates."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Take the pose of a moment."""
        self._camera.take(self._start.towards(self._end, self.rate_func(alpha)))
