"""Corrections, errata and retractions as entries of their own, beside what the entries of their papers say."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..catalog.trending import first_day
from ..model import Notice, Paper
from ..pages.cards import NOTICES
from ..pages.channels import ERRATA_KINDS
from ..pages.site import Site, description
from .entries import FeedEntry, entered_day, feed_entry, legal


class Erratum(Struct, frozen=True):
    """One such notice. `name` is its kind, with a number from the second of a kind on: `erratum`, `erratum-2`.

    `day` is the notice's, else that on which its paper became news here; empty if neither is known.
    """

    paper: Paper
    notice: Notice
    name: str
    day: str


def errata(site: Site, papers: Iterable[str]) -> Iterator[Erratum]:
    """The notices of some papers that say that something was wrong; a new version says nothing of the kind."""
    for i in papers:
        paper, counts = site.paper(i), dict[str, int]()
        for notice in paper.notices:
            if notice.kind in ERRATA_KINDS:
                counts[notice.kind] = number = counts.get(notice.kind, 0) + 1
                day = first_day(notice.date) if notice.date else entered_day(site, paper)
                yield Erratum(paper, notice, notice.kind + (f"-{number}" if number > 1 else ""), day)


def erratum_entry(site: Site, one: Erratum) -> FeedEntry:
    """The notice as news of its own day: its paper may be years old, and readers sort by day."""
    entry = feed_entry(site, one.paper)
    word = NOTICES[one.notice.kind]
    return replace(
        entry,
        id=f"{entry.id}/{one.name}",
        title=f"{word}: {entry.title}",
        summary=legal(description(one.notice.text, 300)) or entry.summary,
        published=f"{one.day}T00:00:00Z" if one.day else "",
    )
