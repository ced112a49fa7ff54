"""What the pictures of links say (Open Graph): a headline and a few words beside it, for the pages that get one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from ..catalog.people import Person
from ..catalog.urls import author_url, digest_url, paper_url, topic_url
from ..model import Author, Paper
from .days import day_in_month, long_date, month_title
from .jobs import Job
from .prose import plain
from .site import Site
from .stubs import names_line

# Picks of an issue, words of a topic and topics of a person that fit.
PICKS, TERMS, TOPICS = 3, 6, 2


class Picture(Struct, frozen=True):
    """The words of a page's picture; `url` is the page's address, `accent` a topic's colour number or 0 for ink.

    `masthead` and `aside` stand at the top, `kicker` over the headline, `lines` at the foot. Any but the headline may
    be empty.
    """

    url: str
    masthead: str
    aside: str
    kicker: str
    headline: str
    lines: tuple[str, ...]
    accent: int = 0


def picture_url(page: str) -> str:
    """The picture of a page lies in its folder."""
    return f"{page}picture.png"


def pictures(site: Site) -> Iterator[Picture]:
    """The site's own picture, then those of issues, papers, topics and curated people: as many of each as wanted."""
    most = site.config.settings.pictures
    if not most:
        return
    yield Picture("", "", "", "", site.config.name, (site.config.settings.tagline or site.config.description,))
    numbered = list(enumerate(site.catalog.digests, 1))
    yield from (_issue(site, number, day) for number, day in numbered[-most:])
    yield from (_paper(site, paper) for paper in islice(site.catalog.papers.values(), most))
    yield from _topics(site, most)
    curated = ((person, person.author) for person in site.catalog.people.persons.values() if person.author)
    yield from (_person(site, person, author) for person, author in islice(curated, most))


def illustrated(jobs: Iterable[Job], drawn: Mapping[str, Picture]) -> Iterator[Job]:
    """The pages, those that have a picture with its address."""
    for job in jobs:
        yield replace(job, picture=picture_url(job.url)) if job.url in drawn else job


def _issue(site: Site, number: int, day: str) -> Picture:
    digest = site.catalog.digests[day]
    picks = tuple(plain(site.paper(pick.paper).title) for pick in digest.picked[:PICKS])
    issue = f"Issue {number}"
    if digest.title:
        return Picture(digest_url(day), site.config.name, long_date(day), issue, digest.title, picks)
    return Picture(digest_url(day), site.config.name, "", issue, long_date(day), picks)


def _paper(site: Site, paper: Paper) -> Picture:
    topic = site.topic_of(paper.id)
    organizations = ", ".join(site.organizations[i].name for i in paper.organizations)
    return Picture(
        url=paper_url(paper.id),
        masthead=site.config.name,
        aside=_date(paper.date or ""),
        kicker=topic.name if topic else "",
        headline=plain(paper.title),
        lines=tuple(filter(None, (names_line(paper), organizations or paper.venue))),
        accent=topic.accent if topic else 0,
    )


def _topics(site: Site, most: int) -> Iterator[Picture]:
    for topic in islice((*site.landscape.topics, *site.landscape.finer), most):
        chip = site.topics[topic.id]
        above = site.topics.get(topic.parent)
        kicker = f"Topic in {above.name}" if above else "Topic"
        terms = (" · ".join(topic.terms[:TERMS]),)
        yield Picture(topic_url(topic.id), site.config.name, "", kicker, chip.name, terms, chip.accent)


def _person(site: Site, person: Person, author: Author) -> Picture:
    """The name with the places held now, and what most of the papers are about."""
    places = (", ".join(filter(None, (at.role, at.organization))) for at in author.affiliations if not at.end)
    found = Counter(placed.topic for i in person.papers if (placed := site.landscape.placements.get(i)))
    most = sorted(found, key=lambda topic: (-found[topic], topic))[:TOPICS]
    lines = (*islice(places, TOPICS), " · ".join(site.topics[topic].name for topic in most))
    return Picture(author_url(person.id), site.config.name, "", "", author.name, tuple(filter(None, lines)))


def _date(date: str) -> str:
    """As much of a paper's date as is known."""
    if len(date) == 10:
        return f"{day_in_month(date)} {date[:4]}"
    return month_title(date) if len(date) == 7 else date
