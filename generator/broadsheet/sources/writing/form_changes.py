"""What a filled-in form changes in the content: a new paper, a corrected field, a person's file."""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from ...model import Author, Entry, Paper, Problem
from ..bibliography.bibtex import slug_of_key
from ..content import Content
from ..imports.merge import merge
from ..records import parse_records
from ..web.identifiers import identify
from .corrections import correct
from .edits import Edit
from .issue_form import Form
from .papers_yaml import edits
from .yaml_writer import mapping

_PAGE = r"(?:^|/){}/([a-z0-9]+(?:-[a-z0-9]+)*)/?(?:[?#]\S*)?$"
_SMALL = frozenset("a an and at by for from in of on or the to with via".split())
# The id becomes the name of a file, and no system takes one of any length.
_LONGEST_ID = 60
_CORRECTABLE: dict[str, tuple[str, ...]] = {
    name: (name,) for name in ("title", "date", "authors", "summary", "venue", "arxiv", "doi")
}
_CORRECTABLE |= {"code": ("links", "code")}


class Changes(Struct, frozen=True):
    """The edits that a form leads to, what to say (Markdown, nothing in it that strangers wrote), and problems."""

    edits: tuple[Edit, ...] = ()
    words: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


Fetch = Callable[[str], tuple[list[Entry], list[Problem]]]


def changes(form: Form, content: Content, people: Collection[str], root: Path, day: str, fetch: Fetch) -> Changes:
    """What a form changes; `people` are the ids of all who have a page, `fetch` asks the services for an identifier."""
    if form.kind == "paper":
        return _new_paper(form, content, root, day, fetch)
    if form.kind == "correction":
        return _correction(form, content, root, day)
    return _profile(form, content, people, day)


def _new_paper(form: Form, content: Content, root: Path, day: str, fetch: Fetch) -> Changes:
    found, problems = fetch(form.values["link"]) if identify(form.values["link"]) else ([], [])
    if found:
        record = _with_form(found[0].record, form)
    elif form.values["title"]:
        made, told = _written(form, day)
        if made is None:
            return Changes(problems=tuple(told))
        record = made
    else:
        hint = "fill in the title, or give an arXiv id, a DOI or an address at the ACL Anthology"
        return Changes(problems=(*problems, _problem(form, "form-no-title", "there is no title", hint)))
    merged = merge(content.papers, [Entry(record, form.origin, 0)], content.faulty)
    if merged.duplicates:
        known = merged.duplicates[0]
        return Changes(words=(f"This paper is here already, as `{known.paper}`: {known.evidence}.",))
    changed, more = edits(merged, root, one_each=True)
    words = [f"A new paper, `{entry.record.id}`." for entry in merged.new]
    if not record.summary:
        words.append("It has no summary yet: one to three sentences in your own words would be welcome.")
    errors = [problem for problem in (*merged.problems, *more) if problem.severity == "error"]
    return Changes(() if errors else tuple(changed), tuple(words), (*problems, *merged.problems, *more))


def _with_form(paper: Paper, form: Form) -> Paper:
    """What a service knows, with the summary and the code that the form adds."""
    code = form.values["code"]
    links = paper.links
    if not links.code and re.fullmatch(r"https?://[^\s<>\"]+", code):
        links = msgspec.structs.replace(links, code=code)
    return msgspec.structs.replace(paper, summary=_one_line(form.values["summary"]) or paper.summary, links=links)


def _written(form: Form, day: str) -> tuple[Paper | None, list[Problem]]:
    """The paper as the form alone tells it, checked as a file would be."""
    title, link = _one_line(form.values["title"]), _one_line(form.values["link"])
    one = identify(link)
    links = {} if one and one.scheme in ("arxiv", "doi") else {"paper": link}
    if form.values["code"]:
        links["code"] = _one_line(form.values["code"])
    values = {
        "title": title,
        "date": _one_line(form.values["date"]),
        "added": day,
        "authors": form.lines("authors"),
        "arxiv": one.value if one and one.scheme == "arxiv" else "",
        "doi": one.value if one and one.scheme == "doi" else "",
        "links": links,
        "summary": _one_line(form.values["summary"]),
        "source": [_source(form.origin, form.url, day)],
    }
    text = mapping({name: value for name, value in values.items() if value})
    found, problems = parse_records(text, form.origin, _short_name(title), Paper)
    told = [msgspec.structs.replace(problem, line=0, column=0) for problem in problems]
    return (found[0].record if found and not problems else None), told


def _short_name(title: str) -> str:
    """An id: the name before a colon if that is short, else the first words that say something."""
    head = title.partition(":")[0]
    words = slug_of_key(head if ":" in title and len(head) <= 30 else title).split("-")
    return "-".join([word for word in words if word not in _SMALL][:5])[:_LONGEST_ID].strip("-") or "paper"


def _correction(form: Form, content: Content, root: Path, day: str) -> Changes:
    found = re.search(_PAGE.format("papers"), form.values["link"])
    wanted = found[1] if found else form.values["link"]
    entry = next((one for one in content.papers if wanted in (one.record.id, *one.record.former_ids)), None)
    if entry is None:
        hint = "give the address of the paper's page, which ends with /papers/ and its id"
        return Changes(problems=(_problem(form, "form-unknown-page", "there is no such paper here", hint),))
    steps = _CORRECTABLE.get(form.values["field"])
    seen = _one_line(form.values["seen"])
    if steps is None or not re.fullmatch(r"https?://[^\s<>\"]+", seen):
        hint = f"one of {', '.join(_CORRECTABLE)}, and the http:// or https:// address of a page that says so"
        return Changes(problems=(_problem(form, "form-incomplete", "the form is not filled in as it asks", hint),))
    value: Any = _one_line(form.values["value"])
    if steps == ("authors",):
        # Whoever stays keeps what is known of them.
        known = {
            mention.name: author for mention, author in zip(entry.record.mentions, entry.record.authors, strict=True)
        }
        value = [msgspec.to_builtins(known.get(name, name)) for name in form.lines("value")]
    source = _source(urlsplit(seen).hostname or form.origin, seen, day) | {"fields": [".".join(steps)]}
    outcome = correct(entry, steps, value, source, root)
    if isinstance(outcome, Problem):
        return Changes(problems=(outcome,))
    return Changes((outcome,), (f"`{'.'.join(steps)}` of `{entry.record.id}` is corrected.",))


def _profile(form: Form, content: Content, people: Collection[str], day: str) -> Changes:
    found = re.search(_PAGE.format("authors"), form.values["link"])
    if not found or found[1] not in people:
        hint = "give the address of your page, which ends with /authors/ and an id"
        return Changes(problems=(_problem(form, "form-unknown-page", "there is no such person here", hint),))
    person = found[1]
    path = f"content/authors/{person}.yml"
    if any(entry.record.id == person for entry in content.authors):
        problem = Problem(
            path, 0, 0, "form-has-file", "this person has a file already", "propose a change to that file"
        )
        return Changes(problems=(problem,))
    identifiers = {"orcid": _one_line(form.values["orcid"]), "github": form.login}
    values = {
        "name": _one_line(form.values["name"]),
        "names": form.lines("names"),
        "identifiers": {name: value for name, value in identifiers.items() if value},
        "homepage": _one_line(form.values["homepage"]),
        "source": [_source(form.origin, form.url, day)],
    }
    head = "# yaml-language-server: $schema=../../site_config/schema/author.json\n"
    text = head + mapping({name: value for name, value in values.items() if value})
    _, problems = parse_records(text, form.origin, person, Author, many=False)
    if problems:
        return Changes(problems=tuple(msgspec.structs.replace(one, line=0, column=0) for one in problems))
    words = (
        f"A file for `{person}`, asked for by the account `{form.login or 'unknown'}`.",
        "Before merging, make sure that this account is that person's: their own site or ORCID record should name it. "
        "Afterwards add `maintained_by_person` with the day and this pull request's address.",
    )
    return Changes((Edit(path, None, text),), words)


def _source(name: str, url: str, day: str) -> dict[str, Any]:
    return {"name": name, **({"url": url} if url else {}), "date": day}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _problem(form: Form, code: str, message: str, hint: str) -> Problem:
    return Problem(form.origin, 0, 0, code, message, hint)
