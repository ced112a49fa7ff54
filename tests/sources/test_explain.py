"""What a refused record is told: the golden lines that a contributor reads."""

from pathlib import Path

import pytest

from broadsheet.model import Author, Digest, Paper
from broadsheet.sources.explain import explain
from broadsheet.sources.records import read_records

KNOWN_LINKS = "known keys: code, data, demo, model, paper, pdf, project, slides, video"
URLS = "only http:// and https:// addresses are allowed, as in https://example.org"


def told(kind: type, text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    _, problems = read_records(path, tmp_path, kind)
    return [f"{p.line}:{p.column} {p.code}: {p.message} | {p.hint}" for p in problems]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("titel: A", ["1:1 missing-key: the key `title` is missing | add `title:`",
                      "1:1 unknown-key: the key `titel` is not known here | did you mean `title`?"]),
        ("title: A\nlinks: {flavour: x}", [f"2:9 unknown-key: the key `flavour` is not known here | {KNOWN_LINKS}"]),
        ("title: A\ndate: 7 May 2024", ["2:7 bad-date: `date` cannot be `7 May 2024` "
                                        "| write a date as YYYY-MM-DD, YYYY-MM or YYYY, as in 2024-05-07"]),
        ("title: A\ndate: 20245", ["2:7 bad-date: `date` cannot be `20245` "
                                   "| write a date as YYYY-MM-DD, YYYY-MM or YYYY, as in 2024-05-07"]),
        ("title: A\nlinks: {code: javascript:x}", [f"2:15 bad-url: `code` cannot be `javascript:x` | {URLS}"]),
        ("title: A\nlinks:\n  code:\n    url: x", [f"4:10 bad-url: `url` cannot be `x` | {URLS}"]),
        ("title: A\nlinks:\n  code: 5", [f"3:9 bad-url: `code` cannot be `5` | {URLS}"]),
        ("title: A\nauthors: B. One", ["2:10 wrong-type: `authors` must be a list, not `B. One` "
                                        "| write `[one, other]`"]),
        ("title: A\nauthors: [{nam: B}]", ["2:11 missing-key: the key `name` is missing | add `name:`",
                                           "2:12 unknown-key: the key `nam` is not known here | did you mean `name`?"]),
        ("title: A\nauthors: [B, '']", ["2:14 bad-value: `authors` holds an empty text "
                                        "| write something or take it out"]),
        ("title: A\nauthor_count: 0", ["2:15 bad-value: `author_count` must be at least 1 | "]),
        ("title: A\nauthor_count: 7.5", ["2:15 wrong-type: `author_count` must be a whole number, not `7.5` | "]),
        ("title: A\nauthor_count: [7]", ["2:15 wrong-type: `author_count` must be a whole number, not a list | "]),
        ("title: A\nhas_code: yes", ["2:11 wrong-type: `has_code` must be true or false, not `yes` | "]),
        ("title: [A]", ["1:8 wrong-type: `title` must be text, not a list | "]),
        ("title: A\nextra: {a: {b: c}}", ["2:12 wrong-type: `a` must be text, not keys and values | "]),
        ("title: A\nvenue: x\nvenue: y\ncount: 1", ["3:1 duplicate-key: the key `venue` is given twice "
                                                  "| keep one of the two, or merge them by hand",
                                                  "4:1 unknown-key: the key `count` is not known here | KNOWN"]),
    ],
)  # fmt: skip
def test_papers(text: str, lines: list[str], tmp_path: Path) -> None:
    known = "known keys: " + ", ".join(sorted(Paper.__struct_fields__))
    assert told(Paper, text, tmp_path) == [line.replace("KNOWN", known) for line in lines]


def test_what_is_right_is_not_complained_about_beside_a_fault(tmp_path: Path) -> None:
    text = """
title: 1984
date: 2024
venue: 12
arxiv: 2405.04532
author_count: 7
has_code: true
tags: [4, yes, 1.5]
links: {code: https://example.org, pdf: {url: https://example.org}}
flavour: x
"""
    assert [line.split(":")[0] for line in told(Paper, text, tmp_path)] == ["10"]


@pytest.mark.parametrize("figure", ["9" * 5000, "1e999", "0x10", "1_000", "five", "[1]", "{a: 1}"])
def test_odd_figures_are_told_where_they_stand(figure: str, tmp_path: Path) -> None:
    text = f"""title: A
claims:
  - {{metric: m, comparison: level, unit: x}}
  - metric: m
    comparison: level
    unit: x
    value: {figure}
author_count: {figure}"""
    found = told(Paper, text, tmp_path)
    assert [line.split(": ")[0] for line in found if line.startswith("8")] == ["8:15 wrong-type"]
    assert all(len(line) < 250 for line in found)
    if figure != "9" * 5000:
        assert [line.split(": ")[0] for line in found if line.startswith("7")] == ["7:12 wrong-type"]


def test_other_kinds(tmp_path: Path) -> None:
    assert told(Digest, "date: 2026-4-17\npicks: qserve", tmp_path) == [
        "1:7 bad-date: `date` cannot be `2026-4-17` | write a day as YYYY-MM-DD, as in 2026-04-17",
        "2:8 wrong-type: `picks` must be a list, not `qserve` | write `[one, other]`",
    ]
    assert told(Author, "name: A\nservice:\n  - role: Reviewer\n    venue: ICLR", tmp_path) == [
        "4:5 unknown-key: the key `venue` is not known here | did you mean `venues`?"
    ]


def test_a_refusal_that_the_schema_cannot_explain_still_has_its_line(tmp_path: Path) -> None:
    import msgspec

    from broadsheet.sources.yamlfile import compose

    node = compose("title: A\nlinks:\n  code: https://example.org", "a.yml")
    assert node is not None
    refusal = msgspec.ValidationError("Too odd - at `$.links.code`")
    value = {"title": "A", "links": {"code": "https://example.org"}}
    (problem,) = explain(value, node, Paper, "a.yml", refusal)
    assert (problem.line, problem.column, problem.message) == (3, 9, "the record cannot be used: Too odd")
