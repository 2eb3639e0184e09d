"""Casings: what surrounds a line, an arrow or a dot, so that it is seen on any colour."""

from typing import TypeVar

from manim import VMobject

from scenes.stage.theme import STROKE, Theme

CASING_WIDTH = STROKE.casing / 100
"""What a casing adds on either side, in scene units."""

Marker = TypeVar("Marker", bound=VMobject)


def cased(marker: Marker, theme: Theme) -> Marker:
    """Give a marker an opaque casing behind its own stroke and fill.

    Args:
        marker: A line, or a shape with a fill; call this anew when its stroke's width changes.
        theme: Colours.

    Returns:
        The marker itself.
    """
    width = marker.get_stroke_width() if marker.get_stroke_opacity() > 0 else 0.0
    marker.set_stroke(theme.casing, width + 2 * STROKE.casing, opacity=1.0, background=True)
    return marker
