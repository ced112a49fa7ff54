"""What is imported beside what is there: gaps are filled, what is there stays, duplicates are found."""

from typing import Any

import pytest

from broadsheet.model import Entry, Links, Mention, Paper, Signal, Source
from broadsheet.sources.imports.merge import merge

REFS = Source(name="refs.bib")
TITLE = "Attention Sinks and Where They Drain"


def entry(paper_id: str, title: str = TITLE, path: str = "refs.bib", line: int = 1, **fields: Any) -> Entry:
    source = fields.pop("source", (REFS,))
    return Entry(Paper(title=title, id=paper_id, source=source, **fields), path, line)


def there(paper_id: str, title: str = TITLE, **fields: Any) -> Entry:
    return entry(paper_id, title, "content/papers/x.yml", source=(Source(name="Page"),), **fields)


def test_new_papers_come_in_as_they_are() -> None:
    one, two = entry("one", "One title"), entry("two", "Another title")
    merged = merge([], [one, two])
    assert merged.new == (one, two)
    assert (merged.ids, merged.fills, merged.duplicates, merged.problems) == (("one", "two"), (), (), ())


def test_absent_fields_are_filled_with_their_source() -> None:
    mine = there("sinks", arxiv="2405.00001", links=Links(code="https://a.example"), author_count=2)
    theirs = entry(
        "key", arxiv="2405.00001v2", authors=("A. One", "B. Two"), venue="ICML",
        links=Links(code="https://other.example", pdf="https://b.example"), extra={"isbn": "1", "bibtex_key": "Key"},
    )  # fmt: skip
    merged = merge([mine], [theirs])
    (fill,) = merged.fills
    assert fill.entry is mine
    assert fill.added == {
        "authors": ["A. One", "B. Two"],
        "venue": "ICML",
        "links": {"pdf": "https://b.example"},
        "extra": {"isbn": "1"},
        "source": [{"name": "refs.bib", "fields": ["authors", "venue", "links.pdf", "extra.isbn"]}],
    }
    assert [(d.field, d.ours, d.theirs) for d in merged.differences] == [
        ("links.code", "https://a.example", "https://other.example")
    ]
    assert merged.new == () and merged.ids == ("sinks",)


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        ({"venue": "ICML"}, {"venue": "NeurIPS"}, ["venue"]),
        ({"venue": "ICML"}, {"venue": "ICML"}, []),
        ({"date": "2024-05-07"}, {"date": "2024"}, []),
        ({"date": "2024"}, {"date": "2024-05-07"}, ["date"]),
        ({"authors": (Mention(name="A. One", id="a-one"),)}, {"authors": ("A. One",)}, []),
        ({"authors": ("A. One",)}, {"authors": ("A. One", "B. Two")}, ["authors"]),
        ({"summary": "Two words."}, {"summary": "Two  words."}, []),
        ({"tags": ("a", "b")}, {"tags": ("b",)}, []),
        ({"links": Links(project="https://a.example")}, {"links": Links(code="https://a.example")}, []),
        ({}, {"kind": "other"}, []),
        ({"kind": "journal"}, {"kind": "other"}, []),
        ({"note": "ours"}, {"note": "theirs", "added": "2024-01-01"}, []),
        ({"organizations": ("mit",)}, {"organizations": ("mit",), "extra": {"organization": "MIT"}}, []),
    ],
)
def test_what_is_there_stays(mine: dict[str, Any], theirs: dict[str, Any], told: list[str]) -> None:
    shared = {"doi": "10.1234/a"}
    merged = merge([there("sinks", **shared, **mine)], [entry("key", **shared, **theirs)])
    assert merged.fills == ()
    assert [difference.field for difference in merged.differences] == told


def test_signals_are_added_by_their_day() -> None:
    old = Signal(kind="upvotes", value=3, date="2024-05-01", source="Hub")
    new = Signal(kind="upvotes", value=9, date="2024-06-01", source="Hub")
    other = Signal(kind="upvotes", value=4, date="2024-05-01", source="Hub")
    mine = there("sinks", arxiv="2405.00001", signals=(old,))
    merged = merge([mine], [entry("key", arxiv="2405.00001", signals=(old, new, other))])
    assert [fill.added for fill in merged.fills] == [
        {"signals": [{"kind": "upvotes", "value": 9, "date": "2024-06-01", "source": "Hub"}]}
    ]
    assert [(d.ours, d.theirs) for d in merged.differences] == [(3, 4)]


def test_duplicates_within_one_import_become_one_paper() -> None:
    first = entry("sinks", doi="10.1234/a", venue="ICML")
    second = entry("other", "Attention sinks", "z.ris", doi="10.1234/A", pages="1–9", source=(Source(name="z.ris"),))
    third = entry("third", pages="1–9", authors=("A. One",), date="2024")
    merged = merge([], [first, second, third])
    (new,) = merged.new
    assert (new.record.id, new.record.pages, new.record.venue) == ("sinks", "1–9", "ICML")
    assert new.record.source == (REFS, Source(name="z.ris", fields=("pages",)))
    assert [(d.entry.record.id, d.paper, d.evidence) for d in merged.duplicates] == [
        ("other", "sinks", "DOI"),
        ("third", "sinks", "title"),
    ]


def test_ids_are_never_used_twice() -> None:
    mine = there("doe2020", "One thing", former_ids=("doe2019",))
    incoming = [entry("doe2020", "Another"), entry("doe2019", "A third"), entry("bad", "A fourth")]
    merged = merge([mine], incoming, taken=("bad",))
    assert merged.ids == ("doe2020-2", "doe2019-2", "bad-2")
    assert [problem.code for problem in merged.problems] == ["import-id-taken"] * 3
    again = merge([mine, *merged.new], incoming, taken=("bad",))
    assert (again.new, again.fills, again.ids) == ((), (), merged.ids)


def test_an_identifier_is_not_given_to_a_second_paper() -> None:
    mine = [there("a", doi="10.1234/a"), there("b", "Another thing altogether", arxiv="2405.00001")]
    merged = merge(mine, [entry("key", doi="10.1234/a", arxiv="2405.00001")])
    assert merged.fills == ()
    assert [problem.code for problem in merged.problems] == ["import-two-papers"]


def test_a_title_alone_is_found_by_the_title_of_another_record() -> None:
    """The digest has the paper under a title of its own; only the DOI of one record tells that it is the same."""
    mine = there("sinks", "Our own title", doi="10.1234/a")
    merged = merge([mine], [entry("x", volume="7"), entry("y", doi="10.1234/a")])
    assert (merged.new, merged.ids) == ((), ("sinks", "sinks"))
    assert [fill.added["volume"] for fill in merged.fills] == ["7"]


def test_merging_again_changes_nothing() -> None:
    incoming = [
        entry("a", doi="10.1234/a"),
        entry("b", doi="10.1234/a", venue="ICML", source=(Source(name="b.ris"),)),
        entry("c", "Untold", date="2020"),
        entry("", ""),
    ]
    first = merge([], incoming)
    assert first.ids == ("a", "a", "c", "")
    again = merge(first.new, incoming)
    assert (again.new, again.fills, again.differences) == ((), (), ())
    assert again.ids == first.ids
