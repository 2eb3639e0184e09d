"""Clips in a notebook, from a checkout and from a wheel; and the notebook of the lecture."""

import base64
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from scenes import show
from scenes.publish.clips import qualities
from tests.conftest import ROOT
from tests.publish.driver import TINY


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setitem(qualities.QUALITIES, "preview", TINY)


def parts(html):
    """Return what is inside a video: kind -> bytes."""
    found = re.findall(r'(?:src|poster)="data:([\w/]+);base64,([^"]+)"', html)
    return {kind: base64.b64decode(data) for kind, data in found}


def test_a_clip_is_rendered_once_and_shown_with_captions(store, tiny, capsys):
    shown = show("recap", language="ru")
    assert "rendering recap (ru)" in capsys.readouterr().out
    inside = parts(shown._repr_html_())
    assert inside["video/mp4"] == shown.path.read_bytes()
    assert inside["image/png"].startswith(b"\x89PNG")
    assert "Градиент" in inside["text/vtt"].decode()
    assert 'srclang="ru"' in shown._repr_html_()
    assert show("recap", language="ru", epochs=3).path == shown.path
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "values", "words"),
    [
        (("recup",), {}, "there is no chapter 'recup'; did you mean recap?"),
        (("recap",), {"quality": "prevew"}, "did you mean preview?"),
        (("recap",), {"learning_rat": 3}, "did you mean learning_rate?"),
        (("recap",), {"learning_rate": -3}, "must be greater than 0"),
        ((None,), {}, "chapter must be a name, such as 'neuron', not none"),
        ((["recap"],), {}, "chapter must be a name"),
        (("recap",), {"quality": 4}, "quality must be a name"),
        (("recap" * 1_000,), {}, "there is no chapter 'recap"),
        (("recap",), {"width": '"><script>alert(1)</script>'}, "width must be a whole number"),
        (("recap",), {"width": 0}, "width must be a whole number"),
        (("recap",), {"width": True}, "width must be a whole number"),
        (("recap",), {"width": None}, "width must be a whole number"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments, values, words, store, capsys):
    assert show(*arguments, **values) is None
    errors = capsys.readouterr().err
    assert words in errors
    assert errors.count("\n") == 1
    assert len(errors) < 300


def test_the_lecture_runs_and_its_numbers_are_right(built, tmp_path):
    notebook = nbformat.read(ROOT / "assets" / "lecture.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    tiny = "from scenes.publish.clips import qualities; from tests.publish.driver import TINY\n"
    first.source = f"{tiny}qualities.QUALITIES['preview'] = TINY\n{first.source}"
    environment = os.environ | {"DESCENT_CACHE": str(built / "cache"), "PYTHONPATH": str(ROOT)}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    client.execute(cwd=str(tmp_path), env=environment)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [
        output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})
    ]
    assert len(shown) == 8
    assert all({"video/mp4", "text/vtt"} <= set(parts(html)) for html in shown)
    said = "".join(output.text for output in outputs if output.output_type == "stream")
    for number in ("MSE = 301.2", "[-204.5  -29.5]", "1,470,670", "MSE = 25.59", "MSE = 2.213",
                   "0.0282", "[2.9653 0.2391]", "129 times", "MSE 0.0440", "diverged"):  # fmt: skip
        assert number in said, number


IN_A_WHEEL = """
import sys, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
if __name__ == "__main__":
    import scenes
    assert scenes.__file__.startswith(sys.argv[1]), scenes.__file__
    from scenes.publish.clips import qualities
    from scenes.publish.clips.entries import Quality
    qualities.QUALITIES["preview"] = Quality(name="preview", width=160, height=90, frame_rate=5)
    shown = scenes.show("recap")
    print(len(shown._repr_html_()), shown.path)
    from scenes.publish.cli import main
    sys.argv[1:] = ["build", "recap", "--quality", "preview", "--out", "out", "--slides"]
    main()
"""


def test_it_works_from_a_wheel(wheel, store, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(IN_A_WHEEL)
    environment = os.environ | {"PYTHONPATH": str(wheel)}
    done = subprocess.run(
        [sys.executable, script, wheel],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "index.html").stat().st_size > 10_000
    assert (tmp_path / "out" / "en" / "slides.html").exists()
    assert "manim.cfg" in [path.name for path in (wheel / "scenes" / "_assets").iterdir()]
