"""A paper as an entry of a feed: what all formats say of it, in absolute addresses."""

import re
from html import escape

from msgspec import Struct

from ..catalog.trending import first_day
from ..catalog.urls import digest_url, paper_url
from ..config import Config
from ..model import Notice, Paper
from ..pages.cards import NOTICES, byline, gravest_first, outlinks
from ..pages.days import long_date
from ..pages.figures import headline
from ..pages.prose import inline, plain
from ..pages.site import Site, description
from ..pages.views import ROOT

# The day of what has none: every feed and entry of Atom must have one (RFC 4287, 4.2.15).
UNDATED = "1970-01-01"
# Names in an entry: each of a collaboration's thousands has feeds of their own, and every one would repeat all names.
MOST_NAMED = 50
# What XML 1.0 cannot hold, not even escaped (section 2.2).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FeedEntry(Struct, frozen=True):
    """What a feed says of a paper. Times are RFC 3339 in UTC; `published` is empty where no day is known.

    `people` are names and addresses. `content_html` is also well-formed XML without namespaces unless it holds MathML.
    """

    id: str
    title: str
    url: str
    published: str
    updated: str
    people: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    summary: str
    content_html: str

    @property
    def has_math(self) -> bool:
        """Whether the content holds MathML, which RFC 4287's grammar does not allow inside XHTML."""
        return "<math" in self.content_html


def feed_entry(site: Site, paper: Paper) -> FeedEntry:
    """A paper as an entry; it changes when its record or its picks do, not with the day of the build."""
    day = entered_day(site, paper)
    ids = site.catalog.people.of_paper[paper.id]
    home = site.config.url
    named = list(zip(ids, paper.mentions, strict=True))[:MOST_NAMED]
    people = [(mention.name, site.people[i].url.replace(ROOT, home)) for i, mention in named]
    wrong = marks(paper)
    return FeedEntry(
        # The first id that the paper had: to readers another id is another entry.
        id=tag(site.config, paper_url((*paper.former_ids, paper.id)[0])),
        title=legal(plain(paper.title)),
        url=home + paper_url(paper.id),
        published=f"{day}T00:00:00Z" if day else "",
        updated=f"{updated_day(site, paper)}T00:00:00Z",
        people=tuple((legal(name), url) for name, url in people),
        categories=tuple(dict.fromkeys(map(legal, (*wrong, *paper.categories, *paper.tags)))),
        summary=legal("".join([f"{mark}. " for mark in wrong[:1]]) + description(paper.summary or paper.abstract, 300)),
        content_html=legal(_content(site, paper).replace(ROOT, home)),
    )


def entered_day(site: Site, paper: Paper) -> str:
    """The day on which a paper became news here: when it was added, else first picked, else its own date, else empty.

    A month or year stands for its first day.
    """
    picked = site.catalog.picked.get(paper.id, ())
    day = paper.added or (picked[0] if picked else "") or paper.date
    return first_day(day) if day else ""


def updated_day(site: Site, paper: Paper) -> str:
    """The last day that the record names as one on which something about the paper was written down."""
    days = [entered_day(site, paper), *site.catalog.picked.get(paper.id, ())]
    days += [first_day(source.date) for source in paper.source if source.date]
    days += [first_day(notice.date) for notice in paper.notices if notice.date]
    return max(days) or UNDATED


def marks(paper: Paper) -> list[str]:
    """What readers must know of a paper that was retracted or corrected, in a word or two each, the gravest first."""
    return list(dict.fromkeys(NOTICES[one.kind] for one in gravest_first(paper) if one.kind != "version"))


def legal(text: str) -> str:
    """A text with U+FFFD in place of what XML cannot hold; the same in all formats, so that they read alike."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def tag(config: Config, name: str) -> str:
    """A tag: URI (RFC 4151) of a thing of this site, which survives edits and a move of the site."""
    return f"tag:{config.settings.tag_authority},{config.settings.tag_date}:{name.strip('/') or 'site'}"


def _content(site: Site, paper: Paper) -> str:
    """What became of the paper, its summary and abstract, origin, headline figure, picks and links, as HTML."""
    parts = list(map(_notice, gravest_first(paper)))
    parts += [inline(text) for text in dict.fromkeys((paper.summary, paper.abstract)) if text]
    parts.append(byline(paper, (), 0) if not paper.authors else "")
    if len(paper.authors) > MOST_NAMED:
        parts.append(f"With {len(paper.authors) - MOST_NAMED:,} more authors")
    parts.append(", ".join(site.organizations[i].html for i in paper.organizations))
    parts.append(" · ".join(escape(text) for text in (paper.date or "", paper.venue) if text))
    if paper.claims:
        parts.append(f"Authors report {escape(headline(paper.claims[0]))}")
    parts += [_pick(site, paper, day) for day in site.catalog.picked.get(paper.id, ())]
    parts.append(" · ".join(_link(link.label, link.url, link.note) for link in outlinks(paper)))
    return "".join([f"<p>{part}</p>" for part in parts if part])


def _notice(notice: Notice) -> str:
    said = f"<strong>{NOTICES[notice.kind]}</strong>" + (f" {notice.date}" if notice.date else "")
    said += f": {escape(notice.text)}" if notice.text else ""
    return said + (f" {_link('Read the notice', notice.url, '')}" if notice.url else "")


def _pick(site: Site, paper: Paper, day: str) -> str:
    notes = " ".join(pick.note for pick in site.catalog.digests[day].picked if pick.paper == paper.id and pick.note)
    word = f": {inline(notes)}" if notes else ""
    return f'Picked for <a href="{ROOT}{digest_url(day)}">{long_date(day)}</a>{word}'


def _link(label: str, url: str, note: str) -> str:
    return f'<a href="{escape(url)}">{label}</a>' + (f" ({escape(note)})" if note else "")
