"""What is written as mathematics: the rule, the neuron, the gradient and its numbers."""

from collections.abc import Sequence

import numpy as np
from manim import DOWN, RIGHT

from scenes.props.data.linear_rule import LinearRule
from scenes.props.data.neuron_diagram import NeuronDiagram
from scenes.props.formulas.algorithm import Algorithm
from scenes.props.formulas.captioned_formulas import captioned_formulas
from scenes.props.formulas.code_line import CodeLine
from scenes.props.formulas.derivation import GradientFormulas
from scenes.props.formulas.formula import Formula
from scenes.props.formulas.rule_formula import RuleFormula
from scenes.stage.numbers import NumberFormat
from scenes.stage.regions import MAIN, STAGE, Region
from scenes.stage.theme import LIGHT, TEXT, Theme
from scenes.stage.typesetting import colored
from tests.frames.lecture import ENGLISH, GRADIENT, LOSS, NOISY, RUSSIAN, START
from tests.frames.picture import Picture, at_half, control_frame

SIZE = 0.44
"""Height of an em of what has the stage to itself."""


@control_frame("captioned_formulas")
def captioned(theme: Theme) -> Picture:
    """A formula that fits, and one that does not: only that one is set smaller."""
    region = Region(-2.0, 2.0, -1.0, 1.0)
    narrow = "eta < 2 / lambda_max = 2 / 70.88 = 0.02821762345"
    block = captioned_formulas("that is, if", ["abs(1 - eta) < 1", narrow], 3.9, 0.25, theme)
    return Picture(region, [region.place(block)])


@control_frame("algorithm")
def algorithm(theme: Theme) -> Picture:
    region = Region(-1.6, 1.6, -1.2, 1.2)
    lines = Algorithm(region, "1.  Choose", "2.  For $k = 1, 2, dots$ repeat", "3.  Stop", theme)
    return Picture(region, [lines])


@control_frame("rule_question")
def rule_question(theme: Theme) -> Picture:
    formula, region = _rule(theme)
    return Picture(region, [formula.remove(formula.answer)])


@control_frame("rule_answer", LIGHT)
def rule_answer(theme: Theme) -> Picture:
    formula, region = _rule(theme)
    return Picture(region, [formula.remove(formula.question)])


def _rule(theme: Theme) -> tuple[RuleFormula, Region]:
    region = Region(MAIN.left, MAIN.left + 4.5, 0.0, 1.2)
    rule = LinearRule(2.99, -0.0125, is_exact=False)
    answer = rule.formula(RUSSIAN, colored("$x$", theme.data))
    return RuleFormula(region, rule.relation, answer, theme), region


@control_frame("neuron_diagram")
def neuron_diagram(theme: Theme) -> Picture:
    """The neuron as it is introduced."""
    diagram, region = _neuron(theme)
    return Picture(region, [diagram])


@control_frame("neuron_at_work", LIGHT)
def neuron_at_work(theme: Theme) -> Picture:
    """The first number on its way through: in the discs, above the arrows, below the weights."""
    diagram, region = _neuron(theme)
    numbers = [diagram.note_below(1, "$w_1 =$ 0,0543"), diagram.note_below(2, "$w_0 =$ 0")]
    for index, written in ((0, "1"), (3, "0,0543")):
        diagram.symbols[index].become(diagram.symbol_above(index))
        numbers.append(diagram.value_in(index, written))
    for index, written in enumerate(["1", "0,0543", "0,0543"]):
        numbers.append(diagram.value_above(index, written))
    for group, note in (diagram.multiplier, diagram.notes[1]), (diagram.shifter, diagram.notes[2]):
        group.remove(note)
    return Picture(region, [diagram, *numbers])


def _neuron(theme: Theme) -> tuple[NeuronDiagram, Region]:
    region = STAGE.inset(left=0.6, right=0.6, bottom=2.75)
    notes = ["нейрон", "вход", "умножает", "сдвигает (смещение)", "предсказание"]
    return NeuronDiagram(region, theme, *notes), region


@control_frame("gradient_definition")
def gradient_definition(theme: Theme) -> Picture:
    formulas = GradientFormulas(theme, SIZE)
    lines = [formulas.of_three(), formulas.of_many()]
    return _lines(lines, Region(-5.0, 5.0, -1.7, 1.7), 0.33)


@control_frame("gradient_derivation", LIGHT)
def gradient_derivation(theme: Theme) -> Picture:
    """One squared error by either weight, and the mean of all of them."""
    formulas = GradientFormulas(theme, SIZE)
    lines = [
        formulas.squared_error(1, "outer", "inner"),
        formulas.squared_error(0, "внешняя", "внутренняя"),
        formulas.partial(1),
        formulas.partial(0),
    ]
    return _lines(lines, Region(-5.0, 5.6, -2.8, 2.8), 0.4)


@control_frame("formula_half_way")
def formula_half_way(theme: Theme) -> Picture:
    """Two parts have been written, the third one is on its way."""
    formula = GradientFormulas(theme, SIZE).partial(1).set_at(np.array([-2.5, 0.0, 0.0]))
    at_half(formula.written("outer"))
    return Picture(Region(-5.0, 5.0, -0.8, 0.8), [formula.part("lhs", "eq", "sum", "outer")])


@control_frame("gradient_sums")
def gradient_sums(theme: Theme) -> Picture:
    """The data put into the sums, with two terms and with one."""
    formulas = GradientFormulas(theme, 0.36)
    start = tuple(map(float, START))
    by_w1, by_w0 = _written(ENGLISH)
    lines = [
        formulas.numeric_sum(1, LOSS, start, by_w1, ENGLISH),
        formulas.numeric_sum(0, NOISY, start, by_w0, ENGLISH, terms=1),
    ]
    return _lines(lines, Region(-4.5, 5.0, -1.1, 1.1), 0.05)


@control_frame("gradient_values", LIGHT)
def gradient_values(theme: Theme) -> Picture:
    """Each partial derivative, the gradient, its opposite, and their names."""
    formulas = GradientFormulas(theme, TEXT.title)
    values = _written(RUSSIAN)
    lines = [
        formulas.single(1, values[0]),
        formulas.single(0, values[1]),
        formulas.value(values, RUSSIAN),
        formulas.value(("204,5", "29,5"), RUSSIAN, "-", theme.antigradient),
    ]
    picture = _lines(lines, Region(-2.6, 4.0, -2.6, 2.6), 0.23)
    names = [formulas.name(weight) for weight in (1, 0, None)]
    for name, line in zip(names, (0, 1, 2), strict=True):
        name.next_to(lines[line], RIGHT, buff=1.6)
    return Picture(picture.region, [*picture.mobjects, *names])


def _written(numbers: NumberFormat) -> tuple[str, str]:
    w1, w0 = (numbers.fixed(float(partial), 1) for partial in GRADIENT)
    return w1, w0


def _lines(lines: Sequence[Formula], region: Region, equals_at: float) -> Picture:
    """Set formulas below one another, their equals signs at a share of the region's width."""
    x = region.left + equals_at * region.width
    for line, row in zip(lines, region.split_rows(*[1] * len(lines), gap=0.0), strict=True):
        line.set_at([x, row.center[1], 0.0])
    return Picture(region, lines)


@control_frame("code_line")
def code_line(theme: Theme) -> Picture:
    """A line of code while it is typed, and one of which a part is pointed at."""
    typed = CodeLine('model.compile(optimizer=SGD(0.01), loss="mse")', TEXT.body, theme.ink)
    pointed = CodeLine("model.fit(X, y, epochs=10)", TEXT.body, theme.ink).shift(0.6 * DOWN)
    pointed.part("epochs").set_color(theme.prediction)
    return Picture(Region(-4.0, 4.0, -1.0, 0.5), [at_half(typed.typed()), pointed])
