"""RIS files to papers: what Zotero, EndNote, Scopus and publishers' download buttons give. Every tag has a home.

The tags are those of the RIS specification (Research Information Systems, 2001, and EndNote's list of 2011).
"""

import json
import re
from collections.abc import Iterator

from ...fields import arxiv_address
from ...model import Entry, Kind, Problem
from .bare_values import bare_arxiv, bare_doi, is_address
from .loose_dates import read_loose_date
from .markup import plain_line, plain_paragraphs
from .names import Name, is_others, split_name
from .references import Reference, entries_of, written_names
from .remainder import MARK
from .ris_lines import Record, read_records

KINDS: dict[str, Kind | None] = {
    "JOUR": "journal", "EJOUR": "journal", "CPAPER": "conference", "CONF": "conference", "BOOK": "book",
    "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "THES": "thesis", "RPRT": "report",
    "DATA": "dataset", "COMP": "software", "UNPB": "preprint", "GEN": None,
    # Types that say more than a kind; `extra` keeps them.
    "ABST": "journal", "JFULL": "journal", "CLSWK": "book", "SER": "book", "ENCYC": "chapter", "DICT": "chapter",
    "GOVDOC": "report", "DBASE": "dataset", "AGGR": "dataset",
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
    "T1": "TI", "CT": "TI", "A1": "AU", "N2": "AB", "JA": "J2", "CP": "IS", "PP": "CY", "DI": "DO", "VO": "VL",
}  # fmt: skip
_BOOKS = ("BOOK", "EBOOK", "EDBOOK", "CLSWK", "SER")
_ISSN = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\dXx-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\dXx-])")
_WITH_HOUR = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?:/[\d:]*)?")
_INITIALS_LAST = re.compile(r"([^\W\d_][^,;.\d]+?) ((?:[^\W\d_]\.[ -]?)+)")


def read_ris(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of a RIS file in its order, and all that is wrong with it, by line.

    The id is the `ID` tag as a slug, else made from name, year and title. Tags without a home in `Paper` are in
    `extra`: under BibLaTeX's name where it has one (issn, address, edition ...), else as `ris_c1` and so on. Line ends,
    a byte order mark, missing spaces and continuation lines do not matter.
    """
    records, problems = read_records(text, path)
    entries, more = entries_of((reference_of(record) for record in records), "ris", path, untitled=untitled)
    return entries, sorted(problems + more)


def reference_of(record: Record) -> Reference:
    """One record's tags, each to its field."""
    tags: dict[str, list[str]] = {}
    for tag, values in record.tags.items():
        known = tags.setdefault(_ALIASES.get(tag, tag), [])
        known += [value.strip() for value in values if value.strip()]
    tags = {tag: list(dict.fromkeys(values)) for tag, values in tags.items() if values}
    kind = KINDS.get(record.type, "other")
    found = Reference(record.line, kind=kind, key=_take(tags, "ID"))
    if record.type and record.type != TYPES.get(kind or "", "GEN" if kind is None else ""):
        found.kept["ris_type"] = record.type
    _read_people(found, tags, record.type)
    words = (word for value in _all(tags, "KW") for word in plain_line(value).split(";"))
    found.tags = [word.strip() for word in words if word.strip()]
    _read_date(found, tags)
    _read_doi(tags)
    found.fields |= dict(_titles(tags, record.type))
    found.fields |= {SIMPLE[tag]: plain_line(_take(tags, tag)) for tag in SIMPLE if tag in tags}
    if "urldate" in found.fields:  # Zotero writes the hour behind it
        found.fields["urldate"] = _WITH_HOUR.sub(r"\1-\2-\3", found.fields["urldate"])
    if kind in ("thesis", "report") and "M3" in tags:
        found.fields["type"] = plain_line(_take(tags, "M3"))
    found.fields["abstract"] = plain_paragraphs(_take(tags, "AB"))
    notes = "\n".join(_all(tags, "N1"))
    if tags.get("DB", [""])[0].lower() == "scopus" or tags.get("AN", [""])[0].startswith("WOS:"):
        # Their notes are of their own record: the day, the references, how often it is cited.
        found.kept["ris_n1"] = notes
    else:
        found.fields["note"] = plain_paragraphs(notes)
    _read_numbers(found, tags, record.type)
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


def _read_people(found: Reference, tags: dict[str, list[str]], kind: str) -> None:
    """Authors, editors and translators; what A2 and A3 mean hangs on the type."""
    editors = ["ED"]
    series = ["A3"] if found.kind in ("chapter", "conference", "report") else []
    if kind == "EDBOOK" and "AU" in tags:
        editors, series = ["ED", "AU"], ["A2"]
    elif kind in _BOOKS and "A3" in tags:
        editors, series = ["ED", "A3"], ["A2"]
    elif found.kind != "thesis":  # where A2 and A3 are the adviser
        editors = ["ED", "A2"]
    for tag in editors:
        for value in _all(tags, tag):
            _add_names(found, found.editors, value)
    for value in _all(tags, "AU"):
        _add_names(found, found.authors, value)
    for target, names in (
        ("translator", [*_all(tags, "A4"), *_all(tags, "TA")]),
        ("serieseditor", [name for tag in series for name in _all(tags, tag)]),
    ):
        if names:
            found.fields[target] = written_names(_name(value) for value in names)


def _name(text: str) -> Name:
    """`Family, Given, Suffix`; `Organization,` with a comma that nothing follows; some write `Given Family`, and
    some databases `Family G.`"""
    text = plain_line(text)
    if text.endswith(","):
        return Name(text[:-1].rstrip())
    turned = _INITIALS_LAST.fullmatch(text)
    return split_name(f"{turned[1]}, {turned[2].strip()}" if turned else text)


def _add_names(found: Reference, names: list[Name], text: str) -> None:
    """A name, or the several that some programs put into one line between semicolons."""
    for part in plain_line(text).split(";"):
        if is_others(part.strip()):
            found.et_al = True
        elif part.strip():
            names.append(_name(part))


def _read_doi(tags: dict[str, list[str]]) -> None:
    """The DOI, once; some databases have it in M3, L3 or N1 and not in DO."""
    for tag in ("DO", "M3", "L3", "N1"):
        doi = next((bare for value in tags.get(tag, ()) if (bare := bare_doi(value))), None)
        if doi:
            tags[tag] = [value for value in tags[tag] if (bare_doi(value) or "").lower() != doi.lower()]
            tags["DO"] = [doi, *tags.get("DO", ())]
            break
    for tag in [tag for tag, values in tags.items() if not values]:
        del tags[tag]


def _read_numbers(found: Reference, tags: dict[str, list[str]], kind: str) -> None:
    """Pages, ISSN, ISBN and what an article has in place of pages."""
    first, last = _take(tags, "SP"), _take(tags, "EP")
    if (kind in _BOOKS or found.kind == "thesis") and first.isdigit() and not last:
        found.fields["pagetotal"] = first
    else:
        found.fields["pages"] = f"{first}–{last}" if first and last and first != last else first or last
    if found.kind in ("journal", "conference"):
        if "C7" in tags:
            found.fields["eid"] = _take(tags, "C7")
        number = tags.get("M1", [""])[0]
        if not found.fields.get("number") and number.isdigit():
            found.fields["number"] = _take(tags, "M1")
    written = _all(tags, "SN")
    text = "; ".join(written)
    isbns = [match[0].strip() for match in _ISBN.finditer(text)]
    issns = _ISSN.findall(_ISBN.sub("", text))
    if isbns:
        found.fields["isbn"] = "; ".join(dict.fromkeys(isbns))
    if issns:
        found.fields["issn"] = "; ".join(dict.fromkeys(issns))
    if text and not isbns and not issns:
        if kind == "RPRT" and not found.fields.get("number"):
            found.fields["number"] = text
        else:
            tags["SN"] = written


def _read_date(found: Reference, tags: dict[str, list[str]]) -> None:
    """The first date of PY, Y1 and DA, or the most exact one of the same year; what says something else stays."""
    year = tags.get("PY", [""])[0]
    if year.isdigit() and "DA" in tags and not re.search(r"\d{4}", tags["DA"][0]):  # `MAY 3`, as Web of Science has it
        day, exact = read_loose_date(f"{tags['DA'][0]} {year}")
        if exact:
            tags["DA"][0] = day or ""
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
    if kind in ("CONF", "CPAPER") and "C3" in tags:  # with the name of the conference in T2
        event, tags["JF"] = _take(tags, "T2"), [_take(tags, "C3")]
        if event and event != tags["JF"][0]:
            yield "eventtitle", plain_line(event)
    if kind in ("CONF", "CPAPER") and "CY" not in tags and len(tags.get("C1", ())) == 1:
        yield "address", plain_line(_take(tags, "C1"))
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
        if found.fields.get("url") == arxiv_address(arxiv):
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
