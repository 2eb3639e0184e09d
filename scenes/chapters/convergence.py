"""Chapter 6: a hundred steps later."""

from manim import Mobject

from gdmath import progress
from scenes.props.counters import Counter, Counters
from scenes.props.descent_path import DescentPath, weights_at
from scenes.props.fitted_line import FittedLine
from scenes.props.loss_curve import LossCurve
from scenes.props.weight_plane import WeightPlane
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.typesetting import colored

NAMED_STEPS = 100
"""The number of steps that the title has a word for."""
LONGEST_RUN = 12.0
"""Seconds that all steps take together."""
LONGEST_STEP = 0.6
"""Seconds that a step takes when there are only a few."""
THINKING_TIME = 1.5
"""Seconds between a question and its answer."""


class ConvergenceChapter(Chapter):
    """All steps of the descent, on the plane, the line, the loss curve and the counters."""

    name = "convergence"

    def construct(self) -> None:
        """Play the beats in order."""
        self.hundred_steps()

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
        self.plane = plane = WeightPlane(
            MAIN, loss, *results.ranges, theme, numbers, self.loss_label()
        )
        path = DescentPath(plane.plot, weights, theme, theme.path)
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
        film.say(
            "so_far_up" if losses[first] > losses[0] else "so_far_down",
            k=numbers.plain(first),
            start=numbers.loss(losses[0]),
            now=numbers.loss(losses[first]),
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
        w1, w0 = self.write_weights(trajectory.weights[-1])
        film.say(
            f"end_{progress(trajectory, self.results.loss)}",
            k=numbers.plain(last),
            w1=w1,
            w0=w0,
            mse=numbers.loss(losses[-1]),
            start=numbers.loss(losses[0]),
        )


def _slow_start(share: float) -> float:
    """Let the first steps be seen one by one and the many small ones pass faster."""
    return share**1.8


class Convergence(Film):
    """The chapter as a film of its own."""

    chapters = (ConvergenceChapter,)
