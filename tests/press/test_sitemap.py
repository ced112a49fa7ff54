"""sitemap.xml and robots.txt."""

from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree

from broadsheet.press.sitemap import sitemaps

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SITE = "https://example.org/a/"


def places(data: bytes) -> list[str]:
    return [found.text or "" for found in etree.fromstring(data).iter(LOC)]


def test_one_file_in_order() -> None:
    files = sitemaps(["b/", "", "a/"], SITE)
    assert set(files) == {"sitemap.xml", "robots.txt"}
    assert places(files["sitemap.xml"]) == [SITE, SITE + "a/", SITE + "b/"]
    assert f"Sitemap: {SITE}sitemap.xml\n" in files["robots.txt"].decode()


def test_a_large_site_has_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.press.sitemap.MOST", 2)
    files = sitemaps(["a/", "b/", "c/"], SITE)
    assert places(files["sitemap.xml"]) == [SITE + "sitemap-1.xml", SITE + "sitemap-2.xml"]
    assert places(files["sitemap-1.xml"]) + places(files["sitemap-2.xml"]) == [SITE + u for u in ("a/", "b/", "c/")]


@pytest.mark.parametrize("url", ["https://example.org/?a=1&b=2/", "https://example.org/<x>/"])
def test_addresses_are_escaped(url: str) -> None:
    assert places(sitemaps([""], url)["sitemap.xml"]) == [url]


def test_every_page_of_the_site_is_listed(site: Path) -> None:
    listed = places((site / "sitemap.xml").read_bytes())
    pages = [p.parent.relative_to(site).as_posix() for p in site.rglob("index.html")]
    assert sorted(listed) == sorted(
        "https://papers.example.org/small/" + quote(f"{p}/" if p != "." else "") for p in pages
    )
