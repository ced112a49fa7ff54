"""DOIs, arXiv identifiers, ORCID iDs and addresses in a record's fields, in the bare form that `Paper` takes."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_BEFORE_DOI = re.compile(r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]+")
_ARXIV_ID = re.compile(r"(?<![\w.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?![\w])")
_BEFORE_ARXIV = re.compile(r"(?:https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)", re.IGNORECASE)
_NAMES_ARXIV = re.compile(r"arxiv[: ]|^abs/", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


def bare_doi(text: str) -> str | None:
    """The DOI that a text is, with or without a resolver or `doi:` before it; None if it is anything else."""
    text = text.strip()
    match = _BEFORE_DOI.match(text)
    if match:
        text = text[match.end() :]
        text = unquote(text) if "%" in text else text
        text = text.rstrip(".,;")
    return text if _DOI.fullmatch(text) else None


def bare_arxiv(text: str) -> str | None:
    """The arXiv identifier that a text is, with or without `arXiv:` or an address before it and `[cs]` behind it."""
    text = text.strip()
    match = _BEFORE_ARXIV.match(text)
    if match:
        text = text[match.end() :].removesuffix(".pdf").rstrip("/").partition(" ")[0]
    found = _ARXIV_ID.fullmatch(text)
    return found[0] if found else None


def arxiv_of_doi(doi: str | None) -> str | None:
    """The arXiv identifier within a DOI that arXiv registered."""
    if doi and doi.lower().startswith("10.48550/arxiv."):
        return bare_arxiv(doi[15:])
    return None


def arxiv_in(texts: Iterable[str]) -> str | None:
    """The first identifier in texts that speak of arXiv: `arXiv preprint arXiv:1412.6980`, `abs/1412.6980`."""
    for text in texts:
        if _NAMES_ARXIV.search(text) and (match := _ARXIV_ID.search(text.removeprefix("abs/"))):
            return match[0]
    return None


def bare_orcid(text: str) -> str | None:
    """The ORCID iD that a text is, bare or as its address."""
    match = _ORCID.fullmatch(text.strip())
    return match[1] if match else None


def is_address(text: str) -> bool:
    """Whether a text is an address that a page may link to."""
    return _URL.fullmatch(text) is not None
