"""The weight plane in space: its loss surface with axes, and the ways up from the map and back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
from manim import DEGREES, ORIGIN, Animation, Dot, Mobject, VMobject
from manim.utils.rate_functions import smooth
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from gdmath import MseLoss
from scenes.props.plane.descent_path import HEAD_RADIUS
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import WeightPlane, minimum_cross
from scenes.props.plotting.casing import cased
from scenes.props.space.floor_map import FloorMap
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
from scenes.stage.theme import Theme

TOP = 1.3
"""Height of the ceiling in scene units."""
LEAST_CEILING = 0.02
"""Least ceiling, as a share of the highest loss shown: a start at the minimum has no loss."""
LOOK = Pose(phi=60 * DEGREES, theta=-84 * DEGREES, perspective=0.5)
"""The direction from which start and valley are well seen: the near slope hides neither."""
ROOM_FOR_NUMBERS = (0.25, 0.75, 0.37, 0.05)
"""What the numbers of the axes, and their sway, take of a region: left, right, below, above."""
NUMBER_WIDTH = 0.3
"""Of the numbers for which that is enough; wider ones take more on the right."""
LOOK_ALONG_W1 = -6 * DEGREES
"""From there a floor is seen that is narrow along w1, ..."""
WORTH_A_TURN = 1.4
"""... if it is so much larger then."""
ELEVATIONS = (46, 75, 2)
"""Angles between line of sight and vertical, in degrees, from which the box may be seen."""
OUTLINE_SAMPLES = 60
"""Values of either weight at which the surface's extent is measured."""


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
        floor: Its map on the floor below it, dimmed.
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
        self.surface.light = self.surface.full_light = theme.surface_light
        self.axes = SpaceAxes(
            self.space, theme, numbers, w1_label="$w_1$", w0_label="$w_0$", loss_label="MSE"
        )
        self.axes.set_z_index(-1)  # the floor is behind the surface, from wherever it is seen
        self.floor = FloorMap(loss, plane.colors, self.space, region=STAGE)
        self.floor.set_z_index(-2)
        camera.watch(self.axes)
        self._plane = plane

    def stand_in(self, space: WeightSpace) -> None:
        """Show another part of the weight plane under another ceiling, in a box of one size."""
        self.space = space
        w1, w0 = ((scale.low, scale.high) for scale in (space.w1, space.w0))
        colors = LossColors.for_window(self._loss, w1, w0, self._theme)
        self.surface.stand_in(space, colors)
        self.floor.stand_in(space, colors)
        self.axes.stand_in(space)

    @property
    def parts(self) -> list[Mobject]:
        """All that is put on the stage, from back to front."""
        return [self.floor, self.axes, self.surface]

    def pose(self, region: Region) -> Pose:
        """Return the pose that shows the box in a region, as large as its numbers leave room.

        In a wide region it is seen from a lower place than in a narrow one: so it fills both.
        """
        room, outline = self._room(region), self._outline()
        x, y, z = map(float, self.space.center)
        fits = [
            max(
                (
                    self._fitted(
                        replace(LOOK, phi=phi * DEGREES, theta=theta, target=(x, y, z)),
                        outline,
                        room,
                    )
                    for phi in range(*ELEVATIONS)
                ),
                key=lambda fit: fit[0],
            )
            for theta in (LOOK.theta, LOOK_ALONG_W1)
        ]
        (area, in_front), (area_aside, aside) = fits
        return aside if area_aside > WORTH_A_TURN * area else in_front

    def pose_from(self, look: Pose, region: Region) -> Pose:
        """Return the pose that shows the box in a region from a direction of one's own."""
        x, y, z = map(float, self.space.center)
        room = self._room(region)
        look = replace(look, zoom=1.0, target=(x, y, z), drawn_at=(0.0, 0.0))
        return self._fitted(look, self._outline(), room)[1]

    def _room(self, region: Region) -> Region:
        """Return what the numbers of the axes leave of a region."""
        wider = max(0.0, self.axes.widest - NUMBER_WIDTH)
        return region.inset(*ROOM_FOR_NUMBERS).inset(right=wider)

    def _fitted(self, look: Pose, outline: NDArray[np.float64], room: Region) -> tuple[float, Pose]:
        """Return a pose as near as a room allows, and the area that the outline then takes."""
        seen = self._camera.seen_from(look).project(outline)[:, :2]
        low, high = seen.min(axis=0), seen.max(axis=0)
        zoom = float(min(room.width / (high - low)[0], room.height / (high - low)[1]))
        across, up = room.center[:2] - zoom * (low + high) / 2
        area = zoom**2 * float(ConvexHull(seen).volume)
        return area, replace(look, zoom=zoom, drawn_at=(float(across), float(up)))

    def _outline(self) -> NDArray[np.float64]:
        """Return points of space (n, 3) that hold the floor, the surface and the loss axis."""
        space = self.space
        w1, w0 = (
            axis.ravel()
            for axis in np.meshgrid(
                np.linspace(space.w1.low, space.w1.high, OUTLINE_SAMPLES),
                np.linspace(space.w0.low, space.w0.high, OUTLINE_SAMPLES),
            )
        )
        losses = self._loss(w1, w0)
        below = losses <= space.ceiling
        return np.vstack(
            [
                space.point(w1, w0),
                space.point(w1[below], w0[below], losses[below]),
                space.point(space.w1.low, space.w0.high, space.ceiling)[None],
            ]
        )

    def rise_from_map(
        self, film: Stage, region: Region, flat: Sequence[Mobject], standing: Sequence[Mobject]
    ) -> None:
        """Play the way from the weight plane, which is on the stage, to its surface in a region.

        It takes what is left of the cue.

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
        film.show(*standing, instead_of=[*rest, *flat], dissolving=True)
        film.remove(heat_map, *standing)
        film.add(self.surface, *standing)
        film.move(*self.rise(self.pose(region), *standing))
        film.show(self.axes, self.floor)

    def sink_to_map(
        self, film: Stage, flat: Sequence[Mobject], standing: Sequence[Mobject]
    ) -> None:
        """Play the way back: what `rise_from_map` did, undone."""
        film.hide(self.axes, self.floor)
        film.move(*self.sink(*standing))
        heat_map, rest = self._plane.heat_map, self._rest_of_plane()
        film.remove(self.surface)
        film.add(heat_map)
        film.bring_to_back(heat_map)
        film.show(*rest, *flat, instead_of=standing, dissolving=True)
        film.remove(heat_map, *rest, *flat)
        film.add(self._plane, *flat)

    def _rest_of_plane(self) -> list[Mobject]:
        return [part for part in self._plane.submobjects if part is not self._plane.heat_map]

    def rise(self, pose: Pose, *seen: Mobject) -> list[Animation]:
        """Return the animations from the heat map to the surface seen from a pose."""
        return [
            MoveCamera(self._camera, pose, self.surface, *seen),
            self._animate(_late, height=1.0, light=self._theme.surface_light),
        ]

    def sink(self, *seen: Mobject) -> list[Animation]:
        """Return the animations from the surface to the heat map."""
        return [
            MoveCamera(self._camera, ABOVE, self.surface, *seen),
            self._animate(_early, height=0.0, light=0.0),
        ]

    def _animate(self, pace: Callable[[float], float], **numbers: float) -> Animation:
        # Manim says that this is a mobject; it becomes an animation when it is played.
        animate = cast(Any, self.surface.animate)
        return cast(Animation, animate(rate_func=pace).set(**numbers))

    def mark(self, weights: NDArray[np.float64], is_minimum: bool = False) -> SpaceMark:
        """Return a dot that stands on the surface; for the minimum, its cross on the maps."""
        theme = self._theme
        mark: VMobject = minimum_cross(ORIGIN, theme)
        if not is_minimum:
            mark = Dot(radius=HEAD_RADIUS, color=theme.path, stroke_width=0)
            cased(mark, theme)

        def place(height: float) -> NDArray[np.float64]:
            return self.space.on_surface(self._loss, weights, height)

        standing = SpaceMark(mark, place, self.surface)
        self._camera.watch(standing)
        return standing

    def label(
        self,
        weights: NDArray[np.float64],
        label: VMobject,
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
