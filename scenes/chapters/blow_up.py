"""Chapter 4: the whole gradient at once."""

import math
from dataclasses import dataclass, replace

import numpy as np
from manim import DEGREES, LEFT, UP, FadeIn, FadeOut, Indicate, Mobject, VGroup
from manim.utils.rate_functions import smooth, squish_rate_func

from gdmath import Modes, change_of, is_negligible
from gdmath.progress import Change
from scenes.props.curves.overshoot import Overshoot
from scenes.props.data.fitted_line import FittedLine
from scenes.props.formulas.captioned_formulas import captioned_formulas
from scenes.props.formulas.update_sum import LEAST_LENGTH, UpdateSum
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.plotting.counters import Counter, Counters
from scenes.props.space.bowl import hollow_of
from scenes.props.space.leap import Leap
from scenes.props.space.space_label import SpaceLabel
from scenes.props.space.surface_view import LOOK, SurfaceView
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.numbers import decimals_of_component
from scenes.stage.pose import Pose
from scenes.stage.regions import MAIN, SIDE, Region
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import text

AS_FAR = 0.005
"""Relative change of a position below which it counts as the same."""
UPRIGHT = 10.0
"""Slope on screen from which a line stands upright."""
STEEP = 61 * DEGREES
"""Angle to the vertical from which walls are seen as walls."""
LOW = 80 * DEGREES
"""Angle to the vertical from which the valley is looked along."""
LABEL_OFFSET = (-1.6, -0.45)
"""From the end of the arrow on the floor to its length."""
SHORTEST_ARROW = 1e-3
"""From which share of its length the arrow across the valley grows, by equal ratios."""
DIGITS = 4
"""Of positions and curvatures."""
MOST_TURN = 60 * DEGREES
"""So far the camera goes round at most to look along the valley."""


@dataclass
class Picture:
    """What the beats share: the surface with the step on it, and the side panel."""

    view: SurfaceView
    leap: Leap
    line: FittedLine
    update: UpdateSum

    @property
    def space(self) -> list[Mobject]:
        """All that stands in space."""
        return [*self.view.parts, self.leap]

    @property
    def parts(self) -> list[Mobject]:
        """All that stands when the chapter opens."""
        return [*self.space, self.line, self.line.live]


@dataclass
class Notes:
    """What is written beside the section across the valley, in the order of its words."""

    largest: VGroup
    slope: Counters
    step: VGroup
    result: VGroup
    landing: str
    """The position after the step, as written."""


class BlowUpChapter(Chapter):
    """One step by the whole gradient, and why it leads to the other side of the valley."""

    picture: Picture

    def construct(self) -> None:
        """Play the beats in order."""
        self.full_step()
        self.why()

    def stand(self) -> list[Mobject]:
        """Return the surface with the start on it, and the line beside it."""
        results, theme, numbers = self.results, self.theme, self.numbers
        loss, step = results.loss, results.full_step
        camera = self.film.camera
        plane = WeightPlane(MAIN, loss, *results.ranges, theme, numbers, self.loss_label())
        view = SurfaceView(camera, plane, loss, results.start, theme, numbers)
        camera.take(self._pose(view))
        above, below = SIDE.split_rows(1.5, 4.35, gap=0.15)
        # What is left of a gradient at the minimum is rounding.
        gradient = np.zeros(2) if self.stays else step.gradients[0]
        weights = step.weights[[0, 0]] if self.stays else step.weights[:2]
        self.picture = Picture(
            view,
            Leap(camera, view, loss, weights, -gradient, theme),
            FittedLine(below, loss, weights, theme, numbers),
            UpdateSum(above, weights[0], gradient, weights[1], theme, numbers),
        )
        return self.picture.parts

    @property
    def change(self) -> Change:
        """What the full step does to the loss."""
        return change_of(*map(float, self.results.full_step.losses[:2]))

    @property
    def stays(self) -> bool:
        """Whether the start is the lowest point, so that there is nowhere to go."""
        loss, start = self.results.loss, self.results.start
        return is_negligible(loss.excess(*map(float, start)), loss)

    @beat
    def full_step(self) -> None:
        """The antigradient at its true length, and the step along all of it."""
        film, numbers, picture = self.film, self.numbers, self.picture
        step, leap = self.results.full_step, picture.leap
        before, after = map(self.write_loss, step.losses[:2])
        if self.stays:
            film.say("stays")
            film.show(picture.update)
            film.say("stayed", mse=before)
            return
        length = numbers.loss(float(np.linalg.norm(step.gradients[0])))
        film.say("arrow", length=length)
        film.move(Sweep(leap, leap.arrow.grow, 0.0, 1.0), until="length")
        label = self._label_arrow(length)
        film.show(label)
        film.say("question")
        film.show(picture.update.question)
        film.think()
        film.say(jump_of(self.change, self._turns_upright()))
        film.hide(label)
        film.move(self._run(0.0, 1.0), MoveCamera(film.camera, self._far_pose(), *picture.space))
        reach = max(LEAST_LENGTH, float(np.linalg.norm(step.weights[1])))
        w1, w0 = (numbers.component(float(weight), reach) for weight in step.weights[1])
        film.say(f"mse_{self.change}", w1=w1, w0=w0, before=before, after=after)
        film.show(picture.update.answer)
        film.move(
            Indicate(picture.line.mse, color=self.theme.path, scale_factor=1.15),
            at="mse",
            share=0.4,
        )

    @beat
    def why(self) -> None:
        """The step seen across the valley: its curvature makes the step so long."""
        film, numbers, loss = self.film, self.numbers, self.results.loss
        self._look_along()
        curvature = float(loss.eigenvalues[1])
        position = float(Modes.of(loss, self.results.start, 1.0).distances[1])
        section, notes = self._section(curvature, position)
        written = {"curvature": curvature, "position": position, "factor": 1 - curvature}
        values = {name: numbers.rounded(value, DIGITS) for name, value in written.items()}
        film.say(f"parabola_{hollow_of(loss)}", position=values["position"])
        section.draw_curve(0.0)
        # The curve is drawn over the valley that it cuts through.
        gone = squish_rate_func(smooth, 0.0, 0.4)
        film.move(
            *(FadeOut(part, rate_func=gone) for part in self.picture.parts),
            FadeIn(section),
            Sweep(section.live, section.draw_curve, 0.0, 1.0),
            until="start",
        )
        film.move(Sweep(section.live, section.show_position, 0.0, 1.0))
        film.say("curvature", curvature=values["curvature"])
        film.show(notes.largest)
        roll = RunClock(_Rolling(section), notes.slope, start=0.0, end=position or 1.0, pace=smooth)
        film.show(notes.slope, notes.slope.live, at="grows")
        film.move(roll)
        if not position:
            film.say("on_the_floor", factor=values["factor"])
            film.show(notes.step)
            return
        film.say("too_long")
        film.move(
            Sweep(section.live, section.show_arrow, SHORTEST_ARROW, 1.0, geometric=True), share=0.8
        )
        film.say("factor", factor=values["factor"], landing=notes.landing)
        film.show(notes.step)
        film.move(section.fly(), share=0.5)
        film.show(notes.result)
        said = landing_of(curvature, self.change)
        if said is not None:
            film.say(said)

    # What they share.

    def _run(self, start: float, end: float) -> RunClock:
        """Return the step on its clock, forwards or back."""
        leap = self.picture.leap
        forwards = end > start

        def pace(share: float) -> float:
            return leap.pace(share) if forwards else 1 - leap.pace(1 - share)

        return RunClock(leap, self.picture.line, start=start, end=end, pace=pace)

    @staticmethod
    def _pose(view: SurfaceView) -> Pose:
        """Return the pose that shows the box from so low that the ceiling's height is seen."""
        return view.pose_from(replace(view.pose(MAIN), phi=STEEP), MAIN)

    def _far_pose(self) -> Pose:
        """Return the pose from where the box is seen after the step."""
        view, leap = self.picture.view, self.picture.leap
        view.stand_in(leap.far)
        pose = self._pose(view)
        view.stand_in(leap.near)
        return pose

    def _pose_along(self) -> Pose:
        """Return the pose that looks along the valley, so that its walls are left and right."""
        view, space = self.picture.view, self.picture.leap.near
        flat = self.results.loss.eigenvectors[:, 0]
        along = flat * [space.floor.width / space.w1.extent, space.floor.height / space.w0.extent]
        angle = math.atan2(-abs(along[1]), -math.copysign(along[0], along[0] * along[1]))
        turn = float(np.clip(angle + 90 * DEGREES, -MOST_TURN, MOST_TURN))
        return view.pose_from(replace(LOOK, phi=LOW, theta=-90 * DEGREES + turn), MAIN)

    def _turns_upright(self) -> bool:
        """Tell whether the fitted line, flatter before, now stands upright on screen."""
        line = self.picture.line
        shape = line.x.extent / line.y.extent * line.box.height / line.box.width
        before, after = np.abs(self.results.full_step.weights[:2, 0]) * shape
        return bool(before < UPRIGHT / 2 and after > UPRIGHT)

    def _label_arrow(self, length: str) -> SpaceLabel:
        """Return the length of the arrow on the floor, beside its visible end."""
        arrow, theme = self.picture.leap.arrow, self.theme
        written = text(length, TEXT.body, theme.antigradient)
        label = SpaceLabel(written, arrow.seen_end, LABEL_OFFSET, MAIN, theme)
        self.film.camera.watch(label)
        return label

    def _look_along(self) -> None:
        """Go back to before the step, and look along the valley."""
        film, picture = self.film, self.picture
        film.say("axis" if self.stays else f"axis_{hollow_of(self.results.loss)}")
        film.hide(picture.update.question, picture.update.answer)
        leads_back = [] if self.stays else [self._run(1.0, 0.0)]
        film.move(*leads_back, MoveCamera(film.camera, self._pose_along(), *picture.space))

    def _section(self, curvature: float, position: float) -> tuple[Overshoot, Notes]:
        """Return the loss across the valley, and what is written beside it."""
        film, theme, numbers = self.film, self.theme, self.numbers
        section = Overshoot(
            MAIN,
            curvature,
            position,
            theme,
            numbers,
            x_label=film.words(f"position_{hollow_of(self.results.loss)}"),
            y_label=self.loss_label(),
        )
        rows = SIDE.inset(left=0.25).split_rows(0.95, 0.5, 1.6, 1.0, gap=0.5)

        def block(row: Region, key: str, *formulas: str) -> VGroup:
            column = captioned_formulas(film.words(key), [*formulas], row.width, 0.25, theme)
            return VGroup(*row.place(column, LEFT + UP))

        def written(value: float) -> str:
            return f'"{numbers.rounded(value, DIGITS)}"'

        steepest = section.slope(position or 1.0)
        decimals = max(0, decimals_of_component(steepest, abs(steepest)))
        slope = Counter(
            f"{film.words('slope')} $lambda_max d$",
            lambda d: numbers.fixed(section.slope(d), decimals),
        )
        whole = "d - lambda_max d = (1 - lambda_max) d"
        notes = Notes(
            largest=block(rows[0], "largest", f"lambda_max = {written(curvature)}"),
            slope=Counters(rows[1], [slope], columns=1, theme=theme),
            step=block(rows[2], "whole_step", whole, f"1 - lambda_max = {written(1 - curvature)}"),
            result=block(
                rows[3], "in_numbers", f"{written(position)} arrow.r {written(section.landing)}"
            ),
            landing=numbers.rounded(section.landing, DIGITS),
        )
        return section, notes


class _Rolling:
    """A tangent on the clock, which tells the position where it touches."""

    def __init__(self, section: Overshoot) -> None:
        self.live = section.live
        self._section = section

    def show(self, k: float) -> None:
        """Touch the curve at a position."""
        self._section.touch(k)


def jump_of(change: Change, turns_upright: bool) -> str:
    """Return the sentence about the step itself."""
    if change != "up":
        return "goes"
    return "flung_upright" if turns_upright else "flung"


def landing_of(curvature: float, change: Change) -> str | None:
    """Return the sentence about where a whole step along the steep axis leads, if there is one.

    It leads to the other side, and not nearer: the curvature along w0 is 2, the largest one no
    smaller.

    Args:
        curvature: The largest curvature.
        change: What the step does to the loss.
    """
    if curvature - 2 <= AS_FAR:
        return "as_far"
    return "fell_anyway" if change == "down" else None


class BlowUp(Film):
    """The chapter as a film of its own."""

    chapters = (BlowUpChapter,)
