"""Chapter 3: which way is down?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DEGREES, DL, LEFT, PI, RIGHT, UR, Create, Group, Mobject, VGroup, VMobject
from manim.utils.color import interpolate_color
from manim.utils.rate_functions import linear, smooth
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.curves.slope_plot import (
    SlopePlot,
    distance_to_lowest,
    nudge_along,
    slope_window,
)
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.formulas.formula import Formula
from scenes.props.plane.arrow_scale import shortest_full_arrow
from scenes.props.plane.direction_rose import DirectionRose, SlopeOverDirection, slope_along
from scenes.props.plane.gradient_arrows import GradientArrows
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import PlaneArrow, turned
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.side_note import note_below
from scenes.props.plotting.table import NumberTable
from scenes.props.space.space_mobject import SpaceMark
from scenes.props.space.steepest_descent import SteepestDescent
from scenes.props.space.surface_cut import SurfaceCut
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.pose import ABOVE, Pose
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import colored, text

ROOM_AROUND_START = 0.2
"""Least share of the plane between the start and the border."""
SMALLEST_NUDGE = 0.01
"""The last nudge, as a share of the first."""
SEEKING = 70 * DEGREES
"""How far to either side an arrow turns while it is asked where it should point."""
MISSES = 0.03
"""Sine of the least angle between antigradient and minimum that can be seen."""
FORMULA_SIZE = 0.44
SUM_SIZE = 0.38
DEFINITION_SIZE = 0.64
"""Heights of an em of the formulas that have the stage to themselves."""
EQUALS_AT = -3.6
"""Where the lines of the derivation have their equals signs, in scene units."""


@dataclass
class Sides:
    """The side panel, which grows through the first beats: a table, three results."""

    table: Region
    by_w1: Formula
    by_w0: Formula
    gradient: Formula


class GradientChapter(Chapter):
    """From the slope of a cut to the arrow that points downhill, and to its formula."""

    # What the beats hand on.
    loss: MseLoss
    start: NDArray[np.float64]
    gradient_there: NDArray[np.float64]
    length: float
    plane: WeightPlane
    """The map; from the third beat on it shows start and minimum closely."""
    surface_view: SurfaceView
    on_surface: SpaceMark
    cut: SurfaceCut
    opening: Pose
    """From where the surface is seen."""
    full_arrow: float
    """Length of the vector that gets an arrow of full length."""
    sides: Sides
    plot: SlopePlot
    """The parabola that stands."""
    dot: PlaneDot
    flat: list[Mobject]
    """The map with what stands on it, but for the arrows."""
    arrows: GradientArrows
    contour: list[Mobject]
    beside: list[Mobject]
    """What stands in the side panel until the next beat."""
    left: list[Mobject]
    """All that the next beat takes from the stage."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.slope()
        self.other_slope()
        self.gradient()
        self.steepest()
        self.antigradient()
        self.formula()
        self.any_number()

    def stand(self) -> list[Mobject]:
        """Return the surface with the start on it."""
        results, theme, numbers = self.results, self.theme, self.numbers
        self.loss, self.start = results.loss, results.start
        self.gradient_there = self.loss.gradient(*map(float, self.start))
        self.length = float(np.linalg.norm(self.gradient_there))
        ranges = _ranges_around(self.start, np.array(results.ranges))
        w1_range, w0_range = ranges
        self.plane = WeightPlane(
            MAIN, self.loss, w1_range, w0_range, theme, numbers, self.loss_label()
        )
        self.full_arrow = max(self.length, shortest_full_arrow(self.loss, self.plane.plot))
        self.surface_view = SurfaceView(
            self.film.camera, self.plane, self.loss, self.start, theme, numbers
        )
        view = self.surface_view
        self.on_surface = view.mark(self.start)
        self.cut = SurfaceCut(view.space, view.surface, self.loss, self.start, theme)
        self.film.camera.watch(self.cut)
        self.opening = view.pose(STAGE)
        self.film.camera.take(self.opening)
        self.sides = self._sides()
        return [*view.parts, self.on_surface]

    # The beats.

    @beat
    def slope(self) -> None:
        """A cut along w1 is a parabola; smaller and smaller nudges on it lead to its slope."""
        film, view = self.film, self.surface_view
        plot = self._plot(1)
        film.say("cut")
        self.cut.grow(0.0)
        film.add(*view.parts, self.cut, self.on_surface)
        film.move(Sweep(self.cut, self.cut.grow, 0.0, 1.0), at="cut")
        film.say("front")
        standing = [*view.parts, self.cut, self.on_surface]
        in_front = self.cut.pose_in_front(plot.box)
        film.move(MoveCamera(film.camera, in_front, *standing), share=0.8)
        window = plot.window
        seen = self.cut.window_in_front(plot.box)
        plot.show_window(seen)
        film.show(plot, instead_of=standing)
        film.camera.take(ABOVE)

        nudge, change = self._write_nudge(plot, plot.nudge)
        film.say("nudge", nudge=nudge, change=change)
        film.move(
            Sweep(plot, lambda share: plot.show_window((1 - share) * seen + share * window), 0, 1),
            until="change",
        )
        film.move(Sweep(plot, plot.grow_nudge, 0.0, 1.0))
        table = self._nudges(plot)
        film.say("shrink", slope=self._values()[0])
        film.show(table, table.live)
        film.move(Sweep(plot, plot.draw_line, 0.0, 1.0), until="ratio")
        film.add(plot, table)
        last = -math.log10(SMALLEST_NUDGE)
        film.move(RunClock(_Nudging(plot), table, start=0.0, end=last, pace=linear))
        film.say("partial")
        film.show(self.sides.by_w1)
        film.move(Sweep(plot, plot.magnify, 1 / SMALLEST_NUDGE, 1.0, geometric=True))
        self.plot = plot
        self.beside = [table, table.live]

    @beat
    def other_slope(self) -> None:
        """The same along w0: another parabola through the same point, another slope."""
        film, before = self.film, self.plot
        plot = self._plot(0)
        plot.draw_curve(0.0)
        film.say(compared_with(*map(float, np.diag(self.loss.hessian))))
        film.show(plot, instead_of=[before, *self.beside])
        film.move(Sweep(plot, plot.draw_curve, 0.0, 1.0))
        film.say("slope", slope=self._values()[1])
        film.move(
            Sweep(plot, plot.grow_nudge, 0.0, 1.0),
            Sweep(plot, plot.draw_line, 0.0, 1.0),
            share=0.25,
        )
        least = SMALLEST_NUDGE * plot.nudge
        film.move(Sweep(plot, plot.show_nudge, plot.nudge, least, geometric=True), until="by_w0")
        film.show(self.sides.by_w0)
        self.plot = plot

    @beat
    def gradient(self) -> None:
        """Both slopes as arrows on the weight plane; together they are the gradient."""
        film, numbers = self.film, self.numbers
        self._lay_plane()
        arrows = self.arrows
        film.say("vanish" if arrows.vanishes else "arrows")
        film.show(*self.flat, instead_of=[self.plot])
        film.move(arrows.growth(arrows.by_w1), share=0.25)
        film.move(arrows.growth(arrows.by_w0), share=0.25)
        if named := [*arrows.names[0], *arrows.names[1]]:
            film.show(*named)
        if arrows.vanishes:
            film.say("dot", length=self.write_slope(self.length))
            film.show(arrows.whole, self.sides.gradient)
            return
        film.say("sum")
        film.move(Create(arrows.sides), share=0.12)
        film.move(arrows.growth(arrows.whole), share=0.15)
        walker = PlaneDot(self.plane.plot, self.start, self.theme, self.theme.gradient)
        reading = Counters(
            self.sides.table,
            [
                Counter(
                    "MSE",
                    lambda share: numbers.loss(self._loss_along(share)),
                    lambda share, digits: numbers.brief(self._loss_along(share), digits),
                )
            ],
            columns=1,
            theme=self.theme,
        )
        film.show(*arrows.names[2], self.sides.gradient, walker, reading, reading.live)
        walk = RunClock(_Walk(walker, arrows.whole), reading, start=0.0, end=1.0, pace=smooth)
        film.move(walk, at="uphill")
        film.say("length")
        film.hide(walker, reading, reading.live, *(part for name in arrows.names for part in name))
        film.move(Sweep(Group(*arrows.drawn), arrows.breathe, 0.0, 1.0))

    @beat
    def steepest(self) -> None:
        """The slope in every direction: once round; largest along the gradient."""
        film, theme, plot = self.film, self.theme, self.plane.plot
        counter_region, curve_region = SIDE.split_rows(0.6, 5.3, gap=0.2)
        curve = SlopeOverDirection(
            curve_region,
            self.gradient_there,
            self.full_arrow,
            theme,
            self.numbers,
            x_label=film.words("direction"),
            y_label=film.words("slope"),
        )
        reading = Counter(
            film.words("slope"),
            lambda degrees: self.write_slope(float(slope_along(self.gradient_there, degrees))),
        )
        counters = Counters(counter_region, [reading], columns=1, theme=theme)
        views: list[DirectionRose | SlopeOverDirection | Counters] = [curve, counters]
        rose = None
        if plot.equal_scales and not self.arrows.vanishes:
            rose = DirectionRose(plot, self.start, self.gradient_there, theme, self.arrows.factor)
            views.insert(0, rose)
        seeker = PlaneArrow(plot, self.start, [0.0, 0.0], theme, theme.ink, self.arrows.factor)
        self._seek(seeker, 0.0)
        film.say("question")
        film.show(seeker, instead_of=[*self.arrows.drawn, *self._results()])
        film.move(Sweep(seeker, lambda turn: self._seek(seeker, turn), 0.0, 1.0))
        film.think()
        film.say("round" if rose is not None else "round_curve")
        film.show(curve, counters, *(view.live for view in views), instead_of=[seeker])
        film.move(RunClock(*views, start=0.0, end=360.0))
        passing: list[Mobject] = [curve.head, counters, counters.live]
        if rose is not None:
            passing.append(rose.pointer)
        self.beside = [curve, curve.live]
        self.contour = []
        if self.arrows.vanishes:
            film.say("nowhere", length=self.write_slope(self.length))
            film.show(self.arrows.whole, instead_of=passing)
            return
        film.say("answer", length=self.write_slope(self.length))
        film.hide(*passing)
        film.move(self.arrows.growth(self.arrows.whole), until="length")
        marks = curve.extremes(self.write_slope(self.length), self.write_slope(-self.length))
        film.show(marks)
        film.say("level_square" if plot.equal_scales else "level")
        level = LevelLine(plot, self.loss, self.start, theme, theme.level_line)
        zeros = curve.zeros()
        film.move(Create(level), until="zero")
        film.show(zeros)
        self.contour.append(level)
        if plot.equal_scales:
            mark = RightAngle(plot, self.start, self.gradient_there, theme, theme.ink)
            film.move(Create(mark), at="square")
            self.contour.append(mark)
        self.beside += [marks, zeros, *([] if rose is None else [rose.lobes])]

    @beat
    def antigradient(self) -> None:
        """The gradient turned round: steepest descent, which knows nothing of the minimum."""
        film, theme = self.film, self.theme
        up = self.arrows.whole
        down = PlaneArrow(self.plane.plot, self.start, self.gradient_there, theme, theme.gradient)
        down.point_at(scale=self.arrows.factor)
        rows = self._opposites()
        film.say("vanish" if self.arrows.vanishes else "turned")
        film.show(*rows[:2], instead_of=self.beside)
        film.add(up, down)
        film.move(Sweep(down, lambda share: self._turn(down, share), 0.0, 1.0), until="falls")
        film.show(*rows[2:])
        if self.arrows.vanishes:
            film.say("local_flat")
            self.left = [*self.flat, up, down, *rows]
            return
        misses = misses_minimum(self.loss, self.start)
        film.say("misses" if misses else "towards")
        ray = self._ray(down)
        film.hide(*self.contour)
        film.move(Create(ray))
        self._show_on_surface([*self.flat, up, down, ray, *rows])

    def _show_on_surface(self, flat: Sequence[Mobject]) -> None:
        """Return to the surface, and let the antigradient grow on it as a tangent."""
        film, theme, view = self.film, self.theme, self.surface_view
        film.camera.take(self.opening)
        descent = SteepestDescent(film.camera, view, self.loss, self.start, theme)
        descent.grow(0.0)
        film.say("tangent")
        film.show(*view.parts, descent.plumb, self.on_surface, instead_of=flat)
        film.add(*descent, self.on_surface)
        film.move(Sweep(descent, descent.grow, 0.0, 1.0))
        self.left = [*view.parts, descent.plumb, self.on_surface, *descent]

    @beat
    def formula(self) -> None:
        """The chain rule for one squared error, the mean of all, and the numbers in it."""
        film = self.film
        values = self._values()
        formulas = GradientFormulas(self.theme, FORMULA_SIZE)
        one = formulas.squared_error(1, film.words("outer"), film.words("inner"))
        means = [formulas.partial(1), formulas.partial(0)]
        sums = self._numeric_sums(values)
        rows = STAGE.split_rows(1.6, 1.2, 0.9, 1.2, 0.9, gap=0.05)
        for line, row in zip([one, means[0], sums[0], means[1], sums[1]], rows, strict=True):
            line.set_at(np.array([EQUALS_AT, row.center[1], 0.0]))
        one.shift((STAGE.center[0] - one.get_center()[0]) * RIGHT)
        film.say("one")
        film.hide(*self.left)
        film.camera.take(ABOVE)
        film.move(one.written("square"))
        film.say("chain")
        film.move(one.written("operator", "eq", "outer"), until="inner")
        film.move(one.written("dot", "inner"))
        film.say("mean")
        film.move(means[0].written("lhs", "eq", "sum", "outer", "dot", "inner"), until="w0")
        film.move(means[1].written("lhs", "eq", "sum", "outer", "dot", "inner"))
        film.say("values", g1=values[0], g0=values[1])
        film.move(*(line.written("eq", "terms", "value") for line in sums), until="same")
        self.left = [one, *means, *sums]

    @beat
    def any_number(self) -> None:
        """The same for three variables, and for any number of them."""
        film = self.film
        formulas = GradientFormulas(self.theme, DEFINITION_SIZE)
        three, many = formulas.of_three(), formulas.of_many()
        rows = STAGE.split_rows(1, 1, gap=0)
        for line, row in zip((three, many), rows, strict=True):
            line.set_at(row.center)
        block = VGroup(three, many)
        block.shift((STAGE.center[0] - block.get_center()[0]) * RIGHT)
        film.say("three")
        film.hide(*self.left)
        film.move(three.written("lhs", "eq", "frame"), share=0.3)
        film.move(three.written("x", "y", "z"))
        film.say("many")
        film.move(many.written("lhs", "eq", "short"), until="all")
        film.move(many.written("frame", "first", "dots", "last"))

    # The parabolas.

    def _plot(self, weight: int) -> SlopePlot:
        """Return the plot of the loss along a weight; both plots have the same scales."""
        apart = distance_to_lowest(self.loss, self.start, self.surface_view.space.w1.extent)
        return SlopePlot(
            MAIN,
            self.loss,
            self.start,
            weight,
            slope_window(self.loss, self.start, weight, apart),
            self.theme,
            self.numbers,
            nudge_along(self.loss, weight, apart),
            compared=weight == 0,
        )

    def _write_nudge(self, plot: SlopePlot, nudge: float) -> tuple[str, str]:
        """Write a nudge and the change that it makes."""
        return self.numbers.plain(nudge), self.numbers.significant(plot.change(nudge), 4)

    def _nudges(self, plot: SlopePlot) -> NumberTable:
        """Return the table of nudges, changes and their ratios; it begins with the largest."""
        rows = []
        for power in range(round(-math.log10(SMALLEST_NUDGE)) + 1):
            nudge = float(f"{plot.nudge * 10.0**-power:.0e}")
            ratio = self._write_partial(plot.change(nudge) / nudge)
            rows.append((*self._write_nudge(plot, nudge), ratio))
        w1 = colored("$Delta w_1$", self.theme.w1)
        headings = [w1, "$Delta$MSE", f"$Delta$MSE $slash$ {w1}"]
        return NumberTable(self.sides.table, headings, rows, self.theme)

    def _sides(self) -> Sides:
        """Return the side panel's parts, each in its place."""
        values = self._values()
        formulas = GradientFormulas(self.theme, TEXT.title)
        table, *rows = SIDE.split_rows(2.2, 1.35, 1.35, 1.0, gap=0.05)
        lines = [
            formulas.single(1, values[0]),
            formulas.single(0, values[1]),
            formulas.value(values, self.numbers),
        ]
        _stack(lines, rows)
        return Sides(table, *lines)

    # The weight plane.

    def _lay_plane(self) -> None:
        """Make the arrows, which shows start and minimum closely, and what stands under them."""
        plane, theme = self.plane, self.theme
        self.arrows = GradientArrows(plane, self.start, self.full_arrow, theme)
        self.dot = PlaneDot(plane.plot, self.start, theme, theme.path)
        self.flat = [plane, self.dot]
        if not plane.plot.equal_scales:
            words = self.strings("gradient.two_scales")
            self.flat.append(note_below(plane.plot, words, theme, MAIN, align=-1.0))

    def _loss_along(self, share: float) -> float:
        """Return the loss after a share of the gradient's arrow."""
        return float(self.loss(*(self.start + share * self.arrows.factor * self.gradient_there)))

    def _seek(self, arrow: PlaneArrow, share: float) -> None:
        """Turn an arrow to one side, to the other one, and back."""
        along = np.array([self.full_arrow, 0.0])
        arrow.point_at(vector=turned(self.plane.plot, along, SEEKING * math.sin(2 * PI * share)))

    def _results(self) -> list[Mobject]:
        return [self.sides.by_w1, self.sides.by_w0, self.sides.gradient]

    # The antigradient.

    def _opposites(self) -> list[Mobject]:
        """Return gradient and antigradient as numbers, each below its name."""
        film, theme = self.film, self.theme
        formulas = GradientFormulas(theme, TEXT.title)
        up = formulas.value(self._values(), self.numbers)
        down = formulas.value(self._values(sign=-1), self.numbers, "-", theme.antigradient)
        rows = SIDE.inset(top=1.0, bottom=1.3).split_rows(0.6, 0.7, 0.6, 0.6, 0.7, gap=0)
        _stack([up, down], [rows[1], rows[4]])
        names = [
            text(film.words("ascent"), TEXT.body, theme.gradient),
            text(film.words("descent"), TEXT.body, theme.antigradient),
        ]
        for name, row in zip(names, (rows[0], rows[3]), strict=True):
            row.place(name, LEFT)
        return [names[0], up, names[1], down]

    def _turn(self, arrow: PlaneArrow, share: float) -> None:
        """Turn an arrow from the gradient to its opposite."""
        theme = self.theme
        arrow.point_at(vector=turned(self.plane.plot, self.gradient_there, PI * share))
        arrow.paint(interpolate_color(theme.gradient, theme.antigradient, share))

    def _ray(self, arrow: PlaneArrow) -> VMobject:
        """Return the line on which an arrow would go on, up to the plot's border."""
        plot = self.plane.plot
        begin = plot.point(*arrow.tip)
        along = begin - plot.point(*arrow.tail)
        ray = VMobject(stroke_color=self.theme.antigradient, stroke_width=STROKE.curve)
        casing = STROKE.curve + 2 * STROKE.casing
        ray.set_stroke(self.theme.plate, width=casing, background=True, opacity=0.8)
        low, high = plot.box.corner(DL), plot.box.corner(UR)
        with np.errstate(divide="ignore"):  # along an axis it never meets the other two borders
            reach = np.where(along > 0, high - begin, low - begin)[:2] / along[:2]
        ray.points = dashes(begin, begin + float(np.nanmin(np.abs(reach))) * along)
        plot.clipped(ray)
        return ray

    # Numbers.

    def write_slope(self, value: float) -> str:
        """Write a slope to four digits of the gradient's length."""
        if not 1e-3 <= self.length < 1e6:
            return self.numbers.significant(value, 4 if self.arrows.vanishes else 3)
        return self.numbers.fixed(value, max(0, 3 - math.floor(math.log10(self.length))))

    def _values(self, sign: int = 1) -> tuple[str, str]:
        """Write the partial derivatives at the start, or their opposites."""
        w1, w0 = (self._write_partial(sign * float(partial)) for partial in self.gradient_there)
        return w1, w0

    def _write_partial(self, value: float) -> str:
        """Write a partial derivative, or a ratio on the way to one."""
        return self.numbers.component(value, max(self.length, abs(value)))

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


class _Nudging:
    """A plot on the clock: after k moments the nudge is a tenth of itself, k times."""

    def __init__(self, plot: SlopePlot) -> None:
        self.live = plot

    def show(self, k: float) -> None:
        """Show the nudge of a moment, as long in the picture as the first one."""
        self.live.come_closer(self.live.nudge * 10.0**-k)


class _Walk:
    """A dot that runs along an arrow as the clock goes from 0 to 1."""

    def __init__(self, dot: PlaneDot, arrow: PlaneArrow) -> None:
        self.live = dot
        self._arrow = arrow

    def show(self, share: float) -> None:
        """Put the dot at a share of the arrow."""
        arrow = self._arrow
        self.live.stand_at(arrow.tail + share * (arrow.tip - arrow.tail))


def compared_with(by_w1: float, by_w0: float) -> str:
    """Return which sentence compares the parabola along w0 with the one along w1.

    Args:
        by_w1: Second derivative along w1.
        by_w0: Second derivative along w0.
    """
    if by_w0 < 0.95 * by_w1:
        return "flatter"
    return "steeper" if by_w0 > by_w1 / 0.95 else "alike"


def misses_minimum(loss: MseLoss, weights: NDArray[np.float64]) -> bool:
    """Tell whether the antigradient points past the minimum, so far that it can be seen."""
    down, there = -loss.gradient(*map(float, weights)), loss.minimum - weights
    lengths = float(np.linalg.norm(down) * np.linalg.norm(there))
    sine = abs(float(down[0] * there[1] - down[1] * there[0])) / lengths
    return sine > MISSES


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
    block.shift((rows[0].left - block.get_left()[0]) * RIGHT)


class Gradient(Film):
    """The chapter as a film of its own."""

    chapters = (GradientChapter,)
