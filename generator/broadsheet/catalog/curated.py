"""What curated files say about who is who, ready to be asked: it wins over all evidence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from ..model import Author, Entry, Paper, Problem
from ..sources.author_lock import Locked
from ..sources.places import place
from .mentions import Folding, Place
from .variants import compatible, variants


class Curated(Struct, frozen=True):
    """Curated files by id, and indexes over what they say.

    `owners`: ids by folded name; `claimed`: who says that an id is theirs (`same_as`); `denied`: what each says they
    are not (`not_same_as`), folded; `apart`: sorted pairs of folded names never to be joined; `taken`: ids in use.
    """

    entries: dict[str, Entry]
    orcids: dict[str, str]
    owners: dict[str, list[str]]
    claimed: dict[str, str]
    denied: dict[str, tuple[str, ...]]
    apart: frozenset[tuple[str, str]]
    taken: frozenset[str]

    def owners_of(self, group_id: str, keys: Iterable[str]) -> list[str]:
        """Whose file says that a group is theirs, by its id or by one of its folded names."""
        if group_id in self.claimed:
            return [self.claimed[group_id]]
        found = dict.fromkeys(owner for key in keys for owner in self.owners.get(key, ()))
        return [owner for owner in found if group_id not in self.denied.get(owner, ())]


def curate(authors: Iterable[Entry], folding: Folding) -> Curated:
    """Index the curated files; of two with one id the last counts, which is a problem told elsewhere."""
    entries = {entry.record.id: entry for entry in authors}
    orcids: dict[str, str] = {}
    owners: dict[str, list[str]] = {}
    claimed: dict[str, str] = {}
    denied: dict[str, tuple[str, ...]] = {}
    apart: dict[tuple[str, str], None] = {}
    for author_id, entry in entries.items():
        author: Author = entry.record
        if author.identifiers.orcid:
            orcids[author.identifiers.orcid] = author_id
        # A file cannot take in another file: that is a problem told elsewhere, and not one of every paper besides.
        own = [key for key in own_keys(author, folding) if key not in entries or key not in author.same_as]
        for key in own:
            owners.setdefault(key, []).append(author_id)
        for one in author.same_as:
            # Of two that claim an id the first keeps it; the second is told.
            if one == folding[one] and one not in entries:
                claimed.setdefault(one, author_id)
        if author.not_same_as:
            denied[author_id] = tuple(folding[one] for one in author.not_same_as)
            others = [key for key in denied[author_id] if key not in own]
            apart.update({(min(a, b), max(a, b)): None for a in own for b in others})
    # Evidence does not join names that belong to different people.
    apart.update({pair: None for pair in variants(owners) if owners[pair[0]] != owners[pair[1]]})
    former = [old for entry in entries.values() for old in entry.record.former_ids]
    return Curated(entries, orcids, owners, claimed, denied, frozenset(apart), frozenset((*entries, *former)))


def own_keys(author: Author, folding: Folding) -> list[str]:
    """The folded names that a curated file says are the person's, each once."""
    return list(dict.fromkeys(folding[name] for name in (author.name, *author.names, *author.same_as)))


def strangers(curated: Curated, known: Collection[str], folding: Folding, root: Path) -> Iterator[Problem]:
    """A warning for each `same_as` and `not_same_as` that means nobody; `known` are ids and folded names in use."""
    theirs = {author_id: own_keys(entry.record, folding) for author_id, entry in curated.entries.items()}
    for author_id, entry in curated.entries.items():
        others = {key for other, keys in theirs.items() if other != author_id for key in keys}
        for field in ("same_as", "not_same_as"):
            for at, written in enumerate(getattr(entry.record, field)):
                if {written, folding[written]}.isdisjoint(known) and folding[written] not in others:
                    message = f"`{written}` under `{field}` is nobody's id, and no paper is signed so"
                    hint = "write the id or the name as an author's page has it, or delete it"
                    where = place(root, entry, (field, at))
                    yield Problem(entry.path, *where, "nobody-called-so", message, hint, "warning")


def decide(entries: Sequence[Entry], curated: Curated, lock: Iterable[Locked], folding: Folding) -> dict[Place, str]:
    """Which person some mentions are beyond doubt, by the index of the paper in `entries` and the position.

    By the mention's id, then by its ORCID (one that no file has still tells people apart: `orcid:...`), then by the
    list of works of a curated file, then by the lock for the ids that curated files name.
    """
    decided = dict(_by_lock(entries, curated, lock, folding))
    decided |= dict(_by_works(entries, curated, folding))
    for at, entry in enumerate(entries):
        for position, author in enumerate(entry.record.authors):
            if isinstance(author, str):
                continue
            if author.id:
                decided[at, position] = curated.claimed.get(author.id, author.id)
            elif author.orcid:
                decided[at, position] = curated.orcids.get(author.orcid, f"orcid:{author.orcid}")
    return decided


def _by_works(entries: Sequence[Entry], curated: Curated, folding: Folding) -> Iterator[tuple[Place, str]]:
    for author_id, _, at, seats in _listed(entries, curated, folding):
        if len(seats) == 1:
            yield (at, seats[0]), author_id


def _listed(entries: Sequence[Entry], curated: Curated, folding: Folding) -> Iterator[tuple[str, int, int, list[int]]]:
    """Whose list, the place in it, the paper's place in `entries`, and the authors who can be meant."""
    index = {entry.record.id: at for at, entry in enumerate(entries)}
    for author_id, entry in curated.entries.items():
        own = own_keys(entry.record, folding)
        for number, work in enumerate(entry.record.works):
            at = index.get(work.paper)
            if at is not None:
                names = [folding[mention.name] for mention in entries[at].record.mentions]
                found = [seat for seat, key in enumerate(names) if key in own]
                # Else by a variant of the name, if one author alone has it.
                found = found or [seat for seat, key in enumerate(names) if any(compatible(key, one) for one in own)]
                yield author_id, number, at, found


def unsigned(entries: Sequence[Entry], curated: Curated, folding: Folding, root: Path) -> Iterator[Problem]:
    """A warning for each listed work whose authors are all named, and of whom not one can be the person, or several."""
    for author_id, number, at, seats in _listed(entries, curated, folding):
        paper: Paper = entries[at].record
        said = any(
            mention.id and curated.claimed.get(mention.id, mention.id) == author_id for mention in paper.mentions
        )
        if len(seats) == 1 or said or paper.et_al or len(paper.authors) < max(1, paper.author_count or 0):
            continue
        whose = curated.entries[author_id]
        name = whose.record.name
        told = f"`{paper.id}` is among the works, but {'several authors' if seats else 'no author'} of it can be {name}"
        hint = (
            f"give the right author of the paper `id: {author_id}`"
            if seats
            else "add the name there to `names`, or delete the work"
        )
        where = place(root, whose, ("works", number, "paper"))
        yield Problem(whose.path, *where, "not-an-author", told, hint, "warning")


def _by_lock(
    entries: Sequence[Entry], curated: Curated, lock: Iterable[Locked], folding: Folding
) -> Iterator[tuple[Place, str]]:
    """A published id that a curated file names is held to the mentions that anchor it."""
    named = {one for said in curated.denied.values() for one in said} | {*curated.claimed, *curated.denied}
    owner = {
        anchor: curated.claimed.get(locked.id, locked.id)
        for locked in lock
        if locked.id in named
        for anchor in locked.anchors
    }
    for at, entry in enumerate(entries if owner else ()):
        seen: dict[str, int] = {}
        for position, mention in enumerate(entry.record.mentions):
            key = folding[mention.name]
            seen[key] = seen.get(key, 0) + 1
            text = f"{entry.record.id}/{key}" + (f"#{seen[key]}" if seen[key] > 1 else "")
            if text in owner:
                yield (at, position), owner[text]
