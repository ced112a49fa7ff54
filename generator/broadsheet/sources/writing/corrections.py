"""One field of a paper's record set to another value, every other byte of its file left as it is."""

from pathlib import Path
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node, SequenceNode

from ...model import Entry, Paper, Problem
from ..files import read_text
from ..records import parse_records
from ..yamlfile import FaultError, compose, position
from .edits import Edit
from .yaml_insert import Lines, fill_record, inserted, last_line
from .yaml_writer import mapping

_BY_HAND = "change it by hand: the link `Edit this` on the page leads to the line"


def correct(entry: Entry, steps: tuple[str, ...], value: Any, source: dict[str, Any], root: Path) -> Edit | Problem:
    """The edit that sets the value at `steps` (a field, or `links` and one of its keys) and adds its `source`.

    A Problem when the value is not allowed there, is there already, or has no safe place.
    """
    if not entry.path.lower().endswith((".yml", ".yaml")):
        return _problem(entry, "correction-by-hand", "this record stands in a BibTeX file", _BY_HAND)
    before = msgspec.to_builtins(entry.record)
    after = _set(before, steps, value)
    text, problems = read_text(root / entry.path, entry.path)
    if problems:
        return problems[0]
    try:
        changed = _with(text, entry, steps, value, source)
        records, problems = parse_records(changed, entry.path, Path(entry.path).stem, Paper) if changed else ([], [])
    except FaultError as fault:
        return fault.problem
    if problems:
        return problems[0]
    if changed is None:
        return _problem(entry, "correction-by-hand", "no safe place was found for it", _BY_HAND)
    if msgspec.convert(after, Paper) == entry.record:
        return _problem(entry, "correction-known", f"`{'.'.join(steps)}` says that already", "")
    after["source"] = [*before.get("source", ()), source]
    # What the file is to say now: this record with the new value, every other as before.
    there, _ = parse_records(text, entry.path, Path(entry.path).stem, Paper)
    wanted = [msgspec.convert(after, Paper) if old.line == entry.line else old.record for old in there]
    if [record.record for record in records] != wanted:
        return _problem(entry, "correction-by-hand", "no safe place was found for it", _BY_HAND)
    return Edit(entry.path, text, changed)


def _set(values: dict[str, Any], steps: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = steps
    return {**values, first: _set(values.get(first, {}), tuple(rest), value) if rest else value}


def _with(text: str, entry: Entry, steps: tuple[str, ...], value: Any, source: dict[str, Any]) -> str | None:
    """The text with both changes, None where the record is not laid out over lines."""
    node = _node(text, entry)
    added: dict[str, Any] = {"source": [source]}
    at = node
    for step in steps[:-1]:
        at = next((item for key, item in at.value if key.value == step), None) if at else None
    there = next((pair for pair in at.value if pair[0].value == steps[-1]), None) if at else None
    if there is None:
        added = {**_set({}, steps, value), **added}
    elif at is None or at.flow_style:
        return None
    else:
        text = _replaced(text, there[0], there[1], steps[-1], value)
        node = _node(text, entry)
    if node is None or node.flow_style:
        return None
    return inserted(text, fill_record(Lines(text), node, added, at_end=False))


def _replaced(text: str, key: Node, old: Node, name: str, value: Any) -> str:
    """The lines of a key and its value written anew."""
    lines = Lines(text)
    column = key.start_mark.column
    start = lines.offset(key.start_mark.line, column)
    end = lines.offset(last_line(lines, old) + 1)
    new = mapping({name: value}, column)[column:].replace("\n", lines.ending)
    return text[:start] + new + text[end:]


def _node(text: str, entry: Entry) -> MappingNode | None:
    top = compose(text, entry.path)
    items = top.value if isinstance(top, SequenceNode) else [top]
    found = next((item for item in items if item and position(item)[0] == entry.line), None)
    return found if isinstance(found, MappingNode) else None


def _problem(entry: Entry, code: str, message: str, hint: str) -> Problem:
    return Problem(entry.path, entry.line, 0, code, message, hint)
