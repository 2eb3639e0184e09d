"""What measures the writing on the stage tells its true height, and what is too small."""

import pytest
from manim import FadeIn, Mobject, Scene, VGroup

from scenes.props.formulas.formula import Formula
from scenes.props.plotting.number import Number
from scenes.stage.theme import DARK, TEXT
from scenes.stage.typesetting import code, escape, math, text
from tests.scenes.text_sizes import CAPITALS, INDICES, PIXELS, size_faults, smallest_writing

INK = DARK.ink


class Stage:
    """A scene's mobjects."""

    def __init__(self, *mobjects: Mobject) -> None:
        self.mobjects = list(mobjects)


def heights(*mobjects: Mobject) -> list[tuple[float, float]]:
    scene: Scene = Stage(*mobjects)
    return [(capitals, indices) for _, capitals, indices in smallest_writing(scene)]


@pytest.mark.parametrize("size", [0.2, TEXT.tick, 0.9])
@pytest.mark.parametrize("scale", [1.0, 0.7])
def test_capitals_are_as_high_as_they_are_drawn(size, scale):
    capital = text("H", size, INK).scale(scale).height * PIXELS
    for mobject in (
        text("MSE of 7 \u043f\u0430\u0440\u0430\u0445", size, INK),
        text("only small ones", size, INK),
        Number("1\u00a0685\u00a0181", size, INK),
        text(f"#text(size: 1em / 1.2)[{code('model.fit')}]", size, INK),
        VGroup(text("x", size, INK), Number("0.5", size, INK)),
    ):
        for capitals, indices in heights(mobject.scale(scale)):
            assert capitals == pytest.approx(capital, rel=0.01)
            assert indices == float("inf")


def test_indices_are_told_from_what_they_belong_to():
    for mobject in (
        text("$w_1$ MSE $x^2$", 0.3, INK),
        math("lambda_2 x_1^7", 0.3, INK),
        Formula("{{ w_1 : name }} {{ = : eq }} e_2", 0.3, INK),
    ):
        ((capitals, indices),) = heights(mobject)
        assert capitals == pytest.approx(text("H", 0.3, INK).height * PIXELS, rel=0.01)
        assert 0.6 < indices / capitals < IS_SMALLER
    for mobject in (Number("2.3·10⁻⁷", 0.3, INK), text(escape("2.3·10⁻⁷"), 0.3, INK)):
        ((_, exponent),) = heights(mobject)
        seven = text(escape("⁷"), 0.3, INK).height * PIXELS
        assert exponent == pytest.approx(seven, rel=0.02)


IS_SMALLER = 0.8


def test_the_smallest_text_of_the_film_is_large_enough_and_nothing_smaller():
    for make in (text, math):
        fine = make('w_1 "MSE"' if make is math else "MSE $10^7$ $w_1$", TEXT.tick, INK)
        assert [*size_faults(Stage(fine))] == []
        capitals, indices = min(heights(fine))
        assert capitals >= CAPITALS
        assert indices >= INDICES
        assert [*size_faults(Stage(fine.scale(0.97)))]
    assert [*size_faults(Stage(Number("10⁻⁷", TEXT.tick, INK)))] == []
    assert [*size_faults(Stage(Number("10⁻⁷", 0.9 * TEXT.tick, INK)))]


def test_what_an_animation_shrinks_is_too_small_once_it_can_be_read():
    fade = FadeIn(text("MSE", TEXT.label, INK), scale=0.3)
    fade.begin()
    found = []
    for share in (0.1, 0.7, 1.0):
        fade.interpolate(share)
        found.append([*size_faults(Stage(fade.mobject))])
    assert not found[0], "hardly there"
    assert found[1]
    assert not found[2]
