"""A GIF is as large as fits, and says so if nothing does."""

import av
import pytest

from scenes.files.gif import GifError, write_gif
from tests.publish.videos import moving, write


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    frames = [frame.repeat(4, axis=0).repeat(4, axis=1) for frame in moving(45)]
    return write(tmp_path_factory.mktemp("gif") / "a.mp4", frames, rate=15)


def read(path):
    with av.open(path) as gif:
        stream = gif.streams.video[0]
        frames = list(gif.decode(stream))
        return stream.width, frames[-1].time + 0.1, frames


def test_it_plays_as_long_as_the_video(video, tmp_path):
    write_gif(video, tmp_path / "a.gif")
    width, duration, frames = read(tmp_path / "a.gif")
    assert width == 640
    assert duration == pytest.approx(3, abs=0.11)
    picture = frames[0].to_ndarray(format="rgb24")
    assert abs(picture[160, 80].astype(int) - (200, 120, 60)).max() < 12


def test_it_shrinks_until_it_fits(video, tmp_path):
    write_gif(video, tmp_path / "a.gif")
    limit = (tmp_path / "a.gif").stat().st_size // 4
    write_gif(video, tmp_path / "b.gif", limit)
    assert (tmp_path / "b.gif").stat().st_size <= limit
    width, duration, frames = read(tmp_path / "b.gif")
    assert width < 640 or len(frames) < 30
    assert duration == pytest.approx(3, abs=0.51)


def test_it_says_when_nothing_fits(video, tmp_path):
    with pytest.raises(GifError, match=r"a\.mp4 makes a GIF of more than 0\.0005 MB"):
        write_gif(video, tmp_path / "a.gif", 500)
    assert not (tmp_path / "a.gif").exists()
