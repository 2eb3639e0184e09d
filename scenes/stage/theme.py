"""Colours by meaning, sizes of text and strokes: the look of the film."""

from dataclasses import dataclass, fields

from manim import ManimColor


@dataclass(frozen=True)
class Theme:
    """Colours of one look; each name is a meaning, never a hue.

    The hues come from the set of Okabe and Ito (2008), lightened or darkened so that text in
    them keeps a contrast of 4.5:1 against the background, plates and the loss map.
    """

    background: ManimColor
    """Behind everything."""
    ink: ManimColor
    """Titles, labels, numbers."""
    muted: ManimColor
    """Axes, ticks, notes: what should not be seen first."""
    plate: ManimColor
    """Behind labels that stand on a picture."""
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
    steep_axis: ManimColor
    """The direction in which the loss curves most."""
    flat_axis: ManimColor
    """The direction in which it curves least."""
    minimum: ManimColor
    """The goal."""
    low_loss: ManimColor
    """The loss map's end at the minimum: the valley glows."""
    high_loss: ManimColor
    """The loss map's other end, next to the background."""
    contour: ManimColor
    """Lines of equal loss."""
    surface_light: float
    """How strongly the loss surface is lit, 0 to 1: shadows dirty a light picture."""

    def colors(self) -> dict[str, ManimColor]:
        """Return every colour by its name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: color for name, color in values.items() if isinstance(color, ManimColor)}


def _theme(surface_light: float, **colors: str) -> Theme:
    named = {name: ManimColor(color) for name, color in colors.items()}
    return Theme(surface_light=surface_light, **named)


DARK = _theme(
    surface_light=1.0,
    background="#0B0F17",
    ink="#F4F6F8",
    muted="#A3ADBA",
    plate="#0B0F17",
    data="#5BB8F0",
    prediction="#F0A020",
    w1="#F098C8",
    w0="#3FD0A0",
    gradient="#FF7A4D",
    antigradient="#F0E442",
    path="#FFFFFF",
    keras_path="#C3A6FF",
    steep_axis="#E3C8A0",
    flat_axis="#9BD84F",
    minimum="#F4F6F8",
    low_loss="#2A7A90",
    high_loss="#12162A",
    contour="#9FD8E6",
)

LIGHT = _theme(
    surface_light=0.35,
    background="#FBFBF8",
    ink="#14181F",
    muted="#525B66",
    plate="#FBFBF8",
    data="#0A63A5",
    prediction="#9A5B00",
    w1="#A83A7E",
    w0="#00694D",
    gradient="#8E1F00",
    antigradient="#706030",
    path="#101010",
    keras_path="#7A1FA2",
    steep_axis="#74491F",
    flat_axis="#356300",
    minimum="#14181F",
    low_loss="#6FB7C6",
    high_loss="#F1F2F6",
    contour="#2A6C7E",
)

THEMES = {"dark": DARK, "light": LIGHT}


@dataclass(frozen=True)
class TextSizes:
    """Heights of an em, in scene units (the frame is 8 high)."""

    title: float = 0.36
    body: float = 0.30
    label: float = 0.25
    tick: float = 0.21


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
