"""One 1080p frame of the loss surface: Manim's mesh, matplotlib's, and the one that is ray cast."""

import itertools
import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from manim import Mobject, Surface, ThreeDCamera, config, tempconfig

from scenes.params import Params
from scenes.props.plane.weight_plane import WeightPlane
from scenes.props.space.space_path import SpacePath
from scenes.props.space.surface_view import SurfaceView
from scenes.stage.camera import StageCamera
from scenes.stage.film import Film
from scenes.stage.pose import Pose
from scenes.stage.raster import RasterMobject
from scenes.stage.regions import FRAME_HEIGHT, FRAME_WIDTH, MAIN, STAGE
from scenes.stage.results import Results
from scenes.stage.strings import number_format
from scenes.stage.theme import DARK
from tests.bench import Row, best_time, topic

SIZE = {
    "pixel_width": 1920,
    "pixel_height": 1080,
    "frame_width": FRAME_WIDTH,
    "frame_height": FRAME_HEIGHT,
}
RESULTS = Results(Params())
"""The lecture's numbers for the parameters of the film."""
LOSS, (W1, W0) = RESULTS.loss, RESULTS.ranges
SWAY, SWAY_STEPS = 0.09, 18
"""How far the camera turns to either side, and in how many frames."""


def least_time(function: Callable[[], object]) -> float:
    """Return the seconds of the fastest of many single calls: rounds would hold other work."""
    function()
    return best_time(function, repeats=60, seconds=1e-9)


def look_at_surface(camera: StageCamera) -> tuple[SurfaceView, Pose]:
    """Return the surface with axes and floor map, seen as in the beat `surface.landscape`."""
    numbers = number_format("en")
    plane = WeightPlane(MAIN, LOSS, W1, W0, DARK, numbers, "MSE")
    view = SurfaceView(camera, plane, LOSS, RESULTS.start, DARK, numbers)
    pose = view.pose(STAGE)
    camera.take(pose)
    return view, pose


def path_on(view: SurfaceView, camera: StageCamera) -> SpacePath:
    """Return the path of a hundred updates on the surface, with its dot."""
    weights = RESULTS.trajectory.weights
    path = SpacePath(camera, view.space, LOSS, view.surface, weights, DARK, DARK.path)
    path.show(len(weights) - 1)
    return path


def turning(camera: ThreeDCamera, pose: Pose, draw: Callable[[], object]) -> Callable[[], None]:
    """Return a function that turns the camera a little further and draws."""
    angles = itertools.cycle(np.linspace(-SWAY, SWAY, SWAY_STEPS))

    def frame() -> None:
        theta = pose.theta + float(next(angles))
        if isinstance(camera, StageCamera):
            camera.take(replace(pose, theta=theta))
        else:
            camera.set_theta(theta)
        draw()

    return frame


def manims_surface(resolution: int) -> float:
    """Time Manim's own mesh, in the same box, up to the same ceiling."""
    view, pose = look_at_surface(StageCamera(**SIZE))
    space = view.space
    camera = ThreeDCamera(**SIZE)
    camera.set_phi(pose.phi)
    camera.set_zoom(pose.zoom)
    camera.frame_center = np.array(pose.target)

    def point(w1: float, w0: float) -> np.ndarray:
        return space.point(w1, w0, min(LOSS(float(w1), float(w0)), space.ceiling))

    mesh = Surface(point, u_range=W1, v_range=W0, resolution=resolution)

    def draw() -> None:
        camera.reset()
        camera.capture_mobjects([mesh])

    return best_time(turning(camera, pose, draw), repeats=3, seconds=1e-6)


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


class Sway(Film):
    """A camera that sways over the surface with all that stands on it."""

    def construct(self) -> None:
        """Play, and take the time of a frame."""
        self.prepare()
        first = self.frame
        begin = time.perf_counter()
        self.turn()
        self.seconds = (time.perf_counter() - begin) / (self.frame - first)

    def prepare(self) -> None:
        """Put on the stage what is drawn."""
        view, _ = look_at_surface(self.camera)
        self.add(*view.parts, path_on(view, self.camera))

    def turn(self) -> None:
        """Move the camera for 90 frames."""
        self.hold(1.5)


class Nothing(Sway):
    """The same with nothing to draw."""

    def prepare(self) -> None:
        """Leave the stage empty."""

    def turn(self) -> None:
        """Move the camera for 90 frames."""
        self.play(self.camera.theta_tracker.animate(run_time=1.5).set_value(1.0))


def rendered(film: type[Sway]) -> float:
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
    view, pose = look_at_surface(camera)
    path = path_on(view, camera)

    def drawn(*rasters: RasterMobject) -> Callable[[], None]:
        def draw() -> None:
            for raster in rasters:
                raster.draw(camera.pixel_array, camera.view)

        return draw

    def captured(*mobjects: Mobject) -> Callable[[], None]:
        def draw() -> None:
            camera.reset()
            camera.capture_mobjects(mobjects)
            np.array(camera.pixel_array)

        return draw

    def frame_time(draw: Callable[[], None]) -> float:
        return least_time(turning(camera, pose, draw))

    rasters = drawn(view.floor, view.surface)
    axes = [view.floor, view.axes, view.surface]
    rows.append(Row("ray cast, with its map on the floor", frame_time(rasters), "goal: 10 ms"))
    rows.append(Row("  of it the surface", frame_time(drawn(view.surface))))
    rows.append(Row("  of it the map", frame_time(drawn(view.floor))))
    rows.append(Row("the same, the camera still", least_time(rasters), "painted once, laid over"))
    rows.append(Row("a frame of it with axes", frame_time(captured(*axes))))
    rows.append(Row("a frame of it with axes, path and dot", frame_time(captured(*axes, path))))
    rows.append(Row("  of it clearing and copying", frame_time(captured())))
    rows.append(Row("a film of it, encoded", rendered(Sway), "goal: 25 ms"))
    rows.append(Row("a film of nothing, encoded", rendered(Nothing)))
    return rows
