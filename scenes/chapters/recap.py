"""Chapter 8: what to keep."""

import math
from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, FadeIn, Indicate, Mobject, Typst, VGroup
from manim.utils.rate_functions import smooth, squish_rate_func
from numpy.typing import NDArray

from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.input_scale import (
    FINEST,
    line_of_given,
    signed_difference,
    written_scale,
)
from scenes.props.data.line_reading import LineReading
from scenes.props.data.linear_rule import LinearRule, factor, quoted, signed_term
from scenes.props.plane.axis_names import axis_names
from scenes.props.plane.bare_weight_plane import BareWeightPlane
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.eigen_axes import EigenAxes
from scenes.props.plane.plane_arrow import PlaneArrow, turned
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.weight_plane import minimum_cross
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.space.bowl import hollow_of
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.results import Fate
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

ARROW_SHARE = 0.2
"""Length of gradient and antigradient, as a share of the picture's width: the direction counts."""
RATES = (0.2, 0.5, 1.0)
"""Too small, good and too large, in critical learning rates."""
CRAWL = (0.5, 60)
"""A descent that leaps into the valley and crawls along it: critical rates and updates."""
SLOW_LEAPS = 3.0
"""The path's pace: the first updates are slow, so that they are seen one by one."""
STEP_PACE = squish_rate_func(smooth, 0.0, 0.6)
"""How a step's arrow gets its length: then it rests, so that each length is seen."""
MEANING_BELOW, IDEA_BELOW = 0.5, 1.45
"""From the line of a term to that of its meaning, and to the next term, in scene units."""
MOST_WHOLE_NUMBERS = 10_000
"""Among so many whole numbers an unseen one is looked for."""
AGREES = 0.01
"""Relative error of an answer that is still called right."""


@dataclass
class Idea:
    """Words beside the picture: a term and what it means."""

    term: Typst
    meaning: Typst


@dataclass
class Sum:
    """What the neuron computes, in lines that appear one after the other."""

    question: Mobject
    computation: Mobject
    answer: Mobject
    of_given: Mobject
    """The line through the data as they were given; empty where the neuron is given the same."""


class RecapChapter(Chapter):
    """Gradient, antigradient, learning rate and valley in one moving picture; and a new number."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.keep()
        self.new_number()

    def stand(self) -> list[Mobject]:
        """Return the map with the start on it, and the minimum."""
        results, theme = self.results, self.theme
        self.loss, self.start = results.loss, results.start
        self.picture = BareWeightPlane(
            MAIN, self.loss, np.array(results.ranges), self._weights_shown(), theme
        )
        self.area = self.picture.area
        self.goal = self.area.clipped(minimum_cross(self.area.point(*self.loss.minimum), theme))
        self.dot = PlaneDot(self.area, self.start, theme, theme.path)
        return [self.picture, self.goal, self.dot]

    @beat
    def keep(self) -> None:
        """The four ideas, one movement each."""
        film, theme = self.film, self.theme
        ideas = self._ideas()
        up = self.loss.gradient(*self.start)
        reach = ARROW_SHARE * self.area.x.extent / max(float(np.linalg.norm(up)), 1e-300)
        arrow = PlaneArrow(self.area, self.start, up, theme, theme.gradient, 0.0)

        film.say("gradient")
        film.add(arrow, self.dot)
        film.show(ideas["gradient"].term, ideas["gradient"].meaning)
        film.move(Sweep(arrow, lambda scale: arrow.point_at(scale=scale), 0.0, reach))

        film.say("antigradient")
        down = PlaneArrow(self.area, self.start, up, theme, theme.antigradient, reach)
        film.show(ideas["antigradient"].term, ideas["antigradient"].meaning)
        film.add(down, self.dot)
        film.move(
            Sweep(down, lambda turn: down.point_at(vector=turned(self.area, up, turn)), 0.0, np.pi)
        )

        film.say("rate")
        film.show(ideas["rate"].term, ideas["rate"].meaning, instead_of=[arrow])
        for share, until in zip(RATES, ("good", "long", None), strict=True):
            step = share * self.loss.critical_learning_rate
            drawn = Sweep(
                down,
                lambda scale: down.point_at(scale=scale),
                down.scale_factor,
                step,
                rate_func=STEP_PACE,
            )
            film.move(drawn, until=until)

        film.say(hollow_of(self.loss))
        film.show(ideas["valley"].term, ideas["valley"].meaning, instead_of=[down, self.dot])
        descent = self.results.around_critical(*CRAWL)
        path = DescentPath(self.area, descent.weights, theme, theme.path)
        axes = EigenAxes(self.area, self.loss, theme)
        axes.show(0.0)
        film.add(axes, path)
        film.move(Sweep(axes, axes.show, 0.0, 1.0), share=0.3)
        names = self._names_of_axes(descent.weights)
        film.show(*names)
        film.move(RunClock(path, start=0, end=descent.steps, pace=lambda share: share**SLOW_LEAPS))
        self.leaving = [self.picture, self.goal, axes, path, *names, *self._words(ideas)]

    @beat
    def new_number(self) -> None:
        """The trained neuron is asked for a number that it never saw."""
        film, theme, numbers, loss = self.film, self.theme, self.numbers, self.loss
        descent = self.results.all_the_way
        w1, w0 = map(float, descent.weights[-1])
        scale = self.results.standardisation
        given = unseen_number(np.array(self.results.params.x))
        x = given if scale is None else float(scale.apply(given))
        answer = w1 * x + w0
        asked, answered = numbers.in_full(given), numbers.significant(answer)
        plot = FittedLine(MAIN, loss, descent.weights, theme, numbers, self.data_names())
        lines = self._sum(given, x, (w1, w0), answered)

        film.say(f"ask_{self.results.fate}")
        film.show(plot, plot.live, instead_of=self.leaving)
        pace = RunClock(plot, start=0, end=descent.steps, pace=lambda share: share**SLOW_LEAPS)
        film.move(pace)
        film.say("unseen", x=asked)
        reading = LineReading(plot, x, answer, theme)
        film.show(lines.question)
        film.add(reading)
        film.move(Sweep(reading, reading.show, 0.0, 1.0))
        film.say("answers", answer=answered)
        film.show(lines.computation)
        film.move(Sweep(reading, reading.show, 1.0, 2.0), FadeIn(lines.answer))
        rule = LinearRule.of(loss)
        expected = None if rule is None else rule.slope * x + rule.intercept
        if expected is not None and is_learned(self.results.fate, answer, expected):
            film.say("as_rule", y=numbers.plain(expected))
            film.move(Indicate(lines.answer, color=theme.prediction))
        if scale is not None:
            film.say("own_units", line=line_of_given((w1, w0), scale, numbers))
            film.move(FadeIn(lines.of_given, shift=0.3 * DOWN), share=0.4)

    # What they share.

    def _names_of_axes(self, weights: NDArray[np.float64]) -> list[PlateLabel]:
        """Name the axes of a valley beside a path of weights (n, 2); a bowl has none."""
        if hollow_of(self.loss) == "bowl":
            return []
        names = self.film.words("flat"), self.film.words("steep")
        seen = np.vstack([weights, self.loss.minimum])
        return axis_names(self.area, self.loss, names, self.theme, self.area.point(*seen.T))

    def _weights_shown(self) -> NDArray[np.float64]:
        """Return the weights (n, 2) that the picture has to hold."""
        loss, start = self.loss, self.start
        rates = np.array(RATES)[:, None] * loss.critical_learning_rate
        ends = start - rates * loss.gradient(*start)
        return np.vstack([start, loss.minimum, 2 * start - loss.minimum, ends])

    def _sum(self, asked_for: float, x: float, weights: tuple[float, float], answered: str) -> Sum:
        """Write what the neuron computes, line by line, beside the plot.

        Args:
            asked_for: What it is asked.
            x: What it is given for that.
            weights: Its weights.
            answered: What it answers, as written.
        """
        theme, numbers, scale = self.theme, self.numbers, self.results.standardisation
        asked = numbers.in_full(asked_for)
        w1, w0 = self.write_weights(np.array(weights))
        sign, shift = signed_term(w0)
        question = [f"{colored('$x$', theme.data)} $=$ {escape(asked)}"]
        if scale is not None:
            mean, spread = written_scale(scale, numbers, beside=asked_for)
            away_sign, away = signed_difference(mean)
            inner = f"{colored('$x$', theme.data)} $arrow.l$ "
            asked_inner = numbers.significant(0.0 if abs(x) < FINEST else x)
            question.append(
                f"{inner}$display(frac({quoted(asked)} {away_sign} {quoted(away)}, "
                f"{quoted(spread)})) approx$ {escape(asked_inner)}"
            )
            asked = asked_inner
        lines = [
            *question,
            f"{colored('$w_1$', theme.w1)} $dot$ {colored('$x$', theme.data)} $+$ "
            f"{colored('$w_0$', theme.w0)}",
            f"$=$ {colored(escape(w1), theme.w1)} $dot$ "
            f"{colored(escape(factor(asked)), theme.data)}"
            f" ${sign}$ {colored(escape(shift), theme.w0)}",
            f"$approx$ {colored(escape(answered), theme.prediction)}",
        ]
        if scale is not None:
            before, after = line_of_given(weights, scale, numbers).split("x")
            line = f"{escape(before)}{colored('$x$', theme.data)}{escape(after)}"
            lines.append(f"{colored('$y$', theme.data)} $approx$ {line}")
        rows = VGroup(*(text(line, TEXT.title, theme.ink) for line in lines))
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.4)
        if rows.width > SIDE.width:
            rows.scale(SIDE.width / rows.width)
        SIDE.place(rows, LEFT)
        asking = VGroup(*rows[: len(question)])
        formula, filled_in, answer, *of_given = rows[len(question) :]
        return Sum(asking, VGroup(formula, filled_in), answer, VGroup(*of_given))

    def _ideas(self) -> dict[str, Idea]:
        """Return the words of each idea, placed beside the picture."""
        theme, film = self.theme, self.film
        colors = {
            "gradient": theme.gradient,
            "antigradient": theme.antigradient,
            "rate": theme.ink,
            "valley": theme.ink,
        }
        ideas = {
            name: Idea(
                text(colored(film.words(word), color), TEXT.title, theme.ink),
                text(film.words(f"{word}_means"), TEXT.body, theme.ink),
            )
            for name, color in colors.items()
            for word in [hollow_of(self.loss) if name == "valley" else name]
        }
        top = SIDE.center[1] + (IDEA_BELOW * (len(ideas) - 1) + MEANING_BELOW) / 2
        for row, idea in enumerate(ideas.values()):
            line = np.array([SIDE.left, top - row * IDEA_BELOW, 0.0])
            move_baseline_to(idea.term, line)
            move_baseline_to(idea.meaning, line - [0.0, MEANING_BELOW, 0.0])
        return ideas

    @staticmethod
    def _words(ideas: dict[str, Idea]) -> list[Mobject]:
        return [part for idea in ideas.values() for part in (idea.term, idea.meaning)]


def unseen_number(x: NDArray[np.float64]) -> float:
    """Return a number among the inputs (n,) that is none of them: a whole one, if there is any.

    Of the whole ones it is the one nearest to their mean; else about the middle of the widest gap,
    with few digits.
    """
    low, high = math.ceil(x.min()), math.floor(x.max())
    if high - low <= MOST_WHOLE_NUMBERS:
        whole = np.setdiff1d(np.arange(low, high + 1), x)
        if len(whole):
            return float(whole[np.argmin(np.abs(whole - x.mean()))])
    ordered = np.unique(x)
    widest = int(np.argmax(np.diff(ordered)))
    low, high = map(float, ordered[widest : widest + 2])
    middle = (low + high) / 2
    shorter = (float(f"{middle:.{digits}e}") for digits in range(16))
    return next((short for short in shorter if abs(short - middle) < (high - low) / 4), middle)


def is_learned(fate: Fate, answer: float, expected: float) -> bool:
    """Tell whether a rule is learned: the descent has arrived, and the answer is as good as right.

    Args:
        fate: What the descent came to.
        answer: What the neuron answers.
        expected: What the rule says.
    """
    return fate in ("arrives", "stays") and abs(answer - expected) <= AGREES * abs(expected)


class Recap(Film):
    """The chapter as a film of its own."""

    chapters = (RecapChapter,)
