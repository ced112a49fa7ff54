"""Author positions as who-is-who sees them: a folded name, a paper's co-authors, title, venue and year."""

from collections.abc import Iterable

from msgspec import Struct

from ..model import Paper
from .slugs import slug

# A place is an author position: the index of the paper and of the author, both from 0.
Place = tuple[int, int]


class Signed(Struct, frozen=True):
    """One author of one paper. `decided` says which person it is where a curator or an identifier has said so."""

    name: str
    key: str
    affiliation: str = ""
    decided: str = ""


class Work(Struct, frozen=True):
    """A paper as far as it can tell who its authors are; `year` 0 is unknown."""

    id: str
    title: str
    venue: str
    year: int
    authors: tuple[Signed, ...]


class Group(Struct, frozen=True):
    """One person as far as the evidence goes: where they sign, sorted, and under which folded names."""

    places: tuple[Place, ...]
    keys: tuple[str, ...]


class Folding(dict[str, str]):
    """The folded form of each written name, worked out once."""

    def __missing__(self, name: str) -> str:
        self[name] = found = slug(name)
        return found


def works_of(papers: Iterable[Paper], decided: dict[Place, str], folding: Folding) -> list[Work]:
    """Papers as works, in their order; `decided` names the person of some places."""
    works = []
    for at, paper in enumerate(papers):
        signed = []
        for position, author in enumerate(paper.authors):
            said = decided.get((at, position), "")
            if isinstance(author, str):
                signed.append(Signed(author, folding[author], "", said))
            else:
                signed.append(Signed(author.name, folding[author.name], author.affiliation, said))
        year = int(paper.date[:4]) if paper.date else 0
        works.append(Work(paper.id, paper.title, paper.venue, year, tuple(signed)))
    return works
