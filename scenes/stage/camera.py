"""The stage's camera: clips what leaves a plot, and lets raster props draw their own pixels."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import cairo
import numpy as np
from manim import DEGREES, ORIGIN, RIGHT, Camera, Mobject, ThreeDCamera, ValueTracker, VMobject
from manim.utils.space_ops import rotation_about_z, rotation_matrix
from numpy.typing import NDArray

from scenes.stage.pose import Pose
from scenes.stage.raster import Orientation, RasterMobject, View
from scenes.stage.regions import Region

AnyMobject = TypeVar("AnyMobject", bound=Mobject)


def clip(mobject: AnyMobject, region: Region) -> AnyMobject:
    """Cut a mobject and its parts off at a region's border.

    Parts that are added later are not clipped: clip them, or clip again.

    Args:
        mobject: What to clip, changed in place.
        region: What stays visible.

    Returns:
        The mobject.
    """
    for part in mobject.get_family():
        part.clip_region = region  # type: ignore[attr-defined]
    return mobject


def in_space(mobject: Mobject) -> Mobject:
    """Mark a mobject and its parts as standing in space: the camera's turn moves them.

    Everything else lies in the picture plane and costs nothing more than in a flat scene.
    """
    for part in mobject.get_family():
        part.in_space = True  # type: ignore[attr-defined]
    return mobject


class Watcher(Protocol):
    """What has to know how space is seen, such as labels that face the viewer."""

    def look(self, orientation: Orientation) -> None:
        """Take the places of the frame that is about to be drawn."""

    def get_family(self) -> list[Mobject]:
        """Return its parts: it only looks when one of them is drawn."""


class StageCamera(ThreeDCamera):
    """Draws flat mobjects flat, those `in_space` in perspective, and raster props by themselves.

    Attributes:
        pose: The pose taken last, or None.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.perspective_tracker = ValueTracker(1.0)
        self._orientation: Orientation | None = None
        self._seen_with: tuple[float, ...] = ()  # what the orientation was made of
        self._drawn_paths: WeakKeyDictionary[VMobject, _DrawnPath] = WeakKeyDictionary()
        self._watchers: WeakSet[Watcher] = WeakSet()
        self.pose: Pose | None = None
        super().__init__(should_apply_shading=False, **kwargs)
        super().type_or_raise(Mobject())  # fills display_funcs
        self.display_funcs = {
            RasterMobject: self._display_rasters,  # type: ignore[dict-item]
            **self.display_funcs,
        }

    def take(self, pose: Pose) -> None:
        """Stand and look as a pose says."""
        self.set_phi(pose.phi)
        self.set_theta(pose.theta)
        self.set_zoom(pose.zoom)
        self.perspective_tracker.set_value(pose.perspective)
        aside = np.array([*pose.drawn_at, 0.0]) / pose.zoom
        self.frame_center = np.array(pose.target) - self.generate_rotation_matrix().T @ aside
        self.pose = pose

    @property
    def orientation(self) -> Orientation:
        """How what stands in space is seen; a new object only when the camera has moved.

        It follows Manim's trackers of phi, theta, gamma, zoom and focal distance, and
        `perspective_tracker`: 1 for all of the perspective, 0 for none.
        """
        numbers = (
            self.get_phi(),
            self.get_theta(),
            self.get_gamma(),
            *self.frame_center.tolist(),
            self.perspective_tracker.get_value() / self.get_focal_distance(),
            self.get_zoom(),
        )
        if self._orientation is None or numbers != self._seen_with:
            self._seen_with = numbers
            *_, inverse_focal_distance, zoom = numbers
            self._orientation = Orientation(
                self.generate_rotation_matrix(),
                np.array(self.frame_center, dtype=float),
                inverse_focal_distance,
                zoom,
            )
        return self._orientation

    def seen_from(self, pose: Pose) -> Orientation:
        """Return how what stands in space is seen from a pose; the camera stays where it is."""
        rotation = rotation_about_z(-pose.theta - 90 * DEGREES)
        rotation = rotation_matrix(-pose.phi, RIGHT) @ rotation
        aside = np.array([*pose.drawn_at, 0.0]) / pose.zoom
        return Orientation(
            rotation,
            np.array(pose.target) - rotation.T @ aside,
            pose.perspective / self.get_focal_distance(),
            pose.zoom,
        )

    @property
    def view(self) -> View:
        """How scene units map to the frame's pixels."""
        return View(
            self.pixel_width,
            self.pixel_height,
            self.frame_width,
            self.frame_height,
            self.orientation,
        )

    def get_cairo_context(self, pixel_array: NDArray[Any]) -> "cairo.Context[Any]":
        """Return the context that draws into a frame.

        `frame_center` is the point of space in the middle of the picture; what lies flat in the
        picture stays where it is.
        """
        context = self.get_cached_cairo_context(pixel_array)
        if context is None:
            center = np.array(self.frame_center)
            self.frame_center = ORIGIN
            context = super().get_cairo_context(pixel_array)
            self.frame_center = center
        return context

    def get_value_trackers(self) -> list[ValueTracker]:
        """List the trackers that move the camera."""
        return [*super().get_value_trackers(), self.perspective_tracker]

    def watch(self, *watchers: Watcher) -> None:
        """Let props look at space before each frame, as long as they live; also at once."""
        for watcher in watchers:
            self._watchers.add(watcher)
            watcher.look(self.orientation)

    def stands_in_space(self, mobject: Mobject) -> bool:
        """Tell whether a mobject, or a part of it, looks otherwise when the camera has moved."""
        watching = {id(watcher) for watcher in self._watchers}
        return any(
            getattr(part, "in_space", False) or id(part) in watching
            for part in mobject.get_family()
        )

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draw mobjects, after those of them that watch space have looked."""
        mobjects = list(mobjects)
        if self._watchers:
            drawn = set(map(id, _families(mobjects)))
            for watcher in tuple(self._watchers):
                if any(id(part) in drawn for part in watcher.get_family()):
                    watcher.look(self.orientation)
        super().capture_mobjects(mobjects, **kwargs)

    def project_points(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points (n, 3) of space are drawn."""
        return self.orientation.project(points)

    def get_mobjects_to_display(
        self, mobjects: Iterable[Mobject], *args: Any, **kwargs: Any
    ) -> list[Mobject]:
        """List what to draw in the order of adding and z-index, not of distance."""
        if args or kwargs != {"include_submobjects": True}:
            return Camera.get_mobjects_to_display(self, mobjects, *args, **kwargs)
        drawn = [mobject for mobject in _families(mobjects) if len(mobject.points)]
        return sorted(drawn, key=lambda mobject: mobject.z_index)

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Return the type by which a mobject is drawn.

        Manim's own method makes its table of drawing functions anew for each mobject; this one
        keeps it, with the raster props in it.
        """
        for kind in self.display_funcs:
            if isinstance(mobject, kind):
                return kind
        raise TypeError(f"the camera cannot draw {mobject!r}")

    def transform_points_pre_display(
        self, mobject: Mobject, points: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Project what stands in space; leave what lies in the picture plane."""
        if getattr(mobject, "in_space", False):
            return super().transform_points_pre_display(mobject, points)
        return Camera.transform_points_pre_display(self, mobject, points)

    def display_vectorized(self, vmobject: VMobject, ctx: "cairo.Context[Any]") -> Self:
        """Draw a path: only what can be seen of it, and only inside its clip region."""
        fill = vmobject.get_fill_opacity() > 0
        stroke = vmobject.get_stroke_width() > 0 and vmobject.get_stroke_opacity() > 0
        casing = (
            vmobject.get_stroke_width(background=True) > 0
            and vmobject.get_stroke_opacity(background=True) > 0
        )
        if not (fill or stroke or casing):
            return self
        region: Region | None = getattr(vmobject, "clip_region", None)
        ctx.save()
        if region is not None:
            ctx.rectangle(region.left, region.bottom, region.width, region.height)
            ctx.clip()
        self.set_cairo_context_path(ctx, vmobject)
        if casing:
            self.apply_stroke(ctx, vmobject, background=True)
        if fill:
            self.apply_fill(ctx, vmobject)
        if stroke:
            self.apply_stroke(ctx, vmobject)
        ctx.new_path()
        ctx.restore()
        return self

    def set_cairo_context_path(self, ctx: "cairo.Context[Any]", vmobject: VMobject) -> Self:
        """Take a mobject's curves as the context's path.

        Cairo is told what Manim's own method tells it. What stands still while other things move
        is drawn in every frame: its path is made once and kept.
        """
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        ctx.new_path()
        drawn = self._drawn_paths.get(vmobject)
        if drawn is None or not np.array_equal(drawn.points, points):
            self._drawn_paths[vmobject] = _DrawnPath(np.array(points))
            _set_path(ctx, points, vmobject)
        elif drawn.path is None:
            _set_path(ctx, points, vmobject)
            drawn.path = ctx.copy_path()
        else:
            ctx.append_path(drawn.path)
        return self

    def _display_rasters(self, rasters: list[RasterMobject], pixel_array: NDArray[Any]) -> None:
        for raster in rasters:
            if raster.opacity > 0:
                raster.draw(pixel_array, self.view)
        context = self.get_cached_cairo_context(pixel_array)
        if context is not None:
            context.get_target().mark_dirty()


@dataclass
class _DrawnPath:
    """What was drawn of a mobject last."""

    points: NDArray[np.float64]
    """Shape (n, 3): as they are in the picture."""
    path: "cairo.Path | None" = None
    """The same as Cairo has it, once they were drawn a second time."""


def _set_path(ctx: "cairo.Context[Any]", points: NDArray[np.float64], vmobject: VMobject) -> None:
    """Add cubic curves to a context's path.

    Args:
        ctx: The context.
        points: Shape (n, 3): of each curve begin, two handles and end.
        vmobject: Says how near points have to be to be one.
    """
    flat = points[: len(points) // 4 * 4, :2]
    ends, begins = flat[3:-1:4], flat[4::4]
    tolerance = vmobject.tolerance_for_point_equality + 1e-5 * np.abs(begins)
    apart = (np.abs(ends - begins) > tolerance).any(axis=1)
    curves = flat.reshape(-1, 8).tolist()
    corners = [0, *(np.flatnonzero(apart) + 1).tolist(), len(curves)]
    for first, stop in itertools.pairwise(corners):
        if first == stop:
            continue
        x0, y0 = curves[first][:2]
        ctx.new_sub_path()
        ctx.move_to(x0, y0)
        for _, _, x1, y1, x2, y2, x3, y3 in curves[first:stop]:
            ctx.curve_to(x1, y1, x2, y2, x3, y3)
        if vmobject.consider_points_equals_2d((x0, y0), (x3, y3)):
            ctx.close_path()


def _families(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """Return mobjects and their parts, each once, where it comes last: as Manim orders them.

    Manim asks every mobject for its family and then removes what occurs twice; a film's moving
    mobjects come with all their parts, so that takes the square of their depth.
    """
    seen: set[Mobject] = set()
    backwards: list[Mobject] = []

    def visit(mobject: Mobject) -> None:
        if mobject not in seen:
            seen.add(mobject)
            for part in reversed(mobject.submobjects):
                visit(part)
            backwards.append(mobject)

    for mobject in reversed(list(mobjects)):
        visit(mobject)
    return backwards[::-1]
