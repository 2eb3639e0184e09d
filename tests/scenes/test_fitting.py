"""Numbers as they stand on the stage: none over another or out of its region, none too small."""

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from manim import Mobject

from gdmath import MseLoss
from gdmath.data import MAX_MAGNITUDE
from scenes.props.data.data_pairs import DataPairs
from scenes.props.data.error_table import Column, ErrorTable, write_column, write_signed
from scenes.props.data.knobs import Knobs
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.number import Number
from scenes.props.plotting.plot import Plot
from scenes.props.plotting.scale import LinearScale
from scenes.props.plotting.table import NumberTable, rows_that_fit
from scenes.stage.numbers import decimals_for
from scenes.stage.regions import MAIN, SIDE, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import THEMES
from tests.scenes.words import read_number

THEME = THEMES["dark"]
FORMATS = {language: number_format(language) for language in ("en", "ru")}
SMALLEST_EM = 0.258
"""Digits are 24 pixels high at 1080p."""
THIRD = SIDE.inset(bottom=0.6 * SIDE.height)

languages = st.sampled_from(sorted(FORMATS))
sizes = st.floats(-9, 9).map(lambda power: 10.0**power)
offsets = st.one_of(st.floats(-3, 3), st.floats(-1e6, 1e6))
"""In sizes."""
some = settings(max_examples=12)
few = settings(max_examples=5)


def numbers_of(*mobjects: Mobject) -> list[Number]:
    return [
        part
        for mobject in mobjects
        for part in mobject.get_family()
        if isinstance(part, Number) and len(part.points) and part.get_fill_opacity() > 0
    ]


def box_of(mobject: Mobject) -> Region:
    points = mobject.get_all_points()
    (left, bottom, _), (right, top, _) = points.min(axis=0), points.max(axis=0)
    return Region(left, right, bottom, top)


def geometry_faults(numbers: list[Number], region: Region) -> Iterator[str]:
    """Find numbers that overlap, leave a region or are too small."""
    boxes = [box_of(number) for number in numbers]
    for number, box in zip(numbers, boxes, strict=True):
        if (
            min(box.left - region.left, region.right - box.right) < -0.02
            or min(box.bottom - region.bottom, region.top - box.top) < -0.02
        ):
            yield f"{number.written!r} is at {box}, out of {region}"
        if number.size < SMALLEST_EM:
            yield f"{number.written!r} has an em of {number.size:.3f}"
    for (one, a), (other, b) in combinations(zip(numbers, boxes, strict=True), 2):
        across = min(a.right, b.right) - max(a.left, b.left)
        along = min(a.top, b.top) - max(a.bottom, b.bottom)
        if min(across, along) > 0.01:
            yield f"{one.written!r} overlaps {other.written!r}"


def scale_of(size: float, offset: float) -> LinearScale:
    return LinearScale(size * (offset - 0.5), size * (offset + 0.5))


scales = st.builds(scale_of, sizes, offsets)


@some
@given(scales, scales, st.sampled_from([MAIN, SIDE, THIRD]), languages)
@example(LinearScale(999_999.0, 1_000_001.0), LinearScale(-1e-9, 1e-9), MAIN, "en")
@example(LinearScale(-5.0, 10.0), LinearScale(-5.0, 5.0), MAIN, "ru")
@example(LinearScale(0.0, 1.0), LinearScale(999_999e9, 1_000_001e9), THIRD, "en")
def test_ticks_of_a_plot_differ_and_do_not_touch(x, y, region, language):
    plot = Plot(region, x, y, THEME, FORMATS[language], "$x$", "$y$")
    shown = numbers_of(plot)
    assert not [*geometry_faults(shown, region)]
    below = [number for number in shown if number.align == 0]
    beside = [number for number in shown if number.align == 1]
    for numbers, scale, axis in ((below, x, 0), (beside, y, 1)):
        assert 1 <= len(numbers) <= 9
        assert len({number.written for number in numbers}) == len(numbers)
        for number in numbers:
            value, unit = read_number(number.written, language)
            box = box_of(number)
            middle = box.center[0] if axis == 0 else number.anchor[1] + 0.34 * number.size
            low, extent = (
                (plot.box.left, plot.box.width) if axis == 0 else (plot.box.bottom, plot.box.height)
            )
            room = 0.03 * extent + 0.5 * unit / scale.extent * extent
            assert abs(low + float(scale.place(value)) * extent - middle) <= room


@st.composite
def data(draw):
    """Points on a line with noise: any scale, any offset, few or many."""
    count = draw(st.sampled_from([2, 7, 40, 10_000]))
    shapes = np.linspace(-1, 1, count), np.cos(np.arange(count))
    x, y = (draw(sizes) * (draw(offsets) + shape) for shape in shapes)
    assume(max(np.abs(x).max(), np.abs(y).max()) <= MAX_MAGNITUDE)
    return MseLoss(x, y)


def more(count: int) -> str:
    return f"and {count} more"


@some
@given(data(), sizes, languages)
def test_the_error_table_stays_in_its_columns(loss, off, language):
    numbers = FORMATS[language]
    predictions = off * loss.y
    errors = loss.y - predictions

    def given_numbers(values, digits):
        return numbers.given(values, digits)

    def computed(values, digits):
        return write_column(values, numbers, digits)

    def signed(values, digits):
        return write_signed(values, numbers, digits)

    region = SIDE.inset(left=0.05, bottom=1.9)
    table = ErrorTable(
        region,
        [
            Column("x", "$x$", THEME.data, loss.x, given_numbers),
            Column("y", "$y$", THEME.data, loss.y, given_numbers),
            Column("y_pred", '$y_"pred"$', THEME.prediction, predictions, computed),
            Column("error", "error", THEME.ink, errors, signed),
        ],
        Column("squared_error", "error²", THEME.ink, errors**2, computed),
        THEME,
        more,
    )
    rows = len(table.row_centers)
    for last in ("error", "squared_error"):
        shown = numbers_of(*(table.columns[name] for name in ("x", "y", "y_pred", last)))
        assert len(shown) == 4 * rows
        assert not [*geometry_faults(shown, region)]
    for name, values in (("x", loss.x), ("y", loss.y), ("y_pred", predictions), ("error", errors),
                         ("squared_error", errors**2)):  # fmt: skip
        for cell, value in zip(table.columns[name].cells, values, strict=False):
            check(cell.written, float(value), language)


def check(written: str, value: float, language: str) -> None:
    number, unit = read_number(written, language)
    assert abs(number - value) <= 0.5 * unit * (1 + 1e-6) + 1e-9 * abs(value), written
    assert bool(number) == bool(value), written


@some
@given(data(), st.floats(-3, 12), st.floats(0, 20), languages)
def test_the_prediction_table_stays_in_its_columns(loss, near, far, language):
    weights = loss.minimum + np.array([[10.0**-near, 0.0], [10.0**far, -(10.0**far)]])
    table = PredictionTable(SIDE, loss, weights, THEME, FORMATS[language], "error²", more)
    for k in (0, 0.5, 1):
        table.show(k)
        assert not [*geometry_faults(numbers_of(table, table.live), SIDE)]


@some
@given(
    st.lists(
        st.tuples(*3 * [st.tuples(sizes, st.sampled_from([1, -1, 0])).map(np.prod)]),
        min_size=1,
        max_size=18,
    ),
    sizes,
    languages,
)
def test_a_table_of_epochs_stays_in_its_columns(rows, extent, language):
    numbers = FORMATS[language]
    columns = np.array(rows, dtype=float).T

    def write(digits):
        w1, w0, losses = (column.tolist() for column in columns)
        written = (
            numbers.column(w1, decimals_for(extent), digits),
            numbers.column(w0, decimals_for(extent), digits),
            numbers.losses([abs(value) for value in losses], digits if digits < 3 else None),
        )
        return [[numbers.plain(k), *row] for k, row in enumerate(zip(*written, strict=True))]

    headings = ["эпоха", "$w_1$", "$w_0$", "MSE"]
    shown = rows_that_fit(write, (3, 2, 1), headings, SIDE.width)
    table = NumberTable(SIDE, headings, shown, THEME)
    table.show(len(rows))
    assert not [*geometry_faults(numbers_of(table.live), SIDE)]


@some
@given(st.lists(st.tuples(sizes, offsets).map(np.prod), min_size=3, max_size=3), sizes, languages)
def test_counters_and_knobs_stay_in_their_cells(values, extent, language):
    numbers = FORMATS[language]
    region = SIDE.inset(bottom=SIDE.height - 0.9)
    w1, w0, mse = map(float, values)

    def brief(value: float, _: float, digits: int) -> str:
        return numbers.brief(value, digits)

    decimals = decimals_for(extent)
    counters = Counters(
        region,
        [
            Counter("$w_1$", lambda _: numbers.fixed(w1, decimals), partial(brief, w1)),
            Counter("$w_0$", lambda _: numbers.fixed(w0, decimals), partial(brief, w0)),
            Counter("MSE", lambda _: numbers.loss(abs(mse)), partial(brief, abs(mse))),
            Counter("$k$", lambda _: numbers.plain(20_000)),
        ],
        columns=2,
        theme=THEME,
    )
    counters.show(1)
    assert not [*geometry_faults(numbers_of(counters, counters.live), region)]
    below = SIDE.inset(top=4.3)
    weights = np.array([[w1, w0]])
    ranges = [(w - extent, w + extent) for w in (w1, w0)]

    def write(pair):
        first, second = (numbers.fixed(float(value), decimals) for value in pair)
        return first, second

    knobs = Knobs(below, weights, ranges, write, THEME, numbers.brief)
    assert not [*geometry_faults(numbers_of(knobs, knobs.live), below)]


@few  # every sum is typeset
@given(data(), languages)
def test_pairs_stay_in_their_region(loss, language):
    region = MAIN.inset(right=MAIN.width / 3)
    pairs = DataPairs(region, loss.x, loss.y, THEME, FORMATS[language], more, lambda x: f"3 · {x}")
    shown = numbers_of(pairs)
    assert len(shown) == 2 * len(pairs.pairs)
    assert not [*geometry_faults(shown, region)]
