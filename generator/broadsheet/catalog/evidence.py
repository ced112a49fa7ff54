"""What speaks for and against two groups of mentions being one person, in log-odds (nats)."""

from math import log, sqrt

from msgspec import Struct

from .commonness import Counts, rarity, series, share, terms
from .mentions import Place, Work

Vector = dict[str, float]


class Weights(Struct, frozen=True):
    """The method's constants: the same for every collection. What each is for and how firm: docs/identity.md."""

    rare: float = 0.1
    prior: float = 0.5
    highest_prior: float = 2.5
    cliques: float = 0.8
    together: float = 0.5
    no_coauthor: float = 1.0
    affiliation: float = 5.0
    affiliation_zero: float = 0.3
    title: float = 8.0
    title_zero: float = 0.04
    venue: float = 2.5
    venue_zero: float = 0.15
    year: float = 0.25
    years_free: float = 4.0
    variant: float = 1.0


class Profile(Struct, frozen=True):
    """A group of mentions that are taken for one person."""

    places: tuple[Place, ...]
    papers: dict[int, None]
    coauthors: dict[str, int]
    short: dict[str, int]
    seats: int
    title: Vector
    venue: Vector
    affiliations: tuple[Vector, ...]
    first: int
    last: int
    decided: str = ""


class Evidence(Struct, frozen=True):
    """Log-odds by kind; positive speaks for one person."""

    coauthors: float
    affiliation: float
    title: float
    venue: float
    years: float

    @property
    def total(self) -> float:
        """All kinds together."""
        return self.coauthors + self.affiliation + self.title + self.venue + self.years


def profile(work: Work, place: Place, counts: Counts) -> Profile:
    """One mention by itself."""
    at, position = place
    mine = work.authors[position]
    others = work.company(position)
    venue = series(work.venue)
    words = {w: rarity(counts.places[w], counts.affiliated) for w in terms(mine.affiliation)}
    return Profile(
        (place,),
        {at: None},
        others,
        work.short_company(position),
        len(others),
        {w: rarity(counts.words[w], counts.papers) for w in terms(work.title)},
        {venue: rarity(counts.venues[venue], counts.papers)} if venue else {},
        (words,) if words else (),
        work.year,
        work.year,
        mine.decided,
    )


def joined(a: Profile, b: Profile) -> Profile:
    """Both groups as one."""
    return Profile(
        a.places + b.places,
        a.papers | b.papers,
        a.coauthors | b.coauthors,
        a.short | b.short,
        a.seats + b.seats,
        _sum(a.title, b.title),
        _sum(a.venue, b.venue),
        a.affiliations + tuple(v for v in b.affiliations if v not in a.affiliations),
        min(a.first, b.first) if a.first and b.first else a.first or b.first,
        max(a.last, b.last),
        a.decided or b.decided,
    )


def excluded(a: Profile, b: Profile) -> bool:
    """Whether they cannot be one person: both sign one paper, or each is decided to be somebody else."""
    if a.decided and b.decided and a.decided != b.decided:
        return True
    return not a.papers.keys().isdisjoint(b.papers)


def namesakes_expected(key: str, counts: Counts) -> float:
    """How many of the collection's people are expected to bear a name by chance."""
    return len(counts.names) * share(key, counts)


def prior(key: str, counts: Counts, weights: Weights, cliques: int = 1) -> float:
    """The log-odds that two mentions of a name are one person, before anything else is known.

    The rarer the name, the higher, but never so high that other evidence could not speak against it; `cliques`, the
    number of groups of its mentions that share no co-author with one another, speaks for several people.
    """
    found = -weights.prior * log(namesakes_expected(key, counts))
    return min(weights.highest_prior, found) - weights.cliques * log(cliques)


def weigh(a: Profile, b: Profile, counts: Counts, weights: Weights) -> Evidence:
    """The evidence between two groups that do not exclude one another."""
    coauthors = _coauthors(a, b, counts, weights)
    affiliation = venue = years = 0.0
    if a.affiliations and b.affiliations:
        nearest = max(_cosine(x, y) for x in a.affiliations for y in b.affiliations)
        affiliation = weights.affiliation * (nearest - weights.affiliation_zero)
    title = weights.title * (_cosine(a.title, b.title) - weights.title_zero)
    if a.venue and b.venue:
        venue = weights.venue * (_cosine(a.venue, b.venue) - weights.venue_zero)
    if a.first and b.first:
        gap = max(a.first, b.first) - min(a.last, b.last)
        years = -weights.year * max(0.0, gap - weights.years_free)
    return Evidence(coauthors, affiliation, title, venue, years)


def coauthor_weight(key: str, counts: Counts, weights: Weights, others: int) -> float:
    """What one shared co-author says: the less, the more papers or namesakes it has and the more others there are."""
    expected = counts.rates[key] * (others + 1)
    return log(weights.together / expected) if expected < weights.together else 0.0


def most_weight(counts: Counts, weights: Weights, others: int) -> float:
    """The most that one shared co-author can say among so many others: its name is on one paper at least."""
    return max(0.0, log(weights.together * counts.papers / (others + 1)))


def shared_coauthors(a: Profile, b: Profile, counts: Counts, weights: Weights) -> list[str]:
    """The co-authors that both have, those that say most first."""
    others = min(a.seats, b.seats)
    return sorted(_common(a, b), key=lambda key: (-coauthor_weight(key, counts, weights, others), key))


def _coauthors(a: Profile, b: Profile, counts: Counts, weights: Weights) -> float:
    # A co-author under another form of the name does not speak for one person, but stops silence speaking against it.
    if a.short.keys().isdisjoint(b.short):
        return -weights.no_coauthor if a.seats and b.seats else 0.0
    others = min(a.seats, b.seats)
    if most_weight(counts, weights, others) <= 0:
        return 0.0
    return sum([coauthor_weight(key, counts, weights, others) for key in _common(a, b)])


def _common(a: Profile, b: Profile) -> list[str]:
    few, many = (a, b) if len(a.coauthors) <= len(b.coauthors) else (b, a)
    return [key for key in few.coauthors if key in many.coauthors]


def _sum(a: Vector, b: Vector) -> Vector:
    found = dict(a)
    for word, weight in b.items():
        found[word] = found.get(word, 0.0) + weight
    return found


def _cosine(a: Vector, b: Vector) -> float:
    if len(a) > len(b):
        a, b = b, a
    dot = sum([weight * b[word] for word, weight in a.items() if word in b])
    return dot / sqrt(_square(a) * _square(b)) if dot else 0.0


def _square(vector: Vector) -> float:
    return sum([weight * weight for weight in vector.values()])
