"""A real Chromium and this repository's own site on a loopback server, under a path as on GitHub Pages."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from dataset_server import Served, serving
from exploring import PAGE, Look, dataset, read_back, settled
from families import Families, build_families
from measured_rows import measured_rows

from broadsheet.build import build

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
OPTIONS += " --disable-component-update --disable-sync --no-proxy-server"
NAMES = ("chromium", "chromium-browser", "google-chrome")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tests' output is for the tests."""


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's digest, built once."""
    folder = tmp_path_factory.mktemp("www")
    build(ROOT, folder / "broadsheet")
    return folder / "broadsheet"


@pytest.fixture(scope="session")
def families(tmp_path_factory: pytest.TempPathFactory) -> Families:
    """The same digest with a page of every family, built once."""
    return build_families(ROOT, tmp_path_factory.mktemp("families"))


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """Where the site can be seen."""
    handler = partial(_Quiet, directory=str(published.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/broadsheet/"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser; skips where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium here")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS.split())
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """`look(width, scheme)`: a fresh page; at the end nothing may have complained or asked another host."""
    contexts, faults = [], []

    def open_page(width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        viewport = {"width": width, "height": 800}
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(address) else faults.append(r.url))
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "favicon.ico" not in fault] == []


@pytest.fixture(scope="session")
def measured() -> dict[str, bytes]:
    """A dataset of 24,000 measured rows: three row groups, four metrics."""
    return dataset(measured_rows(24_000))


@pytest.fixture(scope="session")
def truth(measured: dict[str, bytes]) -> pa.Table:
    """The same rows as pyarrow reads them."""
    return read_back(measured)


@pytest.fixture
def served(published: Path) -> Iterator[Served]:
    """The site with whatever dataset a test puts in its place."""
    with serving(published.parent) as found:
        yield found


@pytest.fixture
def explore(chromium: Any, served: Served) -> Iterator[Look]:
    """`explore(query)`: the explorer once it has read; at the end nothing may have failed or asked another host."""
    contexts, faults = [], []

    def open_page(query: str = "", width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        viewport = {"width": width, "height": 900}
        base = f"{served.address}broadsheet/"
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, base_url=base, **options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((base, "blob:")) else faults.append(r.url))
        page.goto(PAGE + query)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The theme's own inline scripts do not run under the policy of one of the tests.
    assert [fault for fault in faults if "favicon.ico" not in fault and "__md_" not in fault] == []
