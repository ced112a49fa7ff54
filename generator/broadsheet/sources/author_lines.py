"""Papers with their authors as JSON lines, which `authors resolve` reads: id, title, year, venue, authors."""

import msgspec
from msgspec import Struct

from ..model import Mention, Paper, Problem


class AuthorField(Struct, frozen=True):
    """One author of a line."""

    name: str
    affiliation: str | None = None
    orcid: str | None = None


class SignedLine(Struct, frozen=True):
    """One line."""

    id: str
    title: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: tuple[AuthorField, ...] = ()


def read_author_lines(data: bytes, name: str) -> tuple[list[Paper], list[Problem]]:
    """The papers of a file of JSON lines in UTF-8, empty lines left out; each line that is none is a problem.

    A paper has `id` and may have `title`, `year`, `venue` and `authors`, each with `name` and perhaps `affiliation`
    and `orcid`. Other fields are ignored. Ids may be of any form but are not to be repeated.
    """
    decoder = msgspec.json.Decoder(SignedLine)
    papers: dict[str, Paper] = {}
    problems: list[Problem] = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not raw.strip():
            continue
        try:
            line = decoder.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            hint = 'a line is {"id", "title", "year", "venue", "authors": [{"name"}]}'
            problems.append(Problem(name, number, 1, "bad-line", f"this line is no paper: {error}", hint))
            continue
        if line.id in papers:
            message = f"the paper `{line.id}` was on a line before"
            problems.append(Problem(name, number, 1, "duplicate-id", message, "give each paper an id of its own"))
            continue
        authors = tuple(Mention(name=a.name, affiliation=a.affiliation or "", orcid=a.orcid) for a in line.authors)
        date = f"{line.year:04}" if line.year is not None and 0 < line.year < 10000 else None
        papers[line.id] = Paper(id=line.id, title=line.title or "", date=date, venue=line.venue or "", authors=authors)
    return list(papers.values()), problems
