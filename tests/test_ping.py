"""`broadsheet ping` with a hub on this machine: which feeds it hears of, and what is said when it will not listen."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from broadsheet.cli import main

HOME = "https://papers.example.org/small/"


class Hub(HTTPServer):
    """Keeps what it is told; answers `status`."""

    status = 204

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Told)
        self.told: list[dict[str, list[str]]] = []


class Told(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        self.server.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def told(project: Path, hub: Hub) -> Path:
    """A project whose feeds name that hub."""
    with (project / "site_config" / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"websub_hub: http://127.0.0.1:{hub.server_port}/\n")
    return project


def test_the_hub_hears_of_each_feed_with_something_new(
    told: Path, hub: Hub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(told), "ping", "--dry-run"]) == 0
    expected = capsys.readouterr().out.split()
    assert hub.told == []
    assert main(["-C", str(told), "ping"]) == 0
    assert hub.told == [{"hub.mode": ["publish"], "hub.url": [address]} for address in expected]
    assert f"knows of {len(expected)} feeds" in capsys.readouterr().out
    # What the newest issue picked is new, and so are its authors' feeds.
    assert {f"{HOME}feed.atom.xml", f"{HOME}feed.json", f"{HOME}authors/tim-dettmers/feed.atom.xml"} <= set(expected)
    assert f"{HOME}authors/kaiming-he/feed.atom.xml" not in expected


def test_more_is_new_since_an_earlier_day(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for since in ("2026-03-02", "2026-03-01", "2999-01-01"):
        assert main(["-C", str(told), "ping", "--dry-run", "--since", since]) == 0
        found.append(set(capsys.readouterr().out.split()))
    assert found[0] < found[1]
    assert f"{HOME}authors/kaiming-he/feed.atom.xml" in found[1]
    assert found[2] == set()


def test_a_hub_that_will_not_listen_is_told_of(told: Path, hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.status = 500
    assert main(["-C", str(told), "ping"]) == 3
    assert f"http://127.0.0.1:{hub.server_port}/ answered 500 to news of {HOME}feed.atom.xml" in capsys.readouterr().err


def test_without_a_hub_there_is_nothing_to_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(project), "ping"]) == 0
    assert "nobody to tell" in capsys.readouterr().out
