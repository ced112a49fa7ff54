"""One YAML file into the records it holds, with the line of each."""

from pathlib import Path
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node, SequenceNode

from ..model import Entry, Problem
from .explain import explain
from .files import read_text, relative
from .yamlfile import FaultError, Reader, compose, position


def read_records(path: Path, root: Path, kind: type, many: bool = True) -> tuple[list[Entry], list[Problem]]:
    """Every record of `kind` in a YAML file: one mapping, or with `many` also a list of them.

    A record without `id:` takes the file's name, when it is alone in the file. Faulty records are left out and told.
    """
    name = relative(path, root)
    text, problems = read_text(path, name)
    return ([], problems) if problems else parse_records(text, name, path.stem, kind, many)


def parse_records(text: str, name: str, stem: str, kind: type, many: bool = True) -> tuple[list[Entry], list[Problem]]:
    """As `read_records`, of a text that was read already; `stem` is the id of a record without one."""
    try:
        node = compose(text, name)
        if node is None:
            return [], [Problem(name, 0, 0, "empty-file", "the file holds nothing", "fill it or delete it", "warning")]
        if isinstance(node, SequenceNode) and many:
            reader = Reader(name)
            results = [_record(item, kind, name, "", reader) for item in node.value]
        else:
            results = [_record(node, kind, name, stem, Reader(name))]
    except FaultError as fault:
        return [], [fault.problem]
    return [e for e, _ in results if e], [p for _, found in results for p in found]


def read_record(path: Path, root: Path, kind: type) -> tuple[Any, list[Problem]]:
    """The one record of a file, None when it is faulty."""
    entries, problems = read_records(path, root, kind, many=False)
    return (entries[0].record if entries else None), problems


def _record(node: Node, kind: type, name: str, stem: str, reader: Reader) -> tuple[Entry | None, list[Problem]]:
    line, column = position(node)
    if not isinstance(node, MappingNode):
        hint = "write `key: value` lines, the first being `title:`" if kind.__name__ == "Paper" else ""
        return None, [Problem(name, line, column, "wrong-type", "a record is made of keys and values", hint)]
    before = len(reader.problems)
    value = reader.value(node)
    told = reader.problems[before:]
    if "id" in kind.__struct_fields__ and not value.get("id"):  # type: ignore[attr-defined]
        if not stem:
            hint = "in a list, each record needs an `id:` that never changes"
            return None, [*told, Problem(name, line, column, "missing-key", "the key `id` is missing", hint)]
        value["id"] = stem
    try:
        entry = Entry(msgspec.convert(value, kind, strict=False), name, line)
    except msgspec.ValidationError as error:
        return None, [*told, *explain(value, node, kind, name, error)]
    return (None if told else entry), told
