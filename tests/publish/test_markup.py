"""What the pages are written in, by the rules of HTML; by Nu and axe, too, where they are there.

`vnu` is looked for on the PATH, axe-core's `axe.min.js` in the variable `AXE_CORE`.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scenes.publish.lecture.sweep_page import write_sweep_page

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
NAMED = {"nav", "section", "div", "video", "main", "article", "button", "a", "input", "select"}
"""What may have an ``aria-label``; a ``div`` only with a role."""
DURATION = r"PT(\d+H)?(\d+M)?\d+S"


class Checker(HTMLParser):
    """Reads a page strictly: `faults` is what is against the rules."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.level = 0
        self.feed(text)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self.open]
        self.faults += [f"id {name} is there {n} times" for name, n in self.ids.items() if n > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        values = dict(attrs)
        self.seen.append((tag, values))
        if len(names) != len(values):
            self.faults.append(f"{tag} has an attribute twice")
        if tag == "time" and not re.fullmatch(DURATION, values.get("datetime") or ""):
            self.faults.append("time without datetime")
        if "aria-label" in values and (
            tag not in NAMED or (tag == "div" and "role" not in values) or not values["aria-label"]
        ):
            self.faults.append(f"aria-label on {tag}")
        if tag in ("ul", "ol") and self.open[-1] in ("p", "span", "ul", "ol"):
            self.faults.append(f"{tag} in {self.open[-1]}")
        if tag == "li" and self.open[-1] not in ("ul", "ol"):
            self.faults.append(f"li in {self.open[-1]}")
        if tag in ("a", "button") and {"a", "button"} & set(self.open):
            self.faults.append(f"{tag} in a control")
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > self.level + 1:
                self.faults.append(f"{tag} after h{self.level}")
            self.level = int(tag[1])
        if "id" in values:
            self.ids[values["id"] or ""] += 1
        if tag not in VOID:
            self.open.append(tag)
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")
        if tag in ("th", "h1", "h2", "h3", "title", "button", "a", "summary") and (
            not self.words.strip() and self.seen[-1][0] == tag
        ):
            self.faults.append(f"empty {tag}")


@pytest.fixture(params=["lecture", "without a film", "sweep", "slides"])
def page(request, lecture, tmp_path):
    """The file of a page of each kind."""
    if request.param == "slides":
        return lecture / "en" / "slides.html"
    if request.param == "without a film":
        from scenes.publish.lecture.folder import OutFolder
        from scenes.publish.lecture.page import render_page

        folder = OutFolder(lecture)
        manifest = folder.manifest()
        made = {
            language: entry.model_copy(update={"film": None})
            for language, entry in manifest.languages.items()
        }
        folder.write("index.html", render_page(manifest.model_copy(update={"languages": made})))
    if request.param == "sweep":
        write_sweep_page([({"a": "1"}, lecture)], lecture.parent)
        return lecture.parent / "index.html"
    return lecture / "index.html"


def test_it_keeps_the_rules(page):
    checked = Checker(page.read_text(encoding="utf-8"))
    assert checked.faults == []
    meta = {
        values.get("name"): values.get("content") for tag, values in checked.seen if tag == "meta"
    }
    assert len(meta["description"]) > 30
    icons = [values for tag, values in checked.seen if tag == "link" and values["rel"] == "icon"]
    assert [icon["href"].startswith("data:image/svg+xml,") for icon in icons] == [True]


def test_the_nu_checker_finds_nothing(page):
    checker = shutil.which("vnu")
    if checker is None:
        pytest.skip("the Nu checker is not installed as vnu: not tried")
    done = subprocess.run(
        [checker, "--errors-only", "--exit-zero-always", "--format", "gnu", page],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing(page, scheme, browser):
    script = os.environ.get("AXE_CORE")
    if script is None:
        pytest.skip("AXE_CORE names no axe.min.js: not tried")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    opened = context.new_page()
    opened.goto(page.as_uri())
    for summary in opened.locator("main:not([hidden]) summary").all():
        summary.click()
    opened.add_script_tag(path=Path(script))
    found = opened.evaluate("axe.run().then(result => result.violations)")
    context.close()
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
