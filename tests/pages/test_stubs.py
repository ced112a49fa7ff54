"""What the search is told of each page, and which filters let papers through."""

from pathlib import Path

from broadsheet.catalog.catalog import build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Digest, Entry, Links, Organization, Paper, Placement, Topic
from broadsheet.pages.search import facets
from broadsheet.pages.site import Site, make_site, with_topics
from broadsheet.pages.stubs import Stub, stubs
from broadsheet.sources.content import Content
from broadsheet.topics.landscape import Landscape

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
        ),
        Paper(title="Nothing known", id="a"),
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
        Stub("papers/a/", "Nothing known", "", "", {}),
        Stub(
            "papers/b/",
            "Pruning in O(n)",
            "Ada Lovelace, Alan Turing, Grace Hopper and 1 more · ICML · 2024",
            "Fewer weights. · Edsger Dijkstra · MIT, Pruning · ICML",
            {"topic": ("pruning",), "year": ("2024",), "organization": ("mit",), "code": ("yes",)},
        ),
        Stub("topics/pruning/", "Pruning", "1 paper", "\nweights, sparse", {"kind": ("topic",)}),
        Stub("organizations/mit/", "MIT", "1 paper", "Tech\n\n", {"kind": ("organization",)}),
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
