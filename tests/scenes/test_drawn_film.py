"""The film drawn, not only its ends of animations, for all of the storyboard's parameters."""

import pytest

from scenes.descent import Descent
from scenes.params import Params
from tests.quiet_manim import manim
from tests.scenes.cases import CASES, params_of
from tests.scenes.text_sizes import size_faults

TINY = {"pixel_width": 128, "pixel_height": 72, "frame_rate": 3, "dry_run": True}
DRAWN = {case: params_of(case) for case in CASES} | {
    "rate of the README": Params(learning_rate=0.05)
}


@pytest.mark.long
@pytest.mark.parametrize("params", DRAWN.values(), ids=DRAWN)
def test_every_moment_can_be_drawn_and_read(params):
    """What Manim animates is what it copied: nothing comes or goes within an animation.

    And no text is too small on its way.
    """
    faults: list[str] = []
    with manim.tempconfig(TINY):
        film = Descent(params=params)
        film.at_frame.append(lambda *_: faults.extend(size_faults(film)))
        film.render()
    assert not faults, "\n".join(["", *dict.fromkeys(faults)])
    assert film.closings[-1][1] == film.frame > 0
