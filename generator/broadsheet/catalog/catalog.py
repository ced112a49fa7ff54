"""The collection as one frozen value: records by id, newest first, people resolved, whole-corpus checks done."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from ..model import Digest, Entry, Organization, Paper, Problem
from ..sources.author_lock import read_lock
from ..sources.content import Content
from .checks import check
from .headings import Headings, tags, venues
from .people import People, resolve
from .urls import author_url, organization_url, paper_url

# Before every day that a digest can name; never shown.
NO_DAY = "1970-01-01"


class Catalog(Struct, frozen=True):
    """Indexes over the content: papers newest first, digests oldest first; `entries` tells where a paper stands."""

    papers: dict[str, Paper]
    entries: dict[str, Entry]
    people: People
    digests: dict[str, Digest]
    digest_entries: dict[str, Entry]
    organizations: dict[str, Organization]
    organization_entries: dict[str, Entry]
    of_organization: dict[str, tuple[str, ...]]
    picked: dict[str, tuple[str, ...]]
    tags: Headings = Headings()
    venues: Headings = Headings()

    @property
    def newest(self) -> str:
        """The newest day of an issue or an entry, else of a paper: the date of a build that is given none.

        NO_DAY where the content names no day at all.
        """
        days = [*self.digests, *(p.added for p in self.papers.values() if p.added)]
        days = days or [p.date for p in self.papers.values() if p.date and len(p.date) == len(NO_DAY)]
        return max(days, default=NO_DAY)


def build_catalog(content: Content, root: Path) -> tuple[Catalog, list[Problem]]:
    """Index the content and check it as a whole. Of records with the same id the first is kept."""
    problems = check(content, root)
    entries = _by_id(content.papers)
    order = sorted(entries, key=lambda i: (-_ordinal(entries[i].record.date), i))
    entries = {paper_id: entries[paper_id] for paper_id in order}
    papers: dict[str, Paper] = {paper_id: entry.record for paper_id, entry in entries.items()}

    lock, told = read_lock(root)
    people, more = resolve(entries.values(), content.authors, root, lock)
    more += told
    issues: dict[str, Entry] = {}
    for entry in content.digests:
        issues.setdefault(entry.record.date, entry)
    issues = dict(sorted(issues.items()))
    picked: dict[str, list[str]] = {}
    for day, entry in issues.items():
        for pick in entry.record.picked:
            picked.setdefault(pick.paper, []).append(day)

    of_organization: dict[str, list[str]] = {}
    for paper in papers.values():
        for organization in paper.organizations:
            of_organization.setdefault(organization, []).append(paper.id)
    organization_entries = _by_id(content.organizations)
    organizations: dict[str, Organization] = {i: e.record for i, e in organization_entries.items()}
    for organization in of_organization:
        organizations.setdefault(organization, Organization(name=organization, id=organization))

    catalog = Catalog(
        papers=papers,
        entries=entries,
        people=people,
        digests={day: entry.record for day, entry in issues.items()},
        digest_entries=issues,
        organizations=dict(sorted(organizations.items())),
        organization_entries=organization_entries,
        of_organization={i: tuple(found) for i, found in sorted(of_organization.items())},
        picked={i: tuple(days) for i, days in picked.items()},
        tags=tags(papers.values()),
        venues=venues(papers.values()),
    )
    return catalog, problems + more


def former_urls(catalog: Catalog) -> dict[str, str]:
    """Where records once lived, and where they live now: relative addresses by `former_ids` and joined people."""
    found: dict[str, str] = {}
    for person in catalog.people.persons.values():
        found |= {author_url(former): author_url(person.id) for former in person.former}
    authors = (person.author for person in catalog.people.persons.values())
    for records, url in (
        (catalog.papers.values(), paper_url),
        ((author for author in authors if author), author_url),
        (catalog.organizations.values(), organization_url),
    ):
        for record in records:
            found |= {url(former): url(record.id) for former in record.former_ids}
    return found


def _by_id(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.record.id, entry)
    return found


def _ordinal(partial: Any) -> int:
    """A partial date as a number that sorts; an unknown one sorts as the oldest."""
    return int((partial or "0").replace("-", "").ljust(8, "0"))
