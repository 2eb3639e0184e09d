"""Chapter 1: a neuron that should multiply by three."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from manim import (
    DEGREES,
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Animation,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    GrowFromPoint,
    Indicate,
    LaggedStart,
    ManimColor,
    Mobject,
    Rectangle,
    Transform,
    TransformFromCopy,
    Typst,
    VGroup,
)
from manim.utils.rate_functions import linear, smooth
from numpy.typing import NDArray

from gdmath import Standardisation, is_negligible, weights_at
from scenes.props.data.data_pairs import DataPairs
from scenes.props.data.error_squares import ErrorSquares
from scenes.props.data.error_table import (
    Column,
    ErrorTable,
    TableColumn,
    write_column,
    write_signed,
)
from scenes.props.data.fitted_line import cut_short
from scenes.props.data.input_scale import signed_difference, written_scale
from scenes.props.data.linear_rule import LinearRule, factor, quoted, signed_term
from scenes.props.data.neuron_diagram import NeuronDiagram
from scenes.props.data.point_marker import PointMarker
from scenes.props.data.residual_plot import ResidualPlot
from scenes.props.formulas.formula import Formula
from scenes.props.formulas.rule_formula import RuleFormula
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.big_counter import BigCounter
from scenes.props.space.space_path import SpacePath
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera import clip
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import ClockView, RunClock
from scenes.stage.film import Film
from scenes.stage.pose import ABOVE
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import STROKE, TEXT
from scenes.stage.typesetting import colored, escape, move_baseline_to, text

LOWER, ASIDE, FARTHER = 8 * DEGREES, -20 * DEGREES, 0.8
"""From where the camera comes: angles, and the factor of the picture's scale."""
ROOM = 0.25
"""Between the answer and the frame of the close picture, in scene units."""
CLOSER = 2.5
"""How much closer the camera goes to see a descent crawl."""
LEAPS = 6
"""The updates that a descent is seen to make one by one, before it is seen to crawl."""
LEAPING = 0.6
"""Share of the words about them that these take; then the camera goes closer."""
SLOW_LEAPS, SLOW_CRAWL = 1.6, 2.0
"""Exponents of the pace: the first updates take longer than the later ones."""
ENTRANCE_SCALE = 0.85
"""What grows begins so large: its words have their least size once they can be read."""
FORMULA_SIZE = 0.48
MSE_SIZE = 0.36
"""Heights of an em."""
LINE_PITCH = 1.55
"""From one line of a formula to the next, in ems."""
FULL_DIGITS = 5
"""A number with no more digits than these is written in full."""
ROUNDING = 1e-9
"""Relative difference that comes of computing with doubles."""
SYMBOL_GAP = 0.3
"""Between the symbols of the neuron's formula, in ems."""
MSE_ROOM, MSE_GAP = 1.9, 0.1
"""Height that the MSE's formula has below the table, and the gap between its lines."""
FIRST_ROWS = 0.35
"""Share of the table's points that is gone through while the error is defined."""
NOD = 0.9
"""By which factor the MSE's square shrinks for a moment when it is said that it should."""
ROWS_TIME = 0.85
"""Share of the time in which the points of the table are gone through; the others follow fast."""

SCALE_SIZE = 0.6
"""Height of an em of what is done to x before the neuron is given it."""
LONGEST_SPOKEN = 22
"""Characters of the names of x and y that are said."""

Item = TypeVar("Item")


@dataclass
class FirstSum:
    """The neuron's formula, then with the first x in it, then what comes out, and its numbers."""

    symbols: dict[str, Typst]
    """The formula, symbol by symbol."""
    filled: Typst
    outcome: Typst
    x: str
    y: str
    w1: str
    w0: str
    product: str
    answer: str


class NeuronChapter(Chapter):
    """The promise, the task, the neuron, its first answer, and how wrong it is: the MSE."""

    # Of the promise.
    view: SurfaceView
    path: SpacePath
    # Of the diagram.
    diagram: NeuronDiagram
    sum: FirstSum
    # Of the line.
    errors: NDArray[np.float64]
    is_zero: bool
    plot: ResidualPlot
    table: ErrorTable

    def construct(self) -> None:
        """Play the beats in order."""
        self.promise()
        self.task()
        self.network()
        self.first_guess()
        self.line()
        self.mse()

    def title(self) -> str:
        """Name the rule behind the data, if there is one."""
        rule = LinearRule.of(self.results.loss)
        if rule is None:
            return self.strings("neuron.title_line")
        if not rule.is_multiplication:
            return self.strings("neuron.title_rule", rule=rule.equation(self.numbers))
        if rule.slope == 3:
            return self.strings("neuron.title")
        return self.strings("neuron.title_factor", factor=self.numbers.plain(rule.slope))

    def opening_title(self) -> str:
        """Ask for the rule: the title names it."""
        return self.strings("neuron.title_question")

    def stand(self) -> list[Mobject]:
        """Return the loss surface with the start on it; nothing on it has a number."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, camera = results.loss, self.film.camera
        plane = WeightPlane(MAIN, loss, *results.ranges, theme, numbers, self.loss_label())
        self.view = view = SurfaceView(camera, plane, loss, results.start, theme, numbers)
        weights = results.all_the_way.weights
        self.path = SpacePath(camera, view.space, loss, view.surface, weights, theme, theme.path)
        clip(self.path, STAGE)
        pose = view.pose(STAGE)
        camera.take(
            replace(
                pose,
                phi=pose.phi + LOWER,
                theta=pose.theta + ASIDE,
                zoom=pose.zoom * FARTHER,
            )
        )
        return self._in_space()

    @beat
    def promise(self) -> None:
        """The neuron's way downhill, and what becomes of its answer to the first x."""
        film, numbers, results = self.film, self.numbers, self.results
        loss, camera = results.loss, film.camera
        x = numbers.plain(float(loss.x[0]))
        weights = results.all_the_way.weights
        last = len(weights) - 1

        def write(k: float) -> str:
            w1, w0 = map(float, weights_at(weights, k))
            return numbers.significant(float(loss.predict(w1, w0)[0]))

        answer = BigCounter(
            STAGE.inset(right=ROOM, top=ROOM), film.words("answer", x=escape(x)), write, self.theme
        )
        answer.set_z_index(4)  # over the surface, which fills the stage
        wide = self.view.pose(STAGE)
        what = results.fate
        film.say("asked" if results.params.start is None else "begins", x=x, answer=write(0))
        film.move(MoveCamera(camera, wide, *self._in_space()), until="answer")
        film.show(answer)
        if what == "stays":
            film.say("stays")
            return
        film.say("downhill")
        leaps = min(LEAPS, last)
        run = RunClock(self.path, answer, start=0, end=leaps, pace=eased(SLOW_LEAPS))
        if what != "arrives":
            film.move(run)
        else:
            film.move(run, share=LEAPING)
            right, back, up = map(float, self.view.space.on_surface(loss, weights[-1], 1.0))
            near = replace(wide, target=(right, back, up), zoom=CLOSER * wide.zoom)
            frame = self._close_frame()
            film.move(MoveCamera(camera, near, *self._in_space()), FadeIn(frame))
        film.say(what, steps=numbers.plain(last), answer=write(last))
        film.move(RunClock(self.path, answer, start=leaps, end=last, pace=eased(SLOW_CRAWL)))

    @beat
    def task(self) -> None:
        """The pairs, the question for their rule, and the answer."""
        film, theme, numbers, loss = self.film, self.theme, self.numbers, self.results.loss
        rule = LinearRule.of(loss)
        check = None
        if rule is not None and rule.is_exact and rule.slope:

            def check(x: str) -> str:
                return rule.applied_to(x, numbers)

        edge, middle = 0.05 * STAGE.width, 0.5 * STAGE.width + 0.3
        room = STAGE.inset(left=edge, right=middle)
        pairs = DataPairs(room, loss.x, loss.y, theme, numbers, self.more, check)
        x = colored("$x$", theme.data)
        relation, right_side = "approx", f"a {x} + b"
        if rule is not None:
            relation, right_side = rule.relation, rule.formula(numbers, x)
        formula = RuleFormula(STAGE.inset(left=middle, right=edge), relation, right_side, theme)

        scale = self.results.standardisation
        if scale is None:
            self._bring_in(pairs)
        else:
            given = np.array(self.results.params.x)
            own = DataPairs(room, given, loss.y, theme, numbers, self.more)
            self._bring_in(own)
            self._standardise(own, pairs, scale, STAGE.inset(left=middle, right=edge))
        film.say("question")
        film.show(formula.kept)
        film.move(GrowFromCenter(formula.question), share=0.3)
        film.think()
        film.say(rule_said(rule), **rule_values(rule, numbers.plain))
        film.move(
            FadeOut(formula.question, shift=0.4 * UP),
            FadeIn(formula.answer, shift=0.4 * UP),
            FadeOut(self.heading),
            share=0.25,
        )
        self.heading = self.write_heading(self.title())
        arrivals: list[Animation] = [Create(self.heading)]
        if len(pairs.checks):
            arrivals.append(one_by_one(pairs.checks, slid_in))
        film.move(*arrivals)
        film.say("only_pairs")
        film.move(one_by_one(pairs.pairs, lambda pair: Indicate(pair, 1.12, color=theme.data)))

    @beat
    def network(self) -> None:
        """X goes into the neuron, the prediction comes out; what its two weights do."""
        film = self.film
        self.diagram = diagram = NeuronDiagram(
            STAGE.inset(top=0.1, bottom=2.75),
            self.theme,
            name=film.words("neuron"),
            input_note=film.words("input"),
            multiplies=film.words("multiplies"),
            shifts=film.words("shifts"),
            output_note=film.words("output"),
        )
        self.sum = self._first_sum()
        into, between, out = diagram.arrows
        film.say("neuron")
        film.show(instead_of=self._standing())
        film.move(
            FadeIn(diagram.input, scale=ENTRANCE_SCALE),
            Create(diagram.body),
            FadeIn(diagram.label),
            grown(into),
            until="out",
        )
        film.move(grown(out), FadeIn(diagram.output, scale=ENTRANCE_SCALE))
        film.say("weights")
        film.move(FadeIn(diagram.multiplier, scale=ENTRANCE_SCALE), until="shift")
        film.move(grown(between), FadeIn(diagram.shifter, scale=ENTRANCE_SCALE))
        film.say("two_weights")
        homes = {"x": diagram.input, "w1": diagram.multiplier, "w0": diagram.shifter}
        film.move(
            one_by_one(
                self.sum.symbols.items(),
                lambda item: FadeIn(item[1], target_position=homes.get(item[0], diagram.output)),
            )
        )

    @beat
    def first_guess(self) -> None:
        """The first x goes through the neuron as it is initialised."""
        film, theme, diagram, written = self.film, self.theme, self.diagram, self.sum
        _, note_w1, note_w0, note_out = diagram.notes
        _, disc_w1, disc_w0, disc_out = diagram.discs
        drawn = self.results.params.start is None
        w1, w0 = (
            diagram.note_below(disc, f"${name} =$ {escape(value)}", TEXT.body)
            for disc, name, value in ((1, "w_1", written.w1), (2, "w_0", written.w0))
        )
        film.say("drawn" if drawn else "given", w1=written.w1, w0=written.w0)
        for note, value, disc, until in (
            (note_w1, w1, disc_w1, "bias"),
            (note_w0, w0, disc_w0, None),
        ):
            arrival = FadeIn(value, target_position=disc, scale=ENTRANCE_SCALE)
            film.move(LaggedStart(FadeOut(note), arrival, lag_ratio=0.5), until=until)

        film.say("first_x", x=written.x, answer=written.answer)
        self._put_into(0, written.x, until="leaves")
        carried = diagram.value_above(0, written.x)
        film.move(TransformFromCopy(diagram.value_in(0, written.x), carried), until="times")
        product = diagram.value_above(1, written.product)
        film.move(*passed_through(disc_w1, carried, product, theme.w1), until="plus")
        answer = diagram.value_above(2, written.answer)
        film.move(*passed_through(disc_w0, product, answer, theme.w0), until="out")
        self._put_into(3, written.answer, FadeOut(answer, target_position=disc_out))
        film.say(self._how_the_first_answer_is(drawn), y=written.y)
        film.move(FadeIn(written.filled, shift=0.3 * RIGHT), share=0.3)
        film.move(FadeIn(written.outcome, shift=0.3 * RIGHT), share=0.2)
        wanted = VGroup(
            text(film.words("should_be"), TEXT.body, theme.ink),
            diagram.value_in(3, written.y).set_color(theme.data).scale(1.3),
        ).arrange(DOWN, buff=0.18)
        wanted.next_to(disc_out, DOWN, buff=0.25)
        film.move(FadeOut(note_out), FadeIn(wanted, shift=0.4 * UP), share=0.3)

    @beat
    def line(self) -> None:
        """The data, the neuron's line, and the error of each point."""
        film, theme, loss, start = self.film, self.theme, self.results.loss, self.results.start
        predictions = loss.predict(*map(float, start))
        self.is_zero = is_negligible(loss(*map(float, start)), loss)
        self.errors = np.zeros_like(loss.y) if self.is_zero else loss.y - predictions
        self.plot = plot = ResidualPlot(
            MAIN.inset(top=0.1), loss, start, theme, self.numbers, self.data_names()
        )
        self.table = table = self._table(predictions)
        count, rows = len(loss.x), len(table.row_centers)
        pace = through_rows(0, rows, count)
        marker = PointMarker(table.row_centers, SIDE.width, table.row_height, plot.given, theme)
        for column in self._columns("x", "y", "y_pred", "error"):
            column.show(0)
        film.say("points")
        film.show(plot, table.frame, *headings(table, "x", "y"), instead_of=self._standing())
        film.move(
            RunClock(plot.dots, *self._columns("x", "y"), start=0, end=count, pace=pace),
            until="line",
        )
        film.show(*headings(table, "y_pred"))
        film.move(
            Create(plot.line, rate_func=linear),
            RunClock(*self._columns("y_pred"), start=0, end=count, pace=pace),
        )
        if self.is_zero:
            film.say("no_gaps")
            film.show(table.columns["error"])
            return
        plot.bars.show(0)
        marker.show(0)
        views: list[ClockView] = [plot.bars, *self._columns("error"), marker]
        first = FIRST_ROWS * rows
        film.say("error")
        film.show(*headings(table, "error"))
        film.move(RunClock(*views, start=0, end=first), at="bars")
        film.say("sign")
        film.move(RunClock(*views, start=first, end=count, pace=through_rows(first, rows, count)))

    @beat
    def mse(self) -> None:
        """The square of each error, and one square as large as their mean."""
        film, numbers, loss, table = self.film, self.numbers, self.results.loss, self.table
        start_loss = loss(*map(float, self.results.start))
        squares = ErrorSquares(self.plot, loss, self.theme, numbers)
        definition, outcome = self._mse_formula(start_loss)
        columns = [FadeOut(table.columns["error"]), FadeIn(table.columns["squared_error"])]
        n, mse = numbers.plain(len(loss.x)), self.write_loss(start_loss)
        if self.is_zero:
            film.say("no_squares")
            film.move(*columns, FadeIn(definition.part("square")), share=0.4)
            film.say("zero")
            film.show(definition.part("mean", "sum"))
            film.show(definition.part("name", "eq"), outcome)
            return
        film.say("square")
        film.move(
            *columns,
            FadeIn(definition.part("square")),
            RunClock(squares, start=0, end=1, pace=smooth),
            at="grow",
        )
        if squares.shrinkage < 1:
            film.say("smaller")
        film.say("mean", n=n)
        film.move(
            FadeIn(definition.part("mean")),
            RunClock(squares, start=1, end=2, pace=smooth),
            at="divide",
            until="pour",
        )
        film.move(FadeIn(definition.part("sum")), RunClock(squares, start=2, end=3))
        is_least = is_negligible(loss.excess(*map(float, self.results.start)), loss)
        film.say("least" if is_least else "value", mse=mse)
        squares.mean.show(start_loss)
        name = squares.mean.named(self.theme)
        film.show(definition.part("name", "eq"), squares.mean.written, *name)
        film.move(FadeIn(outcome, shift=0.3 * DOWN), share=0.25)
        smaller = Indicate(squares.mean.square, scale_factor=NOD, color=self.theme.ink)
        film.move(smaller, at="smaller")

    # What the beats show.

    def more(self, count: int) -> str:
        """Write that so many more points are not shown."""
        return self.strings("common.more_points", n=self.numbers.plain(count))

    def _bring_in(self, pairs: DataPairs) -> None:
        """Let pairs come in one by one, while it is said what they are."""
        film, params = self.film, self.results.params
        names = params.x_label, params.y_label
        if all(names):
            x, y = (cut_short(name, LONGEST_SPOKEN) for name in names)
            film.say("pairs_named", x=x, y=y)
        else:
            film.say("pairs")
        # What stands in space by itself: within a group of an animation it would not fade.
        standing = [one for one in self._standing() if one not in self._in_space()]
        film.show(pairs.headings, instead_of=[*standing, *self._in_space(), *self.path.submobjects])
        film.camera.take(ABOVE)
        film.move(one_by_one((*pairs.pairs, *pairs.note), slid_in))

    def _standardise(
        self, own: DataPairs, pairs: DataPairs, scale: Standardisation, region: Region
    ) -> None:
        """Give way from the pairs of the data to those that the neuron is given."""
        film, theme = self.film, self.theme
        mean, spread = written_scale(scale, self.numbers)
        sign, away = signed_difference(mean)
        x = colored("$x$", theme.data)
        formula = text(
            f"{x} $arrow.l$ $display(frac({x} {sign} {quoted(away)}, {quoted(spread)}))$",
            SCALE_SIZE,
            theme.ink,
        )
        formula.scale(min(1.0, region.width / formula.width))
        region.place(formula)
        film.say("standardised", mean=mean, spread=spread)
        film.show(formula)
        gone, come = ([each.headings, *each.pairs, *each.note] for each in (own, pairs))
        film.move(*map(FadeOut, gone), *map(FadeIn, come), at="minus")
        film.hide(formula)

    def _standing(self) -> list[Mobject]:
        """Return all that stands on the stage but the title."""
        return [mobject for mobject in self.film.mobjects if mobject is not self.heading]

    def _close_frame(self) -> Rectangle:
        """Return the frame of the close picture, which goes on beyond it."""
        frame = Rectangle(
            width=STAGE.width,
            height=STAGE.height,
            stroke_color=self.theme.muted,
            stroke_width=STROKE.curve,
        ).move_to(STAGE.center)
        frame.set_z_index(3)
        return frame

    def _in_space(self) -> list[Mobject]:
        return [self.view.floor, self.view.surface, self.path]

    def _put_into(
        self, disc: int, written: str, *departures: Animation, until: str | None = None
    ) -> None:
        """Move the symbol of a disc above it and let a number arrive in its place."""
        above = self.diagram.symbol_above(disc)
        self.film.move(
            LaggedStart(
                AnimationGroup(Transform(self.diagram.symbols[disc], above), *departures),
                FadeIn(self.diagram.value_in(disc, written), scale=0.6),
                lag_ratio=0.6,
            ),
            until=until,
        )

    def _how_the_first_answer_is(self, is_drawn: bool) -> str:
        """Return what is said of the first answer."""
        loss = self.results.loss
        written = self.sum
        error = float(loss.y[0] - loss.predict(*map(float, self.results.start))[0])
        return first_answer_said(
            is_negligible(error**2, loss), written.answer == written.y, is_drawn
        )

    def _first_sum(self) -> FirstSum:
        """Write the neuron's formula, with the first x in it, and what comes out."""
        theme, loss = self.theme, self.results.loss
        w1, w0 = map(float, self.results.start)
        x, answer = float(loss.x[0]), float(loss.predict(w1, w0)[0])
        x_written, w1_written, w0_written, product, answer_written = (
            self._write_short(value) for value in (x, w1, w0, w1 * x, answer)
        )
        sum_written = self._write_short(shortened(w1) * shortened(x) + shortened(w0))
        agrees = sum_written == answer_written
        sign, w0_rest = signed_term(w0_written)
        symbols = {
            "prediction": colored('$y_"pred"$', theme.prediction),
            "equals": "$=$",
            "w1": colored("$w_1$", theme.w1),
            "times": "$dot$",
            "x": colored("$x$", theme.data),
            "plus": "$+$",
            "w0": colored("$w_0$", theme.w0),
        }
        lines = [
            f"$= {colored(escape(w1_written), theme.w1)} dot"
            f" {colored(escape(factor(x_written)), theme.data)}"
            f" {sign} {colored(escape(w0_rest), theme.w0)}$",
            f"${'=' if agrees else 'approx'} {colored(escape(answer_written), theme.prediction)}$",
        ]
        pieces = {name: text(markup, FORMULA_SIZE, theme.ink) for name, markup in symbols.items()}
        filled, outcome = (text(line, FORMULA_SIZE, theme.ink) for line in lines)
        gap = SYMBOL_GAP * FORMULA_SIZE
        left = -(sum(piece.width + gap for piece in pieces.values()) - gap) / 2
        top = STAGE.bottom + (2 * LINE_PITCH + 0.45) * FORMULA_SIZE
        pen, below = left, left
        for name, piece in pieces.items():
            move_baseline_to(piece, np.array([pen, top, 0.0]))
            pen += piece.width + gap
            if name == "prediction":
                below = pen
        for row, line in enumerate((filled, outcome), start=1):
            move_baseline_to(line, np.array([below, top - row * LINE_PITCH * FORMULA_SIZE, 0.0]))
        return FirstSum(
            pieces,
            filled,
            outcome,
            x=x_written,
            y=self.numbers.plain(float(loss.y[0])),
            w1=w1_written,
            w0=w0_written,
            product=product,
            answer=answer_written,
        )

    def _write_short(self, value: float) -> str:
        """Write a number in full if it is short, and to three digits if it is not."""
        short = shortened(value)
        if math.isclose(short, value, rel_tol=ROUNDING):
            return self.numbers.plain(short)
        return self.numbers.significant(value)

    def _table(self, predictions: NDArray[np.float64]) -> ErrorTable:
        """Return the table of the data (n,), predictions (n,) and errors, still empty."""
        film, theme, loss, numbers = self.film, self.theme, self.results.loss, self.numbers

        def given(values: Sequence[float], digits: int) -> list[str]:
            return numbers.given(values, digits)

        def write(values: Sequence[float], digits: int) -> list[str]:
            return write_column(values, numbers, digits)

        def write_error(values: Sequence[float], digits: int) -> list[str]:
            return write_signed(values, numbers, digits)

        return ErrorTable(
            SIDE.inset(left=0.05, bottom=MSE_ROOM, top=MAIN.top - self.plot.box.top),
            [
                Column("x", "$x$", theme.data, loss.x, given),
                Column("y", "$y$", theme.data, loss.y, given),
                Column("y_pred", '$y_"pred"$', theme.prediction, predictions, write),
                Column("error", film.words("error"), theme.ink, self.errors, write_error),
            ],
            Column(
                "squared_error",
                self.strings("common.squared_error"),
                theme.ink,
                self.errors**2,
                write,
            ),
            theme,
            self.more,
        )

    def _columns(self, *names: str) -> list[TableColumn]:
        return [self.table.columns[name] for name in names]

    def _mse_formula(self, start_loss: float) -> tuple[Formula, Formula]:
        """Return the definition of the MSE, each part by its meaning, and below it its value."""
        theme, numbers = self.theme, self.numbers
        value = quoted(self.write_loss(start_loss))
        if not self.is_zero:
            count = len(self.errors)
            total = numbers.losses([count * start_loss, start_loss])[0]
            value = f"frac({quoted(total)}, {quoted(numbers.plain(count))}) = {value}"
        y, predicted = colored("$y_i$", theme.data), colored('$y_("pred", i)$', theme.prediction)
        definition = Formula(
            '{{ "MSE" : name }} {{ = : eq }} {{ 1/n : mean }} {{ sum_(i=1)^n : sum }}'
            f" {{{{ ({y} - {predicted})^2 : square }}}}",
            MSE_SIZE,
            theme.ink,
        )
        outcome = Formula(f"{{{{ = : eq }}}} {value}", MSE_SIZE, theme.ink)
        room = SIDE.inset(top=SIDE.height - MSE_ROOM)
        outcome.set_at(definition.part("eq").get_center())
        below = definition.get_bottom()[1] - MSE_GAP - outcome.get_top()[1]
        outcome.shift(below * UP)
        both = VGroup(definition, outcome)
        if both.width > room.width:
            outcome.align_to(definition, LEFT)
        both.scale(min(1.0, room.width / both.width, room.height / both.height))
        room.place(both)
        return definition, outcome


# Which sentences are said.


def first_answer_said(is_right: bool, reads_alike: bool, is_drawn: bool) -> str:
    """Return what is said of the first answer.

    Args:
        is_right: Whether it is what it should be.
        reads_alike: Whether it is written like that.
        is_drawn: Whether the neuron's weights were drawn by chance.
    """
    if is_right:
        return "right"
    if reads_alike:
        return "near"
    return "untaught" if is_drawn else "off"


def rule_said(rule: LinearRule | None) -> str:
    """Return how a rule is put into words."""
    if rule is None:
        return "no_line"
    if not rule.is_exact:
        return "rounded"
    if rule.is_multiplication:
        return "factor"
    if rule.slope == 0:
        return "constant"
    return "plus" if rule.intercept > 0 else "minus"


def rule_values(rule: LinearRule | None, write: Callable[[float], str]) -> dict[str, str]:
    """Return what the words for a rule are filled in with."""
    if rule is None or not rule.is_exact:
        return {}
    if rule.slope == 0 and not rule.is_multiplication:
        return {"y": write(rule.intercept)}
    values = {"factor": write(rule.slope)}
    return values if rule.is_multiplication else values | {"shift": write(abs(rule.intercept))}


def shortened(value: float) -> float:
    """Return a number as it is written in the neuron's first sum."""
    short = float(f"{value:.{FULL_DIGITS}g}")
    if value == 0 or math.isclose(short, value, rel_tol=ROUNDING):
        return short
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


# Paces and entrances.


def eased(exponent: float) -> Callable[[float], float]:
    """Return a pace that begins slowly, by a power of the time."""
    return lambda share: share**exponent


def through_rows(start: float, rows: int, count: int) -> Callable[[float], float]:
    """Return a pace that takes its time with the points that have a row in the table.

    Args:
        start: Points that were gone through before.
        rows: Points with a row; those after them follow fast.
        count: All points.
    """
    if rows >= count:
        return linear
    knee = (rows - start) / (count - start)
    return lambda share: float(np.interp(share, [0.0, ROWS_TIME, 1.0], [0.0, knee, 1.0]))


def one_by_one(items: Iterable[Item], animate: Callable[[Item], Animation]) -> LaggedStart:
    """Let animations follow one another, overlapping."""
    return LaggedStart(*map(animate, items), lag_ratio=0.6)


def slid_in(mobject: Mobject) -> Animation:
    """Let a mobject come in from the left."""
    return FadeIn(mobject, shift=0.3 * RIGHT)


def passed_through(
    disc: Mobject, before: Mobject, after: Mobject, color: ManimColor
) -> tuple[Animation, Animation]:
    """Let a number go into a disc, and another one come out of it."""
    goes = FadeOut(before, target_position=disc, scale=0.6)
    comes = FadeIn(after, target_position=disc, scale=0.6)
    flash = Indicate(disc, scale_factor=1.06, color=color)
    return LaggedStart(goes, comes, lag_ratio=0.8), flash


def grown(arrow: Mobject) -> Animation:
    """Let an arrow grow to the right."""
    return GrowFromPoint(arrow, arrow.get_left())


def headings(table: ErrorTable, *names: str) -> list[Mobject]:
    """Return the headings of columns."""
    return [table.columns[name].heading for name in names]


class Neuron(Film):
    """The chapter as a film of its own."""

    chapters = (NeuronChapter,)
