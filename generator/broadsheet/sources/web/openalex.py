"""OpenAlex works to papers, by OpenAlex's interface: a work a request, as JSON.

https://docs.openalex.org/api-entities/works/work-object says what a work holds.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from ...model import Kind, Links, Mention, Paper, Source
from ..bibliography.bare_values import arxiv_of_doi, bare_arxiv, bare_doi, bare_orcid, is_address
from ..bibliography.markup import plain_line
from ..bibliography.names import split_name
from .answers import AnswerError, Reply, ask, trouble, warning
from .client import Web

_ACCEPT = "application/json"
_KINDS: dict[str, Kind] = {
    "preprint": "preprint", "book": "book", "book-chapter": "chapter", "dissertation": "thesis", "report": "report",
    "dataset": "dataset", "software": "software",
}  # fmt: skip
# An article or a review is what its venue makes of it; of a book series nobody can tell.
_BY_VENUE: dict[str, Kind] = {"journal": "journal", "conference": "conference", "repository": "preprint"}


def ask_openalex(ids: Sequence[str], web: Web, base: str) -> dict[str, Reply]:
    """The reply for each id (W and digits), a request each."""
    return {work_id: _ask(work_id, web, base) for work_id in ids}


def _ask(work_id: str, web: Web, base: str) -> Reply:
    url = f"{base.rstrip('/')}/works/{work_id}"
    return ask("OpenAlex", web, url, _ACCEPT, "json", lambda body: read_work(body, work_id))


def read_work(body: bytes, work_id: str) -> Reply:
    """The reply that a work is. Raises AnswerError when it is none."""
    try:
        work = msgspec.json.decode(body)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise AnswerError(f"it is no JSON in UTF-8 ({error})") from error
    if not isinstance(work, dict) or "id" not in work:
        raise AnswerError("it is no work")
    title = plain_line(_text(work, "title") or _text(work, "display_name"))
    if not title:
        return trouble("add-no-title", "OpenAlex has no title for this work", "add it by its DOI or by hand")
    canonical = re.search(r"W\d+$", str(work["id"]))  # another one, where two works were found to be one
    paper = _paper(work, title, canonical[0] if canonical else work_id)
    if work.get("is_retracted") is True:
        message = "OpenAlex tells that this work is retracted"
        return Reply(paper, (warning("add-withdrawn", message, "keep it only if that is meant"),))
    return Reply(paper)


def _paper(work: dict[str, Any], title: str, work_id: str) -> Paper:
    place = _part(work, "primary_location")
    venue, issue = _part(place, "source"), _part(work, "biblio")
    doi = bare_doi(_text(work, "doi"))
    first, last = _text(issue, "first_page"), _text(issue, "last_page")
    # A repository is where a copy lies, no venue: arXiv, an institute's archive.
    published = _text(venue, "type") != "repository"
    return Paper(
        title=title,
        id=work_id.lower(),
        kind=_kind(_text(work, "type"), _text(venue, "type")),
        date=_date(work),
        authors=tuple(mention for mention in map(_mention, _list(work, "authorships")) if mention),
        et_al=work.get("is_authors_truncated") is True,
        venue=plain_line(_text(venue, "display_name")) if published else "",
        volume=_text(issue, "volume"),
        number=_text(issue, "issue"),
        pages=f"{first}–{last}" if first and last and first != last else first,
        publisher=plain_line(_text(venue, "host_organization_name")) if published else "",
        arxiv=_arxiv(work, doi),
        doi=doi,
        links=Links(paper=_address(place, "landing_page_url"), pdf=_address(place, "pdf_url")),
        abstract=_abstract(work.get("abstract_inverted_index")),
        extra={"openalex": work_id},
        source=(Source(name="OpenAlex", url=f"https://openalex.org/{work_id}"),),
    )


def _kind(work_type: str, venue_type: str) -> Kind | None:
    if work_type in ("article", "review", "letter", "editorial"):
        return _BY_VENUE.get(venue_type)
    return _KINDS.get(work_type, "other" if work_type else None)


def _date(work: dict[str, Any]) -> str | None:
    """OpenAlex writes 1 January where it knows the year alone, so that day is taken for no more than its year."""
    day = _text(work, "publication_date")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        return day.removesuffix("-01-01")
    year = work.get("publication_year")
    return f"{year:04}" if isinstance(year, int) and 1000 <= year <= 9999 else None


def _mention(authorship: Any) -> str | Mention:
    if not isinstance(authorship, dict):
        return ""
    author = _part(authorship, "author")
    name = plain_line(_text(authorship, "raw_author_name") or _text(author, "display_name"))
    if "," in name:
        name = split_name(name).display
    orcid = bare_orcid(_text(author, "orcid"))
    places = [plain_line(place) for place in _list(authorship, "raw_affiliation_strings") if isinstance(place, str)]
    affiliation = "; ".join(dict.fromkeys(place for place in places if place))
    return Mention(name=name, orcid=orcid, affiliation=affiliation) if name and (orcid or affiliation) else name


def _arxiv(work: dict[str, Any], doi: str | None) -> str | None:
    pages = (_text(place, "landing_page_url") for place in _list(work, "locations") if isinstance(place, dict))
    found = (bare_arxiv(page) for page in pages if "arxiv.org/abs/" in page)
    arxiv = arxiv_of_doi(doi) or next((arxiv for arxiv in found if arxiv), None)
    return re.sub(r"v\d+$", "", arxiv) if arxiv else None


def _abstract(index: Any) -> str:
    """The text of an inverted index: each word with the places where it stands, counted from 0."""
    if not isinstance(index, dict):
        return ""
    places = ((place, word) for word, found in index.items() if isinstance(found, list) for place in found)
    return plain_line(" ".join(word for _, word in sorted(pair for pair in places if isinstance(pair[0], int))))


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _part(values: dict[str, Any], name: str) -> dict[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _address(values: dict[str, Any], name: str) -> str | None:
    address = _text(values, name)
    return address if is_address(address) else None
