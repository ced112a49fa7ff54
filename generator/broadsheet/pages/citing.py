"""A paper as reference managers and search engines take it from its page: texts to copy, citation tags, linked data."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import msgspec

from ..catalog.urls import paper_url
from ..fields import arxiv_address, doi_address
from ..model import Link, Paper
from ..sources.bibliography.bibtex_writer import bibtex
from ..sources.bibliography.citation import plain as line
from ..sources.bibliography.csl_writer import csl_json
from ..sources.bibliography.ris_writer import ris
from .paper_views import CiteForm
from .prose import plain
from .site import Site
from .views import ROOT, Chip

# Highwire Press tags, which Google Scholar and Zotero read: the one that says where a paper of this kind appeared.
_PLACES = {
    "journal": "journal_title",
    "conference": "conference_title",
    "workshop": "conference_title",
    "chapter": "inbook_title",
    "thesis": "dissertation_institution",
    "report": "technical_report_institution",
}
# What a paper of this kind is at schema.org, and what it is part of.
_TYPES = {
    "thesis": "Thesis",
    "book": "Book",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
_WHOLES = {"journal": "Periodical", "chapter": "Book"}


def cite_forms(paper: Paper) -> tuple[CiteForm, ...]:
    """The reference in every form, the most asked for first."""
    forms = {"BibTeX": bibtex, "RIS": ris, "CSL-JSON": csl_json, "Plain text": line}
    # Between tags a quotation mark may stand as it is, and CSL-JSON is full of them.
    return tuple(CiteForm(label, escape(form(paper), quote=False)) for label, form in forms.items())


def citation_tags(paper: Paper) -> tuple[tuple[str, str], ...]:
    """Names (without `citation_`) and contents of the tags; what is not recorded has none."""
    return tuple((name, content) for name, content in _tags(paper) if content)


def linked_data(site: Site, paper: Paper, people: Sequence[Chip]) -> str:
    """The paper as JSON-LD in the words of schema.org, safe inside a script element; what is unknown is absent.

    `people` are the named authors in order. Addresses are whole, since programs read this apart from its page.
    """
    address = site.config.url + paper_url(paper.id)
    pdf = _address(paper.links.pdf)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(paper.kind or "", "ScholarlyArticle"),
        "@id": address,
        "url": address,
        "name": plain(paper.title),
        "author": list(_authors(site, paper, people)),
        "datePublished": paper.date,
        "isPartOf": {"@type": _WHOLES.get(paper.kind or "", "CreativeWork"), "name": paper.venue}
        if paper.venue and paper.kind in ("journal", "conference", "workshop", "chapter")
        else None,
        "publisher": {"@type": "Organization", "name": paper.publisher} if paper.publisher else None,
        "pagination": paper.pages,
        "identifier": [
            *([f"doi:{paper.doi}"] if paper.doi else []),
            *([f"arXiv:{paper.arxiv}"] if paper.arxiv else []),
        ],
        "sameAs": [
            *([doi_address(paper.doi)] if paper.doi else []),
            *([arxiv_address(paper.arxiv)] if paper.arxiv else []),
        ],
        "encoding": {"@type": "MediaObject", "contentUrl": pdf, "encodingFormat": "application/pdf"} if pdf else None,
        "keywords": list(dict.fromkeys((*paper.tags, *paper.categories))),
        "creativeWorkStatus": "Retracted" if any(notice.kind == "retraction" for notice in paper.notices) else "",
    }
    text = msgspec.json.encode({name: value for name, value in found.items() if value}).decode()
    # What stands in a script element ends at the first "</", and begins a comment at "<!--".
    return text.replace("<", r"\u003c")


def _tags(paper: Paper) -> Iterator[tuple[str, str]]:
    first, _, last = paper.pages.partition("–")
    yield "title", plain(paper.title)
    for mention in paper.mentions:
        yield "author", mention.name
    yield "publication_date", (paper.date or "").replace("-", "/")
    if place := _PLACES.get(paper.kind or ""):
        yield place, paper.venue
    yield "volume", paper.volume
    yield "issue" if paper.kind != "report" else "technical_report_number", paper.number
    yield "firstpage", first
    yield "lastpage", last
    yield "publisher", paper.publisher
    yield "doi", paper.doi or ""
    yield "arxiv_id", paper.arxiv or ""
    yield "pdf_url", _address(paper.links.pdf)
    for name in ("issn", "isbn"):
        yield name, paper.extra.get(name, "")


def _authors(site: Site, paper: Paper, people: Sequence[Chip]) -> Iterator[dict[str, str]]:
    persons, ids = site.catalog.people.persons, site.catalog.people.of_paper[paper.id]
    for mention, chip, person in zip(paper.mentions, people, ids, strict=True):
        author = persons[person].author
        orcid = mention.orcid or (author.identifiers.orcid if author else None)
        known = {"@type": "Person", "name": mention.name, "url": chip.url.replace(ROOT, site.config.url, 1)}
        yield known | ({"sameAs": f"https://orcid.org/{orcid}"} if orcid else {})


def _address(link: str | Link | None) -> str:
    return link.url if isinstance(link, Link) else link or ""
