"""One written name, one or several people: its mentions grouped by the evidence, the strongest first."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations

from .commonness import Counts
from .evidence import (
    Profile,
    Weights,
    coauthor_weight,
    excluded,
    joined,
    most_weight,
    namesakes_expected,
    prior,
    profile,
    weigh,
)
from .mentions import Group, Place, Work


def namesakes(
    key: str, places: list[Place], works: Sequence[Work], counts: Counts, weights: Weights
) -> list[tuple[Place, ...]]:
    """The people behind one folded name, each as the places where they sign, in the order of their first place.

    `places` are sorted. Two groups become one while their log-odds, the name's prior and the evidence, are positive.
    """
    if len(places) == 1 or together(key, places, works, counts, weights):
        return [tuple(places)]
    cliques = _cliques(places, works)
    base = prior(key, counts, weights, cliques)
    groups = dict(enumerate(_certain(places, works, counts, weights, base)))
    groups = _grown(groups, base, counts, weights)
    return sorted(tuple(sorted(group.places)) for group in groups.values())


def together(key: str, places: Sequence[Place], works: Sequence[Work], counts: Counts, weights: Weights) -> bool:
    """Whether nothing can speak for a split: a name too rare for namesakes, and no affiliations to differ.

    Two mentions in one paper, or decided to be different people, speak for one however rare the name is.
    """
    if namesakes_expected(key, counts) >= weights.rare:
        return False
    authors = [works[at].authors[position] for at, position in places]
    if sum(author.affiliation != "" for author in authors) > 1:
        return False
    return len({a.decided for a in authors if a.decided}) < 2 and len({at for at, _ in places}) == len(places)


def _cliques(places: list[Place], works: Sequence[Work]) -> int:
    """How many groups of the mentions share no co-author with one another; papers of one author say nothing."""
    leader: list[int] = []
    seen: dict[str, int] = {}
    count = 0
    for at, position in places:
        others = works[at].company(position)
        if not others:
            continue
        index = len(leader)
        leader.append(index)
        count += 1
        for key in others:
            if count == 1:
                # Whoever else signs can join nothing more: no walk through thousands of names.
                seen = dict.fromkeys(others, index) | seen
                break
            a, b = _lead(leader, seen.setdefault(key, index)), _lead(leader, index)
            if a != b:
                leader[max(a, b)] = min(a, b)
                count -= 1
    return max(1, count)


def _lead(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = index = leader[leader[index]]
    return index


def _certain(
    places: list[Place], works: Sequence[Work], counts: Counts, weights: Weights, base: float
) -> list[Profile]:
    """The mentions, those already joined that share a co-author so rare that nothing could outweigh it.

    Only saves time: a name with hundreds of papers has ten thousands of pairs.
    """
    against = weights.title * weights.title_zero + weights.venue * weights.venue_zero
    against += weights.affiliation * weights.affiliation_zero
    groups: list[Profile | None] = [profile(works[place[0]], place, counts) for place in places]
    leader = list(range(len(places)))
    seen: dict[str, int] = {}
    count = 0
    for index in range(len(places)):
        mention = groups[index]
        if mention is None or base + most_weight(counts, weights, mention.seats) <= against:
            continue
        count += 1
        for key in mention.coauthors:
            if count == 1:
                seen = dict.fromkeys(mention.coauthors, index) | seen
                break
            a, b = _lead(leader, seen.setdefault(key, index)), _lead(leader, index)
            one, other = groups[a], groups[b]
            if a == b or one is None or other is None or excluded(one, other):
                continue
            gap = max(one.first, other.first) - min(one.last, other.last) if one.first and other.first else 0
            late = weights.year * max(0.0, gap - weights.years_free)
            if base + coauthor_weight(key, counts, weights, max(one.seats, other.seats)) > against + late:
                a, b = min(a, b), max(a, b)
                groups[a], groups[b], leader[b] = joined(one, other), None, a
                count -= 1
    return [group for group in groups if group]


def _grown(groups: dict[int, Profile], base: float, counts: Counts, weights: Weights) -> dict[int, Profile]:
    """Greedily join the two groups that most speaks for, until nothing speaks for joining any two."""
    queue: list[tuple[float, int, int]] = []

    def odds(a: int, b: int) -> float:
        one, other = groups[a], groups[b]
        if excluded(one, other):
            return 0.0
        if one.decided and one.decided == other.decided:
            return 1e6
        return base + weigh(one, other, counts, weights).total

    for a, b in combinations(groups, 2):
        found = odds(a, b)
        if found > 0:
            queue.append((-found, a, b))
    heapify(queue)
    new = len(groups)
    while queue:
        _, a, b = heappop(queue)
        if a in groups and b in groups:
            both = joined(groups.pop(a), groups.pop(b))
            groups[new] = both
            for other in groups:
                if other != new:
                    found = odds(other, new)
                    if found > 0:
                        heappush(queue, (-found, other, new))
            new += 1
    return groups


def loose_ends(group: Group, works: Sequence[Work], counts: Counts, weights: Weights) -> tuple[Profile, Profile] | None:
    """The two parts of a group that only the name holds together, the larger first; None if the evidence holds it."""
    profiles = [profile(works[place[0]], place, counts) for place in group.places]
    parts = sorted(_grown(dict(enumerate(profiles)), 0.0, counts, weights).values(), key=lambda p: -len(p.places))
    if len(parts) < 2:
        return None
    largest = parts[0]
    odds = [weigh(largest, part, counts, weights).total for part in parts[1:]]
    return largest, parts[1 + min(range(len(odds)), key=lambda at: (odds[at], parts[1 + at].places))]
