"""What is in an edition of the digest: the papers picked in a day, week or month, notes, new measured results."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from html import unescape

from msgspec import Struct

from ...bench.leaderboards import Line, board_key
from ...bench.names import Names
from ...catalog.urls import digest_url, month_of, paper_url, topic_url, week_of
from ...pages.cards import byline, outlinks, people_chips
from ...pages.days import long_date, month_title, week_span, week_title
from ...pages.figures import headline, scale_of
from ...pages.prose import bare, plain
from ...pages.site import Site, description
from ...pages.views import Outlink
from ...pages.wording import hardware, label, load, metric_name
from ..entries import marks
from ..subscribers import Period

# Names in a byline, leading papers, results; characters of a summary, of a short one, of one note among several.
NAMES, LEADS, RESULTS, LONG, SHORT, NOTE = 4, 3, 8, 700, 240, 400
# Where a paper near no topic is listed.
OTHER = ""


class Story(Struct, frozen=True):
    """A paper in an edition. Texts are plain; `word` is the curator's, `topics` its broad and finer one.

    `warning` says that it was retracted or corrected.
    """

    id: str
    url: str
    title: str
    byline: str
    summary: str
    figure: str
    word: str
    topics: tuple[str, ...]
    links: tuple[Outlink, ...]
    warning: str = ""


class Note(Struct, frozen=True):
    """What a curator says of an issue: Markdown where it stands alone, else its plain beginning."""

    heading: str
    url: str
    curator: str
    text: str
    markdown: bool


class Result(Struct, frozen=True):
    """The best new figure of a leaderboard. `topics` as a story's, empty for a figure that belongs to no paper."""

    id: str
    figure: str
    metric: str
    what: str
    url: str
    topics: tuple[str, ...]


class Section(Struct, frozen=True):
    """A topic under which stories stand."""

    id: str
    label: str
    url: str
    accent: int


class Edition(Struct, frozen=True):
    """All of an edition, for readers of every topic. `key` is that of its page, `day` its last."""

    key: str
    period: Period
    name: str
    span: str
    title: str
    url: str
    site_name: str
    site_url: str
    tagline: str
    day: str
    notes: tuple[Note, ...]
    stories: tuple[Story, ...]
    sections: tuple[Section, ...]
    results: tuple[Result, ...]


class Choice(Struct, frozen=True):
    """What one reader gets of an edition: leading stories, then the rest by section, in the order of the page."""

    leads: tuple[Story, ...]
    groups: tuple[tuple[Section, tuple[Story, ...]], ...]
    results: tuple[Result, ...]

    @property
    def stories(self) -> int:
        """How many papers there are."""
        return len(self.leads) + sum(len(stories) for _, stories in self.groups)


def key_of(period: Period, day: str) -> str:
    """The name of the edition that a day belongs to: `2026-04-17`, `2026-W16` or `2026-04`."""
    return week_of(day) if period == "week" else month_of(day) if period == "month" else day


def make_edition(site: Site, period: Period, day: str, lines: Iterable[Line], names: Names) -> Edition:
    """The edition of the period that `day` is in. `lines` are those of leaderboards, in the order of rank."""
    key = key_of(period, day)
    days = [found for found in site.catalog.digests if key_of(period, found) == key]
    first, last = _ends(period, day)
    alone = site.catalog.digests[days[0]] if len(days) == 1 else None
    stories = _stories(site, days)
    return Edition(
        key=key,
        period=period,
        name={"day": long_date, "week": week_title, "month": month_title}[period](key),
        span=week_span(key) if period == "week" else "",
        title=alone.title if alone else "",
        url=site.config.url + digest_url(key),
        site_name=site.config.name,
        site_url=site.config.url,
        tagline=site.config.settings.tagline,
        day=last,
        notes=tuple(_note(site, found, len(days) == 1) for found in reversed(days) if site.catalog.digests[found].note),
        stories=stories,
        sections=_sections(site, stories),
        results=tuple(_results(site, lines, names, first, last)),
    )


def choose(edition: Edition, topics: Collection[str]) -> Choice:
    """The stories of some topics, broad or finer ones; of all where none is named."""
    stories = [story for story in edition.stories if not topics or any(topic in topics for topic in story.topics)]
    held: dict[str, list[Story]] = {}
    for story in stories[LEADS:]:
        held.setdefault(story.topics[0] if story.topics else OTHER, []).append(story)
    return Choice(
        leads=tuple(stories[:LEADS]),
        groups=tuple((section, tuple(held[section.id])) for section in edition.sections if section.id in held),
        results=tuple(r for r in edition.results if not topics or not r.topics or any(t in topics for t in r.topics)),
    )


def _ends(period: Period, day: str) -> tuple[str, str]:
    """The first and the last day of a period."""
    found = date.fromisoformat(day)
    if period == "week":
        monday = found - timedelta(days=found.weekday())
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if period == "month":
        start = found.replace(day=1)
        return start.isoformat(), ((start + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()
    return day, day


def _stories(site: Site, days: list[str]) -> tuple[Story, ...]:
    """Every pick once: of several issues the first picks first, those of the newest issue before others."""
    picks = [
        (at, -number, pick)
        for number, day in enumerate(days)
        for at, pick in enumerate(site.catalog.digests[day].picked)
    ]
    found: dict[str, Story] = {}
    for _, _, pick in sorted(picks, key=lambda item: item[:2]):
        if pick.paper not in found:
            found[pick.paper] = _story(site, pick.paper, pick.note)
    return tuple(found.values())


def _story(site: Site, paper_id: str, word: str) -> Story:
    paper = site.paper(paper_id)
    placement = site.landscape.placements.get(paper_id)
    return Story(
        id=paper_id,
        url=site.config.url + paper_url(paper_id),
        title=plain(paper.title),
        byline=_words(byline(paper, people_chips(site, paper), NAMES)),
        summary=description(paper.summary or paper.abstract, LONG),
        figure=headline(paper.claims[0]) if paper.claims else "",
        word=plain(word),
        topics=tuple(topic for topic in (placement.topic, placement.finer) if topic) if placement else (),
        links=outlinks(paper),
        warning=", ".join(marks(paper)),
    )


def brief(text: str) -> str:
    """The first sentences of a summary, as many as a short entry takes; else its beginning."""
    if len(text) <= SHORT:
        return text
    end = text.rfind(". ", 0, SHORT)
    return text[: end + 1] if end > SHORT // 3 else description(text, SHORT)


def _words(html: str) -> str:
    """The byline without its links: mail is read away from the site, and every link in it costs bytes."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def _sections(site: Site, stories: Iterable[Story]) -> tuple[Section, ...]:
    """The topics of the stories, that of most stories first, equal ones as the site lists them; the rest last."""
    counts: dict[str, int] = {}
    for story in stories:
        broad = story.topics[0] if story.topics else OTHER
        counts[broad] = counts.get(broad, 0) + 1
    order = [topic.id for topic in site.landscape.topics if topic.id in counts]
    ranked = sorted(order, key=lambda topic: -counts[topic])
    found = [Section(i, site.topics[i].name, site.config.url + topic_url(i), site.topics[i].accent) for i in ranked]
    return (*found, Section(OTHER, "Other papers" if found else "Papers", "", 0))


def _note(site: Site, day: str, alone: bool) -> Note:
    digest = site.catalog.digests[day]
    text = digest.note if alone else description(bare(digest.note), NOTE)
    return Note(long_date(day), site.config.url + digest_url(day), digest.curator, text, alone)


def _results(site: Site, lines: Iterable[Line], names: Names, first: str, last: str) -> Iterable[Result]:
    """Of a few leaderboards the best figure measured in the period, in the first of the settings it was measured in."""
    seen: set[tuple[str, str]] = set()
    for line in lines:
        one = line.figure
        if one.time is None or not first <= one.time[:10] <= last or one.status != "ok":
            continue
        if one.higher_is_better is None or board_key(one) in seen:
            continue
        seen.add(board_key(one))
        placement = site.landscape.placements.get(one.paper or "")
        yield Result(
            id=str(len(seen)),
            figure=scale_of(one.value, one.unit, one.metric).figure(one.value),
            metric=metric_name(one.metric, names),
            what=f"{label(one.configuration)}; {hardware(one.scene, names)}; {load(one.load)}",
            url=site.config.url + one.place,
            topics=tuple(topic for topic in (placement.topic, placement.finer) if topic) if placement else (),
        )
        if len(seen) == RESULTS:
            return
