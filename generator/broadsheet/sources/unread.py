"""Files of the content folder that nothing reads: a misspelt folder or ending must not lose papers in silence."""

import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ..model import Problem
from .content import FOLDERS, suffixes
from .files import relative

_RECORDS = {folder: suffixes(kind) for folder, kind in FOLDERS}
# What others read: the engine takes pages, the readers of runs tell of each file that they do not know.
_ELSEWHERE = ("pages", "runs")
_IMPORTED = (".json", ".jsonl", ".ris")


def unread_files(root: Path) -> Iterator[Problem]:
    """A warning for each file or folder of `content` that nothing reads; hidden files and READMEs are for people."""
    for path in _visible(root / "content"):
        if path.is_dir():
            if path.name not in (*_RECORDS, *_ELSEWHERE):
                yield _folder(path, root)
            elif path.name in _RECORDS:
                yield from (_file(found, root, path.name) for found in _files(path) if not _read(found, path.name))
        elif path.name != "authors.lock":
            yield _problem(path, root, "nothing reads files here", f"move it to one of {_listed(_RECORDS)}")


def _visible(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith(".") and path.stem.lower() != "readme")


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.startswith(".") and Path(name).stem.lower() != "readme":
                yield Path(place, name)


def _read(path: Path, folder: str) -> bool:
    return path.suffix.lower() in _RECORDS[folder]


def _folder(path: Path, root: Path) -> Problem:
    count = sum(1 for _ in _files(path))
    near = get_close_matches(path.name.lower(), _RECORDS, 1, 0.6)
    hint = f"did you mean content/{near[0]}?" if near else f"records are read from {_listed(_RECORDS)}"
    return _problem(path, root, f"nothing reads this folder ({count} {'file' if count == 1 else 'files'})", hint)


def _file(path: Path, root: Path, folder: str) -> Problem:
    endings = _RECORDS[folder]
    message = f"nothing reads `{path.suffix or path.name}` files here"
    near = get_close_matches(path.suffix.lower(), endings, 1, 0.6)
    if folder == "papers" and path.suffix.lower() in _IMPORTED:
        return _problem(path, root, message, f"move it elsewhere and run `broadsheet import {path.name}`")
    ask = f"did you mean `{near[0]}`?" if near else f"records end in {', '.join(endings)}"
    return _problem(path, root, message, ask)


def _listed(folders: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"content/{name}" for name in folders)


def _problem(path: Path, root: Path, message: str, hint: str) -> Problem:
    return Problem(relative(path, root), 0, 0, "unread-file", message, hint, "warning")
