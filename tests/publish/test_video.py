"""Videos that are not what was drawn are found out; joined ones show every frame of their parts."""

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from scenes.files.joining import JoinError, Mark, join
from scenes.files.video_color import to_yuv
from scenes.publish.clips import signatures
from scenes.publish.clips.video import VideoError, check
from tests.publish.videos import HEIGHT, WIDTH, clip_of, decode, moving, write

FRAMES = moving(20)
DRAWN = np.array([signatures.of_frame(frame) for frame in FRAMES])


def verdict(path, clip=None):
    with pytest.raises(VideoError) as error:
        check(path, clip or clip_of(FRAMES), DRAWN)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_good_video_passes(tmp_path):
    check(write(tmp_path / "a.mp4", FRAMES), clip_of(FRAMES), DRAWN)


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        (FRAMES[:-1], "ends after 19 of 20 frames"),
        ([*FRAMES, FRAMES[-1]], "goes on after its 20 frames"),
        ([*FRAMES[:8], *[0 * FRAMES[0]] * 4, *FRAMES[12:]], "black at frame 8 (1.6 s, recap.keep)"),
        ([*FRAMES[:8], *[FRAMES[7]] * 4, *FRAMES[12:]], "stands still at frame 8"),
        ([*FRAMES[:8], *FRAMES[9:], FRAMES[0]], "something else than was drawn at frame 8"),
        (moving(20, seed=4), "something else than was drawn at frame 0"),
    ],
    ids=["short", "long", "black", "frozen", "dropped", "other"],
)
def test_wrong_frames_are_found(frames, message, tmp_path):
    assert message in verdict(write(tmp_path / "a.mp4", frames))


def test_wrong_properties_are_found(tmp_path):
    assert "plays 6 frames" in verdict(write(tmp_path / "a.mp4", FRAMES, rate=6))
    small = [frame[:, :128] for frame in FRAMES]
    assert "128 x 90, not 160 x 90" in verdict(write(tmp_path / "b.mp4", small))
    good = write(tmp_path / "c.mp4", FRAMES)
    transparent = clip_of(FRAMES).model_copy(update={"is_transparent": True})
    assert "h264" in verdict(good, transparent)


def test_broken_files_are_found(tmp_path):
    good = write(tmp_path / "a.mp4", FRAMES)
    data = good.read_bytes()
    good.write_bytes(data[: len(data) // 2])
    assert "cannot be read" in verdict(good)
    good.write_bytes(b"")
    assert "cannot be read" in verdict(good)
    assert "cannot be read" in verdict(tmp_path / "none.mp4")


def test_signatures_of_drawn_and_of_decoded_frames_agree():
    generator = np.random.default_rng(1)
    coarse = generator.integers(0, 256, (9, 16, 3), dtype=np.uint8)
    frame = coarse.repeat(10, axis=0).repeat(10, axis=1)
    drawn = av.VideoFrame.from_ndarray(frame, format="rgb24")
    luma = to_yuv(VideoReformatter(), drawn, "yuv420p").to_ndarray()[:HEIGHT, :WIDTH]
    np.testing.assert_allclose(signatures.of_luma(luma), signatures.of_frame(frame), atol=1.5)


@pytest.mark.parametrize("rate", [5, 15, 60])
def test_a_joined_video_shows_every_frame_in_its_time(rate, tmp_path):
    parts = [moving(count, seed=count) for count in (1, 12, 7, 2)]
    files = [write(tmp_path / f"{i}.mp4", part, rate) for i, part in enumerate(parts)]
    marks = [Mark("Начало & «конец»", 0, 13), Mark("Rest", 13, 22)]
    assert join(files, tmp_path / "film.mp4", marks, {"title": "Film"}) == 22
    np.testing.assert_array_equal(
        decode(tmp_path / "film.mp4"), [frame for file in files for frame in decode(file)]
    )
    with av.open(tmp_path / "film.mp4") as film:
        stream = film.streams.video[0]
        times = [frame.pts * frame.time_base * rate for frame in film.decode(stream)]
        assert times == list(range(22))
        assert stream.average_rate == rate
        assert film.duration / av.time_base == pytest.approx(22 / rate, abs=1e-3)
        assert film.metadata["title"] == "Film"
        chapters = [
            (c["metadata"]["title"], c["start"] * c["time_base"], c["end"] * c["time_base"])
            for c in film.chapters()
        ]
    for (title, start, end), mark in zip(chapters, marks, strict=True):
        assert title == mark.title
        assert start == pytest.approx(mark.start / rate, abs=2e-3)
        assert end == pytest.approx(mark.end / rate, abs=2e-3)
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "a browser can begin before it is loaded"


def test_what_is_not_of_one_encoding_is_not_joined(tmp_path):
    first = write(tmp_path / "a.mp4", moving(4))
    wide = write(tmp_path / "b.mp4", [frame[:, :128] for frame in moving(4)])
    with pytest.raises(JoinError, match=r"b\.mp4 is not encoded as a\.mp4"):
        join([first, wide], tmp_path / "c.mp4")
    other = write(tmp_path / "d.mp4", moving(4), profile="baseline")
    with pytest.raises(JoinError, match=r"d\.mp4 is not encoded"):
        join([first, other], tmp_path / "c.mp4")
