"""Every page of a site: its links lead somewhere, it asks no other host for anything, and it is sound HTML."""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import pytest
from lxml import html

from broadsheet.build import build
from broadsheet.pages.views import ACCENT, ROOT, TOPIC

# What makes a browser fetch something as it shows a page.
FETCHED = (
    "//script/@src | //img/@src | //img/@srcset | //iframe/@src | //source/@src | //*[@poster]/@poster | //object/@data"
)
FETCHED += " | //link[not(@rel='canonical' or @rel='alternate' or @rel='prev' or @rel='next')]/@href"


@cache
def parsed(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 50
    return found


def address(site: Path) -> str:
    """Where the site is, by its own words."""
    return str(parsed(site / "index.html").xpath("//link[@rel='canonical']/@href")[0])


def target(site: Path, url: str) -> Path:
    """The file that a server would answer with."""
    path = site / unquote(url.removeprefix(address(site)))
    return path / "index.html" if url.endswith("/") else path


def links(site: Path, page: Path) -> list[tuple[str, str]]:
    """Every address that a page names inside the site: as written, and in full without a fragment."""
    base = address(site) + page.relative_to(site).as_posix().removesuffix("index.html")
    written = [str(href) for href in parsed(page).xpath("//@href | //@src | //@action")]
    return [(href, urljoin(base, href)) for href in written if not urlsplit(href).scheme]


def test_every_internal_link_resolves(any_site: Path) -> None:
    broken = []
    for page in pages(any_site):
        for written, url in links(any_site, page):
            place, fragment = urldefrag(url)
            found = target(any_site, place)
            there = place.startswith(address(any_site)) and found.is_file()
            if there and fragment:
                there = bool(parsed(found).xpath("//*[@id=$id or @name=$id]", id=unquote(fragment)))
            if not there:
                broken.append((page.relative_to(any_site).as_posix(), written))
    assert broken == []


def test_internal_links_are_relative(any_site: Path) -> None:
    """So the site works at any address; only the page for what is missing, shown at any depth, knows where it is."""
    for page in pages(any_site):
        if page.name != "404.html":
            assert not [written for written, _ in links(any_site, page) if written.startswith("/")]


def test_pages_ask_no_other_host_for_anything(any_site: Path) -> None:
    for page in pages(any_site):
        assert not [url for url in parsed(page).xpath(FETCHED) if urlsplit(url).scheme or url.startswith("//")]
        assert not parsed(page).xpath("//*[@style][contains(@style, 'url(')]")
    for style in any_site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//|@import", style.read_text(encoding="utf-8")), style


def test_one_title_and_levels_of_headings_without_gaps(any_site: Path) -> None:
    for page in pages(any_site):
        levels = [int(heading.tag[1]) for heading in parsed(page).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, page
        assert levels[0] == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), page
        assert parsed(page).xpath("string(//title)").strip()


def test_ids_are_unique(any_site: Path) -> None:
    for page in pages(any_site):
        ids = parsed(page).xpath("//@id")
        assert len(ids) == len(set(ids)), page


def test_the_article_is_valid_to_a_strict_parser(any_site: Path) -> None:
    seen = 0
    for page in pages(any_site):
        text = page.read_text(encoding="utf-8")
        if found := re.search(r'<div class="sheet">.*</div>(?=\s*</article>)', text, re.DOTALL):
            html5lib.HTMLParser(strict=True).parseFragment(found[0], container="article")
            seen += 1
    assert seen > 50


def test_nothing_internal_is_left_over(any_site: Path) -> None:
    feeds = [path for suffix in ("atom.xml", "rss.xml", "json") for path in any_site.rglob(f"feed.{suffix}")]
    for path in [*pages(any_site), *feeds]:
        text = path.read_text(encoding="utf-8")
        assert not [mark for mark in (ROOT, ACCENT, TOPIC, "\ue001", "@@broadsheet", "{{ ", "{% ") if mark in text], (
            path
        )
        assert ">None<" not in text


def test_every_generated_page_can_be_reached_from_the_front_page(any_site: Path) -> None:
    seen, waiting = {any_site / "index.html"}, [any_site / "index.html"]
    while waiting:
        page = waiting.pop()
        for _, url in links(any_site, page):
            found = target(any_site, urldefrag(url)[0])
            if found.suffix == ".html" and found not in seen:
                seen.add(found)
                waiting.append(found)
    unseen = {page for page in pages(any_site) if page not in seen}
    # For whoever comes by its address: what is missing, and days without an issue.
    days = {any_site / f"digests/{day}/index.html" for day in ("2024-12-28", "2024-12-29", "2024-12-30", "2025-01-01")}
    assert unseen == {any_site / "404.html", *(days & set(pages(any_site)))}
    assert all('<meta name="robots" content="noindex"' in page.read_text(encoding="utf-8") for page in unseen)


@pytest.mark.parametrize("url", ["", "papers/attention/", "topics/", "about/", "dataset/"])
def test_every_page_describes_itself(site: Path, url: str) -> None:
    page = parsed(site / url / "index.html")
    assert page.xpath("//meta[@name='description']/@content")[0].strip()
    assert page.xpath("//link[@rel='canonical']/@href") == [f"https://papers.example.org/small/{url}"]
    assert page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")


def test_every_page_says_where_it_is(any_site: Path) -> None:
    """In full, once; what is shown for a missing page is nowhere, and search engines are told so."""
    root = address(any_site)
    for page in pages(any_site):
        found = parsed(page).xpath("//link[@rel='canonical']/@href")
        moved = parsed(page).xpath("//meta[@http-equiv='refresh']")
        if page.name == "404.html":
            assert not found
        elif not moved:
            assert found == [root + page.relative_to(any_site).as_posix().removesuffix("index.html")]
        if page.name == "404.html" or moved:
            assert parsed(page).xpath("//meta[@name='robots']/@content") == ["noindex"]


# What sites with figures, which are not among `any_site`, are held to as well.
SOUND = [
    test_every_internal_link_resolves,
    test_internal_links_are_relative,
    test_one_title_and_levels_of_headings_without_gaps,
    test_ids_are_unique,
    test_the_article_is_valid_to_a_strict_parser,
    test_nothing_internal_is_left_over,
    test_every_generated_page_can_be_reached_from_the_front_page,
]


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own digest, built once."""
    site = tmp_path_factory.mktemp("own") / "site"
    build(Path(__file__).parents[2], site)
    return site


@pytest.mark.slow
@pytest.mark.parametrize(
    "check",
    [
        test_every_internal_link_resolves,
        test_pages_ask_no_other_host_for_anything,
        test_ids_are_unique,
        test_every_generated_page_can_be_reached_from_the_front_page,
        test_every_page_says_where_it_is,
    ],
)
def test_the_digest_of_this_repository_is_as_sound(own_site: Path, check: Callable[[Path], None]) -> None:
    check(own_site)
