"""OpenAlex works: what becomes of each property."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from answering import Play, Server
from broadsheet.model import Links, Mention, Paper, Source
from broadsheet.sources.web.answers import AnswerError
from broadsheet.sources.web.client import Web
from broadsheet.sources.web.http_cache import HttpCache
from broadsheet.sources.web.openalex import ask_openalex, read_work

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W1234567890",
    "doi": "https://doi.org/10.1000/widg.3",
    "title": "Counting <i>Widgets</i>",
    "display_name": "Counting <i>Widgets</i>",
    "publication_year": 2023,
    "publication_date": "2023-10-23",
    "ids": {"openalex": "https://openalex.org/W1234567890", "doi": "https://doi.org/10.1000/widg.3"},
    "language": "en",
    "primary_location": {
        "is_oa": True,
        "landing_page_url": "https://doi.org/10.1000/widg.3",
        "pdf_url": "https://example.org/widg3.pdf",
        "source": {
            "id": "https://openalex.org/S1",
            "display_name": "Journal of Widgets",
            "host_organization_name": "Sample Press",
            "type": "journal",
        },
        "version": "publishedVersion",
    },
    "type": "article",
    "authorships": [
        {
            "author_position": "first",
            "author": {
                "id": "https://openalex.org/A1",
                "display_name": "Ann B. Example",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            "institutions": [],
            "raw_author_name": "Ann Example",
            "raw_affiliation_strings": ["Sample University", "Example Labs", "Sample University"],
        },
        {
            "author_position": "last",
            "author": {"id": "https://openalex.org/A2", "display_name": "Bo Sample", "orcid": None},
            "raw_author_name": "van Sample, Bo",
            "raw_affiliation_strings": [],
        },
    ],
    "biblio": {"volume": "3", "issue": "2", "first_page": "11", "last_page": "19"},
    "is_retracted": False,
    "locations": [
        {"landing_page_url": "https://doi.org/10.1000/widg.3"},
        {"landing_page_url": "http://arxiv.org/abs/2310.00001v2", "source": {"type": "repository"}},
    ],
    "abstract_inverted_index": {"count": [1], "We": [0, 3], "widgets.": [2, 5], "like": [4]},
}


def read(**changes: Any) -> Paper:
    paper = read_work(json.dumps({**WORK, **changes}).encode(), "W1234567890").paper
    assert paper
    return paper


def test_every_property_has_its_home() -> None:
    assert read() == Paper(
        id="w1234567890",
        title="Counting Widgets",
        kind="journal",
        date="2023-10-23",
        authors=(
            Mention(name="Ann Example", orcid="0000-0002-1825-0097", affiliation="Sample University; Example Labs"),
            "Bo van Sample",
        ),
        venue="Journal of Widgets",
        volume="3",
        number="2",
        pages="11–19",
        publisher="Sample Press",
        arxiv="2310.00001",
        doi="10.1000/widg.3",
        links=Links(paper="https://doi.org/10.1000/widg.3", pdf="https://example.org/widg3.pdf"),
        abstract="We count widgets. We like widgets.",
        extra={"openalex": "W1234567890"},
        source=(Source(name="OpenAlex", url="https://openalex.org/W1234567890"),),
    )


@pytest.mark.parametrize(
    "changes, date",
    [
        ({"publication_date": "2023-01-01"}, "2023"),
        ({"publication_date": "2023-01-02"}, "2023-01-02"),
        ({"publication_date": None}, "2023"),
        ({"publication_date": None, "publication_year": None}, None),
    ],
)
def test_a_date_says_no_more_than_is_known(changes: dict[str, Any], date: str | None) -> None:
    assert read(**changes).date == date


@pytest.mark.parametrize(
    "work_type, venue_type, kind",
    [
        ("article", "conference", "conference"),
        ("article", "repository", "preprint"),
        ("article", "book series", None),
        ("review", "journal", "journal"),
        ("preprint", "repository", "preprint"),
        ("book-chapter", "ebook platform", "chapter"),
        ("dissertation", "repository", "thesis"),
        ("peer-review", "journal", "other"),
        (None, "journal", None),
    ],
)
def test_kinds(work_type: str | None, venue_type: str, kind: str | None) -> None:
    place = {"source": {"display_name": "Somewhere", "type": venue_type}}
    paper = read(type=work_type, primary_location=place)
    assert paper.kind == kind
    assert paper.venue == ("" if venue_type == "repository" else "Somewhere")


def test_what_is_absent_stays_absent() -> None:
    bare = {"id": "https://openalex.org/W1", "title": "T"}
    reply = read_work(json.dumps(bare).encode(), "W1")
    assert reply.paper == Paper(
        id="w1", title="T", extra={"openalex": "W1"}, source=(Source(name="OpenAlex", url="https://openalex.org/W1"),)
    )


def test_odd_values_do_no_harm() -> None:
    odd: dict[str, Any] = {name: 7 for name in WORK if name not in ("id", "title")}
    assert read(**odd).title == "Counting Widgets"
    odd = {"authorships": [None, {"author": 3}, {"raw_author_name": " "}], "locations": [None], "biblio": [1]}
    assert read(**odd).authors == ()
    assert read(abstract_inverted_index={"a": 3, "b": ["x", None, 0]}).abstract == "b"


def test_arxiv_by_its_doi() -> None:
    assert read(doi="https://doi.org/10.48550/arxiv.2401.00001", locations=[]).arxiv == "2401.00001"


def test_retracted_works_come_with_a_warning() -> None:
    reply = read_work(json.dumps({**WORK, "is_retracted": True}).encode(), "W1234567890")
    assert reply.paper
    assert [(problem.code, problem.severity) for problem in reply.problems] == [("add-withdrawn", "warning")]


def test_a_work_without_a_title() -> None:
    reply = read_work(json.dumps({**WORK, "title": None, "display_name": None}).encode(), "W1")
    assert (reply.paper, [problem.code for problem in reply.problems]) == (None, ["add-no-title"])


@pytest.mark.parametrize("body", [b"", b"garbage", b"[]", b"{}", b"\xff", b'{"id": "x', b'{"error": "x"}'])
def test_what_is_no_work_is_told(body: bytes) -> None:
    with pytest.raises(AnswerError):
        read_work(body, "W1")


def test_asking(tmp_path: Path) -> None:
    with Server() as server, httpx.Client(trust_env=False, timeout=5) as client:
        cache = HttpCache(tmp_path, lambda: 0.0)
        web = Web(client, cache, clock=lambda: 0.0, sleep=lambda seconds: None, chance=lambda: 1.0)
        # Two works that were found to be one.
        server.play("/works/W1", Play("", 301, headers={"Location": "/works/W1234567890"}))
        server.play("/works/W1234567890", Play(json.dumps(WORK), media="application/json"))
        server.play("/works/W2", Play('{"error": "Not Found"}', 404, "application/json"))
        server.play("/works/W3", Play("<html>", media="application/json"))
        found = ask_openalex(["W1", "W2", "W3"], web, server.url)
    assert found["W1"].paper
    assert (found["W1"].paper.id, found["W1"].paper.extra) == ("w1234567890", {"openalex": "W1234567890"})
    assert [problem.code for problem in found["W2"].problems] == ["add-not-found"]
    assert [problem.code for problem in found["W3"].problems] == ["add-bad-answer"]
