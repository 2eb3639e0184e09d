"""The encoder of a part of the film."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter
from manim._config.video_encoder import VideoEncoderSpec
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from scenes.files.segment_encoder import SegmentEncoder

SPEC = VideoEncoderSpec("mp4", "libx264", "yuv420p", 96, 54, Fraction(30), (("crf", "18"),))
HELD = (1, 7, 1, 12)
"""How many times in succession each frame is shown."""


@pytest.fixture
def frames():
    shades = np.random.default_rng(1).integers(0, 255, (len(HELD), 9, 16, 4), dtype=np.uint8)
    return np.ascontiguousarray(shades.repeat(6, axis=1).repeat(6, axis=2))


def encode(encoder, frames):
    for frame, times in zip(frames, HELD, strict=True):
        encoder.write_frame(frame, repeat=times)
    encoder.finish()
    with av.open(encoder.target) as video:
        return [(frame.pts, frame.to_ndarray(format="rgb24")) for frame in video.decode(video=0)]


def test_it_writes_what_manims_encoder_writes_in_other_colours(tmp_path, frames):
    frames[..., 1:3] = frames[..., :1]  # greys, which are the same in both
    ours = encode(SegmentEncoder(target=tmp_path / "ours.mp4", spec=SPEC), frames)
    manims = encode(VideoSegmentEncoder(target=tmp_path / "manims.mp4", spec=SPEC), frames)
    assert len(ours) == sum(HELD)
    for (time, picture), (expected_time, expected) in zip(ours, manims, strict=True):
        assert time == expected_time
        assert np.abs(picture.astype(int) - expected).mean() < 0.5


def test_a_held_frame_is_converted_once(tmp_path, frames, monkeypatch):
    converted = []

    class Counting:
        def __init__(self):
            self.reformatter = VideoReformatter()

        def reformat(self, *args, **kwargs):
            converted.append(args)
            return self.reformatter.reformat(*args, **kwargs)

    monkeypatch.setattr("scenes.files.segment_encoder.VideoReformatter", Counting)
    encode(SegmentEncoder(target=tmp_path / "held.mp4", spec=SPEC), frames)
    assert len(converted) == len(HELD)


def test_vp9_is_encoded_quickly_unless_asked_otherwise(tmp_path):
    """libvpx's own settings take ten times as long; those of the film's x264 do not concern it."""
    project = (("crf", "18"), ("preset", "superfast"), ("threads", "1"))
    vp9 = replace(SPEC, container_format="webm", codec="libvpx-vp9", options=project)
    encoder = SegmentEncoder(target=tmp_path / "a.webm", spec=vp9)
    encoder.abort()
    quick = {"deadline": "realtime", "cpu-used": "7", "row-mt": "1", "threads": "2", "crf": "18"}
    assert dict(encoder.spec.options) == quick
    asked = replace(vp9, options=(("cpu-used", "2"),))
    encoder = SegmentEncoder(target=tmp_path / "b.webm", spec=asked)
    encoder.abort()
    assert dict(encoder.spec.options)["cpu-used"] == "2"


@pytest.mark.parametrize("wrong", [np.zeros((54, 96, 3), np.uint8), np.zeros((54, 96, 4))])
def test_it_refuses_what_is_no_frame(tmp_path, wrong):
    encoder = SegmentEncoder(target=tmp_path / "refused.mp4", spec=SPEC)
    with pytest.raises((ValueError, TypeError)):
        encoder.write_frame(wrong)
    encoder.abort()
