"""Compiled functions of `gdmath.raycast`, shared by whatever colours pixels with them.

Import it where it is used: Numba is slow to load. The functions take single or double precision
and compute in what they are given.
"""

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numba import config, get_num_threads, njit
from numba.core.dispatcher import Dispatcher
from numpy.typing import NDArray

from gdmath.compiled_cache import CompiledCache
from gdmath.user_cache import user_cache

Function = TypeVar("Function", bound=Callable[..., Any])
FloatArray = NDArray[np.float64]

if TYPE_CHECKING:
    Float = float  # kernels take and return `float`, whatever precision they are compiled for
else:
    Float = np.float32

_FAST = {"contract", "reassoc", "nsz", "arcp", "afn"}
"""What the arithmetic may do: anything but take nan and infinity for impossible."""
_HALF = Float(0.5)  # exact, and does not turn single precision into double


def device(function: Function) -> Function:
    """Compile a function that becomes part of the compiled functions that call it."""
    return cast(Function, njit(forceinline=True, error_model="numpy")(function))


def kernel(function: Function) -> Function:
    """Compile a function that threads can share; once per machine.

    Its first two arguments are the range that it works on: see `in_parallel`. (Numba's own
    parallel loops take two seconds more to compile, each, and split a range into equal parts.)
    """
    compiled = njit(nogil=True, fastmath=_FAST, error_model="numpy")(function)
    _keep_compiled(compiled)
    return cast(Function, compiled)


def _keep_compiled(compiled: Any) -> None:
    """Let what is compiled of a function stay in the user's cache, if it can be written to."""
    if isinstance(compiled, Dispatcher):  # else Numba is told to compile nothing
        folder = vars(config)["CACHE_DIR"] or user_cache() / "compiled"  # Numba's own variable
        vars(compiled)["_cache"] = CompiledCache(compiled, Path(folder))


def in_parallel(compiled: Callable[..., None], count: int, least: int, *arguments: object) -> None:
    """Call ``compiled(start, stop, *arguments)`` for parts of ``range(count)``, on all cores.

    Args:
        compiled: A `kernel`.
        count: How many items there are.
        least: So many items are worth a call.
        *arguments: The same for every part.
    """
    threads = get_num_threads()
    parts = min(4 * threads, count // least) if threads > 1 else 1
    if parts < 2:
        compiled(0, count, *arguments)
        return
    ends = [count * part // parts for part in range(parts + 1)]
    executor = _executor(threads)
    tasks = [executor.submit(compiled, start, stop, *arguments) for start, stop in pairwise(ends)]
    for task in tasks:
        task.result()


_executors: dict[int, ThreadPoolExecutor] = {}


def _executor(threads: int) -> ThreadPoolExecutor:
    if threads not in _executors:
        _executors[threads] = ThreadPoolExecutor(threads, "raycast")
    return _executors[threads]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_executors.clear)  # a child has none of the threads


@device
def roots(
    height: float,
    base: float,
    a: float,
    a_step: float,
    b: float,
    b_step: float,
    z: float,
    z_step: float,
    tiny: float,
    limit: float,
) -> tuple[float, float, float, float]:
    """Solve ``height * (base + (a + s a')^2 + (b + s b')^2) = z + s z'`` for s.

    With A, B and C for the coefficients of ``A s^2 + 2 B s + C = 0``, neither root is a difference
    of nearly equal numbers, and the one that stays as A goes to 0 (a flat surface, a ray along its
    flat direction or straight down) does not divide by A. The discriminant comes of Lagrange's
    identity, which leaves no large squares to cancel.

    Args:
        height: z over loss.
        base: The smallest loss.
        a: First linear form where s = 0.
        a_step: Its change along the ray.
        b: Second linear form where s = 0.
        b_step: Its change along the ray.
        z: z of the ray where s = 0.
        z_step: Its change along the ray.
        tiny: Smallest divisor.
        limit: Largest absolute root; a root at infinity ends there.

    Returns:
        ``(discriminant, A, s_far, s_near)``: ``B^2 - A C``, below zero where the ray misses. At
        s_far the ray meets the surface's upper face, at s_near (never smaller) the lower one.
        Where the ray misses, both are where it passes nearest.
    """
    q = a_step * a_step + b_step * b_step
    m = a * a_step + b * b_step
    cross = a * b_step - b * a_step
    half = z_step * _HALF
    square = height * q
    linear = height * m - half
    constant = height * (base + a * a + b * b) - z
    discriminant = (
        half * half
        - height * m * z_step
        - height * height * cross * cross
        - square * (height * base - z)
    )
    root = math.sqrt(max(discriminant, discriminant - discriminant))
    stable = max(abs(linear) + root, tiny)
    by_square = stable / max(square, tiny)
    by_constant = constant / stable
    touching = -linear / max(square, tiny)
    downwards = linear <= 0
    far = by_constant if downwards else -by_square
    near = by_square if downwards else -by_constant
    far = far if discriminant > 0 else touching
    near = near if discriminant > 0 else touching
    return (
        discriminant,
        square,
        min(max(far, -limit), limit),
        min(max(near, -limit), limit),
    )


@kernel
def cast_rays(
    start: int,
    stop: int,
    origins: FloatArray,
    directions: FloatArray,
    center: FloatArray,
    factors: FloatArray,
    base: float,
    height: float,
    low: FloatArray,
    high: FloatArray,
    span: FloatArray,
    touching: FloatArray,
    depth: FloatArray,
    points: FloatArray,
    losses: FloatArray,
    normals: FloatArray,
) -> None:
    """Meet rays with a cut quadratic; `gdmath.raycast.cast` explains.

    Args:
        start: First ray.
        stop: The one after the last.
        origins: (n, 3).
        directions: (n, 3).
        center: (2,).
        factors: (2, 2).
        base: The smallest loss.
        height: z over loss.
        low: (2,), the least x and y.
        high: (3,), the greatest x, y and z.
        span: (n, 2), the least and the greatest s that count.
        touching: (n,), how far above the surface a ray's origin counts as standing on it; below
            zero if none does. What stands on it does not meet it there.
        depth: (n, 2), written; nan where nothing is hit.
        points: (n, 2, 3), written.
        losses: (n, 2), written.
        normals: (n, 2, 3), written.
    """
    a1, a0 = factors[0, 0], factors[0, 1]
    b1, b0 = factors[1, 0], factors[1, 1]
    middle_x = 0.5 * (low[0] + high[0])
    middle_y = 0.5 * (low[1] + high[1])
    middle_z = 0.5 * (height * base + high[2]) if high[2] < 1e300 else height * base
    for i in range(start, stop):
        x_step, y_step, z_step = directions[i, 0], directions[i, 1], directions[i, 2]
        length = x_step * x_step + y_step * y_step + z_step * z_step
        # Count s from where the ray passes nearest to the middle of the box.
        shift = (
            (middle_x - origins[i, 0]) * x_step
            + (middle_y - origins[i, 1]) * y_step
            + (middle_z - origins[i, 2]) * z_step
        ) / max(length, 1e-300)
        if touching[i] >= 0.0:
            shift = 0.0
        x = origins[i, 0] + shift * x_step - center[0]
        y = origins[i, 1] + shift * y_step - center[1]
        z = origins[i, 2] + shift * z_step
        a, a_step = a1 * x + a0 * y, a1 * x_step + a0 * y_step
        b, b_step = b1 * x + b0 * y, b1 * x_step + b0 * y_step
        stands = abs(height * (base + a * a + b * b) - z) <= touching[i]
        if stands:
            z = height * (base + a * a + b * b)
        discriminant, square, far, near = roots(
            height, base, a, a_step, b, b_step, z, z_step, 1e-280, 1e140
        )
        if stands:  # one root is 0; the other one follows from their sum
            linear = height * (a * a_step + b * b_step) - 0.5 * z_step
            other = -2.0 * linear / max(square, 1e-280)
            other = min(max(other, -1e140), 1e140)
            discriminant = linear * linear
            far, near = min(other, 0.0), max(other, 0.0)
        for face in range(2):
            s = near if face == 0 else far
            u, v = x + s * x_step, y + s * y_step
            at_a, at_b = a + s * a_step, b + s * b_step
            loss = base + at_a * at_a + at_b * at_b
            along = s + shift
            hit = (
                discriminant >= 0.0
                and (discriminant > 0.0 or square > 0.0)  # else it lies in the surface
                and low[0] <= u + center[0] <= high[0]
                and low[1] <= v + center[1] <= high[1]
                and height * loss <= high[2]
                and span[i, 0] <= along <= span[i, 1]
                and not (stands and s == 0.0)
                and abs(s) < 1e140
            )
            if not hit:
                depth[i, face] = np.nan
                losses[i, face] = np.nan
                for axis in range(3):
                    points[i, face, axis] = np.nan
                    normals[i, face, axis] = np.nan
                continue
            depth[i, face] = along
            losses[i, face] = loss
            points[i, face, 0] = u + center[0]
            points[i, face, 1] = v + center[1]
            points[i, face, 2] = height * loss
            slope_x = 2.0 * height * (at_a * a1 + at_b * b1)
            slope_y = 2.0 * height * (at_a * a0 + at_b * b0)
            norm = math.sqrt(1.0 + slope_x * slope_x + slope_y * slope_y)
            normals[i, face, 0] = -slope_x / norm
            normals[i, face, 1] = -slope_y / norm
            normals[i, face, 2] = 1.0 / norm
