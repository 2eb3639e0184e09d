"""Both axes of the loss are seen where the minimum is, however narrow the valley."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath import MseLoss
from scenes.props.plane.eigen_axes import EigenAxes, are_told_apart
from scenes.props.plotting.plot import PlotArea
from scenes.props.plotting.scale import LinearScale
from scenes.stage.regions import MAIN
from scenes.stage.theme import THEMES

HOUSES = MseLoss(
    [1400, 1600, 1700, 1875, 1100, 1550, 2350, 2450, 1425, 1700],
    [245, 312, 279, 308, 199, 219, 405, 324, 319, 255],
)


def axes_on(loss: MseLoss, extents: tuple[float, float]) -> EigenAxes:
    (w1, w0), (width, height) = loss.minimum, extents
    area = PlotArea(
        MAIN,
        LinearScale(w1 - width / 3, w1 + 2 * width / 3),
        LinearScale(w0 - height / 4, w0 + 3 * height / 4),
    )
    return EigenAxes(area, loss, THEMES["dark"])


def lengths(axes: EigenAxes) -> list[float]:
    """Return how long both lines are, in heights of the plot."""
    return [
        float(np.linalg.norm(line.points[-1] - line.points[0])) / MAIN.height
        if len(line.points)
        else 0.0
        for line in axes.submobjects
    ]


@pytest.mark.parametrize(
    ("loss", "extents"),
    [
        (MseLoss([0, 1], [200, 201]), (1000.0, 1500.0)),
        (HOUSES, (0.3, 500.0)),
        (MseLoss([2010, 2015, 2020], [1, 2, 4]), (1e-3, 5e3)),
    ],
)
def test_both_axes_lead_across_the_map(loss, extents):
    axes = axes_on(loss, extents)
    assert min(lengths(axes)) > 0.9


@settings(max_examples=50, deadline=None)
@given(st.floats(-7, 7), st.floats(-7, 7), st.floats(-6, 6), st.floats(-3, 6))
def test_both_axes_are_seen_on_any_map(width, height, scale, offset):
    x = 10.0**scale * (np.array([0.0, 1.0, 3.0]) + 10.0**offset)
    axes = axes_on(MseLoss(x, [1.0, 2.0, 5.0]), (10.0**width, 10.0**height))
    assert min(lengths(axes)) > 0.9
    axes.show(0.25)
    half = lengths(axes)
    assert min(half) > 0.1
    axes.show(0.0)
    assert lengths(axes) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("x", "extents", "apart"),
    [
        ([1, 3, 2, 10, 4, 7, 8], (15.0, 10.0), True),
        ([0, 1], (15.0, 1000.0), False),
        ([0, 1], (15.0, 10.0), True),
        ([1400, 1600, 2450], (0.3, 500.0), True),
    ],
)
def test_axes_may_lie_over_each_other_where_the_scales_differ(x, extents, apart):
    loss = MseLoss(x, np.arange(len(x)))
    area = PlotArea(MAIN, LinearScale(0.0, extents[0]), LinearScale(0.0, extents[1]))
    assert are_told_apart(area, loss) == apart
