"""Papers as BibTeX entries: one to cite a paper with, or a file of all that BibTeX can say of them."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from ...model import Link, Paper
from .bibtex import read_bibtex
from .bibtex_fields import KINDS, LINK_FIELDS, USUAL_TYPES, VERBATIM
from .bibtex_scan import FIELD_NAME
from .citation import retraction
from .citation_names import authors_in_parts, editors_in_parts, has_more_authors, key_of, keys_of
from .dates import read_date
from .latex_writer import escape, protected, verbatim
from .names import Name
from .remainder import MARK, in_braces, remainder

_VENUE_FIELDS = {"article": "journal", "inproceedings": "booktitle", "conference": "booktitle", "inbook": "booktitle"}
_VENUE_FIELDS |= {"incollection": "booktitle", "phdthesis": "school", "mastersthesis": "school"}
_VENUE_FIELDS |= {"techreport": "institution"}
_ROUND = str.maketrans("{}", "()")
_TYPE = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATES = ("date", "year", "month", "day")
# What is written from elsewhere; the key and type are in the entry's head.
_NOT_FIELDS = frozenset(("bibtex_type", "bibtex_key", "author", "editor", MARK))


def bibtex(paper: Paper) -> str:
    """One entry to cite a paper with: UTF-8, only what is recorded, `and others` where names are missing."""
    fields = citing_fields(paper, entry_type(paper))
    return entry(entry_type(paper), key_of(paper), fields | _when(paper) | {"note": retraction(paper)})


def bibtex_file(papers: Sequence[Paper], plain: bool = False) -> str:
    """An entry for each paper, keys unique, order kept.

    What BibTeX has no field for is in `broadsheet`, as JSON; `plain` leaves that out.
    """
    return entries(papers, lambda paper: full_fields(paper, _dates(paper)), plain)


def entries(papers: Sequence[Paper], fields_of: Callable[[Paper], dict[str, str]], plain: bool) -> str:
    """The papers as entries with these fields and, unless `plain`, with what their own reader does not find in them."""
    found = []
    for paper, key in zip(papers, keys_of(papers), strict=True):
        fields = fields_of(paper)
        text = entry(entry_type(paper), key, fields)
        if not plain:
            [back], _ = read_bibtex(text, "", untitled=True)
            if left := remainder(paper, back.record):
                text = entry(entry_type(paper), key, fields | {MARK: in_braces(left)})
        found.append(text + "\n")
    return "\n".join(found)


def full_fields(paper: Paper, dates: dict[str, str]) -> dict[str, str]:
    """All fields of a paper's entry under BibTeX's names, `dates` among them; values as they stand between braces."""
    kind = entry_type(paper)
    fields = citing_fields(paper, kind)
    if paper.venue and _VENUE_FIELDS.get(kind) is None:
        fields["booktitle"] = escape(paper.venue)
    fields |= dates
    fields |= {
        "primaryclass": escape(" ".join(paper.categories)),
        "url": verbatim(_address(paper.links.paper)),
        "pdf": verbatim(_address(paper.links.pdf)),
        "keywords": escape(", ".join(_words(paper.tags))),
        "abstract": escape(paper.abstract),
        "annote": escape(paper.note),
        "entrysubtype": _subtype(paper),
    }
    fields |= {name: verbatim(_address(getattr(paper.links, name))) for name in LINK_FIELDS}
    fields = {name: value for name, value in fields.items() if value}
    return fields | _others(paper, fields)


def citing_fields(paper: Paper, kind: str) -> dict[str, str]:
    """The fields that a citation is made of, without the date; empty ones are left out by `entry`."""
    others = ["others"] if has_more_authors(paper) and paper.authors else []
    editors = [written(name) for name in editors_in_parts(paper)]
    if editors and paper.extra.get("editor", "").endswith(" and others"):
        editors.append("others")
    return {
        "title": protected(paper.title),
        "author": " and ".join([*(written(name) for name in authors_in_parts(paper)), *others]),
        _VENUE_FIELDS.get(kind, "howpublished"): escape(paper.venue),
        "editor": " and ".join(editors),
        "volume": escape(paper.volume),
        "number": escape(paper.number),
        "pages": re.sub("(?<!-)–(?!-)", "--", escape(paper.pages)),
        "publisher": escape(paper.publisher),
        "date": "",
        "year": "",
        "month": "",
        "day": "",
        "doi": verbatim(paper.doi or ""),
        "eprint": paper.arxiv or "",
        "archiveprefix": "arXiv" if paper.arxiv else "",
    }


def entry_type(paper: Paper) -> str:
    """The type of a paper's entry: as its BibTeX entry had it, as long as that stands for the paper's kind."""
    own = paper.extra.get("bibtex_type", "")
    kind = "conference" if paper.kind == "workshop" else paper.kind or "other"
    fits = KINDS.get(own, "other") == kind or (kind == "preprint" and paper.arxiv is not None)
    return own if _TYPE.fullmatch(own) and fits else USUAL_TYPES[kind]


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """One entry as text; a month that is a macro stands without braces."""
    lines = [
        f"  {name} = {value if name == 'month' and value in _MONTHS else '{' + value + '}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


@lru_cache(maxsize=100_000)
def written(name: Name) -> str:
    """A name as BibTeX reads it back: von Family, Jr, Given, an organisation in braces.

    Braces of its own become round brackets: in a list of names nothing can say that they are letters.
    """
    parts = (part.translate(_ROUND) for part in (name.family, name.given, name.particle, name.suffix))
    text = Name(*map(escape, parts)).written
    return f"{{{text}}}" if text.lower() == "and" or text[-1:] in (",", ";") else text


def _subtype(paper: Paper) -> str:
    """The kind where the entry's type does not say it: workshops, preprints that are not on arXiv."""
    unsaid = paper.kind == "workshop" or (paper.kind == "preprint" and not paper.arxiv)
    return paper.kind if paper.kind and (unsaid or (paper.kind == "other" and paper.arxiv)) else ""


def _address(link: str | Link | None) -> str:
    return link.url if isinstance(link, Link) else link or ""


def _words(tags: Sequence[str]) -> list[str]:
    """The tags as a list between commas says them."""
    parts = (part.strip() for tag in tags for part in re.split("[;,]", tag))
    return list(dict.fromkeys(part for part in parts if part))


def _when(paper: Paper) -> dict[str, str]:
    """Year and month."""
    year, month = (*(paper.date or "").split("-"), "")[:2]
    return {"year": year, "month": _MONTHS[int(month) - 1] if month else ""}


def _dates(paper: Paper) -> dict[str, str]:
    """Year, month and day, or `date` where that cannot be said so: a year such as 9265."""
    day = paper.date[8:].lstrip("0") if paper.date else ""
    fields = {name: value for name, value in (_when(paper) | {"day": day}).items() if value}
    if paper.date and read_date(fields).iso != paper.date:
        fields = {"date": paper.date}
    return with_own_dates(paper, fields)


def with_own_dates(paper: Paper, fields: dict[str, str]) -> dict[str, str]:
    """Date fields with those of `extra` in their place, as a source wrote them, if that reads as the same date."""
    own = {name: paper.extra[name] for name in _DATES if name in paper.extra}
    if own:
        read = read_date(fields | own)
        if read.iso == paper.date and not read.bad_month:
            return fields | {name: escape(value) for name, value in own.items()}
    return fields


def _others(paper: Paper, fields: dict[str, str]) -> dict[str, str]:
    """What `extra` holds, by name; under `x-...` where a field of the paper's own has that name."""
    found: dict[str, str] = {}
    for name, value in paper.extra.items():
        # What the entry inherited is in it already; xref is BibLaTeX's word for a relation without inheritance.
        field = {"crossref": "xref", "xdata": "x-xdata"}.get(name, name)
        if not FIELD_NAME.fullmatch(field):
            field = "x-" + re.sub(r"[^\w:+./-]", "-", field)
        text = verbatim(value) if field in VERBATIM else escape(value)
        if name in _NOT_FIELDS or fields.get(field) == text:
            continue
        apart = field in _DATES or (field in fields and field not in ("url", "doi"))
        found[f"x-{field}" if apart else field] = text
    return dict(sorted(found.items()))
