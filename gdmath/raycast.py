"""Where a view ray meets the loss surface: in closed form, exact at any zoom.

The loss of a linear neuron is a quadratic, so its graph over the weight plane is one too. Along a
ray ``o + s d`` everything is linear in s but the loss, which is quadratic; the ray meets the graph
where ``A s^2 + 2 B s + C = 0``. There is no mesh, so there are no facets and there is nothing to
sort: a bowl has two faces, and the ray meets the lower one nearer to the end that it points to.

Space is right-handed: x and y span the floor, z is ``height * loss``. Directions point to the
viewer, so that a larger s is nearer to the eye.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["CutQuadratic", "Hits", "cast", "occluded"]

FloatArray = NDArray[np.float64]

NEAR, FAR = 0, 1
"""Index of the face nearer to the viewer (seen from below) and of the one behind it."""


@dataclass(frozen=True, eq=False)
class CutQuadratic:
    """The part of ``z = height * (base + |factors @ ((x, y) - center)|^2)`` inside a box.

    Any positive semi-definite quadratic is one, a trough or a plane included.
    """

    center: FloatArray
    """Shape (2,): where it is least; any such place of a trough."""
    factors: FloatArray
    """Shape (2, 2): half the Hessian is ``factors.T @ factors``."""
    base: float
    """The smallest loss."""
    height: float
    """z over loss, at least 0."""
    x_range: tuple[float, float]
    """The least and the greatest x."""
    y_range: tuple[float, float]
    """The least and the greatest y."""
    top: float = math.inf
    """The greatest z: what lies above is cut off."""

    def __post_init__(self) -> None:
        for name, shape in (("center", (2,)), ("factors", (2, 2))):
            values = np.array(getattr(self, name), dtype=np.float64)
            if values.shape != shape:
                message = f"{name} must have the shape {shape}, not {values.shape}"
                raise ValueError(message)
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        if not 0 <= self.height < math.inf:
            message = f"height must be a finite number from 0 on, not {self.height!r}"
            raise ValueError(message)

    def loss(self, x: ArrayLike, y: ArrayLike) -> FloatArray:
        """Return the loss over places of the floor, also outside the box."""
        offset_x = np.asarray(x, dtype=np.float64) - self.center[0]
        offset_y = np.asarray(y, dtype=np.float64) - self.center[1]
        (a1, a0), (b1, b0) = self.factors
        first = a1 * offset_x + a0 * offset_y
        second = b1 * offset_x + b0 * offset_y
        return np.asarray(self.base + first * first + second * second)


@dataclass(frozen=True, eq=False)
class Hits:
    """Where rays meet a surface; the second-last index is the face: near, then far.

    The near face is seen from below (the outside of the bowl), the far one from above (its
    inside). What is not hit is nan.
    """

    depth: FloatArray
    """Shape (..., 2): s, larger is nearer to the viewer."""
    points: FloatArray
    """Shape (..., 2, 3)."""
    losses: FloatArray
    """Shape (..., 2): the loss."""
    normals: FloatArray
    """Shape (..., 2, 3): unit vectors that point upwards."""

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Shape (..., 2): whether the face is hit."""
        return np.isfinite(self.depth)

    @property
    def visible(self) -> NDArray[np.intp]:
        """Shape (...): the face that is seen, -1 for none."""
        mask = self.mask
        return np.where(mask[..., NEAR], NEAR, np.where(mask[..., FAR], FAR, -1))


def cast(
    surface: CutQuadratic,
    origins: ArrayLike,
    directions: ArrayLike,
    start: ArrayLike = -math.inf,
    stop: ArrayLike = math.inf,
) -> Hits:
    """Return where rays ``o + s d`` meet a surface.

    The film paints whole pictures by kernels of its own and asks here only what is `occluded`;
    this is what tests hold these pictures against.

    Args:
        surface: The surface.
        origins: Shape (..., 3).
        directions: To the viewer, of any length but zero; shape (..., 3), broadcast.
        start: The least s that counts.
        stop: The greatest s that counts, such as the eye's.
    """
    return _cast(surface, origins, directions, start, stop, -1.0)


def occluded(
    surface: CutQuadratic,
    points: ArrayLike,
    *,
    eye: ArrayLike | None = None,
    direction: ArrayLike | None = None,
    tolerance: float = 1e-9,
) -> NDArray[np.bool_]:
    """Return whether a surface stands between points and the viewer.

    Args:
        surface: The surface.
        points: Shape (..., 3).
        eye: Where the viewer is (3,); or
        direction: where to (3,), if infinitely far away.
        tolerance: Points no further than that above or below the surface stand on it, and the
            place where they stand does not hide them.

    Returns:
        Shape (...).

    Raises:
        ValueError: Unless one of eye and direction is given.
    """
    places = np.asarray(points, dtype=np.float64)
    if (eye is None) == (direction is None):
        message = "either the eye or the direction to it must be given"
        raise ValueError(message)
    if eye is not None:
        towards, stop = np.asarray(eye, dtype=np.float64) - places, 1.0
    else:
        towards, stop = np.broadcast_to(np.asarray(direction, np.float64), places.shape), math.inf
    hits = _cast(surface, places, towards, 0.0, stop, tolerance)
    return np.asarray(hits.mask.any(axis=-1))


def _cast(
    surface: CutQuadratic,
    origins: ArrayLike,
    directions: ArrayLike,
    start: ArrayLike,
    stop: ArrayLike,
    tolerance: float,
) -> Hits:
    from gdmath.raycast_kernels import cast_rays, in_parallel  # Numba takes a second to import

    origins, directions = np.broadcast_arrays(
        np.asarray(origins, dtype=np.float64), np.asarray(directions, dtype=np.float64)
    )
    shape = origins.shape[:-1]
    count = math.prod(shape)
    span = np.empty((*shape, 2))
    span[..., 0] = start
    span[..., 1] = stop
    depth, losses = np.empty((2, count, 2))
    points, normals = np.empty((2, count, 2, 3))
    in_parallel(
        cast_rays,
        count,
        2048,
        np.ascontiguousarray(origins).reshape(count, 3),
        np.ascontiguousarray(directions).reshape(count, 3),
        surface.center,
        surface.factors,
        float(surface.base),
        float(surface.height),
        np.array([surface.x_range[0], surface.y_range[0]], dtype=np.float64),
        np.array([surface.x_range[1], surface.y_range[1], surface.top], dtype=np.float64),
        span.reshape(count, 2),
        np.full(count, tolerance),
        depth,
        points,
        losses,
        normals,
    )
    return Hits(
        depth.reshape(*shape, 2),
        points.reshape(*shape, 2, 3),
        losses.reshape(*shape, 2),
        normals.reshape(*shape, 2, 3),
    )
