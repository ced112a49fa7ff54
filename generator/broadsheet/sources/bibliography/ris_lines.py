"""The lines of RIS files to tags and values, reference by reference; whatever stands between them is told."""

import re

from msgspec import Struct, field

from ...model import Problem

_TAGS = frozenset(
    "A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ER ET ID IS J1 J2 JA JF JO "
    "KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 "
    "U5 UR VL VO Y1 Y2".split()
)
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])(  |[ \t])-(?:[ \t](.*)|[ \t]*)$")
_LINE_END = re.compile(r"\r\n|\r|\n")
_END = re.compile(r"[ \t]*ER[ \t]*-?[ \t]*$")
_PARAGRAPHS = frozenset(("AB", "N1"))
_NAMING = frozenset(("TI", "T1", "CT", "BT", "TT", "AU", "A1"))
# Numbers that databases put before each reference.
_COUNTED = re.compile(r"\s*<?\d+[.>]?\s*")


class Record(Struct):
    """One reference's tags: values in their order, at the line of the first."""

    line: int
    type: str = ""
    tags: dict[str, list[str]] = field(default_factory=dict)


def read_records(text: str, path: str) -> tuple[list[Record], list[Problem]]:
    """The references of a text in their order, each with its tags; line ends and a byte order mark do not matter."""
    records: list[Record] = []
    problems: list[Problem] = []
    record: Record | None = None
    values: list[str] | None = None  # what a continuation line belongs to
    tag = ""
    stray = False

    def unended(line: int, start: Record) -> None:
        if start.type or _begins(start):
            message = f"the reference of line {start.line} has no end"
            problems.append(Problem(path, line, 0, "ris-no-end", message, "end it with a line `ER  - `", "warning"))

    number = 0
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        if _END.match(line):
            record, values, stray = None, None, False
            continue
        match = _LINE.match(line)
        if match and (match[2] == "  " or match[1] in _TAGS):
            tag, value = match[1], (match[3] or "").strip()
            if tag == "TY":
                if record:
                    unended(number, record)
                record, values = Record(number, value.upper() or "GEN"), None
                records.append(record)
                continue
            if record is None:
                record = Record(number)
                records.append(record)
            values = record.tags.setdefault(tag, [])
            values.append(value)
        elif not line.strip():
            if values and tag in _PARAGRAPHS:
                values[-1] += "\n\n"
        elif values and tag == "KW":
            values.append(line.strip())  # EndNote writes a keyword a line
        elif values:
            values[-1] = f"{values[-1]}{'' if values[-1].endswith(chr(10)) else ' '}{line.strip()}".strip(" ")
        elif record is None and not stray and not _COUNTED.fullmatch(line):
            stray = True  # the banner that some programs put before their references
            message = f"`{line.strip()[:40]}` belongs to no reference"
            problems.append(Problem(path, number, 0, "ris-stray-text", message, "delete it", "warning"))
        elif record is not None:
            record.tags.setdefault("", []).append(line.strip())
    if record:
        unended(number, record)
    return _typed(records, problems, path), problems


def _begins(record: Record) -> bool:
    """Whether tags without a type make a reference: they name a title or an author."""
    return bool(_NAMING & record.tags.keys())


def _typed(records: list[Record], problems: list[Problem], path: str) -> list[Record]:
    """The references; tags that some databases put behind the end of one, before the next, go to it."""
    found: list[Record] = []
    for record in records:
        if record.type or _begins(record) or not found:
            found.append(record)
            if not record.type:
                message = "a reference without a type"
                hint = "begin it with a line `TY  - JOUR`"
                problems.append(Problem(path, record.line, 0, "ris-no-type", message, hint))
            continue
        for tag, values in record.tags.items():
            found[-1].tags.setdefault(tag, []).extend(values)
        tags = ", ".join(tag for tag in record.tags if tag)
        message = f"{tags} behind the end of the reference of line {found[-1].line}"
        problems.append(Problem(path, record.line, 0, "ris-behind-end", message, "read as a part of it", "warning"))
    return found
