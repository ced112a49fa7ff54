"""The page of the search, and the files that it loads when somebody searches."""

import json
from collections import Counter
from collections.abc import Iterator

from .discovery_views import Choice, SearchView
from .jobs import Job
from .names import name_files
from .site import Site
from .stubs import filters

# A longer list of organisations helps nobody; the others have pages that the search finds.
MOST = 200


def search_page(site: Site, words: bool) -> Iterator[Job]:
    """One page; `words` tells whether the site has a word index."""
    bytes_ = len(site.landscape.discoveries.search.get("index.bin", b""))
    of_organization = site.catalog.of_organization
    largest = sorted(of_organization, key=lambda i: (-len(of_organization[i]), i))[:MOST]
    organizations = [Choice(i, site.organizations[i].name, len(of_organization[i])) for i in largest]
    years = Counter(paper.date[:4] for paper in site.catalog.papers.values() if paper.date)
    view = SearchView(
        size=f"{-(-bytes_ // 1000):,} kB",
        meaning_bytes=bytes_,
        words=words,
        topics=tuple(Choice(topic.id, topic.label, len(topic.papers)) for topic in site.landscape.topics),
        years=tuple(Choice(year, year, count) for year, count in sorted(years.items(), reverse=True)),
        organizations=tuple(sorted(organizations, key=lambda choice: (choice.name.lower(), choice.value))),
    )
    about = f"Search {site.config.name}: papers, people, topics, organisations and issues, by words and by meaning."
    yield Job("search/", "search", "Search", about, "search", view)


def search_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Names of people, the index of meaning, and the values of its papers' filters, by path."""
    yield from ((f"search/{name}", data) for name, data in sorted(site.landscape.discoveries.search.items()))
    yield from name_files(site)
    yield "search/facets.json", json.dumps(facets(site), ensure_ascii=False, separators=(",", ":")).encode()


def facets(site: Site) -> dict[str, list[object]]:
    """What filters let papers through, for hits by meaning, which are numbered by id: `papers` has a list a paper.

    The number of its topic in `topic` (-1 for none), its year (0 unknown), 1 if it has code, then the numbers of its
    organisations in `organization`.
    """
    topics = [topic.id for topic in site.landscape.topics]
    organizations = sorted(site.catalog.organizations)
    topic_number = {topic: at for at, topic in enumerate(topics)}
    number = {organization: at for at, organization in enumerate(organizations)}
    papers: list[object] = []
    for _, paper in sorted(site.catalog.papers.items()):
        found = filters(site, paper)
        topic = topic_number[found["topic"][0]] if "topic" in found else -1
        year = int(found["year"][0]) if "year" in found else 0
        papers.append([topic, year, int("code" in found), *(number[i] for i in found.get("organization", ()))])
    return {"topic": [*topics], "organization": [*organizations], "papers": papers}
