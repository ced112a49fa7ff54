"""The local server: it shows the site, rebuilds what was edited, and tells open pages to reload."""

import http.client
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from broadsheet.cli import main
from broadsheet.faults import SetupError
from broadsheet.serve import Edition, serve

SECONDS = 30
PAPER = Path("content/papers/attention.yml")


class Server:
    """`broadsheet serve` of a project, in a process of its own."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "broadsheet.cli", "-C", str(root), "serve", "--port", "0"]
        self.root = root
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        line = next(line for line in self.process.stdout if line.startswith("Serving on "))
        self.address = line.split()[2]

    def open(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=SECONDS)
        connection.request("GET", path)
        return connection.getresponse()

    def get(self, path: str) -> tuple[int, str]:
        with self.open(path) as response:
            return response.status, response.read().decode()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, out, err


@pytest.fixture(scope="module")
def server(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose files nobody edits."""
    with Server(shutil.copytree(corpus, tmp_path_factory.mktemp("served") / "project")) as server:
        yield server


def test_an_edition_that_came_out_before_anybody_waited_is_not_missed() -> None:
    edition = Edition()
    assert edition.wait(0, seconds=0) == 0
    edition.next()
    assert edition.wait(0, seconds=0) == 1
    assert edition.wait(1, seconds=0) == 1


def edit(root: Path, old: str, new: str) -> None:
    path = root / PAPER
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_pages_reload_themselves_and_are_never_cached(server: Server) -> None:
    with server.open("/papers/attention/") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        html = response.read().decode()
    assert "<h1>Attention Is All You Need</h1>" in html
    assert html.count('<script src="/__edition.js"></script></body>') == 1
    with server.open("/__edition.js") as response:
        assert response.headers["Content-Type"] == "text/javascript"
        assert b"new EventSource('/__edition')" in response.read()
    assert f'<link rel="canonical" href="{server.address}papers/attention/">' in html


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, "The Small Paper"),
        ("/papers/attention", 301, ""),
        ("/papers/attention/?x=1", 200, "Attention Is"),
        ("/feed.atom.xml", 200, "<feed "),
        ("/no/such/page/", 404, "Nothing at this address"),
        ("/%2e%2e/%2e%2e/mkdocs.yml", 404, "Nothing at this address"),
    ],
)
def test_answers(server: Server, path: str, status: int, text: str) -> None:
    found, body = server.get(path)
    assert found == status
    assert text in body


def test_the_page_for_what_is_missing_finds_its_styles(server: Server) -> None:
    _, body = server.get("/no/such/page/")
    assert 'href="/assets/broadsheet/broadsheet.css"' in body
    assert server.get("/assets/broadsheet/broadsheet.css")[0] == 200


def test_edits_appear_and_faults_leave_the_site_up(project: Path) -> None:
    with Server(project) as server:
        with server.open("/__edition") as stream:
            assert stream.headers["Content-Type"] == "text/event-stream"
            edit(project, "Is All You Need", "Is Some of It")
            assert stream.readline() == b"data: new\n"
        assert "<h1>Attention Is Some of It</h1>" in server.get("/papers/attention/")[1]

        edit(project, "title:", "titel:")
        assert server.process.stderr
        assert server.process.stderr.readline().startswith(f"{PAPER.as_posix()}:1:1: error: ")
        assert "<h1>Attention Is Some of It</h1>" in server.get("/papers/attention/")[1]

        with server.open("/__edition") as stream:
            edit(project, "titel: Attention", "title: Again Attention")
            assert stream.readline() == b"data: new\n"
        assert "<h1>Again Attention Is Some of It</h1>" in server.get("/papers/attention/")[1]
        code, out, err = server.stop()
    assert (code, out.splitlines()[-1]) == (0, "Stopped.")
    assert "Traceback" not in err


def test_a_digest_that_is_faulty_from_the_start_is_shown_once_mended(project: Path) -> None:
    edit(project, "title:", "titel:")
    with Server(project) as server:
        status, page = server.get("/")
        assert (status, "No edition yet" in page, "/__edition.js" in page) == (503, True, True)
        with server.open("/__edition") as stream:
            edit(project, "titel:", "title:")
            assert stream.readline() == b"data: new\n"
        assert server.get("/")[0] == 200


def test_it_writes_nothing_into_the_published_folder(server: Server) -> None:
    assert server.get("/")[0] == 200
    assert not (server.root / "site").exists()


def test_a_port_that_is_taken(server: Server, corpus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(corpus, tmp_path / "other")
    with pytest.raises(SetupError, match="in use; --port 0"):
        serve(root, urlsplit(server.address).port or 0)


def test_a_folder_without_a_digest_is_not_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path), "serve", "--port", "0"]) == 1
    assert "there is no mkdocs.yml here" in capsys.readouterr().err


def test_a_first_build_that_no_disk_takes_ends_it(corpus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(corpus, tmp_path / "other")
    (root / ".cache").write_text("in the way of the folder")
    with pytest.raises((SetupError, OSError)):
        serve(root, 0)
