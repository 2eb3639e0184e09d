"""Chapter 3: which way is down?"""

import math
from collections.abc import Sequence

import numpy as np
from manim import LEFT, UP, FadeIn, FadeOut, Mobject, VGroup, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from scenes.props.curves.slice_curve import PlaneSlice, SliceCurve
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.formulas.formula import Formula, Rewrite
from scenes.props.plane.arrow_scale import ArrowScale, shortest_full_arrow
from scenes.props.plane.direction_rose import (
    DirectionRose,
    SlopeOverDirection,
    angle_of,
    slope_along,
)
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import SHORTEST_ARROW, PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.weight_plane import WeightPlane, Zoom
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.plotting.side_note import note_below
from scenes.props.space.space_mobject import SpaceArrow, SpaceLine, SpaceMobject
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import colored, text

FADE_TIME = 0.6
ARROW_TIME = 0.9
"""Seconds in which an arrow grows."""
TANGENT_FALL = 0.7
"""How far down the tangent arrow reaches, as a share of the start's excess loss."""
PLUMB_PIECES = 60
"""Pieces of the line from the start down to the floor: enough for its dashes."""
REWRITE_TIME = 1.2
"""Seconds in which a formula turns into the next one."""
SLICE_TIME = 2.0
"""Seconds of one way along the slice."""
TURN_TIME = 4.0
"""Seconds of a full turn."""
ZOOM_TIME = 1.5
LOOKING_TIME = 0.6
"""Seconds to look at what was just written."""
ROOM_AROUND_START = 0.2
"""Least share of the plane between the start and the border."""
WORTH_A_ZOOM = 1.4
"""Arrows are looked at closely if the picture grows at least so many times."""
SCALES_TRIED = 3
CLEAR_OF_MINIMUM = 0.35
"""Arrows stay so far from the minimum, in scene units, if a slightly smaller scale allows it."""
MARGIN_OF_ZOOM = 0.22
"""Free share of the zoomed plane around the arrows: their names need room."""
SHORTEST_LABELLED = 0.5
"""Arrows shorter than this, in scene units, have their names in the side panel only."""
LABEL_GAP = 0.12
DEFINITION_SIZE = 0.5
DERIVATION_SIZE = 0.44
SUM_SIZE = 0.38
"""Heights of an em of the formulas that have the stage to themselves."""
EQUALS_AT = -3.3
"""Where the lines of the derivation have their equals signs, in scene units."""


class GradientChapter(Chapter):
    """From the slope of a slice to the arrow that points downhill."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.slope()
        self.definition()
        self.derivation()
        self.components()
        self.steepest()
        self.antigradient()

    def stand(self) -> list[Mobject]:
        """Return the weight plane with the start."""
        results, theme, numbers = self.results, self.theme, self.numbers
        self.loss, self.start = results.loss, results.start
        self.gradient = self.loss.gradient(*map(float, self.start))
        self.length = float(np.linalg.norm(self.gradient))
        self.plane = WeightPlane(
            MAIN,
            self.loss,
            *_ranges_around(self.start, np.array(results.ranges)),
            theme,
            numbers,
            self.loss_label(),
        )
        self.window = self.plane.window
        plot = self.plane.plot
        self.drawn_length = max(self.length, shortest_full_arrow(self.loss, plot))
        self.scale = self._choose_scale()
        self.dot = PlaneDot(plot, self.start, theme, theme.path)
        self.plane.stand_on(self.dot)
        self.picture: list[Mobject] = [self.plane]
        if not plot.equal_scales:
            words = self.strings("gradient.two_scales")
            self.picture.append(note_below(plot, words, theme, MAIN, align=-1.0))
        self.leaving: list[Mobject] = []
        return [*self.picture, self.dot]

    @property
    def vanishes(self) -> bool:
        """Whether the gradient is so short that its arrow is a dot."""
        return bool(np.linalg.norm(self._on_screen(self.gradient)) < SHORTEST_ARROW)

    # The beats.

    @beat
    def slope(self) -> None:
        """A slice through the loss along w1: a parabola, its tangent, the sign of its slope."""
        film, theme, numbers = self.film, self.theme, self.numbers
        reading_region, curve_region = SIDE.split_rows(0.9, 5.0, gap=0.2)
        line = PlaneSlice(self.plane.plot, self.loss.minimum, self.dot, theme)
        curve = SliceCurve(
            curve_region,
            self.loss,
            self.start,
            self.plane.plot.x.extent,
            theme,
            numbers,
            x_label=colored("$w_1$", theme.w1),
            y_label=self.strings("common.mse"),
            falling=film.words("falling"),
            rising=film.words("rising"),
        )
        partial = colored('$display((partial"MSE") / (partial w_1))$', theme.w1)
        reading = Counters(
            reading_region,
            [Counter(partial, lambda w1: self.write_slope(curve.slope(w1), passing=True))],
            columns=1,
            theme=theme,
        )
        views = [line, curve, reading]
        start = float(self.start[0])
        for view in views:
            view.show(start)
        film.say("slice")
        film.play(FadeIn(line), run_time=FADE_TIME)
        film.play(FadeIn(curve), FadeIn(curve.live), run_time=FADE_TIME)
        film.say("partial")
        film.play(FadeIn(reading), FadeIn(reading.live), run_time=FADE_TIME)
        sentence = "flat" if curve.is_at_lowest else "falls" if self.gradient[0] < 0 else "rises"
        film.say(sentence, slope=self.write_slope(self.gradient[0]))
        film.say("sign")
        film.play(FadeIn(curve.marks), run_time=FADE_TIME)
        film.add(curve.live)
        for w1 in self._way_along(curve):
            film.play(RunClock(*views, start=start, end=w1, pace=smooth, run_time=SLICE_TIME))
            start = w1
        self.leaving = [line, curve, curve.marks, curve.live, reading, reading.live]

    @beat
    def definition(self) -> None:
        """The gradient as the vector of the partial derivatives, for d variables and for three."""
        film = self.film
        formulas = GradientFormulas(self.theme, DEFINITION_SIZE)
        lines = [formulas.of_many(), formulas.of_three(), formulas.of_the_loss()]
        rows = STAGE.split_rows(1, 1, 1, gap=0)
        block = VGroup(*(line.set_at(row.center) for line, row in zip(lines, rows, strict=True)))
        block.set_x(STAGE.center[0])
        self._leave([*self.picture, self.dot])
        film.say("vector")
        for line in lines[:2]:
            film.play(FadeIn(line), run_time=FADE_TIME)
            film.hold(LOOKING_TIME)
        film.say("ours")
        film.play(FadeIn(lines[2]), run_time=FADE_TIME)
        self.leaving = [*lines]

    @beat
    def derivation(self) -> None:
        """From the MSE to both partial derivatives, and the start's numbers in them."""
        film = self.film
        formulas = GradientFormulas(self.theme, DERIVATION_SIZE)
        self._leave()
        rows = [
            np.array([EQUALS_AT, row.center[1], 0.0]) for row in STAGE.split_rows(1, 1, 1, gap=0)
        ]
        mse = formulas.mse().set_at(rows[0])
        chain, differentiated, by_w1 = (
            line.set_at(rows[1])
            for line in (formulas.chain(1), formulas.differentiated(1), formulas.partial(1))
        )
        by_w0 = formulas.partial(0).set_at(rows[2])
        film.play(FadeIn(mse), run_time=FADE_TIME)
        film.hold(LOOKING_TIME)
        film.say("chain")
        film.play(Rewrite(mse, chain, keep=True), run_time=REWRITE_TIME)
        film.say("inner")
        film.play(Rewrite(chain, differentiated), run_time=REWRITE_TIME)
        film.hold(LOOKING_TIME)
        film.play(Rewrite(differentiated, by_w1), run_time=REWRITE_TIME)
        film.play(Rewrite(by_w1, by_w0, keep=True), run_time=REWRITE_TIME)
        film.hold(LOOKING_TIME)

        values = self._values()
        places = [
            np.array([EQUALS_AT, row.center[1], 0.0])
            for row in STAGE.split_rows(1.15, 0.85, 1.15, 0.85, 0.7, gap=0.05)
        ]
        sums = self._numeric_sums(values)
        result = formulas.value(values, self.numbers)
        for line, place in zip([*sums, result], [places[1], places[3], places[4]], strict=True):
            line.set_at(place)
        film.say("values", g1=values[0], g0=values[1])
        film.play(FadeOut(mse), run_time=FADE_TIME)
        film.play(
            by_w1.animate.shift(places[0] - rows[1]),
            by_w0.animate.shift(places[2] - rows[2]),
            run_time=REWRITE_TIME / 2,
        )
        for line in [*sums, result]:
            film.play(FadeIn(line), run_time=FADE_TIME)
        self.leaving = [by_w1, by_w0, *sums, result]

    @beat
    def components(self) -> None:
        """On the plane, both partial derivatives compose the gradient."""
        film, theme, plot = self.film, self.theme, self.plane.plot
        self._leave()
        words = self.strings("gradient.arrows", scale=self.scale.written(self.numbers))
        self.picture.append(note_below(plot, words, theme, MAIN))
        film.play(*map(FadeIn, [*self.picture, self.dot]), run_time=FADE_TIME)
        parts = [self.gradient * [1.0, 0.0], self.gradient * [0.0, 1.0]]
        colors = [theme.w1, theme.w0, theme.gradient]
        arrows = [
            PlaneArrow(plot, self.start, vector, theme, color, self.scale.factor)
            for vector, color in zip([*parts, self.gradient], colors, strict=True)
        ]
        self.plane.stand_on(*arrows)
        values = self._values()
        formulas = GradientFormulas(theme, TEXT.body)
        rows = [
            formulas.single(1, values[0]),
            formulas.single(0, values[1]),
            formulas.value(values, self.numbers),
            formulas.length(self.write_slope(self.length)),
        ]
        _stack(rows, SIDE.split_rows(1.15, 1.15, 0.8, 0.8, 2.0, gap=0)[:4])
        film.say("vanish" if self.vanishes else "partials")
        corners = np.array([np.zeros(2), *parts, self.gradient])
        close = self._window_around(self.start + self.scale.factor * corners, MARGIN_OF_ZOOM)
        if not np.array_equal(self.plane.window, close):
            film.play(Zoom(self.plane, close), run_time=ZOOM_TIME)
        labels = self._arrow_labels(*parts)
        for index in (0, 1):
            self._grow(arrows[index], rows[index], labels[index])
        film.say("dot" if self.vanishes else "sum", length=self.write_slope(self.length))
        sides = self._parallelogram(*parts)
        film.play(FadeIn(sides), run_time=FADE_TIME)
        self._grow(arrows[2], rows[2], labels[2])
        film.play(FadeIn(rows[3]), run_time=FADE_TIME)
        self.arrow = arrows[2]
        self.leaving = [*arrows, *rows, *labels, sides]

    @beat
    def steepest(self) -> None:
        """The slope in every direction; the largest is along the gradient."""
        film, theme, numbers, plot = self.film, self.theme, self.numbers, self.plane.plot
        self._leave()
        around = self._window_around(self.start + self.scale.factor * self._longest_arrows(), 0.1)
        if not np.array_equal(self.plane.window, around):
            film.play(Zoom(self.plane, around), run_time=ZOOM_TIME)
        counter_region, curve_region = SIDE.split_rows(0.6, 5.3, gap=0.2)
        curve = SlopeOverDirection(
            curve_region,
            self.gradient,
            self.drawn_length,
            theme,
            numbers,
            x_label=film.words("direction"),
            y_label=film.words("slope"),
        )
        reading = Counter(
            film.words("slope"),
            lambda k: self.write_slope(float(slope_along(self.gradient, k))),
        )
        counters = Counters(counter_region, [reading], columns=1, theme=theme)
        views: list[DirectionRose | SlopeOverDirection | Counters] = [curve, counters]
        rose = None
        if plot.equal_scales and not self.vanishes:
            rose = DirectionRose(plot, self.start, self.gradient, theme, self.scale.factor)
            views.insert(0, rose)
        film.say("question")
        film.play(
            *map(FadeIn, [curve, counters, *(view.live for view in views)]), run_time=FADE_TIME
        )
        film.think()
        if rose is not None:
            film.say("measure")
        film.play(RunClock(*views, start=0.0, end=360.0, run_time=TURN_TIME))
        self.leaving = [curve, curve.live, counters, counters.live]
        self.contour: list[Mobject] = []
        if self.vanishes:
            film.say("nowhere", length=self.write_slope(self.length))
            return
        film.say("answer", length=self.write_slope(self.length))
        best = 360.0 + angle_of(self.gradient)
        film.play(RunClock(*views, start=360.0, end=best, pace=smooth, run_time=TURN_TIME / 3))
        if rose is not None:
            film.play(FadeOut(rose.pointer), run_time=FADE_TIME / 2)
        self._grow(self.arrow)
        marks = curve.extremes(self.write_slope(self.length), self.write_slope(-self.length))
        film.play(FadeIn(marks), FadeOut(counters), FadeOut(counters.live), run_time=FADE_TIME)
        level = LevelLine(plot, self.loss, self.start, theme, theme.contour)
        zeros = curve.zeros()
        film.say("level_square" if plot.equal_scales else "level")
        film.play(FadeIn(level), FadeIn(zeros), run_time=FADE_TIME)
        self.contour.append(level)
        if plot.equal_scales:
            mark = RightAngle(plot, self.start, self.gradient, theme, theme.ink)
            film.play(FadeIn(mark), run_time=FADE_TIME)
            self.contour.append(mark)
        self.leaving = [curve, curve.live, marks, zeros]
        if rose is not None:
            self.leaving.append(rose.lobes)

    @beat
    def antigradient(self) -> None:
        """The opposite arrow: steepest descent."""
        film, theme = self.film, self.theme
        self._leave()
        formulas = GradientFormulas(theme, TEXT.body)
        up = formulas.value(self._values(), self.numbers)
        down = formulas.value(self._values(sign=-1), self.numbers, "-", theme.antigradient)
        names = [
            text(film.words(key), TEXT.body, color)
            for key, color in (("ascent", theme.gradient), ("descent", theme.antigradient))
        ]
        rows = SIDE.inset(top=1.0, bottom=1.6).split_rows(0.6, 0.6, 0.7, 0.6, 0.6, gap=0)
        rows = (*rows[:2], *rows[3:])
        _stack([up, down], rows[1::2])
        for name, row in zip(names, rows[::2], strict=True):
            row.place(name, LEFT)
        arrow = PlaneArrow(
            self.plane.plot,
            self.start,
            -self.gradient,
            theme,
            theme.antigradient,
            self.scale.factor,
        )
        if self.vanishes:
            film.add(self.arrow)
        film.play(FadeIn(up), FadeIn(names[0]), run_time=FADE_TIME)
        film.say("vanish" if self.vanishes else "opposite")
        film.play(FadeIn(down), FadeIn(names[1]), run_time=FADE_TIME)
        self._grow(arrow)
        film.say("local_flat" if self.vanishes else "local")
        if not self.vanishes:
            self._rise_with(arrow)

    def _rise_with(self, arrow: PlaneArrow) -> None:
        """Show both directions on the floor below the surface, and the way down as its tangent."""
        film, theme, camera = self.film, self.theme, self.film.camera
        loss = self.results.loss
        surface_view = SurfaceView(camera, self.plane, loss, self.start, theme, self.numbers)
        space = surface_view.space

        def floor(direction: PlaneArrow) -> SpaceArrow:
            weights = np.array([direction.tail, direction.tip])

            def ends(_height: float) -> NDArray[np.float64]:
                return space.point(weights[:, 0], weights[:, 1])

            color = theme.gradient if direction is self.arrow else theme.antigradient
            return SpaceArrow(ends, surface_view.surface, color, theme.plate, width=STROKE.curve)

        def plumb(height: float) -> NDArray[np.float64]:
            losses = np.linspace(0.0, float(loss(*self.start)), PLUMB_PIECES)
            return space.point(*self.start, losses, height)

        # Along the tangent the loss falls by its slope: so far that a part of the height is gone.
        fall = TANGENT_FALL * float(loss.excess(*self.start))
        step = -self.gradient * fall / float(self.gradient @ self.gradient)

        def tangent(height: float) -> NDArray[np.float64]:
            begin = float(loss(*self.start))
            ends = np.array([self.start, self.start + step])
            return space.point(ends[:, 0], ends[:, 1], [begin, begin - fall], height)

        standing: list[SpaceMobject] = [
            SpaceLine(plumb, surface_view.surface, theme.ink, theme.plate, width=STROKE.curve),
            floor(self.arrow),
            floor(arrow),
            SpaceArrow(
                tangent, surface_view.surface, theme.antigradient, theme.plate, touches=True
            ),
        ]
        camera.watch(*standing)
        standing.append(surface_view.mark(self.start))
        flat = [*self.picture[1:], self.dot, self.arrow, arrow, *self.contour]
        film.say("rise")
        surface_view.rise_from_map(film, MAIN, flat, standing)
        film.say("tangent")

    # What they share.

    def write_slope(self, value: float, passing: bool = False) -> str:
        """Write a slope to four digits of the gradient's length.

        Args:
            value: The slope.
            passing: Whether it belongs to points far from the start as well.
        """
        value = float(value)
        if not 1e-3 <= self.length < 1e6 or (passing and self.vanishes):
            return self.numbers.significant(value, 4 if self.vanishes else 3)
        return self.numbers.fixed(value, max(0, 3 - math.floor(math.log10(self.length))))

    def _values(self, sign: int = 1) -> tuple[str, str]:
        """Write the partial derivatives at the start, or their opposites."""
        w1, w0 = (
            self.numbers.component(sign * float(partial), self.length) for partial in self.gradient
        )
        return w1, w0

    def _on_screen(self, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a vector (2,) at the start as it is drawn, in scene units (3,)."""
        plot = self.plane.plot
        return plot.point(*(self.start + self.scale.factor * vector)) - plot.point(*self.start)

    def _longest_arrows(self) -> NDArray[np.float64]:
        """Return the vectors (n, 2) for which the plane has to have room."""
        if self.plane.plot.equal_scales or not self.length:  # the rose turns everywhere
            return self.drawn_length * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
        longest = self.gradient * (self.drawn_length / self.length)
        return np.array([longest, -longest])

    def _leave(self, also: Sequence[Mobject] = ()) -> None:
        """Take from the stage what is no longer spoken of."""
        self.film.play(*map(FadeOut, [*self.leaving, *also]), run_time=FADE_TIME)
        self.leaving = []

    def _way_along(self, curve: SliceCurve) -> list[float]:
        """Return the values of w1 to pass: both sides of the lowest point, and back."""
        start = float(self.start[0])
        reach = 0.7 * curve.reach
        turns = [curve.lowest + math.copysign(reach, curve.lowest - start)]
        if curve.is_at_lowest:
            turns = [curve.lowest - reach, curve.lowest + reach]
        low, high = self.window[0]
        margin = 0.03 * (high - low)
        return [*(min(max(w1, low + margin), high - margin) for w1 in turns), start]

    def _numeric_sums(self, values: tuple[str, str]) -> list[Formula]:
        """Return the sums by w1 and by w0 with the data in them, with as many terms as fit."""
        formulas = GradientFormulas(self.theme, SUM_SIZE)
        start = (float(self.start[0]), float(self.start[1]))
        sums = []
        for terms in (2, 1):
            sums = [
                formulas.numeric_sum(weight, self.loss, start, value, self.numbers, terms)
                for weight, value in zip((1, 0), values, strict=True)
            ]
            if max(line.width for line in sums) <= STAGE.right - EQUALS_AT:
                break
        return sums

    def _choose_scale(self) -> ArrowScale:
        """Return the scale of all arrows: they fit, and do not run over the minimum's mark."""
        plot = self.plane.plot
        scale = largest = ArrowScale.fitting(plot, self.start, self._longest_arrows())
        mark = plot.point(*self.loss.minimum)
        for _ in range(SCALES_TRIED):
            way = [
                plot.point(*(self.start - share * scale.factor * self.gradient))
                for share in np.linspace(0.0, 1.0, 50)
            ]
            if np.linalg.norm(np.array(way) - mark, axis=1).min() > CLEAR_OF_MINIMUM:
                return scale
            scale = scale.next_smaller()
        return largest

    def _window_around(self, points: NDArray[np.float64], margin: float) -> NDArray[np.float64]:
        """Return the window (2, 2) that shows weights closely; all, if that is hardly more."""
        window = self.plane.window_around(points, margin)
        grows = np.diff(self.window)[0, 0] / np.diff(window)[0, 0]
        return window if grows >= WORTH_A_ZOOM and not self.vanishes else self.window

    def _arrow_labels(self, by_w1: NDArray[np.float64], by_w0: NDArray[np.float64]) -> list[VGroup]:
        """Return the names of the arrows, beside them; empty for those too short."""
        plot, formulas = self.plane.plot, GradientFormulas(self.theme, TEXT.label)
        foot = plot.point(*self.start)
        right, up, along = map(self._on_screen, (by_w1, by_w0, self.gradient))
        beside = [
            (1, right, right / 2, -up),
            (0, up, up / 2, -right),
            (None, along, along, along),
        ]
        labels = []
        for weight, arrow, place, direction in beside:
            if np.linalg.norm(arrow) < SHORTEST_LABELLED:
                labels.append(VGroup())
                continue
            away = direction if np.linalg.norm(direction) > 0 else UP
            label = PlateLabel(formulas.name(weight), self.theme)
            labels.append(label.stand_beside(foot + place, away, LABEL_GAP, plot.box))
        return labels

    def _parallelogram(self, by_w1: NDArray[np.float64], by_w0: NDArray[np.float64]) -> VMobject:
        """Return the sides of the parallelogram whose diagonal the gradient is."""
        foot = self.plane.plot.point(*self.start)
        right, up, along = map(self._on_screen, (by_w1, by_w0, self.gradient))
        sides = VMobject(stroke_color=self.theme.ink, stroke_width=STROKE.axis)
        sides.points = np.concatenate(
            [dashes(foot + corner, foot + along) for corner in (right, up)]
        )
        return sides

    def _grow(self, arrow: PlaneArrow, *also: Mobject) -> None:
        """Let an arrow grow from the start, then show what belongs to it."""
        growth = _Growth(arrow)
        growth.show(0.0)
        self.film.add(arrow)
        self.film.play(
            RunClock(growth, start=0.0, end=self.scale.factor, pace=smooth, run_time=ARROW_TIME)
        )
        if shown := [mobject for mobject in also if mobject.get_family() != [mobject]]:
            self.film.play(*map(FadeIn, shown), run_time=FADE_TIME)


class _Growth:
    """An arrow on the clock: the moment is the scale to which it is drawn."""

    def __init__(self, arrow: PlaneArrow) -> None:
        self.live = arrow

    def show(self, scale: float) -> None:
        """Draw the arrow to a scale."""
        self.live.point_at(scale=scale)


def _ranges_around(
    point: NDArray[np.float64], ranges: NDArray[np.float64]
) -> list[tuple[float, float]]:
    """Widen ranges (2, 2), in their proportions, until a point has room around it."""
    low, high = ranges[:, 0], ranges[:, 1]
    share = 1 - ROOM_AROUND_START
    needed = np.maximum(high - point, point - low) / share
    growth = max(1.0, float(np.max(needed / (high - low))))
    extents = growth * (high - low)
    if growth == 1.0:
        return [(float(left), float(right)) for left, right in ranges]
    starts = np.clip(
        (low + high - extents) / 2, point - share * extents, point - ROOM_AROUND_START * extents
    )
    return [
        (float(start), float(start + extent)) for start, extent in zip(starts, extents, strict=True)
    ]


def _stack(lines: Sequence[Formula], rows: Sequence[Region]) -> None:
    """Set formulas one below the other, equals sign below equals sign, as wide as the rows."""
    for line, row in zip(lines, rows, strict=True):
        line.set_at(row.center)
    block = VGroup(*lines)
    if block.width > rows[0].width:
        block.scale(rows[0].width / block.width)
    block.shift([rows[0].left - block.get_left()[0], 0.0, 0.0])


class Gradient(Film):
    """The chapter as a film of its own."""

    chapters = (GradientChapter,)
