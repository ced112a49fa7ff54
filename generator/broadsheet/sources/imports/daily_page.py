"""A saved Daily Papers page, as text: its cards to papers.

A card is a title, an abstract, then who (`7 authors`, or an organisation's handle and name), a dot, and the date with
the number of comments behind it. A card may end after the abstract.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from ...model import Entry, Links, Paper, Problem, Signal, Source
from ..bibliography.bibtex import slug_of_key
from ..bibliography.dates import read_month

SOURCE = "Daily Papers page"
_HEAD = re.compile(r"Daily Papers\s*$", re.MULTILINE)
_ISSUE = re.compile(r"([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?")
_AUTHORS = re.compile(r"\s*•\s*(\d+) authors?")
_DATED = re.compile(r"([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?(?: (\d+))?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_KINDS_OF_LINK = (
    (re.compile(r"https?://(www\.)?(github|gitlab|bitbucket)\.(com|org)/"), "code"),
    (re.compile(r"https?://(www\.)?huggingface\.co/datasets/"), "data"),
    (re.compile(r"https?://(www\.)?huggingface\.co/spaces/"), "demo"),
    (re.compile(r"https?://(www\.)?huggingface\.co/"), "model"),
    (re.compile(r"https?://(www\.)?(youtube\.com|youtu\.be)/"), "video"),
    (re.compile(""), "project"),
)
_SMALL_WORDS = frozenset("a an and at by for from in of on or the to via with".split())


class _Card(Struct):
    line: int
    title: str
    abstract: str = ""
    who: str = ""
    when: str = ""


def is_daily_page(text: str) -> bool:
    """Whether a text is such a page."""
    return _HEAD.search(text) is not None


def read_daily_page(
    text: str, path: str, *, day: str = "", abstracts: bool = False
) -> tuple[list[Entry], list[Problem]]:
    """The papers of the page in its order, and what is missing.

    The page writes neither its own year nor that of a recent date: `day` (YYYY-MM-DD) gives it. Without it such dates
    and the comments, which are dated counts, are left out with a warning. Abstracts are taken over with `abstracts`
    only; addresses in them are links in any case.
    """
    head = _HEAD.search(text)
    lines = text.split("\n")
    start = text.count("\n", 0, head.end()) + 1 if head else 0
    issue, start = _issue(lines, start)
    problems = []
    if issue and not day and issue[3]:
        day = _iso(issue[1], issue[2], issue[3]) or ""
    if not day:
        message = "the page does not say of which year it is; dates without a year and comments are left out"
        problems.append(Problem(path, start, 0, "daily-no-year", message, "give --date YYYY-MM-DD", "warning"))
    elif issue and day[5:] != (_iso(issue[1], issue[2], "2024") or "")[5:]:
        message = f"the page says {issue[0]}, not {day}"
        problems.append(Problem(path, start, 0, "daily-other-day", message, "give the page's own --date", "warning"))
    entries: list[Entry] = []
    taken: set[str] = set()
    for card in _cards(lines, start):
        paper = _paper(card, day, abstracts, taken)
        taken.add(paper.id)
        if not card.when:
            message = f"the card of `{paper.title}` gives neither date nor number of authors"
            problems.append(Problem(path, card.line, 0, "daily-short-card", message, "", "warning"))
        entries.append(Entry(paper, path, card.line))
    if not entries:
        problems.append(Problem(path, 0, 0, "daily-no-cards", "no card was found on this page", "save it as text"))
    return entries, sorted(problems)


def _issue(lines: list[str], start: int) -> tuple["re.Match[str] | None", int]:
    """The page's day and the number of lines up to its first card."""
    for at, line in enumerate(lines[start : start + 8], start + 1):
        if match := _ISSUE.fullmatch(line.strip()):
            return match, at
    return None, start


def _cards(lines: list[str], start: int) -> Iterator[_Card]:
    """The cards below the page's head: paragraphs in turn, closed by the line with the date."""
    card: _Card | None = None
    for number, line in _paragraphs(lines, start):
        words = line.strip()
        if card and card.who == "" and (_AUTHORS.fullmatch(line) or _next_is_dot(lines, number)):
            card.who = words.lstrip("• ")
        elif words == "·":
            continue
        elif card and card.who and _DATED.fullmatch(words):
            card.when = words
            yield card
            card = None
        elif card is None:
            card = _Card(number, words)
        elif not card.abstract:
            card.abstract = words
        else:  # the last card ended with its abstract
            yield card
            card = _Card(number, words)
    if card and card.abstract:
        yield card


def _paragraphs(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip():
            yield number, line


def _next_is_dot(lines: list[str], number: int) -> bool:
    """Whether the line after line `number` (from 1) is the dot before a date."""
    return number < len(lines) and lines[number].strip() == "·"


def _paper(card: _Card, day: str, abstracts: bool, taken: set[str]) -> Paper:
    when = _DATED.fullmatch(card.when)
    count = _AUTHORS.fullmatch(f"• {card.who}")
    handle, _, name = card.who.partition(" ") if card.who and not count else ("", "", "")
    date = _iso(when[1], when[2], when[3] or day[:4]) if when else None
    comments = int(when[4]) if when and when[4] else None
    links: dict[str, str] = {}
    for address in _ADDRESS.findall(card.abstract):
        bare = address.rstrip(".,;:)}]")
        links.setdefault(next(kind for pattern, kind in _KINDS_OF_LINK if pattern.match(bare)), bare)
    said = comments is not None and day
    return Paper(
        title=card.title,
        id=_id(card.title, taken),
        date=date,
        added=day or None,
        author_count=int(count[1]) if count and int(count[1]) else None,
        organizations=(slug_of_key(handle),) if slug_of_key(handle) else (),
        links=Links(**links),
        abstract=card.abstract if abstracts else "",
        signals=(Signal(kind="comments", value=comments or 0, date=day, source=SOURCE),) if said else (),
        extra={"organization": name} if name else {},
        source=(Source(name=SOURCE, date=day or None),),
    )


def _id(title: str, taken: set[str]) -> str:
    """The short name before a colon, else the first telling words of the title."""
    name, colon, _ = title.partition(":")
    slug = slug_of_key(name) if colon and len(name.split()) <= 2 else ""
    if len(slug) < 3:
        words = [word for word in slug_of_key(title).split("-") if word not in _SMALL_WORDS]
        slug = "-".join(words[:6]) or "paper"
    paper_id, count = slug, 1
    while paper_id in taken:
        count += 1
        paper_id = f"{slug}-{count}"
    return paper_id


def _iso(month: str, day: str, year: str) -> str | None:
    number, _ = read_month(month)
    return f"{year}-{number:02}-{int(day):02}" if number and year else None
