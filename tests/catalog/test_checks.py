"""What only the whole collection can tell."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet.catalog.checks import check
from broadsheet.model import Author, Award, Claim, Digest, Entry, Mention, Paper, Pick, Signal, Work
from broadsheet.sources.content import Content


def told(tmp_path: Path, **content: Any) -> list[tuple[str, int, str, str]]:
    """Path, line, code and hint of the problems of a collection whose records stand in one file a kind."""
    found = {
        kind: tuple(Entry(record, f"{kind}.yml", line) for line, record in enumerate(records, 1))
        for kind, records in content.items()
        if kind != "faulty"
    }
    problems = check(Content(**found, faulty=content.get("faulty", ())), tmp_path)
    return [(p.path, p.line, p.code, p.hint) for p in problems]


def paper(paper_id: str, title: str = "", **fields: Any) -> Paper:
    return Paper(id=paper_id, title=title or paper_id, **fields)


@pytest.mark.parametrize(
    ("papers", "code"),
    [
        ([paper("a", "One"), paper("a", "Other")], "duplicate-id"),
        ([paper("a", doi="10.1000/A"), paper("b", doi="10.1000/a")], "duplicate-doi"),
        ([paper("a", arxiv="2401.00001v1"), paper("b", arxiv="2401.00001")], "duplicate-arxiv"),
        ([paper("a", arxiv="hep-th/9901001"), paper("b", arxiv="hep-th/9901001v2")], "duplicate-arxiv"),
        ([paper("a", "The One"), paper("b", "the: ÓNE")], "duplicate-title"),
        ([paper("a", "One", doi="10.1000/a"), paper("a", "One", doi="10.1000/a")], "duplicate-id"),
        ([paper("a", doi="10.1000/a"), paper("b", doi="10.1000/b")], ""),
        ([paper("a", arxiv="2401.00001"), paper("b", arxiv="2401.00010")], ""),
        ([paper("a", "GPT-3"), paper("b", "GPT-4")], ""),
        ([paper("a", "Introduction", date="2020"), paper("b", "Introduction", date="2023")], ""),
        ([paper("a", "Introduction", authors=("A. One",)), paper("b", "Introduction", authors=("B. Two",))], ""),
        ([paper("a", "Introduction", venue="One"), paper("b", "Introduction", venue="Two")], ""),
        ([paper("a", "Introduction", authors=("A. One",)), paper("b", "Introduction")], "duplicate-title"),
        ([paper("a", "日本"), paper("b", "中国")], ""),
    ],
)
def test_duplicates_are_told_once_at_the_later_place(papers: list[Paper], code: str, tmp_path: Path) -> None:
    hint = "keep one record and move what the other adds into it"
    assert told(tmp_path, papers=papers) == ([("papers.yml", 2, code, hint)] if code else [])


def test_no_id_leads_to_the_address_of_a_list(tmp_path: Path) -> None:
    papers = [paper("with-code"), paper("b", former_ids=("once", "with-code")), paper("with-code-2")]
    hint = "take another id than `with-code`"
    found = [(line, code, hint) for _, line, code, hint in told(tmp_path, papers=papers) if code != "reused-id"]
    assert found == [(1, "reserved-address", hint), (2, "reserved-address", hint)]


def test_of_three_alike_two_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, papers=[paper("a", "One"), paper("b", "One"), paper("c", "One")])
    assert [(line, code) for _, line, code, _ in found] == [(2, "duplicate-title"), (3, "duplicate-title")]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"digests": [Digest(date="2026-01-05", picks=("a", Pick(paper="flashatention")))]},
         [("digests.yml", 1, "unknown-paper", "did you mean `flashattention`?")]),
        ({"digests": [Digest(date="2026-01-05", picks=("z",))]},
         [("digests.yml", 1, "unknown-paper", "add it under content/papers or take the reference out")]),
        ({"authors": [Author(id="b", name="B", works=(Work(paper="z"),))]},
         [("authors.yml", 1, "unknown-paper", "add it under content/papers or take the reference out")]),
        ({"papers": [paper("a", authors=("Z", Mention(name="Z", id="z")))]},
         [("papers.yml", 1, "unknown-author", "add it under content/authors or take the reference out")]),
        ({"digests": [Digest(date="2026-01-05", picks=("z",))], "faulty": ("z",)}, []),
        ({"papers": [paper("a", authors=(Mention(name="Z", id="z"),))], "faulty": ("z",)}, []),
    ],
)  # fmt: skip
def test_references_to_nothing(content: dict[str, Any], found: list[Any], tmp_path: Path) -> None:
    papers = [paper("a"), paper("flashattention")]
    assert told(tmp_path, **({"papers": papers} | content)) == found


@pytest.mark.parametrize(
    ("record", "kind", "wrong"),
    [
        (paper("a", date="2025-02-29"), "papers", True),
        (paper("a", date="2024-02-29"), "papers", False),
        (paper("a", date="1900-02-29"), "papers", True),
        (paper("a", date="2000-02-29"), "papers", False),
        (paper("a", added="2025-02-29"), "papers", True),
        (paper("a", signals=(Signal(kind="stars", value=1, date="2025-02-29", source="B"),)), "papers", True),
        (paper("a", "On 2025-02-29"), "papers", False),
        (Digest(date="2025-02-29", picks=()), "digests", True),
        (Author(id="a", name="A", awards=(Award(title="B", start="2025-02-29"),)), "authors", True),
    ],
)
def test_the_29th_of_february(record: Any, kind: str, wrong: bool, tmp_path: Path) -> None:
    found = told(tmp_path, **{kind: [record]})
    assert found == ([(f"{kind}.yml", 1, "bad-date", "mend the day")] if wrong else [])


def test_issues(tmp_path: Path) -> None:
    issues = [Digest(date="2026-01-05", picks=("a", "a")), Digest(date="2026-01-05", picks=("a",))]
    found = told(tmp_path, papers=[paper("a")], digests=issues)
    assert [(line, code) for _, line, code, _ in found] == [(2, "duplicate-issue"), (1, "duplicate-pick")]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("2026-01-05", False), ("2026-01-05-b", False), ("first", False), ("2026-01-06", True), ("2026-01-06-b", True)],
)
def test_an_issue_under_the_name_of_another_day(name: str, wrong: bool, tmp_path: Path) -> None:
    issue = Entry(Digest(date="2026-01-05", picks=()), f"content/digests/{name}.yml")
    found = check(Content(digests=(issue,)), tmp_path)
    assert [(one.code, one.severity) for one in found] == ([("other-day", "warning")] if wrong else [])


@pytest.mark.parametrize(("value", "wrong"), [(1.5, False), (0.0, False), (float("nan"), True), (float("-inf"), True)])
def test_figures_are_finite(value: float, wrong: bool, tmp_path: Path) -> None:
    claim = Claim(metric="m", comparison="level", unit="x", low=value)
    found = told(tmp_path, papers=[paper("a", claims=(claim,))])
    assert [code for _, _, code, _ in found] == (["bad-value"] if wrong else [])
