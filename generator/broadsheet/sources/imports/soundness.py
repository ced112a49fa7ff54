"""Whether an imported record can stand in a content file: what a field does not allow moves to `extra` and is told."""

import re
from typing import Any

import msgspec

from ...model import Entry, Paper, Problem
from ..bibliography.bibtex import slug_of_key
from ..files import FORBIDDEN

_WHERE = re.compile(r"at `\$\.(\w+)(?:\.(\w+))?")
_MOST_FAULTS = 50  # more than a paper has fields


def sound(entry: Entry) -> tuple[Entry | None, list[Problem]]:
    """The record as a content file may hold it; None for one without a title, of which its reader told.

    Readers construct papers without checks. Here control characters go, and a value that its field does not allow
    goes to `extra` as it is written, each with a warning.
    """
    if not entry.record.title.strip():
        return None, []
    values = msgspec.to_builtins(entry.record)
    problems = []
    clean = _clean(values)
    if clean != values:
        values = clean
        problems.append(_problem(entry, "import-control-character", "control characters were left out"))
    for _ in range(_MOST_FAULTS):  # msgspec tells one fault at a time
        try:
            paper = msgspec.convert(values, Paper)
        except msgspec.ValidationError as error:
            problems.append(_moved(entry, values, str(error)))
        else:
            return (Entry(paper, entry.path, entry.line) if problems else entry), problems
    return None, [_problem(entry, "import-unusable", "this record cannot be written", "error")]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return FORBIDDEN.sub("", value)
    if isinstance(value, dict):
        return {_clean(name): _clean(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(map(_clean, value))
    return value


def _moved(entry: Entry, values: dict[str, Any], error: str) -> Problem:
    """Takes the value that is at fault out of its field, into `extra`."""
    match = _WHERE.search(error)
    field, inner = (match[1], match[2]) if match else ("", None)
    if field == "id":
        values["id"] = slug_of_key(values["id"]) or f"paper-{entry.line}"
        return _problem(entry, "import-bad-id", f"the id becomes `{values['id']}`")
    if field == "extra":
        values["extra"] = {name: _text(value) for name, value in values["extra"].items()}
        return _problem(entry, "import-bad-value", "`extra` holds text only")
    if field == "links" and inner in values.get("links", {}):
        value, name = values["links"].pop(inner), inner
    else:
        value, name = values.pop(field, ""), field
    extra = values.setdefault("extra", {})
    extra[name if name not in extra else f"{name}_as_written"] = _text(value)
    message = f"`{_text(value)[:60]}` cannot stand in `{field}{'.' + inner if inner else ''}`; it is kept in `extra`"
    return _problem(entry, "import-bad-value", message)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _problem(entry: Entry, code: str, message: str, severity: Any = "warning") -> Problem:
    return Problem(entry.path, entry.line, 0, code, message, f"record `{entry.record.id}`", severity)
