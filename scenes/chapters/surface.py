"""Chapter 2: every pair of weights has its error."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from manim import DEGREES, DOWN, LEFT, Create, Group, Indicate, Mobject, VGroup
from manim.utils.rate_functions import linear
from numpy.typing import NDArray

from gdmath import MseLoss, is_negligible
from scenes.props.data.fitted_line import FittedLine
from scenes.props.data.knobs import Knobs
from scenes.props.plane.level_line import LevelLine
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.space.bowl import hollow_of, shape_of
from scenes.props.space.loss_surface import DOTS_APPEAR
from scenes.props.space.sample_cloud import SampleCloud
from scenes.props.space.space_label import SpaceLabel
from scenes.props.space.space_mobject import SpaceMark
from scenes.props.space.surface_view import SurfaceView
from scenes.props.space.weight_stem import WeightStem
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import ClockView, RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.pose import Pose
from scenes.stage.regions import MAIN, SIDE, STAGE, Region
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, escape, text

TURN = 0.4
"""How far a knob is turned at most, as a share of the shown range."""
AWAY, TOWARDS = 0.2, 0.45
"""How far w1 is turned from the minimum and towards it, as shares of the way there: the line stays
in its plot, and nobody sees where the minimum is."""
MARGIN = 0.03
"""How near to the border of the plane a knob may lead, as a share of the shown range."""
WORTH_SEEING = 0.05
"""A turn that is seen, as a share of the shown range."""
START_LABEL, LOWEST_LABEL = (-0.5, 0.7), (3.2, 1.6)
"""Where the labels of the start and of the lowest point stand, seen from these."""
TURNS_ASIDE = (
    12 * DEGREES,
    -12 * DEGREES,
    25 * DEGREES,
    -25 * DEGREES,
    50 * DEGREES,
    -50 * DEGREES,
)
"""How far the camera may go round, the first one first, until it sees the minimum ..."""
RISES = (5 * DEGREES, 14 * DEGREES, 22 * DEGREES, 30 * DEGREES)
"""... and how much higher."""


@dataclass
class Beside:
    """The side panel: the neuron's line with its MSE, and the knobs below it."""

    line: FittedLine
    knobs: Knobs

    @property
    def parts(self) -> list[Mobject]:
        """All that is put on the stage."""
        return [self.line, self.line.live, self.knobs, self.knobs.live]


@dataclass
class OnSurface:
    """What stands on the surface."""

    start: SpaceMark
    minimum: SpaceMark
    labels: list[SpaceLabel]


class SurfaceChapter(Chapter):
    """Weights as places, their loss as height: the surface, and the map that it is from above."""

    poster = "landscape"

    # What the beats hand on.
    loss: MseLoss
    start: NDArray[np.float64]
    turns: NDArray[np.float64]
    """The way (n, 2) on which the knobs are turned."""
    plane: WeightPlane
    surface_view: SurfaceView
    stem: WeightStem
    beside: Beside
    standing: OnSurface

    def construct(self) -> None:
        """Play the beats in order."""
        self.knobs()
        self.samples()
        self.landscape()
        self.from_above()

    def stand(self) -> list[Mobject]:
        """Return the empty weight plane in space, and the neuron's line beside it."""
        results, theme, numbers = self.results, self.theme, self.numbers
        self.loss, self.start = results.loss, results.start
        self.turns = turns_of(self.start, self.loss.minimum, np.array(self.results.ranges))
        label = self.color_label()
        self.plane = WeightPlane(MAIN, self.loss, *results.ranges, theme, numbers, label)
        camera, n = self.film.camera, results.params.resolution
        self.surface_view = SurfaceView(
            camera, self.plane, self.loss, self.start, theme, numbers, samples=n
        )
        camera.take(self.surface_view.pose(MAIN))
        self.surface_view.axes.raised = 0.0
        self.stem = WeightStem(self.surface_view.space, self.loss, self.turns, theme)
        camera.watch(self.stem)

        def write(weights: NDArray[np.float64]) -> tuple[str, str]:
            return self.write_weights(weights)

        above, below = SIDE.split_rows(4.0, 1.7, gap=0.3)
        self.beside = Beside(
            FittedLine(above, self.loss, self.turns, theme, numbers),
            Knobs(below, self.turns, results.ranges, write, theme, numbers.brief),
        )
        return [self.surface_view.axes, self.beside.line, self.beside.line.live]

    @beat
    def knobs(self) -> None:
        """Turning a weight moves the line, the place on the plane and the square of the MSE."""
        film, beside = self.film, self.beside
        views: list[ClockView] = [self.stem, beside.line, beside.knobs]
        film.say("place")
        film.show(beside.knobs, beside.knobs.live)
        self.stem.draw_guides(0.0)
        film.show(self.stem, at="point")
        film.move(Sweep(self.stem, self.stem.draw_guides, 0.0, 1.0))
        film.say("w1")
        film.move(RunClock(*views, start=0, end=2), at="turn")
        film.say("w0")
        film.move(RunClock(*views, start=2, end=3), until="turn")
        film.move(RunClock(*views, start=3, end=5))

    @beat
    def samples(self) -> None:
        """Many pairs of weights, each lifted to its loss, become the surface."""
        film, numbers, view = self.film, self.numbers, self.surface_view
        n, axes, surface = self.results.params.resolution, view.axes, view.surface
        film.say("height")
        film.move(Sweep(Group(self.stem, axes), self._raise, 0.0, 1.0), at="lift")

        cloud = SampleCloud(
            self.loss, self.plane.colors, view.space, (n, n), self.start, region=STAGE
        )
        highest = self.loss.minimum_loss + self.plane.colors.highest
        said = "grid_cut" if highest > view.space.ceiling else "grid"
        film.say(said, n=numbers.count(n), pairs=numbers.count(n * n))
        film.show(cloud)
        film.add(self.stem)
        film.move(Sweep(cloud, cloud.lift, 0.0, 1.0, rate_func=linear), at="lift")

        film.say(f"surface_{shape_of(self.loss)}")
        surface.grows_from = (
            view.space.point(*self.start)[:2] - view.space.point(*self.loss.minimum)[:2]
        )
        surface.reveal = DOTS_APPEAR
        film.remove(cloud, self.stem)
        film.add(surface, self.stem)
        growth = surface.animate(rate_func=linear)  # type: ignore[operator]
        film.move(growth.set(reveal=1.0))
        self.standing = OnSurface(
            view.mark(self.start), view.mark(self.loss.minimum, is_minimum=True), []
        )
        # The stem stands below the surface now; its head is the place on it.
        film.show(self.standing.start, view.floor, instead_of=[self.stem])

    @beat
    def landscape(self) -> None:
        """The surface, the start on it, the lowest point."""
        film, loss = self.film, self.loss
        view, camera, standing = self.surface_view, self.film.camera, self.standing
        seen = [*view.parts, standing.start]
        mse = self.write_loss(loss(*map(float, self.start)))
        label = self._label(self.start, [f"MSE $=$ {escape(mse)}"], START_LABEL)
        film.say("start", mse=mse)
        film.hide(*self.beside.parts)
        wide = view.pose(STAGE)
        film.move(MoveCamera(camera, wide, *seen), until="label")
        film.show(label)
        film.say("question")
        film.move(Sweep(standing.start, standing.start.swell, 0.0, 1.0))
        film.think()
        film.say(f"look_{hollow_of(loss)}")
        film.hide(label)
        film.move(MoveCamera(camera, self._pose_to_minimum(wide), *seen))

        w1, w0 = self.write_weights(loss.minimum)
        zero = is_negligible(loss.minimum_loss, loss)
        least = self.write_loss(loss.minimum_loss)
        names = colored("$w_1$", self.theme.w1), colored("$w_0$", self.theme.w0)
        lines = [
            *(f"{name} $=$ {escape(weight)}" for name, weight in zip(names, (w1, w0), strict=True)),
            f"MSE $=$ {escape(least)}",
        ]
        film.say("lowest_zero" if zero else "lowest", w1=w1, w0=w0, mse=least)
        film.show(standing.minimum)
        standing.labels.append(self._label(loss.minimum, lines, LOWEST_LABEL))
        film.show(*standing.labels, at="label")

    @beat
    def from_above(self) -> None:
        """The camera rises until the surface is the heat map."""
        film, theme, view, standing = self.film, self.theme, self.surface_view, self.standing
        plot = self.plane.plot
        dot = PlaneDot(plot, self.start, theme, theme.path)
        film.say("rise")
        film.hide(*standing.labels)
        view.sink_to_map(film, [dot, *self.beside.parts], [standing.start, standing.minimum])
        film.say("map")
        if not is_negligible(self.loss.excess(*map(float, self.start)), self.loss):
            level = LevelLine(plot, self.loss, self.start, theme, theme.level_line)
            film.move(Create(level), at="lines")
        if shape_of(self.loss) == "ravine" and (steps := self.results.fewest_steps):
            film.say("ravine", steps=self.numbers.count(rounded_down(steps)))
            film.move(Indicate(dot, scale_factor=1.6, color=theme.ink))

    # What they share.

    def _raise(self, share: float) -> None:
        """Lift the dot to a share of its height, and let the axis of heights appear."""
        self.stem.lift(share)
        self.surface_view.axes.raised = share

    def _pose_to_minimum(self, pose: Pose) -> Pose:
        """Return a pose, not far from another one, from where the minimum is seen."""
        view, camera, space = self.surface_view, self.film.camera, self.surface_view.space
        lowest = space.on_surface(self.loss, self.loss.minimum[None])
        looks = [
            replace(pose, phi=pose.phi - rise, theta=pose.theta + aside)
            for rise in RISES
            for aside in TURNS_ASIDE
        ]
        poses = [view.pose_from(look, STAGE) for look in looks]
        hidden = (bool(view.surface.hides(lowest, camera.seen_from(one))[0]) for one in poses)
        return next(
            (one for one, is_hidden in zip(poses, hidden, strict=True) if not is_hidden), poses[-1]
        )

    def _label(
        self,
        weights: NDArray[np.float64],
        lines: Sequence[str],
        offset: tuple[float, float],
        region: Region = STAGE,
    ) -> SpaceLabel:
        """Return a label of weights on the surface, of lines of Typst markup."""
        block = VGroup(*(text(line, TEXT.label, self.theme.ink) for line in lines))
        block.arrange(DOWN, aligned_edge=LEFT, buff=0.14)
        return self.surface_view.label(weights, block, offset, region)


def rounded_down(steps: int) -> int:
    """Return a number of two digits and zeros that is not larger."""
    unit = int("1".ljust(len(str(steps)) - 1, "0"))
    return steps // unit * unit


def turns_of(
    start: NDArray[np.float64], minimum: NDArray[np.float64], ranges: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the corners (6, 2) of a way on which the knobs are turned one by one, and back.

    The first weight goes a little away from the minimum, then towards it, and not so far as it;
    if it is near it from the start, only away. Then the other one goes up and down.

    Args:
        start: The weights (2,) where it begins and ends.
        minimum: The weights (2,) of the minimum.
        ranges: The shown ranges (2, 2).
    """
    extents = ranges[:, 1] - ranges[:, 0]
    low, high = ranges[:, 0] + MARGIN * extents, ranges[:, 1] - MARGIN * extents
    w1, w0 = map(float, start)
    there = float(minimum[0]) - w1
    first, second = w1 - AWAY * there, w1 + TOWARDS * there
    if TOWARDS * abs(there) < WORTH_SEEING * extents[0]:
        rooms = w1 - low[0], high[0] - w1
        away = -1.0 if there > 0 else 1.0
        if rooms[int(away > 0)] < WORTH_SEEING * extents[0]:
            away = -away
        first, second = w1 + away * TURN * float(extents[0]), w1
    first, second = (float(np.clip(value, low[0], high[0])) for value in (first, second))
    up = min(w0 + TURN * float(extents[1]), float(high[1]))
    down = max(w0 - TURN * float(extents[1]), float(low[1]))
    return np.array([start, [first, w0], [second, w0], [second, up], [second, down], start])


class Surface(Film):
    """The chapter as a film of its own."""

    chapters = (SurfaceChapter,)
