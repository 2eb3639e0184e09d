"""Chapter 3: which way is down?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from manim import (
    DEGREES,
    LEFT,
    PI,
    RIGHT,
    UP,
    Animation,
    Circle,
    Create,
    Group,
    Indicate,
    Mobject,
    SurroundingRectangle,
    VGroup,
    VMobject,
)
from manim.utils.color import interpolate_color
from manim.utils.rate_functions import linear, smooth
from numpy.typing import NDArray

from gdmath import MseLoss, gradient_cleared
from scenes.props.curves.slope_plot import (
    Nudging,
    SlopePlot,
    distance_to_lowest,
    nudge_along,
    slope_windows,
)
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.formulas.formula import Formula, spread, stack
from scenes.props.plane.arrow_path import Walk, line_beyond
from scenes.props.plane.arrow_scale import shortest_full_arrow
from scenes.props.plane.gradient_arrows import GradientArrows
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import PlaneArrow, turned
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.slope_by_direction import (
    CarriedStroke,
    DirectionPointer,
    SlopeOverDirection,
    slope_after,
)
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.casing import cased
from scenes.props.plotting.counters import Counter, Counters
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
from scenes.stage.ranges import widened_around
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import text

ROOM_AROUND_START = 0.2
"""Least share of the plane between the start and the border."""
DECADES = 3
"""The last nudge is a tenth of the first one so many times."""
SEEKING = 70 * DEGREES
"""How far to either side an arrow turns while it is asked where it should point."""
ONE_WAY = 50.0
"""Degrees from the gradient to the direction that is looked at first."""
SEEKER = 0.5
"""Its length, as a share of a full arrow."""
RING_RADIUS = 0.36
"""Of the ring around the minimum that is missed."""
MISSES = 0.03
"""Sine of the least angle between antigradient and minimum that can be seen."""
FORMULA_SIZE = 0.44
SUM_SIZE = 0.38
DEFINITION_SIZE = 0.64
"""Heights of an em of the formulas that have the stage to themselves."""
GAPS = (1.6, 1.0, 1.6, 1.0)
"""Between the lines of the derivation, to one another: what belongs together is closer."""
STEPPED_BACK = 0.4
"""Opacity of what is not spoken of just now."""
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
        self.gradient_there = gradient_cleared(self.loss, self.start)
        self.length = float(np.linalg.norm(self.gradient_there))
        ranges = widened_around(self.start, np.array(results.ranges), ROOM_AROUND_START)
        w1_range, w0_range = ranges
        self.plane = WeightPlane(
            MAIN, self.loss, w1_range, w0_range, theme, numbers, self.color_label()
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
        film.hide(view.axes, view.floor)
        standing = [view.surface, self.cut, self.on_surface]
        in_front = self.cut.pose_in_front(plot.box)
        film.move(MoveCamera(film.camera, in_front, *standing), share=0.6)
        film.show(plot, instead_of=standing)
        film.camera.take(ABOVE)

        nudge, change = self._write_nudge(plot, plot.nudge)
        film.say("nudge", nudge=nudge, change=change)
        film.move(Sweep(plot, plot.grow_nudge, 0.0, 0.5), until="change")
        film.move(Sweep(plot, plot.grow_nudge, 0.5, 1.0), share=0.4)
        table = self._nudges(plot)
        film.say("shrink")
        film.show(table, table.live)
        film.move(Sweep(plot, plot.draw_line, 0.0, 1.0), until="ratio")
        film.add(plot, table)
        film.move(RunClock(Nudging(plot, closer=True), table, start=0.0, end=DECADES, pace=linear))
        film.say("partial", slope=self._values()[0])
        film.show(self.sides.by_w1)
        film.move(Sweep(plot, plot.magnify, 10.0**DECADES, 1.0, geometric=True))
        self.plot = plot
        self.beside = [table, table.live]

    @beat
    def other_slope(self) -> None:
        """The same along w0: another parabola through the same point, another slope."""
        film, before = self.film, self.plot
        plot = self._plot(0)
        plot.draw_curve(0.0)
        widening = plot.widen(before.window - [[self.start[0]], [0.0]])
        film.say(compared_with(*map(float, np.diag(self.loss.hessian))))
        film.show(plot, instead_of=[before, *self.beside], dissolving=True)
        film.move(widening, share=0.35)
        film.move(Sweep(plot, plot.draw_curve, 0.0, 1.0))
        table = self._nudges(plot)
        film.say("slope", slope=self._values()[1])
        film.show(table, table.live)
        film.move(
            Sweep(plot, plot.grow_nudge, 0.0, 1.0),
            Sweep(plot, plot.draw_line, 0.0, 1.0),
            share=0.25,
        )
        nudging = Nudging(plot, closer=False)
        film.move(RunClock(nudging, table, start=0.0, end=DECADES, pace=linear), until="by_w0")
        film.show(self.sides.by_w0)
        self.beside = [table, table.live]
        self.plot = plot

    @beat
    def gradient(self) -> None:
        """Both slopes as arrows on the weight plane; together they are the gradient."""
        film = self.film
        self._lay_plane()
        arrows = self.arrows
        film.say("vanish" if arrows.vanishes else "arrows")
        film.show(*self.flat, instead_of=[self.plot, *self.beside])
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
                    lambda share: self.write_loss(self._loss_along(share)),
                    lambda share, digits: self.numbers.brief(self._loss_along(share), digits),
                )
            ],
            columns=1,
            theme=self.theme,
        )
        film.show(*arrows.names[2], self.sides.gradient, walker, reading, reading.live)
        walk = RunClock(Walk(walker, arrows.whole), reading, start=0.0, end=1.0, pace=smooth)
        film.move(walk, at="uphill")
        film.say("length")
        film.hide(walker, reading, reading.live, *(part for name in arrows.names for part in name))
        film.move(Sweep(Group(*arrows.drawn), arrows.breathe, 0.0, 1.0))

    @beat
    def steepest(self) -> None:
        """The slope in every direction, one at a time: largest along the gradient."""
        film, plot, arrows = self.film, self.plane.plot, self.arrows
        above, below = SIDE.split_rows(0.6, 5.3, gap=0.2)
        curve, counters = self._slope_curve(below), self._slope_counter(above)
        pointer = None
        if plot.equal_scales and not arrows.vanishes:
            pointer = DirectionPointer(
                plot, self.start, self.gradient_there, self.theme, arrows.factor
            )
        seeker = self._ask_direction()
        self.beside, self.contour = [curve, curve.line], []
        passing: list[Mobject] = [counters, counters.live, curve.standing]
        if pointer is None:
            film.say("round_curve")
            film.show(curve, curve.live, *passing[:2], instead_of=[seeker])
            film.move(RunClock(curve, counters, start=0.0, end=360.0))
        else:
            self._look_one_way(pointer, curve, counters, seeker)
            passing.append(pointer)
        if arrows.vanishes:
            film.say("nowhere", length=self.write_slope(self.length))
            film.show(arrows.whole, instead_of=passing)
            return
        film.say("answer", length=self.write_slope(self.length))
        film.hide(*passing)
        film.move(Sweep(arrows.whole, arrows.nod, 0.0, 1.0), until="length")
        self._mark_slopes(curve)

    def _look_one_way(
        self,
        pointer: DirectionPointer,
        curve: SlopeOverDirection,
        counters: Counters,
        seeker: PlaneArrow,
    ) -> None:
        """Take one direction, set its slope upright over its angle, then go once round."""
        film = self.film
        pointer.show(0.0)
        counters.show(0.0)
        film.say("one")
        film.show(pointer, counters, counters.live, instead_of=[seeker], dissolving=True)
        turn = RunClock(pointer, counters, start=0.0, end=ONE_WAY, pace=smooth)
        film.move(turn, until="height")
        curve.stand_at(ONE_WAY)
        carried = CarriedStroke(
            pointer.ends, curve.height_at(ONE_WAY), self.theme.gradient, self.theme
        )
        film.show(curve)
        film.move(Sweep(carried, carried.carry, 0.0, 1.0))
        film.remove(carried)
        film.add(curve.live)
        film.say("round")
        rest = 1 - ONE_WAY / 360
        curve.show(ONE_WAY)
        film.move(RunClock(pointer, curve, counters, start=ONE_WAY, end=360.0), share=rest)

    def _mark_slopes(self, curve: SlopeOverDirection) -> None:
        """Mark the largest slope, and none along the contour, which is at a right angle."""
        film, theme, plot = self.film, self.theme, self.plane.plot
        marks = curve.extremes(self.write_slope(self.length), self.write_slope(-self.length))
        ends = self.plane.plot.point(*np.column_stack([self.start, self.arrows.whole.tip]))
        carried = CarriedStroke(ends, curve.height_at(0.0), theme.gradient, theme)
        film.move(Sweep(carried, carried.carry, 0.0, 1.0))
        film.show(marks, instead_of=[carried], dissolving=True)
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
        self.beside += [marks, zeros]

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
        ray = line_beyond(down, self.plane.plot, theme)
        beyond: list[Mobject] = [ray]
        film.hide(*self.contour)
        film.move(Create(ray), share=0.5)
        if misses:
            place = self.plane.plot.point(*self.loss.minimum)
            ring = Circle(RING_RADIUS, stroke_color=theme.ink, stroke_width=STROKE.arrow)
            beyond.append(cased(ring, theme).move_to(place))
            film.move(Create(ring), share=0.2)
        self._show_on_surface([*self.flat, up, down, *beyond, *rows])

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
        for line in (one, means[0], sums[0], means[1], sums[1]):
            line.set_at(np.array([EQUALS_AT, 0.0, 0.0]))
        spread([one, means[0], sums[0], means[1], sums[1]], STAGE, GAPS)
        one.shift((STAGE.center[0] - one.get_center()[0]) * RIGHT)
        rise = (one.get_center()[1] - STAGE.center[1]) * UP
        one.shift(-rise)
        film.say("one")
        film.hide(*self.left)
        film.camera.take(ABOVE)
        film.move(one.written("square"))
        film.say("chain")
        film.move(one.written("operator", "eq", "outer"), until="inner")
        film.move(one.written("dot", "inner"), dimmed(one, "operator", "square", "eq", "outer"))
        film.say("mean")
        film.move(one.animate.shift(rise).set_fill(opacity=1.0), share=0.2)
        film.move(means[0].written("lhs", "eq", "sum", "outer", "dot", "inner"), until="w0")
        film.move(means[1].written("lhs", "eq", "sum", "outer", "dot", "inner"), until="inner")
        film.move(Indicate(means[1].part("inner"), scale_factor=1.3, color=self.theme.w0))
        film.say("values", g1=values[0], g0=values[1])
        film.move(*(line.written("eq", "terms", "value") for line in sums), until="same")
        frames = self._ties(means, sums)
        film.move(*(Create(frame) for frame in frames), share=0.2)
        self.left = [one, *means, *sums, *frames]

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
        film.move(three.written("u1", "u2", "u3"))
        film.say("many")
        film.move(many.written("lhs", "eq", "short"), until="all")
        film.move(many.written("frame", "first", "dots", "last"))

    # The parabolas.

    def _plot(self, weight: int) -> SlopePlot:
        """Return the plot of the loss along a weight; that along w0 shows both parabolas."""
        loss, start = self.loss, self.start
        apart = distance_to_lowest(loss, start, self.surface_view.space.w1.extent)
        window = slope_windows(loss, start, apart)[1 - weight]
        return SlopePlot(
            MAIN,
            loss,
            start,
            weight,
            window,
            self.theme,
            self.numbers,
            nudge_along(loss, weight, apart, window),
            compared=weight == 0,
        )

    def _write_nudge(self, plot: SlopePlot, nudge: float) -> tuple[str, str]:
        """Write a nudge and the change that it makes."""
        return self.numbers.plain(nudge), self.numbers.significant(plot.change(nudge), 4)

    def _nudges(self, plot: SlopePlot) -> NumberTable:
        """Return the table of nudges, changes and their ratios; it begins with the largest."""
        rows = []
        for power in range(DECADES + 1):
            nudge = float(f"{plot.nudge * 10.0**-power:.0e}")
            ratio = self._write_partial(plot.change(nudge) / nudge)
            rows.append((*self._write_nudge(plot, nudge), ratio))
        headings = [plot.nudge_name, "$Delta$MSE", f"$Delta$MSE $slash$ {plot.nudge_name}"]
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
        stack(lines, rows)
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

    def _ask_direction(self) -> PlaneArrow:
        """Ask where the loss grows fastest, and return the arrow that was looking for it."""
        film, theme = self.film, self.theme
        plot, along = self.plane.plot, np.array([SEEKER * self.full_arrow, 0.0])
        seeker = PlaneArrow(plot, self.start, along, theme, theme.ink, self.arrows.factor)

        def seek(share: float) -> None:
            seeker.point_at(vector=turned(plot, along, SEEKING * math.sin(2 * PI * share)))

        film.say("question")
        # The gradient stays: from it the angles are measured.
        gone = [arrow for arrow in self.arrows.drawn if arrow is not self.arrows.whole]
        film.show(seeker, instead_of=[*gone, *self._results()], dissolving=True)
        film.move(Sweep(seeker, seek, 0.0, 1.0))
        film.think()
        return seeker

    def _slope_curve(self, region: Region) -> SlopeOverDirection:
        """Return the plot of the slope over the direction."""
        return SlopeOverDirection(
            region,
            self.gradient_there,
            self.full_arrow,
            self.theme,
            self.numbers,
            x_label=self.film.words("direction"),
            y_label=self.film.words("slope"),
        )

    def _slope_counter(self, region: Region) -> Counters:
        """Return the counter of the slope, on the clock of the turn."""

        def read(turn: float) -> str:
            return self.write_slope(float(slope_after(self.gradient_there, turn)))

        counter = Counter(self.film.words("slope"), read)
        return Counters(region, [counter], columns=1, theme=self.theme)

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
        stack([up, down], [rows[1], rows[4]])
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

    def _ties(self, means: Sequence[Formula], sums: Sequence[Formula]) -> list[VMobject]:
        """Return frames around each partial derivative and its value: one is the other."""
        return [
            SurroundingRectangle(part, color=color, buff=0.06, corner_radius=0.1)
            for mean, line, color in zip(means, sums, (self.theme.w1, self.theme.w0), strict=True)
            for part in (mean.part("lhs"), line.part("value")[1:])
        ]

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


def dimmed(formula: Formula, *names: str) -> Animation:
    """Return the animation in which parts of a formula that are not spoken of step back."""
    return cast(Animation, formula.part(*names).animate.set_fill(opacity=STEPPED_BACK))


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


class Gradient(Film):
    """The chapter as a film of its own."""

    chapters = (GradientChapter,)
