"""What the control frames show, topic by topic."""

from tests.frames.picture import PICTURES
from tests.frames.pictures import arrows, formulas, numbers, plane, plots, space

__all__ = ["PICTURES", "arrows", "formulas", "numbers", "plane", "plots", "space"]
