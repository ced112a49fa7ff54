"""A feed stays small and nothing is lost: the documents of RFC 5005's archives."""

from typing import Any

import pytest
from following import HOME, files_of, read_xml, site_of
from lxml import etree

from broadsheet.model import Paper
from broadsheet.subscribe.archives import archive

ATOM = "{http://www.w3.org/2005/Atom}"


def days(count: int, month: str = "2026-04") -> dict[str, str]:
    return {f"{month}-{n:02}": f"{month}-{n:02}" for n in range(count, 0, -1)}


def parts(days: dict[str, str], window: int) -> dict[str, list[str]]:
    return {part.name: list(part.papers) for part in archive(list(days), days.__getitem__, window)}


@pytest.mark.parametrize(
    ("found", "window", "expected"),
    [
        (days(3), 3, {}),
        (days(4), 3, {"2026-04": ["2026-04-03", "2026-04-02", "2026-04-01"]}),
        (days(2, "2026-05") | days(2), 3, {"2026-04": ["2026-04-02", "2026-04-01"]}),
        (
            days(1, "2026-05") | days(4),
            2,
            {"2026-04": ["2026-04-02", "2026-04-01"], "2026-04-2": ["2026-04-04", "2026-04-03"]},
        ),
        (days(2) | {"x": ""}, 2, {"undated": ["x"], "2026-04": ["2026-04-02", "2026-04-01"]}),
    ],
)
def test_months_are_cut_into_parts(found: dict[str, str], window: int, expected: dict[str, list[str]]) -> None:
    assert parts(found, window) == expected
    assert list(parts(found, window)) == list(expected)


@pytest.mark.parametrize("window", [1, 2, 3, 7])
def test_a_part_once_there_never_changes_and_nothing_falls_between(window: int) -> None:
    calendar = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 9, 1 if month == 2 else 3)]
    known: dict[str, list[str]] = {}
    for count in range(1, len(calendar) + 1):
        found = {day: day for day in reversed(calendar[:count])}
        now = parts(found, window)
        assert {name: now[name] for name in known} == known
        known = now
        shown = {*list(found)[:window], *(paper for papers in now.values() for paper in papers)}
        assert shown == set(found)


def papers(count: int) -> list[Paper]:
    return [
        Paper(id=f"p{n:03}", title=f"Part {n}", added=f"2026-{n // 10 + 1:02}-{n % 10 + 1:02}") for n in range(count)
    ]


def links(data: bytes) -> dict[str, str]:
    feed: Any = etree.fromstring(data)
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def walk(files: dict[str, bytes], seen: set[str]) -> list[str]:
    """The ids that a reader takes in, which begins at the feed and goes back to documents that it has seen."""
    ids = [one["id"] for one in read_xml(files["feed.atom.xml"])]
    at = links(files["feed.atom.xml"]).get("prev-archive")
    while at and at not in seen:
        seen.add(at)
        data = files[at.removeprefix(HOME)]
        ids += [one["id"] for one in read_xml(data)]
        at = links(data).get("prev-archive")
    return ids


def test_a_reader_that_comes_late_finds_everything() -> None:
    files = files_of(site_of(*papers(47), feed_size=6))
    assert len(read_xml(files["feed.atom.xml"])) == 6
    assert {one.rpartition("/")[2] for one in walk(files, set())} == {paper.id for paper in papers(47)}


@pytest.mark.parametrize("first", [3, 11, 20, 29])
def test_a_reader_that_comes_again_misses_nothing(first: int) -> None:
    seen: set[str] = set()
    found = walk(files_of(site_of(*papers(first), feed_size=6)), seen)
    found += walk(files_of(site_of(*papers(47), feed_size=6)), seen)
    assert {one.rpartition("/")[2] for one in found} == {paper.id for paper in papers(47)}


def test_documents_of_the_archive_say_what_they_are() -> None:
    files = files_of(site_of(*papers(30), feed_size=6))
    names = [name for name in files if name.startswith("feed/")]
    assert names == [f"feed/2026-{month}.atom.xml" for month in ("01", "01-2", "02", "02-2", "03")]
    feed: Any = etree.fromstring(files["feed.atom.xml"])
    for at, name in enumerate(names):
        document: Any = etree.fromstring(files[name])
        assert document.find("{http://purl.org/syndication/history/1.0}archive") is not None
        assert document.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")
        found = links(files[name])
        assert (found["self"], found["current"]) == (HOME + name, f"{HOME}feed.atom.xml")
        assert found.get("prev-archive") == (HOME + names[at - 1] if at else None)
        assert found.get("next-archive") == (HOME + names[at + 1] if at + 1 < len(names) else None)
    assert links(files["feed.atom.xml"])["prev-archive"] == HOME + names[-1]
    assert f'rel="prev-archive" type="application/atom+xml" href="{HOME}{names[-1]}"'.encode() in files["feed.rss.xml"]


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({}, {"feed"}),
        ({"feed_archives": ()}, set()),
        ({"feed_archives": ("kinds", "authors")}, {"feeds/kinds/preprint", "authors/ada-one/feed"}),
        ({"feed_formats": ("rss",)}, set()),
    ],
)
def test_which_feeds_keep_an_archive_is_a_setting(settings: dict[str, Any], kept: set[str]) -> None:
    many = [Paper(id=p.id, title=p.title, added=p.added, kind="preprint", authors=("Ada One",)) for p in papers(30)]
    files = files_of(site_of(*many, feed_size=6, author_feed_size=4, **settings))
    assert len(read_xml(files["authors/ada-one/feed.atom.xml"])) == 4
    assert {name.rpartition("/")[0] for name in files if "/2026-" in name} == kept
