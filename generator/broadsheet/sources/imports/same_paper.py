"""When two records are of one paper: by DOI, arXiv identifier, catalogue entry, or title with first author and year."""

import re
from difflib import SequenceMatcher

from anyascii import anyascii
from msgspec import Struct

from ...model import Paper
from ..bibliography.bibtex_fields import paper_names

# A title that says enough to stand without an author or a year beside it, in letters and digits.
_TELLING = 20
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ARXIV_DOI = "10.48550/arxiv."
# Catalogues that have one page for one work.
_PAGE = re.compile(r"https?://(openalex\.org/W\d+|aclanthology\.org/(?:\d{4}\.[\w-]+\.\d+|[A-Z]\d\d-\d{4}))/?")


class Marks(Struct, frozen=True):
    """What a record is known by, folded for comparison; empty is unknown. `author` is the first one's."""

    id: str
    title: str
    doi: str
    arxiv: str
    author: tuple[str, str]
    year: str
    place: tuple[str, str, str, str]
    preprint: bool
    pages: tuple[str, ...] = ()


class Index:
    """Positions of records, found again by what they are known by; a record may be known by more than one title."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._dois: dict[str, tuple[int, Marks]] = {}
        self._arxivs: dict[str, tuple[int, Marks]] = {}
        self._pages: dict[str, tuple[int, Marks]] = {}
        self._titles: dict[str, list[tuple[int, Marks]]] = {}

    def add(self, marks: Marks, at: int) -> None:
        """Put a record at position `at`, or tell more of the one that is there."""
        self.ids.setdefault(marks.id, at)
        if marks.doi:
            self._dois.setdefault(marks.doi, (at, marks))
        if marks.arxiv:
            self._arxivs.setdefault(marks.arxiv, (at, marks))
        for page in marks.pages:
            self._pages.setdefault(page, (at, marks))
        if marks.title:
            self._titles.setdefault(marks.title, []).append((at, marks))

    def find(self, marks: Marks) -> tuple[int, str] | None:
        """The position of the record that is of the same paper, and the evidence in words."""
        for known, value, evidence in ((self._dois, marks.doi, "DOI"), (self._arxivs, marks.arxiv, "arXiv id")):
            at, other = known.get(value, (-1, marks))
            if at >= 0 and not _two_papers(other, marks):
                return at, evidence
        for page in marks.pages:
            if page in self._pages:
                return self._pages[page][0], "catalogue entry"
        for at, other in self._titles.get(marks.title, ()):
            if evidence := _by_title(other, marks):
                return at, evidence
        return None

    def other(self, field: str, value: str, at: int) -> int | None:
        """Who else has this DOI or arXiv identifier."""
        found = self._dois.get(_folded_doi(value)) if field == "doi" else self._arxivs.get(bare_arxiv(value))
        return found[0] if found and found[0] != at else None


def marks_of(paper: Paper) -> Marks:
    """What a paper is known by."""
    doi = _folded_doi(paper.doi or "")
    arxiv = bare_arxiv(paper.arxiv or "")
    if doi.startswith(_ARXIV_DOI):  # DataCite's DOI of a preprint says no more than its arXiv identifier
        arxiv, doi = arxiv or bare_arxiv(doi.removeprefix(_ARXIV_DOI)), ""
    names = paper_names(paper) if paper.authors else ()
    author = (fold(names[0].family), fold(names[0].given)[:1]) if names else ("", "")
    links = paper.links.paper
    address = links if isinstance(links, str) else links.url if links else ""
    return Marks(
        id=paper.id,
        title=fold(paper.title),
        doi=doi,
        arxiv=arxiv,
        author=author,
        year=(paper.date or "")[:4],
        place=(fold(paper.venue), paper.volume, paper.pages, address),
        preprint=paper.kind == "preprint" or bool(arxiv and not paper.venue),
        pages=_pages(address, paper),
    )


def _pages(address: str, paper: Paper) -> tuple[str, ...]:
    """The paper's entries in catalogues, by its link and by its sources."""
    found = (_PAGE.fullmatch(url) for url in (address, *(source.url or "" for source in paper.source)))
    return tuple(dict.fromkeys(match[1] for match in found if match))


def bare_arxiv(arxiv: str) -> str:
    """An arXiv identifier without its version."""
    return re.sub(r"v\d+$", "", arxiv)


def fold(text: str) -> str:
    """Letters and digits of a text in any script, without case and accents, for comparing."""
    return _NOT_WORD.sub("", (text if text.isascii() else str(anyascii(text))).lower())


def _folded_doi(doi: str) -> str:
    return doi.lower()


def _two_papers(a: Marks, b: Marks) -> bool:
    """Whether one identifier is given to two papers: chapters that carry the DOI of their book."""
    if not (a.author[0] and b.author[0]) or _same_author(a, b):
        return False
    shorter, longer = sorted((a.title, b.title), key=len)
    return not longer.startswith(shorter) and SequenceMatcher(None, a.title, b.title, autojunk=False).ratio() < 0.6


def told_apart(a: Marks, b: Marks) -> bool:
    """Whether two records of one title are surely of two papers: every volume has an introduction.

    Another first author says so; else the year or the place does, unless only one of the two names its authors.
    """
    if a.author[0] and b.author[0] and not _same_author(a, b):
        return True
    if bool(a.author[0]) != bool(b.author[0]):
        return False
    years_differ = bool(a.year and b.year) and not _same_year(a, b)
    return years_differ or (_elsewhere(a, b) and not (a.author[0] and a.year and b.year))


def _by_title(a: Marks, b: Marks) -> str:
    """The evidence that two records of one title are of one paper; empty if it does not suffice."""
    if (a.doi and b.doi and a.doi != b.doi) or (a.arxiv and b.arxiv and a.arxiv != b.arxiv):
        return ""
    author_known, year_known = bool(a.author[0] and b.author[0]), bool(a.year and b.year)
    if (author_known and not _same_author(a, b)) or (year_known and not _same_year(a, b)):
        return ""
    if author_known and year_known:
        return "title, first author and year"
    if _elsewhere(a, b):
        return ""
    if _bare_id(a.id) == _bare_id(b.id) and (a.author, a.year) == (b.author, b.year):
        return "title and id"
    if len(a.title) < _TELLING:
        return ""
    return "title and first author" if author_known else "title and year" if year_known else "title"


def _elsewhere(a: Marks, b: Marks) -> bool:
    """Whether venue, volume, pages or address of the two differ."""
    return any(mine and theirs and mine != theirs for mine, theirs in zip(a.place, b.place, strict=True))


def _same_author(a: Marks, b: Marks) -> bool:
    initials = a.author[1], b.author[1]
    return a.author[0] == b.author[0] and (initials[0] == initials[1] or not all(initials))


def _same_year(a: Marks, b: Marks) -> bool:
    """The year after counts for a preprint: it is published when its venue meets."""
    return a.year == b.year or ((a.preprint or b.preprint) and abs(int(a.year) - int(b.year)) == 1)


def _bare_id(paper_id: str) -> str:
    return re.sub(r"-\d+$", "", paper_id)
