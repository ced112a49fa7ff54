"""ACL Anthology identifiers to papers, by the BibTeX file that the Anthology has for each."""

from collections.abc import Sequence

from msgspec import structs

from ...model import Problem, Source
from ..bibliography.bibtex import read_bibtex
from .answers import AnswerError, Reply, ask
from .client import Web

_ACCEPT = "application/x-bibtex, text/plain;q=0.9, */*;q=0.5"


def ask_acl(ids: Sequence[str], web: Web, base: str) -> dict[str, Reply]:
    """The reply for each id, a request each."""
    return {acl_id: _ask(acl_id, web, base) for acl_id in ids}


def _ask(acl_id: str, web: Web, base: str) -> Reply:
    url = f"{base.rstrip('/')}/{acl_id}.bib"
    return ask("the ACL Anthology", web, url, _ACCEPT, "", lambda body: read_entry(body, acl_id))


def read_entry(body: bytes, acl_id: str) -> Reply:
    """The reply that a BibTeX file is; its one entry's key is the paper's id. Raises AnswerError when it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise AnswerError(f"it is not UTF-8 ({error})") from error
    entries, problems = read_bibtex(text, "")
    told: tuple[Problem, ...] = tuple(problems)
    if len(entries) != 1:
        if told:
            return Reply(None, told)
        raise AnswerError(f"it holds {len(entries)} entries in place of one")
    source = Source(name="ACL Anthology", url=f"https://aclanthology.org/{acl_id}/")
    paper = structs.replace(entries[0].record, source=(source,))
    return Reply(paper, told)
