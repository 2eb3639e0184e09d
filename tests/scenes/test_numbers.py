"""Written numbers: as each language writes them, and true to their last digit."""

import math
import re
from decimal import Decimal
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scenes.files.assets import languages
from scenes.stage.numbers import MINUS, MOST_DIGITS, decimals_for
from scenes.stage.strings import number_format as read_format
from tests.scenes.words import THOUSANDS_SIGN, read_number

number_format = cache(read_format)
EN, RU = number_format("en"), number_format("ru")

WRITTEN = [
    # method, arguments, in English, in Russian
    ("plain", (0,), "0", "0"),
    ("plain", (-0.0,), "0", "0"),
    ("plain", (-5,), "−5", "−5"),
    ("plain", (0.01,), "0.01", "0,01"),
    ("plain", (2.50,), "2.5", "2,5"),
    ("plain", (1 / 3,), "0.333333", "0,333333"),
    ("plain", (0.00028351,), "0.00028351", "0,00028351"),
    ("plain", (1234,), "1234", "1234"),
    ("plain", (12345,), "12,345", "12\N{NO-BREAK SPACE}345"),
    ("plain", (-1234567.8,), "−1,234,568", "−1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}568"),
    ("plain", (9876543,), "9,876,543", "9\N{NO-BREAK SPACE}876\N{NO-BREAK SPACE}543"),
    ("plain", (31.70700585,), "31.7070", "31,7070"),
    ("plain", (0.000123456789,), "0.000123457", "0,000123457"),
    ("plain", (0.99999999,), "1.00000", "1,00000"),
    ("plain", (1e-4,), "0.0001", "0,0001"),
    ("plain", (1e-5,), "10⁻⁵", "10⁻⁵"),
    ("plain", (-1e-5,), "−10⁻⁵", "−10⁻⁵"),
    ("plain", (2.5e-7,), "2.5·10⁻⁷", "2,5·10⁻⁷"),
    ("plain", (1e7,), "10⁷", "10⁷"),
    ("plain", (-3.2e11,), "−3.2·10¹¹", "−3,2·10¹¹"),
    ("fixed", (2.96453, 3), "2.965", "2,965"),
    ("fixed", (-0.0004, 3), "−0.0004", "−0,0004"),
    ("fixed", (0.0, 3), "0.000", "0,000"),
    ("fixed", (-3e-17, 3), "0.000", "0,000"),
    ("fixed", (3e-7, 3), "3·10⁻⁷", "3·10⁻⁷"),
    ("fixed", (5444314.0, 3), "5,444,314", "5\N{NO-BREAK SPACE}444\N{NO-BREAK SPACE}314"),
    ("fixed", (1234.5678, 5), "1234.568", "1234,568"),
    ("fixed", (3.21e-18, 21), "3.21·10⁻¹⁸", "3,21·10⁻¹⁸"),
    ("fixed", (-0.0005001, 3), "−0.001", "−0,001"),
    ("fixed", (9.9996, 3), "10.000", "10,000"),
    ("fixed", (99999.6, 0), "100,000", "100\N{NO-BREAK SPACE}000"),
    ("fixed", (10240, 1), "10,240.0", "10\N{NO-BREAK SPACE}240,0"),
    ("fixed", (12345678.0, 2), "1.23·10⁷", "1,23·10⁷"),
    ("significant", (0.0,), "0", "0"),
    ("significant", (301.18, 4), "301.2", "301,2"),
    ("significant", (1470670.3,), "1,470,670", "1\N{NO-BREAK SPACE}470\N{NO-BREAK SPACE}670"),
    ("significant", (0.0158,), "0.0158", "0,0158"),
    ("significant", (9.996,), "10.0", "10,0"),
    ("significant", (0.99996,), "0.99996", "0,99996"),
    ("significant", (-1.0004,), "−1.0004", "−1,0004"),
    ("significant", (1.0,), "1.00", "1,00"),
    ("significant", (0.09996,), "0.100", "0,100"),
    ("significant", (-99.96,), "−100", "−100"),
    ("significant", (9.9949,), "9.99", "9,99"),
    ("significant", (1.5e-8,), "1.50·10⁻⁸", "1,50·10⁻⁸"),
    ("significant", (9.996e-6,), "1.00·10⁻⁵", "1,00·10⁻⁵"),
    ("significant", (1.234e300,), "1.23·10³⁰⁰", "1,23·10³⁰⁰"),
    ("rounded", (0.05430,), "0.0543", "0,0543"),
    ("rounded", (-4.0,), "−4", "−4"),
    ("rounded", (0.00044249, 4), "0.0004425", "0,0004425"),
    ("rounded", (0.028213166, 8), "0.028213166", "0,028213166"),
    ("rounded", (2.99996,), "3.000", "3,000"),
    ("rounded", (0.99996, 3), "0.99996", "0,99996"),
    ("rounded", (12345.6,), "12,346", "12\N{NO-BREAK SPACE}346"),
    ("rounded", (3.14159, 3), "3.14", "3,14"),
    ("component", (-204.5, 206.6), "−204.5", "−204,5"),
    ("component", (-29.4597, 206.6), "−29.5", "−29,5"),
    ("component", (-0.0412, 206.6), "−0.0412", "−0,0412"),
    ("component", (2.1, 2.12), "2.1", "2,1"),
    ("component", (2.09999, 2.12), "2.100", "2,100"),
    ("component", (0.0, 2.12), "0", "0"),
    ("component", (-1.85e-17, 0.2667), "0", "0"),
    ("component", (12345.6, 20000.0), "12,346", "12\N{NO-BREAK SPACE}346"),
    ("component", (3.2e-7, 1.0), "3.2·10⁻⁷", "3,2·10⁻⁷"),
    ("component", (3.0, 2e9), "3", "3"),
    (
        "losses",
        ([0.0418, 0.00149, 1.4e-5, 0.0160],),
        ["0.0418", "0.0015", "1·10⁻⁵", "0.0160"],
        ["0,0418", "0,0015", "1·10⁻⁵", "0,0160"],
    ),
    (
        "losses",
        ([53372.4, 1470670.3],),
        ["53,372", "1,470,670"],
        ["53\N{NO-BREAK SPACE}372", "1\N{NO-BREAK SPACE}470\N{NO-BREAK SPACE}670"],
    ),
    ("losses", ([1.2e8, 3.0],), ["1.20·10⁸", "3.00·10⁰"], ["1,20·10⁸", "3,00·10⁰"]),
    (
        "losses",
        ([300.0, 5e6, 0.0],),
        ["300", "5,000,000", "0"],
        ["300", "5\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000", "0"],
    ),
    ("losses", ([0.25, 0.0],), ["0.250", "0.000"], ["0,250", "0,000"]),
    (
        "column",
        ([-59.58, 5444314.0, 3.31e7], 3),
        ["−5.96·10¹", "5.44·10⁶", "3.31·10⁷"],
        ["−5,96·10¹", "5,44·10⁶", "3,31·10⁷"],
    ),
    (
        "column",
        ([12345.678, 23456.789], 3),
        ["12,345.68", "23,456.79"],
        ["12\N{NO-BREAK SPACE}345,68", "23\N{NO-BREAK SPACE}456,79"],
    ),
    (
        "column",
        ([2.5e-9, -1.25e-9, 0.0], 12),
        ["2.50·10⁻⁹", "−1.25·10⁻⁹", "0"],
        ["2,50·10⁻⁹", "−1,25·10⁻⁹", "0"],
    ),
    ("given", ([31.70700585, 68.77759598],), ["31.71", "68.78"], ["31,71", "68,78"]),
    ("given", ([0.5, 3],), ["0.5", "3.0"], ["0,5", "3,0"]),
    ("given", ([2010, 2020],), ["2010", "2020"], ["2010", "2020"]),
    (
        "given",
        ([999999.75, 1000000.25],),
        ["999,999.75", "1,000,000.25"],
        ["999\N{NO-BREAK SPACE}999,75", "1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000,25"],
    ),
    ("given", ([1e-9, 1e-8, 0],), ["0.1·10⁻⁸", "1.0·10⁻⁸", "0"], ["0,1·10⁻⁸", "1,0·10⁻⁸", "0"]),
    ("losses", ([0.0, 0.0],), ["0", "0"], ["0", "0"]),
    ("loss", (301.18,), "301.2", "301,2"),
    ("loss", (25.61,), "25.6", "25,6"),
    ("loss", (2.2081,), "2.21", "2,21"),
    ("loss", (0.015812,), "0.0158", "0,0158"),
    ("loss", (0.0,), "0", "0"),
    ("factor", (0.29,), "0.29", "0,29"),
    ("factor", (0.99447,), "0.9945", "0,9945"),
    ("factor", (1.0,), "1", "1"),
    ("factor", (-1.003,), "−1.0030", "−1,0030"),
    ("factor", (-69.9,), "−69.9", "−69,9"),
    ("factor", (1 - 2.5e-9,), "1 − 2.5·10⁻⁹", "1 − 2,5·10⁻⁹"),
    ("factor", (-1 - 2.5e-9,), "−(1 + 2.5·10⁻⁹)", "−(1 + 2,5·10⁻⁹)"),
    ("factor", (-0.0001,), "−0.00010", "−0,00010"),
    ("factor", (1e-17,), "0", "0"),
    ("percent_gone", (0.25,), "75", "75"),
    ("percent_gone", (1e-8,), "99.999999", "99,999999"),
    ("percent_gone", (0.0004,), "99.96", "99,96"),
    ("percent_gone", (0.0,), "100", "100"),
    ("percent_gone", (0.123456,), "87.7", "87,7"),
    ("count", (7,), "7", "7"),
    ("count", (12345,), "12,345", "12\N{NO-BREAK SPACE}345"),
    ("count", (123456789,), "1.2·10⁸", "1,2·10⁸"),
    ("power_of_ten", (-12,), "10⁻¹²", "10⁻¹²"),
    ("power_of_ten", (0,), "10⁰", "10⁰"),
    ("ticks", ([-0.5, 0, 0.25],), ["−0.50", "0.00", "0.25"], ["−0,50", "0,00", "0,25"]),
    ("ticks", ([-5, 0, 10],), ["−5", "0", "10"], ["−5", "0", "10"]),
    ("ticks", ([0, 1e-5, 2e-5],), ["0", "1·10⁻⁵", "2·10⁻⁵"], ["0", "1·10⁻⁵", "2·10⁻⁵"]),
    ("ticks", ([0, 5e6, 1e7],), ["0", "5·10⁶", "10·10⁶"], ["0", "5·10⁶", "10·10⁶"]),
    (
        "ticks",
        ([1e9, 1e9 + 500],),
        ["1.0000000·10⁹", "1.0000005·10⁹"],
        ["1,0000000·10⁹", "1,0000005·10⁹"],
    ),
    ("ticks", ([0.3, 0.3000005],), ["0.3000000", "0.3000005"], ["0,3000000", "0,3000005"]),
    ("decades", ([0, 0.1, 1, 10],), ["0", "0.1", "1", "10"], ["0", "0,1", "1", "10"]),
    ("decades", ([1e-8, 1e-4, 1],), ["10⁻⁸", "10⁻⁴", "10⁰"], ["10⁻⁸", "10⁻⁴", "10⁰"]),
    ("decades", ([0, 100, 1e6],), ["0", "10²", "10⁶"], ["0", "10²", "10⁶"]),
]


@pytest.mark.parametrize(("method", "arguments", "english", "russian"), WRITTEN)
def test_numbers_are_written_as_the_language_does(method, arguments, english, russian):
    assert getattr(EN, method)(*arguments) == english
    assert getattr(RU, method)(*arguments) == russian


@pytest.mark.parametrize(
    ("extent", "decimals"),
    [(15, 3), (10, 3), (9.99, 4), (1, 4), (0.2, 5), (3e4, 0), (1e9, 0), (0, 3), (math.nan, 3)],
)
def test_decimals_for_an_extent(extent, decimals):
    assert decimals_for(extent) == decimals


@given(st.floats(1e-9, 1e9), st.integers(2, 6))
def test_decimals_for_an_extent_show_so_many_digits_of_it(extent, digits):
    shown = decimals_for(extent, digits)
    assert shown >= 0
    # One in the last digit is that small a part of the extent, and no smaller than needed.
    unit = 10.0**-shown
    assert unit <= extent * 10.0**-digits * 10 * (1 + 1e-9) or shown == 0
    assert unit > extent * 10.0**-digits / 10 * (1 - 1e-9) or shown == 0


# What is written reads back.

MAGNITUDES = st.floats(-13, 14).map(lambda power: 10.0**power)
VALUES = st.one_of(
    st.just(0.0),
    st.builds(lambda size, sign: sign * size, MAGNITUDES, st.sampled_from([1, -1])),
    st.integers(-(10**7), 10**7).map(float),
    # One in the last digit below a number that has one digit more.
    st.builds(lambda power, digits: 10.0**power - 10.0 ** (power - digits),
              st.integers(-6, 8), st.integers(1, 6)),
)  # fmt: skip
LANGUAGES = st.sampled_from(languages())


def check(written: str, value: float, language: str) -> tuple[float, float]:
    """Read back what was written; it is the value, rounded to the last digit shown."""
    number, unit = read_number(written, language)
    assert abs(number - value) <= 0.5 * unit * (1 + 1e-6) + 1e-12 * abs(value), written
    assert "-" not in written
    assert written.startswith(MINUS) == (number < 0), "a minus stands before all below zero only"
    others = set(".,\N{NO-BREAK SPACE} ") - {
        number_format(language).decimal_sign,
        THOUSANDS_SIGN[language],
    }
    assert not others & set(written)
    return number, unit


@given(VALUES, st.integers(0, 5), LANGUAGES)
def test_fixed_reads_back(value, decimals, language):
    written = number_format(language).fixed(value, decimals)
    number, unit = check(written, value, language)
    assert number or abs(value) <= 1e-9 * 10.0**-decimals, "only zero is written as zero"
    if 0.5 * 10.0**-decimals <= abs(value) < 10.0 ** (MOST_DIGITS - decimals) / 10:
        assert unit == pytest.approx(10.0**-decimals)


@given(VALUES, st.integers(1, 6), LANGUAGES)
@example(9.996, 3, "en")
@example(-0.99996, 4, "ru")
@example(9999999.9, 3, "en")
@example(0.000099999, 3, "en")
def test_significant_shows_so_many_digits(value, digits, language):
    written = number_format(language).significant(value, digits)
    number, unit = check(written, value, language)
    if number:
        shown = math.floor(math.log10(abs(number)) + 1e-9) - round(math.log10(unit)) + 1
        is_power = "10" in written and any(sign in written for sign in "⁰¹²³⁴⁵⁶⁷⁸⁹")
        if is_power:
            assert shown == min(digits, 3)
        elif 0.5 < abs(value) < 1.5:
            assert digits <= shown <= max(digits + 1, MOST_DIGITS + 1)
        else:
            assert shown == max(digits, math.floor(math.log10(abs(number)) + 1e-9) + 1)


@given(VALUES, st.integers(3, 6), LANGUAGES)
def test_rounded_is_within_its_digits_and_ends_in_no_zero(value, digits, language):
    format_ = number_format(language)
    written = format_.rounded(value, digits)
    number, _ = read_number(written, language)
    if value:
        size = 10.0 ** math.floor(math.log10(abs(value)) + 1e-9)
        assert abs(number - value) <= 0.5 * size * 10.0 ** (1 - digits) * (1 + 1e-6)
    mantissa = written.split("·")[0]
    if format_.decimal_sign in mantissa and math.isclose(number, value, rel_tol=1e-12):
        assert not mantissa.endswith(("0", format_.decimal_sign))
    assert written.startswith(MINUS) == (number < 0)


@given(VALUES, LANGUAGES)
def test_plain_is_exact_to_six_digits(value, language):
    written = number_format(language).plain(value)
    number, _ = read_number(written, language)
    assert number == pytest.approx(value, rel=5.001e-6, abs=0)
    assert written.startswith(MINUS) == (number < 0)


@given(VALUES, LANGUAGES)
def test_losses_and_factors_read_back(value, language):
    format_ = number_format(language)
    check(format_.loss(abs(value)), abs(value), language)
    written = format_.factor(value)
    if " " in written:  # a difference from one
        assert 0 < abs(abs(value) - 1) <= 1e-6
    elif abs(value) > 1e-12:
        check(written, value, language)


@given(st.floats(1e-4, 0.5), st.sampled_from([1, -1]), st.sampled_from([1, -1]), LANGUAGES)
def test_a_factor_is_told_from_one(apart, side, sign, language):
    value = sign * (1 + side * apart)
    number, _ = read_number(number_format(language).factor(value), language)
    assert (abs(number) - 1) * side > 0


@given(st.just(0.0) | st.floats(-20.0, 0.0).map(lambda power: 10.0**power), LANGUAGES)
@example(0.0, "en")
@example(1e-16, "ru")
def test_not_all_is_gone_while_anything_is_left(left, language):
    number, unit = read_number(number_format(language).percent_gone(left), language)
    if not 0 < left < 1e-13:  # what is read is a double; near 100 they are 1e-14 apart
        assert abs(number - (100 - 100 * left)) <= 0.5 * unit * (1 + 1e-3)
    assert (Decimal(left) == 0) == (number_format(language).percent_gone(left) == "100")


COLUMNS = st.lists(VALUES, min_size=1, max_size=8)


@given(COLUMNS, st.integers(-3, 12), st.integers(1, 3), LANGUAGES)
def test_a_column_is_written_alike_and_true(values, decimals, digits, language):
    written = number_format(language).column(values, decimals, digits)
    for text, value in zip(written, values, strict=True):
        number, _ = check(text, value, language)
        assert number or abs(value) <= 1e-9 * 10.0**-decimals
    # Only one that the column's decimals would not show may differ.
    shown = [
        text
        for text, value in zip(written, values, strict=True)
        if abs(value) >= 0.5 * 10.0 ** -max(0, decimals)
    ]
    assert len({"·10" in text for text in shown}) <= 1
    decimal_sign = number_format(language).decimal_sign
    assert len({len(text.partition("·")[0].partition(decimal_sign)[2]) for text in shown}) <= 1
    assert max(map(len, written)) <= 11


@given(COLUMNS, LANGUAGES)
def test_given_numbers_are_true(values, language):
    written = number_format(language).given(values)
    for text, value in zip(written, values, strict=True):
        number, _ = check(text, value, language)
        assert bool(number) == bool(value)


@given(st.integers(0, 10**12), LANGUAGES)
def test_counts_read_back(value, language):
    number, _ = check(number_format(language).count(value), value, language)
    assert value >= 1e7 or number == value


@given(
    st.floats(-9, 12).map(lambda power: 10.0**power),
    st.floats(-1e6, 1e6),
    st.sampled_from([1, 2, 5]),
    st.integers(2, 9),
    LANGUAGES,
)
def test_ticks_are_written_alike_differently_and_exactly(size, offset, step, count, language):
    step = float(f"{step}e{math.floor(math.log10(size))}")
    values = ((round(offset) + np.arange(count)) * step).tolist()
    written = number_format(language).ticks(values)
    assert len(set(written)) == count
    numbers, units = zip(*(read_number(text, language) for text in written), strict=True)
    np.testing.assert_allclose(numbers, values, atol=1e-3 * step)
    assert len({unit for unit, number in zip(units, numbers, strict=True) if number}) <= 1


@given(st.integers(-12, 12), st.integers(1, 6), st.integers(1, 3), st.booleans(), LANGUAGES)
def test_decades_read_back_in_one_style(low, count, apart, with_zero, language):
    values = [10.0 ** (low + apart * index) for index in range(count)]
    written = number_format(language).decades([0.0, *values] if with_zero else values)
    if with_zero:
        assert written.pop(0) == "0"
    read = [read_number(text, language)[0] for text in written]
    np.testing.assert_allclose(read, values, rtol=1e-12)
    is_power = {re.fullmatch("10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", text) is not None for text in written}
    assert len(is_power) == 1
