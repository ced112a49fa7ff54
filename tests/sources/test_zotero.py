"""Zotero's JSON, as Better BibTeX and the web API write it."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from broadsheet.model import Paper
from broadsheet.sources.bibliography.zotero import read_zotero

ORACLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "bib" / "oracle_dev.tar.gz"

ITEM: dict[str, Any] = {
    "itemType": "conferencePaper",
    "itemID": 7,
    "itemKey": "ABCD",
    "citationKey": "berg2021",
    "title": "A <i>fine</i> title",
    "creators": [
        {"creatorType": "author", "firstName": "Jan", "lastName": "van der Berg"},
        {"creatorType": "author", "name": "The A and B Group"},
        {"creatorType": "editor", "firstName": "Ann", "lastName": "Editor"},
        {"creatorType": "translator", "firstName": "Ben", "lastName": "Two"},
    ],
    "date": "2021-06-07",
    "proceedingsTitle": "Proceedings of Things",
    "pages": "11-19",
    "DOI": "10.1145/3539618",
    "url": "https://example.org/paper",
    "abstractNote": "An abstract.",
    "tags": [{"tag": "one"}, {"tag": "two, still"}],
    "extra": "arXiv: 1706.03762 [cs]\ntex.owner: me\nPublisher: A Press\nJust words",
    "notes": [{"itemType": "note", "note": "<p>First.</p><p>Second.</p>"}],
    "attachments": [
        {"title": "Full Text PDF", "url": "https://example.org/paper.pdf", "contentType": "application/pdf"},
        {"title": "Snapshot", "path": "files/7/page.html"},
    ],
    "ISBN": "978-1",
    "callNumber": "QA",
}


def one(text: str) -> Paper:
    [entry], problems = read_zotero(text, "a.json")
    assert problems == []
    assert isinstance(entry.record, Paper)
    return entry.record


def test_every_field_has_a_home() -> None:
    collections = {"C": {"key": "C", "name": "Reading", "items": [7]}}
    paper = one(json.dumps({"config": {}, "collections": collections, "items": [ITEM]}))
    assert (paper.id, paper.kind, paper.title, paper.date) == ("berg2021", "conference", "A fine title", "2021-06-07")
    assert (paper.authors, paper.editors) == (("Jan van der Berg", "The A and B Group"), ("Ann Editor",))
    assert (paper.venue, paper.pages, paper.publisher) == ("Proceedings of Things", "11–19", "A Press")
    assert (paper.doi, paper.arxiv, paper.categories) == ("10.1145/3539618", "1706.03762", ("cs",))
    assert (paper.links.paper, paper.links.pdf) == ("https://example.org/paper", "https://example.org/paper.pdf")
    assert (paper.tags, paper.note) == (("one", "two, still"), "First.\n\nSecond.")
    assert paper.extra == {
        "author": "van der Berg, Jan and {The A and B Group}",
        "translator": "Two, Ben",
        "isbn": "978-1",
        "callnumber": "QA",
        "owner": "me",
        "zotero_extra": "Just words",
        "file": "Snapshot: files/7/page.html",
        "groups": "Reading",
    }


def test_the_web_api_wraps_items_and_lists_their_notes_apart() -> None:
    item = {name: value for name, value in ITEM.items() if name not in ("notes", "attachments", "itemKey")} | {
        "key": "K"
    }
    note = {"itemType": "note", "key": "N", "parentItem": "K", "note": "<p>Apart.</p>"}
    assert one(json.dumps([{"key": "K", "data": item}, {"key": "N", "data": note}])).note == "Apart."


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"itemType": "patent"}, "kind", "other"),
        ({"date": "December 2016"}, "date", "2016-12"),
        ({"date": "2016-12-00"}, "date", "2016-12"),
        ({"date": "n.d."}, "date", None),
        ({"citationKey": "", "extra": "Citation Key: Doe 2020"}, "id", "doe-2020"),
        ({"citationKey": ""}, "id", "berg-2021-fine"),
        ({"creators": [{"creatorType": "inventor", "lastName": "One", "firstName": "Ada"}]}, "authors", ("Ada One",)),
    ],
)
def test_values(change: dict[str, Any], field: str, expected: object) -> None:
    assert getattr(one(json.dumps([ITEM | change])), field) == expected


def test_what_belongs_to_nothing_is_told() -> None:
    text = json.dumps({"items": [{"itemType": "note", "note": "lost"}, {"title": "T"}, {"itemType": "book"}]}, indent=0)
    entries, problems = read_zotero(text, "a.json")
    assert entries == []
    codes = [(problem.code, problem.severity) for problem in problems]
    assert codes == [("zotero-stray-item", "warning"), ("zotero-bad-item", "error"), ("zotero-no-title", "error")]


@pytest.mark.parametrize("strange", [None, 0, 2.5, True, "x", [], [[]], [None], {}, {"a": 1}, [{"name": 3}]])
def test_any_value_anywhere(strange: object) -> None:
    for field in (*ITEM, "collections"):
        entries, problems = read_zotero(json.dumps({"items": [ITEM | {field: strange}], "collections": strange}), "a")
        assert len(entries) + len(problems) == 1


@pytest.mark.skipif(not ORACLE.exists(), reason="the development data is not beside the repository")
def test_no_item_of_real_exports_is_lost() -> None:
    seen = 0
    with tarfile.open(ORACLE) as archive:
        for name in archive.getnames():
            file = archive.extractfile(name) if name.endswith(".expected.json") else None
            if not file:
                continue
            text = file.read().decode()
            items = [item for item in json.loads(text)["items"] if item["itemType"] != "note"]
            entries, problems = read_zotero(text, "a.json")
            untitled = [problem for problem in problems if problem.code == "zotero-no-title"]
            assert len(entries) + len(untitled) == len(items)
            papers = iter(entry.record for entry in entries)
            for item in items:
                if not item.get("title"):
                    continue
                paper = next(papers)
                people = [c for c in item.get("creators", ()) if c["creatorType"] in ("author", "inventor")]
                words = {word for c in people for part in c.values() for word in part.split()} - {"author", "inventor"}
                shown = " ".join((*(m.name for m in paper.mentions), *paper.extra.values()))
                assert all(word.strip(",") in shown or word == "others" for word in words), item
                assert len(paper.tags) == len({tag["tag"] for tag in item.get("tags", ())})
                seen += 1
    assert seen > 500


def test_an_arxiv_number_that_is_said_twice_is_said_once() -> None:
    said = {"archiveID": "arXiv:2405.04532", "repository": "arXiv", "extra": "arXiv:2405.04532 [cs]"}
    paper = one(json.dumps([{"itemType": "preprint", "title": "T", **said}]))
    assert (paper.arxiv, paper.categories, paper.extra) == ("2405.04532", ("cs",), {})
