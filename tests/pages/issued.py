"""A site of a few papers and issues, each paper in the topic of its first letter, without a build."""

from pathlib import Path
from typing import Any

from broadsheet.catalog.catalog import build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Digest, Entry, Paper
from broadsheet.pages.site import Site, make_site, with_topics
from broadsheet.sources.content import Content
from broadsheet.topics.landscape import Landscape, Placement, Topic


def issued(issues: dict[str, str], date: str = "", papers: tuple[Paper, ...] = (), **settings: Any) -> Site:
    """`issues` maps a day to the ids picked for it; those that are not among `papers` are made up.

    `date` stands for today and defaults to the newest day.
    """
    known = {paper.id: paper for paper in papers}
    for ids in issues.values():
        known |= {i: Paper(title=f"Paper {i}", id=i) for i in ids.split() if i not in known}
    digests = [Digest(date=day, picks=tuple(ids.split())) for day, ids in issues.items()]
    content = Content(
        papers=tuple(Entry(paper, f"content/papers/{paper.id}.yml") for paper in known.values()),
        digests=tuple(Entry(digest, f"content/digests/{digest.date}.yml") for digest in digests),
    )
    catalog, _ = build_catalog(content, Path())
    config = Config(Path(), "Site", "", "https://example.org/", "", Settings(**settings))
    site = make_site(config, catalog, date or catalog.newest)
    letters = sorted({i[0] for i in known if i[0] != "z"})
    topics = tuple(
        Topic(letter, f"Topic {letter}", (), tuple(i for i in known if i[0] == letter)) for letter in letters
    )
    # What begins with z is near no topic.
    placements = {i: Placement(i[0], 0.9) for i in known if i[0] != "z"}
    return with_topics(site, Landscape(topics, placements))
