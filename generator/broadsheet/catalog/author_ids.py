"""Ids of people: the first of a folded name keeps it, further ones get a number, published ones stay."""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AnySet

from msgspec import Struct

from ..sources.author_lock import Locked
from .mentions import Group, Place, Work

# Mentions that anchor an id: enough that it survives the loss or correction of some.
ANCHORS = 5


class Named(Struct, frozen=True):
    """A group with its id; `former` are published ids that lead to it now; `decided` if the id was not found here."""

    group: Group
    id: str
    former: tuple[str, ...] = ()
    decided: bool = False


def main_key(works: Sequence[Work], group: Group) -> str:
    """The folded name to call a group by: the fullest, of equals the most frequent."""
    if len(group.keys) == 1:
        return group.keys[0]
    uses = Counter(works[at].authors[position].key for at, position in group.places)
    return min(group.keys, key=lambda key: (-len(key), -uses[key], key))


def anchor(works: Sequence[Work], place: Place) -> str:
    """A mention as the lock writes it; see `sources.author_lock`."""
    at, position = place
    work = works[at]
    key = work.authors[position].key
    nth = 1 + sum(author.key == key for author in work.authors[:position])
    return f"{work.id}/{key}#{nth}" if nth > 1 else f"{work.id}/{key}"


def age(works: Sequence[Work], group: Group) -> tuple[int, str, int]:
    """What groups of one name are ordered by: year of the oldest paper (unknown last), its id, the position."""
    return min((works[at].year or 9999, works[at].id, position) for at, position in group.places)


def name_groups(
    works: Sequence[Work],
    groups: Iterable[Group],
    lock: Sequence[Locked],
    owners: dict[str, list[str]],
    taken: AnySet[str],
) -> list[Named]:
    """An id for every group.

    A decided group has the id that was decided. Else the lock says, by most anchors. Else the folded name, unless it
    is `taken` by somebody who does not own the name (`owners`, curated ids by folded name), or that with a number.
    """
    ordered = sorted(groups, key=lambda group: age(works, group))
    decided = [_decided(works, group) for group in ordered]
    won = _won(works, ordered, lock)
    used = {said for said in decided if said} | {locked.id for locked in lock}
    named = []
    for index, group in enumerate(ordered):
        published = won.get(index, [])
        base = main_key(works, group)
        if decided[index]:
            found = decided[index]
        elif published:
            found = published[0]
        else:
            own = base in owners.get(base, ())
            found, number = base, 1
            while found in used or (found in taken and not (own and number == 1)):
                number += 1
                found = f"{base}-{number}"
        used.add(found)
        named.append(Named(group, found, tuple(one for one in published if one != found), bool(decided[index])))
    return named


def _decided(works: Sequence[Work], group: Group) -> str:
    for at, position in group.places:
        said = works[at].authors[position].decided
        if said and ":" not in said:
            return said
    return ""


def _won(works: Sequence[Work], groups: Sequence[Group], lock: Sequence[Locked]) -> dict[int, list[str]]:
    """The published ids of each group, the best anchored first; an id goes where most of its anchors are."""
    owner = {one: locked.id for locked in lock for one in locked.anchors}
    votes: dict[str, Counter[int]] = {}
    for index, group in enumerate(groups if owner else ()):
        for place in group.places:
            locked_id = owner.get(anchor(works, place))
            if locked_id:
                votes.setdefault(locked_id, Counter())[index] += 1
    won: dict[int, list[tuple[int, bool, str]]] = {}
    for locked_id, count in votes.items():
        index = min(count, key=lambda i: (-count[i], i))
        won.setdefault(index, []).append((-count[index], locked_id not in groups[index].keys, locked_id))
    return {index: [locked_id for _, _, locked_id in sorted(found)] for index, found in won.items()}


def updated_lock(
    works: Sequence[Work], persons: dict[str, list[Place]], leads_to: dict[str, str], lock: Sequence[Locked]
) -> list[Locked]:
    """The lock as it should be: every id of today, published ids as they were but for anchors that moved or vanished.

    `persons` holds the places of each id, `leads_to` where former ids lead now. An id without anchors keeps its line,
    so that nobody else gets it.
    """
    at_home: dict[str, str] = {}
    oldest: dict[str, list[str]] = {}
    for person_id, places in persons.items():
        sorted_places = sorted(places, key=lambda place: (works[place[0]].year or 9999, works[place[0]].id, place[1]))
        oldest[person_id] = [anchor(works, place) for place in sorted_places]
        at_home.update(dict.fromkeys(oldest[person_id], person_id))
    found: dict[str, Locked] = {}
    held: set[str] = set()
    for locked in lock:
        home = leads_to.get(locked.id, locked.id)
        anchors = tuple(one for one in locked.anchors if at_home.get(one) == home)
        found[locked.id] = Locked(locked.id, anchors)
        held.update(anchors)
    for person_id, mentions in oldest.items():
        anchors = found[person_id].anchors if person_id in found else ()
        more = [one for one in mentions if one not in held][: max(0, ANCHORS - len(anchors))]
        found[person_id] = Locked(person_id, (*anchors, *more))
    return sorted(found.values(), key=lambda locked: locked.id)
