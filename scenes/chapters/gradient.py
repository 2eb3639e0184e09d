"""Chapter 3: which way is down?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DEGREES, DL, LEFT, PI, UP, UR, Create, Group, Mobject, VGroup, VMobject
from manim.utils.color import interpolate_color
from manim.utils.rate_functions import linear, smooth
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.curves.slope_plot import SlopePlot, round_nudge
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.formulas.formula import Formula
from scenes.props.plane.arrow_scale import shortest_full_arrow
from scenes.props.plane.direction_rose import DirectionRose, SlopeOverDirection, slope_along
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_arrow import PlaneArrow, turned
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.right_angle import RightAngle
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.plotting.dashes import dashes
from scenes.props.plotting.plate_label import PlateLabel
from scenes.props.plotting.side_note import note_below
from scenes.props.plotting.table import NumberTable
from scenes.props.space.space_mobject import SpaceArrow, SpaceLine, SpaceMark
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
FLAT = 0.02
"""A start nearer to a parabola's lowest point (as a share of the plane) is as good as there."""
LEAST_DISTANCE = 0.1
"""Around such a start the parabola is shown so far, as a share of the plane."""
WIDTH_OF_PLOT = 4.5
"""The plot's width in distances from the start to the parabola's lowest point."""
BEFORE_LOWEST = 1.25
"""So many of them lie between the plot's border and the lowest point, on the start's side."""
ROOM_BELOW = 0.04
"""Free room under the curves, as a share of their height."""
BASED_ON_ZERO = 0.5
"""The loss axis begins at zero if the lowest loss is below this share of the highest."""
ARROW_REACH = 0.72
"""The gradient's arrow, as a share of the distance from the start to the minimum."""
AWAY_FROM_MINIMUM = 0.3
"""The same, as a share of the plane, where the start is as good as at the minimum."""
MARGIN_OF_PLANE = 0.1
"""Free share of the plane around the arrows and the minimum."""
VANISHING = 0.02
"""An arrow shorter than this, as a share of a full one, is a dot."""
SHORTEST_LABELLED = 0.2
"""Arrows shorter than this, in scene units, have their names in the side panel only."""
LABEL_GAP = 0.12
SHRUNK = 0.55
"""How short the arrow becomes while its length means nothing."""
SEEKING = 70 * DEGREES
"""How far to either side an arrow turns while it is asked where it should point."""
MISSES = 0.03
"""Sine of the least angle between antigradient and minimum that can be seen."""
TANGENT_FALL = 0.8
"""How far down the tangent reaches, as a share of the start's excess loss."""
PLUMB_PIECES = 60
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


@dataclass
class Arrows:
    """What stands on the weight plane."""

    by_w1: PlaneArrow
    by_w0: PlaneArrow
    gradient: PlaneArrow
    names: tuple[VGroup, VGroup, VGroup]
    """Of each of them; empty for those too short."""
    rest: list[Mobject]
    """What else belongs to the arrows: it goes with them."""


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
    scale: float
    """Length of an arrow in the plane per length of its vector."""
    dot: PlaneDot
    flat: list[Mobject]
    """The map with what stands on it, but for the arrows."""
    arrows: Arrows
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
        self.plane = WeightPlane(MAIN, self.loss, *ranges, theme, numbers, self.loss_label())
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

    @property
    def vanishes(self) -> bool:
        """Whether the gradient is so short that its arrow is a dot."""
        return self.length < VANISHING * self.full_arrow

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
        film.say("vanish" if self.vanishes else "arrows")
        film.show(*self.flat, instead_of=[self.plot])
        film.move(self._growth(arrows.by_w1), share=0.25)
        film.move(self._growth(arrows.by_w0), share=0.25)
        if named := [*arrows.names[0], *arrows.names[1]]:
            film.show(*named)
        if self.vanishes:
            film.say("dot", length=self.write_slope(self.length))
            film.show(arrows.gradient, self.sides.gradient)
            return
        film.say("sum")
        sides = self._parallelogram()
        arrows.rest.append(sides)
        film.move(Create(sides), share=0.12)
        film.move(self._growth(arrows.gradient), share=0.15)
        walker = PlaneDot(self.plane.plot, self.start, self.theme, self.theme.gradient)
        reading = Counters(
            self.sides.table,
            [Counter("MSE", lambda share: numbers.loss(self._loss_along(share)))],
            columns=1,
            theme=self.theme,
        )
        film.show(*arrows.names[2], self.sides.gradient, walker, reading, reading.live)
        film.move(
            RunClock(_Walk(walker, arrows.gradient), reading, start=0.0, end=1.0, pace=smooth),
            at="uphill",
        )
        film.say("length")
        film.hide(walker, reading, reading.live, *(part for name in arrows.names for part in name))
        film.move(
            Sweep(Group(arrows.by_w1, arrows.by_w0, arrows.gradient, sides), self._breathe, 0, 1)
        )

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
        if plot.equal_scales and not self.vanishes:
            rose = DirectionRose(plot, self.start, self.gradient_there, theme, self.scale)
            views.insert(0, rose)
        seeker = PlaneArrow(plot, self.start, [0.0, 0.0], theme, theme.ink, self.scale)
        self._seek(seeker, 0.0)
        film.say("question")
        film.show(seeker, instead_of=[*self._all_arrows(), *self._results()])
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
        if self.vanishes:
            film.say("nowhere", length=self.write_slope(self.length))
            film.show(self.arrows.gradient, instead_of=passing)
            return
        film.say("answer", length=self.write_slope(self.length))
        film.hide(*passing)
        film.move(self._growth(self.arrows.gradient), until="length")
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
        up = self.arrows.gradient
        down = PlaneArrow(self.plane.plot, self.start, self.gradient_there, theme, theme.gradient)
        down.point_at(scale=self.scale)
        rows = self._opposites()
        film.say("vanish" if self.vanishes else "turned")
        film.show(*rows[:2], instead_of=self.beside)
        film.add(up, down)
        film.move(Sweep(down, lambda share: self._turn(down, share), 0.0, 1.0), until="falls")
        film.show(*rows[2:])
        if self.vanishes:
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
        tangent = _Tangent(self)
        arrows = [
            SpaceArrow(
                ends, view.surface, theme.antigradient, theme.plate, STROKE.arrow, touches=True
            )
            for ends in (tangent.on_floor, tangent.on_surface)
        ]
        film.camera.take(self.opening)
        plumb = SpaceLine(tangent.plumb, view.surface, theme.ink, theme.plate, STROKE.curve)
        film.camera.watch(*arrows, plumb)
        film.say("tangent")
        film.show(*view.parts, plumb, self.on_surface, instead_of=flat)
        film.add(*arrows, self.on_surface)
        film.move(Sweep(Group(*arrows), tangent.grow, 0.0, 1.0))
        self.left = [*view.parts, plumb, self.on_surface, *arrows]

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
        one.shift((STAGE.center[0] - one.get_center()[0]) * np.array([1.0, 0.0, 0.0]))
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
        block.shift((STAGE.center[0] - block.get_center()[0]) * np.array([1.0, 0.0, 0.0]))
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
        distance = self._distance()
        # Where the parabola is steeper, a nudge that can be seen is shorter.
        narrower = math.sqrt(self.loss.hessian[0, 0] / self.loss.hessian[1 - weight, 1 - weight])
        return SlopePlot(
            MAIN,
            self.loss,
            self.start,
            weight,
            self._window(weight, distance),
            self.theme,
            self.numbers,
            round_nudge(distance * min(1.0, narrower)),
            compared=weight == 0,
        )

    def _distance(self) -> float:
        """Return how far it is to the lowest point along w1, or a distance to look at."""
        apart = abs(float(self.gradient_there[0] / self.loss.hessian[0, 0]))
        extent = self.surface_view.space.w1.extent
        return apart if apart > FLAT * extent else LEAST_DISTANCE * extent

    def _window(self, weight: int, distance: float) -> NDArray[np.float64]:
        """Return the ranges (2, 2) of a weight and of the loss that a plot shows."""
        slopes, curvatures = self.gradient_there, np.diag(self.loss.hessian)
        lowest = float(self.loss(*self.start)) - 0.5 * slopes**2 / curvatures  # along each weight
        highest = lowest[0] + 0.5 * curvatures[0] * (BEFORE_LOWEST * distance) ** 2
        base = 0.0 if lowest.min() < BASED_ON_ZERO * highest else lowest.min()
        # The start lies at the side from which the curve goes down, with a little room before it.
        side = -1.0 if slopes[1 - weight] > 0 else 1.0
        before = BEFORE_LOWEST * distance - abs(slopes[0]) / curvatures[0]
        ends = side * np.array([-before, WIDTH_OF_PLOT * distance - before])
        return np.array(
            [
                np.sort(self.start[1 - weight] + ends),
                [base - ROOM_BELOW * (highest - base), highest],
            ]
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
        """Show start and minimum closely on the map, and make the arrows to one scale."""
        plane, theme = self.plane, self.theme
        self.scale = self._choose_scale()
        if not self.vanishes:
            plane.show_window(plane.window_around(self._reached(), MARGIN_OF_PLANE))
        plot, vector = plane.plot, self.gradient_there
        self.dot = PlaneDot(plot, self.start, theme, theme.path)
        self.flat = [plane, self.dot]
        if not plot.equal_scales:
            words = self.strings("gradient.two_scales")
            self.flat.append(note_below(plot, words, theme, MAIN, align=-1.0))
        by_w1, by_w0, gradient = (
            PlaneArrow(plot, self.start, part, theme, color, self.scale)
            for part, color in (
                (vector * [1.0, 0.0], theme.w1),
                (vector * [0.0, 1.0], theme.w0),
                (vector, theme.gradient),
            )
        )
        self.arrows = Arrows(by_w1, by_w0, gradient, self._names(), [])

    def _choose_scale(self) -> float:
        """Return the scale of the arrows: shorter than the way to the minimum."""
        plot = self.plane.plot
        unit = np.array([plot.box.width / plot.x.extent, plot.box.height / plot.y.extent])
        room = AWAY_FROM_MINIMUM * min(plot.box.width, plot.box.height)
        if not self.vanishes:
            room = ARROW_REACH * float(np.linalg.norm(unit * (self.loss.minimum - self.start)))
        along = self.gradient_there if self.length else np.array([1.0, 0.0])
        longest = float(np.linalg.norm(unit * along)) / (self.length or 1.0) * self.full_arrow
        return room / longest

    def _reached(self) -> NDArray[np.float64]:
        """Return the weights (n, 2) that the plane has to show."""
        reach = self.scale * self.length
        directions = np.array([[1.0, 0.0], [0.0, 1.0]])
        if not self.plane.plot.equal_scales:
            directions = self.gradient_there[None] / self.length
        around = reach * np.concatenate([directions, -directions])
        return np.vstack([self.start + around, self.loss.minimum])

    def _names(self) -> tuple[VGroup, VGroup, VGroup]:
        """Return the names of the arrows, beside them; empty for those too short."""
        plot, formulas = self.plane.plot, GradientFormulas(self.theme, TEXT.body)
        foot = plot.point(*self.start)
        right, up, along = (
            self._on_screen(self.gradient_there * part) for part in ([1, 0], [0, 1], [1, 1])
        )
        names = []
        for weight, arrow, place, away in (
            (1, right, right / 2, -up),
            (0, up, up / 2, -right),
            (None, along, along, along),
        ):
            name = VGroup()
            if np.linalg.norm(arrow) >= SHORTEST_LABELLED:
                direction = away if np.linalg.norm(away) > 0 else UP
                label = PlateLabel(formulas.name(weight), self.theme)
                name.add(label.stand_beside(foot + place, direction, LABEL_GAP, plot.box))
            names.append(name)
        return names[0], names[1], names[2]

    def _on_screen(self, vector: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a vector (2,) at the start as it is drawn, in scene units (3,)."""
        plot = self.plane.plot
        return plot.point(*(self.start + self.scale * vector)) - plot.point(*self.start)

    def _parallelogram(self) -> VMobject:
        """Return the sides of the parallelogram whose diagonal the gradient is."""
        sides = VMobject(stroke_color=self.theme.ink, stroke_width=STROKE.axis)
        self._span(sides, 1.0)
        return sides

    def _span(self, sides: VMobject, share: float) -> None:
        foot = self.plane.plot.point(*self.start)
        right, up, along = (
            share * self._on_screen(self.gradient_there * part) for part in ([1, 0], [0, 1], [1, 1])
        )
        sides.points = np.concatenate(
            [dashes(foot + corner, foot + along) for corner in (right, up)]
        )

    def _growth(self, arrow: PlaneArrow) -> Sweep:
        """Let an arrow grow from the start."""
        return Sweep(arrow, lambda scale: arrow.point_at(scale=scale), 0.0, self.scale)

    def _breathe(self, share: float) -> None:
        """Draw all arrows shorter, and as long as before again."""
        size = 1 - (1 - SHRUNK) * math.sin(PI * share) ** 2
        for arrow in (self.arrows.by_w1, self.arrows.by_w0, self.arrows.gradient):
            arrow.point_at(scale=size * self.scale)
        for sides in self.arrows.rest:
            self._span(sides, size)

    def _loss_along(self, share: float) -> float:
        """Return the loss after a share of the gradient's arrow."""
        return float(self.loss(*(self.start + share * self.scale * self.gradient_there)))

    def _seek(self, arrow: PlaneArrow, share: float) -> None:
        """Turn an arrow to one side, to the other one, and back."""
        along = np.array([self.full_arrow, 0.0])
        arrow.point_at(vector=turned(self.plane.plot, along, SEEKING * math.sin(2 * PI * share)))

    def _all_arrows(self) -> list[Mobject]:
        arrows = self.arrows
        names = [part for name in arrows.names for part in name]
        return [arrows.by_w1, arrows.by_w0, arrows.gradient, *names, *arrows.rest]

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
        begin, along = plot.point(*arrow.tip), -self._on_screen(self.gradient_there)
        ray = VMobject(stroke_color=self.theme.antigradient, stroke_width=STROKE.curve)
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
            return self.numbers.significant(value, 4 if self.vanishes else 3)
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


class _Tangent:
    """The way down along the antigradient, as straight as it is at the start."""

    def __init__(self, chapter: GradientChapter) -> None:
        self._space = chapter.surface_view.space
        self._start = chapter.start
        self._loss = float(chapter.loss(*chapter.start))
        self._fall = TANGENT_FALL * float(chapter.loss.excess(*map(float, chapter.start)))
        gradient = chapter.gradient_there
        self._step = -gradient * self._fall / float(gradient @ gradient)
        self._share = 0.0

    def grow(self, share: float) -> None:
        """Reach so far."""
        self._share = share

    def on_surface(self, height: float) -> NDArray[np.float64]:
        """Return tail and tip (2, 3) in space, along the surface's slope."""
        return self._ends(np.array([self._loss, self._loss - self._share * self._fall]), height)

    def plumb(self, height: float) -> NDArray[np.float64]:
        """Return the line (n, 3) from the start down to the floor, in pieces for its dashes."""
        losses = np.linspace(0.0, self._loss, PLUMB_PIECES)
        return self._space.point(*self._start, losses, height)

    def on_floor(self, height: float) -> NDArray[np.float64]:
        """Return tail and tip (2, 3) on the floor below."""
        return self._ends(np.zeros(2), height)

    def _ends(self, losses: NDArray[np.float64], height: float) -> NDArray[np.float64]:
        w1, w0 = np.array([self._start, self._start + self._share * self._step]).T
        return self._space.point(w1, w0, losses, height)


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
    block.shift([rows[0].left - block.get_left()[0], 0.0, 0.0])


class Gradient(Film):
    """The chapter as a film of its own."""

    chapters = (GradientChapter,)
