"""Numbers: single ones, counters, sums and tables."""

from collections.abc import Callable, Sequence

import numpy as np

from gdmath import weights_at
from scenes.props.data.data_pairs import DataPairs
from scenes.props.data.error_table import Column, ErrorTable, write_column, write_signed
from scenes.props.data.linear_rule import LinearRule
from scenes.props.data.point_marker import PointMarker
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.formulas.update_sum import UpdateSum
from scenes.props.plotting.big_counter import BigCounter
from scenes.props.plotting.big_number import big_number
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.number import Number
from scenes.props.plotting.table import NumberTable
from scenes.stage.regions import SIDE, Region
from scenes.stage.theme import LIGHT, TEXT, Theme
from scenes.stage.typesetting import colored
from tests.frames.lecture import (
    ENGLISH,
    GRADIENT,
    LONG,
    LOSS,
    MANY,
    NEAR,
    NOISY,
    RUSSIAN,
    START,
    WHOLE_STEP,
    more,
    still_more,
)
from tests.frames.picture import Picture, control_frame


@control_frame("number")
def number(theme: Theme) -> Picture:
    """Signs, groups, powers and letters, flush left, centred and flush right."""
    region = Region(SIDE.left, SIDE.right, 0.0, 2.4)
    written = ["−204,5", RUSSIAN.plain(1470670), RUSSIAN.significant(3.1e-8), "1 : 50 (ещё)"]
    rows = region.split_rows(*[1] * len(written), gap=0.0)
    aligns = [-1.0, 0.0, 1.0, 0.0]
    mobjects = []
    for text, align, row in zip(written, aligns, rows, strict=True):
        x = row.center[0] + align * row.width / 2
        anchor = np.array([x, row.center[1], 0.0])
        mobjects.append(Number("", TEXT.title, theme.data).write(text, anchor, align))
    return Picture(region, mobjects)


@control_frame("big_number")
def big_number_(theme: Theme) -> Picture:
    region = Region(SIDE.left, SIDE.right, 0.0, 1.4)
    block = big_number("ещё шагов до MSE < 10⁻³", RUSSIAN.count(12345), theme)
    return Picture(region, [region.place(block)])


@control_frame("counters")
def counters(theme: Theme) -> Picture:
    region = Region(SIDE.left, SIDE.right, 1.0, 2.2)

    def weight(index: int) -> Callable[[float], str]:
        return lambda k: RUSSIAN.fixed(float(weights_at(NEAR, k)[index]), 3)

    counted = Counters(
        region,
        [
            Counter("$k$", lambda k: RUSSIAN.plain(int(k))),
            Counter("MSE", lambda k: RUSSIAN.loss(float(LOSS(*weights_at(NEAR, k))))),
            Counter(colored("$w_1$", theme.w1), weight(0)),
            Counter(colored("$w_0$", theme.w0), weight(1)),
        ],
        columns=2,
        theme=theme,
    )
    counted.show(9)
    return Picture(region, [counted, counted.live])


@control_frame("number_table")
def number_table(theme: Theme) -> Picture:
    table = NumberTable(
        SIDE,
        ["$k$", colored("$w_1$", theme.w1), colored("$w_0$", theme.w0), "MSE"],
        [
            [str(k), ENGLISH.fixed(w1, 3), ENGLISH.fixed(w0, 3), ENGLISH.loss(float(LOSS(w1, w0)))]
            for k, (w1, w0) in enumerate([*NEAR.tolist(), *NEAR[::-1].tolist()])
        ],
        theme,
    )
    table.show(9)
    return Picture(SIDE, [table, table.live])


@control_frame("prediction_table")
def prediction_table(theme: Theme) -> Picture:
    table = PredictionTable(SIDE, NOISY, NEAR, theme, ENGLISH, '$"error"^2$', more)
    table.show(3)
    return Picture(SIDE, [table, table.live])


@control_frame("prediction_table_many", LIGHT)
def prediction_table_many(theme: Theme) -> Picture:
    """More points than rows, and predictions as far off as after the whole gradient."""
    region = SIDE.inset(bottom=2.8)
    table = PredictionTable(region, MANY, WHOLE_STEP, theme, RUSSIAN, "ошибка²", still_more)
    table.show(1)
    return Picture(region, [table, table.live])


@control_frame("error_table")
def error_table(theme: Theme) -> Picture:
    """Data, predictions and signed errors; the fourth row is marked and still on its way in."""
    region = SIDE.inset(bottom=1.2)
    table = _errors(region, theme, more)
    table.remove(table.columns["squared_error"])
    table.columns["error"].show(3.5)
    below = np.array([region.center[0], region.bottom + 0.4, 0.0])
    places = np.tile(below, (len(NOISY.x), 1))
    marker = PointMarker(table.row_centers, region.width, table.row_height, places, theme)
    marker.show(3.5)
    return Picture(region, [marker, table])


@control_frame("error_table_short", LIGHT)
def error_table_short(theme: Theme) -> Picture:
    """The last column's successor, in a region too low for all rows."""
    region = SIDE.inset(bottom=3.2)
    table = _errors(region, theme, still_more)
    table.remove(table.columns["error"])
    return Picture(region, [table])


def _errors(region: Region, theme: Theme, rest: Callable[[int], str]) -> ErrorTable:
    predictions = NOISY.predict(*START)
    errors = NOISY.y - predictions

    def given(values: Sequence[float], digits: int) -> list[str]:
        return RUSSIAN.given(values, digits)

    def write(values: Sequence[float], digits: int) -> list[str]:
        return write_column(values, RUSSIAN, digits)

    def write_error(values: Sequence[float], digits: int) -> list[str]:
        return write_signed(values, RUSSIAN, digits)

    return ErrorTable(
        region,
        [
            Column("x", "$x$", theme.data, NOISY.x, given),
            Column("y", "$y$", theme.data, NOISY.y, given),
            Column("y_pred", '$y_"pred"$', theme.prediction, predictions, write),
            Column("error", "ошибка", theme.ink, errors, write_error),
        ],
        Column("squared_error", "ошибка²", theme.ink, errors**2, write),
        theme,
        rest,
    )


@control_frame("big_counter")
def big_counter(theme: Theme) -> Picture:
    """On a plate in the corner of a region; a number too wide for it is written smaller."""
    region = Region(SIDE.left, SIDE.right, 0.0, 1.8)
    counter = BigCounter(
        region, "ответ на $x =$ 1", lambda k: RUSSIAN.significant(1.234 * 10.0**k), theme
    )
    counter.show(40)
    return Picture(region, [counter])


@control_frame("data_pairs")
def data_pairs(theme: Theme) -> Picture:
    """The pairs of the lecture, and the sums that their rule makes of them."""
    region = Region(SIDE.left - 2.0, SIDE.right, SIDE.bottom + 0.6, SIDE.top)
    rule = LinearRule.of(LOSS)

    def check(x: str) -> str:
        return rule.applied_to(x, ENGLISH)

    return Picture(region, [DataPairs(region, LOSS.x, LOSS.y, theme, ENGLISH, more, check)])


@control_frame("data_pairs_many", LIGHT)
def data_pairs_many(theme: Theme) -> Picture:
    """The first of many pairs, negative ones among them, in a narrow region."""
    region = SIDE.inset(left=1.4)
    return Picture(region, [DataPairs(region, MANY.x, MANY.y, theme, RUSSIAN, still_more)])


@control_frame("update_sum")
def update_sum(theme: Theme) -> Picture:
    """A small step, its sums in one line each."""
    region = Region(SIDE.left, SIDE.right, 1.0, 2.0)
    return Picture(region, [UpdateSum(region, START, GRADIENT, LONG[1], theme, ENGLISH, rate=0.01)])


@control_frame("update_sum_split", LIGHT)
def update_sum_split(theme: Theme) -> Picture:
    """Numbers so long that what comes out has a line of its own."""
    region = Region(SIDE.left, SIDE.right, 0.2, 2.0)
    before, slope = np.array([-13470.25, 2.5]), np.array([-6183204.5, 889100.25])
    after = before - 0.0001 * slope
    return Picture(region, [UpdateSum(region, before, slope, after, theme, RUSSIAN, rate=0.0001)])
