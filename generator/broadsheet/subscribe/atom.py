"""Atom feeds (RFC 4287): each entry rendered once, each feed a head and the entries that it takes.

Ids are tag: URIs (RFC 4151) of the paper's id, so that they survive edits and a move of the site.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from msgspec import Struct

from ..catalog.urls import author_url, paper_url, topic_url
from ..config import Config
from ..model import Paper
from ..pages.environment import template
from ..pages.prose import inline, plain
from ..pages.site import Site

FEED = "feed.atom"


class AtomEntry(Struct, frozen=True):
    """What a feed says of a paper. Times are RFC 3339 in UTC."""

    id: str
    title: str
    url: str
    published: str
    updated: str
    people: tuple[str, ...]
    categories: tuple[str, ...]
    content_html: str


def atom_entry(site: Site, paper: Paper) -> AtomEntry:
    """A paper as a feed entry; it changes when the paper's record does, never with the day of the build."""
    organizations = ", ".join(site.organizations[i].name for i in paper.organizations)
    about = [f"<p>{inline(paper.summary or paper.abstract)}</p>"] if paper.summary or paper.abstract else []
    about += [f"<p>{escape(organizations)}</p>"] if organizations else []
    day = added_day(paper)
    names = tuple(mention.name for mention in paper.mentions)
    return AtomEntry(
        id=tag(site.config, paper_url(paper.id)),
        title=plain(paper.title),
        url=site.config.url + paper_url(paper.id),
        published=f"{day}T00:00:00Z",
        updated=f"{day}T00:00:00Z",
        # RFC 4287, 4.1.2: an entry without an author needs one in its feed; the feed's own is the site.
        people=names,
        categories=paper.categories,
        content_html="".join(about),
    )


def added_day(paper: Paper) -> str:
    """The day on which a paper entered the collection, else its own date, filled up to a day."""
    day = paper.added or paper.date or "1970-01-01"
    return f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]


def render_entries(entries: Sequence[AtomEntry], theme: Path) -> list[str]:
    """The XML of a batch of entries."""
    xml = template(theme, "feeds/entry.atom")
    return [xml.render(entry=entry).strip() for entry in entries]


def tag(config: Config, name: str) -> str:
    """A tag: URI of a thing of this site."""
    return f"tag:{config.settings.tag_authority},{config.settings.tag_date}:{name.strip('/') or 'site'}"


def feeds(site: Site, entries: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every feed: the site's, each topic's, each person's."""
    order = {i: (added_day(p), site.catalog.picked.get(i, ("",))[-1]) for i, p in site.catalog.papers.items()}

    def newest(papers: Iterable[str]) -> list[str]:
        return sorted(papers, key=order.__getitem__, reverse=True)[: site.config.settings.feed_size]

    name = site.config.name
    yield _feed(site, "", name, newest(order), entries, order)
    for topic in site.landscape.topics:
        yield _feed(site, topic_url(topic.id), f"{topic.label} · {name}", newest(topic.papers), entries, order)
    for person in site.catalog.people.persons.values():
        yield _feed(site, author_url(person.id), f"{person.name} · {name}", newest(person.papers), entries, order)


def _feed(
    site: Site, url: str, title: str, papers: list[str], entries: dict[str, str], order: dict[str, tuple[str, str]]
) -> tuple[str, bytes]:
    updated = max((order[paper][0] for paper in papers), default=site.date)
    address = site.config.url + url
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{tag(site.config, url)}</id>\n<title>{escape(title)}</title>\n<updated>{updated}T00:00:00Z</updated>\n"
        f'<link rel="self" type="application/atom+xml" href="{address}{FEED}"/>\n'
        f'<link rel="alternate" type="text/html" href="{address}"/>\n'
        f"<author><name>{escape(site.config.name)}</name></author>\n<generator>Broadsheet</generator>\n"
    )
    body = "\n".join(entries[paper] for paper in papers)
    return f"{url}{FEED}", f"{head}{body}\n</feed>\n".encode()
