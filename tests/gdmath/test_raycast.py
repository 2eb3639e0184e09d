"""Where view rays meet a quadratic surface: against a numeric root finder, and at the edges."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdmath.raycast import FAR, NEAR, CutQuadratic, cast, occluded


def polynomial_hits(surface, origin, direction, start=-math.inf, stop=math.inf):
    """The same by sampling three values on the ray and NumPy's companion matrix."""

    def gap(s):
        x, y, z = origin + s * direction
        return surface.height * surface.loss(x, y) - z

    # Sampled around the box, where its parts are of one size.
    middle = np.array([np.mean(surface.x_range), np.mean(surface.y_range), surface.height])
    around = np.dot(middle - origin, direction) / np.dot(direction, direction)
    values = [float(gap(around + step)) for step in (-1.0, 0.0, 1.0)]
    a = (values[0] + values[2]) / 2 - values[1]
    b = (values[2] - values[0]) / 2
    with np.errstate(all="ignore"):
        roots = np.roots([a, b, values[1]])
    roots = sorted(root.real + around for root in roots if abs(root.imag) < 1e-12)
    hits = []
    for s in roots:
        x, y, z = origin + s * direction
        inside = (
            surface.x_range[0] <= x <= surface.x_range[1]
            and surface.y_range[0] <= y <= surface.y_range[1]
            and z <= surface.top
            and start <= s <= stop
        )
        if inside:
            hits.append(s)
    return hits


def margin(surface, point):
    """How far a point is from what cuts the surface off."""
    x, y, z = point
    return min(
        abs(x - surface.x_range[0]),
        abs(x - surface.x_range[1]),
        abs(y - surface.y_range[0]),
        abs(y - surface.y_range[1]),
        abs(z - surface.top),
    )


def cut_of_hessian(hessian, *others):
    """The surface with a positive semi-definite Hessian (2, 2) of the loss."""
    values, vectors = np.linalg.eigh(hessian)
    factors = np.sqrt(np.maximum(values, 0.0) / 2)[:, None] * vectors.T
    center, *others = others
    return CutQuadratic(np.asarray(center), factors, *others)


def random_surface(rng):
    """A bowl, a long valley or a trough, in a box that need not hold its lowest point."""
    flat = rng.choice([0.0, 1e-6, 0.01, 1.0])
    angle = rng.uniform(0, math.pi)
    axes = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    hessian = axes @ np.diag([flat, rng.uniform(0.5, 3)]) @ axes.T
    low = rng.uniform(-4, 0, 2)
    high = low + rng.uniform(1, 5, 2)
    return cut_of_hessian(
        hessian,
        rng.uniform(-3, 3, 2),
        rng.choice([0.0, 0.7]),
        rng.choice([0.05, 0.5, 2.0]),
        (low[0], high[0]),
        (low[1], high[1]),
        rng.uniform(0.5, 6),
    )


def random_ray(rng, surface):
    """A ray through the box, from any side, more often from above."""
    target = [
        rng.uniform(*surface.x_range),
        rng.uniform(*surface.y_range),
        rng.uniform(-0.2, surface.top),
    ]
    direction = rng.normal(size=3)
    direction[2] = abs(direction[2])
    return np.array(target) - rng.uniform(-20, 20) * direction, direction


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_hits_are_the_roots_that_numpy_finds(seed):
    rng = np.random.default_rng(seed)
    surface = random_surface(rng)
    rays = [random_ray(rng, surface) for _ in range(20)]
    origins, directions = map(np.array, zip(*rays, strict=True))
    hits = cast(surface, origins, directions)
    for i, (origin, direction) in enumerate(rays):
        expected = polynomial_hits(surface, origin, direction)
        found = sorted(hits.depth[i][hits.mask[i]])
        if len(found) != len(expected):  # only where a hit is at the very edge, or a touch
            candidates = [origin + s * direction for s in (*found, *expected)]
            touch = len(expected) == 2 and abs(expected[0] - expected[1]) < 1e-4
            assert touch or min(margin(surface, point) for point in candidates) < 1e-6
            continue
        apart = abs(expected[1] - expected[0]) if len(expected) == 2 else 1.0
        np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-8 / min(1.0, apart))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_hits_lie_on_the_surface_and_the_ray(seed):
    rng = np.random.default_rng(seed)
    surface = random_surface(rng)
    rays = [random_ray(rng, surface) for _ in range(50)]
    origins, directions = map(np.array, zip(*rays, strict=True))
    hits = cast(surface, origins, directions)
    on_ray = origins[:, None] + hits.depth[..., None] * directions[:, None]
    mask = hits.mask
    np.testing.assert_allclose(hits.points[mask], on_ray[mask], atol=1e-7)
    x, y, z = hits.points[mask].T
    np.testing.assert_allclose(z, surface.height * surface.loss(x, y), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(hits.losses[mask], surface.loss(x, y), rtol=1e-9, atol=1e-12)
    # The near face is seen from below, the far one from above.
    facing = (hits.normals * directions[:, None]).sum(axis=-1)
    assert (facing[:, NEAR][mask[:, NEAR]] <= 1e-6).all()
    assert (facing[:, FAR][mask[:, FAR]] >= -1e-6).all()
    both = mask.all(axis=1)
    assert (hits.depth[both, NEAR] >= hits.depth[both, FAR]).all()


def test_normals_are_the_gradients():
    rng = np.random.default_rng(1)
    surface = random_surface(rng)
    rays = [random_ray(rng, surface) for _ in range(100)]
    hits = cast(surface, *map(np.array, zip(*rays, strict=True)))
    x, y, _ = hits.points[hits.mask].T
    step = 1e-5
    slope_x = surface.height * (surface.loss(x + step, y) - surface.loss(x - step, y)) / (2 * step)
    slope_y = surface.height * (surface.loss(x, y + step) - surface.loss(x, y - step)) / (2 * step)
    normals = np.stack([-slope_x, -slope_y, np.ones_like(x)], axis=-1)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    np.testing.assert_allclose(hits.normals[hits.mask], normals, atol=1e-8)


BOWL = CutQuadratic(np.zeros(2), np.eye(2), 0.0, 1.0, (-2.0, 2.0), (-2.0, 2.0), 3.0)
TROUGH = CutQuadratic(np.zeros(2), [[1.0, 0.0], [0.0, 0.0]], 0.5, 1.0, (-1, 1), (-5, 5), 2.0)


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
def test_straight_down_it_is_the_height(scale):
    x, y = np.meshgrid(np.linspace(-1, 1, 11), np.linspace(-1, 1, 11))
    origins = np.stack([x, y, np.full_like(x, 50.0)], axis=-1)
    hits = cast(BOWL, origins, [0.0, 0.0, scale])
    assert not hits.mask[..., NEAR].any()
    np.testing.assert_allclose(hits.points[..., FAR, 2], x**2 + y**2, rtol=1e-13, atol=1e-13)


def test_almost_straight_down_it_is_nearly_that():
    for tilt in 10.0 ** -np.arange(2, 18):
        hits = cast(BOWL, [0.5, -0.25, 10.0], [tilt, -tilt, 1.0])
        (x, y, z) = hits.points[FAR]
        assert z == pytest.approx(x**2 + y**2, rel=1e-13)
        assert z == pytest.approx(0.3125, abs=50 * tilt)
        assert not hits.mask[NEAR]


def test_along_the_flat_direction_of_a_trough():
    hits = cast(TROUGH, [[0.5, 0.0, 3.0]], [[0.0, 1.0, 1.0]])
    np.testing.assert_allclose(hits.points[0, FAR], [0.5, -2.25, 0.75])
    assert not hits.mask[0, NEAR]
    level = cast(TROUGH, [[0.5, 0.0, 0.75]], [[0.0, 1.0, 0.0]])  # lies in the surface
    assert not level.mask.any()


def test_edge_on_and_tangent():
    hits = cast(BOWL, [0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    np.testing.assert_allclose(hits.points[..., 0], [1.0, -1.0])
    for gap in (1e-3, 1e-6, 1e-9, 1e-12):
        inside = cast(BOWL, [0.0, 7.0, gap], [0.0, 1.0, 0.0])
        np.testing.assert_allclose(np.abs(inside.points[:, 1]), math.sqrt(gap), rtol=1e-3)
        assert not cast(BOWL, [0.0, 7.0, -gap], [0.0, 1.0, 0.0]).mask.any()


def test_a_flat_surface():
    flat = CutQuadratic(np.zeros(2), np.eye(2), 0.0, 0.0, (-2.0, 2.0), (-2.0, 2.0), 3.0)
    hits = cast(flat, [[0.5, 0.5, 5.0], [0.5, 0.5, 5.0]], [[0.0, 0.0, 1.0], [0.1, 0.0, 1.0]])
    np.testing.assert_allclose(hits.points[:, FAR], [[0.5, 0.5, 0.0], [0.0, 0.5, 0.0]], atol=1e-12)
    assert not cast(flat, [0.0, 0.0, 0.0], [1.0, 0.0, 0.0]).mask.any()
    np.testing.assert_allclose(hits.losses[:, FAR], [0.5, 0.25])


def test_ceiling_and_span_cut():
    assert not cast(BOWL, [1.9, 0.0, 9.0], [0.0, 0.0, 1.0]).mask.any()  # 3.61 above the ceiling
    ray = [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]
    assert cast(BOWL, *ray, stop=0.0).mask.tolist() == [False, True]
    assert cast(BOWL, *ray, start=0.0).mask.tolist() == [True, False]
    assert cast(BOWL, *ray).visible == NEAR


def test_shapes_and_many_rays_in_parts():
    rng = np.random.default_rng(3)
    origins, directions = rng.normal(size=(2, 60, 400, 3))
    hits = cast(BOWL, origins, directions)
    assert hits.depth.shape == (60, 400, 2)
    assert hits.points.shape == hits.normals.shape == (60, 400, 2, 3)
    single = cast(BOWL, origins[7, 9], directions[7, 9])
    np.testing.assert_array_equal(single.depth, hits.depth[7, 9])
    assert cast(BOWL, np.zeros((0, 3)), [0.0, 0.0, 1.0]).depth.shape == (0, 2)


def test_large_and_small_numbers():
    for size in (1e-9, 1e9):
        surface = cut_of_hessian(
            np.array([[69.4, 10.0], [10.0, 2.0]]) / size**2,
            [3 * size, 0.0],
            0.0,
            1.0,
            (-5 * size, 10 * size),
            (-5 * size, 5 * size),
        )
        hits = cast(surface, [2.0 * size, size, 100.0], [0.3 * size, 0.2 * size, 40.0])
        x, y, z = hits.points[FAR]
        assert z == pytest.approx(float(surface.loss(x, y)), rel=1e-12)


def test_what_the_surface_hides():
    x = np.linspace(-1.5, 1.5, 31)
    on_it = np.stack([x, np.zeros_like(x), BOWL.height * BOWL.loss(x, 0.0)], axis=-1)
    assert not occluded(BOWL, on_it, direction=[0.0, 0.0, 1.0]).any()
    # Level from the right: the inside of the left wall is behind the right wall, itself below 3.
    assert occluded(BOWL, on_it, direction=[1.0, 0.0, 0.0]).tolist() == (x < 0).tolist()
    # An eye within the bowl sees all of it.
    assert not occluded(BOWL, on_it, eye=[0.0, 0.0, 2.8]).any()
    assert occluded(BOWL, [[0.0, 0.0, -1.0]], eye=[0.0, 0.0, 10.0]).all()
    assert not occluded(BOWL, [[0.0, 0.0, 1.0]], eye=[0.0, 0.0, 10.0]).any()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_what_hides_is_what_the_ray_meets_in_front(seed):
    rng = np.random.default_rng(seed)
    surface = random_surface(rng)
    x, y = rng.uniform(*surface.x_range, 30), rng.uniform(*surface.y_range, 30)
    points = np.stack([x, y, surface.height * surface.loss(x, y)], axis=-1)
    direction = np.array([*rng.normal(size=2), rng.uniform(0.05, 1)])
    hidden = occluded(surface, points, direction=direction)
    looser, tighter = (
        replace(
            surface,
            x_range=(surface.x_range[0] - by, surface.x_range[1] + by),
            y_range=(surface.y_range[0] - by, surface.y_range[1] + by),
            top=surface.top + by,
        )
        for by in (1e-6, -1e-6)
    )
    for point, is_hidden in zip(points, hidden, strict=True):
        assert is_hidden or not polynomial_hits(tighter, point, direction, start=1e-4)
        assert not is_hidden or polynomial_hits(looser, point, direction, start=-1e-4)


def test_what_cannot_be_asked():
    with pytest.raises(ValueError, match="either the eye"):
        occluded(BOWL, [[0.0, 0.0, 0.0]])
    with pytest.raises(ValueError, match="height"):
        CutQuadratic(np.zeros(2), np.eye(2), 0.0, -1.0, (0, 1), (0, 1))
    with pytest.raises(ValueError, match="shape"):
        CutQuadratic(np.zeros(3), np.eye(2), 0.0, 1.0, (0, 1), (0, 1))
