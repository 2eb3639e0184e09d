"""Params: every good form of every value, every bad one with its message, from every source."""

import json
import math
import os
import pickle
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from gdmath.data import check_data
from gdmath.user_cache import CACHE_VARIABLE
from scenes.files import assets as assets_module
from scenes.files.assets import asset_path
from scenes.params import Params, ParamsError, sources
from scenes.params.sources import DATA_KEYS, OTHER_VARIABLES, PARAMS_VARIABLE

KEYS = list(Params.model_fields)
DEFAULTS = Params().model_dump(mode="json")
DEFAULT_Y = "[3, 9, 6, 30, 12, 21, 24]"
SEVEN_FIVES = "[5, 5, 5, 5, 5, 5, 5]"
ALL_KEYS = ", ".join([*KEYS, *DATA_KEYS])


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """No variable of the person who runs the tests counts, and paths begin in an empty folder."""
    for name in os.environ:
        if name.startswith("DESCENT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def assets(monkeypatch, tmp_path):
    """Put another params.toml in the place of the one in assets/."""

    def put(text):
        path = tmp_path / "assets" / "params.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sources, "asset_path", path.parent.joinpath)

    return put


def write(text, name="lecture.toml"):
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def set_variable(monkeypatch, key, text):
    monkeypatch.setenv(f"DESCENT_{key.upper()}", text)


def message(call, *args, **kwargs):
    """Return the message of the ParamsError that the call raises."""
    with pytest.raises(ParamsError) as caught:
        call(*args, **kwargs)
    assert isinstance(caught.value, ValueError)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    assert text.isprintable()
    assert "pydantic" not in text.lower()
    assert "http" not in text
    return text


# Defaults


def test_the_defaults_are_the_notebooks():
    params = Params()
    assert params.x == (1, 3, 2, 10, 4, 7, 8)
    assert params.y == tuple(3 * x for x in params.x)
    assert (params.seed, params.start) == (0, None)
    assert (params.learning_rate, params.steps, params.epochs) == (0.01, 100, 10)
    assert (params.w1_range, params.w0_range, params.resolution) == ((-5, 10), (-5, 5), 100)
    assert (params.language, params.theme) == ("en", "dark")


def test_nothing_said_anywhere_means_the_defaults():
    assert Params.load() == Params()


def test_values_have_their_plain_types():
    params = Params()
    for points in (params.x, params.y, params.w1_range, params.w0_range):
        assert type(points) is tuple
        assert {type(value) for value in points} == {float}


def test_dumps_to_plain_json():
    dumped = Params(start=(1, 2), w1_range="auto").model_dump(mode="json")
    assert json.loads(json.dumps(dumped)) == dumped
    assert list(dumped) == KEYS
    assert dumped["start"] == [1.0, 2.0]


def test_is_frozen_and_hashable():
    params = Params()
    with pytest.raises(ValueError, match="frozen"):
        params.steps = 5
    assert params.steps == 100
    assert hash(params) == hash(Params())
    assert params != Params(steps=5)


def test_every_field_is_described():
    for key, field in Params.model_fields.items():
        assert len(field.description or "") > 30, key


def test_the_class_itself_reads_nothing(monkeypatch):
    set_variable(monkeypatch, "steps", "5")
    monkeypatch.setenv(PARAMS_VARIABLE, "nowhere.toml")
    monkeypatch.setenv("steps", "6")
    assert Params() == Params(steps=100)


# Sources


def test_each_source_gives_way_to_the_stronger_ones(monkeypatch, assets):
    stack = []

    def seen(**overrides):
        stack.append(Params.load(**overrides).steps)

    assets("")
    seen()
    assets("steps = 1")
    seen()
    monkeypatch.setenv(PARAMS_VARIABLE, str(write("steps = 2")))
    seen()
    set_variable(monkeypatch, "steps", "3")
    seen()
    seen(steps=4)
    assert stack == [100, 1, 2, 3, 4]


def test_sources_complete_each_other(monkeypatch, assets):
    assets("seed = 1\nsteps = 1\nepochs = 1\nresolution = 11")
    monkeypatch.setenv(PARAMS_VARIABLE, str(write("steps = 2\nepochs = 2\nresolution = 22")))
    set_variable(monkeypatch, "epochs", "3")
    set_variable(monkeypatch, "resolution", "33")
    assert Params.load(resolution=44) == Params(seed=1, steps=2, epochs=3, resolution=44)


def test_a_file_in_the_call_stands_in_for_the_named_one(monkeypatch):
    monkeypatch.setenv(PARAMS_VARIABLE, "nowhere.toml")
    write("steps = 5")
    assert Params.load("lecture.toml").steps == 5
    assert Params.load(file=Path("lecture.toml")).steps == 5


def test_an_override_takes_back_what_weaker_sources_say(monkeypatch):
    set_variable(monkeypatch, "start", "1,2")
    assert Params.load(start=None).start is None
    set_variable(monkeypatch, "start", "none")
    assert Params.load(write("start = [1, 2]")).start is None


def test_a_bad_value_that_nobody_uses_does_no_harm(monkeypatch):
    set_variable(monkeypatch, "steps", "-1")
    assert Params.load(steps=5).steps == 5


@pytest.mark.parametrize("text", ["", " "])
@pytest.mark.parametrize("name", ["X", "START", "STEPS", "THEME", "PARAMS", "CACHE", "FOO"])
def test_an_empty_variable_is_not_set(monkeypatch, name, text):
    monkeypatch.setenv(f"DESCENT_{name}", text)
    assert Params.load() == Params()


def test_other_variables_are_left_to_others(monkeypatch):
    assert OTHER_VARIABLES == ("DESCENT_PARAMS", "DESCENT_CACHE")
    monkeypatch.setenv(CACHE_VARIABLE, "/somewhere")
    monkeypatch.setenv("descent_steps", "5")
    monkeypatch.setenv("STEPS", "5")
    assert Params.load() == Params()


def test_a_file_may_begin_with_a_byte_order_mark_and_hold_any_language():
    path = write("\ufeff# Лекция\r\nsteps = 5  # шагов\r\n")
    assert Params.load(path).steps == 5


# Good forms


class Good(NamedTuple):
    key: str
    python: Any
    toml: str
    text: str
    value: Any


GOOD = [
    # A list of numbers.
    Good("x", (0, 1, 2, 3, 4, 5, 6), "[0, 1, 2, 3, 4, 5, 6]", "0,1,2,3,4,5,6", (*range(7),)),
    Good("x", [0, 1, 2, 3, 4, 5, 6], "[0,1,2,3,4,5,6,]", "0 1 2 3 4 5 6", (*range(7),)),
    Good("x", range(7), "[\n0, 1, 2,\n3, 4, 5, 6]", "[0,1,2,3,4,5,6]", (*range(7),)),
    Good("y", np.arange(7), "[0.0, 1, 2, 3, 4, 5, 6]", "[ 0, 1 ,2 3\t4,\n5, 6]", (*range(7),)),
    # Two numbers, or a word instead.
    Good("start", (-1, 2.5), "[-1, 2.5]", "-1,2.5", (-1, 2.5)),
    Good("start", np.array([1e12, -1e12]), "[1e12, -1e12]", "[1e12 -1e12]", (1e12, -1e12)),
    Good("start", None, '"none"', "none", None),
    Good("start", "none", '"None"', "None", None),
    Good("w1_range", [-5, 10], "[-5, 10]", "-5,10", (-5, 10)),
    Good("w0_range", "auto", '"Auto"', "AUTO", "auto"),
    # A number.
    Good("learning_rate", 0.02, "0.02", "0.02", 0.02),
    Good("learning_rate", 1, "1", " 1 ", 1),
    Good("learning_rate", np.float64(1e-300), "1e-300", "1e-300", 1e-300),
    # A whole number.
    Good("steps", 0, "0", "0", 0),
    Good("steps", 100.0, "100.0", "100.0", 100),
    Good("steps", np.int64(10_000), "10_000", "1e4", 10_000),
    # A word.
    Good("theme", "light", '"light"', "light", "light"),
]


@pytest.mark.parametrize("good", GOOD, ids=lambda good: f"{good.key}={good.text}")
def test_good_forms(monkeypatch, good):
    wanted = [getattr(Params(**{good.key: good.python}), good.key)]
    wanted.append(getattr(Params.load(**{good.key: good.python}), good.key))
    wanted.append(getattr(Params.load(write(f"{good.key} = {good.toml}")), good.key))
    set_variable(monkeypatch, good.key, good.text)
    wanted.append(getattr(Params.load(), good.key))
    assert wanted == [good.value] * 4
    kinds = {type(value) for value in wanted}
    assert kinds <= {tuple, int, float, str, type(None)}
    assert len(kinds) == 1


def test_ten_thousand_points_are_allowed():
    assert len(Params(x=range(10_000), y=range(10_000)).x) == 10_000


# Bad values that every source can hold


class Bad(NamedTuple):
    key: str
    toml: str
    """The value in TOML, and in messages about values from files and code."""
    text: str
    """The value in the environment, and in messages about it."""
    rule: str


NUMBER = "must be a finite number"
WHOLE = "must be a whole number"
NO_MINIMUM = "the loss surface has no single minimum"
CLOSE = (
    "must differ by at least 1e-9 of their size: any closer, they are equal to double precision, "
    f"and {NO_MINIMUM}"
)
ASCENDING = "must run from a smaller to a larger number"

BAD = [
    # A list of numbers.
    Bad("x", "[1, nan, 2]", "1,nan,2", f"value 2 (nan) {NUMBER}"),
    Bad("x", "[-inf, 2]", "-inf 2", f"value 1 (-inf) {NUMBER}"),
    Bad("x", "[1]", "1", "must have at least 2 values"),
    Bad("x", "[1, 1000000000001]", "1,1000000000001",
        "value 2 (1000000000001) must be at most 1e12"),
    Bad("y", "[-2000000000000, 1]", "-2000000000000,1",
        "value 1 (-2000000000000) must be at least -1e12"),
    # Data that no single line fits best.
    Bad("x", SEVEN_FIVES, "5,5,5,5,5,5,5",
        "must not all be equal: the loss surface then has no single minimum"),
    Bad("x", "[1, 1.0000000009]", "1,1.0000000009", CLOSE),
    Bad("x", "[-1000000000000, -999999999999]", "-1000000000000,-999999999999", CLOSE),
    Bad("x", "[0, 1e-13]", "0,1e-13", "must differ by at least 1e-12: give them in a smaller unit"),
    Bad("x", "[1, 2]", "1,2", "must have the same length, but x has 2 and y has 7"),
    # Two numbers.
    Bad("start", "[1, nan]", "1,nan", f"value 2 (nan) {NUMBER}"),
    Bad("start", "[2000000000000, 1]", "2000000000000,1",
        "value 1 (2000000000000) must be at most 1e12"),
    Bad("w1_range", "[5, 5]", "5,5", ASCENDING),
    Bad("w1_range", "[10, -5]", "10,-5", ASCENDING),
    Bad("w0_range", "[1000000000, 1000000000.5]", "1000000000,1000000000.5",
        "must be wider than 1e-9 of its ends"),
    # A number.
    Bad("learning_rate", "-0.01", "-0.01", "must be greater than 0"),
    Bad("learning_rate", "nan", "nan", NUMBER),
    Bad("learning_rate", "true", "true", "must be a number"),
    Bad("learning_rate", "[1, 2]", "[1, 2]", "must be a number"),
    # A whole number.
    Bad("steps", "1.5", "1.5", WHOLE),
    Bad("steps", "inf", "inf", WHOLE),
    Bad("steps", "true", "true", WHOLE),
    # A word.
    Bad("theme", '"blue"', "blue", 'must be "dark" or "light"'),
    Bad("theme", '"DARK"', "DARK", 'must be "dark" or "light"'),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.key}={bad.text}")
def test_bad_values(monkeypatch, assets, bad):
    assets(f"y = {DEFAULT_Y}")
    other = f", y = {DEFAULT_Y} (default)" if "same length" in bad.rule else ""
    value = tomllib.loads(f"{bad.key} = {bad.toml}")
    assert message(Params, **value) == f"{bad.key} = {bad.toml}{other}: {bad.rule}"
    set_variable(monkeypatch, bad.key, bad.text)
    other = other.replace("default", "assets/params.toml, line 1")
    origin = f"environment variable DESCENT_{bad.key.upper()}"
    assert message(Params.load) == f"{bad.key} = {bad.text} ({origin}){other}: {bad.rule}"


@pytest.mark.parametrize(
    ("key", "least", "most"),
    [
        ("seed", 0, 4294967295),
        ("steps", 0, 10000),
        ("epochs", 0, 1000),
        ("resolution", 2, 1000),
        ("learning_rate", 5e-324, 10**6),
    ],
)
def test_limits(key, least, most):
    assert [getattr(Params(**{key: value}), key) for value in (least, most)] == [least, most]
    low = "greater than 0" if key == "learning_rate" else f"at least {least}"
    high = "1e6" if key == "learning_rate" else most
    below = math.ceil(least) - 1
    assert message(Params, **{key: below}) == f"{key} = {below}: must be {low}"
    assert message(Params, **{key: most + 1}) == f"{key} = {most + 1}: must be at most {high}"


@pytest.mark.parametrize("key", ["x", "start", "learning_rate"])
@pytest.mark.parametrize("source", ["class", "override", "file", "named file", "environment"])
def test_each_source_is_named(monkeypatch, assets, key, source):
    """For a list, two numbers and a single one; with x goes y, which has a source of its own."""
    bad = next(bad for bad in BAD if bad.key == key and (key != "x" or "length" in bad.rule))
    line = f"{bad.key} = {bad.toml}"
    assets(f"y = {DEFAULT_Y}")
    call, arguments, shown = Params.load, {}, bad.toml
    y_origin = "assets/params.toml, line 1"
    match source:
        case "class":
            call, arguments, origin, y_origin = Params, tomllib.loads(line), "", "default"
        case "override":
            arguments, origin = tomllib.loads(line), " (argument)"
        case "file":
            arguments = {"file": write(f"# My lecture\n\n{line}")}
            origin = " (lecture.toml, line 3)"
        case "named file":
            monkeypatch.setenv(PARAMS_VARIABLE, str(write(f"{line}\n", "my.toml")))
            origin = " (my.toml, line 1)"
        case "environment":
            set_variable(monkeypatch, bad.key, bad.text)
            shown, origin = bad.text, f" (environment variable DESCENT_{bad.key.upper()})"
    other = f", y = {DEFAULT_Y} ({y_origin})" if key == "x" else ""
    assert message(call, **arguments) == f"{bad.key} = {shown}{origin}{other}: {bad.rule}"


# Bad values that depend on how a source writes things


LIST = "must be a list of numbers, such as [1, 3, 2]"
START = 'must be two numbers, such as [-4, 4], or "none"'
ENDS = 'must be two numbers, such as [-5, 10], or "auto"'
LIST_TEXT = "must be a list of numbers, such as 1,3,2"
START_TEXT = "must be two numbers, such as -4,4, or none"
ENDS_TEXT = "must be two numbers, such as -5,10, or auto"


@pytest.mark.parametrize(
    ("key", "toml", "rule"),
    [
        ("learning_rate", '"0.01"', "must be a number, without quotes: 0.01"),
        ("learning_rate", '"0,01"', "must be a number, with a decimal point: 0.01"),
        ("learning_rate", '"fast"', "must be a number"),
        ("steps", '"100"', "must be a whole number, without quotes: 100"),
        ("steps", '"1.5"', "must be a whole number"),
        ("steps", "[1, 2]", "must be a whole number"),
        ("x", '"0,1,2"', LIST),
        ("x", "3", LIST),
        ("x", "[[1], [3]]", "value 1 ([1]) must be a number"),
        ("x", '[1, "3"]', 'value 2 ("3") must be a number, without quotes: 3'),
        ("x", "[true, 3]", "value 1 (true) must be a number"),
        ("x", "[]", "must have at least 2 values"),
        ("start", "1", START),
        ("start", "[1]", START),
        ("start", "[1, 2, 3]", START),
        ("start", '"auto"', START),
        ("start", '[1, "2"]', 'value 2 ("2") must be a number, without quotes: 2'),
        ("w1_range", "[1, 2, 3]", ENDS),
        ("w1_range", "10", ENDS),
        ("w1_range", '"automatic"', ENDS),
        ("w1_range", "[false, 1]", "value 1 (false) must be a number"),
        ("theme", "true", 'must be "dark" or "light"'),
        ("theme", '["dark"]', 'must be "dark" or "light"'),
    ],
)
def test_bad_values_of_toml_and_code(key, toml, rule):
    value = tomllib.loads(f"v = {toml}")["v"]
    assert message(Params, **{key: value}) == f"{key} = {toml}: {rule}"
    path = write(f"{key} = {toml}")
    assert message(Params.load, path) == f"{key} = {toml} (lecture.toml, line 1): {rule}"


@pytest.mark.parametrize(
    ("key", "text", "rule"),
    [
        ("x", "1;a", LIST_TEXT),
        ("x", "abc", LIST_TEXT),
        ("x", "1,,2", LIST_TEXT),
        ("x", "[]", LIST_TEXT),
        ("x", "[1,2", LIST_TEXT),
        ("x", "[[1],[2]]", LIST_TEXT),
        ("x", '["1","2"]', LIST_TEXT),
        ("y", "true,false", LIST_TEXT),
        ("start", "1", START_TEXT),
        ("start", "1,2,3", START_TEXT),
        ("start", "auto", START_TEXT),
        ("w1_range", "-5..10", ENDS_TEXT),
        ("w0_range", "none", ENDS_TEXT),
        ("steps", "1,000", "may mean 1000 or 1: write which"),
        ("learning_rate", "fast", "must be a number"),
        ("learning_rate", "a" * 100, "must be a number"),
        ("steps", "many", WHOLE),
        ("steps", "1,5", WHOLE),
        ("theme", "dark\nlight", 'must be "dark" or "light"'),
    ],
)
def test_bad_values_of_the_environment(monkeypatch, key, text, rule):
    set_variable(monkeypatch, key, text)
    shown = text.replace("\n", r"\n") if len(text) <= 60 else text[:60] + "..."
    origin = f"environment variable DESCENT_{key.upper()}"
    assert message(Params.load) == f"{key} = {shown} ({origin}): {rule}"


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("x", range(10_001), "x = range(0, 10001): must have at most 10000 values"),
        ("x", {1: 2}, f"x = {{1: 2}}: {LIST}"),
        ("x", np.array([[1.0], [3.0]]), "x = [[1], [3]]: value 1 ([1]) must be a number"),
        ("x", np.array([True, False]), "x = [true, false]: value 1 (true) must be a number"),
        ("x", np.array(3), f"x = 3: {LIST}"),
        ("x", list(range(9)), "x = [0, 1, 2, 3, 4, 5, 6, 7, ... 9 in all], "
         f"y = {DEFAULT_Y} (default): must have the same length, but x has 9 and y has 7"),
        ("learning_rate", None, "learning_rate = none: must be a number"),
        ("learning_rate", 1j, "learning_rate = 1j: must be a number"),
        ("theme", None, 'theme = none: must be "dark" or "light"'),
    ],
)  # fmt: skip
def test_bad_values_that_only_code_can_hold(key, value, text):
    assert message(Params, **{key: value}) == text


def test_integers_of_thousands_of_digits():
    huge = 10**5_000
    assert message(Params, learning_rate=huge) == f"learning_rate = 1e5000: {NUMBER}"
    assert message(Params, steps=-huge) == f"steps = -1e5000: {WHOLE}"


# Unknown names


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("lerning_rate", "did you mean learning_rate?"),
        ("learningrate", "did you mean learning_rate?"),
        ("Steps", "did you mean steps?"),
        ("X", "did you mean x?"),
        ("w1range", "did you mean w1_range?"),
        ("DESCENT_STEPS", "did you mean steps?"),
        ("eta", f"the known ones are {ALL_KEYS}"),
        ("self", f"the known ones are {ALL_KEYS}"),
        ("_env_prefix", f"the known ones are {ALL_KEYS}"),
    ],
)
def test_unknown_keys(key, answer):
    assert message(Params, **{key: 1}) == f"{key} = 1: unknown key; {answer}"
    assert message(Params.load, **{key: 1}) == f"{key} = 1 (argument): unknown key; {answer}"
    origin = "lecture.toml, line 2"
    path = write(f"\n{key} = 1")
    assert message(Params.load, path) == f"{key} = 1 ({origin}): unknown key; {answer}"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("DESCENT_LERNING_RATE", "did you mean DESCENT_LEARNING_RATE?"),
        ("DESCENT_learning_rate", "did you mean DESCENT_LEARNING_RATE?"),
        ("DESCENT_PARAM", "did you mean DESCENT_PARAMS?"),
        ("DESCENT_CASH", "did you mean DESCENT_CACHE?"),
        ("DESCENT_", "the known ones are " + ", ".join(
            [f"DESCENT_{key.upper()}" for key in (*KEYS, *DATA_KEYS)]
            + ["DESCENT_PARAMS", "DESCENT_CACHE"])),
    ],
)  # fmt: skip
def test_unknown_variables(monkeypatch, name, answer):
    monkeypatch.setenv(name, "1")
    assert message(Params.load) == f"{name} = 1: unknown environment variable; {answer}"


def test_a_table_in_the_file_is_an_unknown_key():
    text = message(Params.load, write("# mine\n[descent]\nsteps = 5"))
    assert text.startswith("descent = {'steps': 5} (lecture.toml, line 2): unknown key;")


def test_a_key_that_breaks_the_line_does_not_break_the_message():
    assert r"a\nb = 1 (lecture.toml): unknown key" in message(Params.load, write('"a\\nb" = 1'))


# Files that cannot be read


@pytest.mark.parametrize(
    ("toml", "text"),
    [
        ("steps = 5\nlearning_rate = 0,01", "line 2, column 18: not valid TOML: "
         "Expected newline or end of document after a statement; "
         "write decimals with a point, as in 0.01"),
        ("language = ru", "line 1, column 12: not valid TOML: Invalid value; "
         'put words between straight quotes, as in "en"'),
        ("\n\nlanguage = «ru»", "line 3, column 12: not valid TOML: Invalid value; "
         'it has "«", U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK: write a straight quote'),
        ("x = [1, 2", "line 1, column 10: not valid TOML: Unclosed array"),
        ("steps = 5\nsteps = 6", "line 2, column 10: not valid TOML: Cannot overwrite a value; "
         "a key may stand in the file only once"),
        ("steps 5", "line 1, column 7: not valid TOML: "
         "Expected '=' after a key in a key/value pair"),
    ],
)  # fmt: skip
def test_toml_syntax(toml, text):
    assert message(Params.load, write(toml)) == f"lecture.toml, {text}"


def test_a_file_that_is_not_there(monkeypatch, tmp_path):
    rule = f"there is no such file in {tmp_path}"
    assert message(Params.load, "nowhere.toml") == f"file = nowhere.toml (argument): {rule}"
    monkeypatch.setenv(PARAMS_VARIABLE, "nowhere.toml")
    origin = "environment variable DESCENT_PARAMS"
    assert message(Params.load) == f"file = nowhere.toml ({origin}): {rule}"


def test_the_file_in_assets_has_to_be_there(monkeypatch, tmp_path):
    monkeypatch.setattr(sources, "asset_path", (tmp_path / "assets").joinpath)
    rule = f"there is no such file in {tmp_path / 'assets'}"
    assert message(Params.load) == f"file = assets/params.toml (default): {rule}"


def test_a_folder_is_no_file(tmp_path):
    rule = "must be a file, but is a folder"
    assert message(Params.load, tmp_path) == f"file = {tmp_path} (argument): {rule}"


def test_a_file_in_an_old_encoding():
    Path("lecture.toml").write_bytes("# Лекция".encode("cp1251"))
    rule = "must be saved as UTF-8 text"
    assert message(Params.load, "lecture.toml") == f"file = lecture.toml (argument): {rule}"


def test_a_file_that_the_parser_gives_up_on():
    rule = "holds a number with too many digits, or too many nested brackets"
    toml = "steps = " + "1" * 5_000
    assert message(Params.load, write(toml)) == f"file = lecture.toml (argument): {rule}"


def test_a_file_that_may_not_be_read(monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("scenes.params.sources.read_bounded", refuse)
    text = message(Params.load, "lecture.toml")
    assert "file = lecture.toml (argument): cannot be read: Permission denied" in text


# Several problems


def test_all_problems_are_told_at_once(monkeypatch, assets):
    assets("resolution = 1")
    path = write("theme = 'blue'\n\nepoch = 3")
    set_variable(monkeypatch, "steps", "-1")
    monkeypatch.setenv("DESCENT_STEP", "1")
    assert message(Params.load, path, x=[2, 2]).split("; ") == [
        "DESCENT_STEP = 1: unknown environment variable",
        "did you mean DESCENT_STEPS?",
        "epoch = 3 (lecture.toml, line 3): unknown key",
        "did you mean epochs?",
        "x = [2, 2] (argument): must not all be equal: the loss surface then has no single minimum",
        "steps = -1 (environment variable DESCENT_STEPS): must be at least 0",
        "resolution = 1 (assets/params.toml, line 1): must be at least 2",
        'theme = "blue" (lecture.toml, line 1): must be "dark" or "light"',
    ]


def test_x_and_y_that_do_not_pair_up_are_both_shown_with_their_sources(monkeypatch):
    set_variable(monkeypatch, "x", "0 1 2")
    assert message(Params.load, write("seed = 1\ny = [\n  1,\n  3,\n]")) == (
        "x = 0 1 2 (environment variable DESCENT_X), y = [1, 3] (lecture.toml, line 2): "
        "must have the same length, but x has 3 and y has 2"
    )


def test_x_is_not_measured_against_the_y_of_a_missing_file(monkeypatch):
    set_variable(monkeypatch, "x", "0,1")
    set_variable(monkeypatch, "steps", "-1")
    text = message(Params.load, "nowhere.toml")
    assert "no such file" in text
    assert "steps = -1" in text
    assert "same length" not in text


def test_the_error_keeps_its_problems_and_survives_pickling():
    with pytest.raises(ParamsError) as caught:
        Params.load(steps=-1, x=[1, 2])
    pairs, steps = caught.value.problems
    assert set(pairs.values) == {"x", "y"}
    assert steps.values == {"steps": "-1"}
    assert steps.origins == {"steps": "argument"}
    assert steps.rule == "must be at least 0"
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.problems == caught.value.problems


def test_a_language_is_whatever_has_a_strings_file(monkeypatch, tmp_path):
    for name in ("eo.toml", "en.toml", "de.toml", "notes.txt"):
        tmp_path.joinpath("strings", name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath("strings", name).touch()
    monkeypatch.setattr(assets_module, "asset_path", tmp_path.joinpath)
    assert Params(language="eo").language == "eo"
    rule = 'must be "de" or "en" or "eo"'
    assert message(Params, language="ru") == f'language = "ru": {rule}'


def test_validation_by_pydantic_itself_is_as_strict():
    with pytest.raises(ValidationError, match="steps = -1: must be at least 0"):
        Params.model_validate({"steps": -1})


# assets/params.toml


ASSET = asset_path("params.toml").read_text(encoding="utf-8")
ASSIGNMENT = re.compile(r"^(?:# )?(\w+) = .+$", re.MULTILINE)


def paragraphs():
    """Return the comment that stands above each key; keys in a row share theirs."""
    comments = {}
    shared = []
    in_keys = False
    for line in ASSET.splitlines():
        if key := ASSIGNMENT.match(line):
            comments[key[1]] = shared
            in_keys = True
        elif line.startswith("#"):
            shared = [line] if in_keys else [*shared, line]
            in_keys = False
    return {key: "\n".join(lines) for key, lines in comments.items()}


def test_the_file_holds_the_defaults():
    values = tomllib.loads(ASSET)
    assert values == {key: value for key, value in DEFAULTS.items() if key != "start"}
    assert list(paragraphs()) == KEYS


def test_each_key_has_a_comment_that_says_what_is_allowed():
    limits = {
        "x": ["10000", "1e12", "not all be equal"],
        "y": ["10000", "1e12"],
        "x_label": ["60 characters", '""'],
        "y_label": ["60 characters", '""'],
        "standardise": ["true", "false"],
        "seed": ["from 0 to 4294967295"],
        "start": ["two numbers", "1e12", '"none"'],
        "learning_rate": ["greater than 0", "1e6"],
        "steps": ["from 0 to 10000"],
        "epochs": ["from 0 to 1000"],
        "w1_range": ["two numbers", "1e12", '"auto"'],
        "w0_range": ["two numbers", "1e12", '"auto"'],
        "resolution": ["from 2 to 1000"],
        "language": ['"en"', '"ru"'],
        "theme": ['"dark"', '"light"'],
    }
    comments = paragraphs()
    for key in KEYS:
        allowed = " ".join(comments[key].replace("#", " ").split()).partition("Allowed:")[2]
        assert allowed, key
        assert [limit for limit in limits.get(key, ()) if limit not in allowed] == [], key


def test_the_examples_in_its_comments_work():
    lines = re.findall(r"For example: (\w+ = .+)$", ASSET, re.MULTILINE)
    lines += re.findall(r"^# (start = .+)$", ASSET, re.MULTILINE)
    lines += re.findall(r"^#   ([xy] = \[[^\]]+\])$", ASSET, re.MULTILINE)
    params = Params.load(write("\n".join(lines)))
    assert {line.split()[0] for line in lines} == params.model_fields_set - {
        "x_label",
        "w0_range",
        "language",
        "theme",
    }
    assert all(
        getattr(params, key) != getattr(Params(), key) for key in ("x", "y", "seed", "start")
    )


def test_a_deleted_line_falls_back_on_the_default(assets):
    for key in KEYS:
        rest = re.sub(rf"^{key} = .+\n", "", ASSET, flags=re.MULTILINE)
        assert key not in tomllib.loads(rest)
        assets(rest)
        assert Params.load() == Params()


# Any parameters at all


coordinates = st.floats(-1e12, 1e12)


def has_minimum(x):
    try:
        check_data(x, x)
    except ValueError:
        return False
    return True


def is_wide(ends):
    return ends[1] - ends[0] > 2e-9 * max(map(abs, ends))


ranges = st.just("auto") | st.tuples(coordinates, coordinates).map(sorted).filter(is_wide)


labels = st.sampled_from(["", "sqft", "price, $", "площадь, м²"])


@st.composite
def any_params(draw):
    x = draw(st.lists(coordinates, min_size=2, max_size=20).filter(has_minimum))
    return Params(
        x=x,
        y=draw(st.lists(coordinates, min_size=len(x), max_size=len(x))),
        x_label=draw(labels),
        y_label=draw(labels),
        standardise=draw(st.booleans()),
        seed=draw(st.integers(0, 2**32 - 1)),
        start=draw(st.none() | st.tuples(coordinates, coordinates)),
        learning_rate=draw(st.floats(0, 1e6, exclude_min=True)),
        steps=draw(st.integers(0, 10_000)),
        epochs=draw(st.integers(0, 1_000)),
        w1_range=draw(ranges),
        w0_range=draw(ranges),
        resolution=draw(st.integers(2, 1_000)),
        language=draw(st.sampled_from(["en", "ru"])),
        theme=draw(st.sampled_from(["dark", "light"])),
    )


def literal(value):
    """Write a value in the way that JSON and TOML share."""
    return json.dumps("none" if value is None else value, ensure_ascii=False)


@settings(deadline=None, max_examples=50)
@given(params=any_params(), separator=st.sampled_from([",", " ", ", ", " ,\t"]))
def test_any_parameters_come_back_from_every_source(params, separator):
    dumped = params.model_dump(mode="json")
    assert Params(**dumped) == params
    assert Params(**json.loads(params.model_dump_json())) == params
    assert Params.model_validate_json(params.model_dump_json()) == params
    assert pickle.loads(pickle.dumps(params)) == params

    toml = "\n".join(f"{key} = {literal(value)}" for key, value in dumped.items())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "any.toml")
        file.write_text(toml, encoding="utf-8")
        assert Params.load(file) == params

    as_json = {key: literal(value).strip('"') for key, value in dumped.items()}
    bare = {key: re.sub(r"[\[\]]", "", text) for key, text in as_json.items()}
    other = {
        key: text if key.endswith("_label") else text.replace(", ", separator)
        for key, text in bare.items()
    }
    for texts in (as_json, other):
        variables = {f"DESCENT_{key.upper()}": text for key, text in texts.items()}
        with mock.patch.dict(os.environ, variables):
            assert Params.load() == params


@settings(deadline=None, max_examples=200)
@given(
    key=st.sampled_from(KEYS),
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    | st.text("0123456789.,-+e []naiutof\"'", min_size=1),
)
def test_whatever_a_variable_says_is_taken_or_refused_in_one_line(key, text):
    with mock.patch.dict(os.environ, {f"DESCENT_{key.upper()}": text}):
        try:
            params = Params.load()
        except ParamsError as error:
            answer = str(error)
        else:
            assert Params(**params.model_dump()) == params
            return
    assert answer.isprintable()  # so it is one line
    assert f"{key} = " in answer
    assert f"(environment variable DESCENT_{key.upper()})" in answer
