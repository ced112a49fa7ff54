"""Who is who by the evidence: all mentions of a collection into groups, each taken for one person."""

from collections.abc import Collection as AnyOf
from collections.abc import Sequence
from itertools import product

from msgspec import Struct

from .commonness import Counts, count
from .evidence import Evidence, Profile, Weights, excluded, joined, prior, profile, weigh
from .mentions import Group, Place, Work
from .namesakes import namesakes
from .variants import compatible, variants

DEFAULT = Weights()


class Match(Struct, frozen=True):
    """Two groups under compatible names and what speaks for their being one: the odds and the evidence in them."""

    odds: float
    a: int
    b: int
    evidence: Evidence


def identify(
    works: Sequence[Work], apart: AnyOf[tuple[str, str]] = (), weights: Weights = DEFAULT
) -> tuple[list[Group], Counts]:
    """The groups of all mentions and the counts they rest on; `apart` holds sorted pairs of names never to be joined.

    The places refer to `works`, which come sorted by id, so that the order of files cannot matter.
    """
    counts = count(works)
    groups = by_name(works, counts, weights)
    matches = [match for match in near(works, groups, counts, weights, apart) if match.odds > 0]
    return _with_variants(works, groups, matches, apart), counts


def by_name(works: Sequence[Work], counts: Counts, weights: Weights = DEFAULT) -> list[Group]:
    """The people of each folded name by itself, sorted by name, then by first place."""
    blocks: dict[str, list[Place]] = {}
    for at, work in enumerate(works):
        for position, author in enumerate(work.authors):
            blocks.setdefault(author.key, []).append((at, position))
    return [
        Group(places, (key,))
        for key in sorted(blocks)
        for places in namesakes(key, blocks[key], works, counts, weights)
    ]


def near(
    works: Sequence[Work],
    groups: Sequence[Group],
    counts: Counts,
    weights: Weights = DEFAULT,
    apart: AnyOf[tuple[str, str]] = (),
) -> list[Match]:
    """Groups under different but compatible names for whose being one something speaks, the strongest first.

    Something is a co-author or an affiliation in common; a common subject or venue alone is not enough. The prior is
    that of the more common of the two names and never speaks for a join by itself.
    """
    of_key: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        of_key.setdefault(group.keys[0], []).append(index)
    profiles: dict[int, Profile] = {}
    found = []
    for pair in variants(of_key):
        if pair in apart:
            continue
        base = min(0.0, *(prior(key, counts, weights) for key in pair)) - weights.variant
        for a, b in product(of_key[pair[0]], of_key[pair[1]]):
            if not _meet(works, groups[a], groups[b]):
                continue
            one, other = (_profile(works, groups, index, counts, profiles) for index in (a, b))
            if excluded(one, other):
                continue
            evidence = weigh(one, other, counts, weights)
            if evidence.coauthors > 0 or evidence.affiliation > 0:
                found.append(Match(base + evidence.total, a, b, evidence))
    return sorted(found, key=lambda match: (-match.odds, match.a, match.b))


def group_profile(works: Sequence[Work], group: Group, counts: Counts) -> Profile:
    """All mentions of a group as one profile."""
    found = profile(works[group.places[0][0]], group.places[0], counts)
    for place in group.places[1:]:
        found = joined(found, profile(works[place[0]], place, counts))
    return found


def _meet(works: Sequence[Work], a: Group, b: Group) -> bool:
    """Whether they have anything in common that a join could rest on; cheap, asked of every pair of names."""
    marks = _marks(works, a)
    return not marks.keys().isdisjoint(_marks(works, b))


def _marks(works: Sequence[Work], group: Group) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, position in group.places:
        found.update(works[at].company(position))
        if works[at].authors[position].affiliation:
            found["@"] = 1
    return found


def _profile(
    works: Sequence[Work], groups: Sequence[Group], index: int, counts: Counts, known: dict[int, Profile]
) -> Profile:
    found = known.get(index)
    if found is None:
        found = known[index] = group_profile(works, groups[index], counts)
    return found


def _with_variants(
    works: Sequence[Work], groups: list[Group], matches: list[Match], apart: AnyOf[tuple[str, str]]
) -> list[Group]:
    """Groups joined by the matches, the strongest first, as far as all names and papers of the whole agree."""
    whole = {index: index for match in matches for index in (match.a, match.b)}
    held: dict[int, Group] = {index: groups[index] for index in whole}
    for match in matches:
        a, b = sorted((whole[match.a], whole[match.b]))
        if a == b or not _agree(works, held[a], held[b], apart):
            continue
        one, other = held[a], held.pop(b)
        held[a] = Group(tuple(sorted(one.places + other.places)), tuple(sorted({*one.keys, *other.keys})))
        whole = {index: a if leader == b else leader for index, leader in whole.items()}
    gone = {index for index in whole if index not in held}
    return [held.get(index, group) for index, group in enumerate(groups) if index not in gone]


def _agree(works: Sequence[Work], a: Group, b: Group, apart: AnyOf[tuple[str, str]]) -> bool:
    # A third name compatible with both must not join what a curator keeps apart.
    if not all(compatible(x, y) and (min(x, y), max(x, y)) not in apart for x in a.keys for y in b.keys):
        return False
    decided = {works[at].authors[position].decided for at, position in (*a.places, *b.places)} - {""}
    return len(decided) < 2 and {at for at, _ in a.places}.isdisjoint({at for at, _ in b.places})
