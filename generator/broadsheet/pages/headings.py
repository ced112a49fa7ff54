"""The page of every tag and every venue, and the lists of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

from ..catalog.headings import Headings
from ..catalog.urls import page_url, tag_url, venue_url
from .channels import TAG_PAPERS, feed_links, tag_stem, venue_stem
from .company import organization_shares, tag_shares
from .heading_views import HeadingView
from .jobs import Job
from .site import Fragments, Site, count_of, pager, pages_of, people_shares, shares, topic_shares
from .views import Chip, IndexView
from .years import years_of

MOST_PEOPLE = 24
# Names on a page of the lists.
LIST_SIZE = 500


def tag_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """One page a tag, further pages of its list where that is long, and the list of tags where there are any."""
    lead = "Words that sources and curators put on papers, categories such as cs.LG among them."
    yield from _pages(site, fragments, site.catalog.tags, "tags", tag_url, tag_stem)
    yield from _lists(site.catalog.tags, site.tags, "tags", "Tags", lead)


def venue_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """The same for venues."""
    lead = "Journals, conferences, workshops and archives, as sources name them; the editions of one stand together."
    yield from _pages(site, fragments, site.catalog.venues, "venues", venue_url, venue_stem)
    yield from _lists(site.catalog.venues, site.venues, "venues", "Venues", lead)


def _pages(
    site: Site,
    fragments: Fragments,
    headings: Headings,
    section: Literal["tags", "venues"],
    url: Callable[[str], str],
    stem: Callable[[str], str],
) -> Iterator[Job]:
    size = site.config.settings.page_size
    for heading in headings.found.values():
        papers = heading.papers
        about = f"{heading.name}: {count_of(len(papers))} in {site.config.name}."
        followed = len(papers) >= TAG_PAPERS
        feeds = feed_links(site.config.settings, section, stem(heading.id)) if followed else ()
        for number in range(1, pages_of(len(papers), size) + 1):
            first = number == 1
            part = papers[(number - 1) * size : number * size]
            view = HeadingView(
                section=section,
                name=heading.name,
                names=heading.names,
                paper_count=len(papers),
                lines_html="".join([fragments.lines[i] for i in part]),
                topics_html=topic_shares(site, papers) if first else "",
                people_html=people_shares(site, papers, MOST_PEOPLE, fewest=2) if first else "",
                organizations_html=organization_shares(site, papers) if first else "",
                tags_html=tag_shares(site, papers, heading.id if section == "tags" else "") if first else "",
                years=years_of(site, papers) if first else None,
                feeds=feeds,
                pager=pager(url(heading.id), number, len(papers), size),
            )
            title = heading.name if first else f"{heading.name}, page {number}"
            yield Job(page_url(url(heading.id), number), section, title, about, "heading", view)


def _lists(headings: Headings, chips: dict[str, Chip], section: str, title: str, lead: str) -> Iterator[Job]:
    """All of a kind, those with most papers first, a page at a time; no page where there are none."""
    found = sorted(headings.found.values(), key=lambda heading: (-len(heading.papers), heading.id))
    for number in range(1, pages_of(len(found), LIST_SIZE) + 1 if found else 1):
        part = found[(number - 1) * LIST_SIZE : number * LIST_SIZE]
        view = IndexView(
            title=title,
            kind=section,
            lead=lead,
            count=len(found),
            groups=(),
            entries_html=shares(Counter({heading.id: len(heading.papers) for heading in part}), chips),
            letters=(),
            pager=pager(f"{section}/", number, len(found), LIST_SIZE),
        )
        name = title if number == 1 else f"{title}, page {number}"
        yield Job(page_url(f"{section}/", number), section, name, lead, "index", view)
