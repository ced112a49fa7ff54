"""YAML text into nodes and plain values, in libyaml's C code, with guards that PyYAML lacks.

Plain scalars stay text: the types of `model` decide what is a number or a date, so that `title: No` and
`date: 2024-05-07` mean what their writer meant. Duplicate keys are refused, aliases bounded, tags ignored.
"""

import re
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, StreamEndEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..model import Problem

# An alias may repeat content, but a file may not unfold into much more than what it says.
UNFOLDED_NODES = 200_000
DEEPEST = 60
_DEEP_BLOCK = re.compile(rf"^[ \t]*(?:[-?][ \t]+){{{DEEPEST}}}", re.MULTILINE)


class FaultError(Exception):
    """Why a text is not usable YAML, as the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Composer(CParser):
    """libyaml's parser and composer with tag resolution, by far the slowest part, left out."""

    def resolve(self, kind: type, value: str, implicit: object) -> str:
        return ""

    def descend_resolver(self, node: object, index: object) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def compose(text: str, path: str) -> Node | None:
    """The node tree of a document, None when it is empty. Raises FaultError."""
    try:
        _check_depth(text, path)
        return _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # What ends too early is found missing below the last line.
        line, column = (min(mark.line, text.rstrip().count("\n")) + 1, mark.column + 1) if mark else (0, 0)
        message = f"this is not valid YAML: {error.problem or error.context}"
        hint = "quote a text that holds ': ' or ' #' or starts with one of *&!%@`[{, and indent with spaces alone"
        raise FaultError(Problem(path, line, column, "yaml-syntax", message, hint)) from error
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        message = f"YAML does not allow the character U+{error.character:04X}"
        raise FaultError(Problem(path, line, 0, "yaml-syntax", message, "delete that character")) from error


def _check_depth(text: str, path: str) -> None:
    """libyaml's composer recurses in C: a file of opening brackets would end the process. Its events do not."""
    flow = text.count("[") + text.count("{") > DEEPEST
    if not flow and not (text.count("-") + text.count("?") > DEEPEST and _DEEP_BLOCK.search(text)):
        return
    parser, depth = _Composer(text), 0
    while (event := parser.get_event()) and not isinstance(event, StreamEndEvent):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise FaultError(_deep(path, event))


def _deep(path: str, at: Node | Event) -> Problem:
    return Problem(path, *position(at), "too-deep", f"lists and mappings are nested more than {DEEPEST} deep")


class Reader:
    """Turns the nodes of one file into plain values; one object a file, to count what its aliases unfold to.

    Faults that spoil one record only are gathered in `problems`.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.left = UNFOLDED_NODES
        self.problems: list[Problem] = []

    def value(self, node: Node, depth: int = 0) -> Any:
        """Text, list or dict; a key with an empty value is left out (absent is unknown). Raises FaultError."""
        if depth > DEEPEST:
            raise FaultError(_deep(self.path, node))
        self.left -= 1
        if self.left < 0:
            line, column = position(node)
            message = "the aliases of this file unfold into too much"
            hint = "write the repeated part out, without & and *"
            raise FaultError(Problem(self.path, line, column, "alias-bomb", message, hint))
        if type(node) is ScalarNode:
            return node.value
        if type(node) is SequenceNode:
            return ["" if is_empty(item) else self.value(item, depth + 1) for item in node.value]
        return self._mapping(node, depth + 1) if isinstance(node, MappingNode) else None

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.value:
            name = key.value
            if type(key) is not ScalarNode:
                self._tell(key, "wrong-type", "a key must be a single word", "write `key: value`")
            elif name in found:
                hint = "keep one of the two, or merge them by hand"
                self._tell(key, "duplicate-key", f"the key `{name}` is given twice", hint)
            else:
                found[name] = None if is_empty(item) else self.value(item, depth)
        return {name: item for name, item in found.items() if item is not None}

    def _tell(self, node: Node, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, *position(node), code, message, hint))


def is_empty(node: Node) -> bool:
    """Whether a value is YAML's null, written or left out."""
    return type(node) is ScalarNode and not node.style and node.value in ("", "~", "null", "Null", "NULL")


def position(node: Node | Event) -> tuple[int, int]:
    """Line and column of a node or event, from 1."""
    mark = node.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
