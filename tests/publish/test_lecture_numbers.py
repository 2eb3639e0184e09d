"""The page's numbers are those of the code and of the stored results in force."""

import pytest

from gdmath import KerasUnavailableError, MseLoss
from scenes.files.trajectory_store import TrajectoryStore
from scenes.publish.build import build
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.listener import Console
from tests.publish.conftest import order


@pytest.fixture
def numbers(lecture):
    """Build again what has been built, and return the numbers that the page shows."""

    def again():
        assert build(order(lecture, languages=("en", "ru")), Console()) == []
        return OutFolder(lecture).manifest().numbers

    return again


def test_they_follow_the_mathematics(numbers, lecture, monkeypatch):
    before = (lecture / "index.html").read_text(encoding="utf-8")
    monkeypatch.setattr(MseLoss, "critical_learning_rate", 0.0123)
    assert numbers().critical_learning_rate == 0.0123
    assert (lecture / "index.html").read_text(encoding="utf-8") != before


def test_they_follow_what_keras_trained(numbers, monkeypatch):
    trained = numbers().keras
    assert trained is not None

    def unavailable(*_: object) -> None:
        raise KerasUnavailableError

    with monkeypatch.context() as patch:
        patch.setattr(TrajectoryStore, "keras_descent", unavailable)
        assert numbers().keras is None
    assert numbers().keras == trained
