"""What is stored comes back whole, or not at all."""

import json
import os
import time

import pytest

from scenes.params import Params
from scenes.publish.cache import parse_age, parse_size, report, superfluous
from scenes.publish.clips.clip_store import ClipStore, DamagedError
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.clips.requests import ClipRequest
from tests.publish.conftest import run
from tests.publish.driver import TINY

CURRENT = CurrentInputs(Params())


@pytest.fixture
def stored(lecture):
    found = ClipStore().find("recap", TINY, CURRENT)
    assert found is not None
    return found


def test_a_clip_is_found_with_all_its_files(stored):
    stored.verify()
    assert stored.video.stat().st_size > 1000
    assert [beat.name for beat in stored.clip.beats] == ["recap.keep", "recap.new_number"]
    assert stored.still("recap.keep").read_bytes().startswith(b"\x89PNG")
    assert stored.section("recap.keep").exists()


def test_only_the_same_is_found(lecture):
    store = ClipStore()
    assert store.find("recap", TINY, CurrentInputs(Params(theme="light"))) is None
    assert store.find("recap", TINY, CURRENT, transparent=True) is None
    assert store.find("recap", TINY.model_copy(update={"width": 161}), CURRENT) is None
    assert store.find("recap", TINY, CurrentInputs(Params(epochs=3))) is not None


@pytest.mark.parametrize("damage", ["truncated", "gone", "record"])
def test_what_is_not_whole_is_not_found_and_not_deleted(damage, stored):
    if damage == "truncated":
        os.truncate(stored.video, 100)
    elif damage == "gone":
        stored.still("recap.keep").unlink()
    else:
        (stored.folder / "record.json").write_text("{")
    before = contents(stored.folder)
    assert ClipStore().find("recap", TINY, CURRENT) is None
    assert ClipStore().take("recap", TINY, CURRENT) is None
    assert contents(stored.folder) == before


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def newly_made(store):
    made = store.root / "made"
    made.mkdir()
    (made / "clip.mp4").write_bytes(b"whole")
    return made


@pytest.mark.parametrize("kind", ["newer record", "record cannot be read"])
def test_what_cannot_be_read_is_left_alone_and_the_clip_put_beside_it(kind, stored):
    record = stored.folder / "record.json"
    if kind == "newer record":
        record.write_text(json.dumps({**json.loads(record.read_text()), "of_tomorrow": 1}))
        before = contents(stored.folder)
    else:
        record.unlink()
        record.mkdir()  # reading it fails, for root as well
        before = contents(stored.folder)
    store = ClipStore()
    assert store.find("recap", TINY, CURRENT) is None
    again = store.add(newly_made(store), stored.clip, stored.record.dependencies)
    assert again.folder != stored.folder
    assert contents(stored.folder) == before
    assert store.take("recap", TINY, CURRENT) == again
    assert store.damaged() == []


def test_clips_of_another_layout_are_left_alone(stored):
    store = ClipStore()
    other = store.root / "v99" / "recap" / "0123"
    other.mkdir(parents=True)
    (other / "record.json").write_text("not ours")
    assert store.take("recap", TINY, CURRENT) == stored
    store.entries()
    assert (other / "record.json").read_text() == "not ours"
    assert any("v99" in line and "another version" in line for line in report(store))


def test_a_flipped_bit_is_found_when_the_clip_is_used(stored):
    data = bytearray(stored.video.read_bytes())
    data[len(data) // 2] ^= 1
    stored.video.write_bytes(data)
    store = ClipStore()
    found = store.find("recap", TINY, CURRENT)
    with pytest.raises(DamagedError):
        found.verify()
    assert store.take("recap", TINY, CURRENT) is None
    (aside,) = store.damaged()
    assert (aside / stored.video.name).read_bytes() == data
    assert not stored.folder.exists()


def test_the_first_of_two_equal_clips_stays(stored, tmp_path):
    store = ClipStore()
    made = store.root / "made"
    made.mkdir()
    (made / "clip.mp4").write_bytes(b"another encoding")
    again = store.add(made, stored.clip, stored.record.dependencies)
    assert again == stored
    again.verify()
    assert not made.exists()


def test_a_damaged_one_gives_way_and_is_kept(stored):
    os.truncate(stored.video, 100)
    store = ClipStore()
    again = store.add(newly_made(store), stored.clip, stored.record.dependencies)
    again.verify()
    assert again.folder == stored.folder
    assert again.video.read_bytes() == b"whole"
    (aside,) = store.damaged()
    assert (aside / stored.video.name).stat().st_size == 100


def test_the_length_of_a_chapter_is_remembered(stored):
    store = ClipStore()
    assert store.expected_frames("recap", "en", TINY) == stored.clip.frames
    faster = TINY.model_copy(update={"frame_rate": 3 * TINY.frame_rate})
    assert store.expected_frames("recap", "en", faster) == 3 * stored.clip.frames
    assert store.expected_frames("unheard_of", "en", TINY) is None


def with_ages(store, *days):
    """Let all entries but the first few be as old as the last of them."""
    entries = sorted(store.entries(), key=lambda entry: entry.folder)
    for index, entry in enumerate(entries):
        used = time.time() - 86_400 * days[min(index, len(days) - 1)]
        os.utime(entry.folder / "record.json", (used, used))
    return entries


def test_the_oldest_go_first(lecture):
    store = ClipStore()
    entries = with_ages(store, 1, 2, 40)
    assert superfluous(store.entries(), parse_age("30d"), None) == store.entries()[2:]
    room = entries[0].size + entries[1].size
    kept = [entry for entry in entries if entry not in superfluous(store.entries(), None, room)]
    assert kept == entries[:2]
    assert superfluous(store.entries(), None, None) == []


def test_the_command_says_what_is_there_and_deletes_what_it_is_told_to(lecture):
    store = ClipStore()
    entries = with_ages(store, 1, 40)
    code, said, _ = run("cache")
    assert code == 0
    assert f"{len(entries)} clips" in said
    assert "recap" in said
    code, said, _ = run("cache", "prune", "--older-than", "30d", "--dry-run")
    assert (code, said.count("would delete")) == (0, len(entries) - 1)
    assert len(store.entries()) == len(entries)
    code, said, _ = run("cache", "prune", "--older-than", "30d")
    assert (code, said.count("deleting")) == (0, len(entries) - 1)
    assert store.entries() == entries[:1]
    assert not list(store.root.glob(".*"))


@pytest.mark.parametrize(
    "arguments", [(), ("--older-than", "soon"), ("--larger-than", "10"), ("--older-than", "-1d")]
)
def test_nothing_is_deleted_on_a_vague_word(arguments, lecture):
    before = ClipStore().entries()
    code, _, errors = run("cache", "prune", *arguments)
    assert code == 2
    assert errors.strip().count("\n") == 0
    assert ClipStore().entries() == before


@pytest.mark.parametrize(("text", "size"), [("10GB", 1e10), ("1.5 mb", 1.5e6), ("7B", 7)])
def test_sizes_are_read(text, size):
    assert parse_size(text) == size


def test_requests_are_told_apart_by_all_that_they_ask():
    requests = {
        ClipRequest("recap", Params(), TINY),
        ClipRequest("recap", Params(), TINY),
        ClipRequest("recap", Params(language="ru"), TINY),
        ClipRequest("recap", Params(), TINY, transparent=True),
    }
    assert len(requests) == 3
