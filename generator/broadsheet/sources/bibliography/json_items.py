"""A JSON file of many references, one at a time with its line; what stands before a fault is still read."""

import json
import re
from bisect import bisect_right
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..files import FORBIDDEN

_SPACE = re.compile(r"[ \t\n\r]*")
# Escapes that bring in what no text of ours may hold (see files.py): controls, halves of a character, our own signs.
_SUSPECT = re.compile(r"\\u(?:00[01]|007f|d[89a-f]|e00[0-3])|\\[bf]", re.IGNORECASE)
_decoder = json.JSONDecoder()


class Items(Struct):
    """Values in their order, each with its line from 1; `rest` is what the object around them also holds."""

    values: list[tuple[int, Any]] = []
    rest: dict[str, Any] = {}


def read_items(text: str, form: str, path: str) -> tuple[Items, list[Problem]]:
    """The members of an array, the `items` or the `message` of an object, or a single object; a fault is a problem.

    Characters that a text must not hold come out as U+FFFD.
    """
    return _Reader(text.removeprefix("\ufeff"), form, path).read()


def json_text(value: Any) -> str:
    """A variable as text: of a list of texts the first; other structures as JSON."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and value and all(isinstance(member, str) for member in value):
        return value[0].strip() if len(value) == 1 else "; ".join(value)
    if value is None or isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value)


def listed(value: Any) -> list[Any]:
    """A value as a list: a single one alone in it."""
    return value if isinstance(value, list) else [value]


class _Reader:
    """One text on its way."""

    def __init__(self, text: str, form: str, path: str) -> None:
        self.text, self.form, self.path = text, form, path
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.suspect = _SUSPECT.search(text) is not None
        self.items = Items()

    def read(self) -> tuple[Items, list[Problem]]:
        at = self.space(0)
        try:
            if self.text.startswith("[", at):
                at = self.array(at)
            elif self.text.startswith("{", at):
                at = self.object(at)
            else:
                raise json.JSONDecodeError("neither an array nor an object", self.text, at)
            if self.space(at) < len(self.text):
                raise json.JSONDecodeError("something follows the end of it", self.text, self.space(at))
        except json.JSONDecodeError as error:
            return self.items, [self.fault(error.pos, error.msg[:1].lower() + error.msg[1:])]
        except RecursionError:
            return self.items, [self.fault(at, "it is nested too deeply")]
        return self.items, []

    def fault(self, at: int, message: str) -> Problem:
        line = bisect_right(self.starts, at)
        column = at - self.starts[line - 1] + 1
        hint = f"export the file again; {len(self.items.values)} references before this place were read"
        return Problem(self.path, line, column, f"{self.form}-bad-json", f"this is not JSON: {message}", hint)

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int) -> tuple[Any, int]:
        value, end = _decoder.raw_decode(self.text, at)
        return (_clean(value) if self.suspect else value), end

    def array(self, at: int) -> int:
        at = self.space(at + 1)
        if self.text.startswith("]", at):
            return at + 1
        while True:
            start = at
            value, at = self.value(at)
            self.items.values.append((bisect_right(self.starts, start), value))
            at = self.space(at)
            if self.text.startswith("]", at):
                return at + 1
            at = self.comma(at)

    def object(self, start: int) -> int:
        """The object's own values, or the references in its `items`; without these it is a reference itself."""
        line, at, wraps = bisect_right(self.starts, start), self.space(start + 1), False
        while not self.text.startswith("}", at):
            name, at = self.value(at)
            at = self.space(at)
            if not isinstance(name, str) or not self.text.startswith(":", at):
                raise json.JSONDecodeError("expecting a name and a colon", self.text, at)
            at = self.space(at + 1)
            if name == "items" and self.text.startswith("[", at):
                wraps, at = True, self.array(at)
            elif name == "message" and self.text.startswith("{", at):  # as Crossref's own interface wraps its records
                outside, self.items.rest = self.items.rest, {}
                wraps, at = True, self.object(at)
                self.items.rest = outside
            else:
                self.items.rest[name], at = self.value(at)
            at = self.space(at)
            if not self.text.startswith("}", at):
                at = self.comma(at)
        if not wraps:
            self.items.values.append((line, self.items.rest))
        return at + 1

    def comma(self, at: int) -> int:
        if not self.text.startswith(",", at):
            raise json.JSONDecodeError("expecting a comma", self.text, at)
        return self.space(at + 1)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_clean(member) for member in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(member) for name, member in value.items()}
    return value
