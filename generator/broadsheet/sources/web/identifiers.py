"""Recognises what a person pasted: the identifier of a paper, or an address that holds one."""

import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

Scheme = Literal["arxiv", "doi", "openalex", "acl"]

_ANY_CASE = re.IGNORECASE | re.ASCII
# arXiv: YYMM.number since April 2007, archive/YYMMNNN before. ACL Anthology: 2023.acl-long.1, and P18-1001 before 2020.
_ARXIV = re.compile(r"(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|([a-z][a-z-]*)(?:\.[a-z]{2})?/(\d{7}))(?:v\d+)?", _ANY_CASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\x00-\x1f\ud800-\udfff]+", re.ASCII)
_OPENALEX = re.compile(r"W\d{3,}", _ANY_CASE)
_ACL = re.compile(r"(?P<new>\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)|(?P<old>[A-Z]\d{2}-\d{4})", _ANY_CASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_LABEL = re.compile(r"(?:urn:|info:)?(arxiv|doi|openalex|acl)\s*[:/\s]\s*|(arxiv)\.(?=\d)", re.IGNORECASE)
# What stands behind an identifier on arXiv's pages and on the margin of its PDFs: [cs.LG] 7 May 2024.
_ARXIV_STAMP = re.compile(r"\s*\[[\w.-]+\](?:\s+\d{1,2} \w{3} \d{4})?$", re.ASCII)
# What people copy along with an identifier; a closing bracket that is opened before belongs to it.
_WRAPPING = "<>\"'`‘’“”«»\u200b\u200e\ufeff"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
# What publishers append to the DOI in addresses of the same article.
_DOI_TAIL = re.compile(r"(?:/(?:full|fulltext|abstract|abs|pdf|epdf|html|meta|references|summary)|\.pdf|\.full)+/?$|/$")

# Publishers whose addresses hold the end of a DOI alone.
_DOI_ENDS = (
    (re.compile(r"nature\.com/articles/((?:s\d{5}-\d{3}-\d{4,5}-\w|nature\d+|srep\d+|ncomms\d+))"), "10.1038/"),
    (re.compile(r"zenodo\.org/records?/(\d+)"), "10.5281/zenodo."),
)

_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org", "huggingface.co", "hf.co")
_ACL_HOSTS = ("aclanthology.org", "aclweb.org", "aclanthology.info")


class Identifier(Struct, frozen=True):
    """A paper's name in a scheme: arXiv's without its version, a DOI without address, an OpenAlex W..., an ACL id."""

    scheme: Scheme
    value: str


def identify(text: str) -> Identifier | None:
    """The identifier in what was pasted, None if there is none that we know.

    A bare identifier, one behind `arXiv:` or `doi:`, or an address at arXiv (and its mirrors), Hugging Face papers,
    doi.org, a publisher whose address holds the DOI, OpenAlex, or the ACL Anthology. A DOI of arXiv's is its arXiv id.
    Brackets, quotes and full stops around it do not matter.
    """
    text = _unwrapped(text)
    if re.match(r"https?://", text, re.IGNORECASE):
        return _in_address(text)
    if re.match(r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/\S", text, re.IGNORECASE) and not _ARXIV.fullmatch(text):
        return _in_address(f"https://{text}")
    label = _LABEL.match(text)
    if label:
        rest, name = text[label.end() :], (label[1] or label[2]).lower()
        if re.match(r"https?://", rest, re.IGNORECASE):
            return _in_address(rest)
        return _READERS[name](_ARXIV_STAMP.sub("", rest) if name == "arxiv" else rest)
    found = (read(text) for read in (_arxiv, _doi, _openalex, _acl))
    return next((identifier for identifier in found if identifier), None)


def _unwrapped(text: str) -> str:
    """The text less what stands around it: quotes, brackets, punctuation."""
    before = ""
    while text != before:
        before = text
        text = text.strip().strip(_WRAPPING).rstrip(".,;")
        if text[-1:] in _BRACKETS and text.count(text[-1]) > text.count(_BRACKETS[text[-1]]):
            text = text[:-1]
        elif text[:1] in _BRACKETS.values() and _BRACKETS.get(text[-1:]) == text[0]:
            text = text[1:-1]
    return text


def _in_address(address: str) -> Identifier | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("export.").removeprefix("api.")
    except ValueError:
        return None
    path, query = unquote(parts.path), f"?{unquote(parts.query)}"
    if host in _ARXIV_HOSTS:
        return _arxiv_in(path, host)
    if host in _ACL_HOSTS:
        steps = (re.sub(r"(v\d+)?\.(pdf|bib|xml|endf)$", "", step) for step in path.split("/"))
        return next((found for step in steps if (found := _acl(step))), None)
    if host == "openalex.org":
        return next((found for step in reversed(path.split("/")) if (found := _openalex(step))), None)
    if host in ("doi.org", "dx.doi.org"):
        return _doi(path.strip("/"))
    for pattern, prefix in _DOI_ENDS:
        if end := pattern.fullmatch(f"{host}{_DOI_TAIL.sub('', path)}"):
            return _doi(prefix + end[1])
    if arxiv := re.search(r"/arxiv[:/](\S+?)(?:\.pdf)?/?$", path, _ANY_CASE):
        return _arxiv(arxiv[1])
    place = re.search(r"/(10\.\d{4,9}/\S+)", path) or re.search(r"[?&](?:id|doi)=(10\.\d{4,9}/[^\s&]+)", query)
    doi = _DOI_TAIL.sub("", place[1]) if place else ""
    # bioRxiv and medRxiv append a version that is not of the DOI.
    return _doi(re.sub(r"v\d+$", "", doi) if host in ("biorxiv.org", "medrxiv.org") else doi)


def _arxiv_in(path: str, host: str) -> Identifier | None:
    """Behind /abs/, /pdf/ and the like; Hugging Face has other things than papers."""
    place = re.fullmatch(r"/([a-z-]+)/(.+?)(?:\.pdf)?/?", path)
    if not place or (host in ("huggingface.co", "hf.co") and place[1] != "papers"):
        return None
    steps = re.sub("^arxiv:", "", place[2], flags=_ANY_CASE).split("/")
    return _arxiv("/".join(steps[:2])) or _arxiv(steps[0])


def _arxiv(text: str) -> Identifier | None:
    match = _ARXIV.fullmatch(text)
    if not match:
        return None
    # math.GT/0309136 and math/0309136 are one paper; arXiv answers under the second.
    return Identifier("arxiv", f"{match[2].lower()}/{match[3]}" if match[2] else match[1])


def _doi(text: str) -> Identifier | None:
    if not _DOI.fullmatch(text):
        return None
    ours = _ARXIV_DOI.fullmatch(text)
    return (_arxiv(ours[1]) if ours else None) or Identifier("doi", text)


def _openalex(text: str) -> Identifier | None:
    return Identifier("openalex", text.upper()) if _OPENALEX.fullmatch(text) else None


def _acl(text: str) -> Identifier | None:
    match = _ACL.fullmatch(text)
    if not match:
        return None
    return Identifier("acl", match["new"].lower() if match["new"] else match["old"].upper())


_READERS: dict[str, Callable[[str], Identifier | None]] = {
    "arxiv": _arxiv,
    "doi": _doi,
    "openalex": _openalex,
    "acl": _acl,
}
