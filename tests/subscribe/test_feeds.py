"""The feeds of whole sites: what pages name, what edits and moves change, what readers see."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from following import parsed, read_json, read_xml
from lxml import etree, html

from broadsheet.build import build

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
RFC3339 = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T[0-2]\d:[0-5]\d:[0-5]\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9/._~-]+")


def feeds(site: Path) -> dict[str, Any]:
    paths = sorted(site.rglob("*.atom.xml"))
    found = {path.relative_to(site).as_posix(): etree.parse(path).getroot() for path in paths}
    assert len(found) > 15
    return found


def one(element: Any, name: str) -> str:
    """The text of the only child of a name."""
    [found] = element.findall(ATOM + name)
    return found.text or ""


def test_every_feed_follows_the_standard(any_site: Path) -> None:
    ids: dict[str, list[str]] = {}
    for name, feed in feeds(any_site).items():
        # A document of an archive is of the feed whose folder it lies in (RFC 5005, section 4).
        archived = feed.find("{http://purl.org/syndication/history/1.0}archive") is not None
        ids.setdefault(one(feed, "id"), []).append(name.rpartition("/")[0] if archived else name.partition(".")[0])
        entries = feed.findall(f"{ATOM}entry")
        for part in (feed, *entries):
            assert TAG.fullmatch(one(part, "id")), name
            assert one(part, "title"), name
            assert RFC3339.fullmatch(one(part, "updated")), name
            kinds = [(link.get("rel"), link.get("type")) for link in part.findall(f"{ATOM}link")]
            assert len(kinds) == len(set(kinds))
        assert feed.findall(f"{ATOM}author/{ATOM}name")[0].text, "stands for entries that name nobody"
        [own] = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own.endswith("/" + name)
        assert ATOM_GRAMMAR.validate(feed), (name, ATOM_GRAMMAR.error_log.last_error)
        assert one(feed, "updated") >= max((one(entry, "updated") for entry in entries), default="")
        assert len({one(entry, "id") for entry in entries}) == len(entries)
        for entry in entries:
            assert entry.find(f"{ATOM}content").get("type") in ("html", "xhtml")
            assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    assert all(len(set(stems)) == 1 for stems in ids.values())


def test_all_formats_read_alike(any_site: Path) -> None:
    compared = 0
    for path in sorted(any_site.rglob("*.rss.xml")):
        stem = path.name.removesuffix(".rss.xml")
        atom = path.with_name(f"{stem}.atom.xml").read_bytes()
        assert (parsed(atom).version, parsed(path.read_bytes()).version) == ("atom10", "rss20")
        entries = read_xml(atom)
        assert entries == read_xml(path.read_bytes()) == read_json(path.with_name(f"{stem}.json").read_bytes())
        compared += len(entries)
    assert compared > 20


def test_entries_lead_to_their_papers(site: Path) -> None:
    entries = feeds(site)["feed.atom.xml"].findall(f"{ATOM}entry")
    assert len(entries) > 10
    for entry in entries:
        address = entry.find(f"{ATOM}link").get("href").removeprefix("https://papers.example.org/small/")
        assert one(entry, "id") == f"tag:papers.example.org,2026-01-01:{address.rstrip('/')}"
        assert one(entry, "title") in html.fromstring((site / address / "index.html").read_bytes()).xpath(
            "string(//title)"
        )


def test_newest_first_and_no_longer_than_set(odd_site: Path) -> None:
    for name, feed in feeds(odd_site).items():
        days = [entry.findtext(f"{ATOM}published", "") for entry in feed.findall(f"{ATOM}entry")]
        assert len(days) <= (10 if name.startswith("authors/") else 5)
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("", "feed.atom.xml"),
        ("", "feed.json"),
        ("papers/attention/", "feed.atom.xml"),
        ("about/", "feed.rss.xml"),
        ("authors/tri-dao/", "authors/tri-dao/feed.atom.xml"),
        ("authors/hao-zhang/", "authors/hao-zhang/feed.atom.xml"),
        ("organizations/stanford/", "organizations/stanford/feed.json"),
    ],
)
def test_pages_name_their_feeds(site: Path, url: str, feed: str) -> None:
    assert feed in autodiscovered(site, url)


def autodiscovered(site: Path, url: str) -> list[str]:
    links = html.fromstring((site / url / "index.html").read_bytes()).xpath("//head/link[@rel='alternate']")
    kinds = {".atom.xml": "application/atom+xml", ".rss.xml": "application/rss+xml", ".json": "application/feed+json"}
    found = [urljoin(url, link.get("href")) for link in links if link.get("type") in kinds.values()]
    suffixes = [name.rpartition("/")[2].removeprefix("feed") for name in found]
    assert [kinds[suffix] for suffix in suffixes] == [link.get("type") for link in links]
    assert all((site / name).is_file() for name in found)
    assert all(link.get("title") for link in links)
    return found


def topics(site: Path) -> Iterator[str]:
    for path in sorted(site.glob("topics/*/index.html")):
        yield path.parent.relative_to(site).as_posix() + "/"


def test_every_topic_names_its_feed(site: Path) -> None:
    assert list(topics(site))
    for url in topics(site):
        assert f"{url}feed.atom.xml" in autodiscovered(site, url)


def entry_texts(path: Path) -> dict[str, str]:
    """The bytes of each entry by its id."""
    entries = re.findall(r"<entry>.*?</entry>", path.read_text(encoding="utf-8"), re.DOTALL)
    return {re.search("<id>(.*?)</id>", entry)[1]: entry for entry in entries}  # type: ignore[index]


def test_an_edit_changes_its_own_entry_and_no_id(site: Path, project: Path) -> None:
    path = project / "content" / "papers" / "attention.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Is All You Need", "Is Some of It"), encoding="utf-8")
    build(project, project / "site")
    before, after = (entry_texts(root / "feed.atom.xml") for root in (site, project / "site"))
    assert list(before) == list(after)
    [changed] = [name for name in before if before[name] != after[name]]
    assert changed.endswith(":papers/attention")
    assert "Attention Is Some of It" in after[changed]


def test_a_new_address_changes_no_id(site: Path, project: Path) -> None:
    build(project, project / "site", url="https://elsewhere.example.org/")
    assert [one(f, "id") for f in feeds(site).values()] == [one(f, "id") for f in feeds(project / "site").values()]
    assert list(entry_texts(site / "feed.atom.xml")) == list(entry_texts(project / "site" / "feed.atom.xml"))


def test_the_page_of_feeds_leads_to_every_feed_but_those_of_people(site: Path) -> None:
    page = html.fromstring((site / "feeds" / "index.html").read_bytes())
    found = {urljoin("feeds/", link).partition("#")[0] for link in page.xpath("//article//a/@href")}
    atoms = {name for name in feeds(site) if not name.startswith("authors/")}
    assert atoms <= found
    assert {"feeds/feeds.opml", "feeds/people.opml"} <= found


def test_a_site_may_do_without_feeds(project: Path) -> None:
    with (project / "site_config" / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("feed_formats: []\nauthor_feed_formats: []\n")
    build(project, project / "site")
    written = [path.name for path in (project / "site").rglob("*")]
    assert not [name for name in written if name.endswith((".atom.xml", ".rss.xml", ".opml"))]
    assert autodiscovered(project / "site", "about/") == autodiscovered(project / "site", "authors/tri-dao/") == []
    assert "This site publishes no feeds." in (project / "site" / "feeds" / "index.html").read_text(encoding="utf-8")


def test_a_feed_in_a_browser_has_its_styles(any_site: Path) -> None:
    for path in (*any_site.rglob("*.atom.xml"), *any_site.rglob("*.rss.xml")):
        found = re.search(r'<\?xml-stylesheet type="text/css" href="([^"]+)"\?>', path.read_text(encoding="utf-8"))
        assert found
        assert (path.parent / found[1]).resolve() == any_site / "assets" / "broadsheet" / "feed.css"
