"""Where in its file a part of a record stands: asked for only when there is something to say about it."""

from pathlib import Path

from yaml.nodes import MappingNode, Node, SequenceNode

from ..model import Entry
from .files import read_text
from .yamlfile import FaultError, compose, position


def place(root: Path, entry: Entry, steps: tuple[str | int, ...]) -> tuple[int, int]:
    """Line and column of the value at `steps` (keys and indexes) of a record; of the record itself when not found."""
    node = _record_node(root, entry)
    if node is None:
        return entry.line, 1
    for step in steps:
        found = _step(node, step)
        if found is None:
            break
        node = found
    return position(node)


def _record_node(root: Path, entry: Entry) -> Node | None:
    if entry.path.endswith(".bib"):
        return None
    text, problems = read_text(root / entry.path, entry.path)
    try:
        top = None if problems else compose(text, entry.path)
    except FaultError:
        return None
    if isinstance(top, SequenceNode):
        return next((item for item in top.value if position(item)[0] == entry.line), None)
    return top


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None
