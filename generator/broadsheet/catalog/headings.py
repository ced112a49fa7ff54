"""What papers stand under besides topics: tags and venues, each spelling of one gathered under one id."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from ..model import Paper
from .slugs import slug

# A tag that stands on one paper leads from it to itself.
FEWEST_TAGGED = 2
_YEAR = r"(?:19|20)\d\d"
_EDITION = re.compile(rf"^{_YEAR}\s+|[\s,]+\(?{_YEAR}\)?$")


class Heading(Struct, frozen=True):
    """A tag or a venue: the spelling that most papers use, the others by use, its papers newest first."""

    id: str
    name: str
    names: tuple[str, ...]
    papers: tuple[str, ...]


class Headings(Struct, frozen=True):
    """All of a kind by id, in the order of ids; `ids` leads from a word as a paper has it to its id."""

    found: dict[str, Heading] = {}
    ids: dict[str, str] = {}

    def of(self, words: Iterable[str]) -> tuple[Heading, ...]:
        """The headings of some words, each once, in the words' order; those that have none are left out."""
        ids = dict.fromkeys(self.ids.get(word, "") for word in words)
        return tuple(self.found[i] for i in ids if i in self.found)


def tags(papers: Iterable[Paper]) -> Headings:
    """Tags and categories on two papers or more; those of one slug are one, as in queries and feeds."""
    return _gathered(papers, lambda paper: (*paper.tags, *paper.categories), str, FEWEST_TAGGED)


def venues(papers: Iterable[Paper]) -> Headings:
    """Journals, conferences and the like; the yearly editions of one stand together."""
    return _gathered(papers, lambda paper: (paper.venue,) if paper.venue else (), without_year, 1)


def without_year(venue: str) -> str:
    """A venue without the year of its edition at the beginning or end.

    >>> without_year("NeurIPS 2024"), without_year("2023 IEEE INFOCOM"), without_year("ICML 2023, 1st Workshop")
    ('NeurIPS', 'IEEE INFOCOM', 'ICML 2023, 1st Workshop')
    """
    return _EDITION.sub("", venue).strip() or venue


def _gathered(
    papers: Iterable[Paper], words: Callable[[Paper], tuple[str, ...]], shown: Callable[[str], str], fewest: int
) -> Headings:
    """One heading for each slug that stands on `fewest` papers; `shown` says how a word is shown."""
    members: dict[str, list[str]] = {}
    spellings: dict[str, Counter[str]] = {}
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for paper in papers:
        for word in dict.fromkeys(words(paper)):
            if word not in ids:
                names[word] = shown(word)
                ids[word] = slug(names[word])
            heading = ids[word]
            spellings.setdefault(heading, Counter())[names[word]] += 1
            found = members.setdefault(heading, [])
            if not found or found[-1] != paper.id:
                found.append(paper.id)
    headings = {}
    for heading in sorted(members):
        if len(members[heading]) >= fewest:
            name, *others = sorted(spellings[heading], key=lambda name: (-spellings[heading][name], name))
            headings[heading] = Heading(heading, name, tuple(others), tuple(members[heading]))
    return Headings(headings, {word: heading for word, heading in ids.items() if heading in headings})
