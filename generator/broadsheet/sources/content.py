"""The whole content folder into records, a batch of files at a time on whatever executor is given."""

import os
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..model import Author, Digest, Entry, Organization, Paper, Problem
from .bibliography.bibtex import read_bibtex
from .files import read_text, relative
from .records import read_records

# Files a batch: enough to make the trip to another process worth it.
BATCH = 250
_ID = re.compile(r"^[\s{-]*id:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)
FOLDERS: tuple[tuple[str, type], ...] = (
    ("papers", Paper),
    ("authors", Author),
    ("digests", Digest),
    ("organizations", Organization),
)


class Content(Struct, frozen=True):
    """What the contributors wrote, each record with its place, in the order of the files' names.

    `faulty` holds the ids that files with errors seem to define: who refers to one of them has done nothing wrong.
    """

    papers: tuple[Entry, ...] = ()
    authors: tuple[Entry, ...] = ()
    digests: tuple[Entry, ...] = ()
    organizations: tuple[Entry, ...] = ()
    faulty: tuple[str, ...] = ()


def suffixes(kind: type) -> tuple[str, ...]:
    """The endings of the files that hold records of a kind."""
    return (".yml", ".yaml", ".bib") if kind is Paper else (".yml", ".yaml")


def content_files(root: Path) -> Iterator[tuple[type, Path]]:
    """Every file of the content folder that holds records, sorted by folder and name; hidden ones are not ours.

    Raises OSError when a folder cannot be read: its papers must not vanish silently.
    """
    for folder, kind in FOLDERS:
        top = root / "content" / folder
        found = os.walk(top, onerror=_give_up) if top.exists() else ()
        files = [Path(place, name) for place, _, names in found for name in names if not name.startswith(".")]
        files = [path for path in files if path.name.lower().endswith(suffixes(kind))]
        yield from ((kind, path) for path in sorted(files, key=lambda path: path.as_posix()))


def _give_up(error: OSError) -> None:
    raise error


def read_content(root: Path, executor: Executor) -> tuple[Content, list[Problem]]:
    """Read all records under `root/content`; faulty ones are left out and told as problems."""
    files = [(kind, str(path)) for kind, path in content_files(root)]
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    found: dict[type, list[Entry]] = {kind: [] for _, kind in FOLDERS}
    problems: list[Problem] = []
    faulty: list[str] = []
    for entries, more, ids in executor.map(_read_batch, batches, [root] * len(batches)):
        problems += more
        faulty += ids
        for entry in entries:
            found[type(entry.record)].append(entry)
    papers, authors, digests, organizations = (tuple(found[kind]) for _, kind in FOLDERS)
    return Content(papers, authors, digests, organizations, tuple(faulty)), problems


def _read_batch(files: Iterable[tuple[type, str]], root: Path) -> tuple[list[Entry], list[Problem], list[str]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    faulty: list[str] = []
    for kind, name in files:
        path = Path(name)
        bibtex = path.suffix.lower() == ".bib"
        more, found = _read_bibtex(path, root) if bibtex else read_records(path, root, kind, _many(kind))
        entries += more
        problems += found
        if found and not bibtex:
            text, _ = read_text(path, path.name)
            faulty += [path.stem, *_ID.findall(text)]
    return entries, problems, faulty


def _many(kind: Any) -> bool:
    return kind in (Paper, Organization)


def _read_bibtex(path: Path, root: Path) -> tuple[list[Entry], list[Problem]]:
    name = relative(path, root)
    text, problems = read_text(path, name)
    return ([], problems) if problems else read_bibtex(text, name)
