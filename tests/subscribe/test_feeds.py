"""Atom feeds as RFC 4287 has them, and as feed readers read them."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from broadsheet.build import build

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T[0-2]\d:[0-5]\d:[0-5]\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9/._~-]+")


def feeds(site: Path) -> dict[str, Any]:
    found = {path.relative_to(site).as_posix(): etree.parse(path).getroot() for path in sorted(site.rglob("*.atom"))}
    assert len(found) > 15
    return found


def one(element: Any, name: str) -> str:
    """The text of the only child of a name."""
    [found] = element.findall(ATOM + name)
    return found.text or ""


def test_every_feed_follows_the_standard(any_site: Path) -> None:
    ids = []
    for name, feed in feeds(any_site).items():
        ids.append(one(feed, "id"))
        entries = feed.findall(f"{ATOM}entry")
        for part in (feed, *entries):
            assert TAG.fullmatch(one(part, "id")), name
            assert one(part, "title"), name
            assert RFC3339.fullmatch(one(part, "updated")), name
            assert {child.tag.partition("}")[0] + "}" for child in part} == {ATOM}
            kinds = [(link.get("rel"), link.get("type")) for link in part.findall(f"{ATOM}link")]
            assert len(kinds) == len(set(kinds))
        assert feed.findall(f"{ATOM}author/{ATOM}name")[0].text, "stands for entries that name nobody"
        [own] = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own.endswith("/" + name)
        assert one(feed, "updated") >= max((one(entry, "updated") for entry in entries), default="")
        assert len({one(entry, "id") for entry in entries}) == len(entries)
        for entry in entries:
            assert entry.find(f"{ATOM}content").get("type") == "html"
            assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    assert len(ids) == len(set(ids))


def test_a_feed_reader_finds_nothing_to_complain_about(any_site: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        for path in sorted(any_site.rglob("*.atom")):
            feed = feedparser.parse(path.read_bytes())
            assert not feed.bozo, path
            assert feed.version == "atom10"
            assert all(entry.title and entry.link and entry.updated_parsed for entry in feed.entries)


def test_entries_lead_to_their_papers(site: Path) -> None:
    entries = feeds(site)["feed.atom"].findall(f"{ATOM}entry")
    assert len(entries) > 10
    for entry in entries:
        address = entry.find(f"{ATOM}link").get("href").removeprefix("https://papers.example.org/small/")
        assert one(entry, "id") == f"tag:papers.example.org,2026-01-01:{address.rstrip('/')}"
        assert one(entry, "title") in html.fromstring((site / address / "index.html").read_bytes()).xpath(
            "string(//title)"
        )


def test_newest_first_and_no_longer_than_set(odd_site: Path) -> None:
    for feed in feeds(odd_site).values():
        days = [one(entry, "published") for entry in feed.findall(f"{ATOM}entry")]
        assert len(days) <= 5
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("", "feed.atom"),
        ("papers/attention/", "feed.atom"),
        ("about/", "feed.atom"),
        ("authors/tri-dao/", "authors/tri-dao/feed.atom"),
        ("authors/hao-zhang/", "authors/hao-zhang/feed.atom"),
    ],
)
def test_pages_name_their_feeds(site: Path, url: str, feed: str) -> None:
    assert feed in autodiscovered(site, url)


def autodiscovered(site: Path, url: str) -> list[str]:
    links = html.fromstring((site / url / "index.html").read_bytes()).xpath("//head/link[@rel='alternate']")
    found = [urljoin(url, link.get("href")) for link in links if link.get("type") == "application/atom+xml"]
    assert all((site / name).is_file() for name in found)
    assert all(link.get("title") for link in links)
    return found


def topics(site: Path) -> Iterator[str]:
    for path in sorted(site.glob("topics/*/index.html")):
        yield path.parent.relative_to(site).as_posix() + "/"


def test_every_topic_names_its_feed(site: Path) -> None:
    assert list(topics(site))
    for url in topics(site):
        assert f"{url}feed.atom" in autodiscovered(site, url)


def entry_texts(path: Path) -> dict[str, str]:
    """The bytes of each entry by its id."""
    entries = re.findall(r"<entry>.*?</entry>", path.read_text(encoding="utf-8"), re.DOTALL)
    return {re.search("<id>(.*?)</id>", entry)[1]: entry for entry in entries}  # type: ignore[index]


def test_an_edit_changes_its_own_entry_and_no_id(site: Path, project: Path) -> None:
    path = project / "content" / "papers" / "attention.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Is All You Need", "Is Some of It"), encoding="utf-8")
    build(project, project / "site")
    before, after = (entry_texts(root / "feed.atom") for root in (site, project / "site"))
    assert list(before) == list(after)
    [changed] = [name for name in before if before[name] != after[name]]
    assert changed.endswith(":papers/attention")
    assert "Attention Is Some of It" in after[changed]


def test_a_new_address_changes_no_id(site: Path, project: Path) -> None:
    build(project, project / "site", url="https://elsewhere.example.org/")
    assert [one(f, "id") for f in feeds(site).values()] == [one(f, "id") for f in feeds(project / "site").values()]
    assert list(entry_texts(site / "feed.atom")) == list(entry_texts(project / "site" / "feed.atom"))
