"""A server for a lecture's folder, on this machine: it answers for parts of a file.

Without that a browser can play a video only from its beginning, as from ``python -m http.server``.
"""

import os
import re
import shutil
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from scenes.publish.lecture.preflight import PreflightError

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".log": "text/plain; charset=utf-8",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".srt": "application/x-subrip; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
}
"""Of all that a build makes: the system's own table may lack one, or have another."""
PORTS = range(8000, 8020)
"""Tried in turn if none is asked for."""


class Server(ThreadingHTTPServer):
    """Serves a folder until it is shut down.

    Args:
        folder: With ``index.html``.
        host: Name or address to listen on; ``"0.0.0.0"`` lets other machines in.
        port: To listen on, or 0 for any that is free.

    Raises:
        OSError: If the port is taken.
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would share a port that is taken

    def __init__(self, folder: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), partial(_Handler, directory=str(folder)))
        self._host = "127.0.0.1" if host in ("", "0.0.0.0") else host

    @property
    def address(self) -> str:
        """Where the page is, for a browser on this machine."""
        return f"http://{self._host}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over browsers that hang up; they do so whenever a video is sought in."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def open_server(folder: Path, host: str, port: int | None) -> Server:
    """Return a server for a lecture's folder.

    Args:
        folder: What a build or a sweep filled.
        host: To listen on.
        port: To listen on; None takes the first of `PORTS` that is free.

    Raises:
        PreflightError: If there is no page in the folder, or no port to be had.
    """
    if not (folder / "index.html").is_file():
        raise PreflightError(
            f"{folder} has no index.html: make the lecture with `descent build`, or name its folder"
        )
    error: OSError | None = None
    for tried in PORTS if port is None else [port]:
        try:
            return Server(folder, host, tried)
        except OSError as failed:
            error = failed
    wanted = f"{PORTS[0]} to {PORTS[-1]}" if port is None else str(port)
    reason = error.strerror if error else "none is free"
    raise PreflightError(f"cannot listen on {host}, port {wanted} ({reason}): name another --port")


class _Handler(SimpleHTTPRequestHandler):
    """Answers with a file, or with the part of it that is asked for."""

    protocol_version = "HTTP/1.1"
    server_version = "descent"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | TYPES
    _length: int | None = None
    """Of the part that is asked for, in bytes; None for the whole file."""

    def send_head(self) -> BytesIO | IO[bytes] | None:  # type: ignore[override]
        self._length = None
        path = Path(self.translate_path(self.path))
        asked = self.headers.get("Range")
        if asked is None or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        part = _part(asked, size)
        if part is None:  # several parts, or other units: the whole file is an answer as well
            return super().send_head()
        if not part:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        file = path.open("rb")
        file.seek(part.start)
        self._length = len(part)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        return file

    def copyfile(self, source: Any, outputfile: Any) -> None:
        if self._length is None:
            shutil.copyfileobj(source, outputfile)
            return
        left = self._length
        while left and (data := source.read(min(left, 1 << 16))):
            outputfile.write(data)
            left -= len(data)

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")  # what is built anew is shown anew
        super().end_headers()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002
        """Show pages only."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for the address."""


def _part(header: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for: empty if none is there, None if unreadable."""
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", header.replace(" ", ""))
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)
