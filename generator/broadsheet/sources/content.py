"""The whole content folder into records, a batch of files at a time on whatever executor is given."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..model import Author, Digest, Entry, Organization, Paper, Problem
from .bibtex import read_bibtex
from .files import read_text, relative
from .records import read_records

# Files a batch: enough to make the trip to another process worth it.
BATCH = 250
FOLDERS: tuple[tuple[str, type], ...] = (
    ("papers", Paper),
    ("authors", Author),
    ("digests", Digest),
    ("organizations", Organization),
)


class Content(Struct, frozen=True):
    """What the contributors wrote, each record with its place, in the order of the files' names."""

    papers: tuple[Entry, ...] = ()
    authors: tuple[Entry, ...] = ()
    digests: tuple[Entry, ...] = ()
    organizations: tuple[Entry, ...] = ()


def content_files(root: Path) -> Iterator[tuple[type, Path]]:
    """Every file of the content folder that holds records, sorted by folder and name."""
    for folder, kind in FOLDERS:
        suffixes = {".yml", ".yaml", ".bib"} if kind is Paper else {".yml", ".yaml"}
        files = (path for path in (root / "content" / folder).rglob("*") if path.suffix in suffixes)
        yield from ((kind, path) for path in sorted(files, key=lambda path: path.as_posix()))


def read_content(root: Path, executor: Executor) -> tuple[Content, list[Problem]]:
    """Read all records under `root/content`; faulty ones are left out and told as problems."""
    files = list(content_files(root))
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    found: dict[type, list[Entry]] = {kind: [] for _, kind in FOLDERS}
    problems: list[Problem] = []
    for entries, more in executor.map(_read_batch, batches, [root] * len(batches)):
        problems += more
        for entry in entries:
            found[type(entry.record)].append(entry)
    return Content(*(tuple(found[kind]) for _, kind in FOLDERS)), problems


def _read_batch(files: Iterable[tuple[type, Path]], root: Path) -> tuple[list[Entry], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for kind, path in files:
        more, found = _read_bibtex(path, root) if path.suffix == ".bib" else read_records(path, root, kind, _many(kind))
        entries += more
        problems += found
    return entries, problems


def _many(kind: Any) -> bool:
    return kind in (Paper, Organization)


def _read_bibtex(path: Path, root: Path) -> tuple[list[Entry], list[Problem]]:
    name = relative(path, root)
    text, problems = read_text(path, name)
    return ([], problems) if problems else read_bibtex(text, name)
