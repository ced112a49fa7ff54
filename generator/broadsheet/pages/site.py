"""The site: one frozen value that every page family reads, with each chip and card made once."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from ..catalog.catalog import Catalog
from ..catalog.urls import author_url, digest_url, organization_url, page_url, tag_url, topic_url, venue_url
from ..config import Config
from ..model import Paper, Source
from ..topics.landscape import Landscape
from .prose import beginning, plain
from .views import ROOT, Chip, Pager, SourceLine, chip

# Topic colours of the theme; topics beyond take them again from the first.
ACCENTS = 12


class Fragments(Struct, frozen=True):
    """What is rendered once and spliced wherever its paper appears, by paper id."""

    cards: dict[str, str]
    lines: dict[str, str]
    entries: dict[str, tuple[bytes, ...]]


class Site(Struct, frozen=True):
    """Everything that pages know. Chips are keyed by id."""

    config: Config
    catalog: Catalog
    people: dict[str, Chip]
    organizations: dict[str, Chip]
    tags: dict[str, Chip]
    venues: dict[str, Chip]
    date: str
    landscape: Landscape = Landscape()
    topics: dict[str, Chip] = {}

    def paper(self, paper_id: str) -> Paper:
        """The paper with this id."""
        return self.catalog.papers[paper_id]

    def year_of(self, paper_id: str) -> str:
        """The heading under which lists by year show a paper."""
        return (self.paper(paper_id).date or "")[:4] or "Undated"

    def topic_of(self, paper_id: str) -> Chip | None:
        """The topic of a paper as a chip, None for a paper near no topic."""
        placement = self.landscape.placements.get(paper_id)
        return self.topics[placement.topic] if placement else None


def make_site(config: Config, catalog: Catalog, date: str) -> Site:
    """Gather what all pages share, as far as it does not need topics."""
    return Site(
        config=config,
        catalog=catalog,
        people={i: chip(p.name, ROOT + author_url(i)) for i, p in catalog.people.persons.items()},
        organizations={i: chip(o.name, ROOT + organization_url(i)) for i, o in catalog.organizations.items()},
        tags={i: chip(tag.name, ROOT + tag_url(i)) for i, tag in catalog.tags.found.items()},
        venues={i: chip(venue.name, ROOT + venue_url(i)) for i, venue in catalog.venues.found.items()},
        date=date,
    )


def with_topics(site: Site, landscape: Landscape) -> Site:
    """The site once topics are found."""
    chips = {
        topic.id: chip(topic.label, ROOT + topic_url(topic.id), at % ACCENTS + 1)
        for at, topic in enumerate(landscape.topics)
    }
    # A finer topic has the colour of the one above.
    chips |= {t.id: chip(t.label, ROOT + topic_url(t.id), chips[t.parent].accent) for t in landscape.finer}
    return replace(site, landscape=landscape, topics=chips)


def topic_shares(site: Site, papers: Iterable[str]) -> str:
    """The topics of some papers with their counts, the largest first."""
    found = Counter(p.topic for p in (site.landscape.placements.get(i) for i in papers) if p)
    return shares(found, site.topics)


def people_shares(site: Site, papers: Iterable[str], most: int, fewest: int = 1) -> str:
    """Who wrote most of some papers, `fewest` at least."""
    of_paper = site.catalog.people.of_paper
    found = Counter(person for paper in papers for person in of_paper[paper])
    if fewest > 1:
        found = Counter({person: count for person, count in found.items() if count >= fewest})
    return shares(found, site.people, most)


def shares(found: Counter[str], chips: dict[str, Chip], most: int | None = None) -> str:
    """Counts as finished list items, largest first, equal ones by id; a topic shows its part of all in colour."""
    total = found.total() or 1
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]
    return "".join([share(chips[i], count, round(100 * count / total)) for i, count in ranked])


def share(of: Chip, count: int, percent: int) -> str:
    """One such item: made here, not in a template, for there are a dozen on every page."""
    part = f' data-accent="{of.accent}" style="--part:{percent}%"' if of.accent else ""
    return f"<li{part}>{of.html} <b>{count}</b></li>"


def day_chip(day: str) -> Chip:
    """An issue by its date."""
    return chip(day, ROOT + digest_url(day))


def source_lines(sources: Iterable[Source]) -> tuple[SourceLine, ...]:
    """Where facts come from, as lines."""
    return tuple(SourceLine(s.name, s.url or "", s.date or "", s.fields, s.note) for s in sources)


def pages_of(items: int, size: int) -> int:
    """How many pages a list of `items` fills; an empty list fills one."""
    return max(1, -(-items // size))


def pager(base: str, number: int, items: int, size: int) -> Pager:
    """The pager of page `number` of a list whose first page is at `base`."""
    count = pages_of(items, size)
    return Pager(
        number=number,
        count=count,
        previous_url=ROOT + page_url(base, number - 1) if number > 1 else "",
        next_url=ROOT + page_url(base, number + 1) if number < count else "",
        first_item=(number - 1) * size + 1 if items else 0,
        last_item=min(number * size, items),
        items=items,
    )


def count_of(papers: int) -> str:
    """`1 paper`, `2 papers`."""
    return f"{papers} {'paper' if papers == 1 else 'papers'}"


def description(text: str, length: int = 160) -> str:
    """The beginning of a text, cut at a word, for search engines and link previews."""
    # An abstract is ten times as long as what is wanted of it.
    text = plain(" ".join(text[: 4 * length].split()))
    return text if len(text) <= length else beginning(text, length)
