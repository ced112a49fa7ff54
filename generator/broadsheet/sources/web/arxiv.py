"""arXiv identifiers to papers, by arXiv's Atom interface: many identifiers a request, a request in three seconds.

https://info.arxiv.org/help/api/user-manual.html says what an answer holds.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree import ElementTree

from ...fields import arxiv_address
from ...model import Links, Mention, Paper, Source
from ..bibliography.latex import decode
from .answers import AnswerError, Reply, trouble, unreadable, warning
from .client import Web, WebError

PAUSE = 3.0  # seconds between requests, by arXiv's terms of use
BATCH = 100
_ACCEPT = "application/atom+xml"
_NAMES = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}
_ABSTRACT_PAGE = re.compile(r"https?://arxiv\.org/abs/(.+?)(?:v\d+)?")
# A category is an archive, perhaps with a class: cs.LG, hep-th. Others there are of the ACM's or AMS's lists.
_CATEGORY = re.compile(r"[a-z][a-z-]+(\.[A-Za-z-]{2,})?")
_WITHDRAWN = re.compile(r"\b(?:has been|is being|was|is) withdrawn\b|\bwithdrawn by\b", re.IGNORECASE)


def ask_arxiv(ids: Sequence[str], web: Web, base: str) -> dict[str, Reply]:
    """The reply for each id; ids without versions, each once. The newest version is what is told."""
    found: dict[str, Reply] = {}
    for at in range(0, len(ids), BATCH):
        found |= _ask(list(ids[at : at + BATCH]), web, base)
    return found


def _ask(ids: list[str], web: Web, base: str) -> dict[str, Reply]:
    url = f"{base}?{urlencode({'id_list': ','.join(ids), 'max_results': len(ids)}, safe=',/')}"
    try:
        answer = web.get(url, _ACCEPT, "xml", PAUSE)
        found, refusal = read_feed(answer.body)
    except WebError as error:
        # One id that arXiv thinks malformed spoils the whole answer: ask for the others without it.
        if error.problem.code == "add-refused" and len(ids) > 1:
            return _halves(ids, web, base)
        return dict.fromkeys(ids, Reply(None, (error.problem,), error.answered))
    except AnswerError as error:
        return dict.fromkeys(ids, unreadable("arXiv", error))
    if refusal and len(ids) > 1:
        return _halves(ids, web, base)
    if all(arxiv_id in found for arxiv_id in ids):
        web.keep(answer)
    missing = refusal or "arXiv has no paper of this identifier"
    nothing = trouble("add-not-found", missing, "compare it with the paper's page; a paper of today may need an hour")
    return {arxiv_id: found.get(arxiv_id, nothing) for arxiv_id in ids}


def _halves(ids: list[str], web: Web, base: str) -> dict[str, Reply]:
    middle = len(ids) // 2
    return _ask(ids[:middle], web, base) | _ask(ids[middle:], web, base)


def read_feed(body: bytes) -> tuple[dict[str, Reply], str]:
    """The replies of an Atom feed by bare id, and the message of arXiv's error entry, if that is what came.

    Raises AnswerError when it is no such feed. A document type is refused: entities have no business here.
    """
    try:
        text = body.decode()
        if "<!DOCTYPE" in text:
            raise AnswerError("it declares a document type")
        feed = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise AnswerError(f"it is no XML in UTF-8 ({error})") from error
    if feed.tag != f"{{{_NAMES['atom']}}}feed":
        raise AnswerError("it is no Atom feed")
    found: dict[str, Reply] = {}
    for entry in feed.iterfind("atom:entry", _NAMES):
        address = _text(entry, "atom:id")
        if "/api/errors" in address:
            return {}, f"arXiv says: {_text(entry, 'atom:summary') or 'an error'}"
        page = _ABSTRACT_PAGE.fullmatch(address)
        if page:
            found[page[1]] = _reply(entry, page[1])
    return found, ""


def _reply(entry: ElementTree.Element, arxiv_id: str) -> Reply:
    paper = _paper(entry, arxiv_id)
    if not paper.title:
        return unreadable("arXiv", AnswerError("a paper without a title"))
    comment = paper.extra.get("comment", "")
    if not (_WITHDRAWN.search(comment) or _WITHDRAWN.search(paper.abstract)):
        return Reply(paper)
    message = f"arXiv tells that this paper is withdrawn: {comment or paper.abstract}"
    return Reply(paper, (warning("add-withdrawn", message, "keep it only if that is meant"),))


def _paper(entry: ElementTree.Element, arxiv_id: str) -> Paper:
    categories = _categories(entry)
    extra = {
        "comment": _text(entry, "arxiv:comment"),
        "journal_ref": _text(entry, "arxiv:journal_ref"),
        "subject_classes": "; ".join(name for name in categories if not _CATEGORY.fullmatch(name)),
    }
    day = _text(entry, "atom:published")[:10]  # of the first version
    doi = _text(entry, "arxiv:doi").split(" ")[0]
    mentions = (_mention(author) for author in entry.iterfind("atom:author", _NAMES))
    return Paper(
        id=f"arxiv-{re.sub('[^a-z0-9]+', '-', arxiv_id.lower())}",
        title=_text(entry, "atom:title"),
        kind="preprint",
        date=day or None,
        authors=tuple(mention for mention in mentions if mention),
        arxiv=arxiv_id,
        doi=doi or None,
        links=Links(paper=arxiv_address(arxiv_id), pdf=f"https://arxiv.org/pdf/{arxiv_id}"),
        categories=tuple(name for name in categories if _CATEGORY.fullmatch(name)),
        abstract=_text(entry, "atom:summary"),
        extra={name: text for name, text in extra.items() if text},
        source=(Source(name="arXiv", url=arxiv_address(arxiv_id)),),
    )


def _mention(author: ElementTree.Element) -> str | Mention:
    name = _text(author, "atom:name")
    affiliations = [" ".join((part.text or "").split()) for part in author.iterfind("arxiv:affiliation", _NAMES)]
    affiliation = "; ".join(part for part in affiliations if part)
    return Mention(name=name, affiliation=affiliation) if name and affiliation else name


def _categories(entry: ElementTree.Element) -> list[str]:
    """The primary one first, each once."""
    terms = [*entry.iterfind("arxiv:primary_category", _NAMES), *entry.iterfind("atom:category", _NAMES)]
    return list(dict.fromkeys(term.get("term", "").strip() for term in terms if term.get("term", "").strip()))


def _text(element: ElementTree.Element, name: str) -> str:
    """On one line; authors send arXiv TeX, accents and all, and mathematics stays as it is."""
    text = " ".join(element.findtext(name, "", _NAMES).split())
    return decode(text, {}) if "\\" in text else text
