"""Hugging Face Daily Papers as JSON lines, a card a line, to papers: the facts, and the texts of others on request."""

import json
import re
from typing import Any

from ...model import Entry, Links, Paper, Problem, Signal, Source
from ..bibliography.bare_values import bare_arxiv, is_address
from ..bibliography.bibtex import slug_of_key

SOURCE = "Hugging Face Daily Papers"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTS = (("upvotes", "upvotes"), ("numComments", "comments"), ("githubStars", "stars"))
_HOMES = frozenset(
    "id title date publishedAt submittedOnDailyAt authors abstract ai_summary ai_keywords author_hf_users "
    "organization githubRepo projectPage upvotes numComments githubStars".split()
)


def read_hf_daily(text: str, path: str, *, abstracts: bool = False) -> tuple[list[Entry], list[Problem]]:
    """The papers of the cards in their order, and all that is wrong with them, by line.

    A paper's id is its arXiv identifier with a hyphen. Counts are signals of the card's day. The abstract and the
    summary that a model wrote are others' texts: they are taken over with `abstracts` only. What has no home in `Paper`
    is in `extra`.
    """
    entries, problems = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            card = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            told = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            problems.append(Problem(path, number, 0, "daily-bad-json", f"this line is not JSON: {told}", _ONE_A_LINE))
            continue
        paper = _paper(card, abstracts) if isinstance(card, dict) else None
        if paper is None or not paper.title:
            message = "a card needs a `title`, and an `id` that is an arXiv identifier"
            problems.append(Problem(path, number, 0, "daily-bad-card", message, _ONE_A_LINE))
        else:
            entries.append(Entry(paper, path, number))
    return entries, problems


_ONE_A_LINE = "each line is one card, a JSON object"


def _paper(card: dict[str, Any], abstracts: bool) -> Paper | None:
    arxiv = bare_arxiv(_words(card.get("id")))
    if arxiv is None:
        return None
    day = _day(card.get("date")) or _day(card.get("submittedOnDailyAt"))
    code, project = _words(card.get("githubRepo")), _words(card.get("projectPage"))
    organization = card.get("organization")
    handle = _words(organization.get("name")) if isinstance(organization, dict) else ""
    named = _words(organization.get("fullname")) if isinstance(organization, dict) else _words(organization)
    slug = slug_of_key(handle or named)
    extra = {name: _written(value) for name, value in card.items() if name not in _HOMES and value not in (None, "")}
    extra |= {
        name: text for name, text in (("githubRepo", code), ("projectPage", project)) if text and not is_address(text)
    }
    if named and named != slug:
        extra["organization"] = named
    if isinstance(users := card.get("author_hf_users"), dict) and users:
        extra["huggingface_users"] = "; ".join(f"{name}: {_words(handle)}" for name, handle in users.items())
    summary = _words(card.get("ai_summary"))
    if abstracts and summary:
        extra["ai_summary"] = summary
    address = f"https://huggingface.co/papers/{arxiv}"
    return Paper(
        title=_words(card.get("title")),
        id=slug_of_key(arxiv),
        date=_day(card.get("publishedAt")),
        added=day,
        authors=tuple(name for name in map(_words, _listed(card.get("authors"))) if name),
        organizations=(slug,) if slug else (),
        arxiv=arxiv,
        links=Links(code=code if is_address(code) else None, project=project if is_address(project) else None),
        tags=tuple(dict.fromkeys(tag for tag in map(_words, _listed(card.get("ai_keywords"))) if tag)),
        abstract=_words(card.get("abstract")) if abstracts else "",
        signals=_signals(card, day),
        extra=extra,
        source=(Source(name=SOURCE, url=address, date=day),),
    )


def _signals(card: dict[str, Any], day: str | None) -> tuple[Signal, ...]:
    counts = ((kind, card.get(field)) for field, kind in _COUNTS)
    stated = ((kind, count) for kind, count in counts if type(count) is int and count >= 0)
    return tuple(Signal(kind=kind, value=count, date=day, source=SOURCE) for kind, count in stated) if day else ()  # type: ignore[arg-type]


def _day(value: Any) -> str | None:
    match = _DAY.match(value) if isinstance(value, str) else None
    return match[0] if match else None


def _words(value: Any) -> str:
    """A text with single spaces; a name may stand in an object."""
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
