"""Chapter 7: the same in three lines of Keras."""

import math

import numpy as np
from manim import DOWN, LEFT, UL, FadeIn, FadeOut, VGroup

from gdmath import progress
from scenes.props.curves.difference_plot import DifferencePlot
from scenes.props.data.prediction_table import PredictionTable
from scenes.props.data.residual_plot import ResidualPlot
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.big_number import big_number
from scenes.props.plotting.legend import Legend
from scenes.props.plotting.table import NumberTable
from scenes.props.space.space_path import SpacePath
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock
from scenes.stage.film import Film
from scenes.stage.regions import MAIN, SIDE, STAGE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import code, colored, text

LONGEST_RUN = 6.0
"""Seconds that all epochs take together."""
LONGEST_EPOCH = 0.7
"""Seconds that an epoch takes when there are only a few."""
THINKING_TIME = 1.5
"""Seconds between a question and its answer."""
EXPLAINED_BY_ROUNDING = 1e-5
"""Largest difference, relative to the weights, that the rounding of 32-bit numbers explains."""


class KerasTrainingChapter(Chapter):
    """The same descent trained by Keras: its path, and that it is the same as by hand."""

    poster = "same_path"

    def construct(self) -> None:
        """Play the beats in order."""
        self.code()
        self.ten_epochs()
        self.same_path()
        self.after()

    @beat
    def code(self) -> None:
        """The model, its training and nothing else: three lines."""
        film, params = self.film, self.results.params
        n = len(self.results.loss.x)
        lines = VGroup(
            *(
                text(code(line), TEXT.title, self.theme.ink)
                for line in (
                    "model = Sequential([Input((1,)), Dense(1)])",
                    f'model.compile(optimizer=SGD({params.learning_rate:g}), loss="mse")',
                    f"model.fit(X, y, batch_size={n}, epochs={params.epochs})",
                )
            )
        ).arrange(DOWN, aligned_edge=LEFT, buff=0.7)
        STAGE.place(lines)
        for line, key in zip(lines, ("model", "compile", "fit"), strict=True):
            film.say(key)
            film.play(FadeIn(line), run_time=0.6)
        self._code = lines

    def _stand_on_stage(self) -> None:
        """Bring in the weight plane with the start, and the table of the weights."""
        results, theme, numbers = self.results, self.theme, self.numbers
        trajectory = results.keras
        self.plane = WeightPlane(
            MAIN, results.loss, *results.ranges, theme, numbers, self.loss_label()
        )
        self.path = DescentPath(self.plane.plot, trajectory.weights, theme, theme.keras_path)
        self.table = NumberTable(
            SIDE,
            [
                self.strings("common.epoch"),
                colored("$w_1$", theme.w1),
                colored("$w_0$", theme.w0),
                "MSE",
            ],
            [
                [numbers.plain(k), *self.write_weights(weights), numbers.loss(float(loss))]
                for k, (weights, loss) in enumerate(
                    zip(trajectory.weights, trajectory.losses, strict=True)
                )
            ],
            theme,
        )
        picture = [self.plane, self.table, self.path, self.table.live]
        self.film.play(FadeOut(self._code), run_time=0.5)
        self.film.play(*map(FadeIn, picture), run_time=0.8)

    @beat
    def ten_epochs(self) -> None:
        """The path that Keras takes, epoch by epoch, with its weights in the table."""
        film, numbers, trajectory = self.film, self.numbers, self.results.keras
        epochs = len(trajectory.losses) - 1
        self._stand_on_stage()
        film.say("epoch", n=numbers.plain(len(self.results.loss.x)))
        if epochs == 0:
            film.say("no_epochs")
            return
        film.play(
            RunClock(
                self.path,
                self.table,
                start=0,
                end=epochs,
                whole=epochs * LONGEST_EPOCH > LONGEST_RUN,
                run_time=min(LONGEST_RUN, LONGEST_EPOCH * epochs),
            )
        )
        results, camera = self.results, film.camera
        self._surface_view = SurfaceView(
            camera, self.plane, results.loss, results.start, self.theme, numbers
        )
        path = SpacePath(
            camera,
            self._surface_view.space,
            results.loss,
            self._surface_view.surface,
            trajectory.weights,
            self.theme,
            self.theme.keras_path,
        )
        path.show(epochs)
        self._standing = [self._surface_view.mark(results.loss.minimum, is_minimum=True), path]
        w1, w0 = self.write_weights(trajectory.weights[-1])
        film.say("weights", k=numbers.plain(epochs), w1=w1, w0=w0)
        self._surface_view.rise_from_map(film, MAIN, [self.path], self._standing)
        start, mse = numbers.loss(trajectory.losses[0]), numbers.loss(trajectory.losses[-1])
        end = progress(trajectory, self.results.loss)
        if mse == start or end == "stayed":
            film.say("loss_same", mse=mse)
        else:
            film.say("loss_up" if end == "diverged" else "loss_down", start=start, mse=mse)

    @beat
    def same_path(self) -> None:
        """The path by hand laid under it, and how far the two are apart."""
        film, theme, numbers = self.film, self.theme, self.numbers
        keras, manual = self.results.keras, self.results.manual_epochs
        common = min(len(keras.losses), len(manual.losses))
        apart = np.abs(keras.weights[:common] - manual.weights[:common]).max(axis=1)
        size = float(np.abs(manual.weights[:common]).max())
        largest = float(apart.max())
        resolution = float(np.spacing(np.float32(max(size, np.finfo(np.float32).tiny))))

        epochs = common - 1
        if epochs:
            self._surface_view.sink_to_map(film, [self.path], self._standing)
            film.say("question")
            film.think(THINKING_TIME)
        rings = DescentPath(self.plane.plot, keras.weights, theme, theme.keras_path, rings=True)
        rings.show(len(keras.losses) - 1)
        by_hand = DescentPath(self.plane.plot, manual.weights, theme, theme.path)
        legend_region, number_region, plot_region = SIDE.split_rows(0.9, 1.35, 3.3, gap=0.15)
        legend = Legend(
            legend_region,
            [
                (film.words("by_hand"), theme.path, False),
                (film.words("by_keras"), theme.keras_path, True),
            ],
            theme,
        )
        film.play(*map(FadeOut, [self.table, self.table.live, self.path]), run_time=0.5)
        film.play(*map(FadeIn, [by_hand, rings, legend]), run_time=0.6)
        if epochs == 0:
            film.say("both_at_start")
            return
        film.play(
            RunClock(
                by_hand,
                start=0,
                end=epochs,
                whole=epochs * LONGEST_EPOCH > LONGEST_RUN,
                run_time=min(LONGEST_RUN, LONGEST_EPOCH * epochs) / 2,
            )
        )
        written = numbers.significant(_rounded_up(largest), 2)  # "never more" has to be true
        explained = largest <= EXPLAINED_BY_ROUNDING * size
        film.say("difference" if explained else "why_more", difference=written)
        number = big_number(film.words("largest_difference"), written, theme)
        number_region.place(number, UL)
        plot = DifferencePlot(
            plot_region,
            apart,
            resolution,
            theme,
            numbers,
            x_label=self.strings("common.epoch"),
            y_label=film.words("difference_axis"),
            resolution_label=film.words("resolution"),
        )
        film.play(FadeIn(number), FadeIn(plot), FadeIn(plot.live), run_time=0.8)
        film.play(RunClock(plot, start=0, end=epochs, run_time=1.5))
        if explained:
            film.say("why_rounding" if largest else "why_equal")

    @beat
    def after(self) -> None:
        """What the trained neuron says, point by point, and its error."""
        film, theme, numbers, loss = self.film, self.theme, self.numbers, self.results.loss
        trajectory = self.results.keras
        plot = ResidualPlot(
            MAIN.inset(top=0.2),
            loss,
            trajectory.weights[-1],
            theme,
            numbers,
        )
        table = PredictionTable(
            SIDE,
            loss,
            trajectory.weights,
            self.theme,
            numbers,
            squares_label=self.strings("common.squared_error"),
            more=lambda n: self.strings("common.more_points", n=numbers.plain(n)),
        )
        table.show(len(trajectory.losses) - 1)
        film.play(*map(FadeOut, film.mobjects[1:]), run_time=0.6)
        line = [plot, plot.bars, plot.line, plot.dots]
        film.play(*map(FadeIn, [*line, table, table.live]), run_time=0.8)
        mse = numbers.loss(trajectory.losses[-1])
        film.say("table", mse=mse)
        if 0 < self.results.params.epochs < len(self.results.manual_epochs.losses):
            by_hand = numbers.loss(self.results.manual_epochs.losses[-1])
            if by_hand == mse:
                film.say("as_by_hand", mse=by_hand)


def _rounded_up(value: float) -> float:
    """Return the smallest number of two digits that is not below a value."""
    if not value > 0:
        return value
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / unit * (1 - 1e-12)) * unit


class KerasTraining(Film):
    """The chapter as a film of its own."""

    chapters = (KerasTrainingChapter,)
