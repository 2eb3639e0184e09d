"""Every word of the film, and how numbers are written, per language, from `assets/strings`."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scenes.files.assets import asset_path
from scenes.stage.narration import Words
from scenes.stage.numbers import NumberFormat


class Strings:
    """The words of one language, by dotted key, e.g. ``convergence.hundred_steps.say.start``.

    Attributes:
        numbers: How the language writes numbers.
        used: Keys asked for so far; a test compares them with the file.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = dict(entries)
        self.used: set[str] = set()
        self.numbers = NumberFormat(
            decimal_sign=self("numbers.decimal_sign"),
            thousands_sign=self("numbers.thousands_sign"),
            plural=self("numbers.plural"),
        )

    @classmethod
    def load(cls, language: str) -> "Strings":
        """Read the words of a language, one of `scenes.files.assets.languages`."""
        return cls(read_entries(asset_path("strings", f"{language}.toml")))

    def __call__(self, key: str, /, **values: str) -> str:
        """Return a string with its ``{placeholders}`` filled in.

        Args:
            key: The dotted key.
            **values: What the placeholders stand for, already written as text; a `Count` where
                the string has forms of a word, ``{n:step|steps}``.

        Raises:
            KeyError: The file has no such key, or the string has another placeholder.
        """
        return self._entry(key).format_map(values)

    def spoken(self, key: str, /, **values: str) -> Words:
        """Return a string of the narration, filled in, and where its marks stand.

        Args:
            key: The dotted key.
            **values: What the placeholders stand for, already written as text.

        Raises:
            KeyError: The file has no such key, or the string has another placeholder.
        """
        return Words.parse(self._entry(key), values)

    def _entry(self, key: str) -> str:
        if key not in self._entries:
            raise KeyError(f"no string {key!r} in assets/strings")
        self.used.add(key)
        return self._entries[key]

    @property
    def read(self) -> dict[str, str]:
        """The strings asked for so far, as they stand in the file, by key."""
        return {key: self._entries[key] for key in sorted(self.used)}

    def keys(self) -> frozenset[str]:
        """Return every key of the language."""
        return frozenset(self._entries)


def number_format(language: str) -> NumberFormat:
    """Return how a language writes numbers."""
    return Strings.load(language).numbers


def read_entries(file: Path) -> dict[str, str]:
    """Read a strings file into a flat mapping of dotted keys."""
    return dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8"))))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)
