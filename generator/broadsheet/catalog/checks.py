"""What only the whole collection can tell: duplicates, references to nothing, days that do not exist."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from ..model import Entry, Problem
from ..sources.content import Content
from ..sources.imports.same_paper import marks_of, told_apart
from ..sources.places import place
from .slugs import fold, slug
from .urls import CODED, paper_url

Key = tuple[str, str, Callable[[Any], str | None]]
Steps = tuple[str | int, ...]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check(content: Content, root: Path) -> list[Problem]:
    """Every problem of the collection as a whole, each told once at the later of two places."""
    return [
        *_duplicates(content, root),
        *_dangling(content, root),
        *_days(content, root),
        *_digests(content, root),
        *_figures(content, root),
        *_former_ids(content, root),
        *_reserved(content, root),
        *_who_is_who(content, root),
    ]


def _bare_arxiv(paper: Any) -> str | None:
    return paper.arxiv.partition("v")[0] if paper.arxiv else None


_PAPER_KEYS: tuple[Key, ...] = (
    ("id", "duplicate-id", lambda paper: paper.id),
    ("doi", "duplicate-doi", lambda paper: paper.doi and paper.doi.lower()),
    ("arxiv", "duplicate-arxiv", _bare_arxiv),
)


def _duplicates(content: Content, root: Path) -> Iterator[Problem]:
    told: set[tuple[str, int]] = set()
    repeated = [(field, code, _repeated(content.papers, key)) for field, code, key in _PAPER_KEYS]
    for field, code, pairs in (*repeated, ("title", "duplicate-title", _same_titles(content.papers))):
        for first, second in pairs:
            if (second.path, second.line) in told:
                continue
            told.add((second.path, second.line))
            value = getattr(second.record, field)
            message = f"the {field} `{value}` is also that of `{first.record.id}` ({first.path}, line {first.line})"
            hint = "keep one record and move what the other adds into it"
            yield Problem(second.path, *place(root, second, (field,)), code, message, hint)
    for entries in (content.authors, content.organizations):
        for first, second in _repeated(entries, lambda record: record.id):
            message = f"the id `{second.record.id}` is also used in {first.path}"
            yield Problem(second.path, second.line, 1, "duplicate-id", message, "give one of the two another id")


def _same_titles(papers: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Papers of one title, unless author, year or place tell them apart: every volume has an introduction."""
    seen: dict[str, list[Entry]] = {}
    for entry in papers:
        earlier = seen.setdefault(fold(entry.record.title), [])
        if earlier:
            marks = marks_of(entry.record)
            first = next((other for other in earlier if not told_apart(marks_of(other.record), marks)), None)
            if first:
                yield first, entry
        earlier.append(entry)


def _repeated(entries: Iterable[Entry], key: Callable[[Any], str | None]) -> Iterator[tuple[Entry, Entry]]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = key(entry.record)
        if value:
            first = seen.setdefault(value, entry)
            if first is not entry:
                yield first, entry


def _dangling(content: Content, root: Path) -> Iterator[Problem]:
    papers = {entry.record.id for entry in content.papers}.union(content.faulty)
    authors = {entry.record.id for entry in content.authors}.union(content.faulty)
    for entry in content.digests:
        for at, pick in enumerate(entry.record.picked):
            if pick.paper not in papers:
                yield _unknown(root, entry, ("picks", at), "paper", pick.paper, papers)
    for entry in content.authors:
        for at, work in enumerate(entry.record.works):
            if work.paper not in papers:
                yield _unknown(root, entry, ("works", at, "paper"), "paper", work.paper, papers)
    for entry in content.papers:
        for at, author in enumerate(entry.record.authors):
            if not isinstance(author, str) and author.id and author.id not in authors:
                yield _unknown(root, entry, ("authors", at, "id"), "author", author.id, authors)


def _unknown(root: Path, entry: Entry, steps: Steps, what: str, name: str, known: set[str]) -> Problem:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    hint = f"did you mean `{near[0]}`?" if near else f"add it under content/{what}s or take the reference out"
    message = f"there is no {what} `{name}`"
    return Problem(entry.path, *place(root, entry, steps), f"unknown-{what}", message, hint)


def _days(content: Content, root: Path) -> Iterator[Problem]:
    """The schema knows the length of every month but February. Any record may hold dates, at any depth."""
    encode = msgspec.json.Encoder().encode
    for entry in (*content.papers, *content.authors, *content.digests, *content.organizations):
        if b'-02-29"' in encode(entry.record):
            for steps, day in _texts(msgspec.to_builtins(entry.record), ()):
                if day[4:] == "-02-29" and day[:4].isdecimal() and not _is_day(day):
                    message = f"`{steps[-1]}` cannot be `{day}`: that February has 28 days"
                    yield Problem(entry.path, *place(root, entry, steps), "bad-date", message, "mend the day")


def _texts(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, dict | list | tuple):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*steps, step))


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _digests(content: Content, root: Path) -> Iterator[Problem]:
    for first, second in _repeated(content.digests, lambda digest: digest.date):
        message = f"there are two issues of {second.record.date}; the other is {first.path}"
        yield Problem(second.path, second.line, 1, "duplicate-issue", message, "merge the two")
    for entry in content.digests:
        named = _DAY.match(Path(entry.path).stem)
        if named and named[0] != entry.record.date:
            message = f"this issue is of {entry.record.date}, its file's name says {named[0]}"
            hint = "mend the date, or rename the file"
            yield Problem(entry.path, *place(root, entry, ("date",)), "other-day", message, hint, "warning")
        seen: set[str] = set()
        for at, pick in enumerate(entry.record.picked):
            if pick.paper in seen:
                message = f"`{pick.paper}` is picked twice in this issue"
                yield Problem(
                    entry.path, *place(root, entry, ("picks", at)), "duplicate-pick", message, "keep the first"
                )
            seen.add(pick.paper)


def _figures(content: Content, root: Path) -> Iterator[Problem]:
    """A number may be written `nan` or `inf`, but nobody measured one."""
    for entry in content.papers:
        for at, claim in enumerate(entry.record.claims):
            for field in ("value", "low", "high"):
                figure = getattr(claim, field)
                if figure is not None and not isfinite(figure):
                    where = place(root, entry, ("claims", at, field))
                    yield Problem(entry.path, *where, "bad-value", f"`{field}` must be a finite number", "take it out")


def _former_ids(content: Content, root: Path) -> Iterator[Problem]:
    """An address leads to one record: an id is never used again."""
    for entries in (content.papers, content.authors, content.organizations):
        owners = {entry.record.id: entry.record.id for entry in entries}
        for entry in entries:
            for at, former in enumerate(entry.record.former_ids):
                owner = owners.setdefault(former, entry.record.id)
                if owner != entry.record.id or former == entry.record.id:
                    message = f"the id `{former}` is that of `{owner}` and cannot lead elsewhere"
                    hint = "an id is never used again; take this one out"
                    yield Problem(entry.path, *place(root, entry, ("former_ids", at)), "reused-id", message, hint)


def _reserved(content: Content, root: Path) -> Iterator[Problem]:
    """An id must not lead to the address of a list."""
    for entry in content.papers:
        for at, name in enumerate((entry.record.id, *entry.record.former_ids)):
            if paper_url(name) == CODED:
                message = f"the address {CODED} is that of the list of papers with code"
                where = place(root, entry, ("former_ids", at - 1) if at else ("id",))
                yield Problem(entry.path, *where, "reserved-address", message, f"take another id than `{name}`")


def _who_is_who(content: Content, root: Path) -> Iterator[Problem]:
    """What curated files say of one another must agree: each would have to win."""
    ids = {entry.record.id for entry in content.authors}
    claimed: dict[str, str] = {}
    for entry in content.authors:
        author = entry.record
        # A namesake may well have the id that this person's own name would give; the name itself cannot be denied.
        own = {author.id, *author.names, author.name, *map(slug, author.same_as)}
        told = [
            ("not_same_as", at, "is the person's own")
            for at, name in enumerate(author.not_same_as)
            if name in own or slug(name) in own
        ]
        for at, name in enumerate(author.same_as):
            if name in ids and name != author.id:
                told.append(("same_as", at, "has a curated file of its own: make one file of the two"))
            elif name == slug(name) and claimed.setdefault(name, author.id) != author.id:
                told.append(("same_as", at, f"is also claimed by `{claimed[name]}`"))
        for field, at, why in told:
            message = f"`{getattr(author, field)[at]}` under `{field}` {why}"
            where = place(root, entry, (field, at))
            yield Problem(
                entry.path, *where, "contradiction", message, "only one of the two can be: take the other out"
            )
