"""Files into records: one or a list, ids from names, faulty ones left out alone."""

from pathlib import Path
from random import Random

import pytest

from broadsheet.model import Author, Mention, Paper
from broadsheet.sources.records import read_record, read_records


def write(tmp_path: Path, text: str, name: str = "qserve.yml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: A", [("qserve", "A", 1)]),
        ("# first\n\ntitle: A\nid: other", [("other", "A", 3)]),
        ("- {id: a, title: A}\n- id: b\n  title: B", [("a", "A", 1), ("b", "B", 2)]),
        ("title: 1984", [("qserve", "1984", 1)]),
        ("title: No", [("qserve", "No", 1)]),
        ("title: '2020: A Year'", [("qserve", "2020: A Year", 1)]),
    ],
)
def test_records(text: str, found: list[tuple[str, str, int]], tmp_path: Path) -> None:
    entries, problems = read_records(write(tmp_path, text), tmp_path, Paper)
    assert problems == []
    assert [(e.record.id, e.record.title, e.line) for e in entries] == found
    assert all(e.path == "qserve.yml" for e in entries)


def test_the_types_decide_what_is_a_number(tmp_path: Path) -> None:
    text = """
title: 42
date: 2024
author_count: 7
has_code: true
arxiv: 2405.04530
authors: [A. One, {name: B. Two, id: two}]
claims: [{metric: speedup, comparison: ratio, value: 1.40, unit: x}]
"""
    paper, problems = read_record(write(tmp_path, text), tmp_path, Paper)
    assert problems == []
    assert (paper.title, paper.date, paper.author_count, paper.has_code) == ("42", "2024", 7, True)
    assert (paper.arxiv, paper.claims[0].value) == ("2405.04530", 1.4)
    assert paper.mentions == (Mention(name="A. One"), Mention(name="B. Two", id="two"))


@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        (
            "- {id: a, title: A}\n- {id: b, titel: B}\n- {id: c, title: C}",
            ["a", "c"],
            [(2, "missing-key"), (2, "unknown-key")],
        ),
        ("- {id: a, title: A}\n- {id: b, title: B, title: C}", ["a"], [(2, "duplicate-key")]),
        ("- {id: b, title: B, title: C, venu: D}", [], [(1, "duplicate-key"), (1, "unknown-key")]),
        ("- {title: A}\n- just a title", [], [(1, "missing-key"), (2, "wrong-type")]),
        ("just a title", [], [(1, "wrong-type")]),
        ("", [], [(0, "empty-file")]),
        ("a: b: c", [], [(1, "yaml-syntax")]),
        ("[]", [], []),
        ("id:\ntitle: A", ["qserve"], []),
    ],
)
def test_only_what_is_faulty_is_left_out(
    text: str, kept: list[str], told: list[tuple[int, str]], tmp_path: Path
) -> None:
    entries, problems = read_records(write(tmp_path, text), tmp_path, Paper)
    assert [entry.record.id for entry in entries] == kept
    assert sorted((problem.line, problem.code) for problem in problems) == told


def test_a_bomb_is_told_once_in_a_list(tmp_path: Path) -> None:
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- id: r{i}\n  tags: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    _, problems = read_records(write(tmp_path, "\n".join(lines)), tmp_path, Paper)
    assert [problem.code for problem in problems] == ["alias-bomb"]


@pytest.mark.parametrize("name", ["Not an Id.yml", "UPPER.yml", "ünïcode.yml", "a--b.yml"])
def test_a_file_name_that_is_no_id_is_told(name: str, tmp_path: Path) -> None:
    entries, problems = read_records(write(tmp_path, "title: A", name), tmp_path, Paper)
    assert (entries, [(p.code, p.line) for p in problems]) == ([], [("bad-id", 1)])


def test_one_record_a_file_where_only_one_is_due(tmp_path: Path) -> None:
    found, problems = read_record(write(tmp_path, "- name: One\n- name: Other"), tmp_path, Author)
    assert (found, [(p.code, p.line) for p in problems]) == (None, [("wrong-type", 1)])


ODD = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "*a",
    "&a ",
    "? ",
    "|",
    "'",
    '"',
    "#",
    "~",
    "!!x ",
    "<<: *a\n",
    "---\n",
]
ODD += ["\x85", "\u2028", "nan", "1e9", "2025-02-29", "@", "\\", "[" * 70, "- " * 70]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_is_written_makes_a_traceback(seed: int, corpus: Path, tmp_path: Path) -> None:
    random = Random(seed)
    whole = (corpus / "content" / "papers" / "attention-at-length.yml").read_text(encoding="utf-8")
    for _ in range(10):
        at = random.randrange(len(whole))
        text = whole[:at] + random.choice(ODD) + whole[at + random.choice([0, 1, 5]) :]
        entries, problems = read_records(write(tmp_path, text), tmp_path, Paper)
        assert entries or problems
        assert all(0 <= problem.line <= len(text.splitlines()) for problem in problems)
