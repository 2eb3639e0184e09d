"""`descent serve`: whole files and parts of them, with the right types, and nothing else."""

import http.client
import os
import signal
import socket
from urllib.parse import urlsplit

import pytest

from scenes.publish.lecture.preflight import PreflightError
from scenes.publish.lecture.server import Server, open_server
from tests.publish.conftest import descent, serving

VIDEO = bytes(range(256)) * 400


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "lecture"
    (folder / "ru").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>урок</title>", encoding="utf-8")
    (folder / "ru" / "recap.mp4").write_bytes(VIDEO)
    (folder / "ru" / "empty.mp4").write_bytes(b"")
    for name in (
        "recap.vtt",
        "recap.srt",
        "recap.webm",
        "slides.html",
        "a.js",
        "lecture.pptx",
    ):
        (folder / "ru" / name).write_bytes(b"-")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def ask(folder):
    with serving(Server(folder)) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)

        def asked(path, method="GET", **headers):
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

        yield asked
        connection.close()


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3", range(4)),
        ("bytes=1000-", range(1000, len(VIDEO))),
        ("bytes=-5", range(len(VIDEO) - 5, len(VIDEO))),
        ("bytes=-999999999", range(len(VIDEO))),
        ("bytes=70000-999999999", range(70000, len(VIDEO))),
    ],
)
def test_the_part_that_is_asked_for_is_sent(asked, part, ask):
    status, headers, body = ask("/ru/recap.mp4", Range=asked)
    assert status == 206
    assert headers["Content-Range"] == f"bytes {part.start}-{part.stop - 1}/{len(VIDEO)}"
    assert headers["Content-Type"] == "video/mp4"
    assert body == VIDEO[part.start : part.stop]
    status, headers, body = ask("/ru/recap.mp4", "HEAD", Range=asked)
    assert (status, headers["Content-Length"], body) == (206, str(len(part)), b"")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-2", "bytes=-", "bytes=a-b", "lines=1-2"]
)
def test_what_is_no_single_part_is_answered_with_all(asked, ask):
    status, headers, body = ask("/ru/recap.mp4", Range=asked)
    assert (status, body) == (200, VIDEO)
    assert headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={len(VIDEO)}-", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(asked, ask):
    status, headers, body = ask("/ru/recap.mp4", Range=asked)
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(VIDEO)}", b"")
    assert ask("/ru/empty.mp4", Range="bytes=0-")[0] == 416
    assert ask("/ru/recap.mp4")[2] == VIDEO  # the connection still serves


def test_types_are_those_of_what_a_build_makes(ask):
    kinds = {
        "/": "text/html; charset=utf-8",
        "/ru/slides.html?print-pdf": "text/html; charset=utf-8",
        "/ru/recap.vtt": "text/vtt; charset=utf-8",
        "/ru/recap.srt": "application/x-subrip; charset=utf-8",
        "/ru/recap.webm": "video/webm",
        "/ru/a.js": "text/javascript; charset=utf-8",
    }
    assert {path: ask(path)[1]["Content-Type"] for path in kinds} == kinds
    assert "presentation" in ask("/ru/lecture.pptx")[1]["Content-Type"]


@pytest.mark.parametrize("path", ["/ru/", "/none.mp4", "/../secret.txt", "/%2e%2e/secret.txt"])
def test_nothing_else_is_shown(path, ask):
    assert ask(path)[0] == 404
    assert ask(path, Range="bytes=0-3")[0] == 404


def test_what_is_in_the_way_is_said_in_one_line(folder, tmp_path):
    with pytest.raises(PreflightError, match="descent build"):
        open_server(tmp_path, "127.0.0.1", None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PreflightError, match=f"port {port}.*--port"):
            open_server(folder, "127.0.0.1", port)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_the_command_prints_the_address_answers_and_ends_quietly(folder):
    process = descent("serve", folder, "--port", 0, "--no-browser")
    address = process.stdout.readline().split()[0]
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", "/ru/recap.mp4", headers={"Range": "bytes=2-4"})
    assert connection.getresponse().read() == VIDEO[2:5]
    connection.close()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
