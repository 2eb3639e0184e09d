"""What to keep: the four ideas of the film, side by side."""

import numpy as np
from manim import DOWN, RIGHT, UP, FadeIn, Group, ManimColor, Mobject
from numpy.typing import NDArray

from scenes.props.plane.bare_weight_plane import BareWeightPlane
from scenes.props.plane.descent_path import DescentPath
from scenes.props.plane.plane_arrow import PlaneArrow
from scenes.props.plane.plane_dot import PlaneDot
from scenes.props.plane.weight_plane import minimum_cross
from scenes.props.plotting.plot import PlotArea
from scenes.stage.chapter import Chapter, beat
from scenes.stage.film import Film
from scenes.stage.regions import STAGE, Region
from scenes.stage.theme import TEXT
from scenes.stage.typesetting import colored, move_baseline_to, text

RATES = (0.2, 0.5, 0.9)
"""Too small, good and nearly too large, in critical learning rates."""
APART = 0.4
"""Distance of these trials from one another, in distances of the start from the minimum."""
CRAWL = (0.5, 60)
"""The same of a descent that leaps into the valley and crawls along it."""
WORDS_SHARE = 0.47
"""Share of a tile's width for the words."""
WORDS_GAP = 0.4
IDEAS = ("gradient", "antigradient", "rate", "valley")


class RecapChapter(Chapter):
    """Gradient, antigradient, learning rate and valley, one picture each."""

    def construct(self) -> None:
        """Play the beats in order."""
        self.keep()

    @beat
    def keep(self) -> None:
        """The four ideas, one after the other."""
        film = self.film
        rows = STAGE.split_rows(1, 1, gap=0.3)
        middle = STAGE.center[0]
        regions = [
            region
            for row in rows
            for region in (
                row.inset(right=row.right - middle + 0.2),
                row.inset(left=middle - row.left + 0.2),
            )
        ]
        for idea, region in zip(IDEAS, regions, strict=True):
            film.say(idea)
            film.play(FadeIn(self._tile(idea, region)), run_time=0.8)

    def _tile(self, idea: str, region: Region) -> Mobject:
        """Return a picture with what the idea shows on it, and its words beside it."""
        results, theme = self.results, self.theme
        picture_region = region.inset(right=WORDS_SHARE * region.width)
        window = np.array(results.ranges)
        shown = self._weights_shown(idea)
        picture = BareWeightPlane(picture_region, results.loss, window, shown, theme)
        term = text(colored(self.film.words(idea), self._color(idea)), TEXT.body, theme.ink)
        meaning = text(self.film.words(f"{idea}_means"), TEXT.label, theme.ink)
        beside = picture.area.box.corner(RIGHT) + WORDS_GAP * RIGHT
        move_baseline_to(term, beside + 0.12 * UP)
        move_baseline_to(meaning, beside + 0.34 * DOWN)
        return Group(picture, term, meaning, *self._drawn(idea, picture.area))

    def _weights_shown(self, idea: str) -> NDArray[np.float64]:
        """Return the weights (n, 2) that the picture of an idea has to hold."""
        results = self.results
        if idea in ("gradient", "antigradient"):  # the same picture for both directions
            up = 2 * results.start - results.loss.minimum
            return np.array([results.start, up, results.loss.minimum])
        if idea == "valley":
            tail = results.around_critical(*CRAWL).weights[2:]
            return np.vstack([tail, results.loss.minimum])
        ends = [arrow for trial in self._trials() for arrow in trial]
        return np.array([*ends, results.loss.minimum])

    def _trials(self) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """Return where steps of the rates begin, side by side along the valley, and end."""
        loss, start = self.results.loss, self.results.start
        along = loss.eigenvectors[:, 0] * APART * float(np.linalg.norm(start - loss.minimum))
        tails = [start + offset * along for offset in (1.0, 0.0, -1.0)]
        return [
            (tail, tail - rate * loss.critical_learning_rate * loss.gradient(*tail))
            for tail, rate in zip(tails, RATES, strict=True)
        ]

    def _drawn(self, idea: str, area: PlotArea) -> list[Mobject]:
        """Return what an idea puts on its picture."""
        results, theme = self.results, self.theme
        start = results.start
        gradient = results.loss.gradient(*start)
        # As long as a part of the picture is wide: the direction is what counts here.
        reach = 0.3 * area.x.extent / max(float(np.linalg.norm(gradient)), 1e-300)
        dot = PlaneDot(area, start, theme, theme.path)
        if idea == "valley":
            descent = results.around_critical(*CRAWL)
            path = DescentPath(area, descent.weights, theme, theme.path)
            path.show(len(descent.losses) - 1)
            goal = area.clipped(minimum_cross(area.point(*results.loss.minimum), theme))
            return [goal, path]
        if idea == "rate":
            trials = self._trials()
            return [
                *(
                    PlaneArrow(area, tail, tip - tail, theme, self.theme.antigradient)
                    for tail, tip in trials
                ),
                *(PlaneDot(area, tail, theme, theme.path) for tail, _ in trials),
            ]
        sign = 1.0 if idea == "gradient" else -1.0
        return [PlaneArrow(area, start, sign * gradient, theme, self._color(idea), reach), dot]

    def _color(self, idea: str) -> ManimColor:
        colors = {"gradient": self.theme.gradient, "antigradient": self.theme.antigradient}
        return colors.get(idea, self.theme.ink)


class Recap(Film):
    """The chapter as a film of its own."""

    chapters = (RecapChapter,)
