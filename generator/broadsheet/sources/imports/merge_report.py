"""What an import found: in words for people, as JSON lines for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ...model import Entry, Paper, Problem
from ..bibliography.bibtex import paper_names
from ..bibliography.names import Name
from .merge import Difference, Merged

_LONGEST = 60  # characters of a value that a difference shows


def outcome(merged: Merged, records: int, files: int) -> Iterator[str]:
    """The duplicates by their evidence, the differences, and a line that counts."""
    for duplicate in merged.duplicates:
        if duplicate.entry.record.id != duplicate.paper:
            entry = duplicate.entry
            yield f"{_place(entry)}: `{entry.record.id}` is `{duplicate.paper}` by {duplicate.evidence}"
    for difference in merged.differences:
        yield _difference(difference)
    left_out = sum(not paper_id for paper_id in merged.ids)
    known = len(merged.duplicates)
    parts = [f"{len(merged.new):,} new", f"{known:,} known ({len(merged.fills):,} with gaps that are filled)"]
    parts += [f"{left_out:,} left out"] if left_out else []
    yield f"{records:,} records in {files:,} file{'' if files == 1 else 's'}: {', '.join(parts)}."


def _difference(difference: Difference) -> str:
    ours, other = difference.entry, difference.other
    return (
        f"{_place(ours)}: `{ours.record.id}` keeps {difference.field} {_short(difference.ours)}; "
        f"{_place(other)} says {_short(difference.theirs)}"
    )


def _place(entry: Entry) -> str:
    """Path and line; what a service answered has no line."""
    return f"{entry.path}:{entry.line}" if entry.line else entry.path


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def json_lines(source: str, entries: Sequence[Entry], problems: Sequence[Problem]) -> Iterator[bytes]:
    """A line for each record, what was read of it and the whole as it is written in YAML, then one for each problem."""
    encode = msgspec.json.Encoder().encode
    for entry in entries:
        yield encode({"source": source, **_row(entry.record), "paper": entry.record}) + b"\n"
    for problem in problems:
        yield encode({"source": source, "problem": problem}) + b"\n"


def _row(paper: Paper) -> dict[str, Any]:
    authors = [_person(name) for name in paper_names(paper)]
    year = int(paper.date[:4]) if paper.date else None
    key = paper.extra.get("bibtex_key", paper.id)
    doi = paper.doi or paper.extra.get("doi")  # one that is not of the usual form is in `extra`
    return {"key": key, "title": paper.title, "authors": authors, "year": year, "doi": doi}


def _person(name: Name) -> dict[str, str]:
    person = {"family": f"{name.particle} {name.family}".strip(), "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in person.items() if text}
