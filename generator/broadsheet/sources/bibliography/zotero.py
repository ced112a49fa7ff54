"""Zotero's own JSON to papers: Better BibTeX's export and what Zotero's web API answers with.

Item types and fields are those of Zotero's schema; see also Better BibTeX's `Extra` fields (`tex.name: value`).
"""

import re
from collections.abc import Iterator
from typing import Any

from ...model import Entry, Kind, Problem
from .bare_values import bare_arxiv, is_address
from .json_items import json_text, read_items
from .loose_dates import read_loose_date
from .markup import plain_line, plain_paragraphs
from .names import Name, is_others
from .references import Reference, entries_of, name_of, written_names

_KINDS: dict[str, Kind | None] = {
    "journalArticle": "journal", "conferencePaper": "conference", "book": "book", "bookSection": "chapter",
    "thesis": "thesis", "report": "report", "preprint": "preprint", "dataset": "dataset",
    "computerProgram": "software", "document": None,
}  # fmt: skip
_FIELDS = {
    "title": "title", "abstractNote": "abstract", "volume": "volume", "issue": "number", "number": "number",
    "reportNumber": "number", "pages": "pages", "DOI": "doi", "url": "url", "publisher": "publisher",
    "institution": "institution", "university": "school", "place": "address", "edition": "edition",
    "language": "langid", "ISSN": "issn", "ISBN": "isbn", "series": "series", "seriesTitle": "series",
    "shortTitle": "shorttitle", "journalAbbreviation": "shortjournal", "conferenceName": "eventtitle",
    "accessDate": "urldate", "originalDate": "origdate", "versionNumber": "version", "numPages": "pagetotal",
    "numberOfVolumes": "volumes", "thesisType": "type", "reportType": "type", "type": "type", "section": "section",
    "PMID": "pmid", "PMCID": "pmcid", "seriesNumber": "seriesnumber",
}  # fmt: skip
_VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle", "websiteTitle",
    "blogTitle",
)  # fmt: skip
_EDITORS_AND_OTHERS = {
    "editor": "editor", "translator": "translator", "seriesEditor": "serieseditor", "bookAuthor": "bookauthor",
    "contributor": "contributor", "commenter": "commentator", "reviewedAuthor": "reviewedauthor",
    "scriptwriter": "scriptwriter", "producer": "producer", "castMember": "castmember", "attorneyAgent": "attorney",
    "recipient": "recipient", "guest": "guest", "counsel": "counsel", "cosponsor": "cosponsor", "composer": "composer",
    "wordsBy": "wordsby", "interviewer": "interviewer",
}  # fmt: skip
# What Zotero keeps for itself: where an item is in its database and when it was touched, addresses within it.
_BOOKKEEPING = frozenset(
    "itemType creators tags notes attachments extra date citationKey citekey key version itemID itemKey libraryID uri "
    "select dateAdded dateModified collections libraryCatalog relations parentItem deleted inPublications".split()
)
_EXTRA_LINE = re.compile(r"(tex\.(?P<tex>[\w-]+)|(?P<name>[A-Za-z][A-Za-z -]{1,30}))\s*[:=]\s*(?P<value>\S.*)")
_EXTRA_FIELDS = {name.lower(): target for name, target in _FIELDS.items()} | {
    "original date": "origdate", "original-date": "origdate", "event title": "eventtitle", "tex.city": "address",
}  # fmt: skip


def read_zotero(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of a Zotero JSON text in its order, and all that is wrong with it, by line.

    The id is the citation key as a slug, else made from name, year and title. Fields without a home in `Paper` are in
    `extra`, under BibLaTeX's name where it has one; child notes go to the note, collections to `groups`. What Zotero
    records of its own database is left out (`_BOOKKEEPING`). Notes and attachments that belong to no item are problems.
    """
    items, problems = read_items(text, "zotero", path)
    groups = _groups(items.rest.get("collections"))
    found: list[Reference] = []
    by_key: dict[str, Reference] = {}
    children: list[tuple[int, dict[str, Any]]] = []
    for line, item in items.values:
        data = item.get("data", item) if isinstance(item, dict) else item
        if not isinstance(data, dict) or not isinstance(data.get("itemType"), str):
            message = "an item without a type of Zotero's"
            problems.append(Problem(path, line, 0, "zotero-bad-item", message, 'write {"itemType": "journalArticle"}'))
        elif data["itemType"] in ("note", "attachment", "annotation"):
            children.append((line, data))
        else:
            reference = _reference(data, line)
            if named := groups.get(json_text(data.get("itemID"))):
                reference.kept["groups"] = "; ".join(named)
            by_key[json_text(data.get("key") or data.get("itemKey"))] = reference
            found.append(reference)
    for line, data in children:
        parent = by_key.get(json_text(data.get("parentItem")) or "none")
        if parent is None:
            message = f"this {data['itemType']} belongs to no item: {plain_line(json_text(data.get('note')))[:60]}"
            problems.append(Problem(path, line, 0, "zotero-stray-item", message.rstrip(": "), "", "warning"))
        elif data["itemType"] == "attachment":
            _attach(parent, [data])
        else:
            _note(parent, [data])
    entries, more = entries_of(found, "zotero", path, untitled=untitled)
    return entries, sorted(problems + more)


def _reference(item: dict[str, Any], line: int) -> Reference:
    kind = _KINDS.get(item["itemType"], "other")
    found = Reference(line, kind=kind, key=json_text(item.get("citationKey") or item.get("citekey")))
    if item["itemType"] not in _KINDS:
        found.kept["zotero_type"] = item["itemType"]
    for role, name in _creators(item.get("creators")):
        if role == "author":
            if not name.given and is_others(name.family):
                found.et_al = True
            else:
                found.authors.append(name)
        elif role == "editor":
            found.editors.append(name)
        else:
            before = f"{found.kept[role]} and " if role in found.kept else ""
            found.kept[role] = before + written_names([name])
    _read_fields(found, item)
    text = json_text(item.get("date"))
    found.date, exact = read_loose_date(text) if text else (None, True)
    if not exact:
        found.kept["date"] = text
    tags = item.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        word = plain_line(json_text(tag.get("tag") if isinstance(tag, dict) else tag))
        if word:
            found.tags.append(word)
    _read_extra(found, item.get("extra"))
    _note(found, item.get("notes"))
    _attach(found, item.get("attachments"))
    return found


def _read_fields(found: Reference, item: dict[str, Any]) -> None:
    for name, value in item.items():
        text = json_text(value)
        if not text or name in _BOOKKEEPING or name in _VENUES:
            continue
        target = _FIELDS.get(name, "")
        if target and target not in found.fields:
            found.fields[target] = plain_paragraphs(text) if target == "abstract" else plain_line(text)
        else:
            found.kept[f"zotero_{name}" if target or name in found.kept else name] = text
    for name in _VENUES:
        if text := plain_line(json_text(item.get(name))):
            if "venue" in found.fields:
                found.kept[name] = text
            else:
                found.fields["venue"] = text
    if found.kind == "preprint" and json_text(item.get("repository")).lower() == "arxiv":
        found.kept.pop("repository", None)
    archive = found.kept.get("archiveID", "")
    if bare_arxiv(archive) and archive.lower().startswith("arxiv"):
        found.fields["eprint"] = found.kept.pop("archiveID")


def _creators(creators: Any) -> Iterator[tuple[str, Name]]:
    """Role and name: an item type's main creator (author, inventor, programmer, director ...) is its author."""
    for creator in creators if isinstance(creators, list) else ():
        if not isinstance(creator, dict):
            continue
        whole, family, given = (plain_line(json_text(creator.get(part))) for part in ("name", "lastName", "firstName"))
        name = Name(whole) if whole else name_of(family, given)
        if name.display:
            yield _EDITORS_AND_OTHERS.get(json_text(creator.get("creatorType")), "author"), name


def _read_extra(found: Reference, extra: Any) -> None:
    """The lines of `Extra`: `Citation Key: x`, `tex.name: x`, `DOI: x`, fields that a type lacks, free text."""
    lines = extra if isinstance(extra, list) else json_text(extra).splitlines()
    free = []
    for line in (json_text(line) for line in lines):
        match = _EXTRA_LINE.fullmatch(line)
        name = (match["name"] or "").strip().lower() if match else ""
        if match is None:
            free.append(line)
        elif name == "citation key":
            found.key = found.key or match["value"]
        elif name == "arxiv" and _says_eprint(found, match["value"].partition(" ")[0]):
            number, _, subject = match["value"].partition(" ")
            found.fields.setdefault("eprint", number)
            found.categories += [subject.strip("[]")] if subject.startswith("[") else []
        else:
            target = (match["tex"] or "").lower() or _EXTRA_FIELDS.get(name, "")
            if target and target not in found.fields and target not in found.kept and target not in ("title", "extra"):
                (found.fields if not match["tex"] else found.kept)[target] = match["value"]
            else:
                free.append(line)
    if any(free):
        found.kept["zotero_extra"] = "\n".join(line for line in free if line)


def _says_eprint(found: Reference, number: str) -> bool:
    """Whether a number is the arXiv identifier of an item that has no other one."""
    return bare_arxiv(number) is not None and bare_arxiv(found.fields.get("eprint", number)) == bare_arxiv(number)


def _note(found: Reference, notes: Any) -> None:
    texts = [note.get("note") if isinstance(note, dict) else note for note in notes] if isinstance(notes, list) else []
    texts = [plain_paragraphs(json_text(text)) for text in texts]
    found.fields["note"] = "\n\n".join(text for text in (found.fields.get("note", ""), *texts) if text)


def _attach(found: Reference, attachments: Any) -> None:
    """The first PDF with an address is the paper's; other attachments are kept by title and place."""
    for attachment in attachments if isinstance(attachments, list) else ():
        if not isinstance(attachment, dict):
            continue
        place = json_text(attachment.get("url") or attachment.get("path") or attachment.get("localPath"))
        title = json_text(attachment.get("title"))
        pdf = "pdf" in f"{json_text(attachment.get('contentType') or attachment.get('mimeType'))} {title}".lower()
        if is_address(place) and (pdf or place.lower().endswith(".pdf")) and "pdf" not in found.fields:
            found.fields["pdf"] = place
        elif said := f"{title}: {place}".strip(": "):
            found.kept["file"] = "\n".join(text for text in (found.kept.get("file", ""), said) if text)


def _groups(collections: Any) -> dict[str, list[str]]:
    """Names of the collections that an item is in, by its number."""
    found: dict[str, list[str]] = {}
    for collection in collections.values() if isinstance(collections, dict) else ():
        if isinstance(collection, dict) and isinstance(collection.get("items"), list):
            for item in collection["items"]:
                found.setdefault(json_text(item), []).append(json_text(collection.get("name")))
    return found
