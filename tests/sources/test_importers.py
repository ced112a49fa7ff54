"""Each file to the reader that knows it."""

import gzip
import json
from pathlib import Path

import pytest

from broadsheet.model import Source
from broadsheet.sources.imports.importers import Options, read_source, sources

BIB = "@article{a, title={T}, author={One, Ana}}"
FILES = {
    "a.bib": BIB,
    "b.BIB": BIB,
    "c.ris": "TY  - JOUR\nTI  - T\nAU  - One, Ana\nER  - \n",
    "d.json": json.dumps([
        {"id": "a", "type": "article-journal", "title": "T", "author": [{"family": "One", "given": "Ana"}]}]),
    "e.json": json.dumps({"items": [{"itemType": "journalArticle", "title": "T", "creators": [
        {"firstName": "Ana", "lastName": "One", "creatorType": "author"}]}]}),
    "g.txt": "\ufeffTY  - JOUR\nTI  - T\nAU  - One, Ana\nER  - \n",
    "h.txt": BIB,
    "i.json": json.dumps({"status": "ok", "message": {"items": [
        {"type": "journal-article", "title": ["T"], "author": [{"family": "One", "given": "Ana"}]}]}}),
    "j.json": json.dumps({"message": {"title": ["T"], "author": [{"family": "One", "given": "Ana"}]}, "status": "ok"}),
    "f.jsonl": json.dumps({"id": "2503.00001", "title": "T", "authors": ["Ana One"], "date": "2025-03-04"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("packed", [False, True])
def test_readers(name: str, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    data = FILES[name].encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    found = read_source(path, Options())
    assert found.problems == []
    (entry,) = found.entries
    assert (entry.record.title, [mention.name for mention in entry.record.mentions]) == ("T", ["Ana One"])
    assert (found.source, entry.path, bool(entry.record.source)) == (str(path), str(path), True)


def test_a_file_is_its_papers_source(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB)
    (entry,) = read_source(tmp_path / "refs.bib", Options()).entries
    assert entry.record.source == (Source(name="refs.bib"),)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF", "import-unknown-format"),
        ("a.txt", b"a note", "import-unknown-format"),
        ("a.bib", b"\xff\xfe\x00", "bad-encoding"),
        ("a.bib", "@a{文献}".encode("gbk") * 9, "bad-encoding"),
        ("a.bib.gz", b"not packed", "unreadable"),
        ("a.bib.gz", gzip.compress(BIB.encode())[:-9], "unreadable"),
        ("a.json", b"{", "csl-bad-json"),
        ("a.json", b"[]", "import-no-records"),
        ("a.ris", b"", "import-no-records"),
        ("a\n.bib", BIB.encode(), "bad-file-name"),
        (None, b"", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_told(name: str | None, data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / (name or "absent.bib")
    if name:
        path.write_bytes(data)
    found = read_source(path, Options())
    assert found.entries == []
    assert [problem.code for problem in found.problems] == [code]


def test_a_key_twice_is_a_warning_and_a_key_made(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@article{a, title={T}}\n@article{a, title={U}}\n@article{, title={V}}")
    found = read_source(tmp_path / "a.bib", Options())
    assert [entry.record.id for entry in found.entries] == ["a", "a-2", "v"]
    assert [(p.code, p.line, p.severity) for p in found.problems] == [
        ("bib-duplicate-key", 2, "warning"),
        ("bib-no-key", 3, "warning"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.bib", "@misc{a, year=2020}"),
        ("a.ris", "TY  - JOUR\nPY  - 2020\nER  - \n"),
        ("a.json", '[{"id": "a", "type": "book"}]'),
        ("a.json", '{"items": [{"itemType": "book", "date": "2020"}]}'),
    ],
)
def test_a_record_without_a_title_comes_and_is_told(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    found = read_source(tmp_path / name, Options())
    assert [entry.record.title for entry in found.entries] == [""]
    assert [(p.code.partition("-")[2], p.severity) for p in found.problems] == [("no-title", "error")]


def test_folders(tmp_path: Path) -> None:
    for name in ("x/b.bib", "x/a.ris.gz", "x/.hidden.bib", "x/deep/c.json", "x/notes.md", "site/_bibliography/p.bib"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "site" / "other.bib").touch()
    (tmp_path / "empty").mkdir()
    given = [tmp_path / name for name in ("x", "site", "empty", "x/b.bib", "absent.bib")]
    found, problems = sources(given)
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["absent.bib", "site/_bibliography/p.bib", "x/a.ris.gz", "x/b.bib", "x/deep/c.json"]
    assert [(problem.path, problem.code) for problem in problems] == [(str(tmp_path / "empty"), "import-empty-folder")]
    assert sources(reversed(given))[0] == found
