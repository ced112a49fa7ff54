"""The page of every paper, and the list of all papers."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from markupsafe import escape

from ..catalog.query import parse_query
from ..catalog.urls import CODED, FEEDS, page_url, paper_url
from ..fields import arxiv_address, doi_address
from ..model import Claim, Paper
from .cards import NOTICES, byline, gravest_first, people_chips
from .channels import feed_links
from .citing import citation_tags, cite_forms, linked_data
from .figures import figure
from .jobs import Job
from .paper_views import DistinctView, NoticeLine, PaperView, RelatedLine
from .prose import inline, plain
from .site import Fragments, Site, day_chip, description, pager, pages_of, source_lines
from .views import ROOT, Card, Chip, ClaimLine, FeedLink, Group, IndexView, Outlink, chip

# Of more than MANY names the page shows the FIRST; a press shows the others.
MANY, FIRST = 30, 12


def paper_pages(
    site: Site, cards: dict[str, Card], measured: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Job]:
    """One page a paper; `measured` has what was measured of it as finished HTML, by id."""
    links = {i: f'<a href="{card.url}">{card.title_html}</a>' for i, card in cards.items()}
    for paper in site.catalog.papers.values():
        yield Job(
            url=paper_url(paper.id),
            section="papers",
            title=plain(paper.title),
            description=description(paper.summary or paper.abstract or paper.title),
            template="paper",
            view=_view(site, paper, cards, links, measured.get(paper.id, "")),
        )


def coded_papers(site: Site) -> list[str]:
    """The papers with code, newest first: those that the query `has:code` finds."""
    asked = parse_query("has:code")
    return [paper.id for paper in site.catalog.papers.values() if asked.matches(paper)]


def paper_lists(site: Site, fragments: Fragments) -> Iterator[Job]:
    """All papers, and those with code where there are any."""
    coded = coded_papers(site)
    with_code = f"with code ({len(coded):,})"
    also = (("by tag", "tags/", site.tags), ("by venue", "venues/", site.venues), (with_code, CODED, coded))
    ways = tuple(chip(name, ROOT + url) for name, url, there in also if there)
    lead = "Every paper in this collection, newest first."
    yield from _list(site, fragments, list(site.catalog.papers), "papers/", "Papers", lead, ways, ())
    if coded:
        feeds = feed_links(site.config.settings, "kinds", f"{FEEDS}kinds/with-code")
        lead = "Papers whose code can be had, as far as a source says so, newest first."
        yield from _list(site, fragments, coded, CODED, "Papers with code", lead, (), feeds)


def _list(
    site: Site,
    fragments: Fragments,
    ids: list[str],
    base: str,
    title: str,
    lead: str,
    ways: tuple[Chip, ...],
    feeds: tuple[FeedLink, ...],
) -> Iterator[Job]:
    """Papers a page at a time, under headings of years."""
    size = site.config.settings.page_size
    for number in range(1, pages_of(len(ids), size) + 1):
        years: dict[str, list[str]] = {}
        for paper_id in ids[(number - 1) * size : number * size]:
            years.setdefault(site.year_of(paper_id), []).append(fragments.lines[paper_id])
        view = IndexView(
            title=title,
            kind="papers",
            lead=lead,
            count=len(ids),
            groups=tuple(Group(year, "".join(lines)) for year, lines in years.items()),
            entries_html="",
            letters=(),
            pager=pager(base, number, len(ids), size),
            ways=ways,
            feeds=feeds,
        )
        name = title if number == 1 else f"{title}, page {number}"
        yield Job(page_url(base, number), "papers", name, lead, "index", view)


def claim_line(claim: Claim) -> ClaimLine:
    """A reported figure as a row of text."""
    return ClaimLine(
        metric=claim.metric.replace("-", " "),
        figure=figure(claim),
        method=claim.method,
        model=claim.model,
        accelerator=claim.accelerator,
        baseline=claim.baseline,
        precision=claim.precision,
        task=claim.task,
        conditions=claim.conditions,
    )


def _view(site: Site, paper: Paper, cards: dict[str, Card], links: dict[str, str], measured: str) -> PaperView:
    people = people_chips(site, paper)
    names = byline(paper, people, len(people))
    first = ", ".join([person.html for person in people[:FIRST]]) if len(people) > MANY else names
    placement = site.landscape.placements.get(paper.id)
    apart = site.landscape.apart.get(paper.id)
    entry = site.catalog.entries[paper.id]
    return PaperView(
        card=cards[paper.id],
        byline_html=first,
        more_html=names.removeprefix(f"{first}, ") if first != names else "",
        more_names=len(people) - FIRST,
        kind=paper.kind or "",
        author_count=paper.author_count,
        abstract_html=inline(paper.abstract) if paper.summary else "",
        claims=tuple(map(claim_line, paper.claims)),
        related=tuple(
            RelatedLine(links[r.paper], f"{r.score:.2f}", ", ".join(r.terms))
            for r in site.landscape.related.get(paper.id, ())
        ),
        topic=site.topic_of(paper.id),
        topic_score=f"{found.score:.2f}" if (found := placement or apart) else "",
        topic_terms=placement.terms if placement else (),
        distinct=_distinct(site, paper.id, links),
        topic_finer=site.topics[placement.finer] if placement and placement.finer else None,
        topic_pinned=placement is not None and placement.pinned,
        nearest_topic=site.topics.get(apart.topic) if apart else None,
        issues=tuple(map(day_chip, site.catalog.picked.get(paper.id, ()))),
        identifiers=_identifiers(paper),
        categories_html=_words(site, paper.categories),
        tags_html=_words(site, paper.tags),
        has_code=paper.has_code,
        details=_details(paper),
        sources=source_lines(paper.source),
        note=paper.note,
        cite=cite_forms(paper),
        citation_tags=citation_tags(paper),
        linked_data=linked_data(site, paper, people),
        edit_url=site.config.source_url(entry.path, entry.line),
        edit_place=f"{entry.path}, line {entry.line}",
        notices=tuple(
            NoticeLine(notice.kind, NOTICES[notice.kind], notice.date or "", notice.url or "", notice.text)
            for notice in gravest_first(paper)
        ),
        measured_html=measured,
    )


def _words(site: Site, words: tuple[str, ...]) -> str:
    """Tags or categories, those that have a page as links to it."""
    ids = site.catalog.tags.ids
    return ", ".join([site.tags[ids[word]].html if word in ids else str(escape(word)) for word in words])


def _distinct(site: Site, paper_id: str, links: dict[str, str]) -> DistinctView | None:
    found = site.landscape.discoveries.distinctiveness.get(paper_id)
    if found is None:
        return None
    near = tuple((links[other], f"{cosine:.2f}") for other, cosine in found.neighbours)
    return DistinctView(found.percentile, found.among, found.earlier, f"{found.distance:.2f}", near, found.method)


def _identifiers(paper: Paper) -> tuple[Outlink, ...]:
    found = []
    if paper.arxiv:
        found.append(Outlink(f"arXiv:{paper.arxiv}", arxiv_address(paper.arxiv)))
    if paper.doi:
        found.append(Outlink(f"doi:{paper.doi}", doi_address(paper.doi)))
    return tuple(found)


def _details(paper: Paper) -> tuple[tuple[str, str], ...]:
    """The rest of what is recorded, as names and values."""
    fields = (
        ("Volume", paper.volume),
        ("Number", paper.number),
        ("Pages", paper.pages),
        ("Publisher", paper.publisher),
        ("Editors", ", ".join(paper.editors)),
    )
    signals = tuple((f"{s.kind.capitalize()}, {s.date}", f"{s.value:,} ({s.source})") for s in paper.signals)
    more = tuple((name.replace("_", " ").capitalize(), value) for name, value in sorted(paper.extra.items()))
    return (*((name, value) for name, value in fields if value), *signals, *more)
