"""The camera's drift: while words are read over what stands in space, it sways by a few degrees."""

import math
from dataclasses import replace
from typing import cast

from manim import DEGREES, Animation, Group, Mobject
from manim.utils.rate_functions import smooth

from scenes.stage.camera import StageCamera
from scenes.stage.pose import Pose

ASIDE = 5 * DEGREES
"""How far it sways to either side."""
UPWARDS = 1.5 * DEGREES
"""How far it sways up and down; so it never comes to rest where it turns."""
PERIOD = 26.0
"""Seconds of one sway."""
EASE_IN = 3.0
"""Seconds until it sways at full width."""


class Drift:
    """A sway about a pose.

    Args:
        pose: The middle.
    """

    def __init__(self, pose: Pose) -> None:
        self._pose = pose
        self.seconds = 0.0
        """How long it has swayed so far."""

    def pose_after(self, seconds: float) -> Pose:
        """Return the pose after so many seconds of swaying."""
        width = smooth(min(1.0, seconds / EASE_IN))
        angle = 2 * math.pi * seconds / PERIOD
        return replace(
            self._pose,
            theta=self._pose.theta + ASIDE * width * math.sin(angle),
            phi=self._pose.phi - UPWARDS * width * (1 - math.cos(angle)) / 2,
        )


class DriftOn(Animation):
    """Lets a camera sway on, beside other animations or alone.

    Args:
        camera: The stage's camera.
        drift: The sway; it goes on from where it is.
        *seen: What stands in space and has to be drawn anew.
        run_time: Seconds.
    """

    def __init__(self, camera: StageCamera, drift: Drift, *seen: Mobject, run_time: float) -> None:
        self._camera = camera
        self._drift = drift
        self._start = drift.seconds
        self._seconds = run_time
        super().__init__(Group(*seen), run_time=run_time)

    def create_starting_mobject(self) -> Mobject:
        """Spare the copy that Manim makes of what it animates."""
        return cast(Mobject, self.mobject)

    def interpolate_mobject(self, alpha: float) -> None:
        """Take the pose of a moment."""
        self._drift.seconds = self._start + alpha * self._seconds
        self._camera.take(self._drift.pose_after(self._drift.seconds))
