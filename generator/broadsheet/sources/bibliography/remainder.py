"""What a format has no field for, so that an export loses nothing: written into the place that it leaves to its users.

CSL-JSON has `custom`, RIS has `U1` for that; in BibTeX it is a field of our own, which styles pass over. An exporter
writes what it can, reads its own words back and puts there the fields of the paper that came out different; a reader
takes them from there.
"""

import re
from typing import Any

import msgspec
from msgspec import Struct

from ...model import Paper

MARK = "broadsheet"
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_STRINGS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "{}\x85\u2028\u2029"})
# Where the model of today refuses what another release wrote.
_REFUSED = f"{MARK}_remainder"


class Remainder(Struct):
    """The object `{"broadsheet": {...}}`: fields of `Paper` as its YAML has them."""

    broadsheet: dict[str, Any]


def remainder(paper: Paper, back: Paper) -> dict[str, Any]:
    """The fields of `paper` that `back` has otherwise, as plain values; what is alike in meaning is left out."""
    fields: dict[str, Any] = {}
    for name in Paper.__struct_fields__:
        value, other = getattr(paper, name), getattr(back, name)
        if value == other or (name == "authors" and paper.mentions == back.mentions):
            continue
        if name == "extra":
            missing: dict[str, str | None] = {key: text for key, text in value.items() if other.get(key) != text}
            fields[name] = dict(sorted((missing | {key: None for key in other if key not in value}).items()))
        else:
            fields[name] = msgspec.to_builtins(value)
    return fields


def in_braces(fields: dict[str, Any]) -> str:
    """The fields as JSON whose braces are balanced, as a value of BibTeX must be, and which has one line."""
    text = msgspec.json.encode(fields).decode()
    return _STRING.sub(lambda string: string[0].translate(_IN_STRINGS), text)


def from_braces(text: str) -> dict[str, Any]:
    """What `in_braces` wrote; nothing where it is something else."""
    try:
        fields = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def restore(paper: Paper, fields: dict[str, Any]) -> Paper:
    """The paper with these fields in place of its own; unchanged, with the fields in `extra`, where they do not fit."""
    if not fields:
        return paper
    known = {name: value for name, value in fields.items() if name in Paper.__struct_fields__ and name != "extra"}
    unknown = {name: value for name, value in fields.items() if name not in known and name != "extra"}
    extra = dict(paper.extra)
    changes = fields.get("extra", {})
    if isinstance(changes, dict):
        for name, text in changes.items():
            if text is None:
                extra.pop(name, None)
            else:
                extra[name] = text if isinstance(text, str) else msgspec.json.encode(text).decode()
    else:
        unknown["extra"] = changes
    try:
        paper = msgspec.convert(msgspec.to_builtins(paper) | known, Paper)
    except (msgspec.ValidationError, TypeError):
        unknown |= known
    if unknown:
        extra[_REFUSED] = msgspec.json.encode(unknown, order="sorted").decode()
    return msgspec.structs.replace(paper, extra=extra)
