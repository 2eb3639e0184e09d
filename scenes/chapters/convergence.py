"""Chapter 6: a hundred steps later."""

import math

import numpy as np
from manim import DOWN, LEFT, UL, FadeIn, FadeOut, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import progress, weights_at
from scenes.props.curves.decay_lines import DecayLines
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.eigen_axes import EigenAxes
from scenes.props.plane.weight_plane import WeightPlane, Zoom
from scenes.props.plotting.big_number import big_number
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.side_note import note_below
from scenes.props.space.space_path import SpacePath
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, text
from scenes.stage.typesetting import math as formula

NAMED_STEPS = 100
"""The number of steps that the title has a word for."""
LIKE_STEEP = 1.5
"""Up to this ratio of curvatures no direction is called steep."""
ONLY_FLAT = 0.01
"""Share of the flat axis' excess loss below which the steep axis' plays no part any more."""
SHORTEST_TAIL = 5
"""Fewest steps that are worth a closer look."""
GOOD_ENOUGH = 1e-5
"""Share of the first excess loss, rounded down to a power of ten, that counts as having arrived."""
LONGEST_RUN = 7.0
"""Seconds that all steps take together."""
LONGEST_STEP = 0.6
"""Seconds that a step takes when there are only a few."""
THINKING_TIME = 1.5
"""Seconds between a question and its answer."""
DOTS_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Steps from one dot to the next, where there is no room for each."""
CLOSEST_MARKS = 0.12
"""Least distance of such dots, in scene units."""
FEWEST_MARKS = 3
FEWEST_SHOWN, SHOWN_PER_LEAP = 10, 4
"""The loss curve's bend is shown over so many steps at least, or multiples of those before it."""
MUCH_FARTHER = 4.0
"""A view of the tail is widened up to so many times to show the minimum as well."""


class ConvergenceChapter(Chapter):
    """All steps of the descent, on the plane, the line, the loss curve and the counters."""

    poster = "on_the_surface"

    def construct(self) -> None:
        """Play the beats in order."""
        self.hundred_steps()
        self.on_the_surface()
        self.steep_and_flat()
        self.not_there_yet()
        self.algorithm()

    def title(self) -> str:
        """Say how many steps later it is."""
        if self.last_step - self.first_step == NAMED_STEPS:
            return super().title()
        return self.strings("convergence.title_other", k=self.numbers.plain(self.last_step))

    def stand(self) -> list[Mobject]:
        """Return weight plane, line, curve and counters after the steps shown singly."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, weights = results.loss, results.trajectory.weights
        top, middle, bottom = SIDE.split_rows(1.0, 2.35, 2.35, gap=0.2)
        plane = WeightPlane(
            MAIN,
            loss,
            *results.ranges,
            theme,
            numbers,
            self.loss_label(),
        )
        path = DescentPath(plane.plot, weights, theme, theme.path)
        plane.stand_on(path)
        line = FittedLine(middle, loss, weights, theme, numbers)
        curve = LossCurve(
            bottom,
            loss,
            weights,
            theme,
            numbers,
            x_label="$k$",
            y_label=self.loss_label(),
            color=theme.path,
        )

        def write_loss(k: float) -> str:
            return numbers.loss(float(loss(*weights_at(weights, k))))

        def write_weight(index: int, k: float) -> str:
            return self.write_weights(weights_at(weights, k))[index]

        counters = Counters(
            top,
            [
                Counter("$k$", lambda k: numbers.plain(int(k))),
                Counter("MSE", write_loss),
                Counter(colored("$w_1$", theme.w1), lambda k: write_weight(0, k)),
                Counter(colored("$w_0$", theme.w0), lambda k: write_weight(1, k)),
            ],
            columns=2,
            theme=theme,
        )
        self.plane, self.line, self.curve, self.counters = plane, line, curve, counters
        self.views = [path, line, curve, counters]
        for view in self.views:
            view.show(self.first_step)
        return [plane, line, curve, counters, *(view.live for view in self.views)]

    @property
    def first_step(self) -> int:
        """The update at which the chapter begins: after those that are shown singly."""
        return min(self.results.single_steps, self.last_step)

    @property
    def last_step(self) -> int:
        """The last update of the descent."""
        return len(self.results.trajectory.losses) - 1

    @beat
    def hundred_steps(self) -> None:
        """All further steps on one clock: path, line, loss curve, counters."""
        film, numbers, trajectory = self.film, self.numbers, self.results.trajectory
        losses = trajectory.losses
        first, last = self.first_step, self.last_step
        start, now = numbers.loss(losses[0]), numbers.loss(losses[first])
        way = "up" if losses[first] > losses[0] else "down"
        film.say(
            f"so_far_{way}" if now != start else "so_far_same",
            k=numbers.plain(first),
            start=start,
            now=now,
        )
        if last > first:
            film.say("question", steps=numbers.plain(last - first))
            film.think(THINKING_TIME)
            film.say("rule", rate=numbers.plain(trajectory.learning_rate))
            film.play(
                RunClock(
                    *self.views,
                    start=first,
                    end=last,
                    pace=_slow_start,
                    whole=True,
                    run_time=min(LONGEST_RUN, LONGEST_STEP * (last - first)),
                )
            )
        end = progress(trajectory, self.results.loss)
        if last > first and end != "stayed":
            film.say("now", k=numbers.plain(last), mse=numbers.loss(losses[-1]), start=start)
        if end == "crawled" and self._leaps():
            film.say("end_leapt")
        else:
            film.say(f"end_{end}")

    def _leaps(self) -> bool:
        """Tell whether the last step crossed the valley: it turned the gradient round."""
        before, after = self.results.trajectory.gradients[-2:]
        return float(before @ after) < 0

    @beat
    def on_the_surface(self) -> None:
        """The same path on the surface, hidden where the surface hides it, and back to the map."""
        film, results, camera = self.film, self.results, self.film.camera
        weights = results.trajectory.weights
        surface_view = SurfaceView(
            camera,
            self.plane,
            results.loss,
            results.start,
            self.theme,
            self.numbers,
        )
        path = SpacePath(
            camera,
            surface_view.space,
            results.loss,
            surface_view.surface,
            weights,
            self.theme,
            self.theme.path,
        )
        path.show(self.last_step)
        film.say("same_path")
        self.standing = [surface_view.mark(results.loss.minimum, is_minimum=True), path]
        surface_view.rise_from_map(film, MAIN, [self.views[0]], self.standing)
        moves = self.last_step > 0 and np.ptp(weights, axis=0).any()
        film.say("falls" if self._falls() else "climbs" if moves else "rests")
        self.surface_view = surface_view

    def _falls(self) -> bool:
        """Tell whether the loss never rose from step to step, and fell."""
        losses = self.results.trajectory.losses
        return bool(losses[-1] < losses[0] and np.all(np.diff(losses) <= 0))

    @beat
    def steep_and_flat(self) -> None:
        """The two axes of the loss, and why the steps first leap and then crawl."""
        film, numbers, results = self.film, self.numbers, self.results
        modes, weights = results.modes, results.trajectory.weights
        self.surface_view.sink_to_map(film, [self.views[0]], self.standing)
        self._say_how_it_leaps()
        flat, steep = results.loss.eigenvalues
        self.axes = EigenAxes(self.plane.plot, results.loss, self.theme)
        self.plane.stand_on(self.axes)
        film.say(
            "ratio" if steep > LIKE_STEEP * flat else "alike",
            ratio=numbers.significant(steep / flat, 3 if steep >= 100 * flat else 2),
        )
        beside = [view for view in self.views if view is not self.views[0]]
        film.play(*map(FadeOut, [*beside, *(view.live for view in beside)]), run_time=0.5)
        film.play(FadeIn(self.axes), run_time=0.8)
        colors = (self.theme.flat_axis, self.theme.steep_axis)
        axes = list(zip(("flat", "steep"), colors, map(numbers.factor, modes.factors), strict=True))
        rows = VGroup(
            text(film.words("distance"), TEXT.label, self.theme.muted),
            *(
                text(colored(film.words(name, factor=factor), color), TEXT.body, self.theme.ink)
                for name, color, factor in reversed(axes)  # the steep one comes first
            ),
        )
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.25)
        row_region, curve_region = SIDE.split_rows(1.7, 4.1, gap=0.15)
        row_region.place(rows, UL)
        film.play(FadeIn(rows), run_time=0.6)
        tail = self._first_of_tail()
        curve = self._curve_of_first_steps(curve_region, tail)
        decay = DecayLines(curve, modes, colors)
        if len(decay) == 2:
            film.say("two_slopes")
        film.play(*map(FadeIn, [curve, curve.live]), run_time=0.6)
        if len(decay):
            film.play(FadeIn(decay), run_time=0.8)
        self.side = [rows, decay, curve, curve.live]
        if tail is None:
            film.say("grows" if np.abs(modes.factors[1]) > 1 else "no_tail")
            return
        film.say(
            "tail",
            k=numbers.plain(tail),
            steps=numbers.plain(self.last_step - tail),
            way=numbers.significant(float(np.linalg.norm(weights[-1] - weights[tail])), 2),
        )
        window = self._window_of_tail(tail)
        every = self._mark_steps(tail, window)
        film.play(Zoom(self.plane, window), run_time=3.0)
        if every > 1:
            words = film.words("dots", k=numbers.plain(tail), n=numbers.plain(every))
            film.play(FadeIn(note_below(self.plane.plot, words, self.theme, MAIN)), run_time=0.4)

    def _curve_of_first_steps(self, region: Region, tail: int | None) -> LossCurve:
        """Return the loss curve up to some steps into the tail: there its bend is seen."""
        shown = self.last_step
        if tail is not None:
            shown = min(shown, max(FEWEST_SHOWN, SHOWN_PER_LEAP * tail))
        curve = LossCurve(
            region,
            self.results.loss,
            self.results.trajectory.weights[: shown + 1],
            self.theme,
            self.numbers,
            x_label="$k$",
            y_label=self.loss_label(),
            color=self.theme.path,
        )
        curve.show(shown)
        if shown < self.last_step:
            curve.hide_head()  # the descent stands farther on
        return curve

    def _window_of_tail(self, tail: int) -> NDArray[np.float64]:
        """Return the window that shows the tail; the minimum, too, unless it is much farther."""
        weights, minimum = self.results.trajectory.weights[tail:], self.results.loss.minimum
        close = self.plane.window_around(weights)
        wide = self.plane.window_around(np.vstack([weights, minimum]), margin=0.2)
        return wide if np.ptp(wide[0]) <= MUCH_FARTHER * np.ptp(close[0]) else close

    def _mark_steps(self, tail: int, window: NDArray[np.float64]) -> int:
        """Mark the many steps of the tail in regular numbers: each one, if there is room."""
        scale = self.plane.plot.box.width / float(np.ptp(window[0]))
        way = np.linalg.norm(np.diff(self.results.trajectory.weights[tail:], axis=0), axis=1)
        apart = scale * float(np.median(way))
        most = len(way) // FEWEST_MARKS
        every = next((n for n in DOTS_EVERY if n <= most and n * apart >= CLOSEST_MARKS), None)
        if every is None:  # the steps come to rest: no number of them is a distance
            return 1
        self.views[0].mark_every(every, tail)
        return every

    def _say_how_it_leaps(self) -> None:
        """Say how much of the excess loss the two steps took that were shown singly."""
        weights = self.results.trajectory.weights[: self.first_step + 1]
        excess = self.results.loss.excess(weights[:, 0], weights[:, 1])
        if len(excess) == 3 and excess[0] > excess[1] > excess[2] >= 0:
            gone = [
                self.numbers.significant(100 * (1 - left / excess[0]), 3) for left in excess[1:]
            ]
            self.film.say("leaps", first=gone[0], second=gone[1])

    def _first_of_tail(self) -> int | None:
        """Return the step from which on only the flat axis matters, if the descent saw it."""
        modes = self.results.modes
        if np.abs(modes.factors).max() >= 1 or not modes.excess[0] > 0:
            return None
        first, last = self.first_step, self.last_step
        excess = modes.excess_at(np.arange(first, last + 1))
        only_flat = excess[:, 1] < ONLY_FLAT * excess[:, 0]
        tail = first + int(np.argmax(only_flat))
        long_enough = last - tail >= SHORTEST_TAIL
        moves = np.linalg.norm(np.diff(self.results.trajectory.weights[[tail, last]], axis=0)) > 0
        return tail if only_flat.any() and long_enough and moves else None

    @beat
    def not_there_yet(self) -> None:
        """What is still missing, point by point, and how many more steps it would take."""
        film, numbers, results = self.film, self.numbers, self.results
        loss, trajectory, modes = results.loss, results.trajectory, results.modes
        table_region, number_region = SIDE.split_rows(3.6, 1.4, gap=0.4)
        table = PredictionTable(
            table_region,
            loss,
            trajectory.weights,
            self.theme,
            numbers,
            squares_label=self.strings("common.squared_error"),
            more=lambda n: self.strings("common.more_points", n=numbers.plain(n)),
        )
        table.show(self.last_step)
        film.play(*map(FadeOut, [*self.side, self.axes]), run_time=0.6)
        window = self._window_of_what_is_missing()
        if not np.array_equal(self.plane.window, window):
            film.play(Zoom(self.plane, window), run_time=1.5)
        film.play(FadeIn(table), FadeIn(table.live), run_time=0.8)
        best_w1, best_w0 = self.write_weights(loss.minimum)
        film.say("best", w1=best_w1, w0=best_w0, mse=numbers.loss(loss.minimum_loss))
        excess = float(modes.excess.sum())
        left = float(loss.excess(*trajectory.weights[-1]))
        if not excess > 0:
            film.say("nothing_missing")
            return
        threshold = 10.0 ** math.floor(math.log10(excess * GOOD_ENOUGH))
        needed = modes.steps_until(threshold)
        (goal,) = numbers.decades([threshold])
        if needed is None:
            film.say("never", goal=goal)
        elif left < threshold:
            film.say("good_enough", goal=goal)
        else:
            more = numbers.count(needed - self.last_step)
            film.say("more_steps", goal=goal, steps=more)
            number = big_number(
                film.words("more_steps", loss=self.loss_label(), goal=goal), more, self.theme
            )
            number_region.place(number, UL)
            film.play(FadeIn(number), run_time=0.6)

    def _window_of_what_is_missing(self) -> NDArray[np.float64]:
        """Return the window that shows how far the last weights are from the minimum, if near."""
        results = self.results
        ranges = np.array(results.ranges)
        last, minimum = results.trajectory.weights[-1], results.loss.minimum
        now = self.plane.window
        inside = [np.all((now[:, 0] < place) & (place < now[:, 1])) for place in (last, minimum)]
        if all(inside) and np.ptp(now[0]) < np.ptp(ranges[0]):
            return now
        if progress(results.trajectory, results.loss) != "approached":
            return ranges
        window = self.plane.window_around(np.array([last, minimum]), margin=0.3)
        return window if np.ptp(window[0]) < np.ptp(ranges[0]) else ranges

    @beat
    def algorithm(self) -> None:
        """The whole of gradient descent in three lines."""
        film, theme = self.film, self.theme
        film.play(*map(FadeOut, film.mobjects[1:]), run_time=0.6)
        size = 1.25 * TEXT.title
        gradient = colored("$nabla f$", theme.gradient)
        rule = formula(
            f"bold(w)_k = bold(w)_(k-1) - eta {gradient};(bold(w)_(k-1))", 1.4 * size, theme.ink
        )
        lines = VGroup(
            text(film.words("start"), size, theme.ink),
            text(film.words("loop"), size, theme.ink),
            rule,
            text(film.words("stop"), size, theme.ink),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        VGroup(rule, lines[3]).shift(0.9 * -LEFT)  # both belong to the loop
        STAGE.place(lines)
        film.say("start")
        film.play(FadeIn(lines[0]), run_time=0.6)
        film.say("loop")
        film.play(FadeIn(lines[1:3]), run_time=0.6)
        film.say("stop")
        film.play(FadeIn(lines[3]), run_time=0.6)


def _slow_start(share: float) -> float:
    """Let the first steps be seen one by one and the many small ones pass faster."""
    return share**1.8


class Convergence(Film):
    """The chapter as a film of its own."""

    chapters = (ConvergenceChapter,)
