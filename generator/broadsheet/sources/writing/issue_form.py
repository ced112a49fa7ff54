"""An issue that somebody wrote with one of the forms, from the file in which GitHub tells of it, into plain values.

GitHub hands on a form as Markdown: each label as a heading of level 3, what was written below it, `_No response_` where
that is nothing. Nothing in it can be trusted: it is text, and stays text.
"""

import json
import re
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from ...model import Problem
from ..files import FORBIDDEN

FormKind = Literal["paper", "correction", "profile"]
# The labels in .github/ISSUE_TEMPLATE, in their order, and what we call them.
FORMS: dict[FormKind, dict[str, str]] = {
    "paper": {
        "Address or identifier of the paper": "link",
        "Title": "title",
        "Date": "date",
        "Authors": "authors",
        "Summary": "summary",
        "Address of the code": "code",
    },
    "correction": {
        "Address of the page to correct": "link",
        "What is wrong": "field",
        "What is right": "value",
        "Where that can be seen": "seen",
    },
    "profile": {
        "Address of your page": "link",
        "Your name": "name",
        "Other names in your papers": "names",
        "Your own site": "homepage",
        "ORCID iD": "orcid",
    },
}
LARGEST = 1_000_000  # bytes; GitHub allows 65,536 characters in an issue
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")


class _User(Struct):
    login: str = ""


class _Issue(Struct):
    number: int
    html_url: str = ""
    body: str | None = None
    user: _User | None = None


class _Event(Struct):
    issue: _Issue


class Form(Struct, frozen=True):
    """What was filled in: the value of every label, empty where nothing was said, and who said it."""

    kind: FormKind
    values: dict[str, str]
    number: int
    url: str = ""
    login: str = ""

    @property
    def origin(self) -> str:
        """What problems and sources call it."""
        return f"issue #{self.number}"

    def lines(self, name: str) -> list[str]:
        """A value of several lines, the empty ones left out."""
        return [line.strip(" \t-*") for line in self.values[name].splitlines() if line.strip(" \t-*")]


def read_form(path: Path) -> tuple[Form | None, list[Problem]]:
    """The form in an event's file (docs.github.com, webhook `issues`); None and a problem if there is none."""
    data = path.read_bytes()
    if len(data) > LARGEST:
        return None, [_problem(path.name, "issue-too-large", f"the file is larger than {LARGEST:,} bytes")]
    try:
        # The standard library's reader takes half characters too, which are left out below.
        issue = msgspec.convert(json.loads(data), _Event).issue
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        return None, [_problem(path.name, "issue-unreadable", f"this is not GitHub's description of an issue: {error}")]
    found = _filled(issue.body or "")
    if found is None:
        hint = "the forms are in .github/ISSUE_TEMPLATE"
        return None, [_problem(f"issue #{issue.number}", "issue-no-form", "it was not written with a form", hint)]
    kind, values = found
    login = issue.user.login if issue.user and _LOGIN.fullmatch(issue.user.login) else ""
    url = issue.html_url if re.fullmatch(r"https://[^\s<>\"]+", issue.html_url) else ""
    return Form(kind, values, issue.number, url, login), []


def _filled(body: str) -> tuple[FormKind, dict[str, str]] | None:
    lines = FORBIDDEN.sub("", body.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    first = next((line for line in lines if line.strip()), "")
    for kind, labels in FORMS.items():
        if first.strip() == f"### {next(iter(labels))}":
            return kind, _values(lines, labels)
    return None


def _values(lines: list[str], labels: dict[str, str]) -> dict[str, str]:
    """Each heading is looked for behind the one before it, so that what people write cannot take its place twice."""
    places = []
    at = 0
    for label in labels:
        found = next((n for n in range(at, len(lines)) if lines[n].strip() == f"### {label}"), None)
        if found is not None:
            places.append((found, label))
            at = found + 1
    ends = [place for place, _ in places[1:]] + [len(lines)]
    values = dict.fromkeys(labels.values(), "")
    for (start, label), end in zip(places, ends, strict=True):
        text = "\n".join(lines[start + 1 : end]).strip()
        values[labels[label]] = "" if text == "_No response_" else text
    return values


def _problem(path: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(path, 0, 0, code, message, hint)
