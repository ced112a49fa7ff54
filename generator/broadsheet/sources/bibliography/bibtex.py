"""BibTeX and BibLaTeX files to papers: every entry ends as a paper or as a problem with its line, none in silence.

The way of an entry: `bibtex_entries` finds and reads it, `bibtex_inherit` fills it in from its crossref and xdata,
`bibtex_fields` gives each field its home; here keys become ids and what went wrong becomes problems.
"""

import re
from typing import Literal

import msgspec
from anyascii import anyascii

from ...fields import fitting_id
from ...model import Entry, Paper, Problem
from .bibtex_entries import RawEntry, RawFlaw, read_entries
from .bibtex_fields import Memos, own_id, paper_names, read_fields
from .bibtex_inherit import inherit
from .latex import decode
from .names import split_name, split_names

__all__ = ["paper_names", "read_bibtex"]

# Containers that other entries draw on and instructions to biber: never a publication themselves.
_NOT_PUBLICATIONS = frozenset(("xdata", "set", "control"))
_WARNINGS = frozenset(("bib-no-key", "bib-duplicate-field", "bib-commented-out", "bib-not-a-paper"))
_SMALL_WORDS = frozenset("a an and at by das der die for from in la le les of on the to un une with".split())


def read_bibtex(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of a BibTeX file in its order, and all that is wrong with it, by line.

    An entry with a fault that leaves its fields readable gives both. One without a title gives a problem only; with
    `untitled` it comes too, its title empty, for those who want to see what there is of it, and so does what is no
    publication: an @xdata, @set or @control.
    A paper's id is its key as a slug (`bibtex_key` in `extra` is the key as written, where that differs).
    """
    raw_entries, flaws = read_entries(text)
    flaws += inherit(raw_entries)
    memos = Memos(latex={}, names={})
    taken: dict[str, RawEntry] = {}
    counts: dict[str, int] = {}  # by slug, how far its numbers have come: one key a thousand times is no slow case
    entries = []
    for raw in raw_entries:
        if raw.type in _NOT_PUBLICATIONS:
            if untitled and raw.key:
                message = f"`{raw.key}` is no publication but @{raw.type}, for the use of others"
                flaws.append(RawFlaw(raw.line, "bib-not-a-paper", message))
                paper_id = slug_of_key(raw.key) or f"entry-{raw.line}"
                entries.append(Entry(Paper("", id=paper_id, extra={"bibtex_key": raw.key}), path, raw.line))
            continue
        if not raw.key:
            made = _made_key(raw, memos)
            hint = f"write @{raw.type}{{{made}, or a key of your own"
            flaws.append(RawFlaw(raw.line, "bib-no-key", f"an entry without a key, read as `{made}`", hint))
        own = slug_of_key(own_id(raw))
        said = (slug_of_key(raw.key) if raw.key else made) or _made_key(raw, memos)
        paper_id = slug = own or said
        count = counts.get(slug, 1)
        while paper_id in taken:
            count += 1
            paper_id = f"{slug}-{count}"
        reading = read_fields(raw, said if own else paper_id, memos)
        if not reading.paper.title:
            message = f"the entry `{raw.key or paper_id}` has no title"
            flaws.append(RawFlaw(raw.line, "bib-no-title", message, "add title = {...}"))
            if not untitled:
                continue
        if paper_id != slug:
            flaws.append(_collision(raw, taken[slug], slug, paper_id))
        taken[paper_id], counts[slug] = raw, count
        if reading.bad_month:
            line = raw.lines.get("month", raw.lines.get("date", raw.line))
            message = f"`{reading.bad_month}` is not a month"
            flaws.append(RawFlaw(line, "bib-bad-month", message, "write jan ... dec, or 1 ... 12"))
        for field, name in reading.bad_names:
            message = f"`{name}` has too many commas for one name"
            flaws.append(RawFlaw(raw.lines.get(field, raw.line), "bib-bad-name", message, "put ` and ` between names"))
        entries.append(Entry(msgspec.structs.replace(reading.paper, id=paper_id), path, raw.line))
    return entries, sorted(_problem(flaw, path) for flaw in dict.fromkeys(flaws))


def slug_of_key(key: str) -> str:
    """A BibTeX key as an id: lower-case letters, digits and single hyphens; empty if it has none of these."""
    return fitting_id(re.sub(r"[^a-z0-9]+", "-", anyascii(key).lower()).strip("-"))


def _problem(flaw: RawFlaw, path: str) -> Problem:
    severity: Literal["error", "warning"] = "warning" if flaw.code in _WARNINGS else "error"
    return Problem(path, flaw.line, 0, flaw.code, flaw.message, flaw.hint, severity)


def _collision(raw: RawEntry, first: RawEntry, slug: str, paper_id: str) -> RawFlaw:
    if not raw.key or raw.key == first.key:
        message = f"the key `{raw.key or slug}` is taken by the entry of line {first.line}"
    else:
        message = f"the keys `{raw.key}` and `{first.key}` (line {first.line}) both give the id `{slug}`"
    return RawFlaw(
        raw.line, "bib-duplicate-key", f"{message}; read as `{paper_id}`", "give each entry a key of its own"
    )


def _made_key(raw: RawEntry, memos: Memos) -> str:
    """A key from the first author's family name, the year and the first telling word of the title."""
    people = split_names(
        decode(raw.fields.get("author") or raw.fields.get("editor", ""), memos.latex, keep_braces=True)
    )
    family = split_name(people[0]).family if people else ""
    year = re.search(r"\d{4}", raw.fields.get("year", "") or raw.fields.get("date", ""))
    words = slug_of_key(decode(raw.fields.get("title", ""), memos.latex)).split("-")
    word = next((word for word in words if word not in _SMALL_WORDS), "")
    return slug_of_key("-".join((family, year[0] if year else "", word))) or f"entry-{raw.line}"
