"""Chapter 5: how far to go."""

from collections.abc import Callable

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, FadeOut, Mobject, Transform, VGroup
from numpy.typing import NDArray

from gdmath import Trajectory, is_negligible, progress, weights_at
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.curves.loss_race import LossRace
from scenes.props.curves.rate_axis import RateAxis
from scenes.props.curves.zigzag import Zigzag
from scenes.props.data.fitted_line import FittedLine
from scenes.props.formulas.update_sum import UpdateSum
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.plane_arrow import SHORTEST_ARROW, PlaneArrow
from scenes.props.plane.step_plane import StepPlane
from scenes.props.plane.weight_panel import WeightPanel
from scenes.props.plane.weight_plane import Zoom
from scenes.props.plotting.counters import Counter, Counters
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import colored, escape, math, text

FADE_TIME = 0.6
ARROW_TIME = 1.2
"""Seconds in which an arrow grows or shrinks."""
SHRINK_TIME = 2.0
ZOOM_TIME = 3.0
STEP_TIME = 1.6
MOVE_TIME = 1.0
ALONE = 1.35
"""How much larger formulas are while they have the stage to themselves."""
RACE_TIME = 4.5
NOT_CHANGED = 0.005
"""Relative change of a loss below which it counts as the same."""
RIVALS = (0.05, 0.5, 1.03)
"""The rates that are compared, in critical rates."""
JUST_BELOW, JUST_ABOVE = 0.97, 1.03
RACE_STEPS = 20
"""Updates that each of the compared rates has: enough for the largest to leave."""
SMALL_DOT_RADIUS = 0.035
"""Radius of the compared rates' dots: every step has one."""
NAME_WIDTH = 3.3
"""What the names beside the race take of the width."""
STILL_FAR = 0.01
"""Share of the first excess loss above which a descent is said to creep."""
ALIKE = 0.1
"""Relative difference of two slopes up to which neither is called the steeper one."""
EXACTLY = 1e-9
"""Relative distance from the critical rate that is rounding."""


class LearningRateChapter(Chapter):
    """The learning rate scales the step: two steps with it, and what other rates would do."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.definition()
        self.first_step()
        self.second_step()
        self.three_rates()
        self.critical_rate()

    def stand(self) -> list[Mobject]:
        """Return the zoomed-out plane with the whole antigradient; line, curve and counters."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss = results.loss
        weights = self.weights = results.trajectory.weights[: results.single_steps + 1]
        self.formula_region, self.sum_region, counted, middle, bottom = SIDE.split_rows(
            0.45, 0.9, 0.45, 1.95, 1.95, gap=0.12
        )
        self.plane = StepPlane(
            MAIN,
            loss,
            results.ranges,
            results.full_step.weights,
            theme,
            numbers,
            self.loss_label(),
        )
        self.path = DescentPath(self.plane.plot, weights, theme, theme.path)
        gradient = np.zeros(2) if self.stays else results.full_step.gradients[0]
        self.arrow = PlaneArrow(self.plane.plot, weights[0], -gradient, theme, theme.antigradient)
        self.plane.stand_on(self.path, self.arrow)
        self.plane.show_window(self.plane.far)
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
        counters = Counters(
            counted,
            [
                Counter("$k$", lambda k: numbers.plain(int(k))),
                Counter("MSE", lambda k: numbers.loss(float(loss(*weights_at(weights, k))))),
            ],
            columns=2,
            theme=theme,
        )
        self.views = [self.path, line, curve, counters]
        self.standing = [
            self.plane,
            line,
            curve,
            counters,
            line.live,
            curve.live,
            counters.live,
            self.arrow,
            self.path,
        ]
        return self.standing

    @property
    def stays(self) -> bool:
        """Whether the start is the lowest point, so that there is nowhere to go."""
        return self._is_lowest(self.results.start)

    # Beats.

    @beat
    def definition(self) -> None:
        """The learning rate: the true-length arrow shrinks, and the picture zooms back in."""
        film, theme, numbers = self.film, self.theme, self.numbers
        rate = self.results.params.learning_rate
        losses = self.results.full_step.losses
        if self.stays:
            film.say("nowhere")
        else:
            film.say("too_far" if losses[1] > losses[0] else "direction_only")
        gradient = colored('$nabla"MSE"$', theme.gradient)
        whole = text(f"$bold(w) arrow.l bold(w) -$ {gradient}", TEXT.body, theme.ink)
        scaled = text(f"$bold(w) arrow.l bold(w) - eta$ {gradient}", TEXT.body, theme.ink)
        value = text(f"$eta =$ {escape(numbers.plain(rate))}", TEXT.body, theme.ink)
        for formula in (whole, scaled):
            self.formula_region.place(formula, LEFT)
        self.formula_region.place(value, RIGHT)
        film.play(FadeIn(whole), run_time=FADE_TIME)
        film.say("scale")
        film.play(FadeOut(whole), FadeIn(scaled), run_time=FADE_TIME)
        key = "shrinks" if rate < 1 else "grows" if rate > 1 else "as_it_is"
        film.say("value" if self.stays else key, rate=numbers.plain(rate))
        film.play(FadeIn(value), run_time=FADE_TIME)
        self.formula = VGroup(scaled, value)
        film.play(
            Sweep(
                self.arrow,
                lambda scale: self.arrow.point_at(scale=scale),
                1.0,
                rate,
                geometric=True,
            ),
            run_time=SHRINK_TIME,
        )
        near, far = self.plane.near, self.plane.far
        if not np.array_equal(near, far):
            film.play(Zoom(self.plane, near), run_time=ZOOM_TIME)

    @beat
    def first_step(self) -> None:
        """One step with the learning rate: arrow, move, and all that follows from it."""
        self.film.say("stays" if self.stays else "rule")
        self._take_step(0)

    @beat
    def second_step(self) -> None:
        """The same once more, with the gradient at the new place."""
        film, theme = self.film, self.theme
        here = self.weights[1]
        film.play(FadeOut(self.sum), run_time=FADE_TIME)
        lowest = self._is_lowest(here)
        film.say("stays" if self.stays else "there_already" if lowest else self._how_it_goes_on())
        gradient = np.zeros(2) if lowest else self.results.trajectory.gradients[1]
        self.arrow = PlaneArrow(
            self.plane.plot, here, -gradient, theme, theme.antigradient, scale=0.0
        )
        if self._is_seen(here):
            rate = self.results.params.learning_rate
            film.add(self.arrow, self.path)
            film.play(self._sweep_arrow(0.0, 1.0), run_time=ARROW_TIME)
            film.play(self._sweep_arrow(1.0, rate, geometric=True), run_time=ARROW_TIME)
        self._take_step(1)

    @beat
    def three_rates(self) -> None:
        """Three rates from the same start: which of them wins?"""
        film, theme, numbers = self.film, self.theme, self.numbers
        loss = self.results.loss
        film.play(
            *map(FadeOut, [*self.standing[:-2], self.path, self.formula, self.sum]),
            run_time=FADE_TIME,
        )
        ways = [self.results.around_critical(multiple, RACE_STEPS) for multiple in RIVALS]
        rates = [numbers.rounded(way.learning_rate, 3) for way in ways]
        upper, lower = STAGE.split_rows(3.45, 2.45, gap=0.2)
        window = np.array(self.results.ranges)
        panels = [
            WeightPanel(region, loss, window, theme, numbers, f"$eta =$ {escape(rate)}")
            for region, rate in zip(
                columns(upper.inset(right=0.2), len(ways), 0.35), rates, strict=True
            )
        ]
        paths = [
            DescentPath(
                panel.plot,
                way.weights,
                theme,
                theme.path,
                width=STROKE.axis,
                dot_radius=SMALL_DOT_RADIUS,
            )
            for panel, way in zip(panels, ways, strict=True)
        ]
        for path in paths:
            path.mark_every(1, 0)
        verdicts = [self._verdict(way) for way in ways]
        race = LossRace(
            lower,
            NAME_WIDTH,
            loss,
            ways,
            [
                f"$eta =$ {escape(rate)}: {film.words(verdict)}"
                for rate, verdict in zip(rates, verdicts, strict=True)
            ],
            theme,
            numbers,
            x_label="$k$",
            y_label=self.loss_label(),
        )
        film.play(*map(FadeIn, [*panels, *paths]), run_time=FADE_TIME)
        if self.stays:
            film.play(FadeIn(race), FadeIn(race.live), run_time=FADE_TIME)
            film.play(FadeIn(race.names), run_time=FADE_TIME)
            film.say("all_stay")
        else:
            film.say("question", steps=numbers.plain(RACE_STEPS))
            film.play(FadeIn(race), FadeIn(race.live), run_time=FADE_TIME)
            film.think()
            longest = max(way.steps for way in ways)
            film.play(RunClock(*paths, race, start=0, end=longest, run_time=RACE_TIME))
            for way, rate, verdict, name in zip(ways, rates, verdicts, race.names, strict=True):
                film.say(
                    f"verdict_{verdict}",
                    rate=rate,
                    k=numbers.plain(way.steps),
                    mse=numbers.loss(float(way.losses[-1])),
                )
                film.play(FadeIn(name), run_time=FADE_TIME)
            best = min(range(len(ways)), key=lambda index: float(ways[index].losses[-1]))
            # The middle one is neither the smallest nor the largest.
            film.say("winner" if best == 1 else "winner_else", rate=rates[best])
        self.standing = [*panels, *paths, race, race.live, race.names]

    @beat
    def critical_rate(self) -> None:
        """The rate at which the steps begin to lead away: just below it, just above it, ours."""
        film, theme, numbers = self.film, self.theme, self.numbers
        loss, rate = self.results.loss, self.results.params.learning_rate
        critical = loss.critical_learning_rate
        film.play(*map(FadeOut, self.standing), run_time=FADE_TIME)
        written = write_apart(critical, rate, numbers.rounded)
        upper, lower = STAGE.split_rows(4.3, 1.6, gap=0.2)
        left, middle, right = columns(upper, 3, 0.45)

        formulas = self._condition(written)
        STAGE.place(formulas)
        film.say("factor")
        film.play(FadeIn(formulas[0]), run_time=FADE_TIME)
        film.say("bound")
        film.play(FadeIn(formulas[1]), run_time=FADE_TIME)
        film.say("critical", critical=written)
        film.play(FadeIn(formulas[2]), run_time=FADE_TIME)
        aside = formulas.copy().scale(1 / ALONE)
        left.inset(top=0.35).place(aside, LEFT + UP)

        steep = loss.eigenvectors[:, 1]
        ways = [
            self.results.around_critical(multiple, RACE_STEPS)
            for multiple in (JUST_BELOW, JUST_ABOVE)
        ]
        distances = [(way.weights - loss.minimum) @ steep for way in ways]
        excess = float(loss.eigenvalues[1]) / 2 * float(distances[0][0]) ** 2
        on_floor = is_negligible(excess, loss)
        if on_floor:
            distances = [np.zeros_like(distance) for distance in distances]
        reach = 1.1 * max(float(np.abs(distance).max()) for distance in distances) or 1.0
        plots = [
            Zigzag(
                region,
                distance,
                reach,
                theme,
                numbers,
                heading=f"$eta =$ {escape(numbers.rounded(way.learning_rate, 3))}",
                x_label="$k$",
                y_label="$d$",
            )
            for region, way, distance in zip((middle, right), ways, distances, strict=True)
        ]
        # Said at the stage's middle, the condition makes room for what it means.
        make_room = Transform(formulas, aside)
        if on_floor:
            film.say("on_floor")
            film.play(make_room, run_time=MOVE_TIME)
            film.play(*(FadeIn(part) for plot in plots for part in (plot, plot.live)))
            film.play(RunClock(*plots, start=0, end=ways[0].steps, run_time=RACE_TIME / 2))
        else:
            for key, plot, way in zip(("below", "above"), plots, ways, strict=True):
                film.say(key, rate=numbers.rounded(way.learning_rate, 3))
                if plot is plots[0]:
                    film.play(make_room, run_time=MOVE_TIME)
                film.play(FadeIn(plot), FadeIn(plot.live), run_time=FADE_TIME)
                film.play(RunClock(plot, start=0, end=way.steps, run_time=RACE_TIME / 2))
        axis = RateAxis(
            lower,
            critical,
            f"$2 slash lambda_max =$ {escape(written)}",
            [film.words("arrives"), film.words("leaves")],
            rate,
            film.words("own_rate", rate=numbers.plain(rate)),
            theme,
        )
        film.play(FadeIn(axis), run_time=FADE_TIME)
        film.say(self._own_side(rate, critical, on_floor), rate=numbers.plain(rate))
        film.play(FadeIn(axis.own), run_time=FADE_TIME)

    # What the beats share.

    def _take_step(self, index: int) -> None:
        """Take the step from the weights after so many updates; line, curve, numbers follow."""
        film, theme, numbers = self.film, self.theme, self.numbers
        trajectory = self.results.trajectory
        rate = self.results.params.learning_rate
        lowest = self._is_lowest(self.weights[index])
        # What is left of a gradient at the lowest point is rounding.
        gradient = np.zeros(2) if lowest else trajectory.gradients[index]
        before, after = self.weights[index], self.weights[index + 1]
        self.sum = UpdateSum(self.sum_region, before, gradient, after, theme, numbers, rate)
        film.play(FadeIn(self.sum.question), run_time=FADE_TIME)
        film.play(RunClock(*self.views, start=index, end=index + 1, run_time=STEP_TIME))
        fading = [FadeOut(self.arrow)] if self.arrow in film.mobjects else []
        film.play(FadeIn(self.sum.answer), *fading, run_time=FADE_TIME)
        first, last = map(float, trajectory.losses[index : index + 2])
        written = {"before": numbers.loss(first), "after": numbers.loss(last)}
        if lowest:
            film.say("stayed", mse=numbers.loss(last))
        elif abs(last - first) <= NOT_CHANGED * first:
            film.say("mse_same", **written)
        else:
            film.say("mse_up" if last > first else "mse_down", **written)
        if self._is_seen(before) and not self._is_seen(after):
            film.say("out")
        elif not lowest and self._length_on_screen(before, after) < SHORTEST_ARROW:
            film.say("tiny")

    def _how_it_goes_on(self) -> str:
        """Return the key of what is said of the second step's length against the first one's."""
        first, second = np.linalg.norm(self.results.trajectory.gradients[:2], axis=1)
        if abs(second - first) <= ALIKE * first:
            return "again"
        return "shorter" if second < first else "longer"

    def _sweep_arrow(self, start: float, end: float, geometric: bool = False) -> Sweep:
        arrow = self.arrow
        return Sweep(arrow, lambda scale: arrow.point_at(scale=scale), start, end, geometric)

    def _is_lowest(self, weights: NDArray[np.float64]) -> bool:
        """Tell whether weights (2,) are the best ones, but for rounding."""
        loss = self.results.loss
        return is_negligible(loss.excess(*map(float, weights)), loss)

    def _is_seen(self, weights: NDArray[np.float64]) -> bool:
        """Tell whether weights (2,) lie in the window that the plane shows."""
        window = self.plane.window
        return bool(np.all((weights >= window[:, 0]) & (weights <= window[:, 1])))

    def _length_on_screen(self, before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
        """Return how long a step (2,) to (2,) is on the plane, in scene units."""
        return float(np.linalg.norm(self.plane.plot.point(*after) - self.plane.plot.point(*before)))

    def _verdict(self, way: Trajectory) -> str:
        """Return the word for a rate's descent."""
        loss = self.results.loss
        became = progress(way, loss)
        if became in ("crawled", "approached") and way.losses[-1] > way.losses[-2]:
            return "rises"
        if became != "approached":
            return became
        left = (way.losses[-1] - loss.minimum_loss) / (way.losses[0] - loss.minimum_loss)
        return "creeps" if left > STILL_FAR else "comes_close"

    def _condition(self, critical: str) -> VGroup:
        """Return which rates let the distance shrink, line by line, to stand alone."""
        film, theme = self.film, self.theme

        def block(key: str, formula: str) -> VGroup:
            label = text(film.words(key), TEXT.label, theme.muted)
            return VGroup(label, math(formula, TEXT.body, theme.ink)).arrange(
                DOWN, aligned_edge=LEFT, buff=0.22
            )

        blocks = VGroup(
            block("one_step", "d arrow.r (1 - eta lambda_max) d"),
            block("shrinks_if", "abs(1 - eta lambda_max) < 1"),
            block("that_is", f'eta < 2 / lambda_max = "{critical}"'),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.5)
        return blocks.scale(ALONE)

    def _own_side(self, rate: float, critical: float, on_floor: bool) -> str:
        """Return the key of what is said of the lecture's own rate."""
        if abs(rate - critical) <= EXACTLY * critical:
            return "own_at"
        if rate < critical:
            return "own_below_stays" if self.stays else "own_below"
        return "own_above_floor" if on_floor else "own_above"


def columns(region: Region, count: int, gap: float) -> list[Region]:
    """Cut a region into columns of one width, from left to right."""
    width = (region.width - gap * (count - 1)) / count
    lefts = [region.left + index * (width + gap) for index in range(count)]
    return [Region(left, left + width, region.bottom, region.top) for left in lefts]


def write_apart(value: float, other: float, write: Callable[[float, int], str]) -> str:
    """Write a number with as many digits as tell on which side of another it lies."""
    digits = 3
    while digits < 8 and (float(f"{value:.{digits - 1}e}") > other) != (value > other):
        digits += 1
    return write(value, digits)


class LearningRate(Film):
    """The chapter as a film of its own."""

    chapters = (LearningRateChapter,)
