"""Line and column of a part of a record."""

from pathlib import Path

import pytest

from broadsheet.model import Author, Entry, Paper
from broadsheet.sources.places import place

ONE = """# a remark
title: A
authors:
  - B
  - name: C
    id: c
links: {code: https://example.org}
"""
MANY = """- id: a
  title: A
- id: b
  title: B
"""


@pytest.mark.parametrize(
    ("text", "line", "steps", "found"),
    [
        (ONE, 2, (), (2, 1)),
        (ONE, 2, ("title",), (2, 8)),
        (ONE, 2, ("authors", 0), (4, 5)),
        (ONE, 2, ("authors", 1, "id"), (6, 9)),
        (ONE, 2, ("links", "code"), (7, 15)),
        (ONE, 2, ("authors", 9, "id"), (4, 3)),
        (ONE, 2, ("venue",), (2, 1)),
        (ONE, 2, ("authors", 0, "id"), (4, 5)),
        (MANY, 3, ("title",), (4, 10)),
        (MANY, 1, ("title",), (2, 10)),
        ("a: b: c", 1, ("a",), (1, 1)),
        ("", 1, ("a",), (1, 1)),
    ],
)
def test_places(text: str, line: int, steps: tuple[str | int, ...], found: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    assert place(tmp_path, Entry(Paper(title="A"), "a.yml", line), steps) == found


def test_of_a_bibtex_entry_the_entry_is_told(tmp_path: Path) -> None:
    assert place(tmp_path, Entry(Paper(title="A"), "a.bib", 7), ("title",)) == (7, 1)


def test_of_a_file_that_is_gone_the_known_line_is_told(tmp_path: Path) -> None:
    assert place(tmp_path, Entry(Author(name="A"), "gone.yml", 3), ("name",)) == (3, 1)
