"""One 1080p frame of the loss surface: Manim's mesh, matplotlib's, and the one that is ray cast."""

import itertools
import math
import tempfile
import time
from collections.abc import Callable

import numpy as np
from manim import Mobject, Surface, ThreeDCamera, config, linear, tempconfig

from gdmath import MseLoss
from scenes.params import Params
from scenes.props.plane.loss_colors import LossColors
from scenes.props.plotting.scale import LinearScale
from scenes.props.space.loss_surface import LossSurface
from scenes.props.space.space_axes import SpaceAxes
from scenes.props.space.space_path import SpacePath
from scenes.props.space.weight_space import WeightSpace
from scenes.stage.camera import StageCamera
from scenes.stage.film import Film
from scenes.stage.regions import FRAME_HEIGHT, FRAME_WIDTH, Region
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.bench import Row, best_time, topic

W1, W0 = (-5.0, 10.0), (-5.0, 5.0)
CEILING, TOP = 361.0, 3.2
PHI, THETA, MIDDLE = math.radians(62), math.radians(-60), np.array([0.0, 0.0, 1.3])
SIZE = {
    "pixel_width": 1920,
    "pixel_height": 1080,
    "frame_width": FRAME_WIDTH,
    "frame_height": FRAME_HEIGHT,
}
LOSS = MseLoss([1, 3, 2, 10, 4, 7, 8], [3, 9, 6, 30, 12, 21, 24])
SPACE = WeightSpace(Region(-3.9, 3.9, -2.6, 2.6), LinearScale(*W1), LinearScale(*W0), CEILING, TOP)


def least_time(function: Callable[[], object]) -> float:
    """Return the seconds of the fastest of many single calls: rounds would hold other work."""
    function()
    return best_time(function, repeats=60, seconds=1e-9)


def place(camera: ThreeDCamera) -> None:
    """Look at the surface as in the lecture."""
    camera.set_phi(PHI)
    camera.set_theta(THETA)
    camera.frame_center = MIDDLE


def turning(camera: ThreeDCamera, draw: Callable[[], object]) -> Callable[[], None]:
    """Return a function that turns the camera a little and draws."""
    angles = itertools.count()

    def frame() -> None:
        camera.set_theta(THETA + 0.01 * (next(angles) % 100))
        draw()

    return frame


def manims_surface(resolution: int) -> float:
    """Time Manim's own mesh, up to the same ceiling."""
    camera = ThreeDCamera(**SIZE)
    place(camera)

    def point(w1: float, w0: float) -> np.ndarray:
        return SPACE.point(w1, w0, min(LOSS(float(w1), float(w0)), CEILING))

    mesh = Surface(point, u_range=W1, v_range=W0, resolution=resolution)

    def draw() -> None:
        camera.reset()
        camera.capture_mobjects([mesh])

    return best_time(turning(camera, draw), repeats=3, seconds=1e-6)


def plot_surface(most: int) -> float:
    """Time matplotlib, with the axes that it draws as well."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(19.2, 10.8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(projection="3d")
    grid = LOSS.grid(W1, W0, 100)
    w1, w0 = np.meshgrid(grid.w1, grid.w0)
    axes.plot_surface(w1, w0, grid.values, cmap="viridis", rcount=most, ccount=most)
    angles = itertools.count()

    def frame() -> None:
        axes.view_init(28, -60 + next(angles) % 100)
        canvas.draw()

    return least_time(frame)


class Turn(Film):
    """A camera that turns around the surface with all that stands on it."""

    with_props = True

    def construct(self) -> None:
        """Play, and take the time of a frame."""
        place(self.camera)
        if self.with_props:
            self.add(*props(self.camera))
        tracker = self.camera.theta_tracker
        turn = tracker.animate(run_time=1.5, rate_func=linear).set_value(THETA + 1.0)
        first = self.frame
        begin = time.perf_counter()
        self.play(turn)
        self.seconds = (time.perf_counter() - begin) / (self.frame - first)


class EmptyTurn(Turn):
    """The same with nothing to draw."""

    with_props = False


def props(camera: StageCamera) -> list[Mobject]:
    """Return axes, surface, and path with dot."""
    surface = LossSurface(LOSS, LossColors.for_window(LOSS, W1, W0, DARK), SPACE)
    axes = SpaceAxes(SPACE, DARK, number_format("en"), "$w_1$", "$w_0$", "MSE")
    weights = [np.array([0.0543, 0.0])]
    for _ in range(100):
        weights.append(weights[-1] - 0.01 * LOSS.gradient(*weights[-1]))
    path = SpacePath(camera, SPACE, LOSS, surface, np.array(weights), DARK, DARK.path)
    path.show(100)
    camera.watch(axes)
    return [axes, surface, path]


def rendered(film: type[Turn]) -> float:
    """Render a film of 90 frames into a temporary folder; seconds a frame."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "media_dir": folder,
            "frame_rate": 60,
            "progress_bar": "none",
            "verbosity": "ERROR",
            "max_inflight_encoders": 4,
            "pixel_width": 1920,
            "pixel_height": 1080,
        }
        with tempconfig({key: value for key, value in settings.items() if key in config}):
            best = math.inf
            for _ in range(3):
                scene = film(params=Params())
                scene.render()
                best = min(best, scene.seconds)
    return best


@topic("surface", "one 1080p frame of the loss surface, the camera turning")
def surface_frame() -> list[Row]:
    """Compare the meshes with the ray cast surface, and say where a frame's time goes."""
    rows = [
        Row("Manim's Surface, 100 x 100", manims_surface(100)),
        Row("Manim's Surface, 32 x 32", manims_surface(32)),
        Row("matplotlib's plot_surface, 100 x 100, all drawn", plot_surface(100)),
        Row("matplotlib's plot_surface, 100 x 100, as in the notebook", plot_surface(50)),
    ]
    camera = StageCamera(**SIZE)
    place(camera)
    axes, surface, path = props(camera)
    surface.draw(camera.pixel_array, camera.view)  # compile
    surface.hides(MIDDLE[None], camera.orientation)

    def alone() -> None:
        surface.draw(camera.pixel_array, camera.view)

    def captured(*mobjects: Mobject) -> Callable[[], None]:
        def draw() -> None:
            camera.reset()
            camera.capture_mobjects(mobjects)
            np.array(camera.pixel_array)

        return draw

    alone_with = StageCamera(**SIZE)  # nothing looks through it but what is asked to
    place(alone_with)

    def look(drawn: Mobject, *watching: Mobject) -> Callable[[], None]:
        def draw() -> None:
            for watcher in watching:
                watcher.look(alone_with.orientation)
            alone_with.capture_mobjects([drawn])

        return turning(alone_with, draw)

    rows.append(Row("ray cast, alone", least_time(turning(camera, alone)), "goal: 10 ms, 300 x"))
    rows.append(Row("ray cast, the camera still", least_time(alone), "painted once, laid over"))
    rows.append(
        Row(
            "one frame of axes, surface, path and dot",
            least_time(turning(camera, captured(axes, surface, path))),
            "goal: 25 ms with encoding",
        )
    )
    rows.append(Row("  of it axes", least_time(look(axes, axes)), "goal: 5 ms"))
    rows.append(Row("  of it path and dot", least_time(look(path, *path.submobjects))))
    rows.append(Row("  of it clearing and copying", least_time(captured())))
    rows.append(Row("a film of it, encoded", rendered(Turn), "goal: 25 ms"))
    rows.append(Row("a film of nothing, encoded", rendered(EmptyTurn)))
    return rows
