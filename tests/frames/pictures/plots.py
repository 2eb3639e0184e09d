"""Plots: the data and the line, losses over updates, steps across the valley."""

import numpy as np
from numpy.typing import NDArray

from gdmath import Modes, MseLoss, gradient_descent
from scenes.props.curves.decay_lines import DecayLines
from scenes.props.curves.difference_plot import DifferencePlot
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.curves.loss_race import LossRace
from scenes.props.curves.overshoot import Overshoot
from scenes.props.curves.slope_plot import SlopePlot
from scenes.props.curves.valley_leaps import Leaps, ValleySection
from scenes.props.data.descent_panel import DescentPanel
from scenes.props.data.error_squares import ErrorSquares
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.knobs import Knobs
from scenes.props.data.line_reading import LineReading
from scenes.props.data.residual_plot import ResidualPlot
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import LIGHT, Theme
from tests.frames.lecture import (
    ENGLISH,
    HALF,
    LONG,
    LOSS,
    MANY,
    NEAR,
    NOISY,
    RUSSIAN,
    START,
    WHOLE_STEP,
    WINDOW,
)
from tests.frames.picture import Picture, control_frame

PLOT = MAIN.inset(right=3.4, bottom=2.0)
RATES = (0.05, 0.5, 1.03)
"""In critical learning rates."""


@control_frame("fitted_line")
def fitted_line(theme: Theme) -> Picture:
    line = FittedLine(HALF, NOISY, NEAR, theme, ENGLISH)
    line.show(1.5)
    return Picture(HALF, [line, line.live])


@control_frame("fitted_line_upright", LIGHT)
def fitted_line_upright(theme: Theme) -> Picture:
    """The line after the whole gradient: it leaves the plot above and below."""
    line = FittedLine(HALF, LOSS, WHOLE_STEP, theme, RUSSIAN)
    line.show(1)
    return Picture(HALF, [line, line.live])


@control_frame("line_reading")
def line_reading(theme: Theme) -> Picture:
    """From an x up to the line, and half-way across to the axis."""
    line = FittedLine(HALF, LOSS, LONG, theme, ENGLISH)
    line.show(len(LONG) - 1)
    w1, w0 = LONG[-1]
    reading = LineReading(line, 5.0, float(5 * w1 + w0), theme)
    reading.show(1.5)
    return Picture(HALF, [line, line.live, reading])


def _weights(weights: NDArray[np.float64]) -> tuple[str, str]:
    w1, w0 = (ENGLISH.fixed(float(weight), 2) for weight in weights)
    return w1, w0


@control_frame("descent_panel", LIGHT)
def descent_panel(theme: Theme) -> Picture:
    """Step, line, square and curve on their way between two steps."""
    panel = DescentPanel(SIDE, LOSS, LONG, theme, ENGLISH, "$k$", "MSE")
    panel.show(1.5)
    return Picture(SIDE, panel.parts)


@control_frame("knobs")
def knobs(theme: Theme) -> Picture:
    """Both weights turned."""
    region = Region(SIDE.left, SIDE.right, -1.0, 1.2)
    turned = Knobs(region, np.array([START, [6.0, -3.0]]), WINDOW, _weights, theme, RUSSIAN.brief)
    turned.show(0.7)
    return Picture(region, [turned, turned.live])


@control_frame("loss_curve")
@control_frame("loss_curve_light", LIGHT)
def loss_curve(theme: Theme) -> Picture:
    curve = LossCurve(HALF, LOSS, NEAR, theme, ENGLISH, "$k$", "MSE", theme.path)
    curve.show(7.5)
    return Picture(HALF, [curve, curve.live])


@control_frame("decay_lines")
def decay_lines(theme: Theme) -> Picture:
    """The two straight lines that the loss curve bends between."""
    shown = LONG[:13]
    curve = LossCurve(HALF, LOSS, shown, theme, RUSSIAN, "$k$", "MSE", theme.path)
    curve.show(12)
    modes = Modes.of(LOSS, START, 0.01)
    lines = DecayLines(curve, modes, (theme.flat_axis, theme.steep_axis))
    assert len(lines) == 2
    return Picture(HALF, [curve, lines, curve.live])


@control_frame("loss_race")
def loss_race(theme: Theme) -> Picture:
    """One that crawls, one that arrives, one that leaves, on their way."""
    _, region = STAGE.split_rows(3.45, 2.45, gap=0.2)
    region = region.inset(right=3.0)
    critical = LOSS.critical_learning_rate
    ways = [gradient_descent(LOSS, START, rate * critical, 20) for rate in RATES]
    names = [
        f"$eta =$ {ENGLISH.rounded(way.learning_rate, 3)}: {verdict}"
        for way, verdict in zip(ways, ("crawls", "arrives", "leaves"), strict=True)
    ]
    colors = theme.small_rate, theme.path, theme.large_rate
    race = LossRace(region, 2.4, LOSS, ways, names, colors, theme, ENGLISH, "$k$", "MSE")
    race.show(14.4)
    return Picture(region, [race, race.live, race.names])


@control_frame("leaps_in", LIGHT)
@control_frame("leaps_out")
def leaps(theme: Theme) -> Picture:
    """Leaps that land lower and lower, and leaps that leave the plot."""
    region = Region(MAIN.left, MAIN.left + 4.8, -1.6, 2.2)
    curvature = float(LOSS.eigenvalues[1])
    factor = 1 - 2 * (0.93 if theme is LIGHT else 1.1)
    section = ValleySection(region, curvature, 4.5, theme, RUSSIAN, "$d$", "MSE")
    crossing = Leaps(section, 3.0 * factor ** np.arange(9), theme)
    crossing.show(5.6)
    return Picture(region, [section, crossing])


@control_frame("difference_plot")
def difference_plot(theme: Theme) -> Picture:
    apart = np.array([0, 3e-8, 1e-7, 6e-8, 0, 2.4e-7, 1.2e-7, 4e-8, 1e-7, 3e-7, 2e-7])
    plot = DifferencePlot(
        HALF, apart, 2.4e-7, theme, ENGLISH, "epoch", "largest difference", "float32 spacing"
    )
    plot.show(9)
    return Picture(HALF, [plot, plot.live])


@control_frame("residual_plot")
def residual_plot(theme: Theme) -> Picture:
    """The line of an untaught neuron, and how far it is from the data."""
    plot = ResidualPlot(PLOT, LOSS, START, theme, RUSSIAN)
    return Picture(PLOT, [plot, plot.bars, plot.line, plot.dots])


@control_frame("residuals_half_way", LIGHT)
def residuals_half_way(theme: Theme) -> Picture:
    """The first bars of many, of both signs; not all points are there yet."""
    plot = ResidualPlot(PLOT, MANY, np.array([-2.4, 42.0]), theme, RUSSIAN)
    plot.dots.show(0.8 * len(MANY.x))
    plot.bars.show(0.5 * len(MANY.x) + 0.5)
    return Picture(PLOT, [plot, plot.bars, plot.line, plot.dots])


@control_frame("error_squares")
def error_squares(theme: Theme) -> Picture:
    """On every bar its square, to the side where there is room."""
    return _squares(theme, ENGLISH, LOSS, START, moment=1.0)


@control_frame("error_squares_smaller", LIGHT)
def error_squares_smaller(theme: Theme) -> Picture:
    """Errors that are longer than either side of the plot is wide."""
    return _squares(theme, RUSSIAN, LOSS, np.array([-7.0, 42.0]), moment=1.0, narrow=True)


@control_frame("error_squares_divided", LIGHT)
def error_squares_divided(theme: Theme) -> Picture:
    """Many squares, each on its way to an n-th of its area."""
    return _squares(theme, RUSSIAN, MANY, np.array([-1.6, 25.0]), moment=1.6)


@control_frame("error_squares_poured")
def error_squares_poured(theme: Theme) -> Picture:
    """Some squares are part of their mean already, others on their way into it."""
    return _squares(theme, ENGLISH, LOSS, START, moment=2.5)


def _squares(
    theme: Theme,
    numbers: NumberFormat,
    loss: MseLoss,
    weights: NDArray[np.float64],
    moment: float,
    narrow: bool = False,
) -> Picture:
    region = PLOT.inset(right=0.6 * PLOT.width) if narrow else PLOT
    plot = ResidualPlot(region, loss, weights, theme, numbers)
    squares = ErrorSquares(plot, loss, theme, numbers)
    assert (squares.shrinkage < 1) == narrow
    squares.show(moment)
    return Picture(region, [plot, plot.bars, squares, plot.line, plot.dots])


@control_frame("overshoot_before")
def overshoot_before(theme: Theme) -> Picture:
    """The tangent where the step begins, and its arrow, seen so closely that it leaves the plot."""
    plot = _overshoot(theme, PLOT, curvature=70.9)
    plot.show_position(1.0)
    plot.touch(-2.917)
    plot.show_arrow(0.05)
    return Picture(PLOT, [plot, plot.live])


@control_frame("overshoot_after", LIGHT)
def overshoot_after(theme: Theme) -> Picture:
    """Landed on the other side: both distances, and how high it rose."""
    plot = _overshoot(theme, PLOT, curvature=3.4)
    plot.show_position(1.0)
    plot.show_arrow(1.0)
    plot.show_reach(plot.far)
    plot.show_step(1.0)
    return Picture(PLOT, [plot, plot.live])


@control_frame("overshoot_far")
def overshoot_far(theme: Theme) -> Picture:
    """The same seventy times as far: the first distance is too short for its number."""
    plot = _overshoot(theme, MAIN, curvature=70.9)
    plot.show_position(1.0)
    plot.show_arrow(1.0)
    plot.show_reach(plot.far)
    plot.show_step(1.0)
    return Picture(MAIN, [plot, plot.live])


def _overshoot(theme: Theme, region: Region, curvature: float) -> Overshoot:
    return Overshoot(region, curvature, -2.917, theme, RUSSIAN, "расстояние $d$", "MSE")


@control_frame("slope_plot")
def slope_plot(theme: Theme) -> Picture:
    """A nudge and the change that it makes, while the straight line is drawn."""
    plot = SlopePlot(PLOT, LOSS, START, 1, np.array([[-1, 12], [-10, 450]]), theme, ENGLISH, 1.0)
    plot.grow_nudge(0.9)
    plot.draw_line(0.1)
    return Picture(PLOT, [plot])


@control_frame("slope_plot_closer", LIGHT)
def slope_plot_closer(theme: Theme) -> Picture:
    """A smaller nudge, seen closely: its triangle in the middle, the curve next to straight."""
    plot = SlopePlot(PLOT, LOSS, START, 1, np.array([[-1, 12], [-10, 450]]), theme, RUSSIAN, 1.0)
    plot.grow_nudge(1.0)
    plot.draw_line(1.0)
    plot.come_closer(0.05)
    return Picture(PLOT, [plot])


@control_frame("slope_plot_other")
def slope_plot_other(theme: Theme) -> Picture:
    """The parabola along w0 on its way, beside the one along w1."""
    plot = SlopePlot(
        PLOT, LOSS, START, 0, np.array([[-4, 33], [-10, 450]]), theme, ENGLISH, 1.0, compared=True
    )
    plot.draw_curve(0.7)
    return Picture(PLOT, [plot])
