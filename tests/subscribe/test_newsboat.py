"""A real reader, newsboat, follows feeds on a local server: it sees what is new, and nothing twice."""

import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from following import files_of, site_of

from broadsheet.model import Digest, Paper

NEWSBOAT = shutil.which("newsboat") or ""
pytestmark = pytest.mark.skipif(not NEWSBOAT, reason="newsboat is not installed (apt-get install newsboat)")

PAPERS = [
    Paper(
        id=f"part-{n}",
        title=f"Widgets & <more>, part {n}" if n == 1 else f"Widgets, part {n}",
        added=f"2026-04-0{n}",
        authors=("Ada One", "Ben Two"),
        summary=f"What there is to say about part {n}.",
    )
    for n in (1, 2, 3)
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tests' output is for the tests."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address at which a loopback server shows it."""
    folder = tmp_path / "www"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def publish(folder: Path, *papers: Paper, picks: tuple[str, ...] = (), at: float = 1_775_000_000) -> None:
    """Put every feed; `at` is the time of the build, of which HTTP sees whole seconds."""
    issue = [Digest(date="2026-04-20", picks=picks)] if picks else []
    for name, data in files_of(site_of(*papers, digests=issue)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (at, at))


@pytest.fixture
def newsboat(tmp_path: Path) -> Callable[..., str]:
    """Run newsboat's commands over a list of subscriptions of its own."""
    (tmp_path / "config").write_text("prepopulate-query-feeds no\nuse-proxy no\n", encoding="utf-8")

    def run(*commands: str) -> str:
        files = ["-C", tmp_path / "config", "-u", tmp_path / "urls", "-c", tmp_path / "cache.db"]
        done = subprocess.run(
            [NEWSBOAT, *map(str, files), "-x", *commands],
            capture_output=True, text=True, timeout=60, check=True, stdin=subprocess.DEVNULL,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb", "no_proxy": "*"},
        )  # fmt: skip
        return done.stdout

    return run


def items(tmp_path: Path) -> list[tuple[str, str, str, str]]:
    """What the reader's cache holds, oldest first."""
    with sqlite3.connect(tmp_path / "cache.db") as cache:
        return cache.execute("select guid, title, author, url from rss_item order by pubDate").fetchall()


@pytest.mark.parametrize("feed", ["feed.atom.xml", "feed.rss.xml", "authors/ada-one/feed.atom.xml"])
def test_new_papers_come_once(
    feed: str, served: tuple[Path, str], newsboat: Callable[..., str], tmp_path: Path
) -> None:
    folder, address = served
    (tmp_path / "urls").write_text(f"{address}{feed}\n", encoding="utf-8")
    publish(folder, *PAPERS[:2])
    newsboat("reload")
    assert newsboat("print-unread").split()[0] == "2"
    newsboat("reload")
    assert newsboat("print-unread").split()[0] == "2"

    # One more, and an edit and a pick of what is there.
    publish(folder, *PAPERS, picks=("part-1",), at=1_775_086_400)
    newsboat("reload")
    assert newsboat("print-unread").split()[0] == "3"
    found = items(tmp_path)
    assert [guid for guid, *_ in found] == [f"tag:example.org,2026-01-01:papers/part-{n}" for n in (1, 2, 3)]
    assert [url for *_, url in found] == [f"https://example.org/paper/papers/part-{n}/" for n in (1, 2, 3)]
    # Of RSS's several names newsboat shows one.
    shown = {"Ben Two"} if ".rss" in feed else {"Ada One, Ben Two"}
    assert {author for _, _, author, _ in found} == shown
    assert found[2][1] == "Widgets, part 3"


def test_a_list_of_feeds_is_taken_in(served: tuple[Path, str], newsboat: Callable[..., str], tmp_path: Path) -> None:
    folder, _ = served
    publish(folder, *PAPERS)
    (tmp_path / "urls").write_text("", encoding="utf-8")
    subprocess.run(
        [NEWSBOAT, "-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-i", folder / "feeds" / "people.opml"],
        check=True, capture_output=True, timeout=60, stdin=subprocess.DEVNULL,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"},
    )  # fmt: skip
    listed = (tmp_path / "urls").read_text(encoding="utf-8")
    assert "https://example.org/paper/authors/ada-one/feed.atom.xml" in listed
    assert "https://example.org/paper/authors/ben-two/feed.atom.xml" in listed
