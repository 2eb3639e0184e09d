"""The clock: one k for all, in every frame."""

import pytest
from manim import Dot

from scenes.params import Params
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from tests.quiet_manim import manim


class Watched:
    """A view that remembers what it was told to show."""

    def __init__(self):
        self.live = Dot()
        self.shown = []

    def show(self, k):
        self.shown.append(k)


def run(views, frame_rate=10, seconds=2.0, **kwargs):
    """Play a clock on the stage; return k in each frame that is written, for each view."""
    frames = [[] for _ in views]

    class Staged(Chapter):
        name = "convergence"

        @beat
        def hundred_steps(self):
            self.film.play(RunClock(*views, run_time=seconds, **kwargs))

        def construct(self):
            self.hundred_steps()

    class Small(Film):
        chapters = (Staged,)

    size = {"pixel_height": 54, "pixel_width": 96, "frame_rate": frame_rate}
    with manim.tempconfig({**size, "dry_run": True}):
        film = Small(params=Params())
        draw = film.renderer.render

        def render(scene, time, moving_mobjects=None):
            if any(view.shown for view in views):
                for seen, view in zip(frames, views, strict=True):
                    seen.append(view.shown[-1])
            draw(scene, time, moving_mobjects)

        film.renderer.render = render
        film.render()
    return frames


@pytest.mark.parametrize("whole", [False, True])
def test_all_views_show_the_same_k_in_every_frame(whole):
    views = [Watched(), Watched(), Watched()]
    first, *others = run(views, start=2, end=9, whole=whole, pace=lambda share: share**1.8)
    assert others == [first, first]
    assert [view.shown for view in views[1:]] == [views[0].shown] * 2
    assert len(set(first)) > (5 if whole else 15)


def test_k_follows_the_pace():
    (seen,) = run([Watched()], start=1, end=5, pace=lambda share: share**2, seconds=2.0)
    expected = [1 + 4 * (frame / 20) ** 2 for frame in range(20)]
    assert seen[:20] == pytest.approx(expected, abs=0.2)
    assert seen == sorted(seen)


@pytest.mark.parametrize(("start", "end"), [(2, 102), (0, 3), (5, 5), (0, 1000)])
def test_whole_steps_are_whole_and_none_goes_back(start, end):
    view = Watched()
    (seen,) = run([view], start=start, end=end, whole=True)
    assert all(k == int(k) for k in view.shown)
    assert view.shown == sorted(view.shown)
    assert set(seen) <= set(range(start, end + 1))
    if end - start < 10:  # slower than the frames: none is left out
        assert set(view.shown) == set(range(start, end + 1))


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("frame_rate", [5, 15, 60])
@pytest.mark.parametrize("end", [7, 0.1 + 0.2, 102])
def test_it_ends_exactly_at_the_end(whole, frame_rate, end):
    view = Watched()
    run([view], frame_rate, seconds=0.7, start=0.0, end=end, whole=whole)
    assert view.shown[-1] == end


def test_rounding_makes_no_step_late():
    view = Watched()
    clock = RunClock(view, start=0, end=100, whole=True)
    for step in range(101):
        clock.interpolate_mobject(step / 100)  # 100 * 0.29 is 28.999999999999996
    assert view.shown == list(range(101))
