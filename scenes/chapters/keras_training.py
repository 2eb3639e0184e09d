"""Chapter 7: the same in a few lines of Keras."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from manim import DOWN, LEFT, UL, Indicate, ManimColor, Mobject, VGroup
from numpy.typing import NDArray

from gdmath import MseLoss, Trajectory, cleared, descent_rounding
from gdmath.rounding import SINGLE
from scenes.props.curves.difference_plot import DifferencePlot
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.formulas.code_line import CodeLine
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.weight_plane import WeightPlane, Zoom
from scenes.props.plotting.big_number import big_number
from scenes.props.plotting.legend import Legend
from scenes.props.plotting.table import NumberTable, rows_that_fit
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.numbers import decimals_for
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.typesetting import colored

CODE_SIZE = 0.46
"""Height of an em of the code."""
LINE_GAP = 0.36
"""Between two lines of it."""
FEW_EPOCHS = 15
"""Up to so many epochs the path goes straight from one to the next; more of them pass as jumps."""
SLOW_START = 1.8
"""The line's pace: what the first epochs do is seen."""
TABLE_DIGITS = (3, 2, 1)
"""Digits of large and small numbers in the table; the fewer, the narrower it is."""
NO_ERROR = 1e-9
"""Up to this share of the mean of y squared a loss may be called none."""
SMALL = 1e-3
"""Up to this share of what is looked at a difference cannot be seen."""


@dataclass
class Code:
    """The lines of code, in the order in which they are run."""

    given: CodeLine
    model: CodeLine
    start: CodeLine
    predict: CodeLine
    answer: CodeLine
    compile: CodeLine
    fit: CodeLine

    @property
    def lines(self) -> VGroup:
        """All of them, from top to bottom."""
        return VGroup(
            self.given,
            self.model,
            self.start,
            self.predict,
            self.answer,
            self.compile,
            self.fit,
        )


class KerasTrainingChapter(Chapter):
    """The same descent trained by Keras: its path, and that it is the same as by hand."""

    poster = "same_path"

    plane: WeightPlane
    """The map, from `ten_epochs` on."""
    path: DescentPath
    """Keras' path on it."""
    leaving: list[Mobject]
    """What the next beat takes from the stage."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.code()
        self.ten_epochs()
        self.same_path()
        self.after()

    @property
    def epochs(self) -> int:
        """The updates that Keras made; fewer than asked for if it left the range of numbers."""
        return self.results.keras.steps

    @beat
    def code(self) -> None:
        """The model, its answer before training, how it learns, and the training."""
        film, loss, numbers = self.film, self.results.loss, self.numbers
        code = self._write_code()
        film.say("model")
        film.show(code.given)
        film.move(code.model.typed())
        film.say(
            "predict",
            x=numbers.plain(float(loss.x[0])),
            answer=numbers.significant(self._first_answer()),
        )
        film.move(code.start.typed(), until="ask")
        film.move(code.predict.typed(), until="answer")
        film.show(code.answer)
        film.say("compile")
        film.move(code.compile.typed(), until="loss")
        film.move(self._point_at(code.compile, "mse"))
        film.say("fit", n=numbers.plain(len(loss.x)))
        film.move(code.fit.typed(), until="batch")
        film.move(self._point_at(code.fit, "batch_size"))
        film.say("epoch")
        film.move(self._point_at(code.fit, "epochs"), at="epoch")
        self.leaving = [code.lines]

    def _point_at(self, line: CodeLine, piece: str) -> Indicate:
        """Return the animation that colours a piece of the code; it has no room to grow."""
        return Indicate(line.part(piece), scale_factor=1.0, color=self.theme.keras_path)

    def _first_answer(self) -> float:
        """Return what the neuron answers to the first x before it is trained."""
        loss = self.results.loss
        return float(loss.predict(*map(float, self.results.start))[0])

    def _write_code(self) -> Code:
        params, loss, theme = self.results.params, self.results.loss, self.theme

        def line(source: str, color: ManimColor = theme.ink) -> CodeLine:
            return CodeLine(source, CODE_SIZE, color)

        code = Code(
            given=line(f"# {self.film.words('given')}", theme.muted),
            model=line("model = Sequential([Input((1,)), Dense(1)])"),
            start=line("model.set_weights([np.array([[w1]]), np.array([w0])])", theme.muted),
            predict=line(f"model.predict(np.array([[{loss.x[0]:g}]]))", theme.muted),
            answer=line(f"→ {self._first_answer():.3g}", theme.prediction),
            compile=line(f'model.compile(optimizer=SGD({params.learning_rate:g}), loss="mse")'),
            fit=line(f"model.fit(X, y, batch_size={len(loss.x)}, epochs={params.epochs})"),
        )
        lines = code.lines.arrange(DOWN, aligned_edge=LEFT, buff=LINE_GAP)
        if lines.width > STAGE.width:
            lines.scale(STAGE.width / lines.width)
        STAGE.place(lines)
        return code

    @beat
    def ten_epochs(self) -> None:
        """The path that Keras takes, epoch by epoch, with its weights in the table."""
        film, trajectory = self.film, self.results.keras
        table = self._stand_on_stage()
        if self.epochs == 0:
            film.say("no_epochs")
        else:
            film.say("walk")
        film.show(self.plane, self.path, table, table.live, instead_of=self.leaving)
        self.leaving = [table, table.live, self.path]
        if self.epochs == 0:
            return
        film.move(self._run(self.path, table))
        start, mse = self.write_loss(trajectory.losses[0]), self.write_loss(trajectory.losses[-1])
        film.say(
            loss_sentence(trajectory, self.results.manual_epochs, mse == start),
            start=start,
            mse=mse,
        )
        color = self.theme.keras_path
        film.move(Indicate(table.row(0), scale_factor=1.1, color=color), share=0.3)
        window = self._window_of_end(trajectory.weights)
        if not np.array_equal(window, self.plane.window):
            film.move(Zoom(self.plane, window), share=0.6)
        film.move(Indicate(table.row(-1), scale_factor=1.1, color=color))

    def _stand_on_stage(self) -> NumberTable:
        """Make the weight plane with the path at its start, and the table of the weights."""
        results, theme, numbers = self.results, self.theme, self.numbers
        trajectory = results.keras
        self.plane = WeightPlane(
            MAIN, results.loss, *results.ranges, theme, numbers, self.loss_label()
        )
        self.path = DescentPath(self.plane.plot, trajectory.weights, theme, theme.keras_path)
        self.plane.stand_on(self.path)
        headings = [
            self.strings("common.epoch"),
            colored("$w_1$", theme.w1),
            colored("$w_0$", theme.w0),
            "MSE",
        ]
        rows = rows_that_fit(self._table_rows, TABLE_DIGITS, headings, SIDE.width)
        return NumberTable(SIDE, headings, rows, theme)

    def _table_rows(self, digits: int) -> list[list[str]]:
        """Write the rows of the table: epoch, weights as fine as the map, MSE.

        Args:
            digits: What large and small numbers have before a power of ten; with fewer of them
                the weights have fewer decimals, too.
        """
        numbers, trajectory = self.numbers, self.results.keras
        fewer = TABLE_DIGITS[0] - digits
        w1, w0 = (
            numbers.column(column.tolist(), decimals_for(high - low) - fewer, digits)
            for column, (low, high) in zip(trajectory.weights.T, self.results.ranges, strict=True)
        )
        most = None if digits == TABLE_DIGITS[0] else digits
        mse = numbers.losses([self._shown(value) for value in trajectory.losses], most)
        return [
            [numbers.plain(k), *written] for k, written in enumerate(zip(w1, w0, mse, strict=True))
        ]

    def write_loss(self, value: float) -> str:
        """Write a loss of Keras: 0 where it is rounding to 32 bits."""
        return self.numbers.loss(self._shown(value))

    def _shown(self, value: float) -> float:
        return shown_loss(float(value), self.results.loss)

    def _run(self, *views: DescentPath | NumberTable) -> RunClock:
        """Return the run through all epochs: straight ways where there are few, else jumps."""
        return RunClock(*views, start=0, end=self.epochs, whole=self.epochs > FEW_EPOCHS)

    def _window_of_end(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the window that shows the last steps closely, with the minimum if it is near."""
        last = np.vstack([weights[len(weights) // 2 :], self.results.loss.minimum])
        window = self.plane.window_around(last, margin=0.2)
        whole = np.array(self.results.ranges)
        return window if np.ptp(window[0]) < np.ptp(whole[0]) else whole

    @beat
    def same_path(self) -> None:
        """The path by hand laid under it, and how far the two are apart."""
        film, theme, numbers = self.film, self.theme, self.numbers
        keras, manual = self.results.keras, self.results.manual_epochs
        apart = differences(keras, manual)
        size = float(np.abs(manual.weights[: len(apart)]).max())
        largest = float(apart.max())
        rings = DescentPath(self.plane.plot, keras.weights, theme, theme.keras_path, rings=True)
        rings.show(keras.steps)
        by_hand = DescentPath(self.plane.plot, manual.weights, theme, theme.path)
        self.plane.stand_on(rings)
        self.plane.stand_on(by_hand)
        legend_region, number_region, plot_region = SIDE.split_rows(0.9, 1.35, 3.3, gap=0.15)
        legend = self._legend(legend_region)
        if len(apart) == 1:
            film.say("both_at_start")
            film.show(by_hand, rings, legend, instead_of=self.leaving)
            self.leaving = [self.plane, by_hand, rings, legend]
            return
        film.say("question")
        film.show(by_hand, rings, legend, instead_of=self.leaving)
        film.move(self._run(by_hand))
        written = numbers.significant(rounded_up(largest), 2)  # "never more" has to be true
        extent = float(np.ptp(self.results.ranges, axis=1).max())
        bounds = descent_rounding(self.results.loss, keras.weights, keras.learning_rate, SINGLE)[
            : len(apart)
        ]
        said = difference_sentence(apart, bounds, size, extent)
        film.say(said, difference=written, size=numbers.significant(size, 2))
        number = big_number(film.words("largest_difference"), written, theme)
        number_region.place(number, UL)
        plot = self._difference_plot(plot_region, apart, size)
        film.show(number, plot, plot.live)
        film.move(RunClock(plot, start=0, end=len(apart) - 1))
        self.leaving = [self.plane, by_hand, rings, legend, number, plot, plot.live]
        if said in ("difference", "beside"):
            film.say("why_rounding" if largest else "why_equal")
            film.move(self._run(by_hand))

    def _legend(self, region: Region) -> Legend:
        words, theme = self.film.words, self.theme
        return Legend(
            region,
            [
                (words("by_hand"), theme.path, False),
                (words("by_keras"), theme.keras_path, True),
            ],
            theme,
        )

    def _difference_plot(
        self, region: Region, apart: NDArray[np.float64], size: float
    ) -> DifferencePlot:
        words = self.film.words
        return DifferencePlot(
            region,
            apart,
            float(np.spacing(np.float32(max(size, float(np.finfo(np.float32).tiny))))),
            self.theme,
            self.numbers,
            x_label=self.strings("common.epoch"),
            y_label=words("difference_axis"),
            resolution_label=words("resolution"),
        )

    @beat
    def after(self) -> None:
        """What the trained neuron says, point by point, and its error."""
        film, theme, numbers, loss = self.film, self.theme, self.numbers, self.results.loss
        trajectory = self.results.keras
        line = FittedLine(MAIN, loss, trajectory.weights, theme, numbers, self.data_names())
        table = PredictionTable(
            SIDE,
            loss,
            trajectory.weights,
            theme,
            numbers,
            squares_label=self.strings("common.squared_error"),
            more=lambda n: self.strings("common.more_points", n=numbers.plain(n)),
        )
        mse = self.write_loss(trajectory.losses[-1])
        start = self.write_loss(trajectory.losses[0])
        film.say("line_stays" if mse == start else "line_moves", mse=mse)
        film.show(line, line.live, table, table.live, instead_of=self.leaving)
        pace = RunClock(line, table, start=0, end=self.epochs, pace=lambda share: share**SLOW_START)
        film.move(pace)
        if is_as_by_hand(self.results.manual_epochs, self.epochs, mse, self.write_loss):
            film.say("as_by_hand")
            film.move(Indicate(line.live, scale_factor=1.0, color=theme.path), share=0.6)


def loss_sentence(trajectory: Trajectory, manual: Trajectory, reads_alike: bool) -> str:
    """Return which sentence tells how the loss changed.

    Args:
        trajectory: The descent.
        manual: The same one by hand.
        reads_alike: Whether its first and its last loss are written alike.
    """
    if reads_alike:
        return "loss_same"
    if trajectory.losses[-1] < trajectory.losses[0]:
        return "loss_down"
    return "loss_up" if manual.outcome == "diverged" else "loss_rounding"


def shown_loss(value: float, loss: MseLoss) -> float:
    """Return a loss of Keras as it is shown: 0 where it is rounding to 32 bits, and invisible."""
    visible = NO_ERROR * float(np.mean(loss.y**2))
    return cleared(value, loss, SINGLE) if value <= visible else value


def difference_sentence(
    apart: NDArray[np.float64], bounds: NDArray[np.float64], size: float, extent: float
) -> str:
    """Return what is said of the difference of both descents.

    Args:
        apart: The larger difference of the two weights after each update (k+1,).
        bounds: What rounding to 32 bits explains of it (k+1,).
        size: The largest weight on the way.
        extent: The longer side of the map.
    """
    if np.any(apart > bounds):
        return "why_more"
    largest = float(apart.max())
    if largest <= SMALL * extent:
        return "difference"
    return "beside" if largest <= SMALL * size else "grown"


def differences(one: Trajectory, other: Trajectory) -> NDArray[np.float64]:
    """Return the larger difference of the two weights after each update that both made (k+1,)."""
    common = min(len(one.losses), len(other.losses))
    return np.asarray(np.abs(one.weights[:common] - other.weights[:common]).max(axis=1))


def is_as_by_hand(manual: Trajectory, epochs: int, mse: str, write: Callable[[float], str]) -> bool:
    """Tell whether the loss by hand, after as many updates as Keras made, is written as ``mse``."""
    return 0 < epochs < len(manual.losses) and write(float(manual.losses[epochs])) == mse


def rounded_up(value: float) -> float:
    """Return the smallest number of two digits that is not below a value."""
    if not value > 0:
        return value
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / unit * (1 - 1e-12)) * unit


class KerasTraining(Film):
    """The chapter as a film of its own."""

    chapters = (KerasTrainingChapter,)
