"""The page of every topic, and the list of topics."""

from collections.abc import Iterator

from ..catalog.urls import page_url, topic_url
from ..topics.landscape import Landscape, Topic
from .channels import feed_links
from .company import next_topics, organization_shares, tag_shares
from .jobs import Job
from .mail_form import mail_form
from .site import Fragments, Site, pager, pages_of, people_shares, share
from .views import ROOT, Group, IndexView, Pager, TopicView
from .years import years_of

CENTRAL = 5
MOST_PEOPLE = 24


def topic_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """One page a topic, and further pages of its list where that is long."""
    size = site.config.settings.page_size
    order = {paper_id: at for at, paper_id in enumerate(site.catalog.papers)}
    for topic in (*site.landscape.topics, *site.landscape.finer):
        newest = sorted(topic.papers, key=order.__getitem__)
        for number in range(1, pages_of(len(newest), size) + 1):
            view = _view(site, topic, newest, number, size, fragments)
            title = topic.label if number == 1 else f"{topic.label}, page {number}"
            about = topic.description or f"{len(newest)} papers on {topic.label}: {', '.join(topic.terms)}."
            yield Job(page_url(topic_url(topic.id), number), "topics", title, about, "topic", view)


def topic_list(site: Site, fragments: Fragments) -> Iterator[Job]:
    """All topics in their order, the finer ones below each, and the papers that are near none."""
    landscape = site.landscape
    groups = [
        Group(topic.label, finer, ROOT + topic_url(topic.id))
        for topic in landscape.topics
        if (finer := _items(site, [one for one in landscape.finer if one.parent == topic.id]))
    ]
    if landscape.apart:
        groups.append(Group("Near no topic", "".join([fragments.lines[paper] for paper in landscape.apart])))
    count = len(landscape.topics) + len(landscape.finer)
    lead = "Topics are found by the words that papers share; each page says which words those are."
    view = IndexView(
        title="Topics",
        kind="topics",
        lead=lead,
        count=count,
        groups=tuple(groups),
        entries_html=_items(site, landscape.topics),
        letters=(),
        pager=Pager(items=count, last_item=count),
    )
    yield Job("topics/", "topics", "Topics", lead, "index", view)


def former_topics(landscape: Landscape) -> dict[str, str]:
    """Where the pages of topics that are no more lead: relative addresses, the list of topics where nothing is left."""
    there = {topic.id for topic in (*landscape.topics, *landscape.finer)}
    return {
        topic_url(old): topic_url(new) if new in there else "topics/"
        for old, new in landscape.former.items()
        if old not in there
    }


def _items(site: Site, topics: tuple[Topic, ...] | list[Topic]) -> str:
    """Topics in the order given, each with its part of them all."""
    total = sum(len(topic.papers) for topic in topics)
    return "".join([share(site.topics[t.id], len(t.papers), round(100 * len(t.papers) / total)) for t in topics])


def _view(site: Site, topic: Topic, newest: list[str], number: int, size: int, fragments: Fragments) -> TopicView:
    first = number == 1
    finer = [one for one in site.landscape.finer if one.parent == topic.id]
    return TopicView(
        id=topic.id,
        label=topic.label,
        accent=site.topics[topic.id].accent,
        terms=topic.terms,
        description=topic.description,
        parent=site.topics.get(topic.parent),
        finer_html=_items(site, finer) if first else "",
        paper_count=len(topic.papers),
        central_html="".join([fragments.cards[paper] for paper in topic.papers[:CENTRAL]]) if first else "",
        lines_html="".join([fragments.lines[paper] for paper in newest[(number - 1) * size : number * size]]),
        people_html=people_shares(site, topic.papers, MOST_PEOPLE) if first else "",
        organizations_html=organization_shares(site, topic.papers) if first else "",
        next_html=next_topics(site, topic.papers, (topic.id, topic.parent)) if first else "",
        tags_html=tag_shares(site, topic.papers) if first else "",
        years=years_of(site, topic.papers) if first else None,
        feeds=feed_links(site.config.settings, "topics", f"{topic_url(topic.id)}feed"),
        pager=pager(topic_url(topic.id), number, len(newest), size),
        mail=mail_form(site, topic.id) if first else None,
    )
