"""Captions read back as they were meant."""

import re
from html import unescape
from itertools import pairwise

import pytest
import srt

from scenes.publish.clips.entries import TimedCue
from scenes.publish.lecture.captions import to_srt, to_vtt
from scenes.publish.lecture.folder import OutFolder

CUES = [
    TimedCue(text="a < b & c", start=0.0, end=1.2),
    TimedCue(text="ось --> вниз", start=1.2, end=59.9999),
    TimedCue(text="late", start=3661.5, end=3662.0),
]


def read_vtt(text):
    assert text.startswith("WEBVTT\n\n")
    pattern = r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n(.+)\n"
    for h, m, s, h2, m2, s2, words in re.findall(pattern, text):
        start = int(h) * 3600 + int(m) * 60 + float(s)
        yield start, int(h2) * 3600 + int(m2) * 60 + float(s2), unescape(words)


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_they_read_back(form):
    if form == "vtt":
        read = list(read_vtt(to_vtt(CUES)))
    else:
        read = [
            (cue.start.total_seconds(), cue.end.total_seconds(), cue.content)
            for cue in srt.parse(to_srt(CUES))
        ]
    assert [words for *_, words in read] == [cue.text for cue in CUES]
    for (start, end, _), cue in zip(read, CUES, strict=True):
        assert start == pytest.approx(cue.start, abs=1e-3)
        assert end == pytest.approx(cue.end, abs=1e-3)


def test_no_arrow_is_taken_for_a_time():
    assert to_vtt(CUES).count("-->") == len(CUES)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_those_of_the_film_are_the_chapters_one_after_another(language, lecture):
    made = OutFolder(lecture).manifest().languages[language]
    film = list(read_vtt((lecture / language / "descent.vtt").read_text(encoding="utf-8")))
    assert len(film) == sum(len(clip.cues) for clip in made.clips) > 40
    assert all(end <= start for (_, end, _), (start, *_) in pairwise(film))
    assert film[-1][1] <= made.film.duration
    words = [cue.text for clip in made.clips for cue in clip.cues]
    assert [text for *_, text in film] == words
    for chapter, clip in zip(made.film.chapters, made.clips, strict=True):
        inside = [cue for cue in film if chapter.start <= cue[0] < chapter.end]
        assert [text for *_, text in inside] == [cue.text for cue in clip.cues]
