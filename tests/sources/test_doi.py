"""CSL-JSON as Crossref and DataCite give it for a DOI."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from answering import Play, Server
from broadsheet.model import Links, Mention, Paper, Source
from broadsheet.sources.web.answers import AnswerError
from broadsheet.sources.web.client import Web
from broadsheet.sources.web.doi import ask_doi, read_item
from broadsheet.sources.web.http_cache import HttpCache

CSL = "application/vnd.citationstyles.csl+json"
CROSSREF: dict[str, Any] = {
    "indexed": {"date-parts": [[2024, 5, 1]], "date-time": "2024-05-01T00:00:00Z", "timestamp": 1714521600000},
    "publisher": "Sample Press",
    "license": [{"URL": "https://example.org/license", "content-version": "vor", "delay-in-days": 0}],
    "content-domain": {"domain": ["example.org"], "crossmark-restriction": True},
    "published-print": {"date-parts": [[2023, 10, 23]]},
    "DOI": "10.1000/widg.3",
    "type": "paper-conference",
    "created": {"date-parts": [[2023, 10, 3]], "date-time": "2023-10-03T00:00:00Z", "timestamp": 1696291200000},
    "page": "611-626",
    "source": "Crossref",
    "is-referenced-by-count": 7,
    "title": "Counting <i>Widgets</i> &amp; Things",
    "prefix": "10.1000",
    "author": [
        {
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "authenticated-orcid": False,
            "given": "Ann",
            "family": "Example",
            "sequence": "first",
            "affiliation": [{"name": "Sample University, Exampletown"}, {"name": "Example Labs"}],
        },
        {"given": "Bo", "family": "van Sample", "sequence": "additional", "affiliation": []},
    ],
    "member": "1",
    "event": "WIDG '23: Symposium on Widgets",
    "reference": [{"key": "e_1", "unstructured": "Somebody. Something."}],
    "container-title": "Proceedings of the Symposium on Widgets",
    "abstract": "<jats:p>We count widgets.</jats:p>",
    "link": [{"URL": "https://example.org/x.pdf", "content-type": "application/pdf"}],
    "deposited": {"date-parts": [[2024, 2, 3]], "date-time": "2024-02-03T00:00:00Z", "timestamp": 1706918400000},
    "score": 1,
    "resource": {"primary": {"URL": "https://example.org/doi/10.1000/widg.3"}},
    "issued": {"date-parts": [[2023, 10, 23]]},
    "references-count": 1,
    "URL": "https://doi.org/10.1000/widg.3",
    "relation": {},
    "published": {"date-parts": [[2023, 10, 23]]},
}
DATACITE: dict[str, Any] = {
    "type": "dataset",
    "id": "https://doi.org/10.5072/example-1",
    "categories": ["Widgets"],
    "author": [{"family": "Example", "given": "Ann"}, {"literal": "Sample Consortium"}],
    "issued": {"date-parts": [[2022]]},
    "abstract": "All widgets.",
    "DOI": "10.5072/EXAMPLE-1",
    "publisher": "Sample Archive",
    "title": "A Table of Widgets",
}


def read(item: Any, doi: str) -> Paper:
    paper = read_item(json.dumps(item).encode(), doi).paper
    assert paper
    return paper


def test_crossref() -> None:
    paper = read(CROSSREF, "10.1000/WIDG.3")
    assert (paper.id, paper.kind, paper.date) == ("doi-10-1000-widg-3", "conference", "2023-10-23")
    assert paper.title == "Counting Widgets & Things"
    assert paper.authors == (
        Mention(
            name="Ann Example", orcid="0000-0002-1825-0097", affiliation="Sample University, Exampletown; Example Labs"
        ),
        "Bo van Sample",
    )
    assert paper.venue == "Proceedings of the Symposium on Widgets"
    assert (paper.publisher, paper.pages, paper.abstract) == ("Sample Press", "611–626", "We count widgets.")
    assert (paper.doi, paper.links) == ("10.1000/widg.3", Links(paper="https://doi.org/10.1000/widg.3"))
    assert paper.source == (Source(name="doi.org", url="https://doi.org/10.1000/WIDG.3"),)
    assert paper.extra == {"eventtitle": "WIDG '23: Symposium on Widgets"}


def test_datacite() -> None:
    paper = read(DATACITE, "10.5072/example-1")
    assert (paper.id, paper.kind, paper.date) == ("doi-10-5072-example-1", "dataset", "2022")
    assert paper.authors == ("Ann Example", "Sample Consortium")
    assert paper.extra == {"author": "Example, Ann and {Sample Consortium}"}


def test_a_record_without_a_title() -> None:
    reply = read_item(json.dumps({**CROSSREF, "title": ""}).encode(), "10.1000/x")
    assert reply.paper is None
    assert [problem.code for problem in reply.problems] == ["csl-no-title"]


@pytest.mark.parametrize("body", [b"", b"garbage", b"[]", b'"x"', b"\xff", b'{"title": "x"', b"[" * 100_000])
def test_what_is_no_record_is_told(body: bytes) -> None:
    with pytest.raises(AnswerError):
        read_item(body, "10.1000/x")


@pytest.mark.parametrize("at", range(0, len(json.dumps(CROSSREF)), 97))
def test_a_record_cut_anywhere_is_told(at: int) -> None:
    with pytest.raises(AnswerError):
        read_item(json.dumps(CROSSREF)[:at].encode(), "10.1000/x")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    with httpx.Client(trust_env=False, timeout=5) as client:
        cache = HttpCache(tmp_path, lambda: 0.0)
        yield Web(client, cache, clock=lambda: 0.0, sleep=lambda seconds: None, chance=lambda: 1.0)


def test_the_agency_is_found_by_redirects(server: Server, web: Web) -> None:
    server.play("/10.1000/widg.3", Play("", 302, headers={"Location": "/v1/works/10.1000%2Fwidg.3/transform"}))
    server.play("/v1/works/10.1000/widg.3/transform", Play(json.dumps(CROSSREF), media=CSL))
    for _ in range(2):
        reply = ask_doi(["10.1000/widg.3"], web, f"{server.url}/")["10.1000/widg.3"]
        assert reply.paper
        assert reply.paper.title == "Counting Widgets & Things"
    assert [asked.headers["accept"] for asked in server.asked] == [CSL, CSL], "the second time it was in the cache"


def test_one_bad_doi_does_not_lose_the_others(server: Server, web: Web) -> None:
    plays = {
        "10.1000/page": Play("<html>", media="text/html"),  # an agency that has only pages
        "10.1000/garbage": Play("garbage", media=CSL),
        "10.1000/none": Play("not found", 404),
        "10.1000/a<b>#1?": Play(json.dumps(CROSSREF), media=CSL),
    }
    for doi, play in plays.items():
        server.play(f"/{doi}", play)
    found = ask_doi(list(plays), web, server.url)
    codes = {doi: [problem.code for problem in reply.problems] for doi, reply in found.items()}
    assert codes == {
        "10.1000/page": ["add-bad-answer"],
        "10.1000/garbage": ["add-bad-answer"],
        "10.1000/none": ["add-not-found"],
        "10.1000/a<b>#1?": [],
    }
