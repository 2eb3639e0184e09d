"""Chapter 1: a neuron that should multiply by three."""

import math
from collections.abc import Sequence

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    UP,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    Indicate,
    LaggedStart,
    Mobject,
    Transform,
    VGroup,
)

from gdmath import is_negligible
from scenes.props.data.data_pairs import DataPairs
from scenes.props.data.error_table import Column, ErrorTable, write_column
from scenes.props.data.linear_rule import LinearRule, factor, quoted, signed_term
from scenes.props.data.neuron_diagram import NeuronDiagram
from scenes.props.data.residual_plot import ResidualPlot
from scenes.props.data.squared_errors import SquaredErrors
from scenes.props.formulas.rule_formula import RuleFormula
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import Sweep
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, move_baseline_to, text
from scenes.stage.typesetting import math as typeset_math

PAIR_TIME = 0.5
"""Seconds from one pair to the next."""
FORMULA_SIZE = 0.48
MSE_SIZE = 0.46
"""Heights of an em."""
FULL_DIGITS = 5
"""A number with no more digits than these is written in full."""
ROUNDING = 1e-9
"""Relative difference that comes of computing with doubles."""
LINE_PITCH = 1.55
"""From one line of a formula to the next, in ems."""


class NeuronChapter(Chapter):
    """The task, the neuron, its first answer, and how wrong it is: the MSE."""

    def construct(self) -> None:
        """Play the beats in order."""
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

    def more(self, count: int) -> str:
        """Write that so many more points are not shown."""
        return self.strings("neuron.more", n=self.numbers.plain(count))

    def write_short(self, value: float) -> str:
        """Write a number in full if it is short, and to three digits if it is not."""
        short = _short(value)
        if math.isclose(short, value, rel_tol=ROUNDING):
            return self.numbers.plain(short)
        return self.numbers.significant(value)

    def write_column(self, values: Sequence[float]) -> list[str]:
        """Write numbers that stand below or beside one another."""
        return write_column(values, self.numbers)

    def stand(self) -> list[Mobject]:
        """Return the headings of the pairs."""
        loss, numbers = self.results.loss, self.numbers
        self.rule = rule = LinearRule.of(loss)
        check = None
        if rule is not None and rule.is_exact and rule.slope:

            def check(x: str) -> str:
                return rule.applied_to(x, numbers)

        edge, middle = 0.05 * STAGE.width, 0.5 * STAGE.width + 0.3
        self.pairs_region = STAGE.inset(left=edge, right=middle)
        self.answer_region = STAGE.inset(left=middle, right=edge)
        self.pairs = DataPairs(
            self.pairs_region, loss.x, loss.y, self.theme, numbers, self.more, check
        )
        return [self.pairs.headings]

    @beat
    def task(self) -> None:
        """The pairs, the question for their rule, and the answer."""
        film, theme, numbers, rule = self.film, self.theme, self.numbers, self.rule
        pairs = self.pairs
        film.say("pairs")
        few, others = pairs.pairs[:3], pairs.pairs[3:]
        for pair in few:
            film.play(FadeIn(pair, shift=0.3 * RIGHT), run_time=PAIR_TIME)
        if len(others):
            film.play(
                LaggedStart(
                    *(FadeIn(pair, shift=0.3 * RIGHT) for pair in others),
                    lag_ratio=0.5,
                    run_time=0.6 * PAIR_TIME * (len(others) + 1),
                )
            )
        if len(pairs.note):
            film.play(FadeIn(pairs.note), run_time=PAIR_TIME)

        x = colored("$x$", theme.data)
        if rule is None:
            relation, right_side = "approx", f"a {x} + b"
        else:
            relation, right_side = rule.relation, rule.formula(numbers, x)
        formula = RuleFormula(self.answer_region, relation, right_side, theme)
        film.say("question")
        film.play(FadeIn(formula.kept), FadeIn(formula.question), run_time=0.6)
        film.think()
        self.say_rule()
        film.play(FadeOut(formula.question), run_time=0.3)
        film.play(FadeIn(formula.answer), run_time=0.6)
        if len(pairs.checks):
            film.play(
                LaggedStart(*(FadeIn(check) for check in pairs.checks), lag_ratio=0.3, run_time=1.5)
            )

    def say_rule(self) -> None:
        """Say the rule behind the data, or that no line is one."""
        film, numbers, rule = self.film, self.numbers, self.rule
        if rule is None:
            film.say("no_line")
        elif not rule.is_exact:
            film.say("rounded")
        elif rule.is_multiplication:
            film.say("factor", factor=numbers.plain(rule.slope))
        elif rule.slope == 0:
            film.say("constant", y=numbers.plain(rule.intercept))
        else:
            film.say(
                "plus" if rule.intercept > 0 else "minus",
                factor=numbers.plain(rule.slope),
                shift=numbers.plain(abs(rule.intercept)),
            )

    @beat
    def network(self) -> None:
        """X goes into the neuron, the prediction comes out; what its two weights do."""
        film, theme = self.film, self.theme
        picture = STAGE.inset(top=0.1, bottom=2.75)
        self.diagram = diagram = NeuronDiagram(
            picture,
            theme,
            name=film.words("neuron"),
            input_note=film.words("input"),
            multiplies=film.words("multiplies"),
            shifts=film.words("shifts"),
            output_note=film.words("output"),
        )
        lines = self.write_first_sum()
        self.sum_lines = lines
        film.play(*map(FadeOut, film.mobjects[1:]), run_time=0.6)
        film.say("neuron")
        film.play(FadeIn(diagram.ends), run_time=0.8)
        film.say("multiplies")
        film.play(FadeIn(diagram.multiplier, scale=0.8), run_time=0.8)
        film.say("shifts")
        film.play(FadeIn(diagram.shifter, scale=0.8), run_time=0.8)
        film.say("two_weights")
        film.play(FadeIn(lines[0]), run_time=0.8)

    def write_first_sum(self) -> VGroup:
        """Write the neuron's formula, with the first x in it, and what comes out."""
        theme, numbers = self.theme, self.numbers
        loss = self.results.loss
        w1, w0 = map(float, self.results.start)
        x = float(loss.x[0])
        answer = float(loss.predict(w1, w0)[0])
        self.x_written = numbers.plain(x)
        self.y_written = numbers.plain(float(loss.y[0]))
        self.w1_written, self.w0_written, self.product_written, self.answer_written = map(
            self.write_short, (w1, w0, w1 * x, answer)
        )
        agrees = self.write_short(_short(w1) * x + _short(w0)) == self.answer_written
        sign, w0_rest = signed_term(self.w0_written)
        prediction = colored('$y_"pred"$', theme.prediction)
        lines = [
            f"= {colored('$w_1$', theme.w1)} dot {colored('$x$', theme.data)}"
            f" + {colored('$w_0$', theme.w0)}",
            f"= {colored(escape(self.w1_written), theme.w1)} dot"
            f" {colored(escape(factor(self.x_written)), theme.data)}"
            f" {sign} {colored(escape(w0_rest), theme.w0)}",
            f"{'=' if agrees else 'approx'}"
            f" {colored(escape(self.answer_written), theme.prediction)}",
        ]
        begin = text(prediction, FORMULA_SIZE, theme.ink)
        ends = [text(f"${line}$", FORMULA_SIZE, theme.ink) for line in lines]
        gap = 0.4 * FORMULA_SIZE
        width = begin.width + gap + max(end.width for end in ends[:2])
        left = -width / 2
        top = STAGE.bottom + (2 * LINE_PITCH + 0.45) * FORMULA_SIZE
        for row, end in enumerate(ends):
            foot = np.array([left + begin.width + gap, top - row * LINE_PITCH * FORMULA_SIZE, 0.0])
            move_baseline_to(end, foot)
        move_baseline_to(begin, np.array([left, top, 0.0]))
        return VGroup(VGroup(begin, ends[0]), ends[1], ends[2])

    @beat
    def first_guess(self) -> None:
        """The first x goes through the neuron as it is initialised."""
        film, theme, diagram, lines = self.film, self.theme, self.diagram, self.sum_lines
        x, y, answer = self.x_written, self.y_written, self.answer_written
        values = [
            diagram.note_below(index, f"${name} =$ {escape(written)}", TEXT.body)
            for index, name, written in ((1, "w_1", self.w1_written), (2, "w_0", self.w0_written))
        ]
        drawn = self.results.params.start is None
        film.say("drawn" if drawn else "given", w1=self.w1_written, w0=self.w0_written)
        film.play(*(FadeOut(diagram.notes[index]) for index in (1, 2)), run_time=0.4)
        film.play(*(FadeIn(value, shift=0.15 * UP) for value in values), run_time=0.6)

        film.say("first_x", x=x)
        self.put_into(0, x)
        carried = diagram.value_above(0, x)
        film.play(FadeIn(carried, shift=0.8 * RIGHT), run_time=0.6)
        product = diagram.value_above(1, self.product_written)
        film.play(
            FadeOut(carried, shift=0.8 * RIGHT),
            Indicate(diagram.discs[1], scale_factor=1.06, color=theme.w1),
            FadeIn(product, shift=0.8 * RIGHT),
            run_time=0.9,
        )
        film.say("sum", answer=answer)
        result = diagram.value_above(2, answer)
        film.play(
            Indicate(diagram.discs[2], scale_factor=1.06, color=theme.w0),
            FadeIn(result, shift=0.8 * RIGHT),
            run_time=0.9,
        )
        self.put_into(3, answer, FadeOut(result, shift=0.8 * RIGHT))
        film.play(FadeIn(lines[1]), run_time=0.6)
        film.play(FadeIn(lines[2]), run_time=0.6)

        wanted = VGroup(
            text(film.words("should_be"), TEXT.body, theme.ink),
            diagram.value_in(3, y).set_color(theme.data).scale(1.3),
        ).arrange(DOWN, buff=0.18)
        wanted.next_to(diagram.discs[3], DOWN, buff=0.25)
        loss = self.results.loss
        w1, w0 = map(float, self.results.start)
        error = float(loss.y[0] - loss.predict(w1, w0)[0])
        if is_negligible(error**2, loss):
            film.say("right", y=y)
        elif drawn:
            film.say("untaught", y=y)
        else:
            film.say("off", y=y, error=self.write_short(abs(error)))
        film.play(FadeOut(diagram.notes[3]), run_time=0.4)
        film.play(FadeIn(wanted, shift=0.15 * UP), run_time=0.6)

    def put_into(self, index: int, written: str, *arrivals: Animation) -> None:
        """Move the symbol of a disc above it and put a number in its place."""
        symbol, above = self.diagram.symbols[index], self.diagram.symbol_above(index)
        self.film.play(Transform(symbol, above), run_time=0.5)
        value = self.diagram.value_in(index, written)
        self.film.play(FadeIn(value, scale=0.6), *arrivals, run_time=0.6)

    @beat
    def line(self) -> None:
        """The data, the neuron's line, and the gaps between them."""
        film, theme, numbers = self.film, self.theme, self.numbers
        loss = self.results.loss
        w1, w0 = map(float, self.results.start)
        predictions = loss.predict(w1, w0)
        self.start_loss = loss(w1, w0)
        self.is_zero = is_negligible(self.start_loss, loss)
        self.errors = np.zeros_like(loss.y) if self.is_zero else loss.y - predictions
        self.plot = plot = ResidualPlot(
            MAIN.inset(top=0.2),
            loss,
            self.results.start,
            theme,
            numbers,
        )
        box = plot.box
        self.table = table = ErrorTable(
            SIDE.inset(left=0.15, top=MAIN.top - box.top),
            [
                Column("$y$", theme.data, loss.y, numbers.aligned),
                Column('$y_"pred"$', theme.prediction, predictions, self.write_column),
                Column(film.words("error"), theme.ink, self.errors, self.write_column),
                Column(film.words("squared_error"), theme.ink, self.errors**2, self.write_column),
            ],
            theme,
            self.more,
            ("MSE", numbers.loss(0.0 if self.is_zero else self.start_loss)),
        )
        film.play(*map(FadeOut, film.mobjects[1:]), run_time=0.6)
        film.say("points")
        film.play(FadeIn(plot), FadeIn(plot.dots), run_time=0.8)
        film.play(Create(plot.line), run_time=1.2)
        film.play(FadeIn(table.frame), *map(FadeIn, table.columns[:2]), run_time=0.8)
        film.say("no_gaps" if self.is_zero else "gaps")
        plot.show(0.0)
        film.add(plot.bars)
        film.play(Sweep(plot.bars, plot.show, 0.0, 1.0), FadeIn(table.columns[2]), run_time=1.5)

    @beat
    def mse(self) -> None:
        """The squares of the gaps, and their mean."""
        film, theme, numbers, plot = self.film, self.theme, self.numbers, self.plot
        loss = self.results.loss
        upper, lower = MAIN.split_rows(4.1, 1.75, gap=0.25)
        areas = self.write_column((self.errors**2).tolist())
        squares = SquaredErrors(upper.inset(top=0.2), self.errors, areas, theme)
        film.say("square")
        others = (plot, plot.dots, plot.line, self.table.columns[2])
        film.play(*map(FadeOut, others), run_time=0.6)
        film.play(Transform(plot.bars, squares.sticks), run_time=1.2)
        film.play(
            Transform(plot.bars, squares.squares),
            FadeIn(squares.labels),
            FadeIn(self.table.columns[3]),
            run_time=1.4,
        )
        mse = self.write_mse()
        if mse.width > lower.width:
            mse.scale(lower.width / mse.width)
        mse.move_to(lower.center)
        n = numbers.plain(len(loss.x))
        if self.is_zero:
            film.say("no_squares")
        for part in ("square", "sum"):
            film.play(FadeIn(mse.select(part)), run_time=0.7)
        film.say("mean", n=n)
        for part in ("mean", "name"):
            film.play(FadeIn(mse.select(part)), run_time=0.7)
        is_least = is_negligible(loss.excess(*map(float, self.results.start)), loss)
        said = "zero" if self.is_zero else "least" if is_least else "value"
        film.say(said, mse=numbers.loss(self.start_loss))
        film.play(FadeIn(mse.select("value")), FadeIn(self.table.result), run_time=0.8)

    def write_mse(self) -> VGroup:
        """Write the definition of the MSE and its value, each part by its meaning."""
        theme = self.theme
        value = quoted(self.numbers.loss(0.0 if self.is_zero else self.start_loss))
        if not self.is_zero:
            count = len(self.errors)
            total = self.numbers.losses([count * self.start_loss, self.start_loss])[0]
            value = f"frac({quoted(total)}, {quoted(self.numbers.plain(count))}) = {value}"
        y, x = (colored(f"${name}_i$", theme.data) for name in "yx")
        w1, w0 = colored("$w_1$", theme.w1), colored("$w_0$", theme.w0)
        return typeset_math(
            f'{{{{ "MSE" = : name }}}} {{{{ 1/n : mean }}}} {{{{ sum_(i=1)^n : sum }}}}'
            f" {{{{ ({y} - ({w1} {x} + {w0}))^2 : square }}}}"
            f" {{{{ = {value} : value }}}}",
            MSE_SIZE,
            theme.ink,
        )


def _short(value: float) -> float:
    """Return a number as `NeuronChapter.write_short` writes it."""
    short = float(f"{value:.{FULL_DIGITS}g}")
    if value == 0 or math.isclose(short, value, rel_tol=ROUNDING):
        return short
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


class Neuron(Film):
    """The chapter as a film of its own."""

    chapters = (NeuronChapter,)
