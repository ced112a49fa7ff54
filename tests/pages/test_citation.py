"""The BibTeX entry that a page shows is read back as the same paper."""

from pathlib import Path

import pytest
from reading import page, section

from broadsheet.executors import InProcess
from broadsheet.model import Paper
from broadsheet.project import inspect
from broadsheet.sources.bibliography.bibtex import read_bibtex
from broadsheet.sources.bibliography.bibtex_writer import bibtex
from broadsheet.stopwatch import Stopwatch


def read(text: str) -> Paper:
    [entry], problems = read_bibtex(text, "shown.bib")
    assert problems == []
    assert isinstance(entry.record, Paper)
    return entry.record


def same(paper: Paper, back: Paper) -> None:
    assert back.title == paper.title
    assert [m.name for m in back.mentions] == [m.name for m in paper.mentions]
    assert (back.date or "")[:7] == (paper.date or "")[:7]
    assert (back.doi, back.arxiv) == (paper.doi, paper.arxiv)
    missing = paper.et_al or (paper.author_count or 0) > len(paper.authors)
    assert back.et_al == (missing and bool(paper.authors))
    assert back.venue in (paper.venue, "")


def test_every_entry_shown_is_read_back(any_site: Path) -> None:
    root = next(path.parent for path in any_site.parent.glob("*/mkdocs.yml"))
    papers = inspect(root, InProcess(), Stopwatch(lambda: 0.0)).catalog.papers
    assert len(papers) > 10
    for paper in papers.values():
        shown = section(page(any_site, f"papers/{paper.id}/"), "Cite").xpath("string(.//code)")
        assert shown == bibtex(paper)
        same(paper, read(shown))


@pytest.mark.parametrize(
    "title",
    [
        "100% of A & B_c #1",
        "In $O(n_1^2)$ & $x_i$",
        "Costs $5",
        "From $5 to $10",
        "{Braces} and }unbalanced{",
        r"C:\path and \LaTeX",
        "Tilde ~ caret ^",
        "«Français» — naïve “quotes” ‘x’ … 量化",
        "Ends with a backslash \\",
        "@at, = and 'quotes' \"here\"",
    ],
)
def test_awkward_titles(title: str) -> None:
    assert read(bibtex(Paper(title=title, id="x", date="2024"))).title == title


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "Jan van der Berg",
        "Charles de la Vallée Poussin",
        "Martin Luther King, Jr.",
        "李 明",
        "Madonna",
        "The A and B Group",
        "DeepSeek-AI",
        "O'Brien & Sons",
        "Łukasz Kaiser",
        "José García Márquez",
        "J. R. R. Tolkien",
    ],
)
def test_awkward_names(name: str) -> None:
    paper = Paper(title="T", id="x", authors=("First Author", name, "Last Author"))
    assert [m.name for m in read(bibtex(paper)).mentions] == ["First Author", name, "Last Author"]
