"""Params: every knob of the lecture, from files, environment and code, validated.

`Params.load` gathers the parameters; the later a source in this list, the weaker it is:

1. overrides in code: ``Params.load(learning_rate=0.02)``;
2. the environment: ``DESCENT_LEARNING_RATE=0.02``, ``DESCENT_X=0,1,2,3``;
3. the TOML file that ``DESCENT_PARAMS`` names, or that the call names in its place;
4. ``assets/params.toml``.

What none of them mentions has its default. `Params` itself looks nowhere: ``Params(steps=5)`` is
the default lecture with five steps, whatever the environment says.
"""
# ruff: noqa: ARG002, ARG003  (the signatures of settings sources are pydantic-settings')

import math
import os
import re
import tomllib
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from numbers import Real
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

import numpy as np
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from gdmath.assets import asset_path
from gdmath.data import (
    MAX_MAGNITUDE,
    MIN_POINTS,
    MIN_RELATIVE_SPREAD,
    DataError,
    check_lengths,
    check_spread,
    one_line,
    shorten,
    show_limit,
    show_value,
)

__all__ = [
    "CACHE_VARIABLE",
    "ENV_PREFIX",
    "OTHER_VARIABLES",
    "PARAMS_VARIABLE",
    "Params",
    "ParamsError",
    "Problem",
]

ENV_PREFIX: Final = "DESCENT_"
"""What the environment variable of a parameter begins with; its key follows in upper case."""

PARAMS_VARIABLE: Final = "DESCENT_PARAMS"
"""The variable that names the lecturer's own parameter file."""

CACHE_VARIABLE: Final = "DESCENT_CACHE"
"""The variable that names the folder where computed trajectories are kept; read elsewhere."""

OTHER_VARIABLES: Final = (PARAMS_VARIABLE, CACHE_VARIABLE)
"""The variables with the prefix that are no parameters. Any other is taken for a slip."""

MAX_POINTS: Final = 10_000
MAX_SEED: Final = 2**32 - 1
MAX_LEARNING_RATE: Final = 1e6
MAX_STEPS: Final = 10_000
MAX_EPOCHS: Final = 1_000
MIN_RESOLUTION: Final = 2
MAX_RESOLUTION: Final = 1_000


class Problem(NamedTuple):
    """One thing that is wrong with the parameters."""

    rule: str
    """What is allowed, without its subject: ``"must be greater than 0"``."""

    values: Mapping[str, str] = {}
    """The values that break the rule, as text, by key. Two for x and y that do not pair up."""

    origins: Mapping[str, str] = {}
    """Where these values come from, by key: ``"lecture.toml, line 12"``. Not known for all."""

    def __str__(self) -> str:
        subjects = [
            f"{key} = {value}" + (f" ({self.origins[key]})" if key in self.origins else "")
            for key, value in self.values.items()
        ]
        return one_line(f"{', '.join(subjects)}: {self.rule}" if subjects else self.rule)

    def located(self, origins: Mapping[str, str]) -> Self:
        """Add where the values come from.

        Args:
            origins: Origins by key; those of other keys are left out.

        Returns:
            The same problem with origins.
        """
        own = {key: origins[key] for key in self.values if key in origins}
        return self._replace(origins={**self.origins, **own})


class ParamsError(ValueError):
    """Parameters that no film can be made of.

    Its text is one line: every problem with key, value, origin and what is allowed, joined by
    ``"; "``.

    Attributes:
        problems: What is wrong, at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # in args, so that the error survives pickling

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems))


class _Text(str):
    """The text of an environment variable: there, unlike in TOML, text may stand for a number."""

    __slots__ = ()


# What follows turns loose values into those that Params holds. A ValueError raised here only says
# what is allowed: `_problem` adds the key and the value, `Params.load` where the value stands.


def _parse_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _as_number(value: object) -> float | None:
    """Return the number that stands there, or None if none does; true and false are none."""
    if isinstance(value, _Text):
        return _parse_number(value)
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _number(value: object) -> float:
    number = _as_number(value)
    if number is not None:
        return number
    rule = "must be a number"
    if isinstance(value, str):
        pointed = value.strip().replace(",", ".")
        if _parse_number(pointed) is not None:
            mistake = "with a decimal point" if "," in value else "without quotes"
            rule += f", {mistake}: {pointed}"
    raise ValueError(rule)


def _whole(value: object) -> int:
    number = _as_number(value)
    if number is not None and number.is_integer():  # neither nan nor infinity is
        return int(number)
    rule = "must be a whole number"
    if isinstance(value, str) and value.strip().isdecimal():
        rule += f", without quotes: {value.strip()}"
    raise ValueError(rule)


def _items(value: object) -> list[object] | None:
    """Return the items of what may stand for a list, or None if it may not."""
    match value:
        case _Text():
            bare = value[1:-1] if value.startswith("[") and value.endswith("]") else value
            texts = re.split(r"\s*,\s*|\s+", bare.strip())
            if any(_parse_number(text) is None for text in texts):
                return None
            return [_Text(text) for text in texts]
        case list() | tuple() | range():
            return list(value)
        case np.ndarray() if value.ndim:
            return list(value)
        case _:
            return None


def _spelled(example: str, value: object) -> str:
    """Write an example the way that its reader would have to."""
    return re.sub(r'[\[\]" ]', "", example) if isinstance(value, _Text) else example


def _points(value: object) -> list[object]:
    items = _items(value)
    if items is None:
        raise ValueError(f"must be a list of numbers, such as {_spelled('[1, 3, 2]', value)}")
    return items


def _pair(value: object, example: str, word: str) -> list[object]:
    items = _items(value)
    if items is None or len(items) != 2:
        example, word = _spelled(example, value), _spelled(word, value)
        raise ValueError(f"must be two numbers, such as {example}, or {word}")
    return items


def _start(value: object) -> list[object] | None:
    if value is None or (isinstance(value, str) and value.strip().lower() == "none"):
        return None
    return _pair(value, "[-4, 4]", '"none"')


def _range(value: object) -> list[object] | Literal["auto"]:
    if isinstance(value, str) and value.strip().lower() == "auto":
        return "auto"
    return _pair(value, "[-5, 10]", '"auto"')


def _not_empty(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    if not low < high:
        raise ValueError("must run from a smaller to a larger number")
    if high - low < MIN_RELATIVE_SPREAD * max(abs(low), abs(high)):
        raise ValueError(f"must be wider than {show_limit(MIN_RELATIVE_SPREAD)} of its ends")
    return ends


def _kind_of_range(value: object) -> str:
    return "auto" if isinstance(value, str) else "ends"


Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Coordinate = Annotated[
    float,
    Field(allow_inf_nan=False, ge=-MAX_MAGNITUDE, le=MAX_MAGNITUDE),
    BeforeValidator(_number),
]
Points = Annotated[
    tuple[Coordinate, ...],
    Field(min_length=MIN_POINTS, max_length=MAX_POINTS),
    BeforeValidator(_points),
]
Start = Annotated[tuple[Coordinate, Coordinate] | None, BeforeValidator(_start)]
Range = Annotated[
    Annotated[tuple[Coordinate, Coordinate], AfterValidator(_not_empty), Tag("ends")]
    | Annotated[Literal["auto"], Tag("auto")],
    Discriminator(_kind_of_range),
    BeforeValidator(_range),
]


class Params(BaseSettings):
    """The parameters of the lecture, with the notebook's values as defaults.

    Frozen, hashable, compared by value. `Params.load` reads the sources; the class itself none.

    Raises:
        ParamsError: If a key is unknown or a value is not allowed; all problems at once.
    """

    model_config = SettingsConfigDict(frozen=True, validate_default=True)

    x: Points = Field(
        (1, 3, 2, 10, 4, 7, 8),
        description=f"What the neuron is given, one number per point. {MIN_POINTS} to {MAX_POINTS} "
        f"finite numbers, at most {show_limit(MAX_MAGNITUDE)} in size, not all equal.",
    )
    y: Points = Field(
        (3, 9, 6, 30, 12, 21, 24),
        description="What the neuron should answer, one number for each x, in the same order. "
        f"Finite, at most {show_limit(MAX_MAGNITUDE)} in size.",
    )
    seed: Whole = Field(
        0,
        ge=0,
        le=MAX_SEED,
        description="Seed of the random weights that Keras gives a new neuron; of no effect with a "
        f"`start`. A whole number from 0 to {MAX_SEED}.",
    )
    start: Start = Field(
        None,
        description="The weights [w1, w0] that descent starts from, each at most "
        f"{show_limit(MAX_MAGNITUDE)} in size. None for those that Keras draws with `seed`.",
    )
    learning_rate: Number = Field(
        0.01,
        gt=0,
        le=MAX_LEARNING_RATE,
        description="eta: the part of the gradient that a step subtracts from the weights. A "
        f"number greater than 0, at most {show_limit(MAX_LEARNING_RATE)}.",
    )
    steps: Whole = Field(
        100,
        ge=0,
        le=MAX_STEPS,
        description="Updates by hand, after the two that are shown singly. A whole number from 0 "
        f"to {MAX_STEPS}.",
    )
    epochs: Whole = Field(
        10,
        ge=0,
        le=MAX_EPOCHS,
        description="Epochs that Keras trains; an epoch is one pass over all points, and one "
        f"update. A whole number from 0 to {MAX_EPOCHS}.",
    )
    w1_range: Range = Field(
        (-5, 10),
        description="The ends [low, high] of the w1 axis, low < high, each at most "
        f'{show_limit(MAX_MAGNITUDE)} in size; or "auto": from the minimum and the start.',
    )
    w0_range: Range = Field(
        (-5, 5),
        description="The ends [low, high] of the w0 axis, low < high, each at most "
        f'{show_limit(MAX_MAGNITUDE)} in size; or "auto": from the minimum and the start.',
    )
    resolution: Whole = Field(
        100,
        ge=MIN_RESOLUTION,
        le=MAX_RESOLUTION,
        description="How many values of w1, and of w0, the loss is sampled at. A whole number "
        f"from {MIN_RESOLUTION} to {MAX_RESOLUTION}.",
    )
    language: Literal["en", "ru"] = Field(
        "en", description='Language of all words: "en" for English, "ru" for Russian.'
    )
    theme: Literal["dark", "light"] = Field(
        "dark", description='Colours on a "dark" or on a "light" background.'
    )

    def __init__(self, /, **values: Any) -> None:
        fields = type(self).model_fields
        unknown = {key: value for key, value in values.items() if key not in fields}
        problems = [
            Problem(f"unknown key; {_nearest(key, fields)}", {key: _show(value)})
            for key, value in unknown.items()
        ]
        known = {key: value for key, value in values.items() if key in fields}
        try:
            super().__init__(**known)
        except ValidationError as error:
            problems += _problems(error, known)
        if problems:
            raise ParamsError(problems)

    @field_validator("x")
    @classmethod
    def _x_differ(cls, x: tuple[float, ...]) -> tuple[float, ...]:
        check_spread(x)
        return x

    @field_validator("y")
    @classmethod
    def _y_for_each_x(cls, y: tuple[float, ...], info: ValidationInfo) -> tuple[float, ...]:
        if "x" in info.data:  # otherwise x is wrong in itself, and said to be
            check_lengths(info.data["x"], y)
        return y

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave the class its arguments only: `load` reads the other sources, and says which."""
        return (init_settings,)

    @classmethod
    def load(
        cls,
        file: str | os.PathLike[str] | None = None,
        *,
        texts: Mapping[str, str] | None = None,
        **overrides: Any,
    ) -> Self:
        """Gather the parameters from overrides, environment and files.

        Args:
            file: A TOML file to read in place of the one that ``DESCENT_PARAMS`` names.
            texts: Parameters by key as a command line has them, written as in the environment;
                they win over it.
            **overrides: Parameters by key; they win over every other source.

        Returns:
            The parameters.

        Raises:
            ParamsError: If a file cannot be read, a key or variable is unknown or a value is not
                allowed; all problems at once, each with the source of the value.
        """
        files = [(asset_path("params.toml"), "default")]
        if file is not None:
            files.append((Path(file), "argument"))
        elif name := _environment(PARAMS_VARIABLE):
            files.append((Path(name), f"environment variable {PARAMS_VARIABLE}"))

        problems: list[Problem] = []
        sources: list[_Source] = []
        for path, named_by in files:
            try:
                sources.append(_TomlFile(cls, path, named_by))
            except ParamsError as error:
                problems += error.problems
        unreadable = bool(problems)
        problems += _unknown_variables(cls.model_fields)
        sources.append(_Environment(cls))

        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for source in sources:  # the weakest first
            values |= source()
            origins |= {key: source.origin(key) for key in source()}
        values |= {key: _Text(text.strip()) for key, text in (texts or {}).items()}
        origins |= dict.fromkeys(texts or {}, "command line")
        values |= overrides
        origins |= dict.fromkeys(overrides, "argument")
        try:
            params = cls(**values)
        except ParamsError as error:
            problems += [
                problem.located(origins)
                for problem in error.problems
                if len(problem.values) == 1 or not unreadable  # x may fit the y of a missing file
            ]
        if problems:
            raise ParamsError(problems)
        return params


class _Source(PydanticBaseSettingsSource):
    """A source that can tell where it found a value."""

    def __init__(self, settings_cls: type[BaseSettings], values: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self.values = values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self.values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return self.values

    @abstractmethod
    def origin(self, key: str) -> str:
        """Say where the value of a key stands."""


class _Environment(_Source):
    """The parameters among the environment variables, still as text.

    Not an `EnvSettingsSource`: that one matches names in any case or in the case of the keys, and
    takes lists only as JSON.
    """

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        texts = {key: _environment(_variable(key)) for key in settings_cls.model_fields}
        super().__init__(settings_cls, {key: _Text(text) for key, text in texts.items() if text})

    def origin(self, key: str) -> str:
        return f"environment variable {_variable(key)}"


class _TomlFile(_Source):
    """What a TOML file says; unlike `TomlConfigSettingsSource` it knows on which line.

    Args:
        settings_cls: The class that the values are for.
        path: The file.
        named_by: Who asked for this file, for messages.

    Raises:
        ParamsError: If there is no such file, or it is no TOML.
    """

    def __init__(self, settings_cls: type[BaseSettings], path: Path, named_by: str) -> None:
        self.name = _name(path)
        try:
            self.text = path.read_text(encoding="utf-8-sig")  # Notepad may begin with a mark
            values = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise ParamsError([Problem(f"{self.name}, {_explained(error, self.text)}")]) from None
        except (OSError, ValueError, RecursionError) as error:
            rule = _why_unreadable(path, error)
            raise ParamsError([Problem(rule, {"file": self.name}, {"file": named_by})]) from None
        super().__init__(settings_cls, values)

    def origin(self, key: str) -> str:
        # All keys stand at the top level, so the first line that looks like it is it.
        pattern = rf"""^[ \t]*\[*[ \t]*["']?{re.escape(key)}["']?[ \t]*[=.\]]"""
        line = re.search(pattern, self.text, re.MULTILINE)
        if line is None:
            return self.name
        number = self.text.count("\n", 0, line.start()) + 1
        return f"{self.name}, line {number}"


def _name(path: Path) -> str:
    """Write a path for a message: from the working folder if it leads there."""
    folder = Path.cwd()
    return str(path.relative_to(folder) if folder in path.parents else path)


def _why_unreadable(path: Path, error: Exception) -> str:
    match error:
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
    line = text.split("\n")[number - 1]
    if re.search(r"=\s*[-+]?\d+,\d", line):
        message += "; write decimals with a point, as in 0.01"
    elif re.search(r"""=\s*[^\s\d"'\[{.+-]""", line):
        message += '; put words between straight quotes, as in "en"'
    elif message == "Cannot overwrite a value":
        message += "; a key may stand in the file only once"
    return f"line {number}, column {column}: not valid TOML: {message}"


def _variable(key: str) -> str:
    return ENV_PREFIX + key.upper()


def _environment(variable: str) -> str:
    """Return the text of a variable; an empty one counts as not set."""
    return os.environ.get(variable, "").strip()


def _unknown_variables(keys: Iterable[str]) -> list[Problem]:
    known = [*map(_variable, keys), *OTHER_VARIABLES]
    return [
        Problem(
            f"unknown environment variable; {_nearest(name, known)}",
            {name: shorten(_environment(name))},
        )
        for name in sorted(os.environ)
        if name.startswith(ENV_PREFIX) and name not in known and _environment(name)
    ]


def _nearest(name: str, known: Iterable[str]) -> str:
    """Name the known name that was probably meant, or else all of them."""
    by_stem = {key.removeprefix(ENV_PREFIX).lower(): key for key in known}
    nearest = get_close_matches(name.removeprefix(ENV_PREFIX).lower(), by_stem, n=1)
    if nearest:
        return f"did you mean {by_stem[nearest[0]]}?"
    return f"the known ones are {', '.join(by_stem.values())}"


_RULES: Final = {
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a finite number",
    "too_short": "must have at least {min_length} values",
    "too_long": "must have at most {max_length} values",
    "literal_error": "must be {expected}",
}
"""What Pydantic's errors say, in words that fit behind a key and a value."""


def _problems(error: ValidationError, given: Mapping[str, object]) -> list[Problem]:
    """Translate Pydantic's errors, the first of each key."""
    problems: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        key = str(detail["loc"][0])
        if key not in problems:
            problems[key] = _problem(detail, key, given)
    return list(problems.values())


def _problem(detail: ErrorDetails, key: str, given: Mapping[str, object]) -> Problem:
    context = detail.get("ctx", {})
    keys: Iterable[str] = [key]
    match detail["type"], context.get("error"):
        case "value_error", DataError() as cause:
            rule, keys = cause.rule, cause.data
        case "value_error", cause:
            rule = str(cause)
        case kind, _:
            limits = {
                name: show_limit(limit)
                if isinstance(limit, float)
                else str(limit).replace("'", '"')
                for name, limit in context.items()
            }
            rule = _RULES[kind].format(**limits)
    positions = [place for place in detail["loc"] if isinstance(place, int)]
    if positions:
        rule = f"value {positions[0] + 1} ({_show(detail['input'])}) {rule}"
    defaults = {name: field.default for name, field in Params.model_fields.items()}
    return Problem(
        rule,
        {name: _show(given.get(name, defaults[name])) for name in keys},
        {name: "default" for name in keys if name not in given},
    )


def _show(value: object) -> str:
    return shorten(value) if isinstance(value, _Text) else show_value(value)
