"""A page for every week and month: what was picked, what rose, what authors report, topics over time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from ..catalog.trending import first_day, trend
from ..catalog.urls import digest_url, month_of, paper_url, week_of
from .calendar import Month, months, periods
from .cards import gravest
from .days import day_in_month, ends, long_date, period_chip, period_title, short_period, week_span, window
from .digest_views import FigureLine, PeriodView, PickGroup, RoseLine, SparkRow
from .figures import headline
from .jobs import Job
from .prose import inline
from .site import Site, count_of
from .sparklines import sparkline
from .strength import strongest
from .trending import rise_in_words, topic_rises
from .views import ROOT

# Weeks or months of a sparkline, and how much of what rose and of reported figures a page shows.
WINDOW = 12
MOST_ROSE = {"week": 6, "month": 12}
MOST_FIGURES = {"week": 9, "month": 18}


class Sums(Struct, frozen=True):
    """What pages of one kind (weeks, months) look up: all by period, made in one pass each."""

    kind: str
    days: dict[str, list[str]]
    topics: dict[str, Counter[str]]
    rising: dict[str, dict[str, None]]
    new: dict[str, Counter[str]]


def period_pages(site: Site) -> Iterator[Job]:
    """Every week and every month that has an issue."""
    calendar, links = months(site), dict[str, str]()
    for paper in site.catalog.picked:
        links[paper] = f'<a href="{ROOT}{paper_url(paper)}">{inline(site.paper(paper).title)}</a>'
    bursts = _bursts(site)
    for kind in ("week", "month"):
        sums = _sums(site, kind)
        names = list(sums.days)
        for at, name in enumerate(names):
            view = _view(site, sums, names, at, links, calendar, bursts.get(name, []))
            about = f"{count_of(view.paper_count)} picked in {view.name}: topics, what rose, what authors report."
            yield Job(digest_url(name), "digests", view.name, about, "period", view)


def _sums(site: Site, kind: str) -> Sums:
    key = week_of if kind == "week" else month_of
    days = periods(site, kind)
    topics: dict[str, Counter[str]] = {}
    for name, of_period in days.items():
        topics[name] = Counter(p.topic for i in _picked(site, of_period) if (p := site.landscape.placements.get(i)))
    rising: dict[str, dict[str, None]] = {name: {} for name in days}
    # A date known to the month says nothing of a week.
    known = len("2026-05-14" if kind == "week" else "2026-05")
    for paper in site.catalog.papers.values():
        for signal in paper.signals:
            if len(signal.date) >= known and (name := key(first_day(signal.date))) in rising:
                rising[name][paper.id] = None
    new: dict[str, Counter[str]] = {name: Counter() for name in days}
    for what, firsts in _entries(site):
        for day in firsts:
            if (name := key(day)) in new:
                new[name][what] += 1
    return Sums(kind, days, topics, rising, new)


def _entries(site: Site) -> Iterator[tuple[str, list[str]]]:
    """The days on which papers, people and organisations came into the collection.

    A paper came on the day that it was added, else on that of the first issue that picked it; people and
    organisations came with the first of their papers.
    """
    picked = site.catalog.picked
    came = {i: paper.added or picked.get(i, ("",))[0] for i, paper in site.catalog.papers.items()}
    yield "paper", [day for day in came.values() if day]
    groups: tuple[tuple[str, Iterable[Iterable[str]]], ...] = (
        ("person", (person.papers for person in site.catalog.people.persons.values())),
        ("organisation", site.catalog.of_organization.values()),
    )
    for what, owners in groups:
        yield what, [day for papers in owners if (day := min((came[i] for i in papers if came[i]), default=""))]


def _bursts(site: Site) -> dict[str, list[str]]:
    """The topics in a burst in each month, as far as the months are over."""
    found: dict[str, list[str]] = {}
    for rise in topic_rises(site):
        for burst in rise.bursts:
            for month in rise.months:
                if burst.first <= month.month <= burst.last:
                    found.setdefault(month.month, []).append(rise.topic)
    return found


def _picked(site: Site, days: Iterable[str]) -> dict[str, list[str]]:
    """The papers of some issues in the order of their picking, each with the days of its issues among them."""
    found: dict[str, list[str]] = {}
    for day in days:
        for pick in site.catalog.digests[day].picked:
            found.setdefault(pick.paper, []).append(day)
    return found


def _view(
    site: Site,
    sums: Sums,
    names: list[str],
    at: int,
    links: dict[str, str],
    calendar: dict[str, Month],
    bursts: Sequence[str],
) -> PeriodView:
    name = names[at]
    days, (_, last) = sums.days[name], ends(name)
    over = last.isoformat() <= site.date
    picked = _picked(site, days)
    figures = _figures(site, picked, links)
    until = last if over else date.fromisoformat(site.date)
    columns = window(name, WINDOW, names[0])
    return PeriodView(
        kind=sums.kind,
        name=period_title(name),
        span=week_span(name) if sums.kind == "week" else "",
        until="" if over else long_date(site.date),
        paper_count=len(picked),
        issues_html="".join(_issue(site, day) for day in days),
        issue_count=len(days),
        numbers=tuple((count, what) for what, count in sums.new[name].items()),
        picks=tuple(_groups(site, picked, links)),
        windows=tuple((short_period(column), period_title(column)) for column in columns),
        sparks=tuple(_sparks(site, sums, columns)),
        rose=tuple(_rose(site, sums, name, until.isoformat())),
        rose_on=long_date(until.isoformat()),
        bursts=tuple(site.topics[topic] for topic in bursts),
        figures=tuple(figures[: MOST_FIGURES[sums.kind]]),
        left_out=max(0, len(figures) - MOST_FIGURES[sums.kind]),
        calendars_html=tuple(calendar[month].shown(name) for month in dict.fromkeys(map(month_of, days))),
        previous=period_chip(names[at - 1]) if at else None,
        next=period_chip(names[at + 1]) if at + 1 < len(names) else None,
    )


def _issue(site: Site, day: str) -> str:
    """An issue with the number of its papers, as an item."""
    count = len(site.catalog.digests[day].picks)
    return f'<li><a href="{ROOT}{digest_url(day)}">{day_in_month(day)}</a> <b>{count}</b></li>'


def _groups(site: Site, picked: dict[str, list[str]], links: dict[str, str]) -> Iterator[PickGroup]:
    """The picks by topic, the largest first, those near no topic last."""
    groups: dict[str, list[str]] = {}
    # A single issue need not be named with every paper.
    alone = len({day for days in picked.values() for day in days}) == 1
    for paper, days in picked.items():
        placement = site.landscape.placements.get(paper)
        on = ", ".join([f'<a href="{ROOT}{digest_url(day)}">{day_in_month(day)}</a>' for day in days])
        word = gravest(site.paper(paper))
        told = " · ".join(filter(None, (word and f'<b class="notice">{word}</b>', "" if alone else on)))
        line = f"<li>{links[paper]}{told and f' <small>{told}</small>'}</li>"
        groups.setdefault(placement.topic if placement else "", []).append(line)
    for topic, lines in sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0])):
        yield PickGroup(topic, site.topics[topic] if topic else None, len(lines), "".join(lines))


def _sparks(site: Site, sums: Sums, columns: Sequence[str]) -> Iterator[SparkRow]:
    """A row for each topic that was picked in the window, those of its last week or month first; one scale for all."""
    none = Counter[str]()
    counts = [sums.topics.get(column, none) for column in columns]
    found = sorted({topic for one in counts for topic in one})
    highest = max((count for one in counts for count in one.values()), default=0)
    first, last = period_title(columns[0]), period_title(columns[-1])
    for topic in sorted(found, key=lambda topic: (-counts[-1][topic], -sum(one[topic] for one in counts), topic)):
        own = tuple(one[topic] for one in counts)
        label = f"{site.topics[topic].name}: {', '.join(map(str, own))} papers, {first} to {last}"
        spark = sparkline(own, highest, label) if len(own) > 1 else ""
        yield SparkRow(topic if own[-1] else "", site.topics[topic], own, spark)


def _rose(site: Site, sums: Sums, name: str, until: str) -> list[RoseLine]:
    """The papers of which a source stated a rise in this time, by their score on the day `until`."""
    key = week_of if sums.kind == "week" else month_of
    found = []
    for paper in sums.rising[name]:
        one = trend(paper, site.paper(paper).signals, site.catalog.picked.get(paper, ()), until)
        inputs = tuple(rise for rise in one.inputs if rise.kind != "picks" and key(rise.date) == name)
        if inputs:
            found.append((-one.score, paper, inputs))
    lines = []
    for score, paper, inputs in sorted(found)[: MOST_ROSE[sums.kind]]:
        link = f'<a href="{ROOT}{paper_url(paper)}">{inline(site.paper(paper).title)}</a>'
        told = tuple((rise_in_words(rise), rise.date, rise.source) for rise in inputs)
        lines.append(RoseLine(link, site.topic_of(paper), told, f"{-score:.2f}"))
    return lines


def _figures(site: Site, picked: Iterable[str], links: dict[str, str]) -> list[FigureLine]:
    """The strongest figure of each paper that reports one, the strongest of all first; none of retracted papers."""
    papers = [site.paper(i) for i in picked]
    sound = [paper for paper in papers if paper.claims and all(n.kind != "retraction" for n in paper.notices)]
    return [
        FigureLine(headline(claim), links[paper.id], topic.accent if (topic := site.topic_of(paper.id)) else 0)
        for paper, claim in strongest(sound)
    ]
