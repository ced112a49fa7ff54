"""Papers as RIS, for reference managers; nothing is lost that a paper holds.

What RIS has no tag for is in `U1`, a field that it leaves to its users (see `remainder.py`).
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from ...fields import arxiv_address
from ...model import Link, Paper
from .bibtex import slug_of_key
from .citation import retraction
from .citation_names import authors_in_parts, editors_in_parts, key_of, keys_of
from .names import Name, split_name
from .references import paper_of
from .remainder import MARK, remainder
from .ris import KINDS, SIMPLE, TYPES, reference_of
from .ris_lines import Record

_OWN_TAG = re.compile(r"ris_([a-z][a-z0-9])")
_PAGES = re.compile(r"([^–]+)–([^–]+)")
_PAPER_FIELDS = frozenset(("volume", "number", "publisher", "doi"))
_Lines = list[tuple[str, str]]


def ris(paper: Paper) -> str:
    """One reference to cite a paper with."""
    withdrawn = retraction(paper)
    return _text([*_cited(paper, key_of(paper)), *([("N1", withdrawn)] if withdrawn else [])])


def ris_file(papers: Sequence[Paper], plain: bool = False) -> str:
    """A reference for each paper; ids unique, order kept. `plain` leaves out `U1`."""
    return "\n".join(_text(_all(paper, key, plain)) for paper, key in zip(papers, keys_of(papers), strict=True))


def _text(lines: _Lines) -> str:
    return "".join(f"{tag}  - {value}\n" for tag, value in [*lines, ("ER", "")])


def _all(paper: Paper, key: str, plain: bool) -> _Lines:
    """Everything: what the tags leave unsaid, as their own reader sees them, is in U1 unless `plain`."""
    lines = [*_cited(paper, key), *(_line for _line in _further(paper) if _line[1])]
    if plain:
        return lines
    record = Record(1, lines[0][1])
    for tag, value in lines[1:]:
        record.tags.setdefault(tag, []).append(value)
    found = reference_of(record)
    if left := remainder(paper, paper_of(found, slug_of_key(key))):
        lines.append(("U1", msgspec.json.encode({MARK: left}).decode()))
    return lines


def _cited(paper: Paper, key: str) -> _Lines:
    """The tags that a citation is made of, absent ones left out; a text of several lines on one."""
    year, month, day = (*(paper.date or "").split("-"), "", "")[:3]
    pages = _PAGES.fullmatch(paper.pages)
    link = paper.links.paper
    url = link.url if isinstance(link, Link) else link
    lines = [
        ("TY", _type(paper)),
        ("TI", paper.title),
        *(("AU", _name(name)) for name in authors_in_parts(paper)),
        *(("A2", _name(name)) for name in editors_in_parts(paper)),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if month else ""),
        ("T2" if paper.kind not in ("book", None) else "JF", paper.venue),
        ("VL", paper.volume),
        ("IS", paper.number),
        ("SP", pages[1] if pages else paper.pages),
        ("EP", pages[2] if pages else ""),
        ("PB", paper.publisher),
        ("DO", paper.doi or ""),
        ("DB", "arXiv" if paper.arxiv else ""),
        ("AN", f"arXiv:{paper.arxiv}" if paper.arxiv else ""),
        ("UR", url or (arxiv_address(paper.arxiv) if paper.arxiv else "")),
        ("ID", key),
    ]
    return [(tag, " ".join(value.split())) for tag, value in lines if value]


def _further(paper: Paper) -> Iterator[tuple[str, str]]:
    """What a citation does without."""
    pdf = paper.links.pdf
    yield "L1", pdf.url if isinstance(pdf, Link) else pdf or ""
    yield "AB", " ".join(paper.abstract.split())
    yield "N1", " ".join(paper.note.split())
    for tag in paper.tags:
        yield "KW", " ".join(tag.split())
    extra = paper.extra
    for tag, name in SIMPLE.items():
        if name not in _PAPER_FIELDS:
            yield tag, " ".join(extra.get(name, "").split())
    for name in ("isbn", "issn"):
        yield "SN", " ".join(extra.get(name, "").split())
    yield "M3", " ".join(extra.get("type", "").split()) if paper.kind in ("thesis", "report") else ""
    yield "C7", " ".join(extra.get("eid", "").split()) if paper.kind in ("journal", "conference") else ""
    yield "T3", " ".join(extra.get("series", "").split())
    for name, value in sorted(extra.items()):
        if (match := _OWN_TAG.fullmatch(name)) and match[1] not in ("ty", "er", "u1"):
            yield from ((match[1].upper(), " ".join(line.split())) for line in value.split("\n"))


def _type(paper: Paper) -> str:
    own = paper.extra.get("ris_type", "")
    kind = "conference" if paper.kind == "workshop" else paper.kind
    if re.fullmatch(r"[A-Z]{2,8}", own) and KINDS.get(own, "other") == kind:
        return own
    return TYPES.get(kind or "", "GEN")


def _name(name: Name) -> str:
    """Family, Given, Suffix; an organisation with a comma behind it, which says that all of it is one name."""
    if name.given or name.suffix:
        parts = (f"{name.particle} {name.family}".strip(), name.given, name.suffix)
        return ", ".join(part for part in parts if part)
    return name.display if split_name(name.display) == name else f"{name.display},"
