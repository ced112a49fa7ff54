"""Cards of Daily Papers as JSON lines to papers."""

import json

import pytest

from broadsheet.model import Links, Signal, Source
from broadsheet.sources.imports.hf_daily import SOURCE, read_hf_daily

CARD = {
    "date": "2025-03-04",
    "id": "2503.00001",
    "title": "A Title\n  over two lines",
    "abstract": "Somebody's text.",
    "authors": ["Ana One", "Bo Two"],
    "author_hf_users": {"Ana One": "ana"},
    "publishedAt": "2025-03-02T17:34:15.000Z",
    "upvotes": 32,
    "numComments": 0,
    "githubRepo": "https://github.com/a/b",
    "githubStars": 5,
    "projectPage": "not an address",
    "ai_keywords": ["sinks", "drains", "sinks"],
    "ai_summary": "A machine's text.",
    "organization": "University of Somewhere",
    "mediaUrl": "x.png",
}


def test_a_card() -> None:
    (entry,), problems = read_hf_daily(json.dumps(CARD), "daily.jsonl")
    paper = entry.record
    assert problems == []
    assert (paper.id, paper.arxiv, paper.title) == ("2503-00001", "2503.00001", "A Title over two lines")
    assert (paper.date, paper.added, paper.authors) == ("2025-03-02", "2025-03-04", ("Ana One", "Bo Two"))
    assert paper.links == Links(code="https://github.com/a/b")
    assert paper.tags == ("sinks", "drains")
    assert paper.organizations == ("university-of-somewhere",)
    assert paper.signals == tuple(
        Signal(kind=kind, value=value, date="2025-03-04", source=SOURCE)  # type: ignore[arg-type]
        for kind, value in (("upvotes", 32), ("comments", 0), ("stars", 5))
    )
    assert paper.extra == {
        "mediaUrl": "x.png",
        "projectPage": "not an address",
        "organization": "University of Somewhere",
        "huggingface_users": "Ana One: ana",
    }
    assert paper.source == (Source(name=SOURCE, url="https://huggingface.co/papers/2503.00001", date="2025-03-04"),)
    assert paper.abstract == ""


def test_others_texts_on_request() -> None:
    (entry,), _ = read_hf_daily(json.dumps(CARD), "daily.jsonl", abstracts=True)
    assert entry.record.abstract == "Somebody's text."
    assert entry.record.extra["ai_summary"] == "A machine's text."


def test_an_organisation_with_a_handle() -> None:
    card = {**CARD, "organization": {"name": "openbmb", "fullname": "OpenBMB"}, "authors": [{"name": "Ana One"}]}
    (entry,), _ = read_hf_daily(json.dumps(card), "daily.jsonl")
    assert (entry.record.organizations, entry.record.extra["organization"]) == (("openbmb",), "OpenBMB")
    assert entry.record.authors == ("Ana One",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"id": "2503.00001", "title": "A', "daily-bad-json"),
        ("[" * 100_000, "daily-bad-json"),
        ("[]", "daily-bad-card"),
        ('{"id": "2503.00001"}', "daily-bad-card"),
        ('{"id": "no-arxiv", "title": "A"}', "daily-bad-card"),
        ('{"id": 2503.00001, "title": "A"}', "daily-bad-card"),
    ],
)
def test_a_bad_card_does_not_lose_the_others(line: str, code: str) -> None:
    good = json.dumps(CARD)
    entries, problems = read_hf_daily(f"{good}\n\n{line}\n{good}\n", "daily.jsonl")
    assert [entry.line for entry in entries] == [1, 4]
    assert [(problem.line, problem.code) for problem in problems] == [(3, code)]


def test_values_of_other_kinds_do_no_harm() -> None:
    card = dict.fromkeys(CARD, 7) | {"id": "2503.00001", "title": "A"}
    (entry,), problems = read_hf_daily(json.dumps(card), "daily.jsonl")
    assert (entry.record.title, entry.record.authors, entry.record.signals, problems) == ("A", (), (), [])
