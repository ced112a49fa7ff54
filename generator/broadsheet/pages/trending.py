"""What is talked about now and which topics rise, with the formula, what went into it, and the day."""

from collections.abc import Iterator

from ..catalog.catalog import NO_DAY
from ..catalog.trending import HALF_LIFE, WEIGHTS, Input, Trend, first_day, trending
from ..catalog.urls import paper_url
from ..topics.rising import FEWEST_MONTHS, TIMES, Rise, rises
from .charts import Interval, line_chart, percent
from .days import long_date, month_title
from .discovery_views import ChartView, RiseRow, TrendingView, TrendRow
from .jobs import Job
from .prose import inline
from .site import Site
from .views import ROOT

MOST = 30
# Charts on the page; every topic is in the table.
MOST_CHARTS = 6


def trending_page(site: Site) -> Iterator[Job]:
    """One page."""
    catalog = site.catalog
    signals = {paper.id: paper.signals for paper in catalog.papers.values() if paper.signals}
    found = trending(signals, catalog.picked, site.date, MOST)
    topics = topic_rises(site)
    rising = [rise for rise in topics if rise.rising]
    day = "" if site.date == NO_DAY else long_date(site.date)
    view = TrendingView(
        day=day,
        half_life=f"{HALF_LIFE:g}",
        weights=tuple((kind, f"{weight:g}") for kind, weight in WEIGHTS.items()),
        papers=tuple(_row(site, at, one) for at, one in enumerate(found, 1)),
        stated=any(first_day(s.date) <= site.date for own in signals.values() for s in own) or bool(catalog.picked),
        months=len(topics[0].months) if topics else 0,
        fewest_months=FEWEST_MONTHS,
        times=f"{TIMES:g}",
        charts=tuple(_chart(site, rise) for rise in rising[:MOST_CHARTS]),
        topics=tuple(_rise(site, rise) for rise in topics),
    )
    about = f"What is talked about{f' on {day}' if day else ''}, by dated counts, and which topics rise."
    yield Job("trending/", "trending", "Trending", about, "trending", view)


def topic_rises(site: Site) -> list[Rise]:
    """Every topic month by month, up to the last month that is over; a paper counts on its own date."""
    topic_of = {paper: placement.topic for paper, placement in site.landscape.placements.items()}
    dates = {paper.id: paper.date or paper.added or "" for paper in site.catalog.papers.values()}
    return rises(topic_of, dates, site.date)


def _row(site: Site, rank: int, one: Trend) -> TrendRow:
    paper = site.paper(one.paper)
    topic = site.topic_of(one.paper)
    return TrendRow(
        rank=rank,
        link_html=f'<a href="{ROOT}{paper_url(paper.id)}">{inline(paper.title)}</a>',
        topic=topic,
        score=f"{one.score:.2f}",
        inputs=tuple((rise_in_words(rise), rise.date, rise.source, f"{rise.faded:.1f}") for rise in one.inputs),
    )


def rise_in_words(rise: Input) -> str:
    """5 comments; 8 more upvotes, 22 in all; a pick."""
    if rise.kind == "picks":
        return "a pick"
    kind = rise.kind if rise.rise != 1 else rise.kind.removesuffix("s")
    return f"{rise.rise:,} {kind}" if rise.rise == rise.value else f"{rise.rise:,} more {kind}, {rise.value:,} in all"


def _chart(site: Site, rise: Rise) -> ChartView:
    values = [
        Interval(m.share, m.low, m.high, f"{month_title(m.month)}: {m.papers} of {m.total} papers, {percent(m.share)}")
        for m in rise.months
    ]
    topic = site.topics[rise.topic]
    about = f"Share of all papers by month from {rise.months[0].month} to {rise.months[-1].month}, with intervals."
    return line_chart(f"rise-{rise.topic}", topic.name, about, [m.month for m in rise.months], values, topic.accent)


def _rise(site: Site, rise: Rise) -> RiseRow:
    last = rise.months[-1]
    return RiseRow(
        topic=site.topics[rise.topic],
        month=last.month,
        papers=f"{last.papers} of {last.total}",
        share=percent(last.share),
        interval=f"{percent(last.low)} to {percent(last.high)}",
        bursts=tuple(b.first if b.first == b.last else f"{b.first} to {b.last}" for b in rise.bursts),
        rising=rise.rising,
    )
