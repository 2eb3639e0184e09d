"""All text and all formulas: Typst, with the project's own fonts and nothing else.

Manim compiles Typst into a cache whose key holds neither fonts nor the compiler's version, lets
system fonts in, and trusts whatever file it finds there. Here the key holds everything that
shapes the glyphs, only `assets/fonts` is seen, and a file appears whole or not at all. Manim also
writes a file beside each one that it reads: every process gives it copies of its own to read.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import typst
from manim import ORIGIN, MathTypst, Typst, config
from manim.constants import SCALE_FACTOR_PER_FONT_POINT
from manim.mobject.svg.svg_mobject import SVGMobject, VMobjectFromSVGPath
from manim.mobject.text import typst_mobject
from manim.utils.color import ManimColor
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE, TYPST_TEMPLATE
from numpy.typing import NDArray

from gdmath.messages import shorten
from scenes.files.assets import asset_path
from scenes.files.atomic import atomic_write
from scenes.files.staging import StagingFolder

TEXT_FONT = "Fira Sans"
MATH_FONT = "Fira Math"
MONO_FONT = "Fira Mono"

# Raised digits are small in the fonts: so those of the smallest text can be read, too.
EXPONENT_SIZE = 1.12

# The font size at which Manim imports Typst's em with a height of one scene unit.
_FONT_SIZE_OF_UNIT_EM = 1 / (TYPST_COMPILATION_FONT_SIZE * SCALE_FACTOR_PER_FONT_POINT)

# Manim's stroke width of a line that is one scene unit thick.
_STROKE_OF_UNIT = 100

# A letter without width or overshoot before the text: its foot tells where the baseline is.
_BASELINE_PROBE = "#box(width: 0pt)[H]"

_MOST_SHOWN = 120
"""Characters of markup that an error quotes."""

_PREAMBLE = f"""\
#set text(font: "{TEXT_FONT}", number-width: "tabular", top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(font: ("{MATH_FONT}", "{TEXT_FONT}"), weight: "regular")
#show raw: set text(font: "{MONO_FONT}", size: 1.2em)
#show regex("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"): set text(size: {EXPONENT_SIZE}em)
#set par(leading: 0.55em)
"""


class MarkupError(ValueError):
    """Words or a formula that Typst cannot typeset; the message is one line and quotes them."""


def text(markup: str, size: float, color: ManimColor) -> Typst:
    """Typeset Typst markup, e.g. ``"the bias $w_0$"``.

    Args:
        markup: Typst markup; plain strings go through `escape` first.
        size: Height of an em in scene units.
        color: Colour of what the markup itself does not colour.

    Raises:
        MarkupError: If Typst cannot typeset it.
    """
    with _own_compiler():
        mobject = _Text(_BASELINE_PROBE + markup, **_look(size, color))
    probe = mobject.submobjects[0]
    mobject.remove(probe)
    baseline = probe.get_bottom()[1]
    mobject.baseline = (  # type: ignore[attr-defined]
        baseline - mobject.get_bottom()[1]
    ) / mobject.height
    _set_line_widths(mobject, size)
    return mobject.move_to(ORIGIN)


def math(formula: str, size: float, color: ManimColor) -> MathTypst:
    """Typeset a formula in Typst's maths, e.g. ``"w_1 x + w_0"``.

    Parts marked ``{{ body : label }}`` can be picked with ``.select("label")``.

    Args:
        formula: The formula without dollar signs.
        size: Height of an em in scene units.
        color: Colour of what the formula itself does not colour.
    """
    with _own_compiler():
        mobject = _Formula(formula, **_look(size, color))
    _set_line_widths(mobject, size)
    return mobject


def escape(plain: str) -> str:
    """Return markup that shows a plain string as it is."""
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'


def code(line: str) -> str:
    """Return markup that shows a line of code in the monospaced font."""
    return f"#raw({escape(line)[1:]})"


def colored(markup: str, color: ManimColor) -> str:
    """Return markup in a colour, for use inside text or (after ``#``-free maths) formulas."""
    return f'#text(fill: rgb("{color.to_hex()}"))[{markup}]'


def move_baseline_to(mobject: Typst, point: NDArray[np.float64], align: float = -1.0) -> Typst:
    """Move a single line of text so that its baseline runs through a point.

    Args:
        mobject: The text, as `text` returns it.
        point: A scene point.
        align: -1: the text begins there, 0: it is centred there, 1: it ends there.
    """
    baseline = mobject.get_bottom()[1] + mobject.baseline * mobject.height  # type: ignore[operator]
    x = mobject.get_left()[0] + (align + 1) / 2 * mobject.width
    return mobject.shift(np.array([point[0] - x, point[1] - baseline, 0.0]))


def fonts_fingerprint() -> str:
    """Return a hash of every font file that ships with the project."""
    return _fonts_fingerprint(asset_path("fonts"))


@cache
def _fonts_fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for font in sorted(folder.glob("*.otf")):
        digest.update(font.name.encode())
        digest.update(font.read_bytes())
    return digest.hexdigest()


@cache
def compiler_versions() -> tuple[str, str]:
    """Return the versions of what makes outlines of a text."""
    return version("typst"), version("manim")


def _look(size: float, color: ManimColor) -> dict[str, Any]:
    return {
        "typst_preamble": _PREAMBLE,
        "font_size": size * _FONT_SIZE_OF_UNIT_EM,
        "color": color,
    }


def _set_line_widths(mobject: Typst, size: float) -> None:
    """Make fraction bars and the like as thick as the font says.

    Manim makes their thickness depend on the pixels of the frame, and only where a formula is
    typeset for the first time: of the same one later it takes a copy without that.
    """
    for leaf in mobject.submobjects:
        source = getattr(leaf, "_typst_source_stroke_width", None)
        if source is not None:
            in_ems = source / TYPST_COMPILATION_FONT_SIZE
            leaf.set_stroke(width=_STROKE_OF_UNIT * in_ems * size, family=False)


class _LightOutlines(SVGMobject):
    """A text whose glyphs keep no path of the SVG: every copy of it would copy that, too.

    Manim copies what fades, and copying the paths takes as long as all the rest of it.
    """

    def path_to_mobject(self, path: Any) -> VMobjectFromSVGPath:
        outline = super().path_to_mobject(path)
        del outline.path_obj
        return outline


class _Text(_LightOutlines, Typst):
    pass


class _Formula(_LightOutlines, MathTypst):
    pass


@contextlib.contextmanager
def _own_compiler() -> Iterator[None]:
    """Compile by `_compile_to_file`: Manim's classes have no argument or method for it."""
    names = vars(typst_mobject)
    manims = names["typst_to_svg_file"]
    names["typst_to_svg_file"] = _compile_to_file
    try:
        yield
    finally:
        names["typst_to_svg_file"] = manims


def _compile_to_file(
    typst_code: str,
    preamble: str = "",
    text_size: float = TYPST_COMPILATION_FONT_SIZE,
    font_paths: list[str | Path] | None = None,
) -> Path:
    """Compile to an SVG file in Manim's text folder; stands in for Manim's function."""
    del font_paths
    source = TYPST_TEMPLATE.format(text_size=text_size, preamble=preamble, body=typst_code)
    key = hashlib.sha256(
        "\0".join((source, fonts_fingerprint(), *compiler_versions())).encode()
    ).hexdigest()[:24]
    folder = Path(config.get_dir("tex_dir"))
    target = folder / f"{key}.svg"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(target) as part:
            part.write_bytes(_compile(source, typst_code))
    copy = _own_folder(os.getpid()) / target.name
    if not copy.is_file():
        shutil.copyfile(target, copy)
    return copy


def _shown(markup: str) -> str:
    return repr(shorten(markup.removeprefix(_BASELINE_PROBE), _MOST_SHOWN))


def _compile(source: str, markup: str) -> bytes:
    try:
        svg, warnings = typst.compile_with_warnings(
            source.encode(), font_paths=_fonts(), ignore_system_fonts=True, format="svg"
        )
    except typst.TypstError as error:
        raise MarkupError(f"Typst says {str(error).strip()!r} of {_shown(markup)}") from error
    if warnings:  # an unknown font would be replaced by another one, silently
        raise MarkupError(f"Typst warns of {warnings[0]} in {_shown(markup)}")
    return bytes(svg)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,  # those that Typst itself brings along
        font_paths=[str(asset_path("fonts"))],
    )


@cache
def _own_folder(process: int) -> Path:
    """Return a folder that only this process uses; it goes when the process does.

    Those of processes that were killed go now.
    """
    user = Path(tempfile.gettempdir(), f"descent-film-{os.getuid() if os.name == 'posix' else ''}")
    try:
        staging = StagingFolder(user)
    except OSError:  # somebody else's, or not to be written to
        folder = tempfile.TemporaryDirectory(prefix=f"descent-{process}-")
        atexit.register(folder.cleanup)
        return Path(folder.name)
    atexit.register(staging.close)
    return staging.folder
