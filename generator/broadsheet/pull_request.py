"""What a change of the content does to the site: pages, topics, duplicates, in Markdown for whoever reviews it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from .catalog.urls import author_url, digest_url, organization_url, paper_url, topic_url
from .model import Problem
from .pages.site import count_of
from .project import Project, landscape
from .topics.landscape import Landscape

# From this share of common words on two titles are worth a look: one word of three may differ.
SIMILAR = 0.5
MOST = 50  # lines of a section; a comment on GitHub may have 65,536 characters
_WORD = re.compile(r"\w+")
_MARKDOWN = re.compile(r"([\\`*_\[\]()<>|~&$])")
# What GitHub makes links and messages of: @account, #12.
_TOLD = re.compile(r"([@#])")


class Change(Struct, frozen=True):
    """A page that is `added`, `changed` or `removed`; `why` names the fields or papers that differ."""

    how: str
    url: str
    name: str
    why: str = ""


class Suspect(Struct, frozen=True):
    """A new paper that may be here already: its id, the other's, and what they share."""

    paper: str
    other: str
    why: str


class Comparison(Struct, frozen=True):
    """Two states of a collection. `pages` without those of topics, `topics` those whose papers or names differ.

    `placed` tells the topic and the nearest paper of each new paper.
    """

    pages: tuple[Change, ...]
    topics: tuple[Change, ...]
    suspects: tuple[Suspect, ...]
    placed: dict[str, tuple[str, str]]
    problems: tuple[Problem, ...]

    @property
    def new_papers(self) -> tuple[str, ...]:
        """The ids of papers that were not there."""
        return tuple(page.url.split("/")[1] for page in self.pages if page.how == "added" and _is_paper(page))


def _is_paper(page: Change) -> bool:
    return page.url.startswith("papers/")


def compare(before: Project, after: Project) -> Comparison:
    """What is different after a change."""
    old, new = before.catalog, after.catalog
    pages = [
        *_pages(old.papers, new.papers, paper_url, "title"),
        *_pages(old.digests, new.digests, digest_url, "date"),
        *_pages(_people(before), _people(after), author_url, "name"),
        *_pages(old.organizations, new.organizations, organization_url, "name"),
    ]
    was, now = landscape(before), landscape(after)
    added = [paper for paper in new.papers if paper not in old.papers]
    labels = {topic.id: topic.label for topic in now.topics}
    placed = {}
    for paper in added:
        place, near = now.placements.get(paper), now.related.get(paper, ())
        placed[paper] = (labels[place.topic] if place else "", near[0].paper if near else "")
    return Comparison(
        pages=tuple(pages),
        topics=tuple(_topics(was, now)),
        suspects=tuple(_suspects(added, after)),
        placed=placed,
        problems=tuple(problem for problem in after.problems if problem not in before.problems),
    )


def _people(project: Project) -> dict[str, dict[str, Any]]:
    """What the page of each person says: their record and their papers, not where the record stands."""
    found = {}
    for person in project.catalog.people.persons.values():
        record = msgspec.to_builtins(person.author) if person.author else {}
        found[person.id] = {**record, "name": person.name, "names": person.names, "papers": sorted(person.papers)}
    return found


def _pages(old: Mapping[str, Any], new: Mapping[str, Any], url: Callable[[str], str], name: str) -> Iterator[Change]:
    for i in sorted({*old, *new}):
        a, b = msgspec.to_builtins(old.get(i)), msgspec.to_builtins(new.get(i))
        if a is None:
            yield Change("added", url(i), str(b[name]))
        elif b is None:
            yield Change("removed", url(i), str(a[name]))
        elif a != b:
            fields = [field for field in {**a, **b} if a.get(field) != b.get(field)]
            yield Change("changed", url(i), str(b[name]), ", ".join(fields))


def _topics(old: Landscape, new: Landscape) -> Iterator[Change]:
    was, now = ({topic.id: topic for topic in found.topics} for found in (old, new))
    for i in sorted({*was, *now}):
        a, b = was.get(i), now.get(i)
        came = sorted(set(b.papers if b else ()) - set(a.papers if a else ()))
        went = sorted(set(a.papers if a else ()) - set(b.papers if b else ()))
        label = (was | now)[i].label
        if a is None or b is None:
            yield Change("added" if b else "removed", topic_url(i), label, count_of(len(came or went)))
        elif came or went or a.label != b.label:
            parts = [f"{len(came)} more" if came else "", f"{len(went)} fewer" if went else ""]
            parts.append(f"was called {a.label}" if a.label != b.label else "")
            yield Change("changed", topic_url(i), label, ", ".join(part for part in parts if part))


def _suspects(added: Iterable[str], project: Project) -> Iterator[Suspect]:
    """New papers whose titles have most of their words in common with another's."""
    words = {i: frozenset(_WORD.findall(paper.title.lower())) for i, paper in project.catalog.papers.items()}
    told: set[frozenset[str]] = set()
    for paper in added:
        mine = words[paper]
        for other, theirs in words.items():
            pair = frozenset((paper, other))
            share = len(mine & theirs) / len(mine | theirs) if mine else 0.0
            if other != paper and share >= SIMILAR and pair not in told:
                told.add(pair)
                yield Suspect(paper, other, f"{share:.0%} of the words of both titles")


def markdown(found: Comparison, site: str) -> str:
    """The comparison for a pull request. Whatever contributors wrote stands there as text: no markup, no mentions."""
    counts = {how: sum(page.how == how for page in found.pages) for how in ("added", "changed", "removed")}
    parts = ["## What changes on the site", ", ".join(f"{count} {how}" for how, count in counts.items()) + "."]
    for how in counts:
        pages = [page for page in found.pages if page.how == how]
        if pages:
            parts.append(_section(f"Pages {how}", [_line(page, site) for page in pages]))
    if found.placed:
        rows = [
            f"| `{i}` | {_text(topic) or 'near none'} | {_code(near)} |" for i, (topic, near) in found.placed.items()
        ]
        parts.append("### New papers\n\n| paper | topic | nearest paper |\n|---|---|---|\n" + "\n".join(_first(rows)))
    if found.topics:
        parts.append(_section("Topics affected", [_line(topic, site, topic.how) for topic in found.topics]))
    if found.suspects:
        lines = [f"- `{one.paper}` and `{one.other}`: {one.why}" for one in found.suspects]
        parts.append(_section("Here already?", lines))
    if found.problems:
        lines = [f"- {told(problem)}" for problem in found.problems]
        parts.append(_section("Problems that were not there before", lines))
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: list[str]) -> str:
    return f"### {title}\n\n" + "\n".join(_first(lines))


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], f"\nand {more} more"]


def _line(page: Change, site: str, how: str = "") -> str:
    # What is not published yet has no address there.
    where = f"[{page.url}]({site}{page.url})" if page.how == "changed" else f"`{page.url}`"
    said = ", ".join(part for part in (how, _text(page.why)) if part)
    return f"- {where} {_text(page.name)}" + (f": {said}" if said else "")


def told(problem: Problem) -> str:
    """A problem in Markdown, what contributors wrote as code."""
    place = ":".join(str(part) for part in (problem.path, problem.line) if part)
    hint = f"; {_code(problem.hint)}" if problem.hint else ""
    return f"{problem.severity} in {_code(place)}: {_code(problem.message)}{hint}"


def _text(text: str) -> str:
    """Text that Markdown shows as it is; an account that it names is not told (a word joiner stands behind the @)."""
    return _TOLD.sub("\\1\u2060", _MARKDOWN.sub(r"\\\1", " ".join(text.split())))


def _code(text: str) -> str:
    """Text as code, in which nothing has a meaning."""
    plain = " ".join(text.split()).replace("`", "'")
    return f"`{plain}`" if plain else ""
