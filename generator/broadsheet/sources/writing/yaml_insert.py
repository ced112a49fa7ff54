"""New lines into a YAML text that people wrote: every byte of theirs stays as it is and where it is, in its order.

Places are found through the composed nodes. YAML has corners in which a place can be wrong (anchors that are used
elsewhere, texts over several lines), so who inserts reads the outcome again: see `papers_yaml`.
"""

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ...model import Paper
from ..yamlfile import is_empty
from .yaml_writer import flow, listed, mapping

# libyaml's line ends: marks count lines by these.
_LINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# What goes into a part of a record stands before what goes behind that part.
_INNER = -1000
_ORDER = {name: at for at, name in enumerate(Paper.__struct_fields__)}


class Insertion(Struct, frozen=True, order=True):
    """A text to be put at an offset; those of one offset in the order of `rank`."""

    at: int
    rank: int
    text: str


class Lines:
    """A text with the offsets at which its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _LINE.finditer(text))]
        ending = _LINE.search(text)
        self.ending = ending[0] if ending else "\n"

    def offset(self, line: int, column: int = 0) -> int:
        """The offset of a place, both counted from 0; that of the end of the text for lines past it."""
        return min(self.starts[line] + column, len(self.text)) if line < len(self.starts) else len(self.text)

    def line(self, number: int) -> str:
        """A line without its end."""
        return _LINE.sub("", self.text[self.offset(number) : self.offset(number + 1)])

    def block(self, line: int, rank: int, lines: str) -> Insertion:
        """Whole lines before line number `line`, with the line ends of this text."""
        at = self.offset(line)
        text = lines.replace("\n", self.ending)
        if at == len(self.text) and self.text and not _LINE.fullmatch(self.text[-1]):
            text = self.ending + text
        return Insertion(at, rank, text)


def inserted(text: str, insertions: Sequence[Insertion]) -> str:
    """The text with all insertions."""
    parts, done = [], 0
    for insertion in sorted(insertions):
        parts += [text[done : insertion.at], insertion.text]
        done = insertion.at
    return "".join([*parts, text[done:]])


def fill_record(lines: Lines, node: MappingNode, added: dict[str, Any], *, at_end: bool) -> list[Insertion]:
    """The insertions that add fields to a record: before the field that follows in the model's order, or `at_end`.

    `added` is what `fillable` lets through.
    """
    found = []
    absent = {}
    for name, value in added.items():
        there = next((item for key, item in node.value if key.value == name), None)
        if there is None:
            absent[name] = value
        elif isinstance(there, MappingNode) and isinstance(value, dict):
            found += _new_keys(lines, there, value, True, _INNER)
        elif isinstance(there, SequenceNode) and isinstance(value, list):
            found.append(append_items(lines, there, value))
    return found + _new_keys(lines, node, absent, at_end, 0)


def append_items(lines: Lines, node: SequenceNode, values: list[Any], *, at_end_of_text: bool = False) -> Insertion:
    """The insertion that adds items to a list."""
    if node.flow_style or not node.value:
        text = ", ".join(flow(value) for value in values)
        return _in_flow(lines, node, text, _INNER)
    column = node.start_mark.column
    line = len(lines.starts) if at_end_of_text else last_line(lines, node) + 1
    return lines.block(line, _INNER, listed(values, column))


def fillable(node: MappingNode, added: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What of `added` can be filled in, and the names that stand in the record with an empty value: they stay so."""
    kept: dict[str, Any] = {}
    left: list[str] = []
    items = {key.value: item for key, item in node.value}
    for name, value in added.items():
        item = items.get(name)
        if item is not None and is_empty(item):
            left.append(name)
        elif isinstance(item, MappingNode) and isinstance(value, dict):
            inner, more = fillable(item, value)
            left += [f"{name}.{key}" for key in more]
            if inner:
                kept[name] = inner
        else:
            kept[name] = value
    return kept, left


def _new_keys(
    lines: Lines, node: MappingNode, values: dict[str, Any], at_end: bool, first_rank: int
) -> list[Insertion]:
    if not values:
        return []
    if node.flow_style or not node.value:
        text = ", ".join(f"{flow(name)}: {flow(value)}" for name, value in values.items())
        return [_in_flow(lines, node, text, first_rank)]
    found = []
    column = node.value[0][0].start_mark.column
    for name, value in values.items():
        place = _ORDER.get(name, len(_ORDER))
        # The first key shares its line with the dash of its list.
        later = [key for key, _ in node.value[1:] if _ORDER.get(key.value, len(_ORDER)) > place]
        line = last_line(lines, node) + 1 if at_end or not later else _above_comments(lines, later[0])
        found.append(lines.block(line, first_rank + place, mapping({name: value}, column)))
    return found


def _in_flow(lines: Lines, node: Node, text: str, rank: int) -> Insertion:
    """Between the brackets of a list or mapping in flow style, after its last item."""
    if node.value:
        last = node.value[-1]
        mark = (last[1] if isinstance(last, tuple) else last).end_mark
        return Insertion(lines.offset(mark.line, mark.column), rank, f", {text}")
    mark = node.end_mark
    return Insertion(lines.offset(mark.line, mark.column) - 1, rank, text)


def _above_comments(lines: Lines, key: Node) -> int:
    """The line of a key, or of the first of the comments right above it."""
    line, column = key.start_mark.line, key.start_mark.column
    while line and lines.line(line - 1).startswith(" " * column + "#"):
        line -= 1
    return int(line)


def last_line(lines: Lines, node: Node) -> int:
    """The line in which a node's own text ends, comments and empty lines behind it left out."""
    leaf = node
    while isinstance(leaf, MappingNode | SequenceNode) and leaf.value and not leaf.flow_style:
        last = leaf.value[-1]
        leaf = last[1] if isinstance(last, tuple) else last
    end = leaf.end_mark
    if not (isinstance(leaf, ScalarNode) and leaf.style in ("|", ">")):
        return int(end.line)
    first = leaf.start_mark.line
    if "+" in lines.line(first)[leaf.start_mark.column :][:3]:  # the empty lines behind it are its own
        return int(end.line) - 1
    line = end.line if end.line > first and lines.line(end.line)[: end.column].strip() else end.line - 1
    content = next((lines.line(n) for n in range(first + 1, line + 1) if lines.line(n).strip()), "")
    indent = len(content) - len(content.lstrip(" "))
    while line > first and len(lines.line(line)) - len(lines.line(line).lstrip(" ")) < indent:
        line -= 1
    return int(line)
