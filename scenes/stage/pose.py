"""Poses: where the camera stands and how it looks into space, and what lies between two."""

from dataclasses import dataclass

from manim import DEGREES


@dataclass(frozen=True)
class Pose:
    """Where the camera stands and how it looks into space.

    Attributes:
        phi: Angle between the line of sight and the vertical, in radians: 0 looks straight down.
        theta: Direction in which the camera stands, in radians; -90 degrees is in front.
        zoom: Scale of the picture.
        perspective: 1 for all of the perspective, 0 for none.
        target: The point of space (x, y, z) that is looked at.
        drawn_at: Where in the picture it is drawn (x, y), in scene units.
    """

    phi: float
    theta: float
    zoom: float = 1.0
    perspective: float = 1.0
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    drawn_at: tuple[float, float] = (0.0, 0.0)

    @property
    def looks_down(self) -> bool:
        """Whether space looks as flat as the stage."""
        return self.phi == 0.0

    def towards(self, other: "Pose", share: float) -> "Pose":
        """Return a pose on the way to another one, 0 for this one to 1 for the other.

        The picture is rather small than large on the way: it grows late and shrinks early.
        """

        def between(start: float, end: float) -> float:
            return (1 - share) * start + share * end

        x, y, z = map(between, self.target, other.target)
        across, up = map(between, self.drawn_at, other.drawn_at)
        grown = share**3 if other.zoom > self.zoom else 1 - (1 - share) ** 3
        return Pose(
            between(self.phi, other.phi),
            between(self.theta, other.theta),
            self.zoom ** (1 - grown) * other.zoom**grown,
            between(self.perspective, other.perspective),
            (x, y, z),
            (across, up),
        )


ABOVE = Pose(phi=0.0, theta=-90 * DEGREES, perspective=0.0)
"""Straight above the weight plane, without perspective: space looks as flat as the stage."""
