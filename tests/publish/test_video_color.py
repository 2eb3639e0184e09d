"""The colours of a theme are the same in every video: decoded by BT.709, and in a browser."""

import base64
import itertools
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from manim import Square
from numpy.typing import NDArray

from scenes.files.gif import write_gif
from scenes.files.joining import join
from scenes.params import Params
from scenes.stage.film import Film
from scenes.stage.theme import DARK
from tests.publish.conftest import BROWSERS, FLAGS, until
from tests.quiet_manim import manim

COLORS = (*DARK.colors().values(), "#FF7A4D", "#28687E")
"""All of the theme's, and two that were seen to shift."""
COLUMNS = 6
ROWS = -(-len(COLORS) // COLUMNS)
BT709, LIMITED = 1, 1


class Swatches(Film):
    """A square of each colour, in two sections."""

    def construct(self) -> None:
        squares = [Square(1.2, color=color, fill_opacity=1, stroke_width=0) for color in COLORS]
        for square, (row, column) in zip(
            squares, itertools.product(range(ROWS), range(COLUMNS)), strict=False
        ):
            square.move_to(centre(row, column))
        self.add(*squares)
        for name in ("first", "second"):
            self.next_section(name)
            self.wait(1)


def centre(row: int, column: int) -> tuple[float, float, float]:
    return 2 * (column - (COLUMNS - 1) / 2), 1.5 * ((ROWS - 1) / 2 - row), 0


def expected() -> NDArray[np.int_]:
    """Return the colours as bytes, shape (colours, 3), and last the background's."""
    colors = [*map(manim.ManimColor, COLORS), DARK.background]
    return np.array([color.to_int_rgb() for color in colors])


def places(height: int, width: int) -> list[tuple[int, int]]:
    """Return a pixel (row, column) within each square, and last one beside them."""
    pixels = [
        (round(height * (0.5 - y / 8)), round(width / 2 + x * height / 8))
        for x, y, _ in itertools.starmap(centre, itertools.product(range(ROWS), range(COLUMNS)))
    ]
    return [*pixels[: len(COLORS)], (4, 4)]


def render(folder: Path, height: int, **settings: object) -> list[Path]:
    """Render the squares; return the film and its sections."""
    values = {
        "pixel_height": height,
        "pixel_width": height * 16 // 9,
        "frame_rate": 5,
        "video_dir": str(folder),
        "partial_movie_dir": str(folder / "parts"),
        "sections_dir": str(folder / "sections"),
        "save_sections": True,
        "output_file": "",
    }
    with manim.tempconfig({**values, **settings}):
        film = Swatches(params=Params())
        film.render()
    return [Path(film.renderer.file_writer.final_file_path), *(folder / "sections").glob("*.[mw]*")]


def by_bt709(frame: av.VideoFrame) -> NDArray[np.float64]:
    """Return the colours at the places, decoded by the standard's own numbers."""
    y, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        for plane in frame.planes[:3]
    )
    pixels = []
    for row, column in places(frame.height, frame.width):
        luma = (y[row, column] - 16.0) / 219
        blue, red = (
            (plane[row // 2, column // 2] - 128.0) / 224 * scale
            for plane, scale in ((u, 1.8556), (v, 1.5748))
        )
        green = (luma - 0.2126 * (luma + red) - 0.0722 * (luma + blue)) / 0.7152
        pixels.append((luma + red, green, luma + blue))
    return 255 * np.array(pixels)


def assert_theme(video: Path) -> None:
    with av.open(video) as container:
        context = container.streams.video[0].codec_context
        tags = context.color_primaries, context.color_trc, context.colorspace, context.color_range
        assert tags == (BT709, BT709, BT709, LIMITED), f"{video.name}, in the container"
        count = 0
        for frame in container.decode(video=0):
            assert (frame.colorspace, frame.color_range) == (BT709, LIMITED)
            np.testing.assert_allclose(by_bt709(frame), expected(), atol=3, err_msg=video.name)
            count += 1
        assert count


@pytest.mark.parametrize("format", ["mp4", "webm"])
def test_film_and_sections_have_the_colours_of_the_theme(format, tmp_path):
    videos = render(tmp_path, 180, format=format)
    assert len(videos) == 3
    for video in videos:
        assert_theme(video)


def test_a_joined_video_says_how_its_colours_are_to_be_read(tmp_path):
    _, *sections = render(tmp_path, 180)
    join(sections, tmp_path / "joined.mp4")
    assert_theme(tmp_path / "joined.mp4")


def test_without_background_the_squares_have_the_colours_of_the_theme(tmp_path):
    film, *_ = render(tmp_path, 180, format="webm", transparent=True)
    with av.open(film) as container:
        context = container.streams.video[0].codec_context
        assert (context.colorspace, context.color_range) == (BT709, LIMITED)
        frame = next(container.decode(video=0))
        np.testing.assert_allclose(by_bt709(frame)[:-1], expected()[:-1], atol=3)


def test_a_gif_has_the_colours_of_the_theme(tmp_path):
    film, *_ = render(tmp_path, 180)
    write_gif(film, tmp_path / "film.gif")
    with av.open(tmp_path / "film.gif") as gif:
        picture = next(gif.decode(video=0)).to_ndarray(format="rgb24")
    found = [picture[place] for place in places(*picture.shape[:2])]
    np.testing.assert_allclose(found, expected(), atol=4)


AS_WITH_A_GPU = (
    *(flag for flag in FLAGS if flag != "--disable-gpu"),
    "--ignore-gpu-blocklist",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
"""Flags of Chromium. Without a graphics card it converts videos by libyuv, whose factor for blue
ends at 2 where BT.709 has 2.11: strong yellows and blues are off by 8 there, whatever the video."""


@pytest.fixture(scope="module")
def exact_browser(browser):
    found = next(filter(None, map(shutil.which, BROWSERS)))
    chromium = browser.browser_type.launch(executable_path=found, args=AS_WITH_A_GPU)
    yield chromium
    chromium.close()


PIXELS = """places => {
    const video = document.querySelector("video");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    return places.map(([row, column]) =>
        [...context.getImageData(column, row, 1, 1).data].slice(0, 3));
}"""


@pytest.mark.parametrize("format", ["mp4", "webm"])
@pytest.mark.parametrize("height", [360, 1080])
def test_a_browser_shows_the_colours_of_the_theme(height, format, exact_browser, tmp_path):
    film, *_ = render(tmp_path, height, format=format)
    data = base64.b64encode(film.read_bytes()).decode()
    page = exact_browser.new_page()
    page.set_content(f'<video muted autoplay src="data:video/{format};base64,{data}"></video>')
    until(page, "document.querySelector('video').ended")
    found = page.evaluate(PIXELS, places(height, height * 16 // 9))
    page.close()
    np.testing.assert_allclose(found, expected(), atol=3)
