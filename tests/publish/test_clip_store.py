"""What is stored comes back whole, or not at all."""

import os

import pytest

from gdmath import Params
from scenes.publish.clip_store import ClipStore, DamagedError
from scenes.publish.dependencies import CurrentInputs
from scenes.publish.workers import ClipRequest
from tests.publish.driver import TINY

PRESENT = CurrentInputs(Params())


@pytest.fixture
def stored(lecture):
    found = ClipStore().find("recap", TINY, PRESENT)
    assert found is not None
    return found


def test_a_clip_is_found_with_all_its_files(stored):
    stored.verify()
    assert stored.video.stat().st_size > 1000
    assert [beat.name for beat in stored.clip.beats] == ["recap.keep"]
    assert stored.still("recap.keep").read_bytes().startswith(b"\x89PNG")
    assert stored.section("recap.keep").exists()


def test_only_the_same_is_found(lecture):
    store = ClipStore()
    assert store.find("recap", TINY, CurrentInputs(Params(theme="light"))) is None
    assert store.find("recap", TINY, PRESENT, transparent=True) is None
    assert store.find("recap", TINY.model_copy(update={"width": 161}), PRESENT) is None
    assert store.find("recap", TINY, CurrentInputs(Params(epochs=3))) is not None


@pytest.mark.parametrize("damage", ["truncated", "gone", "record"])
def test_what_is_not_whole_is_not_found(damage, stored):
    if damage == "truncated":
        os.truncate(stored.video, 100)
    elif damage == "gone":
        stored.still("recap.keep").unlink()
    else:
        (stored.folder / "record.json").write_text("{")
    assert ClipStore().find("recap", TINY, PRESENT) is None
    assert not stored.folder.exists()


def test_a_flipped_bit_is_found_when_the_clip_is_used(stored):
    data = bytearray(stored.video.read_bytes())
    data[len(data) // 2] ^= 1
    stored.video.write_bytes(data)
    found = ClipStore().find("recap", TINY, PRESENT)
    with pytest.raises(DamagedError):
        found.verify()


def test_the_first_of_two_equal_clips_stays(stored, tmp_path):
    store = ClipStore()
    made = store.root / "made"
    made.mkdir()
    (made / "clip.mp4").write_bytes(b"another encoding")
    again = store.add(made, stored.clip, stored.record.dependencies)
    assert again == stored
    again.verify()
    assert not made.exists()


def test_a_damaged_one_gives_way(stored):
    os.truncate(stored.video, 100)
    store = ClipStore()
    made = store.root / "made"
    made.mkdir()
    (made / "clip.mp4").write_bytes(b"whole")
    again = store.add(made, stored.clip, stored.record.dependencies)
    again.verify()
    assert again.video.read_bytes() == b"whole"


def test_the_least_recently_used_go_first(lecture):
    store = ClipStore()
    sizes = {}
    for age, chapter in enumerate(["recap", "neuron", "surface"]):
        entry = store.find(chapter, TINY, PRESENT)
        os.utime(entry.folder / "record.json", (10_000_000 - age, 10_000_000 - age))
        sizes[chapter] = sum(file.bytes for file in entry.record.files.values())
    for other in store.root.iterdir():
        if other.name not in sizes:
            for entry in list(store._entries(other.name)):
                store.remove(entry)
    for chapter in sizes:
        russian = store.find(chapter, TINY, CurrentInputs(Params(language="ru")))
        store.remove(russian)
        os.utime(store.root, None)
    for age, chapter in enumerate(sizes):
        (entry,) = store._entries(chapter)
        os.utime(entry.folder / "record.json", (10_000_000 - age, 10_000_000 - age))
    store.prune(sizes["recap"] + sizes["neuron"])
    assert [name for name in sizes if list(store._entries(name))] == ["recap", "neuron"]


def test_requests_are_told_apart_by_all_that_they_ask():
    requests = {
        ClipRequest("recap", Params(), TINY),
        ClipRequest("recap", Params(), TINY),
        ClipRequest("recap", Params(language="ru"), TINY),
        ClipRequest("recap", Params(), TINY, transparent=True),
    }
    assert len(requests) == 3
