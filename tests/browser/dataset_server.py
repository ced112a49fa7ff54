"""A server of files that honours byte ranges, or refuses them in the ways that servers do, and counts what it sends."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path


class Served:
    """What is served and how, and what was asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        # The answer to a range: 206 gives it, 200 ignores it, any other status refuses it.
        self.answer = 206
        self.headers: dict[str, str] = {}
        # Files instead of those in the folder, by path; `stale` ones go to those who do not ask past the caches.
        self.instead: dict[str, bytes] = {}
        self.stale: dict[str, bytes] = {}
        # Path, status and number of bytes of every answer.
        self.sent: list[tuple[str, int, int]] = []

    def bytes_of(self, part: str) -> int:
        """Bytes sent of files whose path holds `part`."""
        return sum(size for path, _, size in self.sent if part in path)

    def content(self, path: str, fresh: bool) -> bytes | None:
        """What is at a path."""
        if path in self.stale and not fresh:
            return self.stale[path]
        if path in self.instead:
            return self.instead[path]
        file = self.folder / (f"{path}index.html" if path.endswith("/") or not path else path)
        return file.read_bytes() if file.is_file() else None


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder on the loopback interface."""
    served = Served(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            data = served.content(path, "no-cache" in self.headers.get("Cache-Control", ""))
            wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            if data is None:
                self.give(path, 404, b"")
            elif not wanted or served.answer == 200:
                self.give(path, 200, data)
            elif served.answer != 206:
                self.give(path, served.answer, b"")
            elif int(wanted[1]) >= len(data):
                self.give(path, 416, b"", {"Content-Range": f"bytes */{len(data)}"})
            else:
                start, end = int(wanted[1]), min(int(wanted[2]) + 1, len(data))
                self.give(path, 206, data[start:end], {"Content-Range": f"bytes {start}-{end - 1}/{len(data)}"})

        def give(self, path: str, status: int, data: bytes, more: dict[str, str] | None = None) -> None:
            served.sent.append((path, status, len(data)))
            self.send_response(status)
            kind = "text/html" if path.endswith("/") else guess_type(path)[0] or "application/octet-stream"
            told = {"Content-Type": kind, "Content-Length": str(len(data))}
            for name, value in {**told, **(more or {}), **served.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """The tests' output is for the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_port}/"
        yield served
        server.shutdown()
