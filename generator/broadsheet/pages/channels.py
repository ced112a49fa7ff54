"""What can be followed: the site, topics, organisations, people, tags, venues, kinds, combinations; their papers."""

from collections.abc import Iterator

from msgspec import Struct

from ..catalog.saved import saved_id, saved_papers
from ..catalog.urls import FEEDS, author_url, feed_url, organization_url, tag_url, topic_url, venue_url
from ..config import Settings
from ..sources.following import FeedFamily
from .site import Site
from .views import ROOT, FeedLink

# What a format is called and the media type that names it in pages (RFC 4287; RSS 2.0; JSON Feed 1.1).
FORMATS = {
    "atom": ("Atom", "application/atom+xml"),
    "rss": ("RSS", "application/rss+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}
# The families but the site's own, in the order of lists.
HEADINGS = {
    "topics": "Topics",
    "kinds": "Kinds",
    "saved": "Combinations",
    "organizations": "Organisations",
    "tags": "Tags and categories",
    "venues": "Venues",
    "authors": "People",
}
# A tag or venue of one or two papers is nobody's subject; one that everybody invents anew would fill the disk.
TAG_PAPERS = 3
# What says that something in a paper was wrong; a new version does not.
ERRATA_KINDS = ("retraction", "erratum", "correction")
ERRATA = f"{FEEDS}kinds/errata"
KINDS = {
    "preprint": "Preprints",
    "conference": "Conference papers",
    "journal": "Journal articles",
    "workshop": "Workshop papers",
    "book": "Books",
    "chapter": "Chapters",
    "thesis": "Theses",
    "report": "Reports",
    "dataset": "Data sets",
    "software": "Software",
    "other": "Other works",
}


class Channel(Struct, frozen=True):
    """Something that can be followed. `stem` and `page` are relative to the site's root, `papers` in no order.

    `about` says in a sentence what its feed holds. `former` are the stems that it had under earlier ids.
    """

    family: FeedFamily
    stem: str
    page: str
    name: str
    about: str
    papers: tuple[str, ...]
    former: tuple[str, ...] = ()


def channels(site: Site, former: dict[str, str]) -> Iterator[Channel]:
    """Everything that can be followed; `former` maps earlier addresses of pages to those of today."""
    catalog, landscape, name = site.catalog, site.landscape, site.config.name
    earlier: dict[str, list[str]] = {}
    for old, new in former.items():
        earlier.setdefault(new, []).append(old)

    def of_page(family: FeedFamily, url: str, title: str, about: str, papers: tuple[str, ...]) -> Channel:
        stems = tuple(f"{old}feed" for old in sorted(earlier.get(url, ())))
        return Channel(family, f"{url}feed", url, title, about, papers, stems)

    about = site.config.description or site.config.settings.tagline or f"Everything new in {name}."
    yield of_page("site", "", name, about, tuple(catalog.papers))
    for topic in (*landscape.topics, *landscape.finer):
        yield of_page("topics", topic_url(topic.id), topic.label, f"Papers on {topic.label}.", topic.papers)
    yield from _kinds(site)
    for feed in site.config.settings.feeds:
        papers = tuple(paper.id for paper in saved_papers(feed, catalog))
        stem = f"{FEEDS}saved/{saved_id(feed)}"
        yield Channel("saved", stem, FEEDS, feed.name, f"Papers that match: {feed.query}", papers)
    for i, organization in catalog.organizations.items():
        about = f"Papers from {organization.name}."
        papers = catalog.of_organization.get(i, ())
        yield of_page("organizations", organization_url(i), organization.name, about, papers)
    yield from _tags(site)
    yield from _venues(site)
    for person in catalog.people.persons.values():
        about = f"Papers by {person.name}."
        yield of_page("authors", author_url(person.id), person.name, about, tuple(person.papers))


def feed_links(settings: Settings, family: FeedFamily, stem: str) -> tuple[FeedLink, ...]:
    """The feeds of a channel as pages link to them, in the order of the settings."""
    return tuple(FeedLink(*FORMATS[form], ROOT + feed_url(stem, form)) for form in formats(settings, family))


def tag_stem(tag_id: str) -> str:
    """Where the feeds of a tag are."""
    return f"{FEEDS}tags/{tag_id}"


def venue_stem(venue_id: str) -> str:
    """Where the feeds of a venue are."""
    return f"{FEEDS}venues/{venue_id}"


def formats(settings: Settings, family: FeedFamily) -> tuple[str, ...]:
    """The formats in which a family of channels is published, each once."""
    wanted = settings.author_feed_formats if family == "authors" else settings.feed_formats
    return tuple(dict.fromkeys(wanted))


def _kinds(site: Site) -> Iterator[Channel]:
    """With code, corrections and retractions, then every kind of work that there is."""
    papers = site.catalog.papers.values()
    coded = tuple(paper.id for paper in papers if paper.coded)
    if coded:
        about = "Papers with code, as far as a source says so."
        yield Channel("kinds", f"{FEEDS}kinds/with-code", FEEDS, "With code", about, coded)
    # Always there: whoever wants to hear of the first one has to follow before it.
    wrong = tuple(paper.id for paper in papers if any(notice.kind in ERRATA_KINDS for notice in paper.notices))
    about = "Corrections, errata and retractions of papers, each when it came."
    yield Channel("kinds", ERRATA, FEEDS, "Errata and retractions", about, wrong)
    for kind, title in KINDS.items():
        if ids := tuple(paper.id for paper in papers if paper.kind == kind):
            about = f"{title}, as far as a source says so."
            yield Channel("kinds", f"{FEEDS}kinds/{kind}", FEEDS, title, about, ids)


def _tags(site: Site) -> Iterator[Channel]:
    """Tags and categories."""
    for tag in site.catalog.tags.found.values():
        if len(tag.papers) >= TAG_PAPERS:
            yield Channel("tags", tag_stem(tag.id), tag_url(tag.id), tag.name, f"Papers tagged {tag.name}.", tag.papers)


def _venues(site: Site) -> Iterator[Channel]:
    """Journals, conferences and the like that come again."""
    for venue in site.catalog.venues.found.values():
        if len(venue.papers) >= TAG_PAPERS:
            about = f"Papers in {venue.name}."
            yield Channel("venues", venue_stem(venue.id), venue_url(venue.id), venue.name, about, venue.papers)
