"""One BibTeX entry to one `Paper`: each field to its home, those without one to `extra`."""

import re
from urllib.parse import unquote

from msgspec import Struct

from ...model import Kind, Links, Paper
from .bibtex_entries import RawEntry
from .dates import read_date
from .latex import Memo, address, decode
from .names import Name, has_too_many_commas, is_others, split_name, split_names, without_et_al
from .remainder import MARK, from_braces, restore

KINDS: dict[str, Kind] = {
    "article": "journal", "suppperiodical": "journal", "periodical": "journal",
    "inproceedings": "conference", "conference": "conference",
    "book": "book", "mvbook": "book", "booklet": "book", "collection": "book", "mvcollection": "book",
    "proceedings": "book", "mvproceedings": "book", "reference": "book", "mvreference": "book",
    "inbook": "chapter", "incollection": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "inreference": "chapter",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis",
    "techreport": "report", "report": "report", "manual": "report",
    "dataset": "dataset", "data": "dataset", "software": "software",
}  # fmt: skip
# The type that each kind is written as; any other type is kept in `extra`.
USUAL_TYPES = {
    "journal": "article", "conference": "inproceedings", "book": "book", "chapter": "incollection",
    "thesis": "phdthesis", "report": "techreport", "dataset": "dataset", "software": "software", "preprint": "misc",
    "other": "misc", "workshop": "inproceedings",
}  # fmt: skip
# Kinds that no type stands for alone: BibLaTeX's entrysubtype says them.
_SUBTYPES: dict[str, Kind] = {"workshop": "workshop", "preprint": "preprint", "other": "other"}
# Addresses under the names that al-folio and others give them, and that `Links` has.
LINK_FIELDS = ("code", "data", "model", "project", "demo", "video", "slides")
VERBATIM = frozenset(
    "url doi eprint file pdf ee biburl adsurl bdsk-url-1 bdsk-url-2 bdsk-url-3 local-url".split()
).union(LINK_FIELDS)
_ARXIV_ID = re.compile(r"(?<![\w.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?![\w])")
_ARXIV_URL = re.compile(r"arxiv\.org/(?:abs|pdf|html)/([^\s?#]+?)(?:\.pdf)?/?$", re.IGNORECASE)
_NAMES_ARXIV = re.compile(r"arxiv[: ]|^abs/", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_URL = re.compile(r"https?://[^\s<>\"]+")
_IS_URL = re.compile(r"\s*\{?https?://\S+\s*$")


class Reading(Struct, frozen=True):
    """What an entry gives; the title is empty where it has none, `bad_month` is what stands in place of a month.

    `bad_names` are (field, name) that cannot be one person's.
    """

    paper: Paper
    bad_month: str = ""
    bad_names: tuple[tuple[str, str], ...] = ()


class Memos(Struct, frozen=True):
    """What one call of the reader remembers: decoded strings and split names."""

    latex: Memo
    names: dict[str, tuple[Name, bool]]


def read_fields(entry: RawEntry, paper_id: str, memos: Memos) -> Reading:
    """The paper of an entry, as `paper_id`. Every field is in the paper, in `extra` where it has no home of its own."""
    memo = memos.latex
    raw = entry.fields
    rest = {  # what is not used up below stays for `extra`
        name: address(value) if name in VERBATIM or _IS_URL.match(value) else decode(value, memo)
        for name, value in raw.items()
        if name not in ("author", "editor", MARK)
    }
    own = from_braces(raw.get(MARK, ""))
    if MARK in raw and not own:
        rest[MARK] = raw[MARK]
    rest = {name: value for name, value in rest.items() if value}
    title = _title(rest, entry.type)
    authors, et_al, author_field = _people(raw.get("author", ""), memos)
    editors, more_editors, editor_field = _people(raw.get("editor", ""), memos)
    if author_field:
        rest["author"] = author_field
    if editor_field or more_editors:
        rest["editor"] = editor_field or " and ".join((*(split_name(e).written for e in editors), "others"))

    when = read_date(rest)
    bad_month = rest.get("month", rest.get("date", "")) if when.bad_month else ""
    for name in ("date", "year", "month", "day"):
        if name not in when.left:
            rest.pop(name, None)

    doi, url = _doi(rest), ""
    if _URL.fullmatch(rest.get("url", "")):
        url = rest.pop("url")
    elif "howpublished" in rest and "url" not in rest and (found := _URL.search(address(raw["howpublished"]))):
        url = found[0].rstrip(".,;)")  # \howpublished{\url{...}}; the field itself stays in `extra`
    pdf = rest.pop("pdf") if _URL.fullmatch(rest.get("pdf", "")) else None
    links = {name: rest.pop(name) for name in LINK_FIELDS if _URL.fullmatch(rest.get(name, ""))}
    arxiv = _arxiv(rest, url, doi)
    categories = _categories(rest) if arxiv or "eprint" not in rest else ()
    kind = _SUBTYPES.get(rest.get("entrysubtype", "")) or _kind(entry.type, arxiv, rest)
    if kind in _SUBTYPES and rest.get("entrysubtype") == kind:
        del rest["entrysubtype"]
    if entry.type != USUAL_TYPES.get(kind):
        rest["bibtex_type"] = entry.type
    venue = _first(rest, *_venues(entry.type))
    if rest.get("howpublished") == venue:
        rest.pop("howpublished", None)  # written twice, for styles that show one of them
    if entry.key and entry.key != paper_id:
        rest["bibtex_key"] = entry.key
    paper = Paper(
        title=title,
        id=paper_id,
        kind=kind,
        date=when.iso,
        authors=authors,
        et_al=et_al,
        editors=editors,
        venue=venue,
        volume=rest.pop("volume", ""),
        number=_first(rest, "number", "issue"),
        pages=rest.pop("pages", ""),
        publisher=rest.pop("publisher", ""),
        arxiv=arxiv,
        doi=doi,
        links=Links(paper=url or None, pdf=pdf, **links),
        categories=categories,
        tags=_tags(_first(rest, "keywords", "keyword")),
        abstract=rest.pop("abstract", ""),
        note=_first(rest, "annote", "annotation"),
        extra=rest,
    )
    return Reading(
        restore(paper, {name: value for name, value in own.items() if name != "id"}),
        bad_month,
        tuple((field, name) for field in ("author", "editor") for name in _bad_names(raw.get(field, ""), memo)),
    )


def own_id(entry: RawEntry) -> str:
    """The id that one of our own exports wrote into an entry, if its key does not say it."""
    own = from_braces(entry.fields[MARK]).get("id") if MARK in entry.fields else ""
    return own if isinstance(own, str) else ""


def paper_names(paper: Paper) -> tuple[Name, ...]:
    """The authors of a paper in parts: as its BibTeX entry had them, where their display order does not say it."""
    if "author" in paper.extra:
        return tuple(split_name(name) for name in split_names(paper.extra["author"]) if not is_others(name))
    return tuple(split_name(mention.name) for mention in paper.mentions)


def _bad_names(text: str, memo: Memo) -> list[str]:
    if text.count(",") < 3:
        return []
    return [name for name in split_names(decode(text, memo, keep_braces=True)) if has_too_many_commas(name)]


def _people(text: str, memos: Memos) -> tuple[tuple[str, ...], bool, str]:
    """Names in display order, whether there are others, and the field itself where display order loses the parts."""
    if not text.strip():
        return (), False, ""
    shown, written, others, faithful = [], [], False, True
    for whole in split_names(decode(text, memos.latex, keep_braces=True)):
        piece = without_et_al(whole)
        others = others or piece != whole
        if is_others(piece):
            others = True
            continue
        known = memos.names.get(piece)
        if known is None:
            name = split_name(piece)
            known = memos.names[piece] = (name, split_name(name.display) == name)
        name, same = known
        if name.display:
            shown.append(name.display)
            written.append(name)
            faithful = faithful and same
    field = "" if faithful else " and ".join([name.written for name in written] + ["others"] * others)
    return tuple(shown), others, field


def _title(rest: dict[str, str], kind: str) -> str:
    """Title and subtitle; a volume may be named by its `booktitle` or `maintitle`, a periodical by its journal."""
    title = rest.pop("title", "")
    if not title and kind in ("proceedings", "book", "mvbook", "collection", "mvcollection", "mvproceedings", "inbook"):
        title = _first(rest, "booktitle", "maintitle")
    if not title and kind == "periodical":
        title = rest.get("journaltitle") or rest.get("journal", "")
    subtitle = rest.pop("subtitle", "") if title else ""
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title[-1] in ":?!." else f"{title}: {subtitle}"


def _first(rest: dict[str, str], *names: str) -> str:
    """Takes the first of these fields that is there; the others stay."""
    return next((rest.pop(name) for name in names if name in rest), "")


def _venues(kind: str) -> tuple[str, ...]:
    journals, books = ("journal", "journaltitle"), ("booktitle",)
    if kind in ("phdthesis", "mastersthesis", "thesis", "techreport", "report"):
        return (*books, *journals, "school", "institution")
    return (*journals, *books) if kind == "article" else (*books, *journals)


def _kind(kind: str, arxiv: str | None, rest: dict[str, str]) -> Kind:
    """The kind that a type stands for; what is only on arXiv is a preprint."""
    venue = (rest.get("journal") or rest.get("journaltitle") or "").lower()
    if arxiv and (
        kind in ("misc", "online", "unpublished", "electronic")
        or (kind == "article" and (not venue or "arxiv" in venue or venue == "corr"))
    ):
        return "preprint"
    return KINDS.get(kind, "other")


def _doi(rest: dict[str, str]) -> str | None:
    """The bare DOI of the doi field, or of a url that is one; the field stays in `extra` if it says anything else."""
    written = rest.get("doi", "")
    text = unquote(written) if "%2" in written.lower() else written
    match = _DOI.search(text)
    if match:
        doi = match[0].rstrip(".,;")
        if text.lower().removesuffix(doi.lower()) in ("", "doi:", "doi: ") or text.lower().startswith("http"):
            rest.pop("doi", None)
        return doi
    url = re.fullmatch(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", rest.get("url", ""))
    return unquote(url[1]) if url and not written else None


def _arxiv(rest: dict[str, str], url: str, doi: str | None) -> str | None:
    """The arXiv identifier of the eprint field, the url, the journal (`arXiv preprint arXiv:...`) or the DOI."""
    archive = (rest.get("archiveprefix") or rest.get("eprinttype") or "").lower()
    if "eprint" in rest and archive in ("arxiv", ""):
        text = re.sub(r"^(?:arxiv:|https?://arxiv\.org/(?:abs|pdf)/)", "", rest["eprint"], flags=re.IGNORECASE)
        if match := _ARXIV_ID.fullmatch(text.removesuffix(".pdf")):
            for name in ("eprint", "archiveprefix", "eprinttype"):
                rest.pop(name, None)
            return match[0]
    if (place := _ARXIV_URL.search(url)) and (match := _ARXIV_ID.fullmatch(place[1])):
        return match[0]
    if doi and doi.lower().startswith("10.48550/arxiv.") and (match := _ARXIV_ID.fullmatch(doi[15:])):
        return match[0]
    for name in ("journal", "journaltitle", "volume", "number", "note", "howpublished", "publisher"):
        text = rest.get(name, "")
        if _NAMES_ARXIV.search(text) and (match := _ARXIV_ID.search(text.removeprefix("abs/"))):
            return match[0]
    return None


def _categories(rest: dict[str, str]) -> tuple[str, ...]:
    return tuple(_first(rest, "primaryclass", "eprintclass").split())


def _tags(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;,]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
