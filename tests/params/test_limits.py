"""Whatever is given as a parameter or a file of them, it is refused soon, in one short line."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gdmath.user_cache import CACHE_VARIABLE, CacheFolderError, user_cache
from scenes.params import Params, ParamsError

LONGEST = 3_000
"""Characters of a message."""


def refusal(*arguments, **overrides):
    """Return the one short line that a load is refused with."""
    with pytest.raises(ParamsError) as caught:
        Params.load(*arguments, **overrides)
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < LONGEST
    return said


def written(tmp_path, text):
    file = tmp_path / "lesson.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "text",
    [
        "x" + ".a" * 5_000 + " = 1",
        "x" + ".a" * 900_000 + " = 1",
        'x."a"' + '."a"' * 5_000 + " = 1",
        "[x" + ".a" * 5_000 + "]",
        "x = " + "[" * 5_000,
        "x = " + "{a = " * 5_000,
    ],
)
def test_deep_nesting(text, tmp_path):
    assert "in more than 16 others" in refusal(written(tmp_path, text))


def test_nesting_in_words_is_none(tmp_path):
    label = "a" + ".a" * 20
    assert Params.load(written(tmp_path, f'x_label = "{label}" # {"[" * 30}')).x_label == label


def test_many_unknown_keys(tmp_path):
    text = "".join(f"key_{number} = {number}\n" for number in range(20_000))
    assert "has 20000 keys" in refusal(written(tmp_path, text))


def test_some_unknown_keys(tmp_path):
    text = "".join(f"key_{number} = {number}\n" for number in range(50))
    assert "and 40 more" in refusal(written(tmp_path, text))


@pytest.mark.parametrize("key", ["steps", "x", "x_label", "theme", "language", "data", "start"])
def test_a_long_value_is_cut_in_the_message(key, tmp_path, monkeypatch):
    nines = "9" * 5_000
    refusal(written(tmp_path, f'{key} = "{nines}"'))
    refusal(texts={key: nines})
    refusal(texts={key: nines + "x"})
    refusal(**{key: nines})
    monkeypatch.setenv(f"DESCENT_{key.upper()}", nines + "x")
    refusal()


def test_a_long_key_is_cut_in_the_message(tmp_path, monkeypatch):
    refusal(written(tmp_path, "k" * 5_000 + " = 1"))
    refusal(**{"k" * 5_000: 1})
    monkeypatch.setenv("DESCENT_" + "K" * 5_000, "1")
    refusal()


def test_a_deep_value_in_code():
    deep = {}
    for _ in range(5_000):
        deep = {"a": deep}
    refusal(steps=deep)
    refusal(unknown=deep)


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a socket"])
@pytest.mark.parametrize("role", ["parameters", "data"])
def test_what_is_no_file(kind, role, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("/dev/zero") if kind == "a device" else Path("strange")
    if kind == "a pipe":
        os.mkfifo(path)
    listening = socket.socket(socket.AF_UNIX)
    if kind == "a socket":
        listening.bind(str(path))
    with listening:
        said = refusal(path) if role == "parameters" else refusal(texts={"data": str(path)})
    assert f"must be a file, but is {kind}" in said


def test_large_files(tmp_path):
    assert "is larger than 2 MB" in refusal(written(tmp_path, "# " + "x" * 2_000_000))
    data = tmp_path / "data.csv"
    for text, rule in (
        ("1,2\n" * 5_100_000, "is larger than 20 MB"),
        ("1,2\n" * 1_000_000, "has 1000000 lines; the film shows at most 10000"),
        ("1" + ",2" * 5_000_000, "columns: keep the two of x and y"),
    ):
        data.write_text(text)
        assert rule in refusal(texts={"data": str(data)})


def test_a_long_text():
    assert "at most 500000 are allowed" in refusal(texts={"x": "1 " * 300_000})


@pytest.mark.parametrize("where", ["data", "params"])
def test_a_home_folder_that_is_none(where, tmp_path):
    path = "~nobody-of-this-name/x"
    said = refusal(written(tmp_path, f'data = "{path}"') if where == "data" else path)
    assert "stands for no home folder" in said


def test_a_home_folder_for_the_cache_that_is_none(monkeypatch):
    monkeypatch.setenv(CACHE_VARIABLE, "~nobody-of-this-name/x")
    with pytest.raises(CacheFolderError, match="there is no such home folder"):
        user_cache()
    for arguments in (["cache"], ["build", "--dry-run"]):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.publish.driver", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: {CACHE_VARIABLE} = ~nobody")
        assert done.stderr.count("\n") == 1
