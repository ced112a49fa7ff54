"""Records as tidy YAML: fields in the model's order, quotes where they are needed, long texts folded."""

import re
from collections.abc import Iterable
from typing import Any

WIDTH = 120

# Prose: folded over lines where it is long. Everything else stays on one line, to be found and compared.
_PROSE = frozenset(("summary", "abstract", "note"))
# Bare although other YAML readers take them for dates or numbers: here each has a type of its own.
_TYPED = frozenset(("date", "added", "start", "end"))
_QUOTED = frozenset(("arxiv",))  # 2410.10 and 2410.1 are one number to other programs

# A text that every YAML reader takes for text as it stands: no indicator, no `: ` or ` #`, nothing that YAML 1.1 or
# 1.2 resolves to a number, a date, a truth value or nothing.
_ODD = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_PLAIN = re.compile(rf"(?:[A-Za-z0-9(/$]|[^\x00-\x7f\s{_ODD}])[^\n{_ODD}]*")
_BREAKS_PLAIN = re.compile(r":(?: |$)| #|\s$")
_RESOLVED = re.compile(
    r"(?:y|n|yes|no|true|false|on|off|null)|0[xo][0-9a-f_]+|0b[01_]+"
    r"|[\d_,]*\d[\d_,]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?"
    r"|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_WORD = re.compile(r"[A-Za-z][\w.-]*")
_TO_ESCAPE = re.compile(rf'[\n\\"{_ODD}]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# What would change when a text is broken at its spaces and joined again.
_UNFOLDABLE = re.compile(rf"[{_ODD}]|^\s|\s$|  | \n|\n\s?[^\S\n]")


def listed(values: Iterable[dict[str, Any]], indent: int = 0) -> str:
    """Records, each plain values by field name, as items of a list whose dashes stand in column `indent`."""
    return "".join(_item(value, indent) for value in values)


def mapping(values: dict[str, Any], indent: int = 0) -> str:
    """Plain values by field name as lines that begin in column `indent`."""
    return "".join(_field(name, value, indent) for name, value in values.items())


def _item(value: Any, indent: int) -> str:
    if not isinstance(value, dict):
        return f"{' ' * indent}- {scalar(value)}\n"
    lines = mapping(value, indent + 2)
    return f"{' ' * indent}- {lines[indent + 2 :]}"


def _field(name: str, value: Any, indent: int) -> str:
    start = f"{' ' * indent}{name if _is_plain(name) else quoted(name)}:"
    if isinstance(value, dict):
        return f"{start}\n{mapping(value, indent + 2)}" if value else f"{start} {{}}\n"
    if name == "fields":  # the names of fields, a line of them
        return f"{start} {flow(value)}\n"
    if isinstance(value, list | tuple):
        return f"{start}\n{listed(value, indent + 2)}" if value else f"{start} []\n"
    if name in _PROSE and len(start) + len(value) + 3 > WIDTH and not _UNFOLDABLE.search(value):
        return f"{start} >-\n{_folded(value, indent + 2)}"
    return f"{start} {scalar(value, name)}\n"


def scalar(value: Any, name: str = "") -> str:
    """One value on one line; `name` is the field that it is for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if not isinstance(value, str):
        return str(value)
    if name in _QUOTED or not (_is_plain(value) or (name in _TYPED and _DATE.fullmatch(value))):
        return quoted(value)
    return value


def flow(value: Any) -> str:
    """A value in flow style, on one line between brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(name)}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    bare = not isinstance(value, str) or (_WORD.fullmatch(value) and _is_plain(value))
    return scalar(value) if bare else quoted(value)


def quoted(text: str) -> str:
    """A text between double quotes, also as JSON reads it."""
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: "re.Match[str]") -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and not (_BREAKS_PLAIN.search(text) or _RESOLVED.fullmatch(text))


def _folded(text: str, indent: int) -> str:
    """Lines of a folded block; a line end within the text is an empty line there."""
    start = " " * indent
    width = max(WIDTH - indent, 40)
    lines = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        lines += [start + line for line in _wrapped(paragraph, width)]
    return "".join(f"{line}\n" for line in lines)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, where single spaces allow it; none of an empty text."""
    lines, start = [], 0
    while len(text) - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        if cut < 0:
            cut = text.find(" ", start + width)
        if cut < 0:
            break
        lines.append(text[start:cut])
        start = cut + 1
    return [*lines, text[start:]] if text else lines
