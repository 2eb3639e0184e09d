"""Chapter 5: how far to go."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    FadeIn,
    FadeOut,
    Group,
    ManimColor,
    Mobject,
    VGroup,
)
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from gdmath import (
    Modes,
    MseLoss,
    Trajectory,
    change_of,
    cleared,
    gradient_cleared,
    is_negligible,
    progress,
    turns,
)
from gdmath.progress import Change
from scenes.props.curves.loss_race import LossRace
from scenes.props.curves.valley_leaps import Leaps, ValleySection
from scenes.props.data.descent_panel import DescentPanel
from scenes.props.data.fitted_line import FittedLine
from scenes.props.formulas.captioned_formulas import captioned_formulas
from scenes.props.formulas.update_sum import UpdateSum
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.step_plane import StepPlane
from scenes.props.plane.weight_plane import Zoom, window_around
from scenes.props.plotting.counters import Counters
from scenes.props.space.bowl import hollow_of
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

FORMULA_SIZE = 0.46
FORMULA_GAP = 0.16
RULE_SIZE = 0.32
"""Of the rule beside the steps, smaller than where it is introduced."""
RUN_SHARE = 0.6
"""What a compared rate's run takes of the words that speak of it; its outcome takes the rest."""
HEADING_ROOM = 0.15
"""What the heading takes of the height, beyond the label beside it."""
HEADING_GAP = 0.16
"""From a plot's box to the heading's baseline: it stands in one line with the upward label."""
ALIKE = 0.1
"""Relative difference of two slopes up to which neither is called the gentler one."""
RACE_STEPS = 20
"""Updates that each of the compared rates has: enough for the largest to leave."""
BANDS = ((1 / 50, 1 / 30, 1 / 15), (0.6, 0.7, 0.85), (1.03, 1.06, 1.25))
"""Where the compared rates lie, in critical rates: at least, rather at, at most."""
JUST_BELOW, JUST_ABOVE = 0.95, 1.03
LEAPS = 8
"""Updates that are shown across the valley."""
NAME_WIDTH = 3.9
"""What the names beside the loss curves take of the width."""
BESIDE = 0.28
"""How far from the dot another arrow is shown, in shares of the window."""
FROM_ABOVE = 1.4
"""How far up that arrow begins, in distances of the start."""
SLOW_LEAPS = 1.6
"""The pace of the compared rates: their first leaps are slow, so that they are seen."""
STILL_FAR = 0.01
"""Share of the first excess loss above which a descent is said to creep."""
ANOTHER = 0.02
"""Relative distance of two rates that are seen to be others."""
EXACTLY = 1e-9
"""Relative distance of two rates that is rounding."""

FAR_BELOW = 0.5
"""Share of the critical rate below which a descent does not leap across the steep axis."""

Side = Literal["far_below", "below", "at", "above"]
"""Of the critical rate."""


@dataclass
class Rival:
    """One of the compared rates."""

    way: Trajectory
    rate: str
    """As it is written."""
    verdict: str
    """What became of it: a key of words."""
    color: ManimColor
    heading: Mobject
    """The rate, beside its run."""
    outcome: Mobject
    """What became of it, with the MSE; it stays below the rate."""


@dataclass
class Sums:
    """An update in numbers."""

    question: Mobject
    answer: Mobject

    @property
    def parts(self) -> list[Mobject]:
        """All of it."""
        return [self.question, self.answer]


class LearningRateChapter(Chapter):
    """The learning rate scales the step: two steps with it, and what other rates would do."""

    plane: StepPlane
    path: DescentPath
    """The lecture's own first updates."""
    arrow: PlaneArrow
    """The antigradient where the dot is."""
    rule: VGroup
    """The update, as soon as it is there as a formula."""
    notes: VGroup
    """What is said of its letters."""
    panel: DescentPanel
    sums: Sums
    """Of the step shown last."""
    section: ValleySection
    position: float
    """Of the start, along the steep axis."""
    standing: list[Mobject]
    """What goes when the next beat begins."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.definition()
        self.first_step()
        self.second_step()
        self.three_rates()
        self.critical_rate()

    loss: MseLoss
    rate: float
    weights: NDArray[np.float64]
    """Shape (3, 2): the start, and after each of the first two updates."""
    stays: bool
    """Whether the start is the minimum, so that there is nowhere to go."""

    def stand(self) -> list[Mobject]:
        """Return the start on the plane, zoomed out as far as the whole gradient reaches."""
        results, theme = self.results, self.theme
        self.loss, self.rate = results.loss, results.params.learning_rate
        self.weights = results.trajectory.weights[: results.single_steps + 1]
        self.stays = self._is_lowest(results.start)
        self.plane = StepPlane(
            MAIN,
            self.loss,
            results.ranges,
            results.full_step.weights,
            theme,
            self.numbers,
            self.loss_label(),
            self.weights,
        )
        self.path = DescentPath(self.plane.plot, self.weights, theme, theme.path)
        self.arrow = self._antigradient(0, scale=0.0)
        self.plane.stand_on(self.path, self.arrow)
        self.plane.show_window(self.plane.far)
        return [self.plane, self.arrow, self.path]

    # Beats.

    @beat
    def definition(self) -> None:
        """The learning rate: the true arrow shrinks, and the picture follows it."""
        film, numbers = self.film, self.numbers
        losses = self.results.full_step.losses
        lead, rate, gradient = self.rule = self._rule()
        self.notes = self._notes()
        room = rate.get_left()[0] - gradient.get_left()[0] + rate.width + FORMULA_GAP
        change = change_of(*map(float, losses[:2]))
        film.say("nowhere" if self.stays else length_question(self.rate, change))
        film.show(lead, gradient, self.notes[0])
        whole = Sweep(self.arrow, self._grown, 0.0, 1.0)
        film.move(whole, until=None if self.stays else "part")
        film.say("value" if self.stays else scaling_of(self.rate), rate=numbers.plain(self.rate))
        film.move(gradient.animate.shift(room * RIGHT), FadeIn(rate), until="rate")
        window = self.plane.window_for(self.weights[:2], self.loss.minimum)
        film.move(self._scale_arrow(1.0, self.rate), *self._zoom(window), FadeIn(self.notes[1]))
        if self.stays:
            return
        film.say("becomes_step")
        slope, floor = self._beside()
        probe = self._antigradient(0, self.rate)
        dot = PlaneDot(self.plane.plot, slope, self.theme, self.theme.muted)

        def stand_on(share: float) -> None:
            here = (1 - share) * slope + share * floor
            dot.move_to(self.plane.plot.point(*here))
            probe.point_at(tail=here, vector=-self.loss.gradient(*here))

        stand_on(0.0)
        film.show(probe, dot)
        film.move(Sweep(Group(probe, dot), stand_on, 0.0, 1.0), share=0.6)
        film.hide(probe, dot)

    @beat
    def first_step(self) -> None:
        """One step with the learning rate: arrow, move, and all that follows from it."""
        film = self.film
        self.panel = DescentPanel(
            SIDE,
            self.loss,
            self.weights,
            self.theme,
            self.numbers,
            self._step_label(),
            self._logarithmic(),
        )
        curve = self._curve()
        film.say("stays" if self.stays else "rule")
        aside = self.rule.animate.scale(RULE_SIZE / FORMULA_SIZE)
        aside.move_to(self.panel.rule_region.corner(LEFT), aligned_edge=LEFT)
        film.move(aside, FadeOut(self.notes), share=0.3)
        film.show(*(part for part in self.panel.parts if part not in curve))
        self.sums = self._sums(0)
        film.move(FadeIn(self.sums.question, lag_ratio=0.1))
        self._say_change(0)
        film.show(*curve)
        self._step(0)

    @beat
    def second_step(self) -> None:
        """The same once more, with the gradient at the new place."""
        film = self.film
        is_lowest = self._is_lowest(self.weights[1])
        film.say("stays" if self.stays else "there_already" if is_lowest else self._second_step())
        film.hide(*self.sums.parts)
        self.arrow = self._antigradient(1, scale=0.0)
        self.plane.stand_on(self.arrow)
        film.add(self.arrow, self.path)
        self.sums = self._sums(1)
        if is_lowest:
            film.move(FadeIn(self.sums.question))
        else:
            window = self.plane.window_for(self.weights[1:], self.weights[0], self.loss.minimum)
            film.move(*self._zoom(window), FadeIn(self.sums.question), until="scaled")
            # At full length it would look longer than the first, which was seen scaled.
            film.move(Sweep(self.arrow, self._grown, 0.0, self.rate))
        self._say_change(1)
        self._step(1)

    @beat
    def three_rates(self) -> None:
        """Three rates from the same start, one after the other; then their loss curves."""
        film, numbers, panel = self.film, self.numbers, self.panel
        film.say("all_stay" if self.stays else "question", steps=numbers.count(RACE_STEPS))
        self.standing = [self.plane, panel.counter, panel.line]
        live = [self.path, panel.counter.live, panel.line.live]
        if self.stays:
            film.hide(*self.sums.parts, *self._curve())
            self.standing += [self.rule, *live]
            return
        film.hide(*self.sums.parts, *self._curve(), self.rule)
        rivals = self._rivals()
        headings = [rival.heading for rival in rivals]
        film.show(*headings)
        # Start and minimum are seen, so that it can be seen how near the paths come.
        ends = np.array([self.results.start, self.loss.minimum])
        zoom = self._zoom(self.plane.window_for(ends))
        if zoom:
            film.move(*zoom)
        film.think()
        for rival in rivals:
            film.say(
                f"verdict_{rival.verdict}",
                rate=rival.rate,
                k=numbers.count(rival.way.steps),
                mse=self.write_loss(rival.way.losses[-1]),
            )
            views = self._views(rival)
            arriving = [view.live for view in views]
            film.show(*arriving, instead_of=live)
            live = arriving
            path, *numbered = views
            film.move(
                *(
                    RunClock(
                        *shown,
                        start=0,
                        end=rival.way.steps,
                        pace=lambda t: t**SLOW_LEAPS,
                        whole=whole,  # half-way through a leap there is no MSE
                    )
                    for shown, whole in (([path], False), (numbered, True))
                ),
                *self._follow(rival.way),
                share=RUN_SHARE,
            )
            film.show(rival.outcome)
            self.standing.append(rival.outcome)
        self.standing += [*headings, *live]
        self._race(rivals)

    def _race(self, rivals: list[Rival]) -> None:
        """Show the loss curves of all rates over one another, with the own one where it fits."""
        film, theme = self.film, self.theme
        ways = [rival.way for rival in rivals]
        names = [self._name(rival) for rival in rivals]
        colors = [rival.color for rival in rivals]
        with_own = self.rate <= max(way.learning_rate for way in ways)
        if with_own:
            own = escape(self.numbers.plain(self.rate))
            ways.append(self.results.descent_at(self.rate, RACE_STEPS))
            names.append(colored(f"$eta =$ {own}: {film.words('own')}", theme.muted))
            colors.append(theme.muted)
        race = LossRace(
            STAGE,
            NAME_WIDTH,
            self.loss,
            ways,
            names,
            colors,
            theme,
            self.numbers,
            x_label="$k$",
            y_label=self._logarithmic(),
        )
        film.say("curves_and_own" if with_own else "curves")
        film.show(race, race.live, race.names, instead_of=self.standing)
        film.move(RunClock(race, start=0, end=max(way.steps for way in ways)), share=0.45)
        self.standing = [race, race.live, race.names]

    @beat
    def critical_rate(self) -> None:
        """Across the valley: just below the critical rate, just above it, at it, and ours."""
        film, numbers = self.film, self.numbers
        critical = self.loss.critical_learning_rate
        written = write_apart(critical, self.rate, numbers.rounded)
        factor, bound, limit = self._condition(written)
        self.position = self._position()
        self.section = self._section(critical)
        if not self.position:
            film.say(f"on_floor_{hollow_of(self.loss)}")
            self._leap_at(critical, written)
        else:
            for key, multiple in (("below", JUST_BELOW), ("above", JUST_ABOVE)):
                label = numbers.rounded(multiple * critical, 3)
                film.say(key, rate=label)
                leaps = self._leap_at(multiple * critical, label)
                film.move(RunClock(leaps, start=0, end=LEAPS))
        film.say("factor")
        leaps = self._leap_at(critical, written)
        film.move(RunClock(leaps, start=0, end=LEAPS / 2), *map(FadeIn, (factor, bound)))
        film.say("critical", critical=written)
        film.move(RunClock(leaps, start=LEAPS / 2, end=LEAPS), FadeIn(limit))
        film.say(self._own_side(), rate=numbers.plain(self.rate))
        leaps = self._leap_at(self.rate, numbers.plain(self.rate))
        film.move(RunClock(leaps, start=0, end=LEAPS / 2))

    def _leap_at(self, rate: float, written: str) -> Leaps:
        """Let the dot stand at the start again, before it leaps at another rate."""
        film = self.film
        leaps = Leaps(self.section, self._leaps(rate), self.theme)
        heading = text(f"$eta =$ {escape(written)}", TEXT.title, self.theme.ink)
        move_baseline_to(heading, self.section.box.corner(UP) + HEADING_GAP * UP, align=0.0)
        arriving: list[Mobject] = [heading, leaps]
        if self.section not in film.mobjects:
            arriving.insert(0, self.section)
        film.show(*arriving, instead_of=self.standing)
        self.standing = [heading, leaps]
        return leaps

    # Movements.

    def _grown(self, scale: float) -> None:
        self.arrow.point_at(scale=scale)

    def _scale_arrow(self, start: float, end: float) -> Sweep:
        return Sweep(self.arrow, self._grown, start, end, geometric=True)

    def _zoom(self, window: NDArray[np.float64]) -> list[Animation]:
        """Return the zoom to a window (2, 2), if it is another one."""
        same = np.allclose(window, self.plane.window, rtol=1e-9, atol=0.0)
        return [] if same else [Zoom(self.plane, window)]

    def _antigradient(self, index: int, scale: float) -> PlaneArrow:
        """Return the antigradient after so many updates."""
        here = self.weights[index]
        gradient = gradient_cleared(self.loss, here)
        return PlaneArrow(
            self.plane.plot, here, -gradient, self.theme, self.theme.antigradient, scale
        )

    def _beside(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return two places of the window beside the start: on the slope, and at its foot.

        Both lie away from the dot and its arrow, along the direction of least curvature.
        """
        window, (along, across) = self.plane.window, self.loss.eigenvectors.T
        extents = np.diff(window)[:, 0]
        away = along * BESIDE / np.abs(along / extents).max()
        foot = self.loss.minimum + max(away, -away, key=lambda vector: float(vector[1]))
        down = ((self.loss.minimum - self.results.start) @ across) * across
        if np.abs(down / extents).max() < BESIDE / 2:  # the start lies at its own slope's foot
            down = across * BESIDE / np.abs(across / extents).max()
        return foot - FROM_ABOVE * down, foot

    def _sums(self, index: int) -> Sums:
        """Write an update in numbers below the line; nothing where they do not fit."""
        before, after = self.weights[index : index + 2]
        gradient = gradient_cleared(self.loss, before)
        region = self.panel.sums_region
        update = UpdateSum(region, before, gradient, after, self.theme, self.numbers, self.rate)
        if update.is_split:
            return Sums(VGroup(), VGroup())
        return Sums(update.question, update.answer)

    def _step(self, index: int) -> None:
        """Let the dot move, and all that follows from it; then the sums come out."""
        film = self.film
        film.move(
            RunClock(self.path, *self.panel.views, start=index, end=index + 1, pace=smooth),
            share=0.55,
        )
        film.show(self.sums.answer, instead_of=[self.arrow])

    def _say_change(self, index: int) -> None:
        """Say what an update does to the MSE."""
        losses = self.results.trajectory.losses
        before, after = (cleared(value, self.loss) for value in losses[index : index + 2])
        key = change_of(before, after)
        if self._is_lowest(self.weights[index]):
            self.film.say("stayed", mse=self.write_loss(after))
        else:
            self.film.say(
                f"mse_{key}", before=self.write_loss(before), after=self.write_loss(after)
            )

    def _step_label(self) -> str:
        """Name k, which counts the steps."""
        return self.strings(f"{self.name}.step")

    def _logarithmic(self) -> str:
        """Name the loss on a logarithmic axis."""
        return self.strings(f"{self.name}.logarithmic", loss=self.loss_label())

    def _curve(self) -> list[Mobject]:
        """Return the parts of the panel's loss curve."""
        curve = self.panel.curve
        return [] if curve is None else [curve, curve.live]

    # The compared rates.

    def _rivals(self) -> list[Rival]:
        """Return the compared rates, the smallest first, with what became of each."""
        theme, numbers = self.theme, self.numbers
        rates = round_rates(self.loss.critical_learning_rate, self.rate)
        colors = theme.small_rate, theme.path, theme.large_rate
        rows = self.panel.below_line.split_rows(*(1 for _ in rates), gap=0.0)
        rivals = []
        for rate, color, row in zip(rates, colors, rows, strict=True):
            way = self.results.descent_at(rate, RACE_STEPS)
            written, verdict = numbers.plain(rate), verdict_of(way, self.loss)
            mse = escape(self.write_loss(way.losses[-1]))
            said = f"{self.film.words(verdict)}, MSE {mse}"
            above, below = row.split_rows(1, 1, gap=0.0)
            heading = text(colored(f"$eta =$ {escape(written)}", color), TEXT.title, theme.ink)
            outcome = text(said, TEXT.label, theme.ink)
            outcome.scale(min(1.0, below.width / outcome.width))
            above.place(heading, LEFT)
            below.place(outcome, LEFT)
            rivals.append(Rival(way, written, verdict, color, heading, outcome))
        return rivals

    def _views(self, rival: Rival) -> list[DescentPath | Counters | FittedLine]:
        """Return what shows a rate's descent: path, step and line."""
        weights = rival.way.weights
        path = DescentPath(self.plane.plot, weights, self.theme, rival.color)
        path.mark_every(1, 0)
        self.plane.stand_on(path)
        panel = DescentPanel(SIDE, self.loss, weights, self.theme, self.numbers, self._step_label())
        return [path, panel.counter, panel.line]

    def _follow(self, way: Trajectory) -> list[Animation]:
        """Return the zoom out to a descent that leaves the plane, as far as the plane can show."""
        low, high = self.plane.far.T
        extents = np.diff(self.plane.near)[:, 0]
        far = np.all((way.weights >= low) & (way.weights <= high), axis=1)
        window = window_around(np.vstack([way.weights[far], self.loss.minimum]), extents)
        return self._zoom(window) if np.ptp(window[0]) > np.ptp(self.plane.window[0]) else []

    def _name(self, rival: Rival) -> str:
        """Return markup that says a rate and what became of it."""
        said = f"$eta =$ {escape(rival.rate)}: {self.film.words(rival.verdict)}"
        return colored(said, rival.color)

    # Across the valley.

    def _position(self) -> float:
        """Return the start's position along the steep axis; zero if only rounding is left of it."""
        return float(Modes.of(self.loss, self.results.start, self.rate).distances[1])

    def _leaps(self, rate: float) -> NDArray[np.float64]:
        """Return the positions along the steep axis, from the start on, at a rate."""
        factor = 1 - rate * float(self.loss.eigenvalues[1])
        positions = [self.position]
        for _ in range(LEAPS):
            positions.append(factor * positions[-1])  # far out it becomes infinite, no error
        return np.array(positions)

    def _section(self, critical: float) -> ValleySection:
        """Return the section across the valley that holds the leaps just above the limit."""
        return ValleySection(
            MAIN.inset(top=HEADING_ROOM),
            float(self.loss.eigenvalues[1]),
            float(np.abs(self._leaps(JUST_ABOVE * critical)).max()) or 1.0,
            self.theme,
            self.numbers,
            x_label=self.film.words(f"position_{hollow_of(self.loss)}"),
            y_label=self.loss_label(),
        )

    def _condition(self, critical: str) -> VGroup:
        """Return which rates let the position shrink, line by line."""
        film, theme = self.film, self.theme
        curvature = escape(self.numbers.rounded(float(self.loss.eigenvalues[1]), 4))

        def block(key: str, *formulas: str) -> VGroup:
            return captioned_formulas(film.words(key), [*formulas], SIDE.width, 0.22, theme)

        blocks = VGroup(
            block("one_step", "d arrow.r (1 - eta lambda_max) d"),
            block("shrinks_if", "abs(1 - eta lambda_max) < 1"),
            block("critical", f"eta < 2 / lambda_max = 2 / {curvature} = {escape(critical)}"),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        SIDE.place(blocks, LEFT)
        return blocks

    def _own_side(self) -> str:
        """Return the key of what is said of the lecture's own rate."""
        side = side_of(self.rate, self.loss.critical_learning_rate)
        return own_side_said(side, self.stays, on_floor=not self.position)

    # What the beats share.

    def _is_lowest(self, weights: NDArray[np.float64]) -> bool:
        """Tell whether weights (2,) are the best ones, but for rounding."""
        return is_negligible(self.loss.excess(*map(float, weights)), self.loss)

    def _rule(self) -> VGroup:
        """Return the update's parts: lead, rate and gradient.

        The gradient stands where it does without the rate; the rate begins there.
        """
        theme = self.theme
        lead = text("$bold(w) arrow.l bold(w) -$", FORMULA_SIZE, theme.ink)
        rate = text("$eta$", FORMULA_SIZE, theme.ink)
        gradient = text(colored('$nabla"MSE"$', theme.gradient), FORMULA_SIZE, theme.ink)
        foot = SIDE.corner(LEFT) + 0.4 * UP
        move_baseline_to(lead, foot)
        after = foot + (lead.width + FORMULA_GAP) * RIGHT
        move_baseline_to(rate, after)
        move_baseline_to(gradient, after)
        return VGroup(lead, rate, gradient)

    def _notes(self) -> VGroup:
        """Return what the letters of the update stand for: the weights, and the rate."""
        theme, foot = self.theme, SIDE.corner(LEFT) + 0.4 * UP
        weights = text(self.film.words("weights"), TEXT.body, theme.muted)
        value = text(f"$eta =$ {escape(self.numbers.plain(self.rate))}", FORMULA_SIZE, theme.ink)
        move_baseline_to(weights, foot + 1.6 * FORMULA_SIZE * DOWN)
        move_baseline_to(value, foot + 3.4 * FORMULA_SIZE * DOWN)
        return VGroup(weights, value)

    def _second_step(self) -> str:
        """Return the key of what is said of the second step's length."""
        first, second = np.linalg.norm(self.results.trajectory.gradients[:2], axis=1)
        return length_of(float(first), float(second))


# Which sentence is said.


def length_question(rate: float, change: Change) -> str:
    """Return how the learning rate is asked for, where a whole step does this to the loss."""
    return "too_far" if change == "up" and rate < 1 else "direction_only"


def scaling_of(rate: float) -> str:
    """Return what is said of how the learning rate changes a step's length."""
    if rate == 1:
        return "as_it_is"
    return "shrinks" if rate < 1 else "grows"


def length_of(first: float, second: float) -> Literal["again", "shorter", "longer"]:
    """Return how long the second of two steps is, by the lengths of their gradients."""
    if abs(second - first) <= ALIKE * first:
        return "again"
    return "shorter" if second < first else "longer"


def side_of(rate: float, critical: float) -> Side:
    """Return on which side of the critical rate a rate lies."""
    if abs(rate - critical) <= EXACTLY * critical:
        return "at"
    if rate > critical:
        return "above"
    return "far_below" if rate < FAR_BELOW * critical else "below"


def own_side_said(side: Side, stays: bool, on_floor: bool) -> str:
    """Return what is said of the lecture's own rate.

    Args:
        side: On which side of the critical rate it lies.
        stays: Whether the start is the minimum.
        on_floor: Whether the start has no position along the steep axis.
    """
    if side in ("far_below", "below"):
        if stays:
            return "own_below_stays"
        return "own_below" if on_floor else f"own_{side}"
    return f"own_{side}_floor" if on_floor else f"own_{side}"


def verdict_of(way: Trajectory, loss: MseLoss) -> str:
    """Return what became of a descent: a word of `Progress`, or one that says more."""
    became = progress(way, loss)
    course = turns(way, loss)
    if became in ("crawled", "approached") and course[-1] > 0 > course.min():
        return "rises"
    if became != "approached":
        return became
    first, last = (loss.excess(*map(float, way.weights[index])) for index in (0, -1))
    return "creeps" if last > STILL_FAR * first else "comes_close"


def round_rates(critical: float, own: float) -> list[float]:
    """Return the rates to compare, one in each of `BANDS`: the roundest that is not the own one.

    Args:
        critical: The critical rate.
        own: The lecture's rate.
    """
    rates = []
    for least, best, most in BANDS:
        power = math.floor(math.log10(least * critical)) - 1
        candidates = [
            float(f"{digits}e{power + shift}") for digits in range(10, 100) for shift in (0, 1)
        ]
        inside = [
            rate
            for rate in candidates
            if least * critical <= rate <= most * critical
            and not math.isclose(rate, own, rel_tol=ANOTHER)
        ]
        rates.append(
            min(inside, key=lambda r: (_roughness(r), abs(math.log(r / (best * critical)))))
        )
    return rates


def _roughness(rate: float) -> int:
    """Rank numbers from round to rough: 1, then 2 and 5, one digit, an additional 5, the rest."""
    digits = int(f"{rate:.1e}".replace(".", "").partition("e")[0])
    if digits % 10:
        return 3 if digits % 5 == 0 else 4
    return {10: 0, 20: 1, 50: 1}.get(digits, 2)


def write_apart(value: float, other: float, write: Callable[[float, int], str]) -> str:
    """Write a number with as many digits as tell on which side of another it lies."""
    digits = 3
    while digits < 8 and (float(f"{value:.{digits - 1}e}") > other) != (value > other):
        digits += 1
    return write(value, digits)


class LearningRate(Film):
    """The chapter as a film of its own."""

    chapters = (LearningRateChapter,)
