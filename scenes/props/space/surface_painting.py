"""Compiled kernels that draw the loss surface, pixel by pixel.

Import it where it is used: Numba is slow to load.
"""

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gdmath.raycast_kernels import Float, in_parallel, kernel, roots
from scenes.props.plane.loss_painting import contour_cover, log2

_ZERO, _HALF, _ONE, _TWO = Float(0), Float(0.5), Float(1), Float(2)
_TINY = Float(1e-30)
_FAR = Float(1e9)
_LOG10_2 = Float(math.log10(2))
_LOG10_E = Float(math.log10(math.e))
_255 = Float(255)

# How the surface is lit when the light is full.
_AMBIENT = Float(0.72)
_DIFFUSE = Float(0.42)
_SHEEN = Float(0.30)
_RIM_GLOW = Float(0.16)
_OUTSIDE_SHADE = Float(0.72)


@njit(forceinline=True, fastmath=True, error_model="numpy")
def _clamp(value: float) -> float:
    return min(max(value, _ZERO), _ONE)


@njit(fastmath=True, error_model="numpy")
def _paint_row(  # noqa: PLR0915  (one loop, so that it becomes vector instructions)
    pixels: NDArray[np.uint32],
    row: int,
    start: int,
    face: int,
    rays: NDArray[np.float64],
    factors: NDArray[np.float64],
    limits: NDArray[np.float64],
    look: NDArray[np.float64],
    sun: NDArray[np.float64] | None,
    table: NDArray[np.uint32],
    line: NDArray[np.float64],
    growth: NDArray[np.float64] | None,
) -> None:
    """Paint the pixels of a row, from the start-th column on, over what is there."""
    # Unsigned: an index that might be negative, and so count from the end, could for all that the
    # compiler knows lie beyond an array and in the next one. It then decides by the addresses of a
    # row's arrays whether to compute it by vector instructions, which round otherwise.
    count = np.uint64(pixels.shape[0])
    last = np.int32(table.shape[0] - 1)
    last_place = Float(last)
    a1, a0 = Float(factors[0, 0]), Float(factors[0, 1])
    b1, b0 = Float(factors[1, 0]), Float(factors[1, 1])
    left, right, bottom, top = (
        Float(limits[0]),
        Float(limits[1]),
        Float(limits[2]),
        Float(limits[3]),
    )
    ceiling, height, base = Float(limits[4]), Float(limits[5]), Float(limits[6])
    focal = Float(limits[7])
    light, inside, outside = Float(look[0]), Float(look[1]), Float(look[2])
    per_offset, place_scale = Float(look[3]), Float(look[4])
    level_of_1, lowest = Float(look[5]), Float(look[6])
    contour_opacity, contour_width = Float(look[7]), Float(look[8])
    edge_opacity, edge_width = Float(look[9]), Float(look[10])
    if sun is not None:  # decided when it is compiled
        sun_x, sun_y, sun_z = Float(sun[0]), Float(sun[1]), Float(sun[2])
    red_line, green_line, blue_line = Float(line[0]), Float(line[1]), Float(line[2])
    red_rim, green_rim, blue_rim = Float(line[3]), Float(line[4]), Float(line[5])
    # What changes from column to column and from row to row.
    xc, yc, zc = Float(rays[0, 1, 0]), Float(rays[0, 1, 1]), Float(rays[0, 1, 2])
    xr, yr, zr = Float(rays[0, 2, 0]), Float(rays[0, 2, 1]), Float(rays[0, 2, 2])
    dxc, dyc, dzc = Float(rays[1, 1, 0]), Float(rays[1, 1, 1]), Float(rays[1, 1, 2])
    dxr, dyr, dzr = Float(rays[1, 2, 0]), Float(rays[1, 2, 1]), Float(rays[1, 2, 2])
    x0 = Float(rays[0, 0, 0] + row * rays[0, 2, 0])
    y0 = Float(rays[0, 0, 1] + row * rays[0, 2, 1])
    z0 = Float(rays[0, 0, 2] + row * rays[0, 2, 2])
    dx0 = Float(rays[1, 0, 0] + row * rays[1, 2, 0])
    dy0 = Float(rays[1, 0, 1] + row * rays[1, 2, 1])
    dz0 = Float(rays[1, 0, 2] + row * rays[1, 2, 2])
    places = np.empty(count, dtype=np.float32)
    shades = np.empty(count, dtype=np.float32)
    inks = np.empty(count, dtype=np.float32)
    rims = np.empty(count, dtype=np.float32)
    covers = np.empty(count, dtype=np.float32)
    outlines = np.empty(count, dtype=np.float32)
    colors = np.empty(count, dtype=np.int32)
    sign = _ONE if face == 0 else -_ONE
    face_opacity = inside if face == 0 else outside
    face_shade = _ONE if face == 0 else _ONE + light * (_OUTSIDE_SHADE - _ONE)
    for i in range(count):
        column = Float(np.int32(start) + np.int32(i))
        x, y, z = x0 + column * xc, y0 + column * yc, z0 + column * zc
        dx, dy, dz = dx0 + column * dxc, dy0 + column * dyc, dz0 + column * dzc
        a, da = a1 * x + a0 * y, a1 * dx + a0 * dy
        b, db = b1 * x + b0 * y, b1 * dx + b0 * dy
        if sun is not None:
            discriminant, square, far, near = roots(height, base, a, da, b, db, z, dz, _TINY, _FAR)
            s = far if face == 0 else near
        else:
            s = min(max(-sign * z / max(sign * dz, _TINY), -_FAR), _FAR)
        x += s * dx
        y += s * dy
        a += s * da
        b += s * db
        excess = a * a + b * b
        slope_x = _TWO * (a * a1 + b * b1)
        slope_y = _TWO * (a * a0 + b * b0)
        # How the hit moves from pixel to pixel: s follows so that it stays a hit.
        vxc, vyc, vzc = xc + s * dxc, yc + s * dyc, zc + s * dzc
        vxr, vyr, vzr = xr + s * dxr, yr + s * dyr, zr + s * dzr
        if sun is not None:
            gap_c = height * (slope_x * vxc + slope_y * vyc) - vzc
            gap_r = height * (slope_x * vxr + slope_y * vyr) - vzr
            gap = math.sqrt(gap_c * gap_c + gap_r * gap_r)
            # At the outline it would move infinitely fast: half a pixel inside at most.
            reach = square * gap
            facing = _TWO * math.sqrt(max(discriminant, _HALF * reach))
            outline = _clamp(discriminant / max(reach, _TINY) + _HALF)
        else:
            gap_c, gap_r, facing, outline = -vzc, -vzr, sign * dz, _ONE
        per_gap = sign / max(facing, _TINY)
        sc, sr = gap_c * per_gap, gap_r * per_gap
        xc_hit, yc_hit = vxc + dx * sc, vyc + dy * sc
        xr_hit, yr_hit = vxr + dx * sr, vyr + dy * sr
        ec, er = (
            slope_x * xc_hit + slope_y * yc_hit,
            slope_x * xr_hit + slope_y * yr_hit,
        )
        excess_slope = math.sqrt(ec * ec + er * er)
        x_slope = math.sqrt(xc_hit * xc_hit + xr_hit * xr_hit)
        y_slope = math.sqrt(yc_hit * yc_hit + yr_hit * yr_hit)
        # Distances in pixels from what cuts the surface off.
        to_x = min(x - left, right - x) / max(x_slope, _TINY)
        to_y = min(y - bottom, top - y) / max(y_slope, _TINY)
        to_top = (ceiling - excess) / max(excess_slope, _TINY)
        cover = _clamp(to_x + _HALF) * _clamp(to_y + _HALF) * _clamp(to_top + _HALF)
        cover = cover if s * focal < Float(0.99) else _ZERO
        # Colour and contours.
        place = _clamp(log2(_ONE + excess * per_offset) * place_scale)
        level = log2(excess + _TINY) * _LOG10_2 + level_of_1
        slope = excess_slope / (excess + _TINY) * _LOG10_E
        ink = contour_opacity * contour_cover(level, slope, lowest, contour_width)
        to_edge = min(to_x, to_y, to_top)
        edge = _clamp(edge_width + _HALF - abs(to_edge - edge_width))
        rim = edge * edge_opacity
        opacity = face_opacity
        if growth is not None:  # decided when it is compiled
            # The weight grid.
            u = (x - Float(growth[10])) / Float(growth[12])
            v = (y - Float(growth[11])) / Float(growth[13])
            off_u = abs(u - np.floor(u + _HALF)) * Float(growth[12])
            off_v = abs(v - np.floor(v + _HALF)) * Float(growth[13])
            to_grid = min(off_u / max(x_slope, _TINY), off_v / max(y_slope, _TINY))
            grid = _clamp(Float(growth[14]) + _HALF - to_grid)
            ink = max(ink, grid * Float(growth[9]))
            # Where the samples stand, in cells; how far off, in cells and in pixels.
            columns_1, rows_1 = Float(growth[0]), Float(growth[1])
            u = (x - left) / (right - left) * columns_1
            v = (y - bottom) / (top - bottom) * rows_1
            u -= min(max(np.floor(u + _HALF), _ZERO), columns_1)
            v -= min(max(np.floor(v + _HALF), _ZERO), rows_1)
            in_cell = math.sqrt(u * u + v * v)
            off_x = u * (right - left) / columns_1
            off_y = v * (top - bottom) / rows_1
            turn = xc_hit * yr_hit - xr_hit * yc_hit
            turn = max(abs(turn), _TINY)
            pixels_c = (yr_hit * off_x - xr_hit * off_y) / turn
            pixels_r = (xc_hit * off_y - yc_hit * off_x) / turn
            in_pixels = math.sqrt(pixels_c * pixels_c + pixels_r * pixels_r)
            dot = _clamp(Float(growth[2]) + _HALF - in_pixels) * Float(growth[3])
            from_x, from_y = x - Float(growth[6]), y - Float(growth[7])
            way = math.sqrt(from_x * from_x + from_y * from_y) * Float(growth[8])
            delay = Float(growth[5])
            grown = _clamp(Float(growth[4]) * (_ONE + delay) - delay * way)
            # From the middle to the corners of its cell, and half a pixel beyond.
            per_cell = max(in_pixels, _TINY) / max(in_cell, _TINY)
            cell = _clamp((grown * Float(0.7072) - in_cell) * per_cell + _HALF + _HALF * grown)
            cell = cell if grown > _ZERO else _ZERO
            # Dots before they have grown: bright, and without lines.
            opacity = max(face_opacity * cell, dot * (_ONE - grown))
            ink *= cell
            rim = rim * cell + (_ONE - cell) * Float(0.8)
        # Light: over the viewer's shoulder, and along the edges of glass.
        shade = face_shade
        if sun is not None:
            steep_x, steep_y = height * slope_x, height * slope_y
            normal = _ONE / math.sqrt(_ONE + steep_x * steep_x + steep_y * steep_y)
            lit = _clamp(sign * (sun_z - steep_x * sun_x - steep_y * sun_y) * normal)
            glance = _ONE - min(facing * normal / math.sqrt(dx * dx + dy * dy + dz * dz), _ONE)
            shade = (_ONE + light * (_AMBIENT + _DIFFUSE * lit - _ONE)) * face_shade
            square_lit = lit * lit
            glow = light * (
                _SHEEN * square_lit * square_lit * square_lit + _RIM_GLOW * glance * glance * glance
            )
            rim = rim + (_ONE - rim) * Float(0.3) * glow
        places[i] = place
        shades[i] = shade
        inks[i] = ink
        rims[i] = rim
        covers[i] = cover * opacity
        outlines[i] = outline
    # Fetching the colours in a loop of its own lets the others be vectorised.
    for i in range(count):
        colors[i] = table[np.int32(places[i] * last_place + _HALF)]
    for i in range(count):
        color, shade, ink, rim = colors[i], shades[i], inks[i], rims[i]
        cover = covers[i]
        alpha = cover * outlines[i]
        red = Float(np.int32(color & np.int32(255))) * shade
        green = Float(np.int32((color >> np.int32(8)) & np.int32(255))) * shade
        blue = Float(np.int32((color >> np.int32(16)) & np.int32(255))) * shade
        red += (red_line - red) * ink
        green += (green_line - green) * ink
        blue += (blue_line - blue) * ink
        red = alpha * min(red + (red_rim - red) * rim, _255)
        green = alpha * min(green + (green_rim - green) * rim, _255)
        blue = alpha * min(blue + (blue_rim - blue) * rim, _255)
        alpha *= _255
        if face == 1:
            behind = pixels[i]
            rest = _ONE - cover
            red += rest * Float(np.int32(behind & np.uint32(255)))
            green += rest * Float(np.int32((behind >> np.uint32(8)) & np.uint32(255)))
            blue += rest * Float(np.int32((behind >> np.uint32(16)) & np.uint32(255)))
            alpha += rest * Float(np.int32(behind >> np.uint32(24)))
        pixels[i] = (
            np.uint32(np.int32(red + _HALF))
            | (np.uint32(np.int32(green + _HALF)) << np.uint32(8))
            | (np.uint32(np.int32(blue + _HALF)) << np.uint32(16))
            | (np.uint32(np.int32(alpha + _HALF)) << np.uint32(24))
        )


@kernel
def _paint_surface(
    first_row: int,
    stop_row: int,
    picture: NDArray[np.uint32],
    spans: NDArray[np.int32],
    rays: NDArray[np.float64],
    factors: NDArray[np.float64],
    limits: NDArray[np.float64],
    look: NDArray[np.float64],
    sun: NDArray[np.float64] | None,
    table: NDArray[np.uint32],
    line: NDArray[np.float64],
    growth: NDArray[np.float64] | None,
) -> None:
    """Paint the surface's two faces, the far one first.

    Args:
        first_row: First row.
        stop_row: The one after the last.
        picture: (at least rows, columns), written inside the spans: premultiplied RGBA,
            red lowest.
        spans: (3, rows, 2): first column and the one after the last; of both faces together,
            of the far and of the near one.
        rays: (2, 3, 3): origin and direction of the ray through pixel (0, 0), their change
            per column and per row; x and y count from the surface's center.
        factors: (2, 2), of `CutQuadratic`, for the loss over the highest one.
        limits: least x, greatest x, least y, greatest y (from the center), greatest excess
            loss (over the highest), z over loss, the smallest loss, 1 / focal distance.
        look: light, opacity inside, opacity outside, 1 / offset, place over log2, log10 of
            the highest excess loss, log10 of the lowest contour, opacity and half width (in
            pixels) of contours, opacity and half width of the edges.
        sun: (3,), the direction to the light; or None, if the surface is flat and not lit:
            a map, of which less is to be computed.
        table: Colours along the scale, as in `picture` with alpha 0.
        line: (6,), colours of contours and of edges and gloss, 0 to 255.
        growth: None, or, if there is a weight grid or the surface is being revealed: columns
            and rows of the sample grid, radius of the dots in pixels, their opacity, how far
            the cells have grown (0 to 1), how much later the last one grows, x and y where
            growing begins, 1 / the way to the last one; opacity of the weight grid, x and y
            of one of its lines, its steps, half width.
    """
    for row in range(first_row, stop_row):
        picture[row, spans[0, row, 0] : spans[0, row, 1]] = 0
        for face in range(2):
            start, stop = spans[face + 1, row, 0], spans[face + 1, row, 1]
            if start < stop:
                _paint_row(
                    picture[row, start:stop],
                    row,
                    start,
                    face,
                    rays,
                    factors,
                    limits,
                    look,
                    sun,
                    table,
                    line,
                    growth,
                )


@kernel
def _lay_over(
    first_row: int,
    stop_row: int,
    frame: NDArray[np.uint32],
    corner: tuple[int, int],
    picture: NDArray[np.uint32],
    spans: NDArray[np.int32],
    opacity: int,
) -> None:
    """Lay a premultiplied picture over a part of a frame.

    Args:
        first_row: First row.
        stop_row: The one after the last.
        frame: Whole, one number a pixel, contiguous; changed in place. (A part of it has rows of
            any stride, for which there would be no vector instructions.)
        corner: Row and column of the frame where the picture's first pixel lies.
        picture: At least as large as the part.
        spans: (rows, 2): where the picture is painted.
        opacity: 0 to 255.
    """
    low = np.uint32(0x00FF00FF)
    half = np.uint32(0x00800080)
    eight = np.uint32(8)
    strength = np.uint32(opacity)
    for row in range(first_row, stop_row):
        start, stop = spans[row, 0], spans[row, 1]
        over = picture[row, start:stop]
        under = frame[corner[0] + row, corner[1] + start : corner[1] + stop]
        for i in range(np.uint64(stop - start)):  # unsigned: see `_paint_row`
            # Two channels at a time; x / 255 = (x + 128 + (x + 128) / 256) / 256, rounded.
            t = (over[i] & low) * strength + half
            over_rb = ((t + ((t >> eight) & low)) >> eight) & low
            t = ((over[i] >> eight) & low) * strength + half
            over_ga = ((t + ((t >> eight) & low)) >> eight) & low
            rest = np.uint32(255) - (over_ga >> np.uint32(16))
            t = (under[i] & low) * rest + half
            red_blue = (((t + ((t >> eight) & low)) >> eight) & low) + over_rb
            t = ((under[i] >> eight) & low) * rest + half
            green_alpha = (((t + ((t >> eight) & low)) >> eight) & low) + over_ga
            under[i] = red_blue | (green_alpha << eight)


_ROWS_WORTH_A_THREAD = 16


def paint_surface(picture: NDArray[np.uint32], spans: NDArray[np.int32], *description: Any) -> None:
    """Paint the surface; the arguments are the kernel's, without the rows."""
    in_parallel(_paint_surface, spans.shape[1], _ROWS_WORTH_A_THREAD, picture, spans, *description)


def lay_over(
    frame: NDArray[np.uint32],
    corner: tuple[int, int],
    picture: NDArray[np.uint32],
    spans: NDArray[np.int32],
    opacity: int,
) -> None:
    """Lay a premultiplied picture over a part of a frame; the arguments are the kernel's."""
    rows = len(spans)
    in_parallel(_lay_over, rows, _ROWS_WORTH_A_THREAD, frame, corner, picture, spans, opacity)
