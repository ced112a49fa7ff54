"""Which papers a few words ask for: `author:dao year:2023-2025 attention` over title, names and venue."""

import re
from collections.abc import Callable

from msgspec import Struct

from ..model import Paper
from .slugs import fold

_TERM = re.compile(r'([A-Za-z_]+):("([^"]*)"|\S*)|"([^"]*)"|(\S+)')
_YEARS = re.compile(r"(\d{4})?(-)?(\d{4})?")
_LINKS = ("code", "data", "model", "project", "demo", "video", "slides", "pdf")
Matches = Callable[[Paper], bool]


class QueryError(ValueError):
    """A query that asks for something there is not; the text says what there is."""


class Query(Struct, frozen=True):
    """Terms of which a paper must meet all; without any it asks for every paper."""

    terms: tuple[Matches, ...] = ()

    def matches(self, paper: Paper) -> bool:
        """Whether the paper meets every term."""
        return all(term(paper) for term in self.terms)


def parse_query(text: str, picked: dict[str, tuple[str, ...]] | None = None) -> Query:
    """The query that a text stands for: words, "quoted phrases" and `field:value`, case and accents aside.

    `picked` maps a paper's id to the days of the issues that picked it, for `digest:`.
    Raises QueryError for an unknown field and for a value that its field cannot have.
    """
    terms: list[Matches] = []
    for match in _TERM.finditer(text):
        field, value, phrase = match[1], match[3] if match[3] is not None else match[2], match[4] or match[5] or ""
        if field is None:
            if folded := fold_words(phrase):
                terms.append(_has_words(folded))
        elif field.lower() == "digest":
            terms.append(_in_digest(value, picked or {}))
        elif field.lower() in _FIELDS:
            if not value:
                raise QueryError(f"{field}: needs a value")
            terms.append(_FIELDS[field.lower()](value))
        else:
            raise QueryError(f"no field {field}: in a query; there are {', '.join(KNOWN_FIELDS)}")
    return Query(tuple(terms))


def fold_words(text: str) -> str:
    """A text to look for another in: no case, no accents, words with one space round each."""
    words = (fold(word) for word in re.split(r"[^\w']+", text) if any(c.isalnum() for c in word))
    joined = " ".join(words)
    return f" {joined} " if joined else ""


def _has_words(folded: str) -> Matches:
    return lambda paper: (
        folded.strip()
        in fold_words(" ".join((paper.title, *(mention.name for mention in paper.mentions), paper.venue)))
    )


def _author(value: str) -> Matches:
    folded = fold_words(value).strip()
    return lambda paper: any(folded in fold_words(m.name) or value.lower() == m.id for m in paper.mentions)


def _title(value: str) -> Matches:
    folded = fold_words(value).strip()
    return lambda paper: folded in fold_words(paper.title)


def _venue(value: str) -> Matches:
    folded = fold_words(value).strip()
    return lambda paper: folded in fold_words(paper.venue)


def _year(value: str) -> Matches:
    """2024, 2023-2025, 2023- or -2025."""
    match = _YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]) or bool(match[1] and match[3]) > bool(match[2]):
        raise QueryError(f"year:{value} is no year; write year:2024 or year:2023-2025")
    first = match[1] or "0000"
    last = match[3] or (match[1] if not match[2] else "9999")
    if first > last:
        raise QueryError(f"year:{value} ends before it begins")
    return lambda paper: paper.date is not None and first <= paper.date[:4] <= last


def _organization(value: str) -> Matches:
    return lambda paper: value.lower() in paper.organizations


def _tag(value: str) -> Matches:
    folded = fold(value)
    return lambda paper: any(fold(tag) == folded for tag in (*paper.tags, *paper.categories))


def _kind(value: str) -> Matches:
    return lambda paper: paper.kind == value.lower()


def _has(value: str) -> Matches:
    name = value.lower()
    if name == "code":
        return lambda paper: paper.coded
    if name in _LINKS:
        return lambda paper: getattr(paper.links, name) is not None
    if name in _OWN:
        return lambda paper: bool(getattr(paper, name))
    raise QueryError(f"has:{value} asks for nothing known; there are {', '.join((*_LINKS, *_OWN))}")


def _in_digest(value: str, picked: dict[str, tuple[str, ...]]) -> Matches:
    """A day, a month or a year of issues."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        raise QueryError(f"digest:{value} is no day; write digest:2026-04-17")
    return lambda paper: any(day == value or day.startswith(f"{value}-") for day in picked.get(paper.id, ()))


_OWN = ("doi", "arxiv", "abstract", "summary")
_FIELDS: dict[str, Callable[[str], Matches]] = {
    "author": _author,
    "title": _title,
    "venue": _venue,
    "year": _year,
    "organization": _organization,
    "tag": _tag,
    "kind": _kind,
    "has": _has,
}
KNOWN_FIELDS = tuple(f"{name}:" for name in (*_FIELDS, "digest"))
