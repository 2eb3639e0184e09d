"""The camera's sway over what stands in space."""

import numpy as np
import pytest
from manim import DEGREES

from scenes.stage.drift import ASIDE, EASE_IN, PERIOD, UPWARDS, Drift
from scenes.stage.pose import ABOVE, Pose

POSE = Pose(phi=58 * DEGREES, theta=-73 * DEGREES, zoom=0.7)
SECONDS = np.arange(0.0, 2 * PERIOD, 1 / 15)


def angles(seconds: float) -> np.ndarray:
    pose = Drift(POSE).pose_after(seconds)
    return np.array([pose.theta - POSE.theta, pose.phi - POSE.phi])


def test_it_begins_at_its_pose():
    assert Drift(POSE).pose_after(0.0) == POSE


def test_it_stays_within_a_few_degrees():
    swayed = np.array([angles(second) for second in SECONDS])
    assert np.abs(swayed[:, 0]).max() == pytest.approx(ASIDE, rel=0.02)
    assert np.abs(swayed[:, 1]).max() == pytest.approx(UPWARDS, rel=0.02)


def test_it_begins_gently_and_then_never_rests():
    steps = np.linalg.norm(np.diff([angles(second) for second in SECONDS], axis=0), axis=1)
    assert steps[0] < 0.01 * steps.max()
    swaying = steps[SECONDS[:-1] > EASE_IN]
    assert swaying.min() > 0.1 * swaying.max()


def test_only_what_is_seen_from_aside_sways():
    assert ABOVE.looks_down
    assert not POSE.looks_down
