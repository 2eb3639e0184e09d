"""Colours by meaning, sizes of text and strokes: the look of the film."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from manim import ManimColor

from scenes.stage import palette


@dataclass(frozen=True)
class Theme:
    """Colours of one look; each name is a meaning, never a hue."""

    background: ManimColor
    """Behind everything."""
    ink: ManimColor
    """Titles, labels, numbers."""
    muted: ManimColor
    """Axes, ticks, notes: what should not be seen first."""
    plate: ManimColor
    """Behind labels that stand on a picture."""
    casing: ManimColor
    """Around lines, arrows and dots that stand on a picture."""
    data: ManimColor
    """The training pairs."""
    prediction: ManimColor
    """What the neuron says: the fitted line."""
    w1: ManimColor
    """The weight that multiplies."""
    w0: ManimColor
    """The bias."""
    gradient: ManimColor
    """Steepest ascent."""
    antigradient: ManimColor
    """Steepest descent, the direction of a step."""
    path: ManimColor
    """Weights visited by hand, and their loss."""
    keras_path: ManimColor
    """Weights visited by Keras; told from `path` by dash and marker as well."""
    small_rate: ManimColor
    """A descent at a learning rate that is too small; told from others by its dashes as well."""
    large_rate: ManimColor
    """A descent at a learning rate that is too large."""
    steep_axis: ManimColor
    """The direction in which the loss curves most."""
    flat_axis: ManimColor
    """The direction in which it curves least."""
    minimum: ManimColor
    """The goal."""
    low_loss: ManimColor
    """The loss map's end at the minimum: what differs most from the background."""
    middle_loss: ManimColor
    """Half-way along the loss map."""
    high_loss: ManimColor
    """The loss map's other end: still told from the background."""
    contour: ManimColor
    """Lines of equal loss on the loss map."""
    edge: ManimColor
    """The rim of the loss surface, and its gloss."""
    level_line: ManimColor
    """The one line of equal loss that is spoken of."""
    surface_light: float
    """How strongly the loss surface is lit, 0 to 1: shadows dirty a light picture."""

    def colors(self) -> dict[str, ManimColor]:
        """Return every colour by its name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: color for name, color in values.items() if isinstance(color, ManimColor)}


def _theme(colors: Mapping[str, str], surface_light: float) -> Theme:
    named = {name: ManimColor(color) for name, color in colors.items()}
    return Theme(surface_light=surface_light, **named)


DARK = _theme(palette.DARK, surface_light=1.0)

LIGHT = _theme(palette.LIGHT, surface_light=0.35)

THEMES = {"dark": DARK, "light": LIGHT}


@dataclass(frozen=True)
class TextSizes:
    """Heights of an em, in scene units (the frame is 8 high)."""

    title: float = 0.36
    body: float = 0.30
    label: float = 0.28
    tick: float = 0.26


@dataclass(frozen=True)
class StrokeWidths:
    """Stroke widths in Manim's unit (a hundredth of a scene unit)."""

    hairline: float = 1.0
    axis: float = 1.5
    curve: float = 3.0
    arrow: float = 5.0
    path: float = 3.5
    casing: float = 2.0
    """What a casing adds on either side of a line."""


TEXT = TextSizes()
STROKE = StrokeWidths()
