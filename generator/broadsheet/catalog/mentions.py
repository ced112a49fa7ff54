"""Author positions as who-is-who sees them: a folded name, a paper's co-authors, title, venue and year."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

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


@lru_cache(maxsize=200_000)
def ends(key: str) -> tuple[str, str]:
    """The first and the last word of a folded name: `wei-wang` gives `wei`, `wang`."""
    return key.partition("-")[0], key.rpartition("-")[2]


class Work(Struct, frozen=True):
    """A paper as far as it can tell who its authors are; `year` 0 is unknown.

    `keys` and `short` count the seats of each name, folded and as initial and last word: who signs beside somebody is a
    copy less one seat, and not one more walk through a collaboration's thousands.
    """

    id: str
    title: str
    venue: str
    year: int
    authors: tuple[Signed, ...]
    keys: dict[str, int] = {}
    short: dict[str, int] = {}

    def __post_init__(self) -> None:
        """Count the seats."""
        self.keys.update(Counter(author.key for author in self.authors))
        for key, seats in self.keys.items():
            self.short[shortened(key)] = self.short.get(shortened(key), 0) + seats

    def company(self, position: int) -> dict[str, int]:
        """The folded names of the other authors."""
        return _less(self.keys, self.authors[position].key)

    def short_company(self, position: int) -> dict[str, int]:
        """The same as initial and last word."""
        return _less(self.short, shortened(self.authors[position].key))


def shortened(key: str) -> str:
    """A folded name as its initial and last word: `wei-wang` is `w-wang`."""
    first, last = ends(key)
    return f"{first[0]}-{last}"


def _less(seats: dict[str, int], name: str) -> dict[str, int]:
    others = dict(seats)
    if others[name] > 1:
        others[name] -= 1
    else:
        del others[name]
    return others


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
