"""A web server on this machine that plays the answers it is given, and remembers what it was asked."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Play:
    """One answer. `cut` bytes of the body are promised but never sent; `hang` never answers at all."""

    body: str | bytes = ""
    status: int = 200
    media: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    chunked: bool = False
    hang: bool = False

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Asked:
    """A request: its path and query, decoded, and its headers."""

    path: str
    query: str
    headers: dict[str, str]


class Server:
    """`plays` are the answers for each path, one after the other; the last of them stays. Other paths are not found."""

    def __init__(self) -> None:
        self.plays: dict[str, list[Play]] = {}
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # the client hung up, as some tests want it to

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01})

    def play(self, path: str, *plays: Play) -> None:
        self.plays[path] = list(plays)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def respond(self) -> None:
        """Called after each request; for servers that choose their answer by what was asked."""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        path = unquote(parts.path)
        self.asked.append(Asked(path, unquote(parts.query), {k.lower(): v for k, v in handler.headers.items()}))
        self.respond()
        plays = self.plays.get(path, [Play("nothing here", 404, "text/plain")])
        play = plays.pop(0) if len(plays) > 1 else plays[0]
        if play.hang:
            self.closing.wait(10)
            return
        handler.send_response(play.status)
        headers = {"Content-Type": play.media} if play.media else {}
        length = {"Transfer-Encoding": "chunked"} if play.chunked else {"Content-Length": str(len(play.data))}
        for name, value in {**headers, **length, "Connection": "close", **play.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        sent = play.data[: len(play.data) - play.cut]
        handler.wfile.write(f"{len(play.data):x}\r\n".encode() + sent if play.chunked else sent)
        if play.chunked and not play.cut:
            handler.wfile.write(b"\r\n0\r\n\r\n")
        handler.close_connection = True

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()
