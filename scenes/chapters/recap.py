"""Chapter 8: what to keep."""

import math
from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, FadeIn, Indicate, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gdmath import Trajectory
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.line_reading import LineReading
from scenes.props.data.linear_rule import LinearRule, factor, signed_term
from scenes.props.plane.bare_weight_plane import BareWeightPlane
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.plane_arrow import PlaneArrow, turned
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.weight_plane import minimum_cross
from scenes.props.space.bowl import is_bowl
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, text

ARROW_SHARE = 0.2
"""Length of gradient and antigradient, as a share of the picture's width: the direction counts."""
RATES = (0.2, 0.5, 1.0)
"""Too small, good and too large, in critical learning rates."""
CRAWL = (0.5, 60)
"""A descent that leaps into the valley and crawls along it: critical rates and updates."""
SLOW_LEAPS = 3.0
"""The path's pace: the first updates are slow, so that they are seen one by one."""
WORDS_APART = 0.7
MOST_WHOLE_NUMBERS = 10_000
"""Among so many whole numbers an unseen one is looked for."""
ALL_DIGITS = 15
"""An unseen number is written in full: rounded, it might be one that was seen."""
AGREES = 0.01
"""Relative error of an answer that is still called right."""


@dataclass
class Idea:
    """Words beside the picture: a term and what it means."""

    term: VMobject
    meaning: VMobject


@dataclass
class Sum:
    """What the neuron computes, in lines that appear one after the other."""

    question: Mobject
    computation: Mobject
    answer: Mobject


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
            drawn = Sweep(down, lambda scale: down.point_at(scale=scale), down.scale_factor, step)
            film.move(drawn, until=until)

        film.say("bowl" if is_bowl(self.loss) else "valley")
        film.show(ideas["valley"].term, ideas["valley"].meaning, instead_of=[down, self.dot])
        descent = self.results.around_critical(*CRAWL)
        path = DescentPath(self.area, descent.weights, theme, theme.path)
        film.add(path)
        film.move(RunClock(path, start=0, end=descent.steps, pace=lambda share: share**SLOW_LEAPS))
        self.leaving = [self.picture, self.goal, path, *self._words(ideas)]

    @beat
    def new_number(self) -> None:
        """The trained neuron is asked for a number that it never saw."""
        film, theme, numbers, loss = self.film, self.theme, self.numbers, self.loss
        descent = self.results.all_the_way
        w1, w0 = map(float, descent.weights[-1])
        x = unseen_number(loss.x)
        answer = w1 * x + w0
        asked, answered = numbers.rounded(x, ALL_DIGITS), numbers.significant(answer)
        plot = FittedLine(MAIN, loss, descent.weights, theme, numbers)
        lines = self._sum(asked, self.write_weights(descent.weights[-1]), answered)

        film.say(f"ask_{state_of(descent)}")
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
        if rule is not None and agrees(answer, rule.slope * x + rule.intercept):
            film.say("as_rule", y=numbers.plain(rule.slope * x + rule.intercept))
            film.move(Indicate(lines.answer, color=theme.prediction))

    # What they share.

    def _weights_shown(self) -> NDArray[np.float64]:
        """Return the weights (n, 2) that the picture has to hold."""
        loss, start = self.loss, self.start
        rates = np.array(RATES)[:, None] * loss.critical_learning_rate
        ends = start - rates * loss.gradient(*start)
        return np.vstack([start, loss.minimum, 2 * start - loss.minimum, ends])

    def _sum(self, asked: str, weights: tuple[str, str], answered: str) -> Sum:
        """Write what the neuron computes, line by line, beside the plot."""
        theme = self.theme
        w1, w0 = weights
        sign, shift = signed_term(w0)
        lines = [
            f"{colored('$x$', theme.data)} $=$ {escape(asked)}",
            f"{colored('$w_1$', theme.w1)} $dot$ {colored('$x$', theme.data)} $+$ "
            f"{colored('$w_0$', theme.w0)}",
            f"$=$ {colored(escape(w1), theme.w1)} $dot$ "
            f"{colored(escape(factor(asked)), theme.data)}"
            f" ${sign}$ {colored(escape(shift), theme.w0)}",
            f"$approx$ {colored(escape(answered), theme.prediction)}",
        ]
        rows = VGroup(*(text(line, TEXT.title, theme.ink) for line in lines))
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.4)
        if rows.width > SIDE.width:
            rows.scale(SIDE.width / rows.width)
        SIDE.place(rows, LEFT)
        question, formula, filled_in, answer = rows
        return Sum(question, VGroup(formula, filled_in), answer)

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
            for word in ["bowl" if name == "valley" and is_bowl(self.loss) else name]
        }
        rows = VGroup(
            *(
                VGroup(idea.term, idea.meaning).arrange(DOWN, aligned_edge=LEFT, buff=0.2)
                for idea in ideas.values()
            )
        ).arrange(DOWN, aligned_edge=LEFT, buff=WORDS_APART)
        SIDE.place(rows, LEFT)
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


def agrees(answer: float, expected: float) -> bool:
    """Tell whether an answer is as good as right."""
    return abs(answer - expected) <= AGREES * abs(expected)


def state_of(descent: Trajectory) -> str:
    """Return which neuron is asked: one that ``diverged`` or one that was ``trained``."""
    if descent.steps == 0:
        return "untrained"
    return "diverged" if descent.outcome == "diverged" else "trained"


class Recap(Film):
    """The chapter as a film of its own."""

    chapters = (RecapChapter,)
