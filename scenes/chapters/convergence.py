"""Chapter 6: a hundred steps later."""

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UL,
    Broadcast,
    Circle,
    Create,
    FadeIn,
    Indicate,
    ManimColor,
    Mobject,
    VGroup,
    VMobject,
)
from numpy.typing import NDArray

from gdmath import Modes, MseLoss, Trajectory, progress, turns, weights_at
from scenes.props.curves.decay_lines import DecayLines
from scenes.props.curves.loss_curve import LossCurve
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.formulas.algorithm import Algorithm
from scenes.props.plane.axis_names import axis_names
from scenes.props.plane.bare_weight_plane import BareWeightPlane
from scenes.props.plane.descent_path import HEAD_RADIUS, DescentPath
from scenes.props.plane.eigen_axes import EigenAxes, are_told_apart
from scenes.props.plane.map_inset import MapInset
from scenes.props.plane.step_measure import StepMeasure
from scenes.props.plane.weight_plane import WeightPlane, Zoom, minimum_cross, window_around
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.space.bowl import condition, hollow_of, is_bowl, shape_of
from scenes.props.space.space_mobject import SpaceMobject
from scenes.props.space.space_path import SpacePath
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import ClockView, RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import colored, escape, text

NAMED_STEPS = 100
"""The number of steps that the title has a word for."""
ROUND = 1.01
"""Up to this ratio of curvatures a factor may be said to be that of every direction."""
LEAPING = 2e-9
"""A factor so near to -1 is that of the critical rate: the distance only changes its sign."""
ONLY_FLAT = 0.01
"""Share of the flat axis' excess loss below which the steep axis' plays no part any more."""
FEW_NINES = 1e-7
"""Share that is left, below which it is said, and not what is gone: that had too many nines."""
SHORTEST_TAIL = 5
"""Fewest steps that are worth a closer look."""
SLOW_START = 1.8
"""The pace of many steps: the first are seen one by one, the many small ones pass faster."""
FIRST_RUN, LAST_RUN = 1.4, 1.15
"""How long many steps run, in times of the words that speak of them."""
WORTH_A_CLOSE_VIEW = 3.0
"""A close view is taken if it is so many times as large."""
DOTS_EVERY = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Steps from one dot to the next, where there is no room for each."""
CLOSEST_MARKS = 0.12
"""Least distance of such dots, in scene units."""
FEWEST_MARKS = 3
FEWEST_SHOWN, SHOWN_PER_LEAP = 10, 4
"""The loss curve's bend is shown over so many steps at least, or multiples of those before it."""
SMALL_PICTURE = 7.2
"""Width of the descent beside the algorithm, in scene units."""
AT_THE_CROSS = 1.5 * HEAD_RADIUS
"""A dot so near to the minimum's cross, in scene units, is said to be there."""


class ConvergenceChapter(Chapter):
    """All steps of the descent, on the plane, the line, the loss curve and the counters."""

    poster = "on_the_surface"

    plane: WeightPlane
    """The map, close to the path's end after the first beat."""
    path: DescentPath
    """All the way to the goal, shown as far as the chapter has come."""
    top_row: Region
    """Where the counters stand, in the first beats."""
    counters: Counters
    curve: LossCurve
    below: FittedLine | MapInset
    """The whole map in small where the plane shows a part of it; else the neuron's line."""
    surface_view: SurfaceView
    standing: list[SpaceMobject | SpacePath]
    """What stands on the surface."""
    table: PredictionTable
    """The predictions after the last step, from `not_there_yet` on."""
    leaving: list[Mobject]
    """What the next beat takes from the stage."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.hundred_steps()
        self.on_the_surface()
        self.steep_and_flat()
        self.not_there_yet()
        self.all_the_way()
        self.algorithm()

    def title(self) -> str:
        """Say how many steps later it is."""
        if self.last_step - self.first_step == NAMED_STEPS:
            return super().title()
        return self.strings("convergence.title_other", k=self.numbers.plain(self.last_step))

    def stand(self) -> list[Mobject]:
        """Return weight plane, curve and counters after the steps shown singly."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, weights = results.loss, results.trajectory.weights
        top, middle, bottom = SIDE.split_rows(0.9, 2.55, 2.55, gap=0.2)
        self.plane = WeightPlane(MAIN, loss, *results.ranges, theme, numbers, self.loss_label())
        way = results.all_the_way.weights
        self.path = DescentPath(self.plane.plot, way, theme, theme.path)
        self.plane.stand_on(self.path)
        self.curve = self._loss_curve(bottom, weights)
        self.top_row = top
        self.counters = self._counters(top, way)
        window = self._close_window()
        if np.array_equal(window, np.array(results.ranges)):
            self.below = FittedLine(middle, loss, weights, theme, numbers)
        else:
            ranges = np.array(results.ranges)
            self.below = MapInset(middle, self.plane, ranges, weights, theme)
            self.plane.stand_on(self.below)
        views: list[ClockView] = [self.path, self.curve, self.counters, self.below]
        for view in views:
            view.show(self.first_step)
        self.leaving = [
            part for view in (self.curve, self.counters, self.below) for part in (view, view.live)
        ]
        return [self.plane, self.path, *self.leaving]

    @property
    def first_step(self) -> int:
        """The update at which the chapter begins: after those that are shown singly."""
        return min(self.results.single_steps, self.last_step)

    @property
    def last_step(self) -> int:
        """The last update of the descent that was asked for."""
        return self.results.trajectory.steps

    @beat
    def hundred_steps(self) -> None:
        """All further steps on one clock: path, loss curve, counters, and the map in small."""
        film, numbers, results = self.film, self.numbers, self.results
        trajectory = results.trajectory
        losses, first, last = trajectory.losses, self.first_step, self.last_step
        start, now = self.write_loss(losses[0]), self.write_loss(losses[first])
        film.say(
            so_far_sentence(float(losses[0]), float(losses[first]), now == start),
            k=numbers.plain(first),
            start=start,
            now=now,
        )
        window = self._close_window()
        if not np.array_equal(window, self.plane.window):
            film.move(Zoom(self.plane, window))
        if last > first:
            film.say("question", steps=numbers.count(last - first))
            film.move(self._ripple(trajectory.weights[first]))
            film.say("rule", rate=numbers.plain(trajectory.learning_rate))
            film.move(self._run(first, last), share=FIRST_RUN)
            film.say("now", k=numbers.plain(last), mse=self.write_loss(losses[-1]), start=start)
            film.move(Indicate(self.counters.live, scale_factor=1.05, color=self.theme.ink))
        film.say(f"end_{end_of(trajectory, results.loss)}")
        film.move(Indicate(self.counters.live, scale_factor=1.05, color=self.theme.ink))

    def _ripple(self, weights: NDArray[np.float64]) -> Broadcast:
        """Return rings that run out from the dot: what is asked for is where it goes."""
        ring = Circle(radius=6 * HEAD_RADIUS, color=self.theme.ink, stroke_width=STROKE.curve)
        place = self.plane.plot.point(*weights)
        return Broadcast(ring, focal_point=place, n_mobs=3)  # type: ignore[arg-type]

    def _run(self, start: int, end: int) -> RunClock:
        """Return the run of all views from one update to another."""
        return RunClock(
            self.path,
            self.curve,
            self.counters,
            self.below,
            start=start,
            end=end,
            whole=end - start > FEWEST_SHOWN,
            pace=lambda share: share**SLOW_START,
        )

    @beat
    def on_the_surface(self) -> None:
        """The same path on the surface: the leg along the floor of the valley."""
        film, results, theme, camera = self.film, self.results, self.theme, self.film.camera
        weights = results.trajectory.weights
        view = SurfaceView(
            camera, self.plane, results.loss, self._highest_in_view(), theme, self.numbers
        )
        path = SpacePath(camera, view.space, results.loss, view.surface, weights, theme, theme.path)
        path.show(self.last_step)
        self.surface_view = view
        self.standing = [view.mark(results.loss.minimum, is_minimum=True), path]
        film.say("same_path")
        view.rise_from_map(film, MAIN, [self.path], self.standing)
        film.say(walk_sentence(results.trajectory, results.loss))
        film.move(RunClock(path, start=self.first_step, end=self.last_step))

    def _highest_in_view(self) -> NDArray[np.float64]:
        """Return the weights (2,) with the largest loss, of the further steps that are seen.

        The first steps are much higher: under their ceiling the valley would be flat.
        """
        trajectory, window = self.results.trajectory, self.plane.window
        weights, losses = (
            trajectory.weights[self.first_step :],
            trajectory.losses[self.first_step :],
        )
        inside = np.all((weights >= window[:, 0]) & (weights <= window[:, 1]), axis=1)
        if not inside.any():
            return self.results.start
        return np.asarray(weights[np.argmax(np.where(inside, losses, -np.inf))])

    @beat
    def steep_and_flat(self) -> None:
        """The two axes of the loss, and why the steps first leap and then crawl."""
        film, numbers, results = self.film, self.numbers, self.results
        modes = results.modes
        left = left_of(
            np.asarray(results.loss.excess(*results.trajectory.weights[: self.first_step + 1].T))
        )
        times = condition(results.loss)
        ratio = numbers.significant(times, 3 if times >= 100 else 2)
        how_steep = "alike" if is_bowl(results.loss) else "ratio"
        if left is None:
            film.say(how_steep, ratio=ratio)
        else:
            says_gone = left[1] >= FEW_NINES
            write = numbers.percent_gone if says_gone else self._write_percent
            first, second = write(left[0]), write(left[1])
            film.say("leaps" if says_gone else "leaps_left", first=first, second=second)
            self._show_shares("gone" if says_gone else "left", first, second)
        self.surface_view.sink_to_map(film, [self.path], self.standing)
        axes = EigenAxes(self.plane.plot, results.loss, self.theme)
        self.plane.stand_on(axes)
        if left is not None:
            film.say(how_steep, ratio=ratio)
        axes.show(0.0)
        film.add(axes, self.path)
        if not are_told_apart(self.plane.plot, results.loss):
            film.move(Zoom(self.plane, self._window_of_axes()), share=0.5)
        film.move(Sweep(axes, axes.show, 0.0, 1.0), share=0.5)
        names = self._names_of_axes(ratio)
        film.show(*names)
        row_region, curve_region = SIDE.split_rows(1.7, 4.1, gap=0.15)
        rows = self._factors(row_region)
        tail = None
        if not is_bowl(results.loss):
            tail = first_of_tail(modes, results.trajectory, self.first_step)
        curve = self._curve_of_first_steps(curve_region, tail)
        decay = DecayLines(curve, modes, (self.theme.flat_axis, self.theme.steep_axis))
        if len(decay) == 2:
            film.say(pace_sentence(modes, self._alike_factors()))
        film.show(rows, curve, curve.live, instead_of=self.leaving)
        if len(decay):
            film.move(*map(Create, decay))
        self.leaving = [axes, *names, rows, curve, curve.live, *decay]
        if tail is None:
            if not self._alike_factors():
                film.say(factors_sentence(modes))
            film.move(Indicate(rows, scale_factor=1.05, color=self.theme.ink))
            return
        self._show_tail(tail, names)

    def _window_of_axes(self) -> NDArray[np.float64]:
        """Return a window of one scale, in which the axes of the loss are at right angles.

        It holds the minimum and what the last half of the steps visit.
        """
        box, weights = self.plane.plot.box, self.results.trajectory.weights
        seen = np.vstack([weights[len(weights) // 2 :], self.results.loss.minimum])
        return window_around(seen, np.array([box.width, box.height]), margin=0.2)

    def _write_percent(self, share: float) -> str:
        """Write a share in per cent."""
        return self.numbers.significant(100 * share, 2)

    def _show_tail(self, tail: int, names: list[PlateLabel]) -> None:
        """Measure the steps on which only the flat axis counts, beside the axes' names."""
        film, numbers = self.film, self.numbers
        weights, plot = self.results.trajectory.weights, self.plane.plot
        steps = numbers.count(self.last_step - tail)
        way = numbers.significant(float(np.linalg.norm(weights[-1] - weights[tail])), 2)
        film.say("tail", k=numbers.plain(tail), steps=steps, way=way)
        every = self._mark_steps(tail)
        said = [film.words("tail", steps=steps, way=way)]
        if every > 1:
            said.append(film.words("dots", n=numbers.count(every)))
        named = [name.places for name in names]
        seen = np.vstack([plot.point(*weights[self.first_step :].T), *named])
        measure = StepMeasure(plot, weights[tail], weights[-1], said, self.theme, seen)
        for part in measure:
            part.set_z_index(2)
        film.move(Create(measure.line), share=0.4)
        film.show(measure.label)
        self.leaving += [measure.line, measure.label]

    def _show_shares(self, which: str, first: str, second: str) -> None:
        """Write what is gone, or left, after the first two steps, in the counters' place."""
        film, counters = self.film, self.counters
        lines = VGroup(
            *(
                text(film.words(key, share=escape(share)), TEXT.body, self.theme.ink)
                for key, share in ((f"one_{which}", first), (f"two_{which}", second))
            )
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.2)
        self.top_row.place(lines, LEFT)
        self.leaving = [part for part in self.leaving if part not in (counters, counters.live)]
        film.show(lines, instead_of=[counters, counters.live])
        self.leaving.append(lines)

    def _names_of_axes(self, ratio: str) -> list[PlateLabel]:
        """Return the axes' names on the map; with none where all directions are alike."""
        loss, plot = self.results.loss, self.plane.plot
        if is_bowl(loss):
            return []
        flat, steep = (
            self.film.words(f"{key}_name", ratio=escape(ratio)) for key in ("flat", "steep")
        )
        seen = np.vstack([self.results.trajectory.weights[: self.last_step + 1], loss.minimum])
        names = axis_names(plot, loss, (flat, steep), self.theme, plot.point(*seen.T))
        for name in names:
            name.set_z_index(2)
        return names

    @beat
    def not_there_yet(self) -> None:
        """What is still missing, point by point."""
        film, numbers, results = self.film, self.numbers, self.results
        loss, trajectory = results.loss, results.trajectory
        table_region, counter_region = SIDE.split_rows(4.3, 1.4, gap=0.25)
        table = PredictionTable(
            table_region,
            loss,
            results.all_the_way.weights,
            self.theme,
            numbers,
            squares_label=self.strings("common.squared_error"),
            more=lambda n: self.strings("common.more_points", n=numbers.plain(n)),
        )
        self.counters = self._counters(counter_region, results.all_the_way.weights, with_mse=False)
        for view in (table, self.counters):
            view.show(self.last_step)
        w1, w0 = self.write_weights(trajectory.weights[-1])
        film.say("weights", w1=w1, w0=w0, mse=self.write_loss(trajectory.losses[-1]))
        parts = [table, table.live, self.counters, self.counters.live]
        film.show(*parts, instead_of=self.leaving)
        window = self._window_of_what_is_missing()
        if np.array_equal(self.plane.window, window):
            film.move(Indicate(self.counters.live, scale_factor=1.05, color=self.theme.ink))
        else:
            film.move(Zoom(self.plane, window))
        best_w1, best_w0 = self.write_weights(loss.minimum)
        film.say("best", w1=best_w1, w0=best_w0, mse=self.write_loss(loss.minimum_loss))
        plot = self.plane.plot
        gap = VMobject(stroke_color=self.theme.ink, stroke_width=STROKE.curve)
        gap.points = dashes(*plot.segment(trajectory.weights[-1], loss.minimum))
        film.move(Create(gap))
        film.hide(gap)
        self.table = table
        self.leaving = parts

    @beat
    def all_the_way(self) -> None:
        """On to where the loss is as good as the smallest one, or why it never gets there."""
        film, numbers, results = self.film, self.numbers, self.results
        way, needed = results.all_the_way, results.steps_to_goal
        (goal,) = numbers.decades([results.goal]) if results.goal else ("0",)
        said = rest_sentence(results.modes, results.goal, needed, self.last_step, way.steps)
        more = numbers.count(max(0, (needed or 0) - self.last_step))
        film.say(said, goal=goal, steps=more, k=numbers.plain(needed or 0))
        if said != "goes_on":
            film.move(RunClock(self.path, start=self.first_step, end=self.last_step))
            if said in ("too_long", "too_long_by_far") and shape_of(results.loss) == "ravine":
                film.say("helps")
                film.move(Indicate(self.table, scale_factor=1.03, color=self.theme.ink))
            return
        run = RunClock(
            self.path, self.counters, self.table, start=self.last_step, end=way.steps, whole=True
        )
        film.move(run, share=LAST_RUN)
        window = np.array(results.ranges)
        plot, minimum = self.plane.plot, results.loss.minimum
        unit = np.array([plot.box.width, plot.box.height]) / np.ptp(window, axis=1)
        apart = float(np.linalg.norm((way.weights[-1] - minimum) * unit))
        there = "at_the_cross" if apart <= AT_THE_CROSS else "within"
        film.say(there, k=numbers.plain(way.steps), goal=goal)
        film.move(Zoom(self.plane, window))

    @beat
    def algorithm(self) -> None:
        """The whole of gradient descent in three lines, and the descent in small beside it."""
        film, theme, results = self.film, self.theme, self.results
        room = Region(MAIN.left + SMALL_PICTURE + 0.5, SIDE.right, MAIN.bottom, MAIN.top)
        start, loop, stop = (film.words(key) for key in ("start", "loop", "stop"))
        lines = Algorithm(room, start, loop, stop, theme)
        left = MAIN.inset(right=MAIN.width - SMALL_PICTURE, top=0.3, bottom=0.3)
        shown = np.vstack([results.start, results.loss.minimum])
        picture = BareWeightPlane(left, results.loss, np.array(results.ranges), shown, theme)
        area = picture.area
        path = DescentPath(area, results.trajectory.weights, theme, theme.path)
        cross = area.clipped(minimum_cross(area.point(*results.loss.minimum), theme))
        film.say("start")
        before, self.heading = self.heading, self.write_heading(film.words("heading"))
        leaving = [before, self.plane, self.path, *self.leaving]
        film.show(self.heading, picture, cross, path, lines.start, instead_of=leaving)
        film.say("loop")
        film.show(lines.loop, lines.rule)
        end = self.last_step
        film.move(RunClock(path, start=0, end=end, pace=lambda share: share**SLOW_START**2))
        film.say("stop")
        film.move(FadeIn(lines.stop, shift=0.2 * RIGHT), share=0.4)
        film.move(Indicate(lines.stop, scale_factor=1.05, color=theme.ink))

    # What they share.

    def _counters(
        self, region: Region, weights: NDArray[np.float64], with_mse: bool = True
    ) -> Counters:
        """Return k and the weights, and the MSE where it does not stand elsewhere."""
        theme, numbers, loss = self.theme, self.numbers, self.results.loss

        def weight(name: str, color: ManimColor, index: int) -> Counter:
            return Counter(
                colored(name, color),
                lambda k: self.write_weights(weights_at(weights, k))[index],
                lambda k, digits: numbers.brief(float(weights_at(weights, k)[index]), digits),
            )

        def mse(k: float) -> float:
            return float(loss(*weights_at(weights, k)))

        counters = [
            Counter("$k$", lambda k: numbers.plain(int(k))),
            Counter(
                "MSE",
                lambda k: self.write_loss(mse(k)),
                lambda k, digits: numbers.brief(mse(k), digits),
            ),
            weight("$w_1$", theme.w1, 0),
            weight("$w_0$", theme.w0, 1),
        ]
        if not with_mse:
            del counters[1]
        return Counters(region, counters, columns=2 if with_mse else 1, theme=theme)

    def _loss_curve(self, region: Region, weights: NDArray[np.float64]) -> LossCurve:
        return LossCurve(
            region,
            self.results.loss,
            weights,
            self.theme,
            self.numbers,
            x_label="$k$",
            y_label=self.loss_label(),
            color=self.theme.path,
        )

    def _close_window(self) -> NDArray[np.float64]:
        """Return the window around what the further steps visit, and the minimum if it is near.

        It is the whole map where that is not much larger, or where the descent leaves it.
        """
        results = self.results
        ranges = np.array(results.ranges)
        if progress(results.trajectory, results.loss) not in ("approached", "arrived"):
            return ranges
        visited = results.trajectory.weights[self.first_step :]
        if not np.ptp(visited, axis=0).any():
            return ranges
        window = self.plane.window_around(np.vstack([visited, results.loss.minimum]), margin=0.2)
        is_close = WORTH_A_CLOSE_VIEW * np.ptp(window[0]) <= np.ptp(ranges[0])
        return window if is_close else ranges

    def _factors(self, region: Region) -> VGroup:
        """Write what a step multiplies the distances along both axes by, the steep one first."""
        theme, words, hollow = self.theme, self.film.words, hollow_of(self.results.loss)
        flat, steep = map(self.numbers.factor, self.results.modes.factors)
        named = [
            (words(f"steep_{hollow}", factor=steep), theme.steep_axis),
            (words(f"flat_{hollow}", factor=flat), theme.flat_axis),
        ]
        if self._alike_factors():
            named = [(words("every", factor=steep), theme.ink)]
        rows = VGroup(
            text(words("distance"), TEXT.label, theme.muted),
            *(text(colored(row, color), TEXT.body, theme.ink) for row, color in named),
        )
        rows.arrange(DOWN, aligned_edge=LEFT, buff=0.25)
        region.place(rows, UL)
        return rows

    def _alike_factors(self) -> bool:
        """Tell whether the bowl is so round that the factors of both axes are written alike."""
        flat, steep = map(self.numbers.factor, self.results.modes.factors)
        return flat == steep and condition(self.results.loss) <= ROUND

    def _curve_of_first_steps(self, region: Region, tail: int | None) -> LossCurve:
        """Return the loss curve up to some steps into the tail: there its bend is seen."""
        shown = self.last_step
        if tail is not None:
            shown = min(shown, max(FEWEST_SHOWN, SHOWN_PER_LEAP * tail))
        curve = self._loss_curve(region, self.results.trajectory.weights[: shown + 1])
        curve.show(shown)
        if shown < self.last_step:
            curve.hide_head()  # the descent stands farther on
        return curve

    def _mark_steps(self, tail: int) -> int:
        """Mark the many steps of the tail in regular numbers: each one, if there is room."""
        scale = self.plane.plot.box.width / float(np.ptp(self.plane.window[0]))
        way = np.linalg.norm(np.diff(self.results.trajectory.weights[tail:], axis=0), axis=1)
        apart = scale * float(np.median(way))
        most = len(way) // FEWEST_MARKS
        every = next((n for n in DOTS_EVERY if n <= most and n * apart >= CLOSEST_MARKS), None)
        if every is None:  # the steps come to rest: no number of them is a distance
            return 1
        self.path.mark_every(every, tail)
        return every

    def _window_of_what_is_missing(self) -> NDArray[np.float64]:
        """Return the window that shows how far the last weights are from the minimum, if near."""
        results = self.results
        ranges = np.array(results.ranges)
        if progress(results.trajectory, results.loss) != "approached":
            return ranges
        last = np.array([results.trajectory.weights[-1], results.loss.minimum])
        window = self.plane.window_around(last, margin=0.3)
        return window if np.ptp(window[0]) < np.ptp(ranges[0]) else ranges


def so_far_sentence(start: float, now: float, reads_alike: bool) -> str:
    """Return which sentence tells what the first steps did to the loss."""
    if reads_alike:
        return "so_far_same"
    return "so_far_up" if now > start else "so_far_down"


def end_of(trajectory: Trajectory, loss: MseLoss) -> str:
    """Return what became of a descent: a word of `Progress`, or how it moved at last."""
    end = progress(trajectory, loss)
    course = turns(trajectory, loss)
    if end in ("approached", "crawled") and course[-1] > 0 > course.min():
        return "turns"
    if end == "crawled" and turned_back(trajectory):
        return "leapt"
    return end


def turned_back(trajectory: Trajectory) -> bool:
    """Tell whether the last step crossed the valley: it turned the gradient round."""
    before, after = trajectory.gradients[-2:]
    return float(before @ after) < 0


def walk_sentence(trajectory: Trajectory, loss: MseLoss) -> str:
    """Return which sentence tells how the path runs on the surface."""
    course = turns(trajectory, loss)
    rises, falls = bool(np.any(course > 0)), bool(np.any(course < 0))
    if rises:
        return "mixed" if falls else "climbs"
    if falls:
        return "falls" if np.all(course < 0) else "settles"
    return "level" if trajectory.steps and turned_back(trajectory) else "rests"


def pace_sentence(modes: Modes, reads_alike: bool) -> str:
    """Return which sentence compares how the distances along both axes change.

    Args:
        modes: The descent along both axes.
        reads_alike: Whether their factors are written alike.
    """
    if reads_alike:
        return "one_pace"
    flat, steep = np.abs(modes.factors)
    return "two_slopes" if flat != steep and max(flat, steep) < 1 else "two_factors"


def factors_sentence(modes: Modes) -> str:
    """Return what is said of the factors where the descent has no long tail."""
    grows = abs(modes.factors[1]) > 1 and modes.excess[1] > 0
    return "grows" if grows else "nearer_zero"


def left_of(excess: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return which shares of the excess loss one step and two steps left, if both took some.

    Args:
        excess: The excess loss at the start and after each step (k+1,).
    """
    if len(excess) != 3 or not excess[0] > excess[1] > excess[2] >= 0:
        return None
    first, second = (float(left / excess[0]) for left in excess[1:])
    return first, second


def first_of_tail(modes: Modes, trajectory: Trajectory, first: int) -> int | None:
    """Return the step from which on only the flat axis matters, if the descent saw it.

    Args:
        modes: The descent along both axes.
        trajectory: The descent.
        first: The first step that is looked at.
    """
    if np.abs(modes.factors).max() >= 1 or not modes.excess[0] > 0:
        return None
    last = trajectory.steps
    excess = modes.excess_at(np.arange(first, last + 1))
    only_flat = excess[:, 1] < ONLY_FLAT * excess[:, 0]
    tail = first + int(np.argmax(only_flat))
    moves = np.linalg.norm(trajectory.weights[last] - trajectory.weights[tail]) > 0
    return tail if only_flat.any() and last - tail >= SHORTEST_TAIL and moves else None


def rest_sentence(modes: Modes, goal: float, needed: int | None, last: int, shown: int) -> str:
    """Return which sentence tells how a descent goes on to its goal.

    Args:
        modes: The descent along both axes.
        goal: The excess loss that counts as having arrived; 0 if it began at the minimum.
        needed: The updates that takes; None if it never does.
        last: The updates that were asked for.
        shown: The updates that are shown.
    """
    if not goal > 0:
        return "nothing_missing"
    if float(modes.excess[modes.factors <= -1 + LEAPING].sum()) >= goal:
        return "never"
    if needed is None:
        return "too_long_by_far"
    if needed <= last:
        return "good_enough" if float(modes.excess_at(np.array([last])).sum()) < goal else "passed"
    return "goes_on" if shown == needed else "too_long"


class Convergence(Film):
    """The chapter as a film of its own."""

    chapters = (ConvergenceChapter,)
