"""Who is who: the mentions of authors in papers become persons with ids.

A mention's own `id` decides, then the ORCID, then the names of a curated file, else the folded written name.
"""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..model import Author, Entry, Mention, Paper, Problem
from ..sources.places import place
from .slugs import slug


class Person(Struct, frozen=True):
    """Somebody with a page: `papers` newest first, `names` as written anywhere, `entry` their curated file."""

    id: str
    name: str
    names: tuple[str, ...]
    papers: tuple[str, ...]
    entry: Entry | None = None

    @property
    def author(self) -> Author | None:
        """The curated record, if somebody wrote one."""
        return self.entry.record if self.entry else None


class People(Struct, frozen=True):
    """Every person by id, and the ids of each paper's authors in the paper's order."""

    persons: dict[str, Person]
    of_paper: dict[str, tuple[str, ...]]


def resolve(papers: Iterable[Entry], authors: Iterable[Entry], root: Path) -> tuple[People, list[Problem]]:
    """Find the persons behind all mentions. `papers` come newest first.

    A name that two curated files share is a problem wherever a paper does not say which one it means.
    """
    problems: list[Problem] = []
    curated = {entry.record.id: entry for entry in authors}
    by_orcid = {e.record.identifiers.orcid: i for i, e in curated.items() if e.record.identifiers.orcid}
    by_name: dict[str, list[str]] = {}
    for author_id, entry in curated.items():
        for key in dict.fromkeys(map(slug, (entry.record.name, *entry.record.names))):
            by_name.setdefault(key, []).append(author_id)

    slugs: dict[str, str] = {}
    names: dict[str, dict[str, None]] = {i: dict.fromkeys((e.record.name, *e.record.names)) for i, e in curated.items()}
    works: dict[str, dict[str, None]] = {i: {} for i in curated}
    of_paper: dict[str, tuple[str, ...]] = {}

    def person_id(mention: Mention, entry: Entry, at: int) -> str:
        if mention.id:
            return mention.id
        if mention.orcid in by_orcid:
            return str(by_orcid[mention.orcid])
        key = slugs.get(mention.name)
        if key is None:
            key = slugs[mention.name] = slug(mention.name)
        owners = by_name.get(key)
        if owners:
            if len(owners) > 1:
                problems.append(_ambiguous(mention.name, owners, entry, place(root, entry, ("authors", at))))
            return owners[0]
        # A name must not land on the page of a curated person who is called something else.
        return f"{key}-2" if key in curated else key

    for entry in papers:
        paper: Paper = entry.record
        ids = []
        for at, mention in enumerate(paper.mentions):
            found = person_id(mention, entry, at)
            ids.append(found)
            names.setdefault(found, {}).setdefault(mention.name)
            works.setdefault(found, {}).setdefault(paper.id)
        of_paper[paper.id] = tuple(ids)
    for author_id, entry in curated.items():
        for work in entry.record.works:
            works[author_id].setdefault(work.paper)

    persons = {
        i: Person(i, next(iter(names[i])), tuple(names[i]), tuple(works[i]), curated.get(i)) for i in sorted(names)
    }
    return People(persons, of_paper), problems


def _ambiguous(name: str, owners: list[str], entry: Entry, where: tuple[int, int]) -> Problem:
    message = f"{len(owners)} people are called {name}: {', '.join(owners)}"
    hint = f"say which one is meant: {{name: {name}, id: {owners[0]}}}"
    return Problem(entry.path, *where, "ambiguous-author", message, hint)
