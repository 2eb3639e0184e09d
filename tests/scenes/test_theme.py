"""The look: colours that can be told apart and read, by everyone, on everything they lie on."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from coloraide import Color
from manim import ManimColor
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plotting.plate_label import OPACITY
from scenes.stage.theme import DARK, THEMES, Theme
from tests.scenes.pictures import contrast, luminance, rgb

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
READABLE = 4.5
SEEN = 3.0
"""Contrast of a line or an arrow with what lies beside it, by its fill or by its casing."""
LOW_END = 9.0
"""Contrast of the loss map at the minimum: a luminance of about 0.5 on the dark background."""
HIGH_END = 1.5
"""Contrast of the loss map's other end."""

MEANINGS = ("data", "prediction", "w1", "w0", "gradient", "antigradient", "path")
RATES = ("small_rate", "path", "large_rate")
"""The colours of descents at several learning rates."""
TEXTS = (*MEANINGS, *RATES, "ink", "muted", "keras_path", "steep_axis", "flat_axis")
"""Everything but areas and hairlines is somewhere the colour of a text."""
APART = 12.0
"""Least distance in CIE Lab; about 2 can just be seen side by side."""
SIGHT = {"normal": None, "deuteranope": "deutan", "protanope": "protan"}
"""Eyes, and the filter that shows what they see (Machado, Oliveira and Fernandes 2009)."""


def table_of(theme: Theme) -> NDArray[np.uint8]:
    return LossColors.for_window(LOSS, (-5.0, 10.0), (-5.0, 5.0), theme).table


def seen_as(color: ManimColor, sight: str | None) -> Color:
    """Return a colour as a kind of eye sees it."""
    seen = Color(color.to_hex())
    return seen if sight is None else seen.filter(sight, method="machado", space="srgb-linear")


@pytest.mark.parametrize("name", THEMES)
def test_the_minimum_stands_out_most_and_high_loss_still_does(name):
    theme = THEMES[name]
    against = contrast(table_of(theme), rgb(theme.background))
    assert (np.diff(against) <= 0.02).all()  # but for the rounding to bytes
    assert against[0] >= LOW_END
    assert against[-1] >= HIGH_END
    if theme is DARK:
        assert luminance(table_of(theme)[0]) == pytest.approx(0.5, abs=0.03)


def test_steps_of_the_loss_map_look_alike():
    for theme in THEMES.values():
        table = table_of(theme)
        sample = [Color("srgb", color.tolist()) for color in table[:: len(table) // 8] / 255]
        steps = [one.delta_e(other, method="76") for one, other in pairwise(sample)]
        assert max(steps) < 2 * min(steps)


@pytest.mark.parametrize("name", THEMES)
def test_texts_are_readable(name):
    theme = THEMES[name]
    for text in TEXTS:
        for ground in ("background", "plate"):
            ratio = contrast(rgb(theme.colors()[text]), rgb(theme.colors()[ground]))
            assert ratio >= READABLE, f"{text} on {ground}: {ratio:.2f}:1"
            plates = (1 - OPACITY) * table_of(theme) + OPACITY * rgb(theme.plate)
            worst = contrast(rgb(theme.colors()[text]), plates).min()
            assert worst >= READABLE, f"{text} on a plate on the loss map: {worst:.2f}:1"


MARKERS = (
    *("gradient", "antigradient", "path", "keras_path", "w1", "w0", "steep_axis", "flat_axis"),
    *("ink", "level_line", "small_rate", "large_rate"),
)
"""The colours of arrows, paths and lines on the loss map."""
GREYS = np.repeat(np.arange(256.0)[:, None], 3, axis=1)
"""Every luminance that a pixel can have: contrast does not ask for the hue."""


@pytest.mark.parametrize("meaning", MARKERS)
@pytest.mark.parametrize("name", THEMES)
def test_arrows_and_paths_are_seen_on_anything_by_fill_or_casing(name, meaning):
    theme = THEMES[name]
    fill, casing = rgb(theme.colors()[meaning]), rgb(theme.casing)
    assert contrast(fill, casing) >= SEEN
    for ground in (table_of(theme), GREYS):  # the map; and the surface, shaded or glossy
        worst = np.maximum(contrast(fill, ground), contrast(casing, ground)).min()
        assert worst >= SEEN, f"{meaning}: {worst:.2f}:1"


@pytest.mark.parametrize("name", THEMES)
def test_the_cross_is_seen_by_its_casing(name):
    theme = THEMES[name]
    assert contrast(rgb(theme.minimum), rgb(theme.ink)) >= READABLE


@pytest.mark.parametrize("eye", SIGHT)
@pytest.mark.parametrize("name", THEMES)
def test_meanings_are_told_apart(name, eye):
    theme = THEMES[name]
    seen = {meaning: seen_as(theme.colors()[meaning], SIGHT[eye]) for meaning in MEANINGS}
    seen |= {rate: seen_as(theme.colors()[rate], SIGHT[eye]) for rate in RATES}
    for one, other in (*combinations(MEANINGS, 2), *combinations(RATES, 2)):
        distance = seen[one].delta_e(seen[other], method="76")
        assert distance >= APART, f"{one} and {other} are {distance:.1f} apart to this eye"
