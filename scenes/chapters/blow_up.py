"""Chapter 4: the whole gradient at once."""

from typing import Literal

import numpy as np
from manim import DOWN, LEFT, UP, FadeIn, FadeOut, Mobject, VGroup

from gdmath import Modes, is_negligible
from scenes.props.curves.overshoot import Overshoot
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.formulas.update_sum import LEAST_LENGTH, UpdateSum
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.eigen_axes import EigenAxes
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.step_plane import StepPlane
from scenes.props.plane.weight_plane import Zoom
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import math, text

ARROW_TIME = 1.2
"""Seconds in which an arrow grows."""
ZOOM_TIME = 3.0
STEP_TIME = 2.5
FADE_TIME = 0.6
NOT_CHANGED = 0.005
"""Relative change of a number below which it counts as the same."""
UPRIGHT = 10.0
"""Slope on screen from which a line stands upright."""

Change = Literal["up", "down", "same"]


class BlowUpChapter(Chapter):
    """One step by the whole gradient, and why it leads to the other side of the valley."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.full_step()
        self.why()

    def stand(self) -> list[Mobject]:
        """Return weight plane, line and table at the start."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, weights = results.loss, results.full_step.weights
        self.plane = StepPlane(
            MAIN, loss, results.ranges, weights, theme, numbers, self.loss_label()
        )
        self.sum_region, middle, bottom = SIDE.split_rows(0.95, 2.15, 2.75, gap=0.15)
        self.path = DescentPath(self.plane.plot, weights, theme, theme.path)
        self.plane.stand_on(self.path)
        self.line = FittedLine(middle, loss, weights, theme, numbers)
        self.table = PredictionTable(
            bottom,
            loss,
            weights,
            theme,
            numbers,
            squares_label=self.strings("common.squared_error"),
            more=lambda n: self.strings("common.more_points", n=numbers.plain(n)),
        )
        self.views = [self.path, self.line, self.table]
        self.standing = [
            self.plane,
            self.line,
            self.table,
            self.line.live,
            self.table.live,
            self.path,
        ]
        return self.standing

    @property
    def change(self) -> Change:
        """What the full step does to the loss."""
        before, after = map(float, self.results.full_step.losses)
        if abs(after - before) <= NOT_CHANGED * before:
            return "same"
        return "up" if after > before else "down"

    @property
    def stays(self) -> bool:
        """Whether the start is the lowest point, so that there is nowhere to go."""
        loss, start = self.results.loss, self.results.start
        return is_negligible(loss.excess(*map(float, start)), loss)

    @beat
    def full_step(self) -> None:
        """The antigradient at its true length, and the step along all of it."""
        film, theme, numbers = self.film, self.theme, self.numbers
        step = self.results.full_step
        gradient = step.gradients[0]
        length = float(np.linalg.norm(gradient))
        g1, g0 = (numbers.component(float(partial), length) for partial in gradient)
        if self.stays:
            film.say("stays")
            gradient = np.zeros(2)  # what is left is rounding
        else:
            film.say("arrow", g1=g1, g0=g0)
        self.arrow = PlaneArrow(
            self.plane.plot, step.weights[0], -gradient, theme, theme.antigradient, scale=0.0
        )
        self.plane.stand_on(self.arrow)
        update = UpdateSum(
            self.sum_region, step.weights[0], gradient, step.weights[1], theme, numbers
        )
        film.add(self.arrow, self.path)  # the dot stands over the arrow's foot
        film.play(
            Sweep(self.arrow, lambda scale: self.arrow.point_at(scale=scale), 0.0, 1.0),
            run_time=ARROW_TIME,
        )
        near, far = self.plane.near, self.plane.far
        if not np.array_equal(near, far):
            film.play(Zoom(self.plane, far), run_time=ZOOM_TIME)
        film.say("subtract")
        film.play(FadeIn(update.question), run_time=FADE_TIME)
        if not self.stays:
            film.say("question")
            film.think()
        film.play(RunClock(*self.views, start=0, end=1, run_time=STEP_TIME))
        film.play(FadeIn(update.answer), FadeOut(self.arrow), run_time=FADE_TIME)
        self.update = update
        if self.stays:
            film.say("stayed", mse=numbers.loss(float(step.losses[0])))
            return
        reach = max(LEAST_LENGTH, float(np.linalg.norm(step.weights[1])))
        w1, w0 = (numbers.component(float(weight), reach) for weight in step.weights[1])
        film.say("upright" if self._turns_upright() else "weights", w1=w1, w0=w0)
        before, after = map(float, step.losses)
        film.say(
            f"mse_{self.change}",
            before=numbers.loss(before),
            after=numbers.loss(after),
        )

    @beat
    def why(self) -> None:
        """The step seen along the steep axis: it lands on the other side of the valley."""
        film, theme, numbers = self.film, self.theme, self.numbers
        loss = self.results.loss
        curvature = float(loss.eigenvalues[1])
        modes = Modes.of(loss, self.results.start, 1.0)
        # What is left of a start on the valley's floor is rounding.
        on_floor = is_negligible(float(modes.excess[1]), loss)
        distance = 0.0 if on_floor else float(modes.distances[1])
        axes = EigenAxes(self.plane.plot, loss, theme)
        _, axis = axes
        self.plane.stand_on(axes)
        film.say("axis")
        film.play(FadeIn(axis), run_time=FADE_TIME)
        if not np.array_equal(self.plane.window, self.plane.near):
            film.play(Zoom(self.plane, self.plane.near), run_time=0.7 * ZOOM_TIME)
        film.hold(1.0)
        slice_ = Overshoot(
            MAIN,
            curvature,
            distance,
            theme,
            numbers,
            x_label=film.words("distance"),
            y_label=self.loss_label(),
        )
        film.play(*map(FadeOut, [*self.standing, self.update, axis]), run_time=FADE_TIME)
        film.play(FadeIn(slice_), FadeIn(slice_.live), run_time=FADE_TIME)
        formulas = self._derivation(curvature, distance, slice_.landing)
        film.play(FadeIn(formulas[0]), run_time=FADE_TIME)
        film.say("parabola", curvature=numbers.rounded(curvature, 4))
        film.play(FadeIn(formulas[1]), run_time=FADE_TIME)
        if distance:
            film.play(Sweep(slice_.live, slice_.show_arrow, 0.0, 1.0), run_time=ARROW_TIME)
        factor = 1 - curvature
        film.say("factor", factor=numbers.rounded(factor, 4))
        film.play(FadeIn(formulas[2]), run_time=FADE_TIME)
        if not distance:
            film.say("on_the_floor", factor=numbers.rounded(factor, 4))
            return
        if slice_.far > slice_.near:
            film.play(
                Sweep(
                    VGroup(slice_, slice_.live),
                    slice_.show_reach,
                    slice_.near,
                    slice_.far,
                    geometric=True,
                ),
                run_time=ZOOM_TIME,
            )
        times = abs(factor)
        if times <= 1 + NOT_CHANGED:
            film.say("as_far")
        else:
            film.say(
                "farther",
                times=numbers.rounded(times, 3),
                before=numbers.rounded(abs(distance), 4),
                after=numbers.rounded(abs(slice_.landing), 4),
            )
        film.play(Sweep(slice_.live, slice_.show_step, 0.0, 1.0), run_time=STEP_TIME)
        film.play(FadeIn(formulas[3]), run_time=FADE_TIME)
        if self.change == "down":
            film.say("fell_anyway")

    def _turns_upright(self) -> bool:
        """Tell whether the fitted line, flatter before, now stands upright on screen."""
        shape = self.line.x.extent / self.line.y.extent * self.line.box.height / self.line.box.width
        before, after = np.abs(self.results.full_step.weights[:, 0]) * shape
        return bool(before < UPRIGHT / 2 and after > UPRIGHT)

    def _derivation(self, curvature: float, distance: float, landing: float) -> VGroup:
        """Return what is written beside the slice, line by line."""
        film, theme, numbers = self.film, self.theme, self.numbers
        size, small = TEXT.body, TEXT.label

        def written(value: float) -> str:
            return f'"{numbers.rounded(value, 4)}"'

        def block(key: str, *formulas: str) -> VGroup:
            lines = [text(film.words(key), small, theme.muted)]
            lines += [math(formula, size, theme.ink) for formula in formulas]
            return VGroup(*lines).arrange(DOWN, aligned_edge=LEFT, buff=0.2)

        loss = self.results.loss
        least = "" if is_negligible(loss.minimum_loss, loss) else '"MSE"_min +'
        blocks = VGroup(
            block(
                "mse_along",
                f'"MSE" = {least} lambda_max / 2 d^2',
                f"lambda_max = {written(curvature)}",
            ),
            block("slope_along", "lambda_max d"),
            block(
                "whole_step",
                "d - lambda_max d = (1 - lambda_max) d",
                f"1 - lambda_max = {written(1 - curvature)}",
            ),
        )
        if distance:
            blocks.add(block("in_numbers", f"{written(distance)} arrow.r {written(landing)}"))
        blocks.arrange(DOWN, aligned_edge=LEFT, buff=0.42)
        SIDE.inset(left=0.25).place(blocks, LEFT + UP)
        return blocks


class BlowUp(Film):
    """The chapter as a film of its own."""

    chapters = (BlowUpChapter,)
