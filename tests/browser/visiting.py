"""Visits to pages of every family, with a record of what a policy refused and of what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from families import Families
from serving import serve

# Before anything of the page runs.
LISTEN = """
window.refused = [];
addEventListener('securitypolicyviolation', e => refused.push([e.effectiveDirective, e.blockedURI, e.sample]));
"""
# The next frame, or a moment where the browser draws none: a promise that is never kept would hold a test for ever.
FRAME = "Promise.race([new Promise(requestAnimationFrame), new Promise(done => setTimeout(done, 500))])"
# Until nothing moves any more, for a second at most.
AT_REST = """Promise.race([
    Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => null))),
    new Promise(done => setTimeout(done, 1000)),
  ])"""


class Visit:
    """A page in a context of its own; `faults` are console errors, exceptions, foreign requests and bad answers."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked for {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")
        if "set-cookie" in response.headers:
            self.faults.append(f"{response.url} sets a cookie")

    def open(self, url: str, until: str = "networkidle") -> Any:
        """The page at an address, once it has settled or is as far as `until` says."""
        self.page.goto(url, wait_until=until)
        return self.page


@contextmanager
def visiting(
    chromium: Any, families: Families, width: int = 1280, scheme: str = "light", **options: Any
) -> Iterator[Visit]:
    """A visitor of the site, which is served below /digest/ as on GitHub Pages."""
    with serve(families.site.parent) as root:
        viewport = {"width": width, "height": 800}
        base = f"{root}{families.site.name}/"
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, base_url=base, **options)
        context.set_default_timeout(15_000)
        context.add_init_script(LISTEN)
        try:
            yield Visit(context.new_page(), base)
        finally:
            context.close()


def shown(families: Families, *, least: bool = False) -> dict[str, str]:
    """The page with most (or `least`) in it of each family that stays on the screen: a former address leads on."""
    return {
        family: url
        for family, url in (families.smallest() if least else families.largest()).items()
        if 'http-equiv="refresh"' not in families.file(url).read_text(encoding="utf-8")
    }


def until(page: Any, script: str, *given: Any) -> None:
    """Wait until a script gives something true; Playwright's own waiting needs `eval`, which the policy forbids."""
    for _ in range(400):
        if page.evaluate(script, *given):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never true: {script}")


def lay_out(page: Any) -> None:
    """Go down the page and back, so that what is laid out only near the reader has its place."""
    for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / innerHeight)")):
        page.evaluate(f"scrollBy({{ top: innerHeight, behavior: 'instant' }}); {FRAME}")
    page.evaluate(f"scrollTo({{ top: 0, behavior: 'instant' }}); {FRAME}")
