"""Merges and splits worth a curator's look, the strongest first, each with its evidence and the YAML to settle it."""

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from ..sources.writing.yaml_writer import scalar
from .author_ids import main_key
from .evidence import Evidence, Profile, prior, weigh
from .identity import DEFAULT, by_name, group_profile, near
from .mentions import Group
from .namesakes import loose_ends
from .people import Resolved
from .reasons import common_name, weighed

# How far below even the log-odds of a merge may be for a curator's look to be worth while: further down few are right.
NEAR = 1.0


class Suggestion(Struct, frozen=True):
    """One question to a curator; `strength` is how much the evidence speaks for the change, in log-odds (nats)."""

    kind: str
    title: str
    strength: float
    people: tuple[str, ...]
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    path: str
    yaml: str


def suggest(found: Resolved) -> list[Suggestion]:
    """Every suggestion, the strongest first; what a curated file has settled is left out."""
    every = [*_merges(found), *_splits(found)]
    return sorted(every, key=lambda one: (-one.strength, one.people, one.title))


def _merges(found: Resolved) -> Iterator[Suggestion]:
    """People under different but compatible names who are nearly joined, and namesakes who are."""
    groups = by_name(found.works, found.counts)
    owner = {place: person_id for person_id, places in found.places.items() for place in places}
    told: set[tuple[str, str]] = set()
    for match in near(found.works, groups, found.counts, DEFAULT, found.curated.apart):
        a, b = (owner[groups[index].places[0]] for index in (match.a, match.b))
        if a != b and (min(a, b), max(a, b)) not in told and match.odds > -NEAR:
            told.add((min(a, b), max(a, b)))
            yield from _merge(found, a, b, groups[match.a], groups[match.b], match.odds)
    for one, other in combinations_of_name(groups):
        a, b = owner[one.places[0]], owner[other.places[0]]
        if a == b or (min(a, b), max(a, b)) in told:
            continue
        left, right = (group_profile(found.works, group, found.counts) for group in (one, other))
        odds = prior(one.keys[0], found.counts, DEFAULT) + weigh(left, right, found.counts, DEFAULT).total
        if odds > -NEAR:
            told.add((min(a, b), max(a, b)))
            yield from _merge(found, a, b, one, other, odds)


def combinations_of_name(groups: list[Group]) -> Iterator[tuple[Group, Group]]:
    """Every two groups of one folded name."""
    by_key: dict[str, list[Group]] = {}
    for group in groups:
        by_key.setdefault(group.keys[0], []).append(group)
    for same in by_key.values():
        yield from combinations(same, 2)


def _merge(found: Resolved, a: str, b: str, one: Group, other: Group, odds: float) -> Iterator[Suggestion]:
    if _settled(found, a, b):
        return
    left, right = (group_profile(found.works, group, found.counts) for group in (one, other))
    if left.decided and right.decided and left.decided != right.decided:
        return
    speaks_for, against = weighed(left, right, found.works, found.counts)
    if not speaks_for:
        return
    # The curated file takes the other in; else the fuller name does.
    keep, gone = (
        (a, b) if (b not in found.curated.entries, len(a), b) >= (a not in found.curated.entries, len(b), a) else (b, a)
    )
    persons = found.people.persons
    title = f"are {persons[keep].name} ({keep}) and {persons[gone].name} ({gone}) one person?"
    yaml = _yaml(found, keep, f"same_as: [{gone}]")
    path = f"content/authors/{keep}.yml"
    yield Suggestion("merge", title, round(odds, 2), (keep, gone), speaks_for, against, path, yaml)


def _splits(found: Resolved) -> Iterator[Suggestion]:
    """Curated people whose name's papers look like several people's, and people held together by a rare name alone."""
    held: dict[str, list[Group]] = {}
    for one in found.named:
        held.setdefault(found.owner[one.id], []).append(one.group)
    for one in found.named:
        person_id = found.owner[one.id]
        if one.id == person_id or one.decided or one.id in found.curated.claimed:
            continue
        rest = [group for group in held[person_id] if group is not one.group]
        if not rest:
            continue
        left, right = (group_profile(found.works, group, found.counts) for group in (one.group, rest[0]))
        key = main_key(found.works, one.group)
        strength = -prior(key, found.counts, DEFAULT) - weigh(left, right, found.counts, DEFAULT).total
        yaml = _yaml(found, person_id, f"not_same_as: [{one.id}]")
        yield _split(found, person_id, key, left, right, strength, f"content/authors/{person_id}.yml", yaml)
    for one in found.named:
        person_id = found.owner[one.id]
        if person_id in found.curated.entries or len(held[person_id]) > 1 or len(one.group.places) < 2:
            continue
        parts = loose_ends(one.group, found.works, found.counts, DEFAULT)
        if parts is None:
            continue
        left, right = parts
        key = main_key(found.works, one.group)
        evidence: Evidence = weigh(left, right, found.counts, DEFAULT)
        strength = -prior(key, found.counts, DEFAULT) - evidence.total
        if strength > 0:
            number = 2
            while f"{key}-{number}" in found.people.persons:
                number += 1
            works = "".join(f"\n  - paper: {scalar(found.works[at].id)}" for at in right.papers)
            name = scalar(found.people.persons[person_id].name)
            yaml = f"name: {name}\nnot_same_as: [{person_id}]\nworks:{works}"
            path = f"content/authors/{key}-{number}.yml"
            yield _split(found, person_id, key, left, right, strength, path, yaml)


def _split(
    found: Resolved, person_id: str, key: str, left: Profile, right: Profile, strength: float, path: str, yaml: str
) -> Suggestion:
    speaks_for, against = weighed(left, right, found.works, found.counts)
    ids = [found.works[at].id for at in right.papers]
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    title = f"is {found.people.persons[person_id].name} ({person_id}) somebody else in {', '.join(ids[:3])}{more}?"
    against = (*against, common_name(key, found.counts))
    return Suggestion("split", title, round(strength, 2), (person_id,), speaks_for, against, path, yaml)


def _settled(found: Resolved, a: str, b: str) -> bool:
    denied = found.curated.denied
    return b in denied.get(a, ()) or a in denied.get(b, ())


def _yaml(found: Resolved, person_id: str, line: str) -> str:
    if person_id in found.curated.entries:
        return line
    return f"name: {scalar(found.people.persons[person_id].name)}\n{line}"
