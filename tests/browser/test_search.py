"""The search in a real browser: finding, narrowing, the keyboard, a phone, without JavaScript, and how fast."""

import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import serve
from visiting import until

from broadsheet.build import build
from broadsheet.press.pagefind import program

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
ROOT = Path(__file__).parents[2]
Look = Callable[..., Any]
PHONE, DESK = 390, 1280
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
PAPERS, PEOPLE, OTHERS = "[data-papers] li > a", "[data-people] li > a", "[data-others] li > a"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(program() is None, reason="Pagefind is not installed")]


def search(page: Any, query: str) -> None:
    page.locator("[name=q]").fill(query)
    until(page, "q => new URLSearchParams(location.search).get('q') === q", query)
    until(page, "document.querySelector('[data-told]').textContent !== ''")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_words_find_papers_and_say_why(look: Look, width: int, scheme: str) -> None:
    page = look(width, scheme)
    page.goto("search/")
    search(page, "speculative decoding")
    page.locator(PAPERS).first.wait_for()
    first = page.locator("[data-papers] li").first
    assert "decod" in first.locator(".why").text_content().lower()
    assert "with these words" in page.locator("[data-told]").text_content()
    assert page.locator("[data-told]").get_attribute("aria-live") == "polite"
    assert page.evaluate(OVERFLOW) <= 0
    page.locator(PAPERS).first.click()
    page.wait_for_url("**/papers/*/")


def test_people_topics_issues_and_written_pages_are_found(look: Look, published: Path) -> None:
    page = look()
    page.goto(
        max(published.glob("authors/*/index.html"), key=lambda p: p.stat().st_size)
        .parent.relative_to(published)
        .as_posix()
        + "/"
    )
    name = page.locator("h1").text_content()
    page.goto("search/")
    search(page, name)
    page.locator(PEOPLE).first.wait_for()
    assert name in page.locator(PEOPLE).all_text_contents()
    for kind, query in (("Topic", topic(page)), ("Page", "contributing"), ("Issue", "issue")):
        page.locator("[name=kind]").select_option({"Topic": "topic", "Page": "page", "Issue": "issue"}[kind])
        search(page, query)
        page.locator(OTHERS).first.wait_for()
        assert all(line.startswith(kind) for line in page.locator("[data-others] small").all_text_contents())
        assert not page.locator(PAPERS).count()


def topic(page: Any) -> str:
    return str(page.locator("[name=topic] option").nth(1).text_content()).rsplit(" (", 1)[0]


def test_filters_narrow_down_and_stay_in_the_address(look: Look) -> None:
    page = look()
    page.goto("search/")
    search(page, "language model")
    page.locator(PAPERS).first.wait_for()
    everything = page.locator("[data-told]").text_content()
    page.locator("[name=year]").select_option("2024")
    until(page, "old => document.querySelector('[data-told]').textContent !== old", everything)
    hits = page.locator("[data-papers] li")
    # A hit by its words has the year in its line; one by meaning alone has no line.
    assert all("2024" in line for line in hits.locator("small:not(.why)").all_text_contents())
    told = page.locator("[data-told]").text_content()
    page.reload()
    until(page, "told => document.querySelector('[data-told]').textContent === told", told)
    assert page.locator("[name=year]").input_value() == "2024"
    page.get_by_role("button", name="Clear filters").click()
    until(page, "all => document.querySelector('[data-told]').textContent === all", everything)
    assert "year" not in page.url


def test_meaning_finds_what_shares_few_words_and_can_be_left_out(look: Look) -> None:
    page = look()
    page.goto("search/")
    search(page, "cheaper decoding for long inputs")
    page.locator(".why", has_text="near in meaning").first.wait_for()
    found = page.locator(PAPERS).count()
    page.locator("[name=meaning]").uncheck()
    until(page, "n => document.querySelectorAll('[data-papers] li').length < n", found)
    assert not page.locator(".why", has_text="near in meaning").count()
    page.reload()
    assert not page.locator("[name=meaning]").is_checked()


def test_a_group_shows_its_best_and_all_on_request(look: Look) -> None:
    page = look()
    page.goto("search/")
    search(page, "zhang")
    page.locator(PEOPLE).first.wait_for()
    button = page.locator("[data-people] button")
    count = int(button.text_content().removeprefix("All "))
    assert page.locator(PEOPLE).count() < count
    button.click()
    until(page, "n => document.querySelectorAll('[data-people] li').length === n", count)
    assert not button.is_visible()
    until(page, "document.activeElement.closest('[data-people]') !== null")


@pytest.mark.parametrize("start", ["", "papers/", "about/"])
def test_the_keyboard_does_it_all(look: Look, start: str) -> None:
    page = look()
    page.goto(start)
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    until(page, "document.activeElement.name === 'q'")
    page.keyboard.type("attention/")
    assert page.locator("[name=q]").input_value() == "attention/"
    page.keyboard.press("Backspace")
    page.locator(PAPERS).first.wait_for()
    focused = "document.activeElement.getAttribute('href') ?? document.activeElement.name"
    page.keyboard.press("Enter")
    until(page, f"({focused}) !== 'q'")
    hrefs = page.locator("[data-search] section:not([hidden]) li > a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) in hrefs[1:]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/search/" not in url)


def test_nothing_is_loaded_before_somebody_comes_to_search(look: Look) -> None:
    page = look()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("")
    page.goto("search/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "index.bin" in url or "/names/" in url or "pf_index" in url]


def test_what_finds_nothing_says_so(look: Look) -> None:
    page = look()
    page.goto("search/")
    page.locator("[name=meaning]").uncheck()
    search(page, "zzyzx qqq")
    page.locator("[data-nothing]").wait_for()
    assert page.locator("[data-told]").text_content() == "Nothing found."
    page.locator("[name=q]").fill("")
    until(page, "document.querySelector('[data-told]').textContent === ''")
    assert not page.locator("[data-papers]").is_visible()


def test_a_phone_keeps_the_filters_closed_until_they_are_wanted(look: Look) -> None:
    page = look(PHONE)
    page.goto("search/")
    assert not page.locator("[name=topic]").is_visible()
    page.locator("summary", has_text="Narrow down").click()
    assert page.locator("[name=topic]").is_visible()
    assert page.evaluate(OVERFLOW) <= 0
    page.goto("search/?q=attention&year=2024")
    page.locator(PAPERS).first.wait_for()
    assert page.locator("[name=year]").is_visible()


def test_without_javascript_it_leads_on(look: Look) -> None:
    page = look(PHONE, java_script_enabled=False)
    page.goto("")
    page.locator("header a.find").click()
    assert page.locator("h1").text_content() == "Search"
    assert not page.locator("[name=q]").is_visible()
    page.locator("article").get_by_role("link", name="people").click()
    assert page.locator("h1").text_content() == "People"


def test_a_strict_policy_allows_it(published: Path, chromium: Any, tmp_path: Path) -> None:
    """Scripts of the site alone, WebAssembly among them, and no other host."""
    shutil.copytree(published, tmp_path / "www" / "digest")
    page_file = tmp_path / "www" / "digest" / "search" / "index.html"
    policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page_file.write_text(page_file.read_text(encoding="utf-8").replace("<head>", f"<head>{meta}", 1), encoding="utf-8")
    with serve(tmp_path / "www") as address:
        page = chromium.new_page()
        page.goto(f"{address}digest/search/?q=attention")
        page.locator(PAPERS).first.wait_for()
        page.close()


# Milliseconds from a letter to the first change of the list of papers that it brings.
WATCH = """() => {
  window.taken = [];
  let typed = null;
  document.querySelector('[name=q]').addEventListener('input', () => (typed = performance.now()), true);
  new MutationObserver(() => {
    if (typed !== null) taken.push(performance.now() - typed);
    typed = null;
  }).observe(document.querySelector('[data-papers] ol'), { childList: true });
}"""
MOST_MS, MOST_BYTES = 100, 300_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """10,000 made-up papers on a loopback server that compresses nothing."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from project import write_project

        from corpus import synthetic
    finally:
        sys.path.remove(str(BENCHMARKS))
    folder = tmp_path_factory.mktemp("large")
    (folder / "project").mkdir()
    write_project(synthetic(10_000), folder / "project", ROOT)
    build(folder / "project", folder / "www" / "digest")
    with serve(folder / "www") as address:
        yield f"{address}digest/"


@pytest.mark.slow
def test_ten_thousand_papers_are_searched_within_a_tenth_of_a_second_and_300_kb(
    large: str, chromium: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, loaded = [], []
    for words in titles(large, chromium):
        context = chromium.new_context()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        addresses: dict[str, str] = {}
        sizes: dict[str, int] = {}
        session.on("Network.responseReceived", lambda e, a=addresses: a.update({e["requestId"]: e["response"]["url"]}))
        session.on("Network.loadingFinished", lambda e, s=sizes: s.update({e["requestId"]: e["encodedDataLength"]}))
        page.goto(f"{large}search/")
        page.wait_for_load_state("networkidle")
        page.evaluate(WATCH)
        page.locator("[name=q]").press_sequentially(words, delay=120)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        taken += page.evaluate("taken")
        loaded.append(sum(size for key, size in sizes.items() if is_search(addresses.get(key, ""))))
        context.close()
    with capsys.disabled():
        print(f"\nsearch at 10,000 papers: median {statistics.median(taken):.0f} ms of {len(taken)} letters,", end=" ")
        print(f"longest {max(taken):.0f} ms; {min(loaded) / 1000:.0f} to {max(loaded) / 1000:.0f} kB a query")
    assert statistics.median(taken) < MOST_MS
    assert max(loaded) <= MOST_BYTES


def is_search(url: str) -> bool:
    return "/search/" in url and not url.endswith("/search/")


def titles(large: str, chromium: Any) -> list[str]:
    """Two, three and four words of titles."""
    page = chromium.new_page()
    page.goto(f"{large}papers/")
    found = page.locator(".lines li > a").all_text_contents()[:5]
    page.close()
    return [
        " ".join(title.replace(":", "").split()[:count]) for title, count in zip(found, (2, 3, 4, 2, 3), strict=True)
    ]
