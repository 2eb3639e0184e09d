"""The lecture page in a real browser, opened from the file system and over HTTP."""

import json
import re
import shutil
import time
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest

from scenes.publish.lecture.embed import snippets
from scenes.publish.lecture.folder import OutFolder
from scenes.publish.lecture.page import render_page
from scenes.publish.lecture.sweep_page import write_sweep_page
from tests.publish.conftest import serving, until

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
def test_the_contents_seek_the_film_and_follow_it(language, lecture, visit, opened_from):
    page = visit(opened_from + "index.html", viewport={"width": 1440, "height": 900})
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
    current = page.locator(f"main[data-language={language}] .contents [aria-current=true] span")
    assert current.all_inner_texts() == [beat.title]
    assert page.url.endswith(f"#{beat.name}")
    assert page.locator(".stuck").count() == 0


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


CLICKED = 9
"""Links of the film and of clips: a browser stops a page that starts many downloads by itself."""


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_link_leads_where_it_says(language, lecture, visit, opened_from):
    page = visit(opened_from + "index.html", f"#{language}", accept_downloads=True)
    downloads = []
    page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108
    links = page.locator("main:not([hidden]) .files a")
    hrefs = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(hrefs) == 3 * 9 + 2
    for index, href in enumerate(hrefs):
        reached = urljoin(opened_from, href)
        if href.endswith(".html"):
            continue
        if index >= CLICKED:
            if opened_from.startswith("http:"):
                there = (lecture / href).read_bytes()
                assert page.request.get(reached).body() == there, href
            continue
        links.nth(index).click()
        deadline = time.monotonic() + 40
        while not downloads and page.url != reached:
            assert time.monotonic() < deadline, href
            page.wait_for_timeout(20)
        if downloads:
            download = downloads.pop()
            assert download.suggested_filename == href.split("/")[1]
            saved, there = Path(download.path()).read_bytes(), (lecture / href).read_bytes()
            assert sha256(saved).digest() == sha256(there).digest()
        else:  # Chromium opens a file's file instead of copying it to where it is
            assert opened_from.startswith("file:")
            page.goto(f"{opened_from}index.html#{language}")
    page.locator("main:not([hidden]) .files a[href$='slides.html']").click()
    page.wait_for_url(re.compile(f"/{language}/slides.html"))
    playing = "document.querySelector('section.present video')"
    until(page, f"window.Reveal && {playing} && {playing}.currentTime > 0.2")


def test_links_within_the_page_lead_to_a_place_in_it(lecture, visit):
    page = open_at(visit, lecture)
    names = page.evaluate(
        """[...document.querySelectorAll("a[href^='#']")].map(link =>
        [link.className, link.hash.slice(1), link.closest("main").dataset.language])"""
    )
    made = OutFolder(lecture).manifest().languages
    for kind, name, language in names:
        film = made[language].film
        if kind == "skip":
            assert page.locator(f"[id={name}]").count() == 1
        elif kind == "chapter":
            assert name in [chapter.name for chapter in film.chapters]
        elif kind == "beat":
            assert name in [beat.name for beat in film.beats]
        else:
            assert re.fullmatch(rf"{language}&t=[\d.]+", name)
    assert len(names) > 150


def test_a_server_that_cannot_seek_is_named_and_the_film_runs_on(lecture, visit):
    class Whole(SimpleHTTPRequestHandler):
        """As of `python -m http.server`."""

        def log_message(self, *args):
            pass

    plain = ThreadingHTTPServer(("127.0.0.1", 0), partial(Whole, directory=str(lecture)))
    with serving(plain) as address:
        page = visit(address)
        note = page.locator("main:not([hidden]) [data-film] .stuck")
        until(page, "document.querySelector('[data-film] .stuck')?.textContent")
        assert "descent serve" in note.inner_text()
        page.locator("main:not([hidden]) .contents .chapter").first.click()
        until(page, "document.querySelector('[data-film] video').currentTime > 0.5")
        before = state(page)["time"]
        page.locator("main:not([hidden]) .contents .beat").nth(17).click()
        page.wait_for_timeout(300)
        assert state(page)["time"] >= before
        page.goto("about:blank")


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("#learning_rate", "learning_rate.rate"),
        ("#blow_up", None),
        ("#ru&convergence", None),
        ("#t=83", 83),
        ("#t=1:23", 83),
        ("#ru&t=61.5", 61.5),
    ],
)
def test_an_address_leads_to_its_place(fragment, place, lecture, visit, opened_from):
    page = visit(opened_from + "index.html", fragment)
    language = "ru" if "ru" in fragment else "en"
    film = OutFolder(lecture).manifest().languages[language].film
    if not isinstance(place, int | float):
        name = fragment[1:].split("&")[-1]
        place = next(chapter.start for chapter in film.chapters if chapter.name == name)
    assert page.locator("html").get_attribute("lang") == language
    video = f"document.querySelector('main[data-language={language}] [data-film] video')"
    until(page, f"{video}.currentTime > 1")
    assert place - 0.01 <= page.evaluate(f"{video}.currentTime") < place + 8
    assert page.locator("main:not([hidden]) .contents [aria-current]").count() == 1


@pytest.mark.parametrize(
    "fragment", ["#", "#nonsense", "#t=x", "#%zz", "#t=1e9", "#&&=", "#film-en"]
)
def test_an_address_that_means_nothing_does_no_harm(fragment, lecture, visit):
    page = visit(lecture / "index.html", fragment)
    page.wait_for_timeout(200)
    assert state(page)["time"] == 0
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_address_changed_in_place_is_followed(lecture, visit):
    page = visit(lecture / "index.html", "#recap")
    beat = OutFolder(lecture).manifest().languages["en"].film.beats[5]
    page.evaluate("name => { location.hash = name; }", beat.name)
    until(
        page,
        """([start, end]) => {
            const time = document.querySelector("video").currentTime;
            return start <= time && time < end;
        }""",
        [beat.start, beat.end],
    )


@pytest.mark.parametrize(
    ("locale", "language"), [("ru-RU", "ru"), ("ru", "ru"), ("en-GB", "en"), ("de-DE", "en")]
)
def test_the_browsers_language_comes_first_then_the_one_chosen(locale, language, lecture, visit):
    page = open_at(visit, lecture, locale=locale)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("main:not([hidden])").get_attribute("data-language") == language
    other = {"en": "ru", "ru": "en"}[language]
    page.click(f"main:not([hidden]) [data-speak={other}]")
    page.goto(page.url.partition("#")[0])
    assert page.locator("html").get_attribute("lang") == other


@pytest.mark.parametrize("playing", [True, False])
def test_another_language_keeps_place_focus_and_what_is_open(playing, lecture, visit):
    page = open_at(visit, lecture)
    made = OutFolder(lecture).manifest().languages
    page.locator("main:not([hidden]) .transcript summary").click()
    page.locator("main:not([hidden]) .contents .beat").nth(17).click()
    until(page, "document.querySelector('[data-film] [aria-current]')")
    until(page, "document.querySelector('[data-film] video').currentTime > 1")
    if not playing:
        page.evaluate("document.querySelector('[data-film] video').pause()")
    page.focus("main:not([hidden]) [data-speak=ru]")
    page.keyboard.press("Enter")
    beat = made["ru"].film.beats[17]
    video = "document.querySelector('main:not([hidden]) [data-film] video')"
    until(page, f"{video}.currentTime > 0")
    now = state(page, "ru")
    assert beat.start <= now["time"] < beat.end
    assert now["paused"] is not playing
    assert state(page, "en")["paused"]
    assert page.evaluate("document.activeElement.dataset.speak") == "ru"
    assert page.evaluate("document.activeElement.closest('main').dataset.language") == "ru"
    assert page.locator("main:not([hidden]) .transcript").get_attribute("open") is not None
    assert page.url.endswith(f"#ru&{made['en'].film.beats[17].name}")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_transcript_is_all_that_is_said_and_seeks(language, lecture, visit, opened_from):
    page = visit(opened_from + "index.html", f"#{language}")
    film = OutFolder(lecture).manifest().languages[language].film
    page.locator("main:not([hidden]) .transcript summary").click()
    lines = page.locator("main:not([hidden]) .transcript li")
    assert lines.locator("span").all_inner_texts() == [cue.text for cue in film.cues]
    cue = film.cues[40]
    lines.nth(40).locator("a").click()
    video = "document.querySelector('main:not([hidden]) [data-film] video')"
    until(page, f"{video}.currentTime > {cue.start}")
    until(page, "document.querySelector('main:not([hidden]) .transcript [aria-current]')")
    assert page.evaluate(f"{video}.currentTime") < cue.end + 2


@pytest.mark.parametrize(
    ("sought", "words"), [("W1", "w₁"), ("  MINIMUM", "minimum"), ("-", "− ⁻")]
)
def test_the_transcript_is_searched_as_one_types(sought, words, lecture, visit):
    page = open_at(visit, lecture)
    film = OutFolder(lecture).manifest().languages["en"].film
    page.locator("main:not([hidden]) .transcript summary").click()
    search = page.locator("main:not([hidden]) .transcript input")
    search.fill(sought)
    shown = page.locator("main:not([hidden]) .transcript li:not([hidden]) span").all_inner_texts()
    meant = {*words.split(), sought.strip().lower()}
    assert shown == [c.text for c in film.cues if any(w in c.text.lower() for w in meant)] != []
    found = page.locator("main:not([hidden]) .transcript output")
    assert found.inner_text() == f"{len(shown)} / {len(film.cues)}"
    search.press("Enter")
    first = next(cue for cue in film.cues if cue.text == shown[0])
    until(page, f"document.querySelector('[data-film] video').currentTime > {first.start}")
    search.fill("xyzzy")
    assert found.inner_text() == "not found"
    assert page.locator("main:not([hidden]) .transcript section:not([hidden])").count() == 0


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
@pytest.mark.parametrize("target", [0, 1])
def test_the_snippet_is_copied_and_plays_with_captions_in_a_page_of_its_own(
    index, target, lecture, visit
):
    page = open_at(visit, lecture)
    details = page.locator("main:not([hidden]) details:has(.snippet)").nth(index)
    details.locator("summary").click()
    snippet = details.locator(".snippet").nth(target)
    copied = snippet.locator("code").inner_text()
    made = OutFolder(lecture).manifest().languages["en"]
    entry = [made.film, *made.clips][index]
    assert copied == list(snippets(entry, "en", "English"))[target][1]
    own = lecture / "en" / "own.html"
    own.write_text(
        f'<!doctype html><meta charset="utf-8"><title>own</title>{copied}',
        encoding="utf-8",
    )
    for name in ("vtt", "srt"):  # captions are in it
        (lecture / entry.files[name].path).unlink()
    alone = visit(own, viewport={"width": 390, "height": 844})
    video = "document.querySelector('video')"
    assert alone.evaluate("document.documentElement.scrollWidth") == 390
    if target == 0:
        alone.evaluate(f"{video}.play()")
    until(alone, f"{video}.currentTime > 0.3")
    cues = alone.evaluate(f"[...{video}.textTracks[0].cues].map(cue => cue.text)")
    assert [text.replace("&lt;", "<") for text in cues] == [cue.text for cue in entry.cues]
    assert alone.evaluate(f"{video}.textTracks[0].mode") == "showing"


def test_a_snippet_can_be_copied_by_its_button(lecture, visit, browser):
    if browser.browser_type.name != "chromium":
        pytest.skip("only Chromium lets a test read the clipboard")
    page = open_at(visit, lecture, permissions=["clipboard-read", "clipboard-write"])
    details = page.locator("main:not([hidden]) details:has(.snippet)").first
    details.locator("summary").click()
    button = details.locator("button").nth(2)
    button.click()
    until(page, "button => button.innerText == 'Copied'", button.element_handle())
    assert page.evaluate("navigator.clipboard.readText()") == (
        "[![Gradient descent](descent.png)](descent.mp4)"
    )


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
        """[...document.querySelectorAll("main:not([hidden]) :is(button, summary, a:not(.skip))")]
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
