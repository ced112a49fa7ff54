"""What a merge changes in the files of content/papers: the next text of each, read again to be sure.

New papers go to a list named by their source. No list grows past `MOST` records, since people read and review them:
those of `refs.bib` go to `refs.yml`, then to `refs-002.yml`, `refs-003.yml` ... A record never moves afterwards.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct
from yaml.nodes import MappingNode, Node, SequenceNode

from ...model import Entry, Paper, Problem
from ..bibliography.bibtex import slug_of_key
from ..files import read_text
from ..imports.merge import Fill, Merged, filled
from ..records import parse_records
from ..yamlfile import FaultError, compose, position
from .edits import Edit
from .yaml_insert import Lines, append_items, fill_record, fillable, inserted
from .yaml_writer import listed, mapping

MOST = 500
FOLDER = "content/papers"


class _File(Struct):
    """One file that changes: its text (None: not there yet), what is filled in, what is new."""

    path: str
    text: str | None
    fills: list[Fill]
    new: list[Paper]


def edits(merged: Merged, root: Path, into: str = "", *, one_each: bool = False) -> tuple[list[Edit], list[Problem]]:
    """The next text of every file that a merge changes, by path, and what could not be put into one.

    New papers go to the series of lists that `into` begins (a path relative to `root`), else to the one named by their
    source; with `one_each`, to `ID.yml`, as people write them.
    """
    files: dict[str, _File] = {}
    problems = []
    for fill in merged.fills:
        if fill.entry.path.lower().endswith((".yml", ".yaml")):
            _file(files, fill.entry.path, root).fills.append(fill)
        else:
            problems.append(_by_hand(fill, list(fill.added), "it stands in a BibTeX file, which is not changed"))
    series: dict[str, Iterator[_File]] = {}
    for entry in merged.new:
        paper = entry.record
        if one_each and not (root / FOLDER / f"{paper.id}.yml").exists():
            _file(files, f"{FOLDER}/{paper.id}.yml", root).new.append(paper)
            continue
        start = into or f"{FOLDER}/{_stem(entry.path)}.yml"
        if start not in series:
            series[start] = _places(start, root, files)
        next(series[start]).new.append(paper)
    found = []
    for path in sorted(files):
        file = files[path]
        after, told = _next_text(file, alone=one_each)
        problems += told
        if after != file.text:
            found.append(Edit(path, file.text, after))
    return found, problems


def _stem(source: str) -> str:
    """The name of a source as that of a file: `refs` for path/to/refs.bib.gz."""
    name = re.sub(r"\.(?:gz|bib|ris|json|jsonl|ndjson|txt)\b", "", source.rpartition("/")[2], flags=re.IGNORECASE)
    return slug_of_key(name) or "imported"


def _file(files: dict[str, _File], path: str, root: Path) -> _File:
    if path not in files:
        text = read_text(root / path, path)[0] if (root / path).exists() else None
        files[path] = _File(path, text, [], [])
    return files[path]


def _places(start: str, root: Path, files: dict[str, _File]) -> Iterator[_File]:
    """For each new paper the file of a series that has room for it."""
    number = 0
    while True:
        number += 1
        path = start if number == 1 else re.sub(r"(\.ya?ml)$", rf"-{number:03}\1", start)
        file = _file(files, path, root)
        for _ in range(_room(file)):
            yield file


def _room(file: _File) -> int:
    """How many papers a file can take: none if it holds one record, or what cannot be read."""
    if file.text is None:
        return MOST
    try:
        top = compose(file.text, file.path)
    except FaultError:
        return 0
    if top is None:
        return MOST
    return max(0, MOST - len(top.value)) if isinstance(top, SequenceNode) else 0


def _next_text(file: _File, alone: bool) -> tuple[str, list[Problem]]:
    new = [_plain(paper) for paper in file.new]
    if file.text is None:
        above = "../" * file.path.count("/")
        start = f"# yaml-language-server: $schema={above}site_config/schema/paper.json\n"
        return start + (_one(new[0]) if alone and len(new) == 1 else listed(new)), []
    problems, fills = [], []
    nodes = _nodes(file.text, file.path)
    for fill in file.fills:
        kept, left = fillable(nodes[fill.entry.record.id], fill.added)
        if left:
            problems.append(_by_hand(fill, left, "the file has them, empty, and their writer may mean that"))
            kept = _less(kept, left)
        if set(kept) - {"source"}:
            fills.append(Fill(fill.entry, kept))
    for at_end in (False, True):
        text = _attempt(file, file.text, fills, new, at_end)
        if text is not None:
            return text, problems
    text = file.text  # one by one, to leave out those that have no safe place
    for fill in fills:
        tries = (_attempt(file, text, [fill], [], at_end) for at_end in (False, True))
        found = next((after for after in tries if after is not None), None)
        if found is None:
            problems.append(_by_hand(fill, list(fill.added), "no place was found that leaves the rest as it is"))
        text = found or text
    if new:
        found = _attempt(file, text, [], new, True)
        if found is None:
            ids = ", ".join(paper.id for paper in file.new)
            message = f"nothing can be added to this file safely; left out: {ids}"
            problems.append(Problem(file.path, 0, 0, "import-no-place", message, "import them --into another file"))
        text = found or text
    return text, problems


def _less(added: dict[str, Any], left: list[str]) -> dict[str, Any]:
    """What is added, its sources less the fields that are not."""
    sources = [
        {**source, "fields": [name for name in source["fields"] if name not in left]}
        for source in added.get("source", ())
    ]
    return {**added, "source": [source for source in sources if source["fields"]]}


def _plain(paper: Paper) -> dict[str, Any]:
    """A paper as the fields to write: none that is empty."""
    return {name: value for name, value in msgspec.to_builtins(paper).items() if value not in ({}, (), [])}


def _one(values: dict[str, Any]) -> str:
    """A record in a file of its own, whose name is its id."""
    return mapping({name: value for name, value in values.items() if name != "id"})


def _attempt(file: _File, text: str, fills: Sequence[Fill], new: list[dict[str, Any]], at_end: bool) -> str | None:
    """The text with these additions, None if it does not read as exactly that."""
    nodes, lines = _nodes(text, file.path), Lines(text)
    insertions = []
    added = {}
    for fill in fills:
        paper_id = fill.entry.record.id
        added[paper_id] = fill.added
        insertions += fill_record(lines, nodes[paper_id], fill.added, at_end=at_end)
    if new:
        top = compose(text, file.path)
        if isinstance(top, SequenceNode):
            insertions.append(append_items(lines, top, new, at_end_of_text=not at_end))
        else:
            insertions.append(lines.block(len(lines.starts), 0, listed(new)))
    after = inserted(text, insertions)
    before, _ = _records(text, file.path)
    expected = [filled(entry.record, added.get(entry.record.id, {})) for entry in before]
    expected += [msgspec.convert(values, Paper) for values in new]
    got, problems = _records(after, file.path)
    return after if not problems and [entry.record for entry in got] == expected else None


def _records(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    entries, problems = parse_records(text, path, Path(path).stem, Paper)
    return entries, [problem for problem in problems if problem.severity == "error"]


def _nodes(text: str, path: str) -> dict[str, MappingNode]:
    """The node of each sound record by its id."""
    top = compose(text, path)
    items: list[Node] = top.value if isinstance(top, SequenceNode) else [top] if top else []
    by_line = {position(item)[0]: item for item in items}
    entries, _ = _records(text, path)
    found = {entry.record.id: by_line[entry.line] for entry in entries}
    return {paper_id: node for paper_id, node in found.items() if isinstance(node, MappingNode)}


def _by_hand(fill: Fill, names: list[str], why: str) -> Problem:
    shown = ", ".join(name for name in names if name != "source")
    severity: Literal["warning"] = "warning"
    message = f"`{fill.entry.record.id}` could gain {shown}, but {why}"
    return Problem(fill.entry.path, fill.entry.line, 0, "import-not-filled", message, "add them by hand", severity)
