"""What is said when parameters are refused: what stands there, where, and what is allowed."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, NamedTuple, Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gdmath import DataError
from gdmath.messages import one_line, shorten, show_limit, show_value
from scenes.params.characters import look_alike
from scenes.params.values import Text

__all__ = ["ENV_PREFIX", "ParamsError", "Problem", "nearest", "problems_of", "unknown_key"]

ENV_PREFIX: Final = "DESCENT_"
"""What the environment variable of a parameter begins with; its key follows in upper case."""

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


_LONGEST_RULE: Final = 1_000
_LONGEST_VALUE: Final = 300
"""Characters of a message, whatever it quotes; a path has room in it."""
_MOST_PROBLEMS: Final = 10
"""Problems that are told."""


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
            f"{shorten(key)} = {shorten(value, _LONGEST_VALUE)}"
            + (f" ({shorten(self.origins[key], _LONGEST_VALUE)})" if key in self.origins else "")
            for key, value in self.values.items()
        ]
        rule = shorten(self.rule, _LONGEST_RULE)
        return one_line(f"{', '.join(subjects)}: {rule}" if subjects else rule)

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

    Its text is one line: every problem, up to ten, with key, value, origin and what is allowed,
    joined by ``"; "``.

    Attributes:
        problems: What is wrong, at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # in args, so that the error survives pickling

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:_MOST_PROBLEMS]]
        if len(self.problems) > _MOST_PROBLEMS:
            shown.append(f"and {len(self.problems) - _MOST_PROBLEMS} more")
        return "; ".join(shown)


def unknown_key(key: str, value: object, known: Iterable[str]) -> Problem:
    """Refuse a key that is none, and name the one that was probably meant."""
    return Problem(f"unknown key; {nearest(key, known)}", {key: _show(value)})


def nearest(name: str, known: Iterable[str]) -> str:
    """Name the known name that was probably meant, or else all of them.

    A character that only looks like one of a name is told first.
    """
    character = look_alike(name)
    if character is not None:
        return f"it has {character}"
    by_stem = {key.removeprefix(ENV_PREFIX).lower(): key for key in known}
    stem = name.removeprefix(ENV_PREFIX).lower()
    meant = get_close_matches(stem, by_stem, n=1) if len(stem) <= _LONGEST_VALUE else []
    if meant:
        return f"did you mean {by_stem[meant[0]]}?"
    return f"the known ones are {', '.join(by_stem.values())}"


def problems_of(
    error: ValidationError, given: Mapping[str, object], defaults: Mapping[str, object]
) -> list[Problem]:
    """Translate Pydantic's errors, the first of each key.

    Args:
        error: What Pydantic says.
        given: The values that it was given, by key.
        defaults: The values of all keys where none are given.
    """
    problems: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        key = str(detail["loc"][0])
        if key not in problems:
            problems[key] = _problem(detail, key, given, defaults)
    return list(problems.values())


def _problem(
    detail: ErrorDetails, key: str, given: Mapping[str, object], defaults: Mapping[str, object]
) -> Problem:
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
    return Problem(
        rule,
        {name: _show(given.get(name, defaults[name])) for name in keys},
        {name: "default" for name in keys if name not in given},
    )


def _show(value: object) -> str:
    return shorten(value) if isinstance(value, Text) else show_value(value)
