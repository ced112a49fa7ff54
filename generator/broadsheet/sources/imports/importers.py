"""Files and folders that somebody wants to import, each to the reader that knows it."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from ...model import Entry, Problem, Source
from ..bibliography.csl_json import read_csl_json
from ..bibliography.ris import read_ris
from ..bibliography.zotero import read_zotero
from ..files import read_text
from .daily_page import is_daily_page, read_daily_page
from .foreign_text import foreign_text
from .hf_daily import read_hf_daily
from .jekyll_site import read_site_bibtex, site_bibliographies

SUFFIXES = (".bib", ".bibtex", ".ris", ".json", ".jsonl", ".ndjson", ".txt")
_RIS = re.compile(r"^\ufeff?[ \t]*TY  ?-[ \t]", re.MULTILINE)
_BIBTEX = re.compile(r"^\ufeff?[ \t]*@[a-z]+[ \t]*\{", re.MULTILINE | re.IGNORECASE)
_KNOWN = "BibTeX (.bib), RIS (.ris), CSL-JSON or Zotero (.json), Daily Papers (.jsonl, or a saved page as .txt)"
# A key that comes twice: the paper comes in under one that is made for it, and that is told.
_MENDED = "-duplicate-key"


class Options(Struct, frozen=True):
    """What importers of others' texts ask: whether abstracts come along, and the day of a page that names no year."""

    abstracts: bool = False
    day: str = ""


class Found(Struct, frozen=True):
    """One source as it was named, with its papers in order and what is wrong with it."""

    source: str
    entries: list[Entry]
    problems: list[Problem]


def sources(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The files to read, sorted, each once: those named, and those in the folders named. Problems: an empty folder."""
    found: set[Path] = set()
    problems = []
    for path in paths:
        if not path.is_dir():
            found.add(path)
            continue
        inside = site_bibliographies(path) or sorted(_importable(path))
        if not inside:
            message = "this folder holds nothing that can be imported"
            problems.append(Problem(str(path), 0, 0, "import-empty-folder", message, f"known are {_KNOWN}"))
        found.update(inside)
    return sorted(found, key=str), problems


def _importable(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        named = path.name.lower().removesuffix(".gz")
        if path.is_file() and not path.name.startswith(".") and named.endswith(SUFFIXES):
            yield path


def read_source(path: Path, options: Options) -> Found:
    """The papers of one file. Untitled ones come too, with a problem; a record without a source of its own gets one."""
    name = str(path)
    text, told = _text(path, name)
    if any(problem.severity == "error" for problem in told):
        return Found(name, [], told)
    entries, problems = _read(text, path, name, options)
    problems += told
    source = (Source(name=path.name),)
    entries = [
        entry
        if entry.record.source
        else Entry(msgspec.structs.replace(entry.record, source=source), entry.path, entry.line)
        for entry in entries
    ]
    problems += _untold(entries, problems)
    if not entries and not problems:
        message = "no record was found in this file"
        problems.append(Problem(name, 0, 0, "import-no-records", message, "is it the file that you meant?", "warning"))
    return Found(name, entries, sorted(map(_as_warning, problems)))


def _text(path: Path, name: str) -> tuple[str, list[Problem]]:
    if not name.isprintable():
        return read_text(path, name)
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".gz":
            data = gzip.decompress(data)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        return "", [Problem(name, 0, 0, "unreadable", f"the file cannot be unpacked: {error}", "compress it anew")]
    except OSError as error:
        return "", [Problem(name, 0, 0, "unreadable", f"the file cannot be read: {error.strerror}")]
    return foreign_text(data, name)


def _read(text: str, path: Path, name: str, options: Options) -> tuple[list[Entry], list[Problem]]:
    form = _form(text, path)
    if form == "bib":
        return read_site_bibtex(text, name, untitled=True)
    if form == "ris":
        return read_ris(text, name, untitled=True)
    if form == "zotero":
        return read_zotero(text, name, untitled=True)
    if form == "csl":
        return read_csl_json(text, name, untitled=True)
    if form == "daily":
        return read_hf_daily(text, name, abstracts=options.abstracts)
    if form == "page":
        return read_daily_page(text, name, day=options.day, abstracts=options.abstracts)
    message = "the format of this file is not known here"
    return [], [Problem(name, 0, 0, "import-unknown-format", message, f"known are {_KNOWN}")]


def _form(text: str, path: Path) -> str:
    """What a file is by its name, then by what it holds."""
    named = path.name.lower().removesuffix(".gz")
    if named.endswith((".bib", ".bibtex")):
        return "bib"
    if named.endswith((".jsonl", ".ndjson")):
        return "daily"
    if named.endswith(".ris"):
        return "ris"
    if named.endswith(".json"):
        return "zotero" if '"itemType"' in text else "csl"
    if named.endswith(".txt"):  # which EndNote and Ovid name their RIS
        return "page" if is_daily_page(text) else "ris" if _RIS.search(text) else "bib" if _BIBTEX.search(text) else ""
    return ""


def _untold(entries: Iterable[Entry], problems: Iterable[Problem]) -> list[Problem]:
    """A problem for each record without a title of which its reader says nothing: it cannot be written."""
    told = {problem.line for problem in problems if problem.code.endswith(("-no-title", "-not-a-paper"))}
    untitled = (entry for entry in entries if not entry.record.title and entry.line not in told)
    return [
        Problem(entry.path, entry.line, 0, "import-no-title", f"`{entry.record.id}` has no title", "give it one")
        for entry in untitled
    ]


def _as_warning(problem: Problem) -> Problem:
    return msgspec.structs.replace(problem, severity="warning") if problem.code.endswith(_MENDED) else problem
