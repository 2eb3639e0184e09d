"""How large the writing on the stage is, measured from the outlines that are drawn.

Every outline is compared with those of the project's fonts, set one em high: its height tells how
high an em is where it stands, also for text that was scaled, that an animation shrinks, or that is
part of a path with other things.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from manim import Mobject, Scene, Typst, VMobject
from numpy.typing import NDArray

from scenes.props.plotting.number import Number
from scenes.stage.regions import FRAME_HEIGHT
from scenes.stage.theme import DARK
from scenes.stage.typesetting import code, escape, math, text

PIXELS = 1080 / FRAME_HEIGHT
"""Pixels in a scene unit at 1080p."""
CAPITALS = 24.0
"""Least height in pixels of digits and capitals; of small letters, of capitals of their size."""
INDICES = 16.0
"""The same for subscripts and exponents."""
IS_INDEX = 0.85
"""What is so much smaller than the largest writing of the same text is one of its indices."""
CAN_BE_READ = 0.5
"""Opacity from which on writing counts."""
ROUNDING = 0.02
"""Pixels."""

LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZabcdefghkmnopqrstuvwxyz"
CYRILLIC = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"
GREEK = "alpha beta gamma delta eta lambda Delta"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_CLOSE = 4e-3
"""Largest distance of two outlines of one shape, in times of their height."""


class Shape(NamedTuple):
    """A closed outline of a glyph, e.g. the outer one of an o."""

    corners: NDArray[np.float64]
    """Bézier points (n, 2) from the lower left corner, in times of its height."""
    height: float
    """In ems."""
    capital: float
    """Height, in ems, of the capitals that this glyph goes with; of an index, its own."""
    is_index: bool
    """Whether the glyph itself is a raised or lowered digit."""


class Writing(NamedTuple):
    """A glyph on the stage."""

    height: float
    """In pixels at 1080p, of the capitals that it goes with."""
    is_index: bool


def outlines(points: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Return the closed outlines (4n, 2) that a path (4m, 3) consists of."""
    if len(points) < 4 or len(points) % 4:
        return
    starts, ends = points[4::4, :2], points[3:-1:4, :2]
    breaks = 4 * (1 + np.flatnonzero(np.abs(starts - ends).max(axis=1) > 1e-6))
    yield from np.split(points[:, :2], breaks)


def _normal(outline: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    low = outline.min(axis=0)
    height = float(np.ptp(outline[:, 1]))
    return (outline - low) / max(height, 1e-9), height


@cache
def shapes() -> dict[int, tuple[NDArray[np.float64], list[Shape]]]:
    """Return the outlines of the fonts by their number of points; simple ones are left out.

    A rectangle or a circle of four pieces may be anything.
    """
    color = DARK.ink
    capital = max(float(part.height) for part in text("H", 1.0, color).submobjects)
    plain = "0123456789" + LETTERS
    upright, slanted = " ".join(f'upright("{one}")' for one in plain), " ".join(LETTERS)
    bold = " ".join(f"bold({one})" for one in LETTERS)
    written = [
        *(text(escape(one), 1.0, color) for one in (plain, CYRILLIC)),
        *(math(one, 1.0, color) for one in (f"{upright} {' '.join('0123456789')}", slanted)),
        *(math(one, 1.0, color) for one in (bold, GREEK)),
        text(code(plain), 1.0 / 1.2, color),
    ]
    found: dict[int, list[Shape]] = defaultdict(list)

    def note(glyph: Mobject, height: float, is_index: bool) -> None:
        for outline in outlines(glyph.points):
            corners, own_height = _normal(outline)
            if len(outline) > 16:
                found[len(outline)].append(Shape(corners, own_height, height, is_index))

    for mobject in written:
        for glyph in mobject.submobjects:
            note(glyph, capital, is_index=False)
    for glyph in text(escape(RAISED), 1.0, color).submobjects:
        note(glyph, float(glyph.height), is_index=True)
    return {
        count: (np.stack([shape.corners for shape in known]), known)
        for count, known in found.items()
    }


_seen: WeakKeyDictionary[Mobject, tuple[tuple[int, bytes, bytes], list[Writing]]] = (
    WeakKeyDictionary()
)
"""What is written in the paths looked at last: most of them stay as they are."""


def _writings(part: Mobject) -> list[Writing]:
    """Return what is written in one path."""
    if not len(part.points):
        return []
    now = len(part.points), part.points[0].tobytes(), part.points[-2].tobytes()
    before = _seen.get(part)
    if before is None or before[0] != now:
        before = _seen[part] = now, [*_recognised(part.points)]
    return before[1]


def _recognised(points: NDArray[np.float64]) -> Iterator[Writing]:
    known = shapes()
    for outline in outlines(points):
        if len(outline) in known:
            corners, height = _normal(outline)
            candidates, named = known[len(outline)]
            distances = np.abs(candidates - corners).max(axis=(1, 2))
            nearest = int(distances.argmin())
            if distances[nearest] < _CLOSE:
                shape = named[nearest]
                em = height / shape.height
                yield Writing(em * shape.capital * PIXELS, shape.is_index)


def _texts(mobjects: Sequence[Mobject]) -> Iterator[list[Mobject]]:
    """Return the paths of each text among mobjects: of a typeset one all together.

    Glyphs that stand side by side, as those of formulas that are being written, are one text.
    """
    glyphs = [one for one in mobjects if not one.submobjects and not isinstance(one, Number)]
    yield glyphs
    for mobject in mobjects:
        if isinstance(mobject, Number):
            yield [mobject]
        elif isinstance(mobject, Typst):
            yield mobject.get_family()
        else:
            yield from _texts(mobject.submobjects)


def smallest_writing(scene: Scene) -> Iterator[tuple[str, float, float]]:
    """Return of each text on the stage what it says and how high its writing is at 1080p.

    Yields:
        Its words, the least height of its digits and capitals, and of its indices (inf: none).
    """
    for parts in _texts(scene.mobjects):
        found = [
            writing
            for part in parts
            if isinstance(part, VMobject) and part.get_fill_opacity() >= CAN_BE_READ
            for writing in _writings(part)
        ]
        if not found:
            continue
        largest = max(writing.height for writing in found)
        sizes = {True: np.inf, False: np.inf}
        for writing in found:
            small = writing.is_index or writing.height < IS_INDEX * largest
            sizes[small] = min(sizes[small], writing.height)
        words = getattr(parts[0], "written", "") or getattr(parts[0], "typst_code", "")
        yield words or f"{len(found)} glyphs", sizes[False], sizes[True]


def size_faults(scene: Scene) -> Iterator[str]:
    """Tell what on the stage is smaller than asked."""
    for words, capitals, indices in smallest_writing(scene):
        if capitals < CAPITALS - ROUNDING:
            yield f"digits and capitals of {capitals:.1f} px: {words!r}"
        if indices < INDICES - ROUNDING:
            yield f"indices of {indices:.1f} px: {words!r}"
