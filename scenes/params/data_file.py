"""A lecturer's data: two columns of numbers of a CSV or TSV file.

The standard library takes lines apart. How they are to be taken apart is decided here, by what the
film needs: two columns of numbers. General sniffers (csv.Sniffer, clevercsv) do not know that, and
take the commas in ``1,5;2,5`` for separators; charset-normalizer takes ``х;у`` for Arabic.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from gdmath.data import MIN_POINTS
from gdmath.messages import shorten, show_value
from scenes.params.bounded_file import read_bounded
from scenes.params.characters import without_invisible
from scenes.params.numerals import (
    SIGNS,
    DecimalSign,
    decimal_signs,
    read_with,
    readings,
    write_plainly,
)
from scenes.params.values import LONGEST_LABEL, MAX_POINTS

__all__ = ["Column", "DataFileError", "read_data"]

MAX_BYTES: Final = 20_000_000
"""Far more than so many points as a film shows take."""
MAX_LINES: Final = 10 * MAX_POINTS
"""Of a file, with those that hold no points; no more are taken apart."""
MAX_COLUMNS: Final = 1_000
_DELIMITERS: Final = "\t;|,"
"""In this order: a comma may stand inside a number of a file with another delimiter."""
_MISSING: Final = frozenset({"", "-", "–", "—", "?", "na", "n/a", "nan", "null", "none", "#n/a"})
"""What stands in a cell, in lower case, that holds nothing."""


class DataFileError(ValueError):
    """A file that holds no two columns of numbers; the message is one line without the file."""


class Column(NamedTuple):
    """A column of numbers."""

    name: str
    """What the header calls it; empty if it does not."""
    values: tuple[float, ...]


class Record(NamedTuple):
    """A row that is not empty."""

    number: int
    """As a spreadsheet counts, from 1."""
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """Rows of one length, and the names over them."""

    names: list[str]
    rows: list[Record]
    has_header: bool
    delimiter: str

    def column(self, index: int) -> list[str]:
        """Return the cells of a column."""
        return [row.cells[index] for row in self.rows]

    def called(self, index: int) -> str:
        """Name a column for a message."""
        name = self.names[index]
        return f"column {show_value(name)}" if name else f"column {index + 1}"

    @cached_property
    def numeric(self) -> list[int]:
        """The columns with more numbers than words; not one without a name: it counts the rows."""
        return [
            index
            for index, name in enumerate(self.names)
            if _is_numeric(self.column(index)) and (name or not self.has_header)
        ]


def read_data(
    file: Path, x_column: str | None = None, y_column: str | None = None
) -> tuple[Column, Column]:
    """Read x and y.

    Args:
        file: A text file with a row for each point, perhaps below a header: UTF-8, UTF-16 with a
            mark, or the code pages 1251 and 1252 of Windows; cells between tabs, semicolons, bars
            or commas.
        x_column: The name, or the number from 1, of the column of x; without it the first one
            that holds numbers.
        y_column: The same of y; without it the next one that holds numbers.

    Raises:
        OSError: If the file cannot be read.
        DataFileError: If it holds no such columns; the message says in which row and column.
    """
    content = read_bounded(file, MAX_BYTES, "keep the two columns only")
    text = _decoded(content)
    _check_shape(text)
    table = _table(text)
    x, y = _chosen(table, x_column, y_column)
    if len(table.rows) > MAX_POINTS:
        raise DataFileError(
            f"has {len(table.rows)} rows of data; the film shows at most {MAX_POINTS}: "
            "keep so many of them"
        )
    if len(table.rows) < MIN_POINTS:
        raise DataFileError(
            f"has {len(table.rows)} row of data; a line needs at least {MIN_POINTS}"
        )
    cells = {index: _bare_cells(table, index) for index in (x, y)}
    signs = {index: decimal_signs(texts.values()) for index, texts in cells.items()}
    known = {sign for fitting in signs.values() if len(fitting) == 1 for sign in fitting}
    if table.delimiter == "," and not known:  # as written where decimals take a point
        known = {"."}
    first, second = (
        Column(
            _label(table.names[index]),
            tuple(
                _value(table, index, number, text, signs[index], known)
                for number, text in cells[index].items()
            ),
        )
        for index in (x, y)
    )
    return first, second


def _decoded(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04") or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataFileError("is a workbook of a spreadsheet: save it as CSV")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Cyrillic words have no Latin letters; words with accents have some without.
        text = content.decode("cp1251", errors="replace")
        if re.search(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]", text):
            text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise DataFileError("is no text: save it as CSV")
    return text


def _check_shape(text: str) -> None:
    """Refuse what would take long to take apart, and of which no film is made."""
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if lines > MAX_LINES:
        raise DataFileError(
            f"has {lines} lines; the film shows at most {MAX_POINTS} points: keep so many of them"
        )


def _table(text: str) -> Table:
    """Take a text apart with the first delimiter that makes two columns of numbers."""
    told = re.match(r"sep=(.)\r?\n", text)  # as Excel writes and reads it
    delimiters = told[1] if told else _DELIMITERS
    tables = []
    for delimiter in delimiters:
        try:
            table = _split(text[told.end() :] if told else text, delimiter, 2 if told else 1)
        except csv.Error:
            continue
        if len(table.numeric) > 1:
            _check_commas(table)
            return table
        tables.append(table)
    widest = max(tables, key=lambda table: len(table.names), default=None)
    if widest is None or not widest.rows:
        raise DataFileError("has no rows of data")
    seen = ", ".join(show_value(name) for name in widest.names[:6])
    raise DataFileError(
        "has no two columns of numbers"
        + (f" (its columns are {seen})" if widest.has_header else "")
        + ": put a tab, semicolon or comma between the cells of a row"
    )


def _split(text: str, delimiter: str, first: int) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    records = [
        Record(number, [cell.strip() for cell in cells])
        for number, cells in enumerate(reader, start=first)
    ]
    records = [record for record in records if any(record.cells)]
    if not records:
        return Table([], [], False, delimiter)
    width = max(len(record.cells) for record in records)
    if width > MAX_COLUMNS:
        raise DataFileError(f"has {width} columns: keep the two of x and y")
    records = [Record(number, cells + [""] * (width - len(cells))) for number, cells in records]
    head, *body = records
    has_header = any(
        cell and not readings(_bare(cell)) and _is_numeric(column)
        for cell, *column in zip(head.cells, *(row.cells for row in body), strict=True)
    )
    if has_header:
        return Table(head.cells, body, True, delimiter)
    return Table([""] * width, records, False, delimiter)


def _check_commas(table: Table) -> None:
    """Refuse commas that may be decimal ones as well as separators."""
    if table.delimiter != ",":
        return
    named = sum(map(bool, table.names))
    for row in table.rows:
        filled = len(row.cells) - next(
            index for index, cell in enumerate([*reversed(row.cells), "."]) if cell
        )
        if table.has_header and named and filled > len(table.names) - _unnamed_at_end(table.names):
            raise DataFileError(
                f"row {row.number} has {filled} cells, the header {named} names: where decimals "
                "take a comma, put a semicolon between cells"
            )
    width = len(table.names)
    if not table.has_header and width > 2 and width % 2 == 0:
        digits = all(re.fullmatch(r"-?\d+", cell) for row in table.rows for cell in row.cells)
        if digits:
            raise DataFileError(
                f"has {width} cells in a row and no header: decimal commas, or {width} columns? "
                "Put a semicolon between cells, or a header over the columns"
            )


def _unnamed_at_end(names: Sequence[str]) -> int:
    return next((count for count, name in enumerate(reversed(names)) if name), len(names))


def _chosen(table: Table, x_column: str | None, y_column: str | None) -> tuple[int, int]:
    """Return the places of the columns of x and y."""
    x = None if x_column is None else _find(table, x_column)
    y = None if y_column is None else _find(table, y_column)
    if x is None:
        x = next((index for index in table.numeric if index != y), None)
    if y is None:
        y = next((index for index in table.numeric if index != x), None)
    if x is None or y is None:
        raise DataFileError("has no second column of numbers")
    if x == y:
        raise DataFileError(f"{table.called(x)} cannot be both x and y")
    return x, y


def _find(table: Table, wanted: str) -> int:
    wanted = wanted.strip()
    for alike in (str, str.casefold):
        places = [i for i, name in enumerate(table.names) if name and alike(name) == alike(wanted)]
        if len(places) > 1:
            raise DataFileError(
                f"has {len(places)} columns named {show_value(wanted)}: give the number of one"
            )
        if places:
            return places[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(table.names):
        return int(wanted) - 1
    there = ", ".join(show_value(name) for name in table.names[:8] if name)
    raise DataFileError(
        f"has no column {show_value(wanted)}; it has "
        + (there or f"{len(table.names)} without names")
    )


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.lower() not in _MISSING]
    return 2 * sum(bool(readings(_bare(cell))) for cell in filled) > len(filled) > 0


def _bare(cell: str) -> str:
    """Return a cell without a sign of money."""
    text = without_invisible(cell)
    if text and unicodedata.category(text[0]) == "Sc":
        text = text[1:]
    if text and unicodedata.category(text[-1]) == "Sc":
        text = text[:-1]
    return without_invisible(text)


def _bare_cells(table: Table, index: int) -> dict[int, str]:
    """Return what stands in a column, by the number of the row."""
    cells = {}
    for row in table.rows:
        cell = row.cells[index]
        place = f"row {row.number}, {table.called(index)}"
        if cell.lower() in _MISSING:
            what = "is empty" if not cell else f"holds {show_value(cell)}, no number"
            raise DataFileError(f"{place} {what}: fill it in, or delete the row")
        cells[row.number] = _bare(cell)
        if not readings(cells[row.number]):
            raise DataFileError(
                f"{place} holds {show_value(shorten(cell))}: write a number, or delete the row"
            )
    return cells


def _value(
    table: Table,
    index: int,
    number: int,
    text: str,
    signs: Sequence[DecimalSign],
    known: set[DecimalSign],
) -> float:
    """Return the number in a cell.

    Args:
        table: For messages.
        index: The column.
        number: The row, as a spreadsheet counts.
        text: What stands there.
        signs: The decimal signs with which the whole column makes sense.
        known: Those that other columns settle.
    """
    if len(signs) == 1:
        known = set(signs)
    both = {sign: value for sign in SIGNS if (value := read_with(text, sign)) is not None}
    found = tuple(dict.fromkeys(both.values())) or readings(text)
    if len(found) == 1:
        return found[0]
    if len(known) == 1 and ("," in text or len(signs) == 1):
        return both[next(iter(known))]
    if "," not in text and "," not in known and signs:
        return both["."]
    raise DataFileError(
        f"row {number}, {table.called(index)}: {text} may mean "
        f"{' or '.join(map(write_plainly, found))}: write which"
    )


def _label(name: str) -> str:
    """Return a header as a label: on one line, not too long."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
