"""Where parameters come from: files, the environment, a command line, code; and where exactly.

Of pydantic-settings there is nothing here: its sources know neither the line of a file nor whether
text may stand for a number, and what is left, that the stronger source wins, is ``|=``.
"""

import io
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from gdmath.messages import shorten, show_value
from gdmath.user_cache import CACHE_VARIABLE
from scenes.files.assets import asset_path
from scenes.params.bounded_file import UnfitFileError, expanded, read_bounded
from scenes.params.characters import look_alike
from scenes.params.refusal import ENV_PREFIX, ParamsError, Problem, nearest
from scenes.params.values import Text

__all__ = [
    "DATA_KEYS",
    "OTHER_VARIABLES",
    "PARAMS_VARIABLE",
    "Found",
    "Gathered",
    "gather",
    "why_unreadable",
]

PARAMS_VARIABLE: Final = "DESCENT_PARAMS"
"""The variable that names the lecturer's own parameter file."""

DATA_KEYS: Final[tuple[str, ...]] = ("data", "x_column", "y_column")
"""What names a file of x and y, and its columns: see `scenes.params.data_source`."""

OTHER_VARIABLES: Final = (PARAMS_VARIABLE, CACHE_VARIABLE)
"""The variables with the prefix that are no parameters. Any other is taken for a slip."""


MAX_BYTES: Final = 2_000_000
"""Of a file of parameters: more than twice what the most points take, with all digits."""
MAX_KEYS: Final = 100
MAX_TEXT: Final = 500_000
"""Characters of a variable or an option."""
_MAX_DEPTH: Final = 16
"""Of tables and lists; no parameter has more than one."""
_LONG_KEY: Final = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{_MAX_DEPTH}}}")

_NO_CODE: Final = re.compile(r"""\"[^\"\n]*\"|'[^'\n]*'|#.*""")
"""What TOML does not read as keys and numbers: strings and comments."""

_SLIPS: Final = (
    (r"=\s*[-+]?\d+,\d", "write decimals with a point, as in 0.01"),
    (r"(?<![\w.])([-+]?\.\d+)", "write a zero before the point, as in 0.01, in {0}"),
    (r"(?<![\w.])([-+]?\d+\.)(?!\d)", "write a zero after the point, as in 1.0, in {0}"),
    (r"=\s*\(", "a list stands in square brackets, as in [1, 3, 2]"),
    (r"\[[^\]]*;", "put commas between values, as in [1, 3, 2]"),
    (r"=\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\b", "write true or false, in lower case"),
    (r"""=\s*[^\s\d"'\[{.+-]""", 'put words between straight quotes, as in "en"'),
)
"""What makes a line invalid, and how to mend it."""


class Found(NamedTuple):
    """A value that is not yet validated, and where it stands."""

    value: object
    origin: str
    """For messages: ``"lecture.toml, line 12"``."""
    rank: int
    """That of its source; the stronger one has the larger."""
    folder: Path
    """Where a file that it names is looked for."""


class Gathered(NamedTuple):
    """What all sources say together."""

    found: dict[str, Found]
    """By key; some may be no parameters."""
    problems: list[Problem]
    """What is wrong already: files that cannot be read, variables that are no parameters."""
    is_whole: bool
    """Whether every file could be read."""


def gather(
    keys: Iterable[str],
    file: str | os.PathLike[str] | None,
    texts: Mapping[str, str],
    overrides: Mapping[str, object],
) -> Gathered:
    """Ask all sources; the arguments are those of `Params.load`, but for the keys.

    Args:
        keys: The names of the parameters.
        file: A TOML file to read in place of the one that ``DESCENT_PARAMS`` names.
        texts: Parameters as a command line has them.
        overrides: Parameters in code.
    """
    files = [(asset_path("params.toml"), "default")]
    if file is not None:
        files.append((Path(file), "argument"))
    elif name := _text_of(PARAMS_VARIABLE):
        files.append((Path(name), f"environment variable {PARAMS_VARIABLE}"))

    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for rank, (path, named_by) in enumerate(files):  # the weakest source first
        try:
            found |= {
                key: Found(value, origin, rank, path.parent)
                for key, (value, origin) in _file(path, named_by).items()
            }
        except ParamsError as error:
            problems += error.problems
    is_whole = not problems
    texts, long_options = _without_long(texts, "command line")
    problems += long_options
    variables = {key: ENV_PREFIX + key.upper() for key in (*keys, *DATA_KEYS)}
    problems += _unknown(variables.values())
    here = Path()
    given = {key: text for key, variable in variables.items() if (text := _text_of(variable))}
    given, long_variables = _without_long(given, "environment")
    problems += long_variables
    found |= {
        key: Found(Text(text), f"environment variable {variables[key]}", 2, here)
        for key, text in given.items()
    }
    found |= {
        key: Found(Text(text.strip()), "command line", 3, here) for key, text in texts.items()
    }
    found |= {key: Found(value, "argument", 4, here) for key, value in overrides.items()}
    return Gathered(found, problems, is_whole)


def _without_long(texts: Mapping[str, str], origin: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the texts that can be read in a moment, and refuse the others."""
    problems = [
        Problem(
            f"has {len(text)} characters, at most {MAX_TEXT} are allowed: name a file with data",
            {key: shorten(text)},
            {key: origin},
        )
        for key, text in texts.items()
        if len(text) > MAX_TEXT
    ]
    return {key: text for key, text in texts.items() if len(text) <= MAX_TEXT}, problems


def _text_of(variable: str) -> str:
    """Return the text of a variable; an empty one counts as not set."""
    return os.environ.get(variable, "").strip()


def _unknown(variables: Iterable[str]) -> list[Problem]:
    known = [*variables, *OTHER_VARIABLES]
    return [
        Problem(
            f"unknown environment variable; {nearest(name, known)}",
            {name: shorten(_text_of(name))},
        )
        for name in sorted(os.environ)
        if name.startswith(ENV_PREFIX) and name not in known and _text_of(name)
    ]


def _file(path: Path, named_by: str) -> dict[str, tuple[object, str]]:
    """Read a TOML file: values and where each stands, by key.

    Args:
        path: The file.
        named_by: Who asked for this file, for messages.

    Raises:
        ParamsError: If there is no such file, it is no TOML, or a list has decimal commas.
    """
    name = _name(path)
    try:
        content = read_bounded(expanded(path), MAX_BYTES, "it is no file of parameters")
        text = io.StringIO(content.decode("utf-8-sig"), newline=None).read()  # Notepad's mark
        values = _values(text)
    except tomllib.TOMLDecodeError as error:
        raise ParamsError([Problem(f"{name}, {_explained(error, text)}")]) from None
    except (OSError, ValueError, RecursionError) as error:
        rule = why_unreadable(path, error)
        raise ParamsError([Problem(rule, {"file": name}, {"file": named_by})]) from None
    if len(values) > MAX_KEYS:
        rule = f"has {len(values)} keys, more than there are parameters: it is no file of them"
        raise ParamsError([Problem(rule, {"file": name}, {"file": named_by})])
    problems = [
        Problem(
            f"{comma} seems to be one number: write decimals with a point, "
            f"{comma.replace(',', '.')}, or a space after every comma",
            {key: show_value(value)},
            {key: name + _place(key, text)},
        )
        for key, value in values.items()
        if isinstance(value, list) and (comma := _decimal_commas(key, text))
    ]
    if problems:
        raise ParamsError(problems)
    return {key: (value, name + _place(key, text)) for key, value in values.items()}


@lru_cache(maxsize=8)  # a sweep asks thousands of times
def _values(text: str) -> Mapping[str, object]:
    _check_depth(text)
    return tomllib.loads(text)


class _TooDeepError(ValueError):
    """Tables or lists in too many others."""


def _check_depth(text: str) -> None:
    """Refuse what nests more deeply than any parameter, before it is taken apart."""
    code = _NO_CODE.sub("q", text)
    depth = 0
    for bracket in re.findall(r"[\[{}\]]", code):
        depth += 1 if bracket in "[{" else -1
        if depth > _MAX_DEPTH:
            break
    if depth > _MAX_DEPTH or _LONG_KEY.search(code):
        raise _TooDeepError(
            f"holds tables or lists in more than {_MAX_DEPTH} others: a parameter is a value or "
            "a list of numbers"
        )


@lru_cache(maxsize=2**10)
def _place(key: str, text: str) -> str:
    """Say on which line of a TOML file a key stands, if that can be told."""
    # All keys stand at the top level, so the first line that looks like it is it.
    pattern = rf"""^[ \t]*\[*[ \t]*["']?{re.escape(key)}["']?[ \t]*[=.\]]"""
    line = re.search(pattern, text, re.MULTILINE)
    if line is None:
        return ""
    number = text.count("\n", 0, line.start()) + 1
    return f", line {number}"


def _name(path: Path) -> str:
    """Write a path for a message: from the working folder if it leads there."""
    folder = Path.cwd()
    return str(path.relative_to(folder) if folder in path.parents else path)


def why_unreadable(path: Path, error: Exception) -> str:
    """Say in a few words why a file could not be read."""
    match error:
        case UnfitFileError() | _TooDeepError():
            return str(error)
        case FileNotFoundError():
            return f"there is no such file in {path.absolute().parent}"
        case IsADirectoryError():
            return "must be a file, but is a folder"
        case OSError():
            return f"cannot be read: {error.strerror}"
        case UnicodeDecodeError():
            return "must be saved as UTF-8 text"
        case _:
            return "holds a number with too many digits, or too many nested brackets"


def _explained(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Say where a file stops being TOML, and how to mend the usual slips."""
    message, _, place = str(error).rpartition(" (at ")
    numbers = re.findall(r"\d+", place)
    if len(numbers) == 2:
        number, column = map(int, numbers)
    else:  # at the end of the document
        number, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    line = _NO_CODE.sub("", text.split("\n")[number - 1])
    return f"line {number}, column {column}: not valid TOML: {message}{_hint(line, message)}"


def _hint(line: str, message: str) -> str:
    """Say how to mend what makes a line invalid, if it is a usual slip."""
    if character := look_alike(line):
        return f"; it has {character}"
    slips = ((hint, found) for pattern, hint in _SLIPS if (found := re.search(pattern, line)))
    for hint, found in slips:
        return "; " + hint.format(*found.groups())
    if message == "Cannot overwrite a value":
        return "; a key may stand in the file only once"
    return ""


@lru_cache(maxsize=2**10)
def _decimal_commas(key: str, text: str) -> str | None:
    """Return a number in a list of a TOML file that seems to have a decimal comma.

    TOML reads ``[1,5, 2,5]`` as four numbers. Who leaves a space after every second comma only
    means two.
    """
    found = re.search(rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*\[([^\]]*)\]", text, re.MULTILINE)
    if found is None:
        return None
    items = re.split(r",\s+", _NO_CODE.sub("", found[1]).strip().rstrip(","))
    if len(items) > 1 and all(re.fullmatch(r"[-+]?\d+,\d+", item) for item in items):
        return items[0]
    return None
