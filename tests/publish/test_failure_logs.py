"""What is reported of a clip that failed says nothing of the machine: its folder is published."""

import sys
from pathlib import Path

import pytest

from scenes.params import Params
from scenes.publish.clips.render_one import explain
from scenes.publish.clips.requests import ClipRequest
from scenes.publish.lecture.failure_logs import with_logs
from scenes.publish.lecture.folder import OutFolder
from tests.conftest import ROOT
from tests.publish.driver import TINY


def test_reports_do_not_say_where_things_lie(store, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    places = [out / "en", store.root, ROOT / "scenes", Path(sys.prefix) / "lib", Path.home() / "x"]
    with pytest.raises(ValueError, match=str(ROOT)) as caught:
        raise ValueError(" ".join(map(str, places)))
    failure = explain(ClipRequest("recap", Params(), TINY), caught.value)
    (logged,) = with_logs(OutFolder(out), [failure])
    report = logged.log.read_text(encoding="utf-8")
    assert not [place for place in (*places, ROOT, tmp_path) if str(place) in report]
    assert "<project>" in report
    assert "<out>/en" in report
    assert "test_failure_logs.py" in report
