"""When two records are of one paper, and when they only look so."""

import pytest

from broadsheet.model import Paper
from broadsheet.sources.imports.same_paper import Index, fold, marks_of

TITLE = "Attention Sinks and Where They Drain"


def paper(title: str = TITLE, **fields: object) -> Paper:
    return Paper(title=title, id=str(fields.pop("id", "a")), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mine", "theirs", "evidence"),
    [
        (paper(doi="10.1234/ABC"), paper("Attention sinks, revised", doi="10.1234/abc"), "DOI"),
        (paper(arxiv="2405.00001"), paper("Another title", arxiv="2405.00001v3"), "arXiv id"),
        (paper(arxiv="2405.00001v1"), paper("Other", doi="10.48550/arXiv.2405.00001"), "arXiv id"),
        (
            paper(authors=("Ana Núñez", "B. Two"), date="2024-05"),
            paper("ATTENTION SINKS -- and where they drain!", authors=("A. Nunez",), date="2024"),
            "title, first author and year",
        ),
        (
            paper(authors=("Ana One",), date="2023", kind="preprint"),
            paper(authors=("Ana One",), date="2024", venue="ICML"),
            "title, first author and year",
        ),
        (paper(author_count=7, date="2024"), paper(authors=("Ana One",), date="2024"), "title and year"),
        (paper(authors=("Ana One",)), paper(authors=("Ana One",), date="2024"), "title and first author"),
        (paper(), paper(), "title and id"),
        (paper("Preface", id="p"), paper("Preface", id="p-2"), "title and id"),
    ],
)
def test_one_paper(mine: Paper, theirs: Paper, evidence: str) -> None:
    index = Index()
    index.add(marks_of(mine), 0)
    assert index.find(marks_of(theirs)) == (0, evidence)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (paper(), paper("Something else")),
        (paper(authors=("Ana One",), date="2024"), paper(authors=("Bo Two",), date="2024")),
        (paper(authors=("Ana One",), date="2024"), paper(authors=("Bo One",), date="2024")),
        (paper(authors=("Ana One",), date="2021"), paper(authors=("Ana One",), date="2024")),
        (paper(authors=("Ana One",), date="2023"), paper(authors=("Ana One",), date="2024")),
        (
            paper(authors=("Ana One",), date="2024", doi="10.1234/a"),
            paper(authors=("Ana One",), date="2024", doi="10.1234/b"),
        ),
        (
            paper("Preface", id="a", date="2024", venue="Volume One of Things"),
            paper("Preface", id="b", date="2024", venue="Volume Two"),
        ),
        # A chapter that carries the DOI of its book.
        (
            paper("Whole Book of Chapters", authors=("Ed Itor",), doi="10.1234/book"),
            paper("On Something Quite Different", authors=("Ana One",), doi="10.1234/book"),
        ),
    ],
)
def test_two_papers(mine: Paper, theirs: Paper) -> None:
    index = Index()
    index.add(marks_of(mine), 0)
    assert index.find(marks_of(theirs)) is None


def test_folding() -> None:
    assert fold("Ünïcode – 北京, (2nd ed.)") == fold("unicode beijing 2ND ED") == "unicodebeijing2nded"
