"""The look: colours that can be told apart and read, by everyone, on everything they lie on."""

from itertools import combinations

import numpy as np
import pytest
from manim import ManimColor
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plotting.plate_label import OPACITY
from scenes.stage.theme import DARK, THEMES, Theme
from tests.scenes.pictures import contrast, linear, luminance, rgb

LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
READABLE = 4.5
SEEN = 3.0
"""Contrast of a line or an arrow with what lies beside it, by its fill or by its casing."""
LOW_END = 9.0
"""Contrast of the loss map at the minimum: a luminance of about 0.5 on the dark background."""
HIGH_END = 1.5
"""Contrast of the loss map's other end."""

MEANINGS = ("data", "prediction", "w1", "w0", "gradient", "antigradient", "path")
TEXTS = (*MEANINGS, "ink", "muted", "keras_path", "steep_axis", "flat_axis")
"""Everything but areas and hairlines is somewhere the colour of a text."""
APART = 12.0
"""Least distance in CIE Lab; about 2 can just be seen side by side."""
SIGHT = {
    "normal": np.eye(3),
    # Machado, Oliveira and Fernandes (2009), severity 1, for linear light.
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
LINEAR_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def table_of(theme: Theme) -> NDArray[np.uint8]:
    return LossColors.for_window(LOSS, (-5.0, 10.0), (-5.0, 5.0), theme).table


def lab(color: ManimColor, sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a colour in CIE Lab (white: D65) as a kind of eye sees it."""
    seen = np.clip(sight @ linear(rgb(color)), 0.0, 1.0)
    share = LINEAR_TO_XYZ @ seen / LINEAR_TO_XYZ.sum(axis=1)
    x, y, z = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_lab_is_that_of_the_textbook():
    np.testing.assert_allclose(
        lab(ManimColor("#FF0000"), SIGHT["normal"]), [53.24, 80.09, 67.20], atol=0.02
    )
    np.testing.assert_allclose(lab(ManimColor("#FFFFFF"), SIGHT["protanope"]), [100, 0, 0], atol=1)


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
        sample = [ManimColor(tuple(map(int, color))) for color in table[:: len(table) // 8]]
        seen = np.array([lab(color, SIGHT["normal"]) for color in sample])
        steps = np.linalg.norm(np.diff(seen, axis=0), axis=1)
        assert steps.max() < 2 * steps.min()


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
    *("ink", "level_line"),
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
    seen = {meaning: lab(theme.colors()[meaning], SIGHT[eye]) for meaning in MEANINGS}
    for one, other in combinations(MEANINGS, 2):
        distance = float(np.linalg.norm(seen[one] - seen[other]))
        assert distance >= APART, f"{one} and {other} are {distance:.1f} apart to this eye"
