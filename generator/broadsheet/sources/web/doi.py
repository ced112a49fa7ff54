"""DOIs to papers, by content negotiation: whichever agency registered the DOI answers with CSL-JSON.

https://citation.doi.org/docs.html says how. Crossref and DataCite answer; some agencies only have web pages.
"""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec
from msgspec import structs

from ...fields import doi_address
from ...model import Paper, Source
from ..bibliography.bibtex import slug_of_key
from ..bibliography.csl_json import read_csl_json
from .answers import AnswerError, Reply, ask
from .client import Web

_ACCEPT = "application/vnd.citationstyles.csl+json"


def ask_doi(dois: Sequence[str], web: Web, base: str) -> dict[str, Reply]:
    """The reply for each DOI, a request each."""
    return {doi: _ask(doi, web, base) for doi in dois}


def _ask(doi: str, web: Web, base: str) -> Reply:
    url = f"{base.rstrip('/')}/{quote(doi, safe='/:;()')}"
    return ask("the DOI's agency", web, url, _ACCEPT, "json", lambda body: read_item(body, doi))


def read_item(body: bytes, doi: str) -> Reply:
    """The reply that a CSL-JSON item is. Raises AnswerError when it is none."""
    try:
        text = body.decode()
        item = msgspec.json.decode(body)
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
        raise AnswerError(f"it is no JSON in UTF-8 ({error})") from error
    if not isinstance(item, dict):
        raise AnswerError("it is no object")
    entries, problems = read_csl_json(text, "")
    if not entries:
        return Reply(None, tuple(problems))
    found: Paper = entries[0].record
    paper = structs.replace(
        found,
        id=f"doi-{slug_of_key(doi)}",
        doi=found.doi or doi,
        extra={name: text for name, text in found.extra.items() if name != "bibtex_key"},
        source=(Source(name="doi.org", url=doi_address(doi)),),
    )
    return Reply(paper, tuple(problems))
