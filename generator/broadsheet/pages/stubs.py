"""What the word search knows of each page: a stub of a few lines rather than the page itself."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from ..catalog.headings import Headings
from ..catalog.urls import digest_url, organization_url, paper_url, tag_url, topic_url, venue_url
from ..model import Paper
from .cards import gravest
from .days import long_date
from .prose import bare, plain
from .site import Site, count_of, description

# Letters of a summary or an abstract, of names and of a note that are worth finding a page by.
TEXT, NAMES, NOTE = 360, 400, 600
# Names in the line under a hit before "and N more".
SHOWN = 3
# Tags and venues, of each those with most papers: each page in the index costs every reader six bytes.
HEADINGS = 500
CODE = "yes"


class Stub(Struct, frozen=True):
    """A page as the word search knows it.

    `line` stands under the title of a hit and `notice` before it, `content` is searched besides the title, `filters`
    maps a filter to the values that the page has. A page that is no paper has the filter `kind`.
    """

    url: str
    title: str
    line: str
    content: str
    filters: dict[str, tuple[str, ...]]
    notice: str = ""


def stubs(site: Site) -> Iterator[Stub]:
    """Papers by id, then topics, organisations, tags, venues, issues; people are found by name (`pages/names.py`)."""
    for paper_id in sorted(site.catalog.papers):
        yield paper_stub(site, site.paper(paper_id))
    yield from _topics(site)
    yield from _organizations(site)
    yield from _headings(site.catalog.tags, "tag", tag_url)
    yield from _headings(site.catalog.venues, "venue", venue_url)
    yield from _issues(site)


def paper_stub(site: Site, paper: Paper) -> Stub:
    """A paper: its beginning, then everything else that somebody may remember of it."""
    names = [mention.name for mention in paper.mentions]
    topic = site.topic_of(paper.id)
    organizations = [site.organizations[i].name for i in paper.organizations]
    notice = gravest(paper)
    parts = (
        description(paper.summary or paper.abstract, TEXT),
        description(", ".join(names[SHOWN:]), NAMES),
        ", ".join((*organizations, *([topic.name] if topic else ()), *paper.tags)),
        " ".join(filter(None, (paper.venue, paper.arxiv or "", paper.doi or "", notice))),
    )
    return Stub(
        paper_url(paper.id),
        plain(paper.title),
        " · ".join(filter(None, (names_line(paper), paper.venue, (paper.date or "")[:4]))),
        " · ".join(part for part in parts if part),
        filters(site, paper),
        notice,
    )


def filters(site: Site, paper: Paper) -> dict[str, tuple[str, ...]]:
    """The values of each filter that a paper has."""
    placement = site.landscape.placements.get(paper.id)
    found = {
        "topic": (placement.topic,) if placement else (),
        "year": ((paper.date or "")[:4],) if paper.date else (),
        "organization": tuple(dict.fromkeys(paper.organizations)),
        "code": (CODE,) if paper.coded else (),
    }
    return {name: values for name, values in found.items() if values}


def names_line(paper: Paper) -> str:
    """The first names as text and how many more there are; empty where the source names nobody."""
    names = [mention.name for mention in paper.mentions]
    if not names:
        return ""
    more = max(len(names), paper.author_count or 0) - min(len(names), SHOWN)
    return ", ".join(names[:SHOWN]) + (" et al." if paper.et_al else f" and {more} more" if more else "")


def _topics(site: Site) -> Iterator[Stub]:
    for topic in (*site.landscape.topics, *site.landscape.finer):
        content = "\n".join((description(topic.description, NOTE), ", ".join(topic.terms)))
        yield Stub(topic_url(topic.id), topic.label, count_of(len(topic.papers)), content, {"kind": ("topic",)})


def _organizations(site: Site) -> Iterator[Stub]:
    for organization_id, organization in site.catalog.organizations.items():
        count = len(site.catalog.of_organization.get(organization_id, ()))
        content = "\n".join((", ".join(organization.names), organization.huggingface or "", organization.note))
        url = organization_url(organization_id)
        yield Stub(url, organization.name, count_of(count), content, {"kind": ("organization",)})


def _headings(headings: Headings, kind: str, url: Callable[[str], str]) -> Iterator[Stub]:
    found = sorted(headings.found.values(), key=lambda heading: (-len(heading.papers), heading.id))[:HEADINGS]
    for heading in found:
        yield Stub(
            url(heading.id), heading.name, count_of(len(heading.papers)), ", ".join(heading.names), {"kind": (kind,)}
        )


def _issues(site: Site) -> Iterator[Stub]:
    for day, digest in site.catalog.digests.items():
        title = digest.title or f"Issue of {long_date(day)}"
        line = " · ".join(filter(None, (day, count_of(len(digest.picks)), digest.curator)))
        note = description(bare(digest.note), NOTE) if digest.note else ""
        yield Stub(digest_url(day), title, line, f"{long_date(day)}\n{note}", {"kind": ("issue",)})
