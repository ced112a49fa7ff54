"""Bytes into text: two encodings, and what no text may hold."""

import os
from pathlib import Path

import pytest

from broadsheet.sources.files import read_text, relative

TEXT = "title: Zürich, 日本\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path, "a.yml") == (TEXT, [])


@pytest.mark.parametrize(
    ("data", "line", "column", "code"),
    [
        (b"a\nb\nZ\xfcrich", 3, 2, "bad-encoding"),
        (b"\xff", 1, 1, "bad-encoding"),
        ("a\nb".encode("utf-16") + b"c", 2, 4, "bad-encoding"),
        (b"a\n\x00", 2, 1, "control-character"),
        (b"a\tb\r\n", 0, 0, ""),
        (b"a\nb\x1b[31m", 2, 2, "control-character"),
        ("\ue000".encode(), 1, 1, "control-character"),
        ("title".encode("utf-16-le"), 1, 2, "control-character"),
        (b"", 0, 0, ""),
    ],
)
def test_what_is_told(data: bytes, line: int, column: int, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(data)
    text, problems = read_text(path, "papers/a.yml")
    assert [(p.path, p.line, p.column, p.code) for p in problems] == (
        [("papers/a.yml", line, column, code)] if code else []
    )
    assert text == ("" if code else data.decode())


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_is_told(make: object, tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    make(path)  # type: ignore[operator]
    _, problems = read_text(path, "a.yml")
    assert [(p.code, p.line) for p in problems] == [("unreadable", 0)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (os.fsdecode(b"caf\xe9.yml"), "caf\ufffd.yml"),
        ("a\nb.yml", "a\ufffdb.yml"),
        ("a\x1b[31m.yml", "a\ufffd[31m.yml"),
    ],
)
def test_a_name_that_cannot_be_printed_is_told(name: str, shown: str, tmp_path: Path) -> None:
    text, problems = read_text(tmp_path / name, name)
    assert (text, [(p.path, p.code) for p in problems]) == ("", [(shown, "bad-file-name")])


def test_names_are_relative_with_forward_slashes(tmp_path: Path) -> None:
    assert relative(tmp_path / "content" / "papers" / "ü.yml", tmp_path) == "content/papers/ü.yml"
