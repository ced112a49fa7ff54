"""RIS files to papers: what Zotero, EndNote, Scopus and publishers' download buttons give. Every tag has a home.

The tags are those of the RIS specification (Research Information Systems, 2001, and EndNote's list of 2011).
"""

import json
import re
from collections.abc import Iterator

from msgspec import Struct, field

from ...model import Entry, Kind, Problem
from .bare_values import bare_arxiv, is_address
from .loose_dates import read_loose_date
from .markup import plain_line, plain_paragraphs
from .names import Name, is_others, split_name
from .references import Reference, entries_of, written_names
from .remainder import MARK

KINDS: dict[str, Kind | None] = {
    "JOUR": "journal", "EJOUR": "journal", "CPAPER": "conference", "CONF": "conference", "BOOK": "book",
    "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "THES": "thesis", "RPRT": "report",
    "DATA": "dataset", "COMP": "software", "UNPB": "preprint", "GEN": None,
}  # fmt: skip
# The type that a kind is written as; any other is kept in `extra` as ris_type.
TYPES = {
    "journal": "JOUR", "conference": "CPAPER", "workshop": "CPAPER", "book": "BOOK", "chapter": "CHAP",
    "thesis": "THES", "report": "RPRT", "dataset": "DATA", "software": "COMP", "preprint": "UNPB",
}  # fmt: skip
# Tags whose text goes to one field. ris_writer.py writes them the other way round.
SIMPLE = {
    "VL": "volume", "IS": "number", "PB": "publisher", "DO": "doi", "CY": "address", "ET": "edition",
    "LA": "langid", "J2": "shortjournal", "ST": "shorttitle", "Y2": "urldate",
}  # fmt: skip
_ALIASES = {
    "T1": "TI", "CT": "TI", "A1": "AU", "ED": "A2", "N2": "AB", "JA": "J2", "CP": "IS", "PP": "CY", "DI": "DO",
}  # fmt: skip
_TAGS = frozenset(
    "A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ER ET ID IS J1 J2 JA JF JO "
    "KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 "
    "U5 UR VL VO Y1 Y2".split()
)
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])(  |[ \t])-(?:[ \t](.*)|[ \t]*)$")
_LINE_END = re.compile(r"\r\n|\r|\n")
_END = re.compile(r"[ \t]*ER[ \t]*-?[ \t]*$")
_BOOKS = ("BOOK", "EBOOK", "EDBOOK")
_PARAGRAPHS = frozenset(("AB", "N1"))
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx](?!\d)")


class Record(Struct):
    """One reference's tags: values in their order, at the line of the first."""

    line: int
    type: str = ""
    tags: dict[str, list[str]] = field(default_factory=dict)


def read_ris(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of a RIS file in its order, and all that is wrong with it, by line.

    The id is the `ID` tag as a slug, else made from name, year and title. Tags without a home in `Paper` are in
    `extra`: under BibLaTeX's name where it has one (issn, address, edition ...), else as `ris_c1` and so on. Line ends,
    a byte order mark, missing spaces and continuation lines do not matter.
    """
    records, problems = _records(text, path)
    entries, more = entries_of((reference_of(record) for record in records), "ris", path, untitled=untitled)
    return entries, sorted(problems + more)


def _records(text: str, path: str) -> tuple[list[Record], list[Problem]]:
    records: list[Record] = []
    problems: list[Problem] = []
    record: Record | None = None
    values: list[str] | None = None  # what a continuation line belongs to
    stray = False

    def unended(line: int, start: int) -> None:
        message = f"the reference of line {start} has no end"
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
                    unended(number, record.line)
                record, values = Record(number, value.upper()), None
                records.append(record)
                continue
            if record is None:
                record = Record(number)
                records.append(record)
                message = "a reference without a type"
                problems.append(Problem(path, number, 0, "ris-no-type", message, "begin it with a line `TY  - JOUR`"))
            values = record.tags.setdefault(tag, [])
            values.append(value)
        elif not line.strip():
            if values and tag in _PARAGRAPHS:
                values[-1] += "\n\n"
        elif values:
            values[-1] = f"{values[-1]}{'' if values[-1].endswith(chr(10)) else ' '}{line.strip()}".strip(" ")
        elif record is None and not stray:
            stray = True  # the banner that some programs put before their references
            message = f"`{line.strip()[:40]}` belongs to no reference"
            problems.append(Problem(path, number, 0, "ris-stray-text", message, "delete it", "warning"))
        elif record is not None:
            record.tags.setdefault("", []).append(line.strip())
    if record:
        unended(number, record.line)
    return records, problems


def reference_of(record: Record) -> Reference:
    """One record's tags, each to its field."""
    tags: dict[str, list[str]] = {}
    for tag, values in record.tags.items():
        known = tags.setdefault(_ALIASES.get(tag, tag), [])
        known += [value.strip() for value in values if value.strip() and value.strip() not in known]
    tags = {tag: values for tag, values in tags.items() if values}
    kind = KINDS.get(record.type, "other")
    found = Reference(record.line, kind=kind, key=_take(tags, "ID"))
    if record.type and record.type != TYPES.get(kind or "", "GEN" if kind is None else ""):
        found.kept["ris_type"] = record.type
    for value in _all(tags, "AU"):
        _add_name(found, found.authors, value)
    if kind != "thesis":  # where A2 is the adviser
        for value in _all(tags, "A2"):
            _add_name(found, found.editors, value)
    if record.type == "EDBOOK" and not found.editors:
        found.authors, found.editors = [], found.authors
    for tag in ("A4", "TA"):
        if translators := _all(tags, tag):
            found.fields["translator"] = written_names(_name(value) for value in translators)
    found.tags = _all(tags, "KW")
    _read_date(found, tags)
    found.fields |= dict(_titles(tags, record.type))
    found.fields |= {SIMPLE[tag]: plain_line(_take(tags, tag)) for tag in SIMPLE if tag in tags}
    found.fields["abstract"] = plain_paragraphs(_take(tags, "AB"))
    found.fields["note"] = plain_paragraphs("\n".join(_all(tags, "N1")))
    first, last = _take(tags, "SP"), _take(tags, "EP")
    found.fields["pages"] = f"{first}–{last}" if first and last and first != last else first or last
    if number := _take(tags, "SN"):
        found.fields["issn" if _ISSN.fullmatch(number.split()[0]) else "isbn"] = number
    _read_links(found, tags)
    _read_own(found, tags)
    for tag, values in tags.items():
        found.kept[f"ris_{tag.lower()}" if tag else "ris_text"] = "\n".join(values)
    return found


def _take(tags: dict[str, list[str]], tag: str) -> str:
    """The first value of a tag; further ones stay."""
    values = tags.get(tag)
    if not values:
        return ""
    value = values.pop(0)
    if not values:
        del tags[tag]
    return value


def _all(tags: dict[str, list[str]], tag: str) -> list[str]:
    return tags.pop(tag, [])


def _name(text: str) -> Name:
    """`Family, Given, Suffix`; `Organization,` with a comma that nothing follows; some write `Given Family`."""
    text = plain_line(text)
    return Name(text[:-1].rstrip()) if text.endswith(",") else split_name(text)


def _add_name(found: Reference, names: list[Name], text: str) -> None:
    if is_others(text):
        found.et_al = True
    else:
        names.append(_name(text))


def _read_date(found: Reference, tags: dict[str, list[str]]) -> None:
    """The first date of PY, Y1 and DA, or the most exact one of the same year; what says something else stays."""
    read = [(tag, *read_loose_date(tags[tag][0])) for tag in ("PY", "Y1", "DA") if tag in tags]
    dates = [iso for _, iso, _ in read if iso]
    if not dates:
        return
    best = found.date = next(
        iso for length in (10, 7, 4) for iso in dates if len(iso) == length and iso[:4] == dates[0][:4]
    )
    for tag, iso, exact in read:
        if exact and iso and best.startswith(iso):
            _take(tags, tag)


def _titles(tags: dict[str, list[str]], kind: str) -> Iterator[tuple[str, str]]:
    """The title, what it is part of and the series; which tag is which hangs on the type."""
    title = _take(tags, "TI") or _take(tags, "BT" if kind in _BOOKS else "TT")
    yield "title", plain_line(title)
    if kind in _BOOKS and "T2" in tags:
        yield "series", plain_line(_take(tags, "T2"))
    venue = next((tag for tag in ("JF", "T2", "BT", "JO", "J1", "J2", "JA", "T3") if tag in tags), "")
    if venue and not (kind in _BOOKS and venue == "T3"):
        name = _take(tags, venue)
        yield "venue", plain_line(name)
        for tag in ("T2", "BT", "JO", "J1", "J2"):
            if tags.get(tag) == [name]:
                del tags[tag]
    if "JO" in tags and "J2" not in tags:
        tags["J2"] = tags.pop("JO")
    if "T3" in tags:
        yield "series", plain_line(_take(tags, "T3"))


def _read_links(found: Reference, tags: dict[str, list[str]]) -> None:
    """The first address is the paper's, L1 its PDF; an accession number of arXiv is its identifier there."""
    pieces = [piece.strip() for value in _all(tags, "UR") for piece in re.split(r";\s*(?=https?:)", value)]
    addresses = list(dict.fromkeys(piece for piece in pieces if piece))
    first = next((piece for piece in addresses if is_address(piece)), addresses[0] if addresses else "")
    if first:
        found.fields["url"] = first
        addresses.remove(first)
    if addresses:
        found.kept["ris_ur"] = "\n".join(addresses)
    if "L1" in tags:
        found.fields["pdf"] = _take(tags, "L1")
    number = tags.get("AN", [""])[0]
    arxiv = bare_arxiv(number)
    if arxiv and (number.lower().startswith("arxiv") or tags.get("DB", [""])[0].lower() == "arxiv"):
        found.fields["eprint"] = arxiv
        if found.fields.get("url") == f"https://arxiv.org/abs/{arxiv}":
            del found.fields["url"]  # which says nothing more
        _take(tags, "AN")
        if tags.get("DB", [""])[0].lower() == "arxiv":
            _take(tags, "DB")


def _read_own(found: Reference, tags: dict[str, list[str]]) -> None:
    """What ris_writer.py put into U1."""
    for value in tags.get("U1", []):
        if value.startswith(f'{{"{MARK}":'):
            try:
                own = json.loads(value)[MARK]
            except (ValueError, RecursionError):
                continue
            if isinstance(own, dict):
                found.restored = own
                tags["U1"].remove(value)
                break
    if not tags.get("U1", [""]):
        del tags["U1"]
