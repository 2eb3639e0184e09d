"""The weight plane as relief: its loss surface with axes, and the ways up from the map and back."""

from dataclasses import replace

import numpy as np
from manim import DEGREES, ORIGIN, Animation, Dot, FadeIn, FadeOut, Mobject, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray

from gdmath import MseLoss
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plane.weight_plane import WeightPlane, minimum_cross
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.space_axes import SpaceAxes
from scenes.props.space.space_label import SpaceLabel
from scenes.props.space.space_mobject import SpaceMark
from scenes.props.space.weight_space import CEILING_OVER_START, WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.camera_move import MoveCamera
from scenes.stage.numbers import NumberFormat
from scenes.stage.pose import ABOVE, Pose
from scenes.stage.regions import STAGE, Region
from scenes.stage.stage import Stage
from scenes.stage.theme import STROKE, Theme

TOP = 4.2
"""Height of the ceiling in scene units."""
LEAST_CEILING = 0.02
"""Least ceiling, as a share of the highest loss shown: a start at the minimum has no loss."""
FADE_TIME = 0.6
RISE_TIME = 3.0
"""Seconds between map and surface."""
LOOK = Pose(phi=58 * DEGREES, theta=-73 * DEGREES, zoom=0.7)
"""The direction from which start and valley are well seen: the near slope hides neither."""
LIFT = 0.15
"""How far over a region's middle the box is drawn: it reaches farther down than up."""


class SurfaceView:
    """The surface over a weight plane, and what is needed to show it.

    Args:
        camera: The stage's camera.
        plane: The heat map that the surface is from above.
        loss: The loss.
        start: Weights (2,) whose loss the ceiling is a little above.
        theme: Colours.
        numbers: How numbers are written.
        samples: Values of either weight of which the surface grows.

    Attributes:
        space: The box.
        surface: The surface.
        axes: Its axes.
    """

    def __init__(
        self,
        camera: StageCamera,
        plane: WeightPlane,
        loss: MseLoss,
        start: NDArray[np.float64],
        theme: Theme,
        numbers: NumberFormat,
        samples: int = 100,
    ) -> None:
        self._camera = camera
        self._loss = loss
        self._theme = theme
        ceiling = max(
            CEILING_OVER_START * float(loss(*start)),
            loss.minimum_loss + LEAST_CEILING * plane.colors.highest,
        )
        self.space = WeightSpace.over(plane.plot, ceiling, TOP)
        self.surface = LossSurface(
            loss, plane.colors, self.space, region=STAGE, samples=(samples, samples)
        )
        self.surface.light = theme.surface_light
        self.axes = SpaceAxes(
            self.space, theme, numbers, w1_label="$w_1$", w0_label="$w_0$", loss_label="MSE"
        )
        self.axes.set_z_index(-1)  # the floor is behind the surface, from wherever it is seen
        camera.watch(self.axes)
        self._plane = plane

    def pose(self, region: Region) -> Pose:
        """Return the pose that shows the box in a region."""
        x, y, z = map(float, self.space.center)
        across, up, _ = map(float, region.center)
        return replace(LOOK, target=(x, y, z), drawn_at=(across, up + LIFT))

    def rise_from_map(
        self, film: Stage, region: Region, flat: list[Mobject], standing: list[Mobject]
    ) -> None:
        """Play the way from the weight plane, which is on the stage, to its surface in a region.

        Args:
            film: The stage.
            region: Where the box is shown.
            flat: What stands on the plane; it fades.
            standing: What stands in its place on the surface.
        """
        self.surface.height = self.surface.light = 0.0
        self._camera.take(ABOVE)
        heat_map, rest = self._plane.heat_map, self._rest_of_plane()
        film.remove(self._plane, *flat)
        film.add(heat_map, *rest, *flat)
        film.play(*map(FadeOut, [*rest, *flat]), *map(FadeIn, standing), run_time=FADE_TIME)
        film.remove(heat_map, *standing)
        film.add(self.surface, *standing)
        film.play(*self.rise(self.pose(region), *standing), run_time=RISE_TIME)
        film.play(FadeIn(self.axes), run_time=FADE_TIME)

    def sink_to_map(self, film: Stage, flat: list[Mobject], standing: list[Mobject]) -> None:
        """Play the way back: what `rise_from_map` did, undone."""
        film.play(FadeOut(self.axes), run_time=FADE_TIME)
        film.play(*self.sink(*standing), run_time=RISE_TIME)
        heat_map, rest = self._plane.heat_map, self._rest_of_plane()
        film.remove(self.surface)
        film.add(heat_map)
        film.bring_to_back(heat_map)
        film.play(*map(FadeIn, [*rest, *flat]), *map(FadeOut, standing), run_time=FADE_TIME)
        film.remove(heat_map, *rest, *flat)
        film.add(self._plane, *flat)

    def _rest_of_plane(self) -> list[Mobject]:
        return [part for part in self._plane.submobjects if part is not self._plane.heat_map]

    def rise(self, pose: Pose, *seen: Mobject) -> list[Animation]:
        """Return the animations from the heat map to the surface seen from a pose."""
        return [
            MoveCamera(self._camera, pose, self.surface, *seen),
            self.surface.animate(rate_func=_late).set(height=1.0, light=self._theme.surface_light),
        ]

    def sink(self, *seen: Mobject) -> list[Animation]:
        """Return the animations from the surface to the heat map."""
        return [
            MoveCamera(self._camera, ABOVE, self.surface, *seen),
            self.surface.animate(rate_func=_early).set(height=0.0, light=0.0),
        ]

    def mark(self, weights: NDArray[np.float64], is_minimum: bool = False) -> SpaceMark:
        """Return a dot that stands on the surface; for the minimum, its cross on the maps."""
        theme = self._theme
        mark: VMobject = minimum_cross(ORIGIN, theme)
        if not is_minimum:
            mark = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
            mark.set_stroke(theme.plate, width=2 * STROKE.casing, background=True)

        def place(height: float) -> NDArray[np.float64]:
            return self.space.on_surface(self._loss, weights, height)

        standing = SpaceMark(mark, place, self.surface)
        self._camera.watch(standing)
        return standing

    def label(
        self,
        weights: NDArray[np.float64],
        label: Mobject,
        offset: tuple[float, float],
        region: Region,
    ) -> SpaceLabel:
        """Return a label of weights on the surface, at an offset (2,) on the screen."""

        def place() -> NDArray[np.float64]:
            return self.space.on_surface(self._loss, weights, self.surface.height)

        standing = SpaceLabel(label, place, offset, region, self._theme)
        self._camera.watch(standing)
        return standing


# An eighth as high when the camera is half-way up: there a steep surface reaches for the title.


def _late(share: float) -> float:
    return smooth(share) ** 3


def _early(share: float) -> float:
    return 1 - _late(1 - share)
