"""What a person pasted, to papers: each identifier to its service, each answer back to what was pasted."""

from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from ...model import Entry, Paper, Problem
from .acl_anthology import ask_acl
from .answers import Reply
from .arxiv import ask_arxiv
from .client import Web
from .doi import ask_doi
from .identifiers import Identifier, Scheme, identify
from .openalex import ask_openalex
from .services import Services

_UNKNOWN = (
    "an arXiv id (2405.04532), a DOI (10.1145/3600006.3613165), an OpenAlex id (W2741809807), an ACL Anthology id "
    "(2023.acl-long.1), or the address of one of them"
)


class Fetched(Struct, frozen=True):
    """The papers in the order in which they were pasted, each once, and what is wrong.

    `unreached` tells, each once, why not one of the services that were to be asked gave an answer; empty if one did.
    """

    entries: list[Entry]
    problems: list[Problem]
    unreached: tuple[str, ...] = ()


def fetch(pasted: Sequence[str], web: Web, services: Services, *, abstracts: bool, day: str | None) -> Fetched:
    """Ask the services for all that was pasted. An entry's path, like a problem's, is what was pasted; its line is 0.

    Abstracts are left out unless `abstracts`, since many may not be published again. `day` is when the papers are added
    to the collection and what their sources said then; without it neither is recorded.
    """
    found = {text: identify(text) for text in dict.fromkeys(pasted)}
    askers: dict[Scheme, tuple[Callable[[Sequence[str], Web, str], dict[str, Reply]], str]] = {
        "arxiv": (ask_arxiv, services.arxiv),
        "doi": (ask_doi, services.doi),
        "openalex": (ask_openalex, services.openalex),
        "acl": (ask_acl, services.acl_anthology),
    }
    replies: dict[tuple[Scheme, str], Reply] = {}
    for scheme, (ask, base) in askers.items():
        values = dict.fromkeys(one.value for one in found.values() if one and one.scheme == scheme)
        replies |= {(scheme, value): reply for value, reply in ask(list(values), web, base).items()}
    unreached: tuple[str, ...] = ()
    if not any(reply.answered for reply in replies.values()):
        unreached = tuple(dict.fromkeys(problem.message for reply in replies.values() for problem in reply.problems))
    entries: list[Entry] = []
    problems: list[Problem] = []
    told: set[Identifier] = set()
    for text, one in found.items():
        if one is None:
            problems.append(Problem(text, 0, 0, "add-unknown-id", "no identifier of a paper is known here", _UNKNOWN))
            continue
        reply = replies[one.scheme, one.value]
        if unreached or (reply.paper and one in told):
            continue
        told.add(one)
        problems += [structs.replace(problem, path=text, line=0, column=0) for problem in reply.problems]
        if reply.paper:
            entries.append(Entry(_recorded(reply.paper, abstracts, day), text, 0))
    return Fetched(entries, problems, unreached)


def _recorded(paper: Paper, abstracts: bool, day: str | None) -> Paper:
    if not abstracts:
        paper = structs.replace(paper, abstract="")
    if day:
        paper = structs.replace(paper, added=day, source=tuple(structs.replace(one, date=day) for one in paper.source))
    return paper
