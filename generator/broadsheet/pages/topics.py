"""The page of every topic, and the list of topics."""

from collections import Counter
from collections.abc import Iterator

from ..catalog.urls import page_url, topic_url
from ..model import Topic
from .jobs import Job
from .lists import largest_first
from .site import Fragments, Site, pager, pages_of, people_shares, shares
from .views import ROOT, TopicView

CENTRAL = 5
MOST_PEOPLE = 24


def topic_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """One page a topic, and further pages of its list where that is long."""
    size = site.config.settings.page_size
    order = {paper_id: at for at, paper_id in enumerate(site.catalog.papers)}
    for topic in site.landscape.topics:
        newest = sorted(topic.papers, key=order.__getitem__)
        for number in range(1, pages_of(len(newest), size) + 1):
            view = _view(site, topic, newest, number, size, fragments)
            title = topic.label if number == 1 else f"{topic.label}, page {number}"
            about = f"{len(newest)} papers on {topic.label}: {', '.join(topic.terms)}."
            yield Job(page_url(topic_url(topic.id), number), "topics", title, about, "topic", view)


def topic_list(site: Site) -> Iterator[Job]:
    """All topics, the largest first."""
    sizes = Counter({topic.id: len(topic.papers) for topic in site.landscape.topics})
    lead = "Topics are found by the words that papers share; each page says which words those are."
    yield largest_first("topics", "Topics", lead, sizes, site.topics)


def _view(site: Site, topic: Topic, newest: list[str], number: int, size: int, fragments: Fragments) -> TopicView:
    first = number == 1
    organizations = Counter(o for paper in topic.papers for o in site.paper(paper).organizations)
    years = Counter((site.paper(paper).date or "")[:4] for paper in topic.papers)
    return TopicView(
        id=topic.id,
        label=topic.label,
        accent=site.topics[topic.id].accent,
        terms=topic.terms,
        paper_count=len(topic.papers),
        central_html="".join([fragments.cards[paper] for paper in topic.papers[:CENTRAL]]) if first else "",
        lines_html="".join([fragments.lines[paper] for paper in newest[(number - 1) * size : number * size]]),
        people_html=people_shares(site, topic.papers, MOST_PEOPLE) if first else "",
        organizations_html=shares(organizations, site.organizations, MOST_PEOPLE) if first else "",
        years=tuple(sorted((year, count) for year, count in years.items() if year)) if first else (),
        feed_url=f"{ROOT}{topic_url(topic.id)}feed.atom",
        pager=pager(topic_url(topic.id), number, len(newest), size),
    )
