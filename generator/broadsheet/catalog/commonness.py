"""How common a name is in the collection: how many people are likely to share it."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log

from msgspec import Struct

from .mentions import Work, ends
from .slugs import words_of

_WORD = re.compile(r"[a-z]{2,}")
# Words of titles that say nothing about a subject.
_EMPTY = frozenset("the of an and for in on to with by from at using via is are as its towards toward based".split())

# A collection of fewer distinct names cannot tell what is common: shares are taken of so many.
FEWEST = 100


class Counts(Struct, frozen=True):
    """What is counted over the whole collection; a distinct name counts once in `given`, `family` and `initial`.

    `rates` tells how likely a paper is to bear a name: by the papers that do, or by chance where that is more.
    """

    papers: int
    names: Counter[str]
    given: Counter[str]
    family: Counter[str]
    initial: Counter[str]
    words: Counter[str]
    venues: Counter[str]
    affiliated: int
    places: Counter[str]
    rates: dict[str, float]


def count(works: Iterable[Work]) -> Counts:
    """Count names, words of titles and of affiliations, and venues."""
    papers = affiliated = 0
    names: Counter[str] = Counter()
    words: Counter[str] = Counter()
    venues: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for work in works:
        papers += 1
        names.update({author.key for author in work.authors})
        words.update(terms(work.title))
        venues[series(work.venue)] += 1
        for author in work.authors:
            if author.affiliation:
                affiliated += 1
                places.update(terms(author.affiliation))
    given: Counter[str] = Counter()
    family: Counter[str] = Counter()
    initial: Counter[str] = Counter()
    for key in names:
        first, last = ends(key)
        given[first] += 1
        family[last] += 1
        initial[first[0]] += 1
    counts = Counts(papers, names, given, family, initial, words, venues, affiliated, places, {})
    # Worked out once: a collaboration's members share thousands of co-authors.
    counts.rates.update((key, max(signed / papers, share(key, counts))) for key, signed in names.items())
    return counts


def share(key: str, counts: Counts) -> float:
    """The probability that a person's name folds to `key`, were given and family names drawn independently.

    Both shares count the name itself once however often it is signed, so that a name alone in its parts is rare but
    not impossible. A given name that is an initial stands for all that begin with it.
    """
    first, last = ends(key)
    same = counts.initial[first] if len(first) == 1 else counts.given[first]
    return max(same, 1) * max(counts.family[last], 1) / max(len(counts.names), FEWEST) ** 2


@lru_cache(maxsize=50_000)
def terms(text: str) -> tuple[str, ...]:
    """The telling words of a title or an affiliation, folded, plurals in the singular, each once and in order."""
    found = (w for w in _WORD.findall(words_of(text)) if w not in _EMPTY)
    return tuple(dict.fromkeys(w[:-1] if len(w) > 3 and w[-1] == "s" and w[-2] != "s" else w for w in found))


@lru_cache(maxsize=50_000)
def series(venue: str) -> str:
    """A venue without years and volumes: `CVPR (1)` is `cvpr`."""
    return " ".join(re.findall(r"[a-z]+", words_of(venue))) if venue else ""


def rarity(occurrences: int, total: int) -> float:
    """The inverse document frequency, in nats."""
    return log((total + 1) / max(occurrences, 1))
