"""What is rendered is what the film draws, with the project's settings and nobody else's."""

import av
import numpy as np
import pytest
from PIL import Image

from scenes.params import Params
from scenes.publish.clips.rendering import SIGNATURES, render_clip
from scenes.publish.clips.video import check
from scenes.stage.palette import DARK
from tests.publish.driver import TINY
from tests.quiet_manim import manim

SMALL = TINY.model_copy(update={"width": 320, "height": 180})


@pytest.fixture(scope="module")
def opaque(tmp_path_factory):
    folder = tmp_path_factory.mktemp("opaque")
    clip, film = render_clip("surface", Params(), SMALL, folder)
    return folder, clip, film


def test_it_leaves_the_clip_its_beats_and_their_stills(opaque):
    folder, clip, film = opaque
    beats = [f"surface.{name}" for name in ("knobs", "samples", "landscape", "from_above")]
    assert [beat.name for beat in clip.beats] == beats
    assert [(clip.beats[-1].end, clip.frames)] == film.closings
    assert clip.frames == film.frame
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {
        clip.video,
        SIGNATURES,
        *(f"beats/{name}.mp4" for name in (*beats, "surface.close")),
        *(f"stills/{name}.png" for name in beats),
    }
    check(folder / clip.video, clip, np.load(folder / SIGNATURES))


def test_a_still_is_the_last_frame_of_its_beat(opaque):
    folder, clip, _ = opaque
    for beat in clip.beats:
        still = np.asarray(Image.open(folder / "stills" / f"{beat.name}.png").convert("RGB"))
        with av.open(folder / "beats" / f"{beat.name}.mp4") as video:
            frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
        assert len(frames) == beat.end - beat.start
        assert np.abs(frames[-1].astype(int) - still).mean() < 3


def test_settings_of_the_user_do_not_matter(tmp_path, opaque):
    _, clip, _ = opaque
    folder = tmp_path / "clip"
    folder.mkdir()
    with manim.tempconfig(
        {"background_color": "#FF0000", "frame_height": 20.0, "max_files_cached": 1}
    ):
        other, _ = render_clip("recap", Params(), SMALL, folder)
    still = np.asarray(Image.open(folder / "stills" / "recap.keep.png").convert("RGB"))
    assert other.frames > 60
    assert tuple(still[0, 0]) == tuple(bytes.fromhex(DARK["background"][1:]))
    assert clip.frame_rate == other.frame_rate


def decoded_with_alpha(video):
    """Yield the frames of a video as RGBA; FFmpeg's own decoder of VP9 would drop the alpha."""
    with av.open(video) as container:
        stream = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        decoder.extradata = stream.codec_context.extradata
        for packet in container.demux(stream):
            for frame in decoder.decode(packet):
                yield frame.to_ndarray(format="rgba")


def test_without_its_background_it_looks_the_same_on_that_background(tmp_path, opaque):
    opaque_folder, opaque_clip, _ = opaque
    clip, _ = render_clip("surface", Params(), SMALL, tmp_path, transparent=True)
    check(tmp_path / clip.video, clip, np.load(tmp_path / SIGNATURES))
    assert clip.frames == opaque_clip.frames
    last = {beat.end - 1: beat for beat in clip.beats}
    for index, frame in enumerate(decoded_with_alpha(tmp_path / clip.video)):
        if index in last:
            still = Image.open(tmp_path / "stills" / f"{last[index].name}.png")
            assert np.abs(frame[..., 3].astype(float) - np.asarray(still)[..., 3]).mean() < 2
            assert (frame[..., 3] == 0).mean() > 0.2
    assert index + 1 == clip.frames
    background = np.array(tuple(bytes.fromhex(DARK["background"][1:])))
    for beat in clip.beats:
        name = f"stills/{beat.name}.png"
        clear = np.asarray(Image.open(tmp_path / name)).astype(float)
        assert clear.shape[2] == 4
        alpha = clear[..., 3:] / 255
        assert (alpha == 0).mean() > 0.2
        whole = np.asarray(Image.open(opaque_folder / name).convert("RGB")).astype(float)
        composed = clear[..., :3] * alpha + background * (1 - alpha)
        difference = np.abs(composed - whole).max(axis=2)
        assert np.quantile(difference, 0.999) <= 8, beat.name
        assert difference.max() <= 40, beat.name
