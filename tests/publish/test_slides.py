"""Slides: one a beat, in a browser without a network and in PowerPoint."""

import hashlib

import pptx
import pytest

from scenes.params import Params
from scenes.publish.clips.clip_store import ClipStore
from scenes.publish.clips.dependencies import CurrentInputs
from scenes.publish.lecture import slides
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.preflight import PreflightError
from scenes.stage.palette import PALETTES
from tests.publish.conftest import run, until
from tests.publish.driver import TINY


def narration(made, beat):
    return [cue.text for cue in made.film.cues if beat.start <= cue.start < beat.end]


def test_the_browser_shows_each_beat_with_its_notes(lecture, visit):
    made = OutFolder(lecture).manifest().languages["en"]
    page = visit(lecture / "en" / "slides.html", viewport={"width": 1280, "height": 800})
    ground = bytes.fromhex(PALETTES["dark"]["background"][1:])
    beside = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert beside == f"rgb({', '.join(map(str, ground))})"
    assert page.evaluate("Reveal.getTotalSlides()") == len(made.film.beats) == 36
    playing = "document.querySelector('section.present video')"
    for beat in made.film.beats[:3]:
        until(page, f"{playing}.currentTime > 0.2 && !{playing}.paused")
        assert page.evaluate(f"{playing}.getAttribute('src')").endswith(f"{beat.name}.mp4")
        notes = page.evaluate("document.querySelector('section.present aside').innerHTML")
        assert notes.split("<br>") == narration(made, beat)
        page.keyboard.press("ArrowRight")


def test_powerpoint_has_each_beat_with_video_poster_and_notes(lecture):
    made = OutFolder(lecture).manifest().languages["ru"]
    store = ClipStore()
    current = CurrentInputs(Params(language="ru"))
    deck = pptx.Presentation(str(lecture / "ru" / "lecture.pptx"))
    assert len(deck.slides) == len(made.film.beats)
    assert deck.core_properties.author == deck.core_properties.last_modified_by == "descent-film"
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    for slide, beat in zip(deck.slides, made.film.beats, strict=True):
        stored = store.find(beat.name.split(".")[0], TINY, current)
        (movie,) = slide.shapes
        assert movie.name == beat.title
        reference = movie._element.blipFill.blip.rEmbed  # noqa: SLF001  # pptx has no other way
        poster = slide.part.related_part(reference).blob
        assert poster == stored.still(beat.name).read_bytes()
        videos = {
            hashlib.sha256(relation.target_part.blob).digest()
            for relation in slide.part.rels.values()
            if relation.reltype.endswith("/video")
        }
        assert videos == {hashlib.sha256(stored.section(beat.name).read_bytes()).digest()}
        assert slide.notes_slide.notes_text_frame.text.split("\n") == narration(made, beat)


def test_they_are_not_made_again_and_follow_a_change(lecture):
    before = (lecture / "en" / "lecture.pptx").stat().st_mtime_ns
    arguments = ("build", "--quality", "preview", "--out", lecture, "--slides")
    assert run(*arguments)[0] == 0
    assert (lecture / "en" / "lecture.pptx").stat().st_mtime_ns == before
    beside = next((lecture / "en").glob("slides_*/recap.keep.mp4"))
    beside.unlink()
    assert run(*arguments)[0] == 0
    assert beside.is_file()
    before = (lecture / "en" / "lecture.pptx").stat().st_mtime_ns
    assert run(*arguments, "--set", "epochs=3")[0] == 0
    assert (lecture / "en" / "lecture.pptx").stat().st_mtime_ns != before
    assert len(list((lecture / "en").glob("slides_*"))) == 1


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(slides.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PreflightError, match="install it, as in pip install"):
        slides.check_installed()
