"""The Content-Security-Policy in a real browser: all works under it, what is planted does not, nobody else is asked."""

from typing import Any

import pytest
from families import Families
from visiting import Visit, shown, visiting

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280
PLANTED = """<script>window.planted = 1</script><script src="https://example.org/x.js"></script>
<img src="https://example.org/x.png" alt="" onerror="window.planted = 1"><style>h1 { color: red }</style>
<iframe src="https://example.org/"></iframe></article>"""


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.slow)])
def test_no_page_breaks_its_policy(chromium: Any, families: Families, width: int) -> None:
    """The switch of editions is used on every one; no other host is asked, and there is no cookie."""
    refused, cookies = {}, {}
    with visiting(chromium, families, width) as visit:
        pages = shown(families)
        for url in pages.values():
            page = visit.open(url, "load")
            before = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
            page.locator("form[data-md-component=palette] label:not([hidden])").click()
            page.wait_for_function(f"document.body.getAttribute('data-md-color-scheme') !== '{before}'")
            if found := page.evaluate("refused"):
                refused[url] = found
            if found := page.evaluate("document.cookie"):
                cookies[url] = found
        assert page.context.cookies() == []
    assert len(pages) > 20
    assert (refused, cookies, visit.faults) == ({}, {}, [])


def searched(page: Any) -> None:
    page.locator("[data-search] [name=q]").fill("cache")
    page.locator("[data-papers] li a").first.wait_for()


def explored(page: Any) -> None:
    page.wait_for_function("document.querySelector('[data-told]').textContent.includes('figure')")


def mapped(page: Any) -> None:
    page.locator("[data-map] svg a[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") != before


def copied(page: Any) -> None:
    page.locator("[data-copy]:visible").first.click()
    page.wait_for_function("[...document.querySelectorAll('[data-copy]')].some(b => b.textContent === 'Copied')")


@pytest.mark.parametrize(
    ("template", "use"), [("search", searched), ("explorer", explored), ("map", mapped), ("paper", copied)]
)
def test_what_scripts_do_works_under_it(chromium: Any, families: Families, template: str, use: Any) -> None:
    [url] = [url for family, url in shown(families).items() if f" {template} " in family]
    with visiting(chromium, families, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.open(url)
        use(page)
        assert page.evaluate("refused") == []
    assert visit.faults == []


def test_what_is_planted_does_not_run(chromium: Any, families: Families) -> None:
    with visiting(chromium, families) as visit:
        plant(visit, "about/")
        stopped: list[tuple[str, str]] = []
        visit.page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
        page = visit.open("about/")
        assert page.evaluate("window.planted") is None
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
        found = {directive for directive, _, _ in page.evaluate("refused")}
    assert found == {"script-src-elem", "script-src-attr", "img-src", "style-src-elem", "frame-src"}
    # The browser tells of requests that the policy then keeps from leaving.
    asked = {fault.removeprefix("asked for ") for fault in visit.faults if fault.startswith("asked for")}
    assert asked <= {url for url, why in stopped if why == "csp"}


def plant(visit: Visit, url: str) -> None:
    """Have the browser see a page into which somebody put what should not be there."""

    def answer(route: Any) -> None:
        found = route.fetch()
        route.fulfill(response=found, body=found.text().replace("</article>", PLANTED))

    visit.page.route(f"**/{url}", answer)


def test_only_the_search_may_compile(chromium: Any, families: Families) -> None:
    compile_ = "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => 'yes', () => 'no')"
    with visiting(chromium, families) as visit:
        assert visit.open("search/", "load").evaluate(compile_) == "yes"
        assert visit.open("about/", "load").evaluate(compile_) == "no"
