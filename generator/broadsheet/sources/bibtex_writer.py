"""A paper as a BibTeX entry to cite it with."""

import re

from ..model import Paper

_TYPES = {
    "journal": "article",
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
    "report": "techreport",
}
_VENUE_FIELD = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_VENUE_FIELD |= {"phdthesis": "school", "techreport": "institution"}
_SPELT = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_SPELT |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL = str.maketrans({c: "\\" + c for c in "&%#_"} | _SPELT)
_NEEDS_ESCAPE = re.compile(r"[&%#_~^\\{}$]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def bibtex(paper: Paper) -> str:
    """One entry, UTF-8, fields in the usual order; only what is recorded, `and others` where authors are missing."""
    kind = _TYPES.get(paper.kind or "", "misc")
    names = [mention.name for mention in paper.mentions]
    unnamed = paper.et_al or (paper.author_count or 0) > len(names)
    fields = {
        "title": "{" + _escape(paper.title) + "}",
        "author": " and ".join([*(_name(n) for n in names), *(["others"] if unnamed and names else [])]),
        _VENUE_FIELD.get(kind, "howpublished"): _escape(paper.venue),
        "editor": " and ".join(_name(n) for n in paper.editors),
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages.replace("–", "--"),
        "publisher": _escape(paper.publisher),
        "year": (paper.date or "")[:4],
        "month": _MONTHS[int(paper.date[5:7]) - 1] if paper.date and len(paper.date) > 4 else "",
        "doi": paper.doi or "",
        "eprint": paper.arxiv or "",
        "archiveprefix": "arXiv" if paper.arxiv else "",
    }
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items() if value
    ]
    return "\n".join([f"@{kind}{{{paper.extra.get('bibtex_key', paper.id)},", *lines, "}"])


def _escape(text: str) -> str:
    """Special characters outside mathematics behind a backslash."""
    if not _NEEDS_ESCAPE.search(text):
        return text
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return text.translate(_SPECIAL).replace("$", r"\$")
    return "$".join(part if at % 2 else part.translate(_SPECIAL) for at, part in enumerate(parts))


def _name(name: str) -> str:
    """A name as BibTeX reads it back: one that holds ` and ` is kept whole by braces."""
    escaped = _escape(name)
    return "{" + escaped + "}" if " and " in name else escaped
