"""Papers as CSL-JSON, for citation processors and reference managers; nothing is lost that a paper holds.

What CSL has no variable for is in `custom`, the place that its schema leaves to programs (see `remainder.py`).
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from ...fields import arxiv_address
from ...model import Link, Paper
from .citation import retraction
from .citation_names import authors_in_parts, editors_in_parts, key_of, keys_of
from .csl_json import DATES, KINDS, SIMPLE, TYPES, reference_of
from .names import Name, is_others, split_name, split_names
from .references import id_of, paper_of
from .remainder import MARK, remainder

# Of the types in the schema those that a paper's own type may be.
_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage".split()
)
_RANGE = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:/(\d{4}(?:-\d\d){0,2}))?(~?)")
_NUMBERED = ("journal", "conference", "workshop", "chapter", None)


def csl_json(paper: Paper) -> str:
    """One item to cite a paper with, as an array of one."""
    withdrawn = retraction(paper)
    return _json([_cited(paper, key_of(paper)) | ({"note": withdrawn} if withdrawn else {})])


def csl_json_file(papers: Sequence[Paper], plain: bool = False) -> str:
    """An array with an item for each paper; ids unique, order kept. `plain` leaves out `custom`."""
    return _json([_item(paper, key, plain) for paper, key in zip(papers, keys_of(papers), strict=True)])


def _json(items: list[dict[str, Any]]) -> str:
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _item(paper: Paper, key: str, plain: bool) -> dict[str, Any]:
    """Everything: what the item leaves unsaid, as its own reader sees it, is in `custom` unless `plain`."""
    item = _cited(paper, key)
    texts = {
        "abstract": paper.abstract,
        "note": paper.note,
        "keyword": ", ".join(paper.tags),
        "categories": list(paper.categories),
    }
    item |= {name: value for name, value in texts.items() if value}
    for name, target in SIMPLE.items():
        if name not in item and paper.extra.get(target) and target not in Paper.__struct_fields__:
            item[name] = paper.extra[target]
    for name, target in DATES.items():
        if date := _date(paper.extra.get(target, "")):
            item[name] = date
    if translators := paper.extra.get("translator"):
        item["translator"] = [_name(split_name(name)) for name in split_names(translators)]
    if plain:
        return item
    found = reference_of(item)
    if left := remainder(paper, paper_of(found, id_of(found))):
        item["custom"] = {MARK: left}
    return item


def _cited(paper: Paper, key: str) -> dict[str, Any]:
    """The variables that a citation is made of; absent ones are left out."""
    link = paper.links.paper
    url = link.url if isinstance(link, Link) else link
    item = {
        "id": key,
        "type": _type(paper),
        "genre": "Preprint" if paper.kind == "preprint" else "",
        "title": paper.title,
        "author": [_name(name) for name in authors_in_parts(paper)],
        "editor": [_name(name) for name in editors_in_parts(paper)],
        "issued": _date(paper.extra.get("date", "")) if _starts(paper) else _date(paper.date or ""),
        "container-title": paper.venue,
        "volume": paper.volume,
        "issue" if paper.kind in _NUMBERED else "number": paper.number,
        "page": paper.pages.replace("–", "-"),
        "publisher": paper.publisher,
        "DOI": paper.doi,
        "archive": "arXiv" if paper.arxiv else "",
        "archive_location": paper.arxiv,
        "URL": url or (arxiv_address(paper.arxiv) if paper.arxiv else ""),
    }
    return {name: value for name, value in item.items() if value}


def _type(paper: Paper) -> str:
    own = paper.extra.get("csl_type", "")
    kind = "conference" if paper.kind == "workshop" else paper.kind
    if own in _TYPES and KINDS.get(own, "other") == kind:
        return own
    return TYPES.get(kind or "", "document")


def _starts(paper: Paper) -> bool:
    """Whether the date as a source wrote it begins with the paper's and can be said in parts."""
    match = _RANGE.fullmatch(paper.extra.get("date", ""))
    return match is not None and match[1] == paper.date


def _date(text: str) -> dict[str, Any]:
    """A partial ISO date or a range of two in parts; empty for anything else."""
    match = _RANGE.fullmatch(text)
    if not match:
        return {}
    ends = [[int(part) for part in end.split("-")] for end in (match[1], match[2]) if end]
    return {"date-parts": ends} | ({"circa": True} if match[3] else {})


def _name(name: Name) -> dict[str, str]:
    """A name in CSL's parts; an organisation, or a person with one name, as it is."""
    if not name.given or is_others(name.family):
        return {"literal": name.display}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
