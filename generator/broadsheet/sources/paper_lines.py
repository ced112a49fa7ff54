"""Papers as JSON lines, for a look at their topics: id, title and abstract of each, other keys ignored."""

from pathlib import Path

import msgspec
from msgspec import Struct

from ..model import Problem
from .files import read_text


class PaperLine(Struct, frozen=True):
    """One line; an abstract wins over a summary."""

    id: str
    title: str
    abstract: str | None = None
    summary: str | None = None


def read_paper_lines(path: Path) -> tuple[list[tuple[str, str, str]], list[Problem]]:
    """Id, title and text of each line that is not blank. An id that comes twice is a problem, as is a broken line."""
    name = str(path)
    text, problems = read_text(path, name)
    decoder = msgspec.json.Decoder(PaperLine)
    found: dict[str, tuple[str, str, str]] = {}
    hint = 'write {"id": "...", "title": "...", "abstract": "..."} on a line of its own'
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            paper = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            problems.append(Problem(name, number, 0, "bad-line", f"the line is no paper: {error}", hint))
            continue
        if paper.id in found:
            message = f"the id `{paper.id}` is given twice"
            problems.append(Problem(name, number, 0, "duplicate-id", message, "give each paper an id of its own"))
        found.setdefault(paper.id, (paper.id, paper.title, paper.abstract or paper.summary or ""))
    return list(found.values()), problems
