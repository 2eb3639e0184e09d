"""How people write numbers: what is taken is what was meant, and the rest is refused."""

import os
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from scenes.params import Params, ParamsError
from scenes.params.characters import MINUSES, look_alike, named
from scenes.params.numerals import AmbiguousError, read_list, readings

NO_BREAK, THIN, NARROW = "\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}"
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Number(NamedTuple):
    """A number as digits, before anybody writes it down."""

    is_negative: bool
    whole: int
    fraction: str

    @property
    def value(self) -> float:
        return (-1 if self.is_negative else 1) * float(f"{self.whole}.{self.fraction or 0}")


class Hand(NamedTuple):
    """How somebody writes numbers."""

    decimal: str
    group: str
    minus: str
    digits: dict[int, int]
    drops_zero: bool

    def write(self, number: Number) -> str:
        whole = str(number.whole)
        if self.group:
            whole = f"{number.whole:,}".replace(",", self.group)
        if self.drops_zero and whole == "0" and number.fraction:
            whole = ""
        written = whole + (self.decimal + number.fraction if number.fraction else "")
        return (self.minus if number.is_negative else "") + written.translate(self.digits)


NUMBERS = st.builds(
    Number,
    is_negative=st.booleans(),
    whole=st.one_of(st.integers(0, 20), st.integers(0, 5_000_000)),
    fraction=st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=4)),
)
HANDS = st.builds(
    Hand,
    decimal=st.sampled_from(".,"),
    group=st.sampled_from(["", "", " ", NO_BREAK, THIN, NARROW, ",", ".", "'", "’"]),
    minus=st.sampled_from(["-", *MINUSES]),
    digits=st.sampled_from([{}, {}, WIDE_DIGITS, ARABIC_DIGITS]),
    drops_zero=st.booleans(),
).filter(lambda hand: hand.group != hand.decimal)
BRACKETS = ["", "[]", "()"]
SEPARATORS = [
    ",",
    ", ",
    " ",
    "  ",
    " ,",
    f",{NO_BREAK}",
    NO_BREAK,
    THIN,
    "\t",
    "\n",
    "\r\n",
    ";",
    "; ",
]


def says_how(hand: Hand, separator: str, numbers: list[Number]) -> bool:
    """Whether the spelling follows what the parameters' file says of commas, points and spaces."""
    between = separator.strip() or separator[:1]
    if between == "," and "," in (hand.decimal, hand.group) and separator == ",":
        return False  # commas part values, as in 0,1,2,3
    if hand.group and hand.group.isspace() and between.isspace() and between not in "\t\n\r":
        return False  # so do spaces
    # A point stands before decimals unless another number shows that commas do.
    has_comma = hand.decimal == "," and any(number.fraction for number in numbers)
    return hand.group != "." or has_comma


@settings(max_examples=250)
@given(
    numbers=st.lists(NUMBERS, min_size=2, max_size=6),
    hand=HANDS,
    separator=st.sampled_from(SEPARATORS),
    brackets=st.sampled_from(BRACKETS),
)
def test_a_list_is_what_was_meant_or_is_refused(numbers, hand, separator, brackets):
    assume(says_how(hand, separator, numbers))
    text = separator.join(map(hand.write, numbers))
    if brackets:
        text = brackets[0] + text + brackets[1]
    try:
        found = read_list(text)
    except AmbiguousError:
        event("refused")
        return
    event("taken" if found else "no list")
    if found is not None:
        assert found == [number.value for number in numbers], text


@given(number=NUMBERS, hand=HANDS)
def test_one_number_is_what_was_meant_or_is_refused(number, hand):
    assume(hand.group != "." or number.fraction)
    found = readings(hand.write(number))
    assert number.value in found
    if hand.decimal == "." and not hand.group:
        assert found == (number.value,)


THREE = {"DESCENT_Y": "1,2,3"}


def load(**variables: str) -> Params:
    with mock.patch.dict(os.environ, variables):
        return Params.load()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,5 2,5 3,5", (1.5, 2.5, 3.5)),
        ("1,5; 2,5; 3,5", (1.5, 2.5, 3.5)),
        ("1,5\n2,5\n3,5", (1.5, 2.5, 3.5)),
        ("1,5\t2,5\t3", (1.5, 2.5, 3)),
        ("0 0,5 1,5", (0, 0.5, 1.5)),
        ("0,001 1,000 2,000", (0.001, 1, 2)),
        ("1 234,5; 2 345,5; 3", (1234.5, 2345.5, 3)),
        (f"1{NO_BREAK}234,5\n2{NO_BREAK}345,5\n3", (1234.5, 2345.5, 3)),
        ("1;2;3", (1, 2, 3)),
        ("(1, 2, 3)", (1, 2, 3)),
        (f"1,{NO_BREAK}2,{NO_BREAK}3", (1, 2, 3)),
        (".01 1. 3", (0.01, 1, 3)),
        ("−1 –2 3", (-1, -2, 3)),
        ("１,２,３", (1, 2, 3)),
        ("\ufeff1,2,3\u200b", (1, 2, 3)),
    ],
)
def test_what_can_be_meant_in_one_way_is_taken(text, meant):
    assert load(DESCENT_X=text, **THREE).x == meant


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1,5 2 3", "has 1,5, which may be one value, 1.5, or two, 1, 5: write which"),
        ("1,5, 2,5, 3,5", "has 1,5, which may be one value, 1.5, or two, 1, 5: write which"),
        ("1,2,3 4", "has commas with a space after them and without: "
         "put a space after every comma"),
        ("1 000, 2 000", "has 000 after 1, which may be one number: write 1000, or else 1, 0"),
        ("1,000,2,000", "has 000 after 1, which may be one number: write 1000, or else 1, 0"),
        ("1,000 2,000", "has 1,000, which may mean 1000 or 1: write which"),
        (f"100{NO_BREAK}200", "has U+00A0 NO-BREAK SPACE between digits, which may part thousands "
         "or values: write a comma between values, and nothing inside one"),
        ("100 200\n300 400", "has 100 200: put commas between values, none inside one"),
        ("1,2,З", "must be a list of numbers, such as 1,3,2, but has "
         '"З", U+0417 CYRILLIC CAPITAL LETTER ZE'),
        ("1е5 2", "must be a list of numbers, such as 1,3,2, but has "
         '"е", U+0435 CYRILLIC SMALL LETTER IE: write "e"'),
        ("“1,2”", "must be a list of numbers, such as 1,3,2, but has "
         '"“", U+201C LEFT DOUBLE QUOTATION MARK: write a straight quote'),
        ("1\u200b2 3", "must be a list of numbers, such as 1,3,2, but has "
         "U+200B ZERO WIDTH SPACE: delete it"),
        ("½ 1", "must be a list of numbers, such as 1,3,2, but has "
         '"½", U+00BD VULGAR FRACTION ONE HALF'),
    ],
)  # fmt: skip
def test_what_can_be_meant_otherwise_is_refused_with_what_to_write(text, rule):
    with pytest.raises(ParamsError) as caught:
        load(DESCENT_X=text, DESCENT_Y="1,2")
    (problem,) = caught.value.problems
    assert problem.rule == rule


@pytest.mark.parametrize(
    ("key", "text", "meant"),
    [
        ("learning_rate", "0,02", 0.02),
        ("learning_rate", ".01", 0.01),
        ("learning_rate", "1.", 1.0),
        ("steps", "1 000", 1000),
        ("steps", f"1{NARROW}000", 1000),
        ("start", "−4,4", (-4.0, 4.0)),
        ("start", "(−4; 4,5)", (-4.0, 4.5)),
        ("start", "-4,5 2,5", (-4.5, 2.5)),
    ],
)
def test_numbers_and_pairs(key, text, meant):
    assert getattr(load(**{f"DESCENT_{key.upper()}": text}), key) == meant


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("start = [−4, 4]", 'it has "−", U+2212 MINUS SIGN: write a plain "-"'),
        ("х = [1, 2]", 'it has "х", U+0445 CYRILLIC SMALL LETTER HA: write "x"'),
        ('"у" = [1, 2]', 'it has "у", U+0443 CYRILLIC SMALL LETTER U: write "y"'),
        (f"x = [1,{NO_BREAK}2]", "it has U+00A0 NO-BREAK SPACE: write a plain space, or nothing"),
        ("learning_rate = .01", "write a zero before the point, as in 0.01, in .01"),
        ("learning_rate = 1.", "write a zero after the point, as in 1.0, in 1."),
        ("x = (1, 2)", "a list stands in square brackets, as in [1, 3, 2]"),
        ("x = [1; 2]", "put commas between values, as in [1, 3, 2]"),
        ("steps = True", "write true or false, in lower case"),
        ("language = “ru”",
         'it has "“", U+201C LEFT DOUBLE QUOTATION MARK: write a straight quote'),
        ("x = [1,5, 2,5, 3,5]", "1,5 seems to be one number: write decimals with a point, 1.5, "
         "or a space after every comma"),
    ],
)  # fmt: skip
def test_slips_in_a_file(tmp_path, toml, said):
    file = Path(tmp_path, "lecture.toml")
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(ParamsError) as caught:
        Params.load(file)
    assert str(caught.value).endswith(said)
    assert str(caught.value).isprintable()


def test_lists_of_a_file_may_be_close_together(tmp_path):
    file = Path(tmp_path, "lecture.toml")
    file.write_text("x = [1,2, 3]\ny = [1,5,2]  # 1,5, 2,5", encoding="utf-8")
    assert Params.load(file).y == (1, 5, 2)


def test_a_variable_with_a_letter_of_another_alphabet():
    with pytest.raises(ParamsError, match='U\\+0425 CYRILLIC CAPITAL LETTER HA: write "X"'):
        load(DESCENT_Х="1,2")


@given(st.characters(exclude_categories=["Cs"], min_codepoint=128))
def test_every_character_has_a_name_on_one_line(character):
    said = look_alike(f"1{character}")
    assert said is not None
    assert said.startswith(named(character))
    assert said.isprintable()
    assert f"U+{ord(character):04X}" in said
