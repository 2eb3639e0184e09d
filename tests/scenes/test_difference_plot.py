"""How far two descents are apart: every dot where it belongs, none on the legend."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from manim import DashedLine, Typst

from scenes.props.curves.difference_plot import DOT_RADIUS, DifferencePlot
from scenes.stage.regions import SIDE
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.scenes.pictures import lies_in

LABEL = "точность 32-битных чисел"


def plot_of(differences, resolution):
    region = SIDE.split_rows(1, 1, gap=0.2)[1]
    return DifferencePlot(
        region,
        np.asarray(differences, dtype=float),
        resolution,
        DARK,
        number_format("ru"),
        x_label="эпоха",
        y_label="отличие",
        resolution_label=LABEL,
    )


def centers_of(plot):
    """Return the middles of the dots that are shown: each is a circle of four curves."""
    circles = plot.live.points.reshape(-1, 16, 3)
    return (circles.min(axis=1) + circles.max(axis=1)) / 2


sizes = st.floats(-12, 12).map(lambda exponent: 10.0**exponent)
differences = arrays(float, st.integers(2, 20), elements=st.one_of(st.just(0.0), sizes))


@settings(max_examples=40, deadline=None)
@given(differences=differences, resolution=sizes)
@example(differences=np.array([0.0, 1e-7, 9.9e-7]), resolution=1.2e-7)
@example(differences=np.zeros(3), resolution=9.9e-8)
def test_nothing_lies_on_the_legend(differences, resolution):
    plot = plot_of(differences, resolution)
    plot.show(len(differences))
    label = next(part for part in plot if isinstance(part, Typst) and LABEL in part.typst_code)
    assert lies_in(label, plot.box)
    for center in centers_of(plot):
        outside = np.maximum(
            np.abs(center - label.get_center()) - [label.width / 2, label.height / 2, 0], 0
        )
        assert np.linalg.norm(outside) > DOT_RADIUS, center
    at = plot.point(0.0, resolution)[1]
    assert at < label.get_bottom()[1]
    assert plot.box.bottom < at
    lines = [part for part in plot if isinstance(part, DashedLine)]
    heights = sorted(line.get_center()[1] for line in lines)
    assert heights == pytest.approx([at, label.get_center()[1]])


def test_dots_appear_with_their_updates_at_their_differences():
    plot = plot_of([0.0, 1e-7, 0.0, 1e-6, 1e-5], 1e-7)
    for k, count in enumerate([0, 1, 1, 2, 3]):
        plot.show(k)
        assert len(centers_of(plot)) == count
    x, y, _ = centers_of(plot).T
    np.testing.assert_allclose(np.diff(x) / plot.box.width, [2 / 4, 1 / 4], atol=1e-6)
    assert np.diff(y) == pytest.approx(2 * [np.diff(y)[0]]), "a decade is a decade"
    assert y[0] == pytest.approx(plot.point(0.0, 1e-7)[1])
