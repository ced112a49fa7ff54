"""Papers as a BibLaTeX file: ISO dates, journaltitle, eprinttype; the entries are otherwise BibTeX's."""

from collections.abc import Sequence

from ...model import Paper
from .bibtex_writer import entries, entry, entry_type, full_fields, with_own_dates
from .citation_names import key_of

_RENAMED = {
    "journal": "journaltitle", "archiveprefix": "eprinttype", "primaryclass": "eprintclass", "annote": "annotation",
}  # fmt: skip


def biblatex(paper: Paper) -> str:
    """One entry with all its fields."""
    return entry(entry_type(paper), key_of(paper), _fields(paper))


def biblatex_file(papers: Sequence[Paper], plain: bool = False) -> str:
    """An entry for each paper, keys unique, order kept.

    What BibLaTeX has no field for is in `broadsheet`, as JSON; `plain` leaves that out.
    """
    return entries(papers, _fields, plain)


def _fields(paper: Paper) -> dict[str, str]:
    # Year, month and day are one field here; what else a source wrote of the date stays beside it.
    dates = with_own_dates(paper, {"date": paper.date} if paper.date else {})
    return {_RENAMED.get(name, name): value for name, value in full_fields(paper, dates).items()}
