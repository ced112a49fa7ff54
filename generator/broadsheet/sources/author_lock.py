"""`content/authors.lock`: which person each published id is, told by mentions that anchor it.

A line an id, sorted: the id, then `paper-id/folded-name` for some of the person's mentions, the oldest first;
`#2` behind it is the second author of that name in that paper. Lines that begin with `#` are comments.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..model import Problem
from .files import read_text

LOCK = "content/authors.lock"
HEAD = """\
# Which person each published id is. `broadsheet authors lock` writes this; an id that stands here is never given to
# somebody else. Each line: an id, then papers and folded names that anchor it.
"""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ANCHOR = re.compile(r"[a-z0-9-]+/[a-z0-9-]+(#[2-9][0-9]*)?")


class Locked(Struct, frozen=True):
    """A published id, the mentions that anchor it, and its line in the file."""

    id: str
    anchors: tuple[str, ...]
    line: int = 0


def read_lock(root: Path) -> tuple[tuple[Locked, ...], list[Problem]]:
    """The published ids of a project, none where there is no lock."""
    path = root / LOCK
    if not path.is_file():
        return (), []
    text, problems = read_text(path, LOCK)
    return ((), problems) if problems else parse_lock(text)


def parse_lock(text: str) -> tuple[tuple[Locked, ...], list[Problem]]:
    """The lines of a lock; what cannot be one is told and left out."""
    found: dict[str, Locked] = {}
    owner: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        author_id, *anchors = words
        message = _fault(author_id, anchors, found, owner)
        if message:
            hint = "write the file with `broadsheet authors lock`, or mend what a merge left here"
            problems.append(Problem(LOCK, number, 1, "bad-lock", message, hint))
            continue
        found[author_id] = Locked(author_id, tuple(anchors), number)
        owner.update(dict.fromkeys(anchors, author_id))
    return tuple(found.values()), problems


def _fault(author_id: str, anchors: list[str], found: dict[str, Locked], owner: dict[str, str]) -> str:
    if not _ID.fullmatch(author_id):
        return f"`{author_id}` is no id"
    if author_id in found:
        return f"the id `{author_id}` is also on line {found[author_id].line}"
    for anchor in anchors:
        if not _ANCHOR.fullmatch(anchor):
            return f"`{anchor}` is no mention: write paper-id/folded-name"
        if anchor in owner:
            return f"`{anchor}` also anchors `{owner[anchor]}`"
    return ""


def lock_text(locked: Iterable[Locked]) -> str:
    """The file's text, sorted by id; `parse_lock` gives the same ids and anchors."""
    lines = [" ".join((one.id, *one.anchors)) + "\n" for one in sorted(locked, key=lambda one: one.id)]
    return HEAD + "".join(lines)
