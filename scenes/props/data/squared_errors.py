"""Squared errors as squares, packed side by side: each area is what its point adds to the sum."""

import numpy as np
from manim import Line, VGroup
from numpy.typing import NDArray

from scenes.props.data.error_marks import ErrorMarks
from scenes.props.data.residual_plot import BAR_WIDTH
from scenes.props.plotting.number import Number, advance_width
from scenes.stage.regions import Region
from scenes.stage.theme import STROKE, TEXT, Theme

MOST_LABELLED = 12
"""Of more squares than that the areas are not written below, and the large ones come first."""
GAP = 0.2
"""Between two squares, where there is room."""
LABEL_GAP = 0.12
_HALVINGS = 40


class SquaredErrors(VGroup):
    """Squares over the sides |error|, all to one scale, as large as the region lets them be.

    Args:
        region: Where they go, in its middle.
        errors: The errors (n,); zeros are squares without an area.
        written: The areas as they are written below the squares.
        theme: Colours.

    Attributes:
        squares: The squares, in the order of the errors.
        sticks: The errors as upright bars at the squares' left sides: what the squares grow from.
        labels: The written areas and the lines on which the squares stand.
    """

    def __init__(
        self,
        region: Region,
        errors: NDArray[np.float64],
        written: list[str],
        theme: Theme,
    ) -> None:
        super().__init__()
        sides = np.abs(errors)
        labelled = len(sides) <= MOST_LABELLED
        spacing = float(np.sqrt(region.width * region.height / len(sides)))
        gap = min(GAP, 0.12 * spacing)
        label_height = 0.75 * TEXT.label + LABEL_GAP if labelled else 0.0
        slots = np.array([advance_width(text) * TEXT.label if labelled else 0 for text in written])
        order = np.arange(len(sides)) if labelled else np.argsort(-sides, kind="stable")
        rows, scale = _pack(sides, slots, order, region, gap, label_height)

        heights = [scale * sides[row].max() + label_height for row in rows]
        top = region.center[1] + (sum(heights) + GAP * (len(rows) - 1) * labelled) / 2
        if not labelled:
            top += gap * (len(rows) - 1) / 2
        corners = np.zeros((len(sides), 3))
        self.labels = VGroup()
        for row, height in zip(rows, heights, strict=True):
            widths = np.maximum(scale * sides[row], slots[row])
            begins = np.cumsum(widths + gap) - widths - gap
            # What is labelled stands in the middle; what is sorted begins at one line.
            extent = widths.sum() + gap * (len(row) - 1) if labelled else region.width
            begins += region.center[0] - extent / 2
            foot = top - height + label_height
            corners[row, 0] = begins + (widths - scale * sides[row]) / 2
            corners[row, 1] = foot
            top -= height + (GAP if labelled else gap)
            if labelled:
                self._label(row, begins, widths, foot, written, theme)
        size = np.column_stack([scale * sides, scale * sides, np.zeros(len(sides))])
        stick = size.copy()
        stick[:, 0] = np.minimum(BAR_WIDTH, stick[:, 0])
        self.squares = ErrorMarks(theme.ink, corners, corners + size, as_squares=True)
        self.sticks = ErrorMarks(theme.ink, corners, corners + stick)
        self.add(self.labels, self.squares)

    def _label(
        self,
        row: NDArray[np.intp],
        begins: NDArray[np.float64],
        widths: NDArray[np.float64],
        foot: float,
        written: list[str],
        theme: Theme,
    ) -> None:
        ends = (begins[0], foot, 0.0), (begins[-1] + widths[-1], foot, 0.0)
        self.labels.add(Line(*ends, stroke_color=theme.muted, stroke_width=STROKE.axis))
        for index, middle in zip(row, begins + widths / 2, strict=True):
            anchor = np.array([middle, foot - LABEL_GAP - 0.72 * TEXT.label, 0.0])
            self.labels.add(Number(written[index], TEXT.label, theme.ink, anchor, align=0.0))


def _pack(
    sides: NDArray[np.float64],
    slots: NDArray[np.float64],
    order: NDArray[np.intp],
    region: Region,
    gap: float,
    label_height: float,
) -> tuple[list[NDArray[np.intp]], float]:
    """Put squares into rows, in order, at the largest scale at which all rows fit.

    Args:
        sides: Sides of the squares (n,).
        slots: Least width for each (n,).
        order: In which order they are put (n,).
        region: What they have to fit into.
        gap: Between squares and between rows.
        label_height: Room below each row.

    Returns:
        The indices in each row, and the scale.
    """
    largest = float(sides.max())
    if largest == 0:
        return _fill_rows(slots, order, region.width, gap), 1.0

    def rows_at(scale: float, width: float = region.width) -> list[NDArray[np.intp]]:
        return _fill_rows(np.maximum(scale * sides, slots), order, width, gap)

    def fit(rows: list[NDArray[np.intp]], scale: float) -> bool:
        row_gap = GAP if label_height else gap
        tall = sum(scale * float(sides[row].max()) + label_height for row in rows)
        return tall + row_gap * (len(rows) - 1) <= region.height

    scale, too_large = 0.0, min(region.width, region.height - label_height) / largest
    for _ in range(_HALVINGS):
        middle = (scale + too_large) / 2
        scale, too_large = (middle, too_large) if fit(rows_at(middle), middle) else (scale, middle)
    rows = rows_at(scale)
    if not label_height:
        return rows, scale
    # As many rows, but none much shorter than the others.
    too_narrow, width = 0.0, region.width
    for _ in range(_HALVINGS):
        middle = (too_narrow + width) / 2
        others = rows_at(scale, middle)
        if len(others) == len(rows) and fit(others, scale):
            width, rows = middle, others
        else:
            too_narrow = middle
    return rows, scale


def _fill_rows(
    widths: NDArray[np.float64], order: NDArray[np.intp], width: float, gap: float
) -> list[NDArray[np.intp]]:
    rows: list[list[int]] = [[]]
    used = 0.0
    for index in order:
        if rows[-1] and used + widths[index] > width + 1e-9:
            rows.append([])
            used = 0.0
        rows[-1].append(int(index))
        used += float(widths[index]) + gap
    return [np.array(row) for row in rows]
