"""What fails for a reason that has a name is told by it, with what to do, in one line."""

import errno
import io
import os

import av
import numpy as np
import pytest

from scenes.params import Params
from scenes.publish.clips.causes import named_cause
from scenes.publish.clips.render_one import explain
from scenes.publish.clips.requests import ClipRequest
from scenes.stage.typesetting import MarkupError, text
from tests.publish.conftest import TINY, run
from tests.quiet_manim import manim

REQUEST = ClipRequest("recap", Params(), TINY)
FAULT = "this is a fault of the program"


class FullFile(io.RawIOBase):
    """A file that fails as soon as it is written to."""

    def __init__(self, number):
        self.number = number

    def writable(self):
        return True

    def write(self, _):
        raise OSError(self.number, os.strerror(self.number))


def encode(file):
    """Encode some frames into a file."""
    with av.open(file, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height = 64, 64
        for _ in range(50):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the quota of the disk is used up"),
        (errno.EIO, "the disk reports an I/O error"),
    ],
)
def test_the_system_fails_the_encoder(number, cause):
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        encode(FullFile(number))
    failure = explain(REQUEST, caught.value)
    assert failure.cause == cause
    assert failure.remedy
    assert FAULT not in failure.remedy


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_the_system_fails_below_an_error_of_a_library(number):
    def nested():
        try:
            av.error.err_check(-number, "clip.mp4")
        except OSError as error:
            raise RuntimeError("the encoder ended") from error

    with pytest.raises(RuntimeError) as caught:
        nested()
    assert named_cause(caught.value) == named_cause(OSError(number, ""))
    assert named_cause(RuntimeError("other")) is None
    assert named_cause(MemoryError()).cause == "the memory ran out"


@pytest.mark.parametrize("markup", ["100 % of $w_1", "#unknown", "*never closed"])
def test_words_that_are_no_typst_are_quoted(markup):
    with pytest.raises(MarkupError) as caught:
        text(markup, 0.3, manim.WHITE)
    failure = explain(REQUEST, caught.value)
    assert repr(markup) in failure.cause
    assert "#set" not in failure.cause
    assert failure.remedy == "correct these words in assets/strings"


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        pytest.param("[CLI]\npixel_width = abc", marks=pytest.mark.long),
        pytest.param("[CLI]\na=1\na=2", marks=pytest.mark.long),
    ],
)
def test_settings_of_the_user_that_manim_refuses_are_named(content, store, tmp_path, monkeypatch):
    settings = tmp_path / "home" / ".config" / "manim" / "manim.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(content)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    code, _, errors = run("build", "recap", "--quality", "preview", "--out", tmp_path / "out")
    assert code == 1
    assert errors.count("\n") == 1
    assert errors.startswith("failed: recap (en): Manim refuses the settings in ")
    assert str(settings) in errors
    assert "correct that file, or move it away" in errors
    assert FAULT not in errors
