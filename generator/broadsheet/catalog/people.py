"""Who is who: the mentions of authors in papers become persons with ids.

A mention's own `id` decides, then the ORCID, then what curated files say, else the evidence (`identity.py`).
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations
from pathlib import Path

import msgspec
from msgspec import Struct

from ..model import Author, Entry, Paper, Problem
from ..sources.author_lock import Locked
from ..sources.places import place
from .author_ids import Named, anchor, main_key, name_groups
from .commonness import Counts
from .curated import Curated, curate, decide, strangers, unsigned
from .evidence import Profile, joined, namesakes_expected
from .identity import DEFAULT, group_profile, identify
from .mentions import Folding, Group, Place, Work, works_of
from .reasons import common_name, weighed

# So many namesakes are told apart on a page; a list of more says nothing.
NAMESAKES = 12


class Apart(Struct, frozen=True):
    """Another person of the same name, and why the two are kept apart."""

    id: str
    reasons: tuple[str, ...]


class Person(Struct, frozen=True):
    """Somebody with a page: `papers` newest first, `names` as written anywhere, `entry` their curated file.

    `former` are published ids that lead here; `parted` are persons who have mentions that once anchored this id;
    `confirmed` are papers that give the curated ORCID themselves.
    """

    id: str
    name: str
    names: tuple[str, ...]
    papers: tuple[str, ...]
    entry: Entry | None = None
    apart: tuple[Apart, ...] = ()
    former: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def author(self) -> Author | None:
        """The curated record, if somebody wrote one."""
        return self.entry.record if self.entry else None


class People(Struct, frozen=True):
    """Every person by id, and the ids of each paper's authors in the paper's order."""

    persons: dict[str, Person]
    of_paper: dict[str, tuple[str, ...]]


class Resolved(Struct, frozen=True):
    """People and what they were found by, for whoever looks closer: the lock, suggestions."""

    people: People
    works: list[Work]
    counts: Counts
    named: list[Named]
    owner: dict[str, str]
    places: dict[str, list[Place]]
    curated: Curated
    problems: list[Problem]


def resolve(
    papers: Iterable[Entry], authors: Iterable[Entry], root: Path, lock: Sequence[Locked] = ()
) -> tuple[People, list[Problem]]:
    """Find the persons behind all mentions. `papers` come newest first; `lock` holds the published ids.

    A name that two curated files share is a problem wherever a paper does not say which one it means.
    """
    found = resolve_closely(papers, authors, root, lock)
    return found.people, found.problems


def resolve_closely(
    papers: Iterable[Entry], authors: Iterable[Entry], root: Path, lock: Sequence[Locked] = ()
) -> Resolved:
    """As `resolve`, with everything that it rests on."""
    newest = list(papers)
    entries = sorted(newest, key=lambda entry: str(entry.record.id))
    folding = Folding()
    curated = curate(authors, folding)
    works = works_of((e.record for e in entries), decide(entries, curated, lock, folding), folding)
    groups, counts = identify(works, curated.apart)
    named = name_groups(works, groups, lock, curated.owners, curated.taken)

    known = {*curated.taken, *(locked.id for locked in lock), *(one.id for one in named)}
    known.update(key for one in named for key in one.group.keys)
    problems = [*strangers(curated, known, folding, root), *unsigned(entries, curated, folding, root)]
    owner: dict[str, str] = {}
    of_place: dict[Place, str] = {}
    places: dict[str, list[Place]] = {}
    for one in named:
        owners = curated.owners_of(one.id, one.group.keys)
        owner[one.id] = person_id = owners[0] if owners and not one.decided else one.id
        places.setdefault(person_id, []).extend(one.group.places)
        of_place.update(dict.fromkeys(one.group.places, person_id))
        if len(owners) > 1:
            # Evidence alone does not choose between two people whom curators know.
            open_places = [at for at in one.group.places if not works[at[0]].authors[at[1]].decided]
            problems += [_ambiguous(works, at, owners, entries, root) for at in open_places]
    resolved = Resolved(People({}, {}), works, counts, named, owner, places, curated, problems)
    return msgspec.structs.replace(resolved, people=_people(newest, resolved, of_place, lock))


def _people(newest: list[Entry], found: Resolved, of_place: dict[Place, str], lock: Sequence[Locked]) -> People:
    curated = found.curated.entries
    orcids = found.curated.orcids
    index = {work.id: at for at, work in enumerate(found.works)}
    names: dict[str, dict[str, None]] = {i: dict.fromkeys((e.record.name, *e.record.names)) for i, e in curated.items()}
    papers: dict[str, dict[str, None]] = {i: {} for i in curated}
    confirmed: dict[str, dict[str, None]] = {}
    of_paper: dict[str, tuple[str, ...]] = {}
    for one in found.named:
        if len(one.group.keys) > 1:
            names.setdefault(found.owner[one.id], {}).setdefault(_fullest_name(found.works, one))
    for entry in newest:
        paper: Paper = entry.record
        at = index[paper.id]
        of_paper[paper.id] = ids = tuple([of_place[at, position] for position in range(len(paper.authors))])
        for person_id, author in zip(ids, paper.authors, strict=True):
            names.setdefault(person_id, {}).setdefault(author if isinstance(author, str) else author.name)
            papers.setdefault(person_id, {}).setdefault(paper.id)
            if not isinstance(author, str) and author.orcid and orcids.get(author.orcid) == person_id:
                confirmed.setdefault(person_id, {}).setdefault(paper.id)
    for author_id, entry in curated.items():
        for work in entry.record.works:
            papers[author_id].setdefault(work.paper)
    apart = _apart(found)
    former = _former(found, lock)
    parted = _parted(found, lock, former)
    persons = {
        i: Person(
            i,
            next(iter(names[i])),
            tuple(names[i]),
            tuple(papers[i]),
            curated.get(i),
            tuple(apart.get(i, ())),
            tuple(former.get(i, ())),
            tuple(parted.get(i, ())),
            tuple(confirmed.get(i, ())),
        )
        for i in sorted(names)
    }
    return People(persons, of_paper)


def _fullest_name(works: Sequence[Work], named: Named) -> str:
    key = main_key(works, named.group)
    signed = (works[at].authors[position] for at, position in named.group.places)
    return next(author.name for author in signed if author.key == key)


def _former(found: Resolved, lock: Sequence[Locked]) -> dict[str, list[str]]:
    """Published ids that lead to each person now: their people were joined, or a curated file took them over."""
    published = {locked.id for locked in lock} | set(found.curated.claimed)
    former: dict[str, dict[str, None]] = {}
    for one in found.named:
        person_id = found.owner[one.id]
        for old in (*one.former, one.id):
            if old != person_id and old in published and old not in found.curated.taken:
                former.setdefault(person_id, {}).setdefault(old)
    # An id that is somebody's today leads nowhere else.
    return {i: [old for old in olds if old not in found.places] for i, olds in former.items()}


def _parted(found: Resolved, lock: Sequence[Locked], former: dict[str, list[str]]) -> dict[str, list[str]]:
    """For each published id the persons who have some of the mentions that anchor it, and who are not its person."""
    if not lock:
        return {}
    holder = {anchor(found.works, at): i for i, places in found.places.items() for at in places}
    leads_to = {old: i for i, olds in former.items() for old in olds}
    parted = {}
    for locked in lock:
        home = leads_to.get(locked.id, locked.id)
        gone = sorted({holder[one] for one in locked.anchors if one in holder} - {home})
        if gone:
            parted[home] = gone
    return parted


def _apart(found: Resolved) -> dict[str, list[Apart]]:
    """The namesakes of each person with the reasons, told for both."""
    by_key: dict[str, dict[str, list[Group]]] = {}
    for one in found.named:
        for key in one.group.keys:
            by_key.setdefault(key, {}).setdefault(found.owner[one.id], []).append(one.group)
    apart: dict[str, dict[str, Apart]] = {}
    for key, persons in by_key.items():
        if len(persons) < 2:
            continue
        shown = list(persons)[:NAMESAKES]
        profiles = {
            i: reduce(joined, (group_profile(found.works, group, found.counts) for group in persons[i])) for i in shown
        }
        for a, b in combinations(shown, 2):
            reasons = _reasons(key, a, b, profiles, found)
            apart.setdefault(a, {}).setdefault(b, Apart(b, reasons))
            apart.setdefault(b, {}).setdefault(a, Apart(a, reasons))
    return {i: list(others.values()) for i, others in apart.items()}


def _reasons(key: str, a: str, b: str, profiles: dict[str, Profile], found: Resolved) -> tuple[str, ...]:
    denied = found.curated.denied
    if b in denied.get(a, ()) or a in denied.get(b, ()):
        return ("a curator says so",)
    one, other = profiles[a], profiles[b]
    if one.decided and other.decided and one.decided != other.decided:
        return ("each is identified by a curator or an ORCID",)
    _, against = weighed(one, other, found.works, found.counts)
    # How common a name is is worth a word where it weighed, or where nothing else did.
    common = namesakes_expected(key, found.counts) >= DEFAULT.rare or not against
    return (*against, common_name(key, found.counts)) if common else against


def _ambiguous(works: list[Work], at: Place, owners: list[str], entries: list[Entry], root: Path) -> Problem:
    entry = entries[at[0]]
    name = works[at[0]].authors[at[1]].name
    message = f"{len(owners)} people are called {name}: {', '.join(owners)}"
    hint = f"say which one is meant: {{name: {name}, id: {owners[0]}}}"
    return Problem(entry.path, *place(root, entry, ("authors", at[1])), "ambiguous-author", message, hint)
