"""The loss surface: the bowl over the weight plane, ray cast per pixel."""

import math
from typing import Any, Self

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from gdmath import MseLoss
from gdmath.raycast import CutQuadratic, occluded
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plane.weight_plane import CONTOUR_OPACITY, CONTOUR_WIDTH
from scenes.props.plotting.scale import LinearScale
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.raster import Orientation, RasterMobject, View
from scenes.stage.regions import FRAME, Region
from scenes.stage.theme import DARK, Theme

EDGE_WIDTH = 0.02
"""Width of the bright line along the rim in scene units."""
EDGE_OPACITY = 0.85
GRID_WIDTH = 0.008
"""Width of the weight grid's lines in scene units."""
DOT_RADIUS = 0.011
"""Radius of the samples from which the surface grows, in scene units."""
DOTS_APPEAR = 0.1
"""Share of `reveal` in which the samples appear; in the rest the surface grows from them."""
GROWTH_DELAY = 1.5
"""How much later than the first the last cell begins to grow, in times of a cell's growth."""
SUN = np.array([-0.45, 0.55, 0.70])
"""Direction to the light in camera coordinates: over the viewer's left shoulder."""

_OUTLINE_SAMPLES = 28
_OUTLINE_DIRECTIONS = 48
_BAND = 8
"""Rows that share their first and last column."""
_OUTLINE_MARGIN = 2.5
"""Pixels that the samples' hull may lack."""

BARE_FLOOR = Region(-3.9, 3.9, -2.6, 2.6)
"""Where a surface that stands alone has its weight plane."""
BARE_TOP = 3.2
"""Height of its ceiling in scene units."""
BARE_CEILING = 0.15
"""Excess loss at which it is cut, as a share of the highest of its window."""

_ANIMATED = ("opacity", "height", "light", "reveal", "grid", "inside", "outside")


class LossSurface(RasterMobject):
    """The loss over a window of the weight plane, as a surface in space.

    Its numbers are plain attributes: set them, or ``surface.animate.set(height=0, light=0)``.
    With the camera straight above, no perspective, and height and light 0 it is the heat map.

    Args:
        loss: The loss.
        colors: The loss map.
        space: Where it stands.
        region: Where it may draw.
        samples: How many samples along w1 and w0 it grows from.

    Attributes:
        height: 0 (flat) to 1; the ceiling in space stays, so more of the surface is below it.
        light: 0 (the loss map's colours, nothing else) to 1.
        full_light: The light in which it stands: there its rim is as bright as it gets.
        reveal: 0 (nothing), then the samples as dots, to 1 (all of it).
        grid: Opacity of the weight grid.
        inside: Opacity of the face seen from above.
        outside: Opacity of the face seen from below.
        grows_from: Where on the floor (2,), from the minimum, it begins to grow.
        grid_steps: Steps of the weight grid along w1 and w0.
    """

    def __init__(
        self,
        loss: MseLoss,
        colors: LossColors,
        space: WeightSpace,
        region: Region = FRAME,
        samples: tuple[int, int] = (100, 100),
    ) -> None:
        super().__init__(region)
        self.in_space = True
        self.height_ratio = 1.0
        self._loss = loss
        self._samples = samples
        self.light = 1.0
        self.full_light = 1.0
        self.reveal = 1.0
        self.grid = 0.0
        self.inside = 1.0
        self.outside = 0.55
        self.grows_from = np.zeros(2)
        self.stand_in(space, colors)
        self._painter = _Painter()

    def stand_in(self, space: WeightSpace, colors: LossColors) -> None:
        """Stand in another box: over another part of the weight plane, cut at another ceiling."""
        loss = self._loss
        self._colors = colors
        self._space = space
        ticks = space.w1.ticks(), space.w0.ticks()
        self.grid_steps = (ticks[0][1] - ticks[0][0], ticks[1][1] - ticks[1][0])
        scale = np.array(
            [space.floor.width / space.w1.extent, space.floor.height / space.w0.extent]
        )
        quadratic = loss.quadratic
        self._factors = quadratic.factors / scale
        self._center = space.point(*quadratic.minimum)[:2]
        self._base = quadratic.minimum_loss

    @classmethod
    def over(
        cls,
        loss: MseLoss,
        w1_range: tuple[float, float],
        w0_range: tuple[float, float],
        *,
        theme: Theme = DARK,
        floor: Region = BARE_FLOOR,
        top: float = BARE_TOP,
    ) -> Self:
        """Return the surface over a part of the weight plane, for any scene with a `StageCamera`.

        Args:
            loss: The loss.
            w1_range: Ends of the part along w1, which runs along x.
            w0_range: Ends along w0, which runs along y.
            theme: Its colours.
            floor: Where the part lies in the plane z = 0.
            top: z of the ceiling, in scene units.
        """
        colors = LossColors.for_window(loss, w1_range, w0_range, theme)
        ceiling = loss.minimum_loss + BARE_CEILING * colors.highest
        space = WeightSpace(floor, LinearScale(*w1_range), LinearScale(*w0_range), ceiling, top)
        surface = cls(loss, colors, space)
        surface.light = surface.full_light = theme.surface_light
        return surface

    # `height` is the extent of a mobject in Manim; here it is the surface's own.
    @property
    def height(self) -> float:
        """0 (flat) to 1."""
        return self.height_ratio

    @height.setter
    def height(self, height: float) -> None:
        self.height_ratio = height

    @property
    def shape(self) -> CutQuadratic:
        """The surface in space, at its present height."""
        space, floor = self._space, self._space.floor
        return CutQuadratic(
            self._center,
            self._factors,
            self._base,
            max(self.height_ratio, 0.0) * space.top / space.ceiling,
            (floor.left, floor.right),
            (floor.bottom, floor.top),
            space.top,
        )

    def hides(
        self, points: NDArray[np.float64], orientation: Orientation, tolerance: float = 1e-6
    ) -> NDArray[np.bool_]:
        """Return whether the surface stands between points of space (..., 3) and the viewer."""
        shape, towards = self.shape, orientation.rotation[2]
        if orientation.inverse_focal_distance <= 0:
            return occluded(shape, points, direction=towards, tolerance=tolerance)
        eye = orientation.center + towards / orientation.inverse_focal_distance
        return occluded(shape, points, eye=eye, tolerance=tolerance)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Take numbers between those of two others, as Manim's transforms expect."""
        for name in _ANIMATED:
            start, end = (getattr(mobject, name, None) for mobject in (mobject1, mobject2))
            if isinstance(start, float | int) and isinstance(end, float | int):
                setattr(self, name, (1 - alpha) * start + alpha * end)
        return self

    def draw(self, pixels: NDArray[np.uint8], view: View) -> None:
        """Draw into a frame; what has not changed is painted once."""
        if self.reveal > 0:
            numbers = tuple(getattr(self, name) for name in _ANIMATED if name != "opacity")
            key = (view, self.region, numbers, self.grid_steps, self._space)
            self._painter.draw(pixels, key, self.opacity, lambda: self._picture(view))

    def _picture(self, view: View) -> dict[str, Any]:
        """Return what the kernel needs to know."""
        colors, shape = self._colors, self.shape
        highest = colors.highest
        base, rise = shape.base / highest, shape.height * highest
        ceiling = shape.top / rise - base if rise > 0 else math.inf
        floor = self._space.floor
        center_x, center_y = self._center
        left, right = floor.left - center_x, floor.right - center_x
        bottom, top = floor.bottom - center_y, floor.top - center_y
        pixel = view.pixels_per_unit
        orientation = view.orientation
        factors = self._factors / math.sqrt(highest)
        box, spans = _spans(view, shape, self.region)
        limits = [left, right, bottom, top, min(ceiling, 1e6), rise, base]
        look = [
            self.light,
            self.inside,
            self.outside,
            highest / colors.offset,
            math.log(2) / math.log1p(highest / colors.offset),
            math.log10(highest),
            math.log10(colors.lowest_contour),
            CONTOUR_OPACITY,
            CONTOUR_WIDTH * pixel / 2,
            EDGE_OPACITY * min(1.0, self.light / self.full_light),
            EDGE_WIDTH * pixel / 2,
        ]
        growth = self._growth(pixel) if self.reveal < 1 or self.grid > 0 else None
        is_map = rise == 0 and self.light == 0 and growth is None
        return {
            "box": box,
            "spans": spans,
            "rays": _rays(view, self._center),
            "factors": factors,
            "limits": np.array([*limits, orientation.inverse_focal_distance]),
            "look": np.array(look),
            "sun": None if is_map else SUN / np.linalg.norm(SUN) @ orientation.rotation,
            "table": _packed(colors.table),
            "line": np.concatenate([colors.contour, colors.edge]).astype(float),
            "growth": growth,
        }

    def _growth(self, pixel: float) -> NDArray[np.float64]:
        floor, space = self._space.floor, self._space
        begin_x, begin_y = map(float, self.grows_from)
        first_x, first_y = self._center + self.grows_from
        farthest = max(
            math.hypot(x - first_x, y - first_y)
            for x in (floor.left, floor.right)
            for y in (floor.bottom, floor.top)
        )
        grid_x = space.point(0.0, 0.0)[:2] - self._center
        return np.array(
            [
                self._samples[0] - 1,
                self._samples[1] - 1,
                DOT_RADIUS * pixel,
                min(self.reveal / DOTS_APPEAR, 1.0),
                max(self.reveal - DOTS_APPEAR, 0.0) / (1 - DOTS_APPEAR),
                GROWTH_DELAY,
                begin_x,
                begin_y,
                1 / farthest,
                self.grid,
                grid_x[0],
                grid_x[1],
                self.grid_steps[0] * floor.width / space.w1.extent,
                self.grid_steps[1] * floor.height / space.w0.extent,
                GRID_WIDTH * pixel / 2,
            ]
        )


class _Painter:
    """The picture painted last, and its buffers; a copy of the surface gets its own."""

    def __init__(self) -> None:
        self._key: object = None
        self._buffer: NDArray[np.uint32] = np.empty((0, 0), dtype=np.uint32)
        self._box = (0, 0, 0, 0)
        self._spans: NDArray[np.int32] = np.empty((3, 0, 2), dtype=np.int32)

    def __deepcopy__(self, memo: object) -> "_Painter":
        return _Painter()

    def draw(self, pixels: NDArray[np.uint8], key: object, opacity: float, describe: Any) -> None:
        from scenes.props.space.surface_painting import lay_over

        if key != self._key:
            self._paint(pixels.shape[:2], **describe())
            self._key = key
        row_start, row_stop, column_start, column_stop = self._box
        if row_stop <= row_start or column_stop <= column_start:
            return
        frame, corner = pixels.view(np.uint32)[..., 0], (row_start, column_start)
        lay_over(frame, corner, self._buffer, self._spans[0], round(255 * min(opacity, 1.0)))

    def _paint(
        self,
        frame: tuple[int, ...],
        box: tuple[int, int, int, int],
        spans: NDArray[np.int32],
        rays: NDArray[np.float64],
        **rest: NDArray[Any],
    ) -> None:
        from scenes.props.space.surface_painting import paint_surface

        if self._buffer.shape != frame:
            self._buffer = np.empty(frame, dtype=np.uint32)
        self._box = box
        row_start, row_stop, column_start, column_stop = box
        self._spans = spans
        if row_stop <= row_start or column_stop <= column_start:
            return
        # Rays count from the box's corner.
        rays = rays.copy()
        rays[:, 0] += column_start * rays[:, 1] + row_start * rays[:, 2]
        paint_surface(
            self._buffer,
            self._spans,
            rays,
            rest["factors"],
            rest["limits"],
            rest["look"],
            rest["sun"],
            rest["table"],
            rest["line"],
            rest["growth"],
        )


def _packed(colors: NDArray[np.uint8]) -> NDArray[np.uint32]:
    wide = colors.astype(np.uint32)
    low, middle, high = wide.T
    packed: NDArray[np.uint32] = low | middle << np.uint32(8) | high << np.uint32(16)
    return packed


def _rays(view: View, center: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return origin and direction (2, 3, 3) of the rays through pixels, from a center of the floor.

    The second index: through the centre of pixel (0, 0), change per column, change per row.
    """
    orientation = view.orientation
    scale, zoom = view.pixels_per_unit, orientation.zoom
    picture = np.array(
        [
            [0.5 / scale - view.frame_width / 2, view.frame_height / 2 - 0.5 / scale, 0.0],
            [1 / scale, 0.0, 0.0],
            [0.0, -1 / scale, 0.0],
        ]
    )
    seen = np.stack([picture / zoom, -picture / zoom * orientation.inverse_focal_distance])
    seen[1, 0, 2] = 1.0
    rays = seen @ orientation.rotation
    rays[0, 0] += orientation.center
    rays[0, 0, :2] -= center
    return rays


def _pixels(view: View, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pixel coordinates (n, 2), as (column, row), of points of space."""
    drawn = view.orientation.project(points)
    scale = view.pixels_per_unit
    return np.column_stack(
        [
            (drawn[:, 0] + view.frame_width / 2) * scale,
            (view.frame_height / 2 - drawn[:, 1]) * scale,
        ]
    )


def _outline(
    shape: CutQuadratic, orientation: Orientation
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return points of space whose convex hull holds the surface, but for a pixel or so.

    The surface is convex: its own points hold it, when rim and edges are among them.

    Returns:
        The points (n, 3), and which of them (3, n) hold all of it, its far and its near face.
    """
    curvature = shape.factors.T @ shape.factors
    rise = shape.top / shape.height - shape.base if shape.height > 0 else math.inf
    low, high = shape.y_range
    if rise < math.inf:  # no further than the ellipse in which the surface is below the ceiling
        reach = math.sqrt(max(rise, 0.0) * curvature[0, 0] / np.linalg.det(curvature))
        low, high = np.clip([low, high], shape.center[1] - reach, shape.center[1] + reach)
    y = np.linspace(low, high, _OUTLINE_SAMPLES)[:, None]
    share = np.linspace(0.0, 1.0, _OUTLINE_SAMPLES)
    left, right = np.full_like(y, shape.x_range[0]), np.full_like(y, shape.x_range[1])
    if rise < math.inf:
        offset = y - shape.center[1]
        linear = curvature[0, 1] * offset
        constant = curvature[1, 1] * offset**2 - rise
        root = np.sqrt(np.maximum(linear**2 - curvature[0, 0] * constant, 0.0))
        ends = shape.center[0] + (np.array([-root, root]) - linear) / curvature[0, 0]
        left, right = np.clip(ends, *shape.x_range)
    x = left + (right - left) * share
    y = np.broadcast_to(y, x.shape)
    loss = shape.loss(x, y)
    points = np.stack([x, y, shape.height * loss], axis=-1)
    # Between two rows it may reach the ceiling: one more.
    below = _grown(loss - shape.base <= rise * (1 + 1e-9))
    # Seen from above, or from below?
    slopes = 2 * shape.height * (points[..., :2] - shape.center) @ (shape.factors.T @ shape.factors)
    towards = orientation.rotation[2]
    if orientation.inverse_focal_distance > 0:
        towards = orientation.center + towards / orientation.inverse_focal_distance - points
    from_above = towards[..., 2] - (slopes * towards[..., :2]).sum(axis=-1)
    points = points.reshape(-1, 3)
    faces = [below & _grown(from_above >= 0), below & _grown(from_above <= 0)]
    return points, np.stack([below, *faces]).reshape(3, -1)


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask with the neighbours of what is in it."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    mask = wide.copy()
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    return wide


def _spans(
    view: View, shape: CutQuadratic, region: Region
) -> tuple[tuple[int, int, int, int], NDArray[np.int32]]:
    """Return which pixels the projected surface may touch.

    Returns:
        The box, as `View.pixel_box` returns it, and for each of its rows the first column (counted
        from the box) and the one after the last (3, rows, 2): of the surface, of its far and of
        its near face.
    """
    points, parts = _outline(shape, view.orientation)
    angles = np.linspace(0, 2 * np.pi, _OUTLINE_DIRECTIONS, endpoint=False)
    normals = np.stack([np.cos(angles), np.sin(angles)])
    along = np.clip(_pixels(view, points), -1e6, 1e6) @ normals
    reaches = [
        along[part].max(axis=0, initial=-1e7) + _OUTLINE_MARGIN if part.any() else None
        for part in parts
    ]
    whole = reaches[0]
    assert whole is not None  # every point is part of all of it
    limits = view.pixel_box(region)
    quarter = _OUTLINE_DIRECTIONS // 4
    column_start = int(max(limits[2], np.floor(-whole[2 * quarter])))
    row_start = int(max(limits[0], np.floor(-whole[3 * quarter])))
    column_stop = max(column_start, int(min(limits[3], np.ceil(whole[0]))))
    row_stop = max(row_start, int(min(limits[1], np.ceil(whole[quarter]))))
    # The hull is cut from half planes, which are straight: of a band of rows the ends suffice.
    rows = row_stop - row_start
    levels = row_start + _BAND * np.arange(-(-rows // _BAND) + 1)[:, None]
    half = _OUTLINE_DIRECTIONS // 2
    rightwards = np.arange(-quarter + 1, quarter)
    spans = np.full((3, rows, 2), column_start, dtype=np.int32)
    for span, reach in zip(spans, reaches, strict=True):
        if reach is None:
            continue
        x, y = normals[:, rightwards]
        right = (reach[rightwards] - levels * y) / x
        left = -(reach[rightwards + half] + levels * y) / x
        right = np.maximum(right[1:], right[:-1]).min(axis=1)
        left = np.minimum(left[1:], left[:-1]).max(axis=1)
        beyond = (levels[:-1, 0] > reach[quarter]) | (levels[1:, 0] < -reach[3 * quarter])
        right = np.where(beyond, left, np.maximum(left, right))
        ends = np.stack([np.floor(left), np.ceil(right)], axis=1)
        ends = np.clip(ends, column_start, column_stop)
        ends[beyond] = column_start
        span[:] = np.repeat(ends, _BAND, axis=0)[:rows]
    spans -= column_start
    # What is painted is cleared first.
    drawn = spans[1:, :, 0] < spans[1:, :, 1]
    spans[0, :, 0] = np.where(drawn, spans[1:, :, 0], spans[0, :, 0]).min(axis=0)
    spans[0, :, 1] = np.where(drawn, spans[1:, :, 1], spans[0, :, 0]).max(axis=0)
    return (row_start, row_stop, column_start, column_stop), spans
