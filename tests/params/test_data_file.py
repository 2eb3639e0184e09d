"""A lecturer's data file: the numbers meant, or one line that says where and what to do."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.files.assets import asset_path
from scenes.params import Params, ParamsError
from scenes.params.data_file import DataFileError, read_data
from tests.conftest import ROOT

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def put(content: str, name: str = "prices.csv", encoding: str = "utf-8") -> Path:
    path = Path(name)
    path.write_bytes(content.encode(encoding))
    return path


def points(content: str, encoding: str = "utf-8", **columns: str) -> list[tuple[float, ...]]:
    """Return x and y of a file with this content."""
    return [column.values for column in read_data(put(content, encoding=encoding), **columns)]


def refusal(content: str, **columns: str) -> str:
    with pytest.raises(DataFileError) as caught:
        read_data(put(content), **columns)
    assert str(caught.value).isprintable()
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,b\n1.5,2\n-3,4.25\n", "utf-8"),
        ("a;b\r\n1,5;2\r\n-3;4,25\r\n", "utf-8-sig"),
        ("a\tb\n1,5\t2\n−3\t4,25\n", "utf-8"),
        ("a\tb\n1.5\t2\n-3\t4.25\n", "utf-16"),
        ('"a","b"\n"1.5","2"\n"-3","4.25"', "utf-8"),
        ('a,b\n"1,5",2\n-3,"4,25"\n', "utf-8"),
        ("1.5,2\n-3,4.25\n", "utf-8"),
        ("sep=;\na;b\n1,5;2\n-3;4,25\n", "utf-8"),
        (",a,b\n0,1.5,2\n1,-3,4.25\n", "utf-8"),
        ("city,a,b\nParis,1.5,2\nRome,-3,4.25\n,,\n\n", "utf-8"),
        ("цена | год\n 1,5 | 2\n -3 | 4,25\n", "cp1251"),
        ("a;b\n1,5 €;$2\n-3;4,25\n", "utf-8"),
    ],
)
def test_files_as_they_are(content, encoding):
    assert points(content, encoding) == [(1.5, -3.0), (2.0, 4.25)]


def test_thousands():
    prices = (200_500.0, 1_250_000.0)
    assert points('a,b\n1,"200,500"\n2,"1,250,000"\n')[1] == prices
    assert points('a,b\n1,"$200,500"\n2,1250000\n')[1] == prices
    assert points("a;b\n1,5;200.500\n2;1.250.000\n")[1] == prices
    assert points(f"a;b\n1,5;200 500\n2;1{NO_BREAK}250{NO_BREAK}000\n")[1] == prices


@pytest.mark.parametrize(
    ("content", "encoding", "names"),
    [
        ("площадь, м²;цена, руб.\n1;2\n3;4\n", "utf-8", ("площадь, м²", "цена, руб.")),
        ("площадь;цена\n1;2\n3;4\n", "cp1251", ("площадь", "цена")),
        ("Größe;Preis, €\n1;2\n3;4\n", "cp1252", ("Größe", "Preis, €")),
        ('sqft,"price,\n $"\n1,2\n3,4\n', "utf-8", ("sqft", "price, $")),
        ("1,2\n3,4\n", "utf-8", ("", "")),
    ],
)
def test_names_of_columns(content, encoding, names):
    assert tuple(c.name for c in read_data(put(content, encoding=encoding))) == names


def test_the_columns_that_are_asked_for():
    content = "city;a;b;2\nParis;1;2;3\nRome;4;5;6\n"
    assert points(content) == [(1, 4), (2, 5)]
    assert points(content, y_column="b", x_column="A") == [(1, 4), (2, 5)]
    assert points(content, x_column="b") == [(2, 5), (1, 4)]
    assert points(content, y_column="a") == [(2, 5), (1, 4)]
    assert points(content, x_column="3", y_column="2") == [(2, 5), (3, 6)]


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        ("a,b\n1,2\n,3\n", {}, 'row 3, column "a" is empty: fill it in, or delete the row'),
        ("a,b\n1,2\n\n2,n/a\n3,4", {},
         'row 4, column "b" holds "n/a", no number: fill it in, or delete the row'),
        ("1,2\n2,many\n3,4\n", {},
         'row 2, column 2 holds "many": write a number, or delete the row'),
        ("a,b\n1,2\n", {}, "has 1 row of data; a line needs at least 2"),
        ("a,b\n", {}, "has no two columns of numbers: put a tab, semicolon or comma between the "
         "cells of a row"),
        ("", {}, "has no rows of data"),
        ("a;b\n1,234;2\n2,345;3\n", {}, 'row 2, column "a": 1,234 may mean 1234 or 1.234: '
         "write which"),
        ("a;b\n1.234;2,5\n2.345;3,5\n", {}, 'row 2, column "a": 1.234 may mean 1.234 or 1234: '
         "write which"),
        ("a,b\n1,5,2,5\n3,5,4,5\n", {}, "row 2 has 4 cells, the header 2 names: "
         "where decimals take a comma, put a semicolon between cells"),
        ("1,5,2,5\n3,5,4,5\n", {}, "has 4 cells in a row and no header: decimal commas, or 4 "
         "columns? Put a semicolon between cells, or a header over the columns"),
        ("city,a\nParis,1\nRome,2\n", {}, 'has no two columns of numbers (its columns are "city", '
         '"a"): put a tab, semicolon or comma between the cells of a row'),
        ("a,b\n1,2\n3,4\n", {"x_column": "c"}, 'has no column "c"; it has "a", "b"'),
        ("a,b\n1,2\n3,4\n", {"y_column": "3"}, 'has no column "3"; it has "a", "b"'),
        ("1,2\n3,4\n", {"y_column": "3"}, 'has no column "3"; it has 2 without names'),
        ("a,b\n1,2\n3,4\n", {"x_column": "a", "y_column": "1"},
         'column "a" cannot be both x and y'),
        ("a,a\n1,2\n3,4\n", {"x_column": "a"}, 'has 2 columns named "a": give the number of one'),
        ("a,b\n" + "1,2\n" * 10_001, {}, "has 10001 rows of data; the film shows at most 10000: "
         "keep so many of them"),
        ("PK\x03\x04", {}, "is a workbook of a spreadsheet: save it as CSV"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(content, columns, said):
    assert refusal(content, **columns) == said


def test_ten_thousand_points():
    content = "a,b\n" + "".join(f"{i},{2 * i}\n" for i in range(10_000))
    assert points(content) == [tuple(range(10_000)), tuple(range(0, 20_000, 2))]


class Dialect(NamedTuple):
    """How a spreadsheet writes a file."""

    delimiter: str
    decimal: str
    group: str
    quoting: int
    newline: str
    header: bool
    encoding: str

    def write(self, rows: list[tuple[str, str]]) -> bytes:
        out = io.StringIO(newline="")
        writer = csv.writer(
            out, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.newline
        )
        if self.header:
            writer.writerow(["площадь", "цена"])
        writer.writerows([map(self.spell, row) for row in rows])
        return out.getvalue().encode(self.encoding)

    def spell(self, number: str) -> str:
        sign, whole, fraction = re.fullmatch(r"(-?)(\d+)\.?(\d*)", number).groups()
        grouped = f"{int(whole):,}".replace(",", self.group)
        return sign + grouped + (self.decimal + fraction if fraction else "")


DIALECTS = st.builds(
    Dialect,
    delimiter=st.sampled_from(",;\t|"),
    decimal=st.sampled_from(".,"),
    group=st.sampled_from(["", "", " ", NO_BREAK, ",", "."]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    newline=st.sampled_from(["\n", "\r\n"]),
    header=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
).filter(lambda dialect: dialect.group != dialect.decimal)
NUMBERS = st.decimals(-3_000_000, 3_000_000, places=None, allow_nan=False).flatmap(
    lambda value: st.sampled_from([f"{value:.{places}f}" for places in (0, 0, 1, 3)])
)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=6), dialect=DIALECTS)
def test_what_is_read_is_what_was_written_or_it_is_refused(rows, dialect):
    # A point stands before decimals where nothing in the column says otherwise.
    if dialect.group == ".":
        for column in zip(*rows, strict=True):
            if not any("." in number for number in column):
                return
    # So it does where commas part the cells.
    if dialect.delimiter == dialect.decimal == ",":
        decimals = {len(number.partition(".")[2]) for row in rows for number in row}
        if decimals <= {0, 3}:
            return
    path = Path("data.csv")
    path.write_bytes(dialect.write(rows))
    try:
        x, y = read_data(path)
    except DataFileError:
        return
    assert list(zip(x.values, y.values, strict=True)) == [(float(a), float(b)) for a, b in rows]


# The file among the sources


def test_each_source_may_name_a_file(monkeypatch):
    put("sqft;price, $\n1;10\n2;20\n3;35,5\n")
    expected = Params(x=(1, 2, 3), y=(10, 20, 35.5), x_label="sqft", y_label="price, $")
    assert Params.load(data="prices.csv") == expected
    assert Params.load(data=Path("prices.csv")) == expected
    assert Params.load(texts={"data": "prices.csv"}) == expected
    lecture = put('data = "prices.csv"', "lecture.toml")
    assert Params.load(lecture) == expected
    monkeypatch.setenv("DESCENT_DATA", "prices.csv")
    assert Params.load() == expected
    monkeypatch.setenv("DESCENT_X_COLUMN", "2")
    assert Params.load().x == (10, 20, 35.5)


def test_it_lies_beside_the_parameters_that_name_it():
    Path("lesson").mkdir()
    put("1,10\n2,20\n", "lesson/prices.csv")
    lecture = put('data = "prices.csv"', "lesson/lecture.toml")
    assert Params.load(lecture).y == (10, 20)


def test_what_it_holds_counts_and_not_where_it_lies():
    first = Params.load(data=put("a,b\n1,2\n3,4\n"))
    assert Params.load(data=put("a;b\r\n1,0;2\r\n3;4\r\n", "moved.csv")) == first
    assert Params.load(data=put("a,b\n1,2\n3,5\n")) != first
    assert Params.load(data=put("a,c\n1,2\n3,4\n")) != first
    assert Params(**first.model_dump(mode="json")) == first


def test_the_stronger_source_wins():
    put("a,b\n1,2\n3,4\n")
    own = put('x = [7, 8]\ny = [9, 9.5]\nx_label = "weeks"', "own.toml")
    assert Params.load(own, data="prices.csv").x_label == "a"
    assert Params.load(own, data="prices.csv").x == (1, 3)
    named = put('data = "prices.csv"\ny_label = "mine"', "named.toml")
    assert Params.load(named).y_label == "mine"
    assert Params.load(named, x=[5, 6], y=[7, 8]) == Params(x=[5, 6], y=[7, 8], y_label="mine")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('data = "prices.csv"\nx = [1, 2]', "data = prices.csv (own.toml, line 1), x = [1, 2] "
         "(own.toml, line 2): give either a file or x and y"),
        ('x_column = "a"', "x_column = a (own.toml, line 1): names a column of a file, but no file "
         "is given: add data"),
        ("data = 5", "data = 5 (own.toml, line 1): must be the name of a file, such as "
         '"prices.csv"'),
        ('data = "prices.csv"\nx_column = true', "data = prices.csv (own.toml, line 1): x_column = "
         'true must be the name of a column, such as "price", or its number, such as 2'),
    ],
)  # fmt: skip
def test_what_cannot_be_together(toml, said):
    put("a,b\n1,2\n3,4\n")
    with pytest.raises(ParamsError) as caught:
        Params.load(put(toml, "own.toml"))
    assert str(caught.value) == said


def test_a_file_that_is_not_there_is_all_that_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("DESCENT_DATA", "nowhere.csv")
    with pytest.raises(ParamsError) as caught:
        Params.load(put("y = [1, 2]", "own.toml"))
    assert str(caught.value) == (
        "data = nowhere.csv (environment variable DESCENT_DATA): "
        f"there is no such file in {tmp_path}"
    )


def test_the_class_itself_reads_no_file():
    put("1,2\n3,4\n")
    with pytest.raises(ParamsError, match=r"^data = prices.csv: is read by Params.load only"):
        Params(data="prices.csv")


def test_names_that_say_no_more_than_the_axes_are_no_labels():
    assert Params.load(data=put("x,у\n1,2\n3,4\n")).y_label == ""


def test_labels_have_only_what_the_font_has():
    fonts = [TTFont(file).getBestCmap() for file in asset_path("fonts").glob("FiraSans-R*.otf")]
    assert fonts
    taken = 0
    for code in range(0x20, 0x2200):
        try:
            label = Params(x_label=f"a{chr(code)}b").x_label
        except ParamsError:
            continue
        taken += 1
        assert all(ord(character) in font for character in label for font in fonts), hex(code)
    assert taken > 500
    with pytest.raises(ParamsError, match="U\\+4EF7 CJK UNIFIED IDEOGRAPH-4EF7"):
        Params.load(data=put("价格,b\n1,2\n3,4\n"))


def test_the_readme_says_what_works():
    readme = ROOT.joinpath("README.md").read_text(encoding="utf-8")
    (toml,) = re.findall(r"^```toml\n(data = .+?)^```", readme, re.MULTILINE | re.DOTALL)
    put('id,sqft,"price, $"\n1,1000,200000\n2,1500,250000\n')
    params = Params.load(put(toml, "lecture.toml"))
    assert (params.x, params.y) == ((1000, 1500), (200_000, 250_000))
    assert (params.x_label, params.y_label, params.standardise) == ("sqft", "price, $", True)
    (said,) = re.findall(r"`row 12, (.+?)`", readme, re.DOTALL)
    put("sqft;price, $\n" + "1;200\n" * 10 + "2;1,234\n")
    with pytest.raises(DataFileError, match=re.escape(" ".join(said.split()))):
        read_data(Path("prices.csv"))
