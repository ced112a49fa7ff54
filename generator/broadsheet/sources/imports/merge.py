"""What is imported beside what is there: new papers, gaps that it fills, differences that stay, duplicates found."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from ...model import Entry, Paper, Problem
from .same_paper import Index, bare_arxiv, marks_of
from .soundness import sound

Fields = dict[str, Any]

# Mappings that are filled key by key, and lists that grow by what is not in them yet.
_NESTED = ("links", "extra")
# Said of the record, not of the paper: never taken over from another record.
_OWN = ("id", "source", "added", "former_ids", "note", "extra.bibtex_key", "extra.bibtex_type")
# These speak of the list of names beside them and go with it.
_WITH = {
    "et_al": "authors", "author_count": "authors", "extra.author": "authors", "extra.authors_as_written": "authors",
    "extra.editor": "editors", "extra.organization": "organizations",
}  # fmt: skip


class Fill(Struct, frozen=True):
    """What is to be added to a record that is there: absent fields, absent keys of `links` and `extra`, further
    `signals` and `source` entries, as plain values."""

    entry: Entry
    added: Fields


class Difference(Struct, frozen=True):
    """A field in which an imported record (`theirs`) says something else than the one there (`entry`), which stays."""

    entry: Entry
    field: str
    ours: Any
    theirs: Any
    other: Entry


class Duplicate(Struct, frozen=True):
    """An imported record that is of a paper already there or imported before it, and how that is known."""

    entry: Entry
    paper: str
    evidence: str


class Merged(Struct, frozen=True):
    """The outcome. `new` has ids that nobody else has, `ids` is the final id of each imported record in order."""

    new: tuple[Entry, ...]
    fills: tuple[Fill, ...]
    differences: tuple[Difference, ...]
    duplicates: tuple[Duplicate, ...]
    ids: tuple[str, ...]
    problems: tuple[Problem, ...]


def merge(existing: Sequence[Entry], incoming: Sequence[Entry], taken: Sequence[str] = ()) -> Merged:
    """Sort imported papers into what is there. Nothing that is there is changed, only what it lacks is added.

    Untitled records are left out (their reader told of them). `taken` are further ids that may not be used: former
    ones, and those of records with faults.
    """
    return _Merging(existing, taken).run(incoming)


def filled(paper: Paper, added: Fields) -> Paper:
    """A paper with what a `Fill` adds to it."""
    values = msgspec.to_builtins(paper)
    _add_to(values, added)
    return msgspec.convert(values, Paper)


class _Merging:
    """One merge on its way: every record as plain values, in the order of arrival."""

    def __init__(self, existing: Sequence[Entry], taken: Sequence[str]) -> None:
        self.entries = list(existing)
        self.values: list[Fields | None] = [None] * len(self.entries)
        self.there = len(self.entries)
        self.added: dict[int, Fields] = {}
        self.taken = set(taken).union(*(entry.record.former_ids for entry in existing))
        self.differences: list[Difference] = []
        self.problems: list[Problem] = []
        self.index = Index()
        for at, entry in enumerate(self.entries):
            self.index.add(marks_of(entry.record), at)

    def run(self, incoming: Sequence[Entry]) -> Merged:
        ids = [""] * len(incoming)
        duplicates: dict[int, Duplicate] = {}
        begun_by: list[int] = []  # which imported record began each new one
        # Those with an identifier first: one that is known by its title alone is then found by any title of theirs.
        for number in sorted(range(len(incoming)), key=lambda at: not _identified(incoming[at].record)):
            entry, problems = sound(incoming[number])
            self.problems += problems
            if entry is None:
                continue
            marks = marks_of(entry.record)
            found = self.index.find(marks)
            if found is None:
                ids[number] = self.add(entry)
                begun_by.append(number)
                continue
            at, evidence = found
            ids[number] = self.entries[at].record.id
            duplicates[number] = Duplicate(incoming[number], ids[number], evidence)
            self.index.add(msgspec.structs.replace(marks, id=ids[number]), at)
            self.fill(at, entry)
        order = sorted(range(len(begun_by)), key=begun_by.__getitem__)
        new = (self.finished(self.there + at) for at in order)
        fills = (Fill(self.entries[at], added) for at, added in sorted(self.added.items()) if at < self.there)
        return Merged(
            tuple(new),
            tuple(fills),
            tuple(self.differences),
            tuple(duplicates[number] for number in sorted(duplicates)),
            tuple(ids),
            tuple(self.problems),
        )

    def add(self, entry: Entry) -> str:
        """A paper that nobody has, under an id that nobody has."""
        wanted: str = entry.record.id
        paper_id = wanted
        count = 1
        while paper_id in self.index.ids or paper_id in self.taken:
            count += 1
            paper_id = f"{wanted}-{count}"
        if paper_id != wanted:
            message = f"the id `{wanted}` is another paper's; this one becomes `{paper_id}`"
            self.tell(entry, "import-id-taken", message, "rename it in the new file before it is published")
            entry = Entry(msgspec.structs.replace(entry.record, id=paper_id), entry.path, entry.line)
        self.entries.append(entry)
        self.values.append(None)
        self.index.add(marks_of(entry.record), len(self.entries) - 1)
        return paper_id

    def fill(self, at: int, other: Entry) -> None:
        """Add to the record at `at` what it lacks; what it says otherwise is told and stays."""
        ours = self.values[at]
        if ours is None:
            ours = self.values[at] = msgspec.to_builtins(self.entries[at].record)
        theirs = msgspec.to_builtins(other.record)
        added: Fields = {}
        fields = []
        for name, value in _flat(theirs):
            mine = _get(ours, name)
            if name == "signals":
                self.add_signals(at, ours, value, added, other)
            elif _passed_over(name, value, ours, added):
                continue
            elif mine is not None:
                if not _equal(name, mine, value):
                    self.differences.append(Difference(self.entries[at], name, mine, value, other))
            elif name in ("doi", "arxiv") and (rival := self.index.other(name, value, at)) is not None:
                message = f"{name} `{value}` is that of `{self.entries[rival].record.id}`, not added to `{ours['id']}`"
                self.tell(other, "import-two-papers", message, "are these two records of one paper? merge them by hand")
            else:
                _set(added, name, value)
                fields.append(name)
        sources = _provenance(ours.get("source", []), theirs.get("source", []), fields)
        if sources:
            added["source"] = sources
        if added:
            _add_to(ours, added)
            _add_to(self.added.setdefault(at, {}), added)
            self.index.add(marks_of(msgspec.convert(ours, Paper)), at)

    def add_signals(self, at: int, ours: Fields, theirs: Any, added: Fields, other: Entry) -> None:
        known = {_signal(item): item["value"] for item in ours.get("signals", ())}
        for item in theirs:
            value = known.setdefault(_signal(item), item["value"])
            if value != item["value"]:
                name = f"signals.{item['kind']}"
                self.differences.append(Difference(self.entries[at], name, value, item["value"], other))
            elif item not in ours.get("signals", ()):
                added.setdefault("signals", []).append(item)

    def finished(self, at: int) -> Entry:
        values, entry = self.values[at], self.entries[at]
        return entry if values is None else Entry(msgspec.convert(values, Paper), entry.path, entry.line)

    def tell(self, entry: Entry, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(entry.path, entry.line, 0, code, message, hint, "warning"))


def _identified(paper: Paper) -> bool:
    return bool(paper.doi or paper.arxiv)


def _passed_over(name: str, value: Any, ours: Fields, added: Fields) -> bool:
    """Whether a field is neither added nor a difference: the record's own, with a list of names that is ours, an
    address that we have under another word, or the kind of a format that has no word for the paper's."""
    names = _WITH.get(name)
    with_ours = names is not None and bool(ours.get(names)) and names not in added
    unsaid = name == "kind" and value == "other"
    return name in _OWN or with_ours or unsaid or (name.startswith("links.") and value in _addresses(ours))


def _flat(values: Fields) -> Iterator[tuple[str, Any]]:
    """Fields by name, those of `links` and `extra` by dotted name."""
    for name, value in values.items():
        if name in _NESTED:
            yield from ((f"{name}.{key}", item) for key, item in value.items())
        else:
            yield name, value


def _get(values: Fields, name: str) -> Any:
    outer, _, inner = name.partition(".")
    return values.get(outer, {}).get(inner) if inner else values.get(name)


def _set(values: Fields, name: str, value: Any) -> None:
    outer, _, inner = name.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[name] = value


def _add_to(values: Fields, added: Fields) -> None:
    for name, value in added.items():
        if name in _NESTED:
            values[name] = {**values.get(name, {}), **value}
        elif isinstance(value, list | tuple):
            values[name] = [*values.get(name, ()), *value]
        else:
            values[name] = value


def _addresses(values: Fields) -> list[str]:
    return [link if isinstance(link, str) else link["url"] for link in values.get("links", {}).values()]


def _signal(item: Fields) -> tuple[str, str, str]:
    return item["kind"], item["date"], item["source"]


def _equal(name: str, ours: Any, theirs: Any) -> bool:
    if name == "arxiv":
        return bare_arxiv(ours) == bare_arxiv(theirs)
    if name == "doi":
        return bool(ours.lower() == theirs.lower())
    if name == "date":
        return bool(ours.startswith(theirs))
    if name == "authors":
        return [_name(author) for author in ours] == [_name(author) for author in theirs]
    if name == "categories" or name == "tags":
        return set(theirs) <= set(ours)
    if isinstance(ours, str) and isinstance(theirs, str):
        return re.sub(r"\s+", " ", ours) == re.sub(r"\s+", " ", theirs)
    return bool(ours == theirs)


def _name(author: Any) -> str:
    return author if isinstance(author, str) else str(author["name"])


def _provenance(ours: Any, theirs: Any, fields: list[str]) -> list[Fields]:
    """Source entries for the fields taken over, unless a source of ours that stands for everything is the same."""
    if not fields:
        return []
    found = []
    for source in theirs:
        stated = source.get("fields", ())
        kept = [name for name in fields if not stated or name.partition(".")[0] in stated or name in stated]
        bare = {name: value for name, value in source.items() if name != "fields"}
        if kept and bare not in ours:
            found.append({**bare, "fields": kept})
    return found
