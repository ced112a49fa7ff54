"""CSL-JSON to papers: what Zotero and Mendeley export, and what doi.org, Crossref and DataCite answer with.

The variables are those of the CSL schema (csl-data.json, release 1.0.2); Crossref's additions to it are known too.
"""

from collections.abc import Iterator
from typing import Any

from ...fields import arxiv_address
from ...model import Entry, Kind, Problem
from .bare_values import bare_doi, bare_orcid, is_address
from .csl_dates import read_csl_date
from .json_items import json_text, listed, read_items
from .markup import plain_line, plain_paragraphs
from .names import Name, is_others
from .references import Reference, entries_of, name_of, written_names
from .remainder import MARK

KINDS: dict[str, Kind | None] = {
    "article-journal": "journal", "paper-conference": "conference", "book": "book", "chapter": "chapter",
    "thesis": "thesis", "report": "report", "dataset": "dataset", "software": "software", "document": None,
    "journal-article": "journal", "proceedings-article": "conference", "book-chapter": "chapter",
    "dissertation": "thesis", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "proceedings": "book", "posted-content": "preprint",
    "entry-encyclopedia": "chapter", "entry-dictionary": "chapter",
}  # fmt: skip
# The type that a kind is written as; any other is kept in `extra` as csl_type.
TYPES = {
    "journal": "article-journal", "conference": "paper-conference", "workshop": "paper-conference", "book": "book",
    "chapter": "chapter", "thesis": "thesis", "report": "report", "dataset": "dataset", "software": "software",
    "preprint": "article",
}  # fmt: skip
# Variables whose text goes to one field. csl_writer.py writes them the other way round.
SIMPLE = {
    "container-title": "venue", "volume": "volume", "publisher": "publisher", "page": "pages", "DOI": "doi",
    "URL": "url", "publisher-place": "address", "edition": "edition", "language": "langid", "ISSN": "issn",
    "ISBN": "isbn", "collection-title": "series", "container-title-short": "shortjournal",
    "title-short": "shorttitle", "event-title": "eventtitle", "event-place": "eventplace", "genre": "type",
    "version": "version", "PMID": "pmid", "PMCID": "pmcid", "annote": "annotation", "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes", "chapter-number": "chapter", "original-title": "origtitle",
    "original-publisher": "origpublisher", "status": "pubstate", "medium": "medium",
}  # fmt: skip
_OLD_NAMES = {
    "journalAbbreviation": "container-title-short", "shortTitle": "title-short", "article-number": "eid",
    "event": "event-title", "short-container-title": "container-title-short",
    "publisher-location": "publisher-place",
}  # fmt: skip
DATES = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_ISSUED = ("issued", "published", "published-online", "published-print")
_NAMES = {"translator": "translator", "collection-editor": "serieseditor", "container-author": "bookauthor"}
# What Crossref and DataCite say of their own record rather than of the publication, and a reference's cited works.
_BOOKKEEPING = frozenset(
    "indexed deposited created content-domain prefix member reference reference-count references-count score relation "
    "is-referenced-by-count link resource update-policy alternative-id source content-created content-updated "
    "journal-issue issn-type isbn-type license funder assertion published published-online published-print".split()
)


def read_csl_json(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of a CSL-JSON text, an array of items or one item, and all that is wrong with it, by line.

    The id is the item's `citation-key` or `id` as a slug, unless that is a number or an address; else it is made from
    name, year and title. Variables without a home in `Paper` are in `extra`, under BibLaTeX's name where it has one.
    What a registration agency says of its own record is left out (`_BOOKKEEPING`).
    """
    items, problems = read_items(text, "csl", path)
    references = []
    for line, item in items.values:
        if isinstance(item, dict) and item:
            references.append(reference_of(item, line))
        else:
            message = "an item that is no object with variables"
            problems.append(Problem(path, line, 0, "csl-bad-item", message, 'write {"type": ..., "title": ...}'))
    entries, more = entries_of(references, "csl", path, untitled=untitled)
    return entries, sorted(problems + more)


def reference_of(item: dict[str, Any], line: int = 1) -> Reference:
    """One item of a CSL-JSON text, its variables in their fields."""
    rest = {_OLD_NAMES.get(name, name): value for name, value in item.items() if value not in (None, "", [], {})}
    found = Reference(line, key=_key(rest))
    found.fields["title"] = _title(rest)
    _open_event(rest)
    people = rest.pop("author", [])
    found.authors, found.et_al = _people(people)
    found.facts = _facts(people, len(found.authors))
    found.editors, more_editors = _people(rest.pop("editor", []))
    if more_editors:
        found.kept["editor"] = written_names(found.editors) + " and others"
    _read_kind(found, rest)
    for name, target in SIMPLE.items():
        if name in rest:
            found.fields[target] = plain_line(json_text(rest.pop(name)))
    found.fields["number"] = next((json_text(rest.pop(name)) for name in ("issue", "number") if name in rest), "")
    found.fields["abstract"] = plain_paragraphs(json_text(rest.pop("abstract", "")))
    found.fields["note"] = plain_paragraphs(json_text(rest.pop("note", "")))
    _read_arxiv(found, rest)
    _read_dates(found, rest)
    _read_words(found, rest)
    custom = rest.get("custom")
    if isinstance(custom, dict) and isinstance(custom.get(MARK), dict):
        found.restored = custom[MARK]
        if others := {name: value for name, value in custom.items() if name != MARK}:
            rest["custom"] = others
        else:
            del rest["custom"]
    for name, value in rest.items():
        if name in _NAMES or _are_names(value):
            named, more = _people(value)
            found.kept[_NAMES.get(name, name)] = written_names(named) + (" and others" if more else "")
        elif name not in _BOOKKEEPING:
            found.kept[f"csl_{name}" if name in found.fields else name] = json_text(value)
    return found


def _key(rest: dict[str, Any]) -> str:
    """The citation key; programs without one put the item's address, DOI or number into `id`."""
    item_id = json_text(rest.pop("id", ""))
    key = json_text(rest.pop("citation-key", "")) or item_id
    if key == item_id and (is_address(item_id) or item_id.isdigit() or bare_doi(item_id)):
        if bare_doi(item_id) is None and item_id != rest.get("URL"):
            rest["csl_id"] = item_id
        return ""
    return key


def _title(rest: dict[str, Any]) -> str:
    """Crossref's titles are lists, its subtitles apart."""
    title = plain_line(json_text(rest.pop("title", "")))
    subtitle = plain_line(json_text(rest.pop("subtitle", "")))
    if not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title} {subtitle}" if title[-1:] in ":?!." else f"{title}: {subtitle}"


def _open_event(rest: dict[str, Any]) -> None:
    """Crossref's event is an object with a name, a place and a first day."""
    event = rest.get("event-title")
    if not isinstance(event, dict):
        return
    del rest["event-title"]
    parts = {"event-title": event.get("name"), "event-place": event.get("location"), "event-date": event.get("start")}
    rest |= {name: value for name, value in parts.items() if value and name not in rest}
    if others := {name: value for name, value in event.items() if name not in ("name", "location", "start")}:
        rest["event"] = others


def _read_kind(found: Reference, rest: dict[str, Any]) -> None:
    written = json_text(rest.pop("type", ""))
    subtype = json_text(rest.get("subtype", ""))
    preprint = "preprint" in (json_text(rest.get("genre", "")).lower(), subtype.lower())
    found.kind = "preprint" if written == "article" and preprint else KINDS.get(written, "other" if written else None)
    found.perhaps_preprint = written == "article"
    if preprint:
        rest.pop("genre", None)
        rest.pop("subtype", None)
    if written != TYPES.get(found.kind or "", "document" if found.kind is None else "") and written:
        found.kept["csl_type"] = written


def _read_arxiv(found: Reference, rest: dict[str, Any]) -> None:
    """An identifier under archive and archive_location (as Zotero and we write it), or as a report's number."""
    if json_text(rest.get("archive", "")).lower() == "arxiv" and "archive_location" in rest:
        del rest["archive"]
        found.fields["eprint"] = json_text(rest.pop("archive_location"))
        if found.fields.get("url") == arxiv_address(found.fields["eprint"]):
            del found.fields["url"]  # which says nothing more
    elif found.fields["number"].lower().startswith("arxiv:"):
        found.fields["eprint"] = found.fields["number"]
        found.fields["number"] = ""


def _read_dates(found: Reference, rest: dict[str, Any]) -> None:
    for name in _ISSUED:
        iso, whole = read_csl_date(rest.get(name))
        if iso or whole:
            found.date = iso
            if whole:
                found.kept["date"] = whole
            break
    rest.pop("issued", None)
    for name, target in DATES.items():
        if name in rest:
            iso, whole = read_csl_date(rest[name])
            if iso or whole:
                found.kept[target] = whole or iso or ""
                del rest[name]


def _read_words(found: Reference, rest: dict[str, Any]) -> None:
    """Keywords are tags; of DataCite's categories those of arXiv are known by their code in brackets."""
    keywords = rest.pop("keyword", "")
    words = keywords if isinstance(keywords, list) else json_text(keywords).replace(";", ",").split(",")
    found.tags = [word for word in (plain_line(json_text(word)) for word in words) if word]
    for name in ("categories", "subject"):
        values = rest.pop(name, [])
        for text in (json_text(value) for value in listed(values)):
            code = text[text.rfind("(") + 1 : -1] if text.endswith(")") else text
            if name == "categories" and code and " " not in code and code.replace(".", "").replace("-", "").isalpha():
                found.categories.append(code)
            elif text:
                found.tags.append(text)


def _are_names(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(name, dict) and {"family", "literal"} & name.keys() for name in value)
    )


def _people(value: Any) -> tuple[list[Name], bool]:
    """The names of a list, and whether `others` stands behind them."""
    names = list(_names(listed(value)))
    return [name for name in names if not _is_others(name)], any(_is_others(name) for name in names)


def _facts(people: Any, count: int) -> dict[int, dict[str, str]]:
    """ORCID iDs and affiliations by place, as Crossref and DataCite add them to names; all or none are in step."""
    if not isinstance(people, list) or len(people) < count:
        return {}
    found: dict[int, dict[str, str]] = {}
    named = [person for person in people if not isinstance(person, dict) or any(_names([person]))]
    for at, person in enumerate(named[:count]):
        if not isinstance(person, dict) or not {"ORCID", "affiliation"} & person.keys():
            continue
        places = person.get("affiliation") or []
        texts = (place.get("name") if isinstance(place, dict) else place for place in listed(places))
        facts = {
            "orcid": bare_orcid(json_text(person.get("ORCID"))) or "",
            "affiliation": "; ".join(plain_line(json_text(text)) for text in texts if text),
        }
        if facts := {name: text for name, text in facts.items() if text}:
            found[at] = facts
    return found


def _is_others(name: Name) -> bool:
    return not name.given and is_others(name.family)


def _names(value: list[Any]) -> Iterator[Name]:
    for person in value:
        if not isinstance(person, dict):
            if text := plain_line(json_text(person)):
                yield Name(text)
            continue
        part = {name: plain_line(json_text(person.get(name) or "")) for name in ("family", "given", "suffix")}
        particles = (plain_line(json_text(person.get(f"{kind}dropping-particle") or "")) for kind in ("", "non-"))
        particle = " ".join(text for text in particles if text)
        if part["family"] or part["given"]:
            yield name_of(part["family"], part["given"], particle, part["suffix"])
        elif text := plain_line(json_text(person.get("literal") or person.get("name") or "")):
            yield Name(text)
