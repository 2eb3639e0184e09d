"""Typesetting: the project's fonts only, a cache that survives accidents, baselines."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typst
from manim import WHITE, config
from manim.mobject.svg.svg_mobject import SVG_HASH_TO_MOB_MAP

from scenes.files.assets import asset_path
from scenes.stage import typesetting
from scenes.stage.typesetting import (
    MarkupError,
    code,
    colored,
    escape,
    math,
    move_baseline_to,
    text,
)
from tests.quiet_manim import manim

SIZE = 0.5


def place_of(mobject):
    """Return corners and outline of all glyphs: what is seen of a text."""
    return np.concatenate([part.points for part in mobject.family_members_with_points()])


# Fonts.


@pytest.mark.parametrize(
    "markup",
    [
        '#text(font: "DejaVu Sans")[x]',
        '#text(font: "New Computer Modern")[x]',  # what Typst itself brings along
        '#text(font: ("No Such Font", "Fira Sans"))[x]',
        '#show math.equation: set text(font: "New Computer Modern Math")\n$x$',
    ],
)
def test_a_font_that_is_not_the_projects_is_an_error(markup):
    with pytest.raises(MarkupError, match=r"unknown font family|no font could be"):
        text(markup, SIZE, WHITE)


def test_a_character_that_no_font_has_is_taken_from_no_other_font():
    # Typst would have it; an empty box is seen in the picture, a foreign letter is not.
    shown, missing = (text(letter, SIZE, WHITE) for letter in ("\N{HEBREW LETTER ALEF}", "\uf8ef"))
    assert len(place_of(shown)) == len(place_of(missing))


def test_fonts_of_the_project_are_told_apart():
    families = (typesetting.TEXT_FONT, typesetting.MATH_FONT, typesetting.MONO_FONT)
    outlines = {
        family: place_of(text(f'#text(font: "{family}")[x#sym.eq]', SIZE, WHITE)).tobytes()
        for family in families
    }
    assert len(set(outlines.values())) == 3
    # Each is the one that is meant for text, formulas and code.
    x = {name: text(f'#text(font: "{name}")[x]', SIZE, WHITE).width for name in families}
    assert text("x", SIZE, WHITE).width == pytest.approx(x[typesetting.TEXT_FONT])
    assert text(code("x"), SIZE, WHITE).width == pytest.approx(1.2 * 0.8 * x[typesetting.MONO_FONT])
    equals = text(f'#text(font: "{typesetting.MATH_FONT}")[=]', SIZE, WHITE).width
    assert math("=", SIZE, WHITE).width == pytest.approx(equals)
    medium = text('#text(weight: "medium")[ag]', SIZE, WHITE)
    assert medium.width > text("ag", SIZE, WHITE).width


def test_escaped_text_is_shown_as_it_is():
    for plain in ("a_b $x$ #let *bold* [c] \\n", 'say "x"'):
        glyphs = text(escape(plain), SIZE, WHITE).family_members_with_points()
        assert len(glyphs) == len(plain.replace(" ", ""))


def test_markup_takes_a_colour():
    red = manim.ManimColor("#C03010")
    first, second = text(f"x{colored('y', red)}", SIZE, WHITE).submobjects
    assert first.get_fill_color() == WHITE
    assert second.get_fill_color() == red


# The cache.


@pytest.fixture
def cache(tmp_path):
    """An empty cache of Typst's files."""
    with manim.tempconfig({"media_dir": str(tmp_path)}):
        folder = Path(config.get_dir("tex_dir"))
        SVG_HASH_TO_MOB_MAP.clear()
        yield folder
        SVG_HASH_TO_MOB_MAP.clear()


def compiled(folder):
    """Return the names of the files that are there to be used."""
    return sorted(file.name for file in folder.glob("[!.]*.svg"))


def test_what_was_compiled_is_not_compiled_again(cache, monkeypatch):
    first = text("once", SIZE, WHITE)
    assert len(compiled(cache)) == 1

    def compile_again(*source, **settings):
        raise AssertionError("compiled again")

    monkeypatch.setattr(typst, "compile_with_warnings", compile_again)
    SVG_HASH_TO_MOB_MAP.clear()
    np.testing.assert_array_equal(place_of(text("once", SIZE, WHITE)), place_of(first))
    # Size and colour are no matter of the file.
    text("once", 2 * SIZE, manim.ManimColor("#112233"))
    with pytest.raises(AssertionError, match="compiled again"):
        text("twice", SIZE, WHITE)
    assert len(compiled(cache)) == 1


def test_a_half_written_file_does_no_harm(cache, monkeypatch):
    expected = place_of(text("whole", SIZE, WHITE))
    (name,) = compiled(cache)
    content = (cache / name).read_bytes()
    (cache / name).unlink()
    SVG_HASH_TO_MOB_MAP.clear()
    # As a process leaves it that is killed while it writes.
    (cache / f".{name}.abcd1234").write_bytes(content[: len(content) // 2])
    np.testing.assert_array_equal(place_of(text("whole", SIZE, WHITE)), expected)
    assert (cache / name).read_bytes() == content


def test_a_file_appears_under_its_name_only_whole(cache, monkeypatch):
    rename = Path.replace
    written = {}

    def look_and_rename(source, target):
        assert not compiled(cache)
        written[target.name] = source.read_bytes()
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", look_and_rename)
    text("appears", SIZE, WHITE)
    (name,) = compiled(cache)
    assert written[name] == (cache / name).read_bytes()
    assert written[name].rstrip().endswith(b"</svg>")
    assert [file.name for file in cache.iterdir()] == [name], "nothing else is left behind"


def test_an_interrupted_process_leaves_no_file_of_that_name(cache, monkeypatch):
    def interrupt(source, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            text("interrupted", SIZE, WHITE)
    assert not compiled(cache)
    assert len(text("interrupted", SIZE, WHITE).submobjects) == len("interrupted")
    assert len(compiled(cache)) == 1


def test_processes_do_not_meet_beside_the_files(cache):
    """Manim writes a second file beside the one that it reads and takes it away again."""
    file = Path(text("apart", SIZE, WHITE).file_name)
    assert compiled(cache) == [file.name]
    assert file.parent != cache
    words = (
        "from manim import WHITE\nfrom scenes.stage.typesetting import text\n"
        "print(text('apart', 0.3, WHITE).file_name)"
    )
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", words], capture_output=True, text=True, check=True
    )
    assert Path(other.stdout.split()[-1]).parent != file.parent
    assert file.read_bytes() == (cache / file.name).read_bytes()


def test_copies_of_a_text_do_not_copy_what_it_was_made_from(cache):
    for glyph in text("glyphs", SIZE, WHITE).submobjects:
        assert not hasattr(glyph, "path_obj")


def test_what_typst_refuses_leaves_no_file(cache):
    with pytest.raises(MarkupError, match="unclosed delimiter"):
        text("$x", SIZE, WHITE)
    assert not cache.exists() or not list(cache.iterdir())


def test_the_name_changes_with_the_bytes_of_a_font(cache, tmp_path, monkeypatch):
    text("fonts", SIZE, WHITE)
    names = [compiled(cache)]
    fonts = sorted(font.name for font in asset_path("fonts").glob("*.otf"))
    assert len(fonts) == 4
    for changed in (None, *fonts):
        folder = tmp_path / f"fonts of {changed}"
        shutil.copytree(asset_path("fonts"), folder)
        if changed is not None:
            with (folder / changed).open("ab") as file:
                file.write(b"\0")
        monkeypatch.setattr(typesetting, "asset_path", lambda *_, here=folder: here)
        text("fonts", SIZE, WHITE)
        names.append(compiled(cache))
    assert names[1] == names[0], "where the fonts are is no matter"
    assert [len(found) for found in names] == [1, 1, 2, 3, 4, 5]


def test_the_name_changes_with_the_versions(cache, monkeypatch):
    text("versions", SIZE, WHITE)
    for versions in (("0", "0"), ("0", "1")):
        monkeypatch.setattr(typesetting, "compiler_versions", lambda versions=versions: versions)
        text("versions", SIZE, WHITE)
    assert len(compiled(cache)) == 3


# Baselines.


@pytest.mark.parametrize("letter", ["x", "Я", "1", "H", "x1Я", "p", "xpЯ1", "у", "g,"])
@pytest.mark.parametrize("factor", [1.0, 1.7])
def test_baselines_come_to_lie_where_they_shall(letter, factor):
    point = np.array([1.5, -2.25, 0.0])
    line = text(f"{letter}Z", SIZE, WHITE).scale(factor)
    assert move_baseline_to(line, point) is line
    foot = line.submobjects[-1].get_bottom()[1]  # a Z stands on the baseline, flat
    assert foot == pytest.approx(point[1], abs=1e-3 * SIZE)
    assert line.get_left()[0] == pytest.approx(point[0])


def test_letters_with_and_without_descenders_stand_on_one_baseline():
    texts = {letter: text(letter, SIZE, WHITE) for letter in "xpЯ1"}
    for mobject in texts.values():
        move_baseline_to(mobject, np.zeros(3))
    bottoms = {letter: mobject.get_bottom()[1] for letter, mobject in texts.items()}
    for letter in "xЯ1":
        assert bottoms[letter] == pytest.approx(0, abs=1e-3 * SIZE)
    assert bottoms["p"] < -0.15 * SIZE
    # Where p hangs below x, it does so by as much as in one and the same line.
    together = text("xp", SIZE, WHITE).submobjects
    below = together[1].get_bottom()[1] - together[0].get_bottom()[1]
    assert bottoms["p"] - bottoms["x"] == pytest.approx(below, abs=1e-6)


@pytest.mark.parametrize(("align", "edge"), [(-1, "left"), (0, "center"), (1, "right")])
def test_texts_begin_are_centred_or_end_at_a_point(align, edge):
    line = move_baseline_to(text("pier", SIZE, WHITE), np.array([0.75, 0.0, 0.0]), align=align)
    x = {"left": line.get_left, "center": line.get_center, "right": line.get_right}[edge]()[0]
    assert x == pytest.approx(0.75)


def test_an_em_is_as_high_as_asked_for():
    # Fira Sans' capitals are 0.689 em high.
    for size in (0.25, 1.0):
        assert text("H", size, WHITE).height == pytest.approx(0.689 * size, rel=1e-3)


@pytest.mark.parametrize("typeset", [math, lambda formula, *look: text(f"${formula}$", *look)])
def test_a_fraction_bar_is_as_thick_whenever_and_for_whatever_frame_it_is_made(typeset):
    SVG_HASH_TO_MOB_MAP.clear()
    thickness = []
    for height in (480, 480, 1080, 2160):
        with manim.tempconfig({"pixel_width": height * 16 // 9, "pixel_height": height}):
            bars = [part for part in typeset("2 / n", SIZE, WHITE) if part.stroke_width]
        thickness += [bar.stroke_width for bar in bars]
    assert thickness == pytest.approx([100 * 0.076 * SIZE] * 4)  # what Fira Math says of its em
    (large,) = (part for part in typeset("2 / n", 2 * SIZE, WHITE) if part.stroke_width)
    assert large.stroke_width == pytest.approx(2 * thickness[0])
