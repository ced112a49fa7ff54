"""Trending, the map, the search and distinctiveness, as pages of built sites and as jobs of made-up ones."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from reading import hrefs, page, section, texts, words

from broadsheet.catalog.catalog import NO_DAY, build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Digest, Entry, Paper, Signal
from broadsheet.pages.cards import make_card
from broadsheet.pages.discovery_views import MapView, TrendingView
from broadsheet.pages.map import MOST_DRAWN, map_page, map_points
from broadsheet.pages.paper_views import PaperView
from broadsheet.pages.papers import paper_pages
from broadsheet.pages.site import Site, make_site, with_topics
from broadsheet.pages.trending import trending_page
from broadsheet.sources.content import Content
from broadsheet.topics.discoveries import Discoveries
from broadsheet.topics.distinctiveness import Distinctiveness
from broadsheet.topics.landscape import Landscape, Placement, Topic


def small(papers: list[Paper], digests: tuple[Digest, ...] = (), date: str = "2026-06-10") -> Site:
    """A site of these papers; those whose id begins with a letter are in the topic of that letter."""
    content = Content(
        papers=tuple(Entry(paper, f"content/papers/{paper.id}.yml") for paper in papers),
        authors=(),
        digests=tuple(Entry(digest, f"content/digests/{digest.date}.yml") for digest in digests),
        organizations=(),
    )
    catalog, _ = build_catalog(content, Path())
    site = make_site(Config(Path(), "Site", "", "https://example.org/", "", Settings()), catalog, date)
    letters = sorted({paper.id[0] for paper in papers})
    topics = tuple(
        Topic(letter, f"Topic {letter}", (), tuple(p.id for p in papers if p.id[0] == letter)) for letter in letters
    )
    places = {paper.id: (at / max(1, len(papers) - 1), 0.5) for at, paper in enumerate(papers)}
    placements = {paper.id: Placement(paper.id[0], 0.9) for paper in papers}
    return with_topics(site, Landscape(topics, placements, discoveries=Discoveries(positions=places)))


def trending(site: Site) -> TrendingView:
    [job] = trending_page(site)
    assert isinstance(job.view, TrendingView)
    return job.view


def mapped(site: Site) -> MapView:
    [job] = map_page(site)
    assert isinstance(job.view, MapView)
    return job.view


def test_trending_shows_formula_inputs_and_day(site: Path) -> None:
    found = page(site, "trending/")
    assert texts(found, "//header/p[@class='kicker']")[0].startswith("As of ")
    assert "score = Σ weight × log₂(1 + Σ rise × 2^(−age / 7 days))" in words(found)
    assert "a pick, 2026-03-02, issue of this digest: 1.0 left" in texts(found, "//td/ul/li")
    assert all("/papers/" in href for href in hrefs(found, "//table[contains(@class, 'trend')]//th/a"))


def test_each_paper_with_what_it_owes_its_place_to() -> None:
    counts = (("2026-06-03", 14), ("2026-06-10", 22))
    hub = [Signal(kind="upvotes", value=value, date=day, source="hub") for day, value in counts]
    papers = [Paper(title="One", id="a-one", signals=tuple(hub)), Paper(title="Two", id="b-two")]
    view = trending(small(papers, (Digest(date="2026-06-10", picks=("b-two",)),)))
    assert [(row.rank, row.score) for row in view.papers] == [(1, "4.00"), (2, "2.00")]
    assert view.papers[0].inputs == (
        ("14 upvotes", "2026-06-03", "hub", "7.0"),
        ("8 more upvotes, 22 in all", "2026-06-10", "hub", "8.0"),
    )
    assert view.papers[1].inputs == (("a pick", "2026-06-10", "issue of this digest", "1.0"),)


def test_a_site_without_any_day_names_none() -> None:
    [job] = trending_page(small([], date=NO_DAY))
    assert isinstance(job.view, TrendingView)
    assert (job.view.day, job.description) == ("", "What is talked about, by dated counts, and which topics rise.")


def test_nothing_stated_is_told_from_all_of_it_faded() -> None:
    quiet = trending(small([Paper(title="One", id="a-one")]))
    assert (quiet.papers, quiet.stated) == ((), False)
    old = Signal(kind="stars", value=3, date="2020-01-01", source="hub")
    faded = trending(small([Paper(title="One", id="a-one", signals=(old,))]))
    assert (faded.papers, faded.stated) == ((), True)


def test_topics_that_rise_have_a_chart_each_and_all_are_in_the_table() -> None:
    counts = {1: (18, 2), 2: (18, 2), 3: (18, 2), 4: (4, 16), 5: (4, 16)}
    papers = [
        Paper(title=f"Paper {letter} {month} {n}", id=f"{letter}-{month}-{n}", date=f"2026-0{month}-11")
        for month, both in counts.items()
        for letter, count in zip("ab", both, strict=True)
        for n in range(count)
    ]
    view = trending(small(papers))
    assert [chart.title for chart in view.charts] == ["Topic b"]
    assert [(row.topic.name, row.rising, row.month, row.papers) for row in view.topics] == [
        ("Topic b", True, "2026-05", "16 of 20"),
        ("Topic a", False, "2026-05", "4 of 20"),
    ]
    assert view.topics[0].bursts == ("2026-04 to 2026-05",)
    assert trending(small(papers[:20])).months == 0


def test_every_paper_is_a_point_that_leads_to_it_and_topics_are_named_and_listed(site: Path) -> None:
    found = page(site, "map/")
    points = found.xpath("//figure//a[circle]")
    papers = json.loads((site / "search" / "titles-0.json").read_text(encoding="utf-8"))
    assert {point.get("href") for point in points} <= {f"../papers/{paper}/" for paper, _ in papers}
    assert len(points) == int(texts(found, "//figcaption")[0].split()[0])
    assert all(texts(point, "title") for point in points)
    labels = hrefs(found, "//figure//a[contains(@class, 'label')]")
    assert labels
    assert set(labels) <= set(hrefs(section(found, "As a table"), ".//tbody/tr/th/a"))


def test_labels_of_large_topics_come_first_and_none_lies_on_another() -> None:
    papers = [Paper(title=f"Paper {n}", id=f"{'abcdefgh'[n % 8]}-{n}") for n in range(100)]
    labels = mapped(small(papers)).labels
    assert labels[0].topic.name == "Topic a"
    assert labels[0].major
    for at, one in enumerate(labels):
        for other in labels[:at]:
            apart = (abs(float(one.x) - float(other.x)), abs(float(one.y) - float(other.y)))
            assert apart[0] >= 19.9 or apart[1] >= 4.4


def test_many_papers_are_drawn_from_a_file() -> None:
    papers = [Paper(title=f"Paper {n}", id=f"a-{n}") for n in range(MOST_DRAWN + 1)]
    many = small(papers)
    view = mapped(many)
    assert (view.svg_html, view.points_url[1:]) == ("", "map/points.bin")
    [(name, data)] = map_points(many)
    assert (name, len(data)) == ("map/points.bin", 5 * len(papers))
    positions = dict(list(many.landscape.discoveries.positions.items())[1:])
    fewer = replace(many, landscape=replace(many.landscape, discoveries=Discoveries(positions=positions)))
    assert list(map_points(fewer)) == []


def test_an_empty_map_says_so() -> None:
    view = mapped(small([]))
    assert (view.paper_count, view.svg_html, view.points_url, view.rows) == (0, "", "", ())


def test_distinctiveness_with_n_neighbours_and_method_or_not_at_all() -> None:
    site = small([Paper(title="One", id="a-one"), Paper(title="Two", id="a-two")])
    found = Distinctiveness(80, 40, 43, 0.6123, (("a-two", 0.41),))
    discoveries = replace(site.landscape.discoveries, distinctiveness={"a-one": found})
    site = replace(site, landscape=replace(site.landscape, discoveries=discoveries))
    cards = {i: make_card(site, paper) for i, paper in site.catalog.papers.items()}
    views = {job.view.card.id: job.view for job in paper_pages(site, cards) if isinstance(job.view, PaperView)}
    shown = views["a-one"].distinct
    assert shown is not None
    assert (shown.percentile, shown.among, shown.earlier, shown.distance) == (80, 40, 43, "0.61")
    assert [cosine for _, cosine in shown.neighbours] == ["0.41"]
    assert "papers/a-two/" in shown.neighbours[0][0]
    assert views["a-two"].distinct is None


def test_the_search_has_its_index_and_titles(site: Path) -> None:
    head = json.loads((site / "search" / "index.bin").read_bytes().split(b"\n")[0])
    titles = json.loads((site / "search" / "titles-0.json").read_text(encoding="utf-8"))
    assert head["papers"] == len(titles)
    assert all((site / "papers" / paper / "index.html").exists() for paper, _ in titles)


@pytest.mark.parametrize("url", ["trending/", "map/"])
def test_scripts_come_from_the_site(site: Path, url: str) -> None:
    for script in page(site, url).xpath("//script[@src]"):
        assert (site / url / script.get("src")).resolve().exists()
