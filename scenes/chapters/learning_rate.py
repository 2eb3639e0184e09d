"""Chapter 5: how far to go."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Mobject, VGroup
from manim.utils.rate_functions import smooth, squish_rate_func
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
from scenes.props.formulas.update_sum import UpdateSum
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.step_plane import StepPlane
from scenes.props.plane.weight_plane import Zoom
from scenes.props.plotting.counters import Counters
from scenes.props.plotting.plate_label import CORNER_GAP, PlateLabel
from scenes.props.space.bowl import hollow_of
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.numbers import decimals_for
from scenes.stage.regions import MAIN, SIDE, STAGE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, move_baseline_to, text
from scenes.stage.typesetting import math as formula_of

FORMULA_SIZE = 0.46
FORMULA_GAP = 0.16
SUM_HEIGHT = 0.95
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
EXACTLY = 1e-9
"""Relative distance of two rates that is rounding."""
LATE = squish_rate_func(smooth, 0.8, 1.0)
"""For what is said of a movement when it is nearly over."""


Side = Literal["below", "at", "above"]
"""Of the critical rate."""


@dataclass
class Rival:
    """One of the compared rates."""

    way: Trajectory
    rate: str
    """As it is written."""
    verdict: str
    """What became of it: a key of words."""


@dataclass
class Sums:
    """An update in numbers, on a plate."""

    plate: Mobject
    question: Mobject
    answer: Mobject

    @property
    def parts(self) -> list[Mobject]:
        """All of it."""
        return [self.plate, self.question, self.answer]


class LearningRateChapter(Chapter):
    """The learning rate scales the step: two steps with it, and what other rates would do."""

    plane: StepPlane
    path: DescentPath
    """The lecture's own first updates."""
    arrow: PlaneArrow
    """The antigradient where the dot is."""
    formulas: tuple[Mobject, ...]
    """What stands beside the plane before the panel does."""
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
        lead, rate, gradient, value = self.formulas = self._formulas()
        room = rate.get_left()[0] - gradient.get_left()[0] + rate.width + FORMULA_GAP
        change = change_of(*map(float, losses[:2]))
        film.say("nowhere" if self.stays else length_question(self.rate, change))
        film.show(lead, gradient)
        film.move(self._grow_arrow(), until=None if self.stays else "part")
        film.say("value" if self.stays else scaling_of(self.rate), rate=numbers.plain(self.rate))
        film.move(gradient.animate.shift(room * RIGHT), FadeIn(rate), until="rate")
        window = self.plane.window_for(self.weights[:2], self.loss.minimum)
        film.move(self._scale_arrow(1.0, self.rate), *self._zoom(window), FadeIn(value))
        if self.stays:
            return
        film.say("becomes_step")
        probe = self._antigradient(0, self.rate)
        slope, floor = self._beside()

        def stand_on(share: float) -> None:
            here = (1 - share) * slope + share * floor
            probe.point_at(tail=here, vector=-self.loss.gradient(*here))

        stand_on(0.0)
        film.show(probe)
        film.move(Sweep(probe, stand_on, 0.0, 1.0), share=0.7)
        film.hide(probe)

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
            self._writer(self.weights),
            self._logarithmic(),
        )
        curve = self._curve()
        film.say("stays" if self.stays else "rule")
        parts = [part for part in self.panel.parts if part not in curve]
        film.show(*parts, instead_of=self.formulas)
        self.sums = self._sums(0)
        film.move(FadeIn(self.sums.plate), FadeIn(self.sums.question, lag_ratio=0.1), share=0.5)
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
        scaling: list[Animation] = []
        if not is_lowest:
            window = self.plane.window_for(self.weights[1:], self.weights[0], self.loss.minimum)
            film.move(self._grow_arrow(), *self._zoom(window), until="scaled")
            scaling.append(self._scale_arrow(1.0, self.rate))
        self.sums = self._sums(1)
        film.move(*scaling, FadeIn(self.sums.plate), FadeIn(self.sums.question))
        self._say_change(1)
        self._step(1)

    @beat
    def three_rates(self) -> None:
        """Three rates from the same start, one after the other; then their loss curves."""
        film, numbers, panel = self.film, self.numbers, self.panel
        film.say("all_stay" if self.stays else "question", steps=numbers.plain(RACE_STEPS))
        self.standing = [self.plane, panel.counters, panel.line]
        numbers_and_line = [panel.counters.live, panel.line.live]
        if self.stays:
            film.hide(*self.sums.parts, *self._curve())
            self.standing += [self.path, *numbers_and_line]
            return
        leaving = [self.path, *self.sums.parts, *numbers_and_line, *self._curve()]
        rivals = self._rivals()
        names = self._names(rivals)
        here = self._views(rivals[0])
        film.show(*(view.live for view in here), instead_of=leaving)
        # Start and minimum are seen, so that it can be seen how near the paths come.
        ends = np.array([self.results.start, self.loss.minimum])
        zoom = self._zoom(self.plane.window_for(ends))
        if zoom:
            film.move(*zoom)
        film.think()
        for rival, name in zip(rivals, names, strict=True):
            film.say(
                f"verdict_{rival.verdict}",
                rate=rival.rate,
                k=numbers.plain(rival.way.steps),
                mse=self.write_loss(rival.way.losses[-1]),
            )
            if rival is not rivals[0]:
                before, here = here, self._views(rival)
                arriving = [view.live for view in here]
                film.show(*arriving, instead_of=[view.live for view in before])
            run = RunClock(*here, start=0, end=rival.way.steps, pace=lambda t: t**SLOW_LEAPS)
            film.move(run, FadeIn(name, rate_func=LATE))
        self.standing += [*names, *(view.live for view in here)]
        self._race(rivals)

    def _race(self, rivals: list[Rival]) -> None:
        """Show the loss curves of all rates over one another."""
        film = self.film
        race = LossRace(
            STAGE,
            NAME_WIDTH,
            self.loss,
            [rival.way for rival in rivals],
            [self._name(rival) for rival in rivals],
            self.theme,
            self.numbers,
            x_label="$k$",
            y_label=self._logarithmic(),
        )
        film.say("curves")
        film.show(race, race.live, instead_of=self.standing)
        longest = max(rival.way.steps for rival in rivals)
        film.move(RunClock(race, start=0, end=longest), FadeIn(race.names, rate_func=LATE))
        self.standing = [race, race.live, race.names]

    @beat
    def critical_rate(self) -> None:
        """Across the valley: just below the critical rate, just above it, at it, and ours."""
        film, numbers = self.film, self.numbers
        critical = self.loss.critical_learning_rate
        written = write_apart(critical, self.rate, numbers.rounded)
        curvature, factor, bound, limit = self._condition(written)
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
        film.move(RunClock(leaps, start=0, end=LEAPS / 2), *map(FadeIn, (curvature, factor, bound)))
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

    def _grow_arrow(self) -> Sweep:
        arrow = self.arrow
        return Sweep(arrow, lambda scale: arrow.point_at(scale=scale), 0.0, 1.0)

    def _scale_arrow(self, start: float, end: float) -> Sweep:
        arrow = self.arrow
        return Sweep(arrow, lambda scale: arrow.point_at(scale=scale), start, end, geometric=True)

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
        """Put the sums of an update on a plate, where no step is; nothing where they do not fit."""
        plot = self.plane.plot
        before, after = self.weights[index : index + 2]
        gradient = gradient_cleared(self.loss, before)
        region = plot.box.inset(bottom=plot.box.height - SUM_HEIGHT)
        update = UpdateSum(region, before, gradient, after, self.theme, self.numbers, self.rate)
        label = PlateLabel(update, self.theme)
        if label.width > plot.box.width - 2 * CORNER_GAP or update.is_split:
            return Sums(VGroup(), VGroup(), VGroup())
        places = np.array([*self.weights[: index + 2], self.loss.minimum])
        label.stand_in_corner(plot.box, plot.point(*places.T))
        label.set_z_index(2)  # over paths and arrows
        plate, _ = label
        return Sums(plate, update.question, update.answer)

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

    def _writer(
        self, path: NDArray[np.float64]
    ) -> Callable[[NDArray[np.float64]], tuple[str, str]]:
        """Return what writes weights (2,), as fine as the plane and the path (n, 2) ask for."""
        extents = np.maximum(np.ptp(self.results.ranges, axis=1), np.ptp(path, axis=0))
        decimals = [decimals_for(float(extent)) for extent in extents]

        def write(weights: NDArray[np.float64]) -> tuple[str, str]:
            w1, w0 = map(self.numbers.fixed, map(float, weights), decimals)
            return w1, w0

        return write

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
        rivals = []
        for rate in round_rates(self.loss.critical_learning_rate, self.rate):
            way = self.results.descent_at(rate, RACE_STEPS)
            rivals.append(Rival(way, self.numbers.plain(rate), verdict_of(way, self.loss)))
        return rivals

    def _views(self, rival: Rival) -> list[DescentPath | Counters | FittedLine]:
        """Return what shows a rate's descent: path, numbers and line."""
        weights = rival.way.weights
        path = DescentPath(self.plane.plot, weights, self.theme, self.theme.path)
        path.mark_every(1, 0)
        self.plane.stand_on(path)
        panel = DescentPanel(
            SIDE, self.loss, weights, self.theme, self.numbers, self._writer(weights)
        )
        return [path, panel.counters, panel.line]

    def _name(self, rival: Rival) -> str:
        """Return markup that says a rate and what became of it."""
        return f"$eta =$ {escape(rival.rate)}: {self.film.words(rival.verdict)}"

    def _names(self, rivals: list[Rival]) -> list[Mobject]:
        """Return what is said of the rates, line by line, where the loss curve was."""
        curve = self.panel.curve
        assert curve is not None
        lines = curve.region.split_rows(*(1 for _ in rivals), gap=0.0)
        return [
            line.place(text(self._name(rival), TEXT.body, self.theme.ink), LEFT)
            for rival, line in zip(rivals, lines, strict=True)
        ]

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
        curvature = escape(self.numbers.rounded(float(self.loss.eigenvalues[1]), 3))

        def block(key: str, *formulas: str) -> VGroup:
            label = text(film.words(key), TEXT.label, theme.muted)
            lines = (formula_of(formula, TEXT.title, theme.ink) for formula in formulas)
            return VGroup(label, *lines).arrange(DOWN, aligned_edge=LEFT, buff=0.22)

        blocks = VGroup(
            block(f"curvature_{hollow_of(self.loss)}", f"lambda_max = {curvature}"),
            block("one_step", "d arrow.r (1 - eta lambda_max) d"),
            block("shrinks_if", "abs(1 - eta lambda_max) < 1"),
            block("critical", f"eta < 2 / lambda_max = {escape(critical)}"),
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.55)
        blocks.scale(min(1.0, SIDE.width / blocks.width))
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

    def _formulas(self) -> tuple[Mobject, ...]:
        """Return the update's parts, lead, rate and gradient, and the rate's value.

        The gradient stands where it does without the rate; the rate begins there.
        """
        theme = self.theme
        lead = text("$bold(w) arrow.l bold(w) -$", FORMULA_SIZE, theme.ink)
        rate = text("$eta$", FORMULA_SIZE, theme.ink)
        gradient = text(colored('$nabla"MSE"$', theme.gradient), FORMULA_SIZE, theme.ink)
        value = text(f"$eta =$ {escape(self.numbers.plain(self.rate))}", FORMULA_SIZE, theme.ink)
        foot = SIDE.center + np.array([SIDE.left - SIDE.center[0], 0.4, 0.0])
        move_baseline_to(lead, foot)
        after = foot + (lead.width + FORMULA_GAP) * RIGHT
        move_baseline_to(rate, after)
        move_baseline_to(gradient, after)
        move_baseline_to(value, foot + 2.0 * FORMULA_SIZE * DOWN)
        return lead, rate, gradient, value

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
    return "below" if rate < critical else "above"


def own_side_said(side: Side, stays: bool, on_floor: bool) -> str:
    """Return what is said of the lecture's own rate.

    Args:
        side: On which side of the critical rate it lies.
        stays: Whether the start is the minimum.
        on_floor: Whether the start has no position along the steep axis.
    """
    if side == "below":
        return "own_below_stays" if stays else "own_below"
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
            and not math.isclose(rate, own, rel_tol=EXACTLY)
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
