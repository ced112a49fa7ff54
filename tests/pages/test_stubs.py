"""What the search is told of each page, and which filters let papers through."""

from pathlib import Path

import pytest

from broadsheet.catalog.catalog import build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Digest, Entry, Links, Notice, Organization, Paper
from broadsheet.pages.search import facets
from broadsheet.pages.site import Site, make_site, with_topics
from broadsheet.pages.stubs import Stub, stubs
from broadsheet.sources.content import Content
from broadsheet.topics.landscape import Landscape, Placement, Topic

NAMES = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Edsger Dijkstra")


def small() -> Site:
    papers = [
        Paper(
            title="Pruning in $O(n)$",
            id="b",
            date="2024-05-01",
            authors=NAMES,
            organizations=("mit",),
            summary="Fewer weights.",
            links=Links(code="https://example.org/code"),
            venue="ICML",
            tags=("sparse nets",),
            notices=(Notice("version"), Notice("correction")),
        ),
        Paper(title="Nothing known", id="a", tags=("sparse nets",)),
    ]
    content = Content(
        papers=tuple(Entry(paper, f"content/papers/{paper.id}.yml", 1) for paper in papers),
        authors=(),
        digests=(Entry(Digest(date="2024-05-03", picks=("b",), note="**Small** news."), "content/digests/a.yml", 1),),
        organizations=(Entry(Organization(name="MIT", id="mit", names=("Tech",)), "content/organizations/m.yml", 1),),
    )
    config = Config(Path(), "Digest", "", "https://example.org/", "", Settings())
    site = make_site(config, build_catalog(content, Path())[0], "2024-05-03")
    topic = Topic("pruning", "Pruning", ("weights", "sparse"), ("b",))
    return with_topics(site, Landscape((topic,), {"b": Placement("pruning", 0.5)}))


def test_each_page_has_a_stub() -> None:
    assert list(stubs(small())) == [
        Stub("papers/a/", "Nothing known", "", "sparse nets", {}),
        Stub(
            "papers/b/",
            "Pruning in O(n)",
            "Ada Lovelace, Alan Turing, Grace Hopper and 1 more · ICML · 2024",
            "Fewer weights. · Edsger Dijkstra · MIT, Pruning, sparse nets · ICML Corrected",
            {"topic": ("pruning",), "year": ("2024",), "organization": ("mit",), "code": ("yes",)},
            "Corrected",
        ),
        Stub("topics/pruning/", "Pruning", "1 paper", "\nweights, sparse", {"kind": ("topic",)}),
        Stub("organizations/mit/", "MIT", "1 paper", "Tech\n\n", {"kind": ("organization",)}),
        Stub("tags/sparse-nets/", "sparse nets", "2 papers", "", {"kind": ("tag",)}),
        Stub("venues/icml/", "ICML", "1 paper", "", {"kind": ("venue",)}),
        Stub(
            "digests/2024-05-03/",
            "Issue of Friday, 3 May 2024",
            "2024-05-03 · 1 paper",
            "Friday, 3 May 2024\nSmall news.",
            {"kind": ("issue",)},
        ),
    ]


def test_filters_of_hits_by_meaning_are_numbers_in_the_papers_order() -> None:
    assert facets(small()) == {
        "topic": ["pruning"],
        "organization": ["mit"],
        "papers": [[-1, 0, 0], [0, 2024, 1, 0]],
    }


def test_of_tags_those_with_most_papers_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.pages.stubs.HEADINGS", 1)
    papers = [
        Paper(title=f"Paper {n}", id=f"p{n}", tags=("common", "rare") if n < 2 else ("common",)) for n in range(3)
    ]
    content = Content(papers=tuple(Entry(paper, f"{paper.id}.yml", 1) for paper in papers))
    config = Config(Path(), "Digest", "", "https://example.org/", "", Settings())
    found = stubs(make_site(config, build_catalog(content, Path())[0], "2024-05-03"))
    assert [stub.url for stub in found if stub.filters.get("kind") == ("tag",)] == ["tags/common/"]
