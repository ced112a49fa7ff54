"""What some papers have in common besides their people: organisations, tags, and topics next to theirs."""

from collections import Counter
from collections.abc import Iterable

from .site import Site, shares
from .views import Chip

MOST = 12
# What stands together once may be chance.
FEWEST = 2


def organization_shares(site: Site, papers: Iterable[str], without: str = "", fewest: int = 1) -> str:
    """The organisations that the papers come from, those with most first."""
    found = Counter(i for paper in papers for i in site.paper(paper).organizations)
    return _most(found, without, fewest, site.organizations)


def tag_shares(site: Site, papers: Iterable[str], without: str = "") -> str:
    """The tags that stand on two of the papers or more."""
    tags = site.catalog.tags
    words = (site.paper(paper) for paper in papers)
    found = Counter(tag.id for paper in words for tag in tags.of((*paper.tags, *paper.categories)))
    return _most(found, without, FEWEST, site.tags)


def next_topics(site: Site, papers: Iterable[str], without: tuple[str, ...]) -> str:
    """The topics of the papers that these are most like, but for those `without`; counts each such paper once."""
    landscape = site.landscape
    alike = dict.fromkeys(one.paper for paper in papers for one in landscape.related.get(paper, ()))
    found = Counter(placed.topic for placed in (landscape.placements.get(paper) for paper in alike) if placed)
    for topic in without:
        del found[topic]
    return shares(found, site.topics, MOST)


def _most(found: Counter[str], without: str, fewest: int, chips: dict[str, Chip]) -> str:
    del found[without]
    return shares(Counter({i: count for i, count in found.items() if count >= fewest}), chips, MOST)
