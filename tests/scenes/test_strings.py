"""The words: all languages say the same, and the fonts can write it."""

import gettext
import re
from string import Formatter

import pytest
from fontTools.ttLib import TTFont

from scenes.files.assets import asset_path
from scenes.stage.strings import Strings, number_format
from tests.scenes.cases import LANGUAGES
from tests.scenes.words import entries, placeholders, plurals

OWN_PLACEHOLDERS: set[str] = set()
"""Where the languages need different numbers: Russian has no one word for any number of times."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_keys_and_placeholders(language):
    english, theirs = entries("en"), entries(language)
    assert list(theirs) == list(english), "also in the same order, for whoever translates"
    for key, entry in theirs.items():
        if key not in OWN_PLACEHOLDERS:
            assert sorted(placeholders(entry)) == sorted(placeholders(english[key])), key
        if not key.startswith("numbers."):  # a space is a sign as any other
            assert entry.strip() == entry != "", key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_plain_names(language):
    for key, entry in entries(language).items():
        for _, name, _, conversion in Formatter().parse(entry):
            if name is not None:
                assert name.isidentifier(), key
                assert conversion is None, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_word_has_its_number(language):
    rule = gettext.c2py(entries(language)["numbers.plural"])
    count = len({int(rule(number)) for number in range(1000)})
    for key, entry in entries(language).items():
        for name, forms in plurals(entry):
            assert len(forms) == count, key
            # Another language may say the number only: it has to be filled in as a count in both.
            assert name in placeholders(entry), key


def test_words_take_the_form_that_their_number_asks_for():
    forms = "{n} {n:шаг|шага|шагов}"
    written = {n: number_format("ru").count(n) for n in (0, 1, 2, 5, 11, 12, 21, 104, 111, 253)}
    assert [forms.format(n=n) for n in written.values()] == [
        "0 шагов", "1 шаг", "2 шага", "5 шагов", "11 шагов",
        "12 шагов", "21 шаг", "104 шага", "111 шагов", "253 шага",
    ]  # fmt: skip
    assert forms.format(n=number_format("ru").count(10**7 + 1)) == "1,0·10⁷ шагов"
    english = [number_format("en").count(n) for n in (1, 2, 12345, 3 * 10**9)]
    assert [f"{n} {n:step|steps}" for n in english] == [
        "1 step", "2 steps", "12,345 steps", "3.0·10⁹ steps",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="format"):  # a number that is not known to be a count
        forms.format(n=number_format("ru").plain(2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_has_room_for_what_is_filled_in(language):
    for key, entry in entries(language).items():
        if ".say." in key:
            # Whatever stands in a gap has a character at least; two lines of a subtitle hold 84.
            literal = sum(len(text) for text, *_ in Formatter().parse(entry))
            literal += sum(max(map(len, forms)) for _, forms in plurals(entry))
            assert literal + len(placeholders(entry)) <= 84, f"{key}: {entry}"


def test_each_language_is_in_its_own_letters():
    latin, cyrillic = re.compile("[A-Za-z]{3,}"), re.compile("[А-Яа-яЁё]")
    for key, entry in entries("en").items():
        assert not cyrillic.search(entry), key
    for key, entry in entries("ru").items():
        bare = re.sub(r"\{\w+(:[^}]*)?\}|\$[^$]*\$|MSE|Keras|SGD|λ_max", "", entry)
        assert not latin.search(bare), f"{key} is not translated: {entry}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_character(language):
    glyphs = set(TTFont(asset_path("fonts", "FiraSans-Regular.otf")).getBestCmap())
    numbers = number_format(language)
    written = [numbers.plain(-1234567.25), numbers.significant(-1.5e-123), numbers.plain(1e-38)]
    written += [numbers.power_of_ten(exponent) for exponent in (-1234567890, 4)]
    shown = [words for key, words in entries(language).items() if ".say." not in key]
    for words in [*shown, *written]:
        missing = {character for character in words if ord(character) not in glyphs}
        assert not missing, f"{missing} in {words}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_strings_are_filled_in_and_noted(language):
    strings = Strings.load(language)
    assert strings.numbers == number_format(language)
    signs = {"numbers.decimal_sign", "numbers.thousands_sign", "numbers.plural"}
    assert strings.used == signs
    assert strings.keys() == set(entries(language))
    key = next(key for key, entry in entries(language).items() if placeholders(entry))
    values = {name: f"<{name}>" for name in placeholders(entries(language)[key])}
    filled = strings(key, **values)
    assert all(value in filled for value in values.values())
    assert "{" not in filled
    assert strings.used == signs | {key}
    assert strings.read[key] == entries(language)[key]
    assert strings.read.keys() == strings.used
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        strings("no.such.key")
    with pytest.raises(KeyError):
        strings(key)
    assert strings.used == signs | {key}
