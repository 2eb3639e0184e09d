"""The lecture page in a real browser, opened from the file system."""

import json
import shutil

import pytest

from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.page import render_page, snippet
from scenes.publish.lecture.sweep_page import write_sweep_page
from tests.publish.conftest import until

SIZES = {"projector": (1440, 900), "phone": (390, 844)}
NOW = """language => {
    const video = document.querySelector(`main[data-language=${language}] [data-film] video`);
    return {time: video.currentTime, paused: video.paused,
            captions: [...video.textTracks[0].activeCues].map(cue => cue.text),
            mode: video.textTracks[0].mode};
}"""


def state(page, language="en"):
    return page.evaluate(NOW, language)


def open_at(visit, lecture, size="projector", **options):
    width, height = SIZES[size]
    return visit(lecture / "index.html", viewport={"width": width, "height": height}, **options)


def test_the_film_plays_with_captions(lecture, visit):
    page = open_at(visit, lecture)
    page.evaluate("document.querySelector('[data-film] video').play()")
    until(page, "document.querySelector('[data-film] video').currentTime > 1.5")
    now = state(page)
    assert not now["paused"]
    assert now["mode"] == "showing"
    film = OutFolder(lecture).manifest().languages["en"].film
    spoken = [cue.text for cue in film.cues if cue.start <= now["time"] < cue.end]
    assert now["captions"] == spoken != []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_contents_seek_the_film_and_follow_it(language, lecture, visit):
    page = open_at(visit, lecture)
    if language == "ru":
        page.click("main:not([hidden]) [data-speak=ru]")
    beat = OutFolder(lecture).manifest().languages[language].film.beats[17]
    entry = page.locator(f"main[data-language={language}] .beat").nth(17)
    assert entry.locator("span").inner_text() == beat.title
    entry.click()
    until(
        page,
        """([language, start]) => {
            const film = document.querySelector(`main[data-language=${language}] video`);
            return film.currentTime > start + 0.3 && film.textTracks[0].activeCues.length;
        }""",
        [language, beat.start],
    )
    assert beat.start < state(page, language)["time"] < beat.end
    current = page.locator(f"main[data-language={language}] [aria-current=true] span")
    assert current.all_inner_texts() == [beat.title]


def test_the_language_changes_words_captions_and_film(lecture, visit):
    page = open_at(visit, lecture)
    assert page.title() == "Gradient descent"
    page.click("main:not([hidden]) [data-speak=ru]")
    assert page.title() == "Градиентный спуск"
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("main:not([hidden])").count() == 1
    assert (
        page.locator("main:not([hidden]) [data-film] video").get_attribute("src")
        == "ru/descent.mp4"
    )
    assert "2,9653" in page.locator("main:not([hidden]) .numbers").inner_text()
    page.click("main:not([hidden]) [data-speak=en]")
    assert "2.9653" in page.locator("main:not([hidden]) .numbers").inner_text()


def test_captions_can_be_put_away(lecture, visit):
    page = open_at(visit, lecture)
    page.click("main:not([hidden]) [data-captions]")
    assert state(page)["mode"] == "hidden"
    page.click("main:not([hidden]) [data-captions]")
    assert state(page)["mode"] == "showing"


def test_on_a_phone_captions_stand_below_the_picture(lecture, visit):
    page = open_at(visit, lecture, "phone")
    page.evaluate("document.querySelector('[data-film] video').play()")
    spoken = page.locator("main:not([hidden]) [data-film] .spoken")
    first = OutFolder(lecture).manifest().languages["en"].film.cues[0].text
    until(page, "text => document.querySelector('[data-film] .spoken').innerText === text", first)
    assert state(page)["mode"] == "hidden"
    assert spoken.is_visible()
    page.click("main:not([hidden]) [data-captions]")
    assert not spoken.is_visible()


def test_it_is_usable_by_keyboard(lecture, visit):
    page = open_at(visit, lecture)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("document.activeElement.className || document.activeElement.tagName")
        )
        if page.evaluate("document.activeElement.classList.contains('beat')"):
            break
    assert {"VIDEO", "chapter", "beat"} <= seen
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('[data-film] video').paused")


@pytest.mark.parametrize("index", [0, 3])
def test_the_snippet_is_copied_and_plays_in_a_page_of_its_own(index, lecture, visit, browser):
    page = open_at(visit, lecture, permissions=["clipboard-read", "clipboard-write"])
    details = page.locator("main:not([hidden]) details").nth(index)
    details.locator("summary").click()
    details.locator("button").click()
    until(
        page, "button => button.innerText == 'Copied'", details.locator("button").element_handle()
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    made = OutFolder(lecture).manifest().languages["en"]
    entry = [made.film, *made.clips][index]
    assert copied == snippet(entry, "en", "English")
    own = lecture / "en" / "own.html"
    own.write_text(f"<!doctype html><title>own</title>{copied}", encoding="utf-8")
    context = browser.new_context()
    alone = context.new_page()
    alone.goto(own.as_uri())
    alone.evaluate("document.querySelector('video').play()")
    until(alone, "document.querySelector('video').currentTime > 0.3")
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_wider_than_the_screen(size, language, lecture, visit):
    page = open_at(visit, lecture, size)
    page.click(f"main:not([hidden]) [data-speak={language}]")
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size][0]
    heights = page.evaluate(
        """[...document.querySelectorAll("main:not([hidden]) button")]
        .filter(button => button.offsetParent).map(button => button.offsetHeight)"""
    )
    assert min(heights) >= 24


def test_a_finger_finds_what_it_taps(lecture, visit):
    page = open_at(visit, lecture, "phone", has_touch=True, is_mobile=True)
    heights = page.evaluate(
        """[...document.querySelectorAll("main:not([hidden]) :is(button, summary, .files a)")]
        .filter(node => node.offsetParent).map(node => node.offsetHeight)"""
    )
    assert len(heights) > 50
    assert min(heights) >= 40


WITHOUT_GLYPH = """async () => {
    await document.fonts.ready;
    const context = document.createElement("canvas").getContext("2d");
    const width = (sign, font, other) => {
        context.font = `40px "${font}", ${other}`;
        return context.measureText(sign).width;
    };
    const missing = new Set();
    const look = (text, font) => {
        for (const sign of text.trim()) {
            const [a, b] = ["monospace", "serif"].map(other => width(sign, font, other));
            if (a !== b) missing.add(`${sign} of ${font}`);
        }
    };
    for (const node of document.querySelectorAll("main *")) {
        const font = getComputedStyle(node).fontFamily.split(",")[0].replaceAll('"', "");
        for (const child of node.childNodes) if (child.nodeType === 3) look(child.data, font);
    }
    look(document.getElementById("cues").textContent, "Descent Sans");
    return [[...missing], [...document.fonts].map(font => font.status)];
}"""


def test_its_words_are_written_in_its_own_fonts(lecture, visit):
    missing, loaded = open_at(visit, lecture).evaluate(WITHOUT_GLYPH)
    # Fira has none of these; the captions say xᵢ and λₘₐₓ.
    assert set(missing) <= {f"{sign} of Descent Sans" for sign in "ᵢₘₐₓ"}
    assert loaded == ["loaded"] * 3


CONTRASTS = """() => {
    const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const rgb = (...layers) => {
        for (const layer of layers) { context.fillStyle = layer; context.fillRect(0, 0, 1, 1); }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const found = [];
    for (const node of document.querySelectorAll("main:not([hidden]) *")) {
        const own = [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
        if (!own || !node.offsetParent) continue;
        const grounds = [];
        for (let up = node; up; up = up.parentElement) {
            grounds.unshift(getComputedStyle(up).backgroundColor);
        }
        const ground = rgb(...grounds), ink = rgb(...grounds, getComputedStyle(node).color);
        const [a, b] = [light(ground), light(ink)].sort((x, y) => y - x);
        found.push([(a + 0.05) / (b + 0.05), node.textContent.trim().slice(0, 30)]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_text_stands_out(scheme, lecture, visit):
    page = open_at(visit, lecture, color_scheme=scheme)
    assert page.locator("html").get_attribute("data-theme") == scheme
    found = page.evaluate(CONTRASTS)
    assert len(found) > 100
    assert [entry for entry in found if entry[0] < 4.5] == []


def test_the_colours_can_be_chosen(lecture, visit):
    page = open_at(visit, lecture, color_scheme="dark")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("main:not([hidden]) [data-color=light]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def parameters(manifest):
    return render_page(manifest).split('<table class="params">')[1].split("</table>")[0]


def test_what_differs_from_the_default_is_marked(lecture):
    manifest = OutFolder(lecture).manifest()
    assert (
        "changed"
        not in render_page(manifest).split('<table class="params">')[1].split("</table>")[0]
    )
    other = manifest.model_copy(update={"params": {**manifest.params, "epochs": 12}})
    table = render_page(other).split('<table class="params">')[1].split("</table>")[0]
    assert table.count("changed") == 2  # its class and its word
    assert "12" in table


def test_words_of_clips_are_no_markup(lecture, visit):
    folder = OutFolder(lecture)
    manifest = folder.manifest()
    evil = "</script><img src=x onerror=alert(1)> & <b>"
    made = manifest.languages["en"]
    clips = [
        clip.model_copy(
            update={
                "title": evil,
                "cues": [cue.model_copy(update={"text": evil}) for cue in clip.cues],
            }
        )
        for clip in made.clips
    ]
    english = made.model_copy(update={"clips": clips})
    changed = manifest.model_copy(update={"languages": {"en": english}})
    folder.write("index.html", render_page(changed))
    page = visit(lecture / "index.html")
    assert page.locator(".clip h3").first.inner_text().startswith(evil)
    assert page.locator("img").count() == 0
    cues = json.loads(page.locator("#cues").inner_text())
    assert cues["en"]["recap"][0][2] == evil


def test_the_clips_of_a_sweep_play_together(lecture, tmp_path, visit):
    sets = []
    for name in ("a=1", "a=2"):
        shutil.copytree(lecture, tmp_path / "sweep" / name)
        sets.append(({"a": name[-1]}, tmp_path / "sweep" / name))
    write_sweep_page(sets, tmp_path / "sweep")
    page = visit(tmp_path / "sweep" / "index.html", viewport={"width": 1440, "height": 900})
    page.select_option("main:not([hidden]) select", "recap")
    page.click("main:not([hidden]) [data-play]")
    shown = "[...document.querySelectorAll('main:not([hidden]) [data-chapter=recap] video')]"
    until(page, f"{shown}.every(video => video.currentTime > 0.8)")
    times = page.evaluate(f"{shown}.map(video => video.currentTime)")
    assert len(times) == 2
    assert abs(times[0] - times[1]) < 0.5
    page.click("main:not([hidden]) [data-play]")
    assert page.evaluate(f"{shown}.every(video => video.paused)")
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
