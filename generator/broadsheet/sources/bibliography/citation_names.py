"""A paper's names in parts, for exports, and a citation key for each paper of an export."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ...model import Paper
from .bibtex_fields import paper_names
from .names import Name, is_others, split_name, split_names

_NOT_IN_KEYS = re.compile(r"[\s,{}\"#%~\\=()']")
_AND = re.compile(r"\band\b", re.IGNORECASE)


def authors_in_parts(paper: Paper) -> list[Name]:
    """The authors as the paper names them; what cannot be split without loss is one family name."""
    shown = [mention.name for mention in paper.mentions]
    return _in_parts(shown, list(paper_names(paper)) if "author" in paper.extra else None)


def editors_in_parts(paper: Paper) -> list[Name]:
    """The editors, in the same way."""
    written = paper.extra.get("editor")
    pieces = split_names(written) if written else []
    return _in_parts(list(paper.editors), [split_name(name) for name in pieces if not is_others(name)] or None)


def has_more_authors(paper: Paper) -> bool:
    """Whether the paper has authors beyond those named."""
    return paper.et_al or (paper.author_count or 0) > len(paper.authors)


def _in_parts(shown: list[str], recorded: list[Name] | None) -> list[Name]:
    if recorded is not None and [name.display for name in recorded] == shown:
        return recorded
    return [_split(name) for name in shown]


# A page has its paper's reference in four forms, and a collection has its people on many papers.
@lru_cache(maxsize=100_000)
def _split(text: str) -> Name:
    if _AND.search(text) or "{" in text or "}" in text:
        return Name(text)
    name = split_name(text)
    return name if name.display == text else Name(text)


def key_of(paper: Paper) -> str:
    """The key that the paper is cited by: as its BibTeX entry had it, else its id."""
    key = paper.extra.get("bibtex_key", "")
    return key if key and not _NOT_IN_KEYS.search(key) else paper.id or "untitled"


def keys_of(papers: Sequence[Paper]) -> list[str]:
    """A key for each paper, all different even where case does not count; the first of equals keeps its own."""
    taken: set[str] = set()
    keys = []
    for paper in papers:
        key = wanted = key_of(paper)
        if key.lower() in taken:
            key = wanted = paper.id or wanted
        count = 1
        while key.lower() in taken:
            count += 1
            key = f"{wanted}-{count}"
        taken.add(key.lower())
        keys.append(key)
    return keys
