"""The word index of a site: made by Pagefind from stubs, kept under a hash of them, put file by file."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path

import msgspec
import nh3

from ..model import Problem
from ..pages.stubs import Stub
from .pagefind import PagefindError, kept_files, program, release, run

# Where the search page looks for it.
FOLDER = "search/pagefind/"
# Letters of a hand-written page that are searched.
MOST = 4_000
# Changes what is kept: raise it with whatever changes here or in `pagefind.py`.
_FORMAT = 3
_LANGUAGE = re.compile(rb'<html[^>]* lang="?([A-Za-z-]+)')
_ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_LINK_MARK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


def word_index(stubs: Iterable[Stub], language: str, cache: Path) -> Path:
    """The folder of the index of some stubs: from `cache` when nothing changed, else made. Raises PagefindError."""
    found = program()
    if not found:
        raise PagefindError("Pagefind is not installed")
    records = [_record(stub, language) for stub in stubs]
    kept = cache / "search"
    name = hashlib.sha256(msgspec.json.encode([_FORMAT, release(found), records])).hexdigest()[:24]
    folder = kept / name
    if not folder.is_dir():
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix=".") as work:
            run(found, records, Path(work) / "raw")
            made = Path(work) / "kept"
            for path, data in kept_files(Path(work) / "raw").items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_bytes(data)
            # Two builds may race here; whoever comes second finds the same bytes in place.
            if not folder.is_dir():
                made.rename(folder)
    for old in sorted(kept.iterdir()):
        if old != folder and not old.name.startswith("."):
            shutil.rmtree(old, ignore_errors=True)
    return folder


def index_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an index at their places in the site."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    yield from ((FOLDER + path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)


def missing(error: PagefindError) -> Problem:
    """The warning of a build that has to do without."""
    hint = "pip install 'pagefind[bin]' brings it; or build with --no-search"
    message = f"no word index: {error}; the search page says so, and search by meaning works"
    return Problem("search", 0, 0, "no-word-index", message, hint, "warning")


def language_of(page: bytes) -> str:
    """The language that a page of the site says it is in, English without one: it decides how words are stemmed."""
    found = _LANGUAGE.search(page)
    return found[1].decode().lower() if found else "en"


def written_stubs(files: Mapping[str, Path]) -> Iterator[Stub]:
    """A stub for each hand-written page among the engine's files (path to file)."""
    for path, file in sorted(files.items()):
        if path.endswith("/index.html"):
            html = file.read_text(encoding="utf-8")
            if article := _ARTICLE.search(html):
                heading = _HEADING.search(article[0]) or _TITLE.search(html)
                title = _text(heading[1]) if heading else path
                text = _text(article[0]).removeprefix(title).strip()
                yield Stub(path.removesuffix("index.html"), title, "", text[:MOST], {"kind": ("page",)})


def _text(html: str) -> str:
    return " ".join(unescape(nh3.clean(_LINK_MARK.sub("", html), tags=set())).split())


def _record(stub: Stub, language: str) -> dict[str, object]:
    meta = {"title": stub.title, "line": stub.line, "notice": stub.notice}
    filters = {name: list(values) for name, values in stub.filters.items()}
    return {
        "url": stub.url,
        # Pagefind leaves out a page without a word, whatever its title.
        "content": stub.content if stub.content.strip() else stub.title,
        "language": language,
        "meta": {name: text for name, text in meta.items() if text},
        "filters": filters,
        "sort": None,
    }
