"""Broken bibliographies: each fault is told with its line, and no entry vanishes."""

import csv
import re
import tarfile
from pathlib import Path

import msgspec
import pytest

from broadsheet.model import Paper
from broadsheet.sources.bibliography.bibtex import read_bibtex

BAD = Path(__file__).parents[1] / "bad_corpus"
ORACLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "bib" / "oracle_dev.tar.gz"
FILES = sorted(path.relative_to(BAD).as_posix() for path in BAD.glob("content/papers/*.bib"))


def expected(file: str) -> list[tuple[int, str]]:
    with (BAD / "expected_bibtex.tsv").open(encoding="utf-8") as lines:
        return sorted(
            (int(row["line"]), row["code"]) for row in csv.DictReader(lines, delimiter="\t") if row["path"] == file
        )


@pytest.mark.parametrize("file", FILES)
def test_the_bad_corpus_gives_exactly_its_problems(file: str) -> None:
    _, problems = read_bibtex((BAD / file).read_text(encoding="utf-8"), file)
    assert [(problem.line, problem.code) for problem in problems] == expected(file)
    assert all(problem.path == file and problem.message for problem in problems)


WRITTEN = re.compile(r"^[ \t]*@\s*(\w+)\s*[{(]", re.MULTILINE)
CONTAINERS = ("comment", "preamble", "string", "xdata", "set", "control")


def lost(text: str) -> list[int]:
    """Lines of entries that ended neither as a paper nor as a problem."""
    entries, problems = read_bibtex(text, "x.bib")
    told = {entry.line for entry in entries} | {problem.line for problem in problems}
    starts = ((match[1], text.count("\n", 0, match.start()) + 1) for match in WRITTEN.finditer(text))
    return [line for kind, line in starts if kind.lower() not in CONTAINERS and line not in told]


@pytest.mark.parametrize("file", FILES)
def test_no_entry_of_the_bad_corpus_vanishes(file: str) -> None:
    assert lost((BAD / file).read_text(encoding="utf-8")) == []


WHOLE = """@article{one,
  title = {One {Title}},
  author = "Roe, R{\\'e}mi and {Poe, Inc.}",
  year = 2020
}
@misc(two, title = "Two" # { and more}, month = jan)
@book{three,
  title = {Three},
}
"""


@pytest.mark.parametrize("at", [i for i, char in enumerate(WHOLE) if char in '{}",=#()\\'])
def test_whatever_character_is_missing_no_entry_vanishes(at: int) -> None:
    text = WHOLE[:at] + WHOLE[at + 1 :]
    entries, problems = read_bibtex(text, "x.bib")
    titles = {entry.record.title for entry in entries}
    assert {"One", "Two", "Three"} <= {title.split()[0] for title in titles} or problems
    assert len(entries) + len({problem.line for problem in problems}) >= 3


@pytest.mark.parametrize("extra", ["{", "}", '"', ",", "=", "@", "#", "(", ")", "\\", "%", "@article{"])
@pytest.mark.parametrize("at", [0, 9, 14, 25, 33, 50, 90, 99, 101])
def test_whatever_character_is_too_many_no_entry_vanishes(extra: str, at: int) -> None:
    text = WHOLE[:at] + extra + WHOLE[at:]
    entries, problems = read_bibtex(text, "x.bib")
    assert len(entries) + len({problem.line for problem in problems}) >= 3


def test_files_of_other_programs_keep_all_their_entries() -> None:
    if not ORACLES.is_file():
        pytest.skip("shared/data/bib/oracle_dev.tar.gz is not there")
    read = 0
    with tarfile.open(ORACLES) as archive:
        for member in archive.getmembers():
            if member.isfile() and not member.name.endswith((".json", ".yaml", ".txt", ".xml", ".ris")):
                data = archive.extractfile(member)
                assert data is not None
                text = data.read().decode("utf-8", "replace").replace("\r\n", "\n")
                assert lost(text) == [], member.name
                read += 1
    assert read > 100


@pytest.mark.parametrize(
    ("text", "titles", "codes"),
    [
        ("@ARTICLE {k, title={T}}", ["T"], []),
        ("@article\n{k,\n title={T}}", ["T"], []),
        ("@article{a, title={A}} @article{b, title={B}}", ["A", "B"], []),
        ("free text @article{a, title={A}} more text, me@example.org", ["A"], []),
        ("@article{a, title={Reach me\n@home{now}}}", ["Reach me @homenow"], []),
        ("@article{a, % remark, with = signs\n title={A}, % another\n % year = {1},\n year={2020}}", ["A"], []),
        ("@article{a, title={A \\} brace}, year=2020}", ["A } brace"], []),
        ("@article{a, title={A\\\\}, year=2020}", ["A"], []),
        ('@article{a, title="A {"}B{"} C", year=2020}', ['A "B" C'], []),
        ("@article{a, title={A}, month = June, year = 2020}", ["A"], []),
        ("@comment{@article{a, title={A}}}@article{b, title={B}}", ["B"], []),
        ("@comment no braces\n@article{b, title={B}}", ["B"], []),
        ("@preamble{\"\\newcommand{\\x}{y}\"}@article{b, title={B}}", ["B"], []),
        ("@string{s = {S}}\n@article{b, title = s # { and } # s}", ["S and S"], []),
        ("@string{s = {S}\n@article{b, title={B}}", ["B"], ["bib-syntax"]),
        ("@{k, title={T}}", ["T"], ["bib-syntax"]),
        ("@article{title={T}, year=2020}", ["T"], ["bib-no-key"]),
        ("@article{a, title={A},\n year = {20,\n author={R},\n date={B}},\n}", ["A"], ["bib-syntax"]),
        ("@article{a, title={A", ["A"], ["bib-syntax", "bib-syntax"]),
        ("@article{", [], ["bib-no-key", "bib-no-title", "bib-syntax"]),
        ("@article", [], ["bib-syntax"]),
        ("% @article{a, title={A}}\n@article{b, title={B}}", ["B"], ["bib-commented-out"]),
        ("@articleb, title={B}}", [], ["bib-syntax"]),
        ("@article{a, title={A {B, year = 2001}\n@article{b, title={B}}", ["A B", "B"], ["bib-syntax"]),
        ("@misc{a\n@article{b,title={B}}", ["B"], ["bib-no-title", "bib-syntax"]),
        ('@article{a"b, title={A}}', ["A"], []),
        ("", [], []),
    ],
)  # fmt: skip
def test_awkward_entries(text: str, titles: list[str], codes: list[str]) -> None:
    entries, problems = read_bibtex(text, "x.bib")
    assert [entry.record.title for entry in entries] == titles
    assert [problem.code for problem in problems] == codes


def test_lines_are_those_of_the_file() -> None:
    text = "\r\n% remark\r\n@article{a,\r\n  title = {A},\r\n  month = {14},\r\n  year = 2020\r\n}\r\n"
    entries, problems = read_bibtex(text, "x.bib")
    assert [entry.line for entry in entries] == [3]
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [(5, "bib-bad-month", "error")]


@pytest.mark.parametrize("text", [WHOLE, *((BAD / file).read_text(encoding="utf-8") for file in FILES)])
def test_every_paper_is_what_the_model_allows(text: str) -> None:
    entries, _ = read_bibtex(text, "x.bib")
    assert entries
    for entry in entries:
        assert msgspec.convert(msgspec.to_builtins(entry.record), Paper) == entry.record


def test_what_is_no_publication_is_told_to_those_who_import() -> None:
    text = "@set{s, entryset = {a, b}}\n@xdata{x, title = {Shared}}\n@article{a, title = {A}, xdata = {x}}"
    assert [entry.record.id for entry in read_bibtex(text, "x.bib")[0]] == ["a"]
    entries, problems = read_bibtex(text, "x.bib", untitled=True)
    assert [(entry.record.id, entry.record.title) for entry in entries] == [("s", ""), ("x", ""), ("a", "A")]
    assert [(problem.line, problem.code) for problem in problems] == [(1, "bib-not-a-paper"), (2, "bib-not-a-paper")]


DOUBLED = "@string{s0 = {xx}}\n" + "".join(f"@string{{s{i + 1} = s{i} # s{i}}}\n" for i in range(50))


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("@article{a,\n" * 3000, 3000),
        ("@article{a, title={\n" * 2000, 2000),
        ("@article{a,\n" + "title={\n" * 5000, 1),
        ("@comment{\n" * 20000, 0),
        ("@string{\n" * 5000, 0),
        ("@article{a, title = " + "#" * 20000, 1),
        (DOUBLED + "@article{a, title = s50}", 1),
        ("@article{a, title = {" + "{" * 100000 + "}" * 100000 + "}}", 1),
    ],
    ids=["keys", "values", "fields", "comments", "strings", "hashes", "doubling", "depth"],
)  # fmt: skip
def test_nothing_takes_for_ever(text: str, papers: int) -> None:
    entries, _ = read_bibtex(text, "x.bib", untitled=True)
    assert len(entries) == papers
    assert max((len(entry.record.title) for entry in entries), default=0) < 1_000_000
