"""Chapter 2: every pair of weights has its error."""

from dataclasses import replace

import numpy as np
from manim import DEGREES, DOWN, LEFT, FadeIn, FadeOut, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import is_negligible, weights_at
from scenes.props.data.fitted_line import FittedLine
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.space.space_label import SpaceLabel
from scenes.props.space.surface_view import SurfaceView
from scenes.props.space.weight_stem import WeightStem
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, text

FULL_TURN = 360 * DEGREES
TURN = 0.3
"""How far a knob is turned to either side, as a share of the shown range."""
ZOOM_AROUND = 0.62
"""Scale at which the box stays clear of title and subtitles from wherever it is seen."""
WALK_TIME = 4.5
"""Seconds of the walk around the surface."""
START_LABEL, LOWEST_LABEL = (-0.5, 0.7), (1.0, 1.0)
"""Where the labels of the start and of the lowest point stand, seen from these."""
BESIDE_BOX = SIDE.inset(left=0.6)
"""Where nothing else stands: the lowest point's label would hide the numbers of the axes."""


class SurfaceChapter(Chapter):
    """Weights as places, their loss as height: the surface, and the map that it is from above."""

    poster = "landscape"

    def construct(self) -> None:
        """Play the beats in order."""
        self.knobs()
        self.samples()
        self.landscape()
        self.from_above()

    def stand(self) -> list[Mobject]:
        """Return the empty box over the weight plane, and the neuron's line beside it."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, ranges = results.loss, results.ranges
        self.plane = WeightPlane(MAIN, loss, *ranges, theme, numbers, self.loss_label())
        self.camera = self.film.camera
        self.surface_view = SurfaceView(
            self.camera,
            self.plane,
            loss,
            results.start,
            theme,
            numbers,
            samples=results.params.resolution,
        )
        self.axes, self.surface = self.surface_view.axes, self.surface_view.surface
        self.camera.take(self.surface_view.pose(MAIN))
        turns = self._turns()
        self.stem = WeightStem(self.surface_view.space, loss, turns, theme)
        self.camera.watch(self.stem)
        line_region, counter_region, _ = SIDE.split_rows(3.4, 1.6, 0.6, gap=0.3)
        self.line = FittedLine(line_region, loss, turns, theme, numbers)

        def write_weight(index: int, k: float) -> str:
            return self.write_weights(weights_at(turns, k))[index]

        self.counters = Counters(
            counter_region,
            [
                Counter(colored("$w_1$", theme.w1), lambda k: write_weight(0, k)),
                Counter(colored("$w_0$", theme.w0), lambda k: write_weight(1, k)),
                Counter("MSE", lambda k: numbers.loss(float(loss(*weights_at(turns, k))))),
            ],
            columns=1,
            theme=theme,
        )
        self.views = [self.stem, self.line, self.counters]
        return [self.axes, self.line, self.counters, *(view.live for view in self.views)]

    def _turns(self) -> NDArray[np.float64]:
        """Return the corners (6, 2) of a way on which each knob is turned by itself, and back."""
        start = self.results.start
        extents = np.diff(np.array(self.results.ranges))[:, 0]
        best = self.results.loss.minimum
        # Towards the minimum there is no danger of leaving the picture.
        w1 = start[0] + TURN * extents[0] * (1.0 if best[0] >= start[0] else -1.0)
        up, down = start[1] + TURN * extents[1], start[1] - TURN * extents[1]
        return np.array(
            [start, [w1, start[1]], [w1, up], [w1, down], [w1, start[1]], start], dtype=float
        )

    @beat
    def knobs(self) -> None:
        """Turning a weight moves the line, the place on the plane and the height over it."""
        film = self.film
        film.say("place")
        film.hold(0.5)
        film.say("w1")
        film.play(RunClock(*self.views, start=0, end=1, run_time=3.0))
        film.say("w0")
        film.play(RunClock(*self.views, start=1, end=4, run_time=5.0))
        film.say("height")
        film.play(RunClock(*self.views, start=4, end=5, run_time=2.0))

    @beat
    def samples(self) -> None:
        """Many pairs of weights, each lifted to its loss, become the surface."""
        film, numbers, results = self.film, self.numbers, self.results
        n = results.params.resolution
        self.surface.reveal = 0.0
        film.say("grid", n=numbers.plain(n), pairs=numbers.plain(n * n))
        film.remove(self.stem)
        film.add(self.surface, self.stem)  # seen from above, the floor is behind the surface
        film.play(self.surface.animate(run_time=5.0).set(reveal=1.0))
        surface_view = self.surface_view
        self.marks = [
            surface_view.mark(results.start),
            surface_view.mark(results.loss.minimum, is_minimum=True),
        ]
        # The stem stands below the surface now; its head is the place on it.
        film.play(FadeOut(self.stem), FadeIn(self.marks[0]), run_time=0.6)
        film.say("surface")

    @beat
    def landscape(self) -> None:
        """The surface, the start on it, the lowest point."""
        film, numbers, results = self.film, self.numbers, self.results
        loss = results.loss
        surface_view = self.surface_view
        beside = [self.line, self.line.live, self.counters, self.counters.live]
        film.play(*map(FadeOut, beside), run_time=0.8)
        seen = [self.axes, self.surface, self.marks[0]]
        wide = replace(surface_view.pose(STAGE), zoom=ZOOM_AROUND)
        film.play(MoveCamera(self.camera, wide, *seen, run_time=1.5))
        mse = numbers.loss(float(loss(*results.start)))
        film.say("start", mse=mse)
        lines = [f"MSE $=$ {escape(mse)}"]
        self.labels = [self._label(results.start, lines, START_LABEL, STAGE)]
        film.play(FadeIn(self.labels[0]), run_time=0.6)
        film.say("question")
        film.think()
        film.play(FadeOut(self.labels[0]), run_time=0.4)
        around = replace(wide, theta=wide.theta - FULL_TURN)
        film.play(MoveCamera(self.camera, around, *seen, run_time=WALK_TIME))
        film.play(FadeIn(self.marks[1]), run_time=0.6)
        w1, w0 = self.write_weights(loss.minimum)
        zero = is_negligible(loss.minimum_loss, loss)
        film.say("lowest_zero" if zero else "lowest", w1=w1, w0=w0)
        names = colored("$w_1$", self.theme.w1), colored("$w_0$", self.theme.w0)
        lines = [
            *(f"{name} $=$ {escape(weight)}" for name, weight in zip(names, (w1, w0), strict=True)),
            f"MSE $=$ {escape(numbers.loss(0.0 if zero else loss.minimum_loss))}",
        ]
        self.labels.append(self._label(loss.minimum, lines, LOWEST_LABEL, BESIDE_BOX))
        film.play(*map(FadeIn, self.labels), run_time=0.6)
        if not zero:
            film.say("nowhere_smaller", mse=numbers.loss(loss.minimum_loss))

    def _label(
        self,
        weights: NDArray[np.float64],
        lines: list[str],
        offset: tuple[float, float],
        region: Region,
    ) -> SpaceLabel:
        """Return a label of weights on the surface, of lines of Typst markup."""
        block = VGroup(*(text(line, TEXT.label, self.theme.ink) for line in lines))
        block.arrange(DOWN, aligned_edge=LEFT, buff=0.14)
        return self.surface_view.label(weights, block, offset, region)

    @beat
    def from_above(self) -> None:
        """The camera rises until the surface is the heat map."""
        film = self.film
        film.say("rise")
        film.play(*map(FadeOut, [self.axes, *self.labels]), run_time=0.6)
        pose = self.camera.pose
        self.camera.take(replace(pose, theta=pose.theta + FULL_TURN))  # the same, before the turn
        film.play(*self.surface_view.sink(*self.marks), run_time=4.0)
        film.remove(self.surface, *self.marks)
        film.add(self.plane.heat_map, *self.marks)
        rest = [part for part in self.plane.submobjects if part is not self.plane.heat_map]
        film.play(*map(FadeIn, rest), FadeOut(self.marks[1]), run_time=0.8)
        film.say("map")
        beside = [self.line, self.counters, self.line.live, self.counters.live]
        film.play(*map(FadeIn, beside), run_time=0.8)


class Surface(Film):
    """The chapter as a film of its own."""

    chapters = (SurfaceChapter,)
