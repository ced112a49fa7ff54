"""The word index: made by Pagefind from stubs, the same bytes each time, kept while nothing changes, done without."""

import gzip
import json
import stat
from pathlib import Path

import cbor2
import pytest

from broadsheet import build as pipeline
from broadsheet.pages.stubs import Stub
from broadsheet.press import pagefind, search_index
from broadsheet.press.pagefind import PagefindError, program
from broadsheet.press.search_index import index_files, language_of, word_index, written_stubs

needs_pagefind = pytest.mark.skipif(program() is None, reason="Pagefind is not installed")
YEARS = [str(year) for year in range(2000, 2026)]


def stubs(count: int = 60) -> list[Stub]:
    papers = [
        Stub(
            f"papers/paper-{n:02}/",
            f"Paper {n} on pruning",
            "Ada Lovelace",
            f"Fewer weights, number {n}.",
            {"year": (YEARS[n % 26],), "topic": (f"topic-{n % 12}",), "organization": ("mit", "eth")},
        )
        for n in range(count)
    ]
    return [*papers, Stub("topics/pruning/", "Pruning", "60 papers", "weights, sparse", {"kind": ("topic",)})]


@pytest.fixture
def made(tmp_path: Path) -> dict[str, bytes]:
    return dict(index_files(word_index(stubs(), "en", tmp_path)))


@needs_pagefind
def test_the_same_stubs_give_the_same_bytes(made: dict[str, bytes], tmp_path: Path) -> None:
    for attempt in range(3):
        assert dict(index_files(word_index(stubs(), "en", tmp_path / str(attempt)))) == made
    assert dict(index_files(word_index(stubs(59), "en", tmp_path / "other"))).keys() != made.keys()


@needs_pagefind
def test_filters_are_sorted_and_found_under_their_names(made: dict[str, bytes]) -> None:
    entry = json.loads(made["search/pagefind/pagefind-entry.json"])
    head = unpacked(made[f"search/pagefind/pagefind.{entry['languages']['en']['hash']}.pf_meta"])
    filters = {name: unpacked(made[f"search/pagefind/filter/{file}.pf_filter"]) for name, file in head[3]}
    assert list(filters) == ["kind", "organization", "topic", "year"]
    assert filters["year"][0] == "year"
    assert [value for value, _ in filters["year"][1]] == YEARS
    assert dict(filters["year"][1])["2001"] == [1, 27, 53]
    assert filters["kind"][1] == [["topic", [60]]]


@needs_pagefind
def test_only_what_the_page_loads_is_kept(made: dict[str, bytes]) -> None:
    names = {path.removeprefix("search/pagefind/").split("/")[0] for path in made}
    assert {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "index", "filter", "fragment"} <= names
    assert not [name for name in names if "ui" in name or "worker" in name or "highlight" in name]
    assert sum(path.startswith("search/pagefind/fragment/") for path in made) == 61


@needs_pagefind
def test_a_page_of_which_only_the_title_is_known_is_found(tmp_path: Path) -> None:
    bare = [Stub("organizations/mit/", "Institute", "", "\n\n", {"kind": ("organization",)}), *stubs(3)]
    made = dict(index_files(word_index(bare, "en", tmp_path)))
    assert sum(path.startswith("search/pagefind/fragment/") for path in made) == 5
    entry = json.loads(made["search/pagefind/pagefind-entry.json"])
    [chunk] = unpacked(made[f"search/pagefind/pagefind.{entry['languages']['en']['hash']}.pf_meta"])[2]
    words = [word[0] for word in unpacked(made[f"search/pagefind/index/{chunk[2]}.pf_index"])[0]]
    assert "institut" in words


@needs_pagefind
def test_what_became_of_a_paper_stands_beside_its_line(tmp_path: Path) -> None:
    gone = Stub("papers/gone/", "Gone", "Ada Lovelace", "Text.", {}, "Retracted")
    made = dict(index_files(word_index([gone], "en", tmp_path)))
    [data] = [data for path, data in made.items() if path.startswith("search/pagefind/fragment/")]
    found = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
    assert found["meta"] == {"title": "Gone", "line": "Ada Lovelace", "notice": "Retracted"}


def unpacked(data: bytes) -> list[list[object]]:
    found: list[list[object]] = cbor2.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
    return found


@needs_pagefind
def test_an_unchanged_index_is_kept_and_a_changed_one_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = word_index(stubs(), "en", tmp_path)
    second = word_index(stubs(61), "en", tmp_path)
    assert first != second
    assert list((tmp_path / "search").iterdir()) == [second]
    monkeypatch.setattr(search_index, "run", lambda *_: pytest.fail("it is there already"))
    assert word_index(stubs(61), "en", tmp_path) == second


@needs_pagefind
def test_a_collection_without_anything_has_an_index_too(tmp_path: Path) -> None:
    assert "search/pagefind/pagefind.js" in dict(index_files(word_index([], "en", tmp_path)))


@pytest.mark.parametrize(("script", "says"), [("exit 3", "does not run"), ("test $1 = --version", "ended")])
def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str) -> None:
    broken = tmp_path / "pagefind"
    broken.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(search_index, "program", lambda: broken)
    with pytest.raises(PagefindError, match=says):
        word_index(stubs(), "en", tmp_path / "cache")
    assert not [path for path in tmp_path.glob("cache/search/*") if not path.name.startswith(".")]


def test_a_build_without_the_program_warns_once_and_the_page_says_so(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (search_index, pipeline):
        monkeypatch.setattr(module, "program", lambda: None)
    warnings = pipeline.build(project, tmp_path / "site").warnings
    assert [w.severity for w in warnings if w.code == "no-word-index"] == ["warning"]
    html = (tmp_path / "site" / "search" / "index.html").read_text(encoding="utf-8")
    assert "without its word index" in html
    assert "data-words" not in html
    assert not (tmp_path / "site" / "search" / "pagefind").exists()


def test_a_build_may_leave_the_index_out(project: Path, tmp_path: Path) -> None:
    report = pipeline.build(project, tmp_path / "site", search=False)
    assert not [w for w in report.warnings if w.code == "no-word-index"]
    assert not (tmp_path / "site" / "search" / "pagefind").exists()


def test_hand_written_pages_are_found_by_their_heading_and_text(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><title>About - Digest</title><nav>Menu</nav><article><h1>About us"
        '<a class="headerlink" href="#a">¶</a></h1><p>Made &amp; <b>read</b></p><script>no()</script></article></html>',
        encoding="utf-8",
    )
    files = {"about/index.html": page, "404.html": page, "assets/a.js": page}
    assert list(written_stubs(files)) == [Stub("about/", "About us", "", "Made & read", {"kind": ("page",)})]


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (b'<!doctype html>\n<html lang="de" class="no-js">', "de"),
        (b"<html class=no-js lang=pt-BR>", "pt-br"),
        (b"<html>", "en"),
    ],
)
def test_the_language_is_the_page_s(html: bytes, language: str) -> None:
    assert language_of(html) == language


def test_the_program_is_looked_for_where_pip_puts_it_and_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pagefind_bin", None)
    monkeypatch.setattr(pagefind.shutil, "which", lambda name: f"/bin/{name}" if name == "pagefind" else None)
    assert program() == Path("/bin/pagefind")
    monkeypatch.setattr(pagefind.shutil, "which", lambda name: None)
    assert program() is None
