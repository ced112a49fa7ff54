"""`broadsheet serve`: build, show on this machine, rebuild when a file changes, tell open pages to reload."""

import errno
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .build import ContentError, build
from .faults import SetupError
from .report import print_problems, summary

WATCHED = ("content", "site_config", "themes", "mkdocs.yml")
# Editors write a file in several steps; wait until they are done.
SETTLE = 0.3
# A file, for the pages' policy runs no script of ours inside them.
_RELOAD = b'<script src="/__edition.js"></script></body>'
_SCRIPT = b"new EventSource('/__edition').onmessage = () => location.reload();\n"
_NOTHING_YET = b"""<!doctype html>
<html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>No edition yet</title>
<body style="font: 1rem/1.5 Georgia, serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1>No edition yet</h1><p>The terminal that runs <code>broadsheet serve</code> tells what stands in the way. This page
reloads as soon as it is mended.</p><script src="/__edition.js"></script></body>
"""


class Edition:
    """The number of the edition being shown; waiting for a later one."""

    def __init__(self) -> None:
        self.number = 0
        self.changed = threading.Condition()

    def next(self) -> None:
        """A new edition is out."""
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The number once it is later than `seen`, which it may be already; `seen` if it is not within `seconds`."""
        with self.changed:
            self.changed.wait_for(lambda: self.number > seen, seconds)
            return self.number


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site, with the reload script put into pages on their way out."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        self.edition = edition
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Serve a file, a page with the script, or the stream that announces editions."""
        if self.path == "/__edition":
            self._announce()
            return
        if self.path == "/__edition.js":
            self._send(200, "text/javascript", _SCRIPT)
            return
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix == ".html" and page.is_file() and (path == page or self.path.split("?")[0].endswith("/")):
            self._send_page(200, page)
        elif not (Path(self.directory) / "index.html").is_file():
            self._send(503, "text/html; charset=utf-8", _NOTHING_YET)
        elif not path.exists() and (missing := Path(self.directory) / "404.html").is_file():
            self._send_page(404, missing)
        else:
            super().do_GET()

    def _send_page(self, status: int, page: Path) -> None:
        self._send(status, "text/html; charset=utf-8", page.read_bytes().replace(b"</body>", _RELOAD, 1))

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _announce(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        shown = self.edition.number
        try:
            while True:
                newest = self.edition.wait(shown, 15)
                self.wfile.write(b"data: new\n\n" if newest > shown else b": still here\n\n")
                self.wfile.flush()
                shown = newest
        except OSError:
            # The page was closed.
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line each."""


class _Watcher(FileSystemEventHandler):
    """Sets a flag when anything is written, moved or deleted."""

    def __init__(self, dirty: threading.Event) -> None:
        self.dirty = dirty

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Reading and opening change nothing."""
        if event.event_type in ("created", "modified", "deleted", "moved") and not event.is_directory:
            self.dirty.set()


def serve(root: Path, port: int, engine: str = "mkdocs", rounds: int | None = None) -> int:
    """Serve the digest at `root` on 127.0.0.1 until interrupted, or for `rounds` rebuilds. Returns the exit code.

    A faulty edit leaves the last good edition up and prints its problems. Raises SetupError when the port is taken or
    the first build finds no engine or no room.
    """
    out = root / ".cache" / "broadsheet" / "serve"
    edition = Edition()
    dirty = threading.Event()
    handler = partial(_Handler, edition=edition, directory=str(out))
    try:
        listening = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SetupError(f"port {port} is in use; --port 0 takes a free one") from error
    with listening as server:
        server.daemon_threads = True
        address = f"http://127.0.0.1:{server.server_port}/"
        _rebuild(root, out, address, engine)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        observer = Observer()
        for name in WATCHED:
            if (root / name).exists():
                observer.schedule(_Watcher(dirty), str(root / name), recursive=True)
        observer.start()
        print(f"Serving on {address} (Ctrl-C stops)", flush=True)
        try:
            while rounds is None or edition.number < rounds:
                dirty.wait()
                while dirty.is_set():
                    dirty.clear()
                    dirty.wait(SETTLE)
                try:
                    if _rebuild(root, out, address, engine):
                        edition.next()
                except (SetupError, OSError) as error:
                    # Of the system's too: an editor may have taken a file away between its listing and its reading.
                    print(f"broadsheet: {error}", file=sys.stderr)
        except KeyboardInterrupt:
            print("Stopped.")
        finally:
            observer.stop()
            server.shutdown()
    return 0


def _rebuild(root: Path, out: Path, address: str, engine: str) -> bool:
    """Build, or say what is wrong with the content. Raises SetupError and OSError."""
    try:
        report = build(root, out, url=address, engine=engine)
    except ContentError as error:
        print_problems(error.problems, "text")
        return False
    print_problems(report.warnings, "text")
    print(summary(report).splitlines()[0], flush=True)
    return True
