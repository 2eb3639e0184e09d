"""Chapter 4: the whole gradient at once."""

import math
from dataclasses import dataclass, replace

import numpy as np
from manim import DEGREES, DOWN, LEFT, UP, FadeIn, Indicate, Mobject, VGroup, VMobject

from gdmath import Modes, change_of, is_negligible
from gdmath.progress import Change
from scenes.props.curves.overshoot import Overshoot
from scenes.props.data.fitted_line import FittedLine
from scenes.props.formulas.update_sum import LEAST_LENGTH, UpdateSum
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.space.bowl import hollow_of
from scenes.props.space.leap import Leap
from scenes.props.space.surface_view import LOOK, SurfaceView
from scenes.stage.camera_move import MoveCamera
from scenes.stage.chapter import Chapter, beat
from scenes.stage.clock import RunClock, Sweep
from scenes.stage.film import Film
from scenes.stage.pose import Pose
from scenes.stage.regions import MAIN, SIDE
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import math as formula
from scenes.stage.typesetting import text

AS_FAR = 0.005
"""Relative change of a position below which it counts as the same."""
UPRIGHT = 10.0
"""Slope on screen from which a line stands upright."""
STEEP = 61 * DEGREES
"""Angle to the vertical from which walls are seen as walls."""
LOW = 80 * DEGREES
"""Angle to the vertical from which the valley is looked along."""
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
        if self.stays:
            film.say("stays")
            film.show(picture.update)
            film.say("stayed", mse=self.write_loss(step.losses[0]))
            return
        film.say("arrow")
        film.move(Sweep(leap, leap.arrow.grow, 0.0, 1.0))
        film.say("question")
        film.show(picture.update.question)
        film.think()
        reach = max(LEAST_LENGTH, float(np.linalg.norm(step.weights[1])))
        w1, w0 = (numbers.component(float(weight), reach) for weight in step.weights[1])
        film.say(jump_of(self.change, self._turns_upright()), w1=w1, w0=w0)
        film.move(
            self._run(0.0, 1.0),
            MoveCamera(film.camera, self._far_pose(), *picture.space),
            share=0.8,
        )
        film.show(picture.update.answer)
        before, after = map(self.write_loss, step.losses[:2])
        film.say(f"mse_{self.change}", before=before, after=after)
        film.move(Indicate(picture.line.mse, color=self.theme.path, scale_factor=1.15), share=0.6)

    @beat
    def why(self) -> None:
        """The step seen along the steep axis: it lands on the other side of the valley."""
        film, numbers, picture = self.film, self.numbers, self.picture
        loss = self.results.loss
        curvature = float(loss.eigenvalues[1])
        position = float(Modes.of(loss, self.results.start, 1.0).distances[1])
        film.say("axis" if self.stays else f"axis_{hollow_of(loss)}")
        leads_back = [] if self.stays else [self._run(1.0, 0.0)]
        film.move(*leads_back, MoveCamera(film.camera, self._pose_along(), *picture.space))
        slice_ = Overshoot(
            MAIN,
            curvature,
            position,
            self.theme,
            numbers,
            x_label=film.words(f"position_{hollow_of(loss)}"),
            y_label=self.loss_label(),
        )
        slice_.draw_curve(0.0)
        blocks = self._derivation(curvature, position, slice_.landing)
        film.say("parabola", curvature=numbers.rounded(curvature, 4))
        film.show(
            slice_,
            slice_.live,
            instead_of=[*picture.parts, picture.update.question, picture.update.answer],
        )
        film.move(Sweep(slice_.live, slice_.draw_curve, 0.0, 1.0), FadeIn(blocks[0]))
        factor = numbers.rounded(1 - curvature, 4)
        film.say("factor", factor=factor)
        if not position:
            film.move(FadeIn(blocks[1]), share=0.3)
            film.say("on_the_floor", factor=factor)
            return
        film.move(Sweep(slice_.live, slice_.show_arrow, 0.0, 1.0), FadeIn(blocks[1]), until="times")
        film.move(slice_.fly(), FadeIn(blocks[2]))
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

    def _derivation(self, curvature: float, position: float, landing: float) -> VGroup:
        """Return what is written beside the slice, block by block."""
        film, theme, numbers = self.film, self.theme, self.numbers

        def written(value: float) -> str:
            return f'"{numbers.rounded(value, 4)}"'

        def block(key: str, *formulas: str) -> VGroup:
            lines: list[VMobject] = [text(film.words(key), TEXT.label, theme.muted)]
            lines += [formula(one, TEXT.title, theme.ink) for one in formulas]
            return VGroup(*lines).arrange(DOWN, aligned_edge=LEFT, buff=0.25)

        loss = self.results.loss
        least = "" if is_negligible(loss.minimum_loss, loss) else '"MSE"_min +'
        blocks = VGroup(
            block(
                f"mse_along_{hollow_of(loss)}",
                f'"MSE" = {least} lambda_max / 2 d^2',
                f"lambda_max = {written(curvature)}",
            ),
            block(
                "whole_step",
                "d - lambda_max d = (1 - lambda_max) d",
                f"1 - lambda_max = {written(1 - curvature)}",
            ),
        )
        if position:
            blocks.add(block("in_numbers", f"{written(position)} arrow.r {written(landing)}"))
        blocks.arrange(DOWN, aligned_edge=LEFT, buff=0.6)
        room = SIDE.inset(left=0.25)
        if blocks.width > room.width:
            blocks.scale(room.width / blocks.width)
        room.place(blocks, LEFT + UP)
        return blocks


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
