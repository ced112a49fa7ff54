"""Exports are read back as the same papers, in every format; a second export has the same bytes."""

import gzip
import json
import time
from itertools import takewhile
from pathlib import Path

import msgspec
import pytest

from broadsheet.executors import InProcess
from broadsheet.model import Link, Links, Mention, Notice, Paper, Source
from broadsheet.project import inspect
from broadsheet.sources.bibliography.biblatex_writer import biblatex
from broadsheet.sources.bibliography.bibtex import read_bibtex
from broadsheet.sources.bibliography.bibtex_writer import bibtex
from broadsheet.sources.bibliography.citation import plain
from broadsheet.sources.bibliography.csl_json import read_csl_json
from broadsheet.sources.bibliography.csl_writer import csl_json
from broadsheet.sources.bibliography.exports import EXPORTS
from broadsheet.sources.bibliography.latex_writer import escape, protected
from broadsheet.sources.bibliography.ris import read_ris
from broadsheet.sources.bibliography.ris_writer import ris
from broadsheet.stopwatch import Stopwatch

ROOT = Path(__file__).resolve().parents[2]
ACL = ROOT / ".." / "shared" / "data" / "bib" / "acl100k.bib.gz"
READERS = {"bibtex": read_bibtex, "biblatex": read_bibtex, "csl-json": read_csl_json, "ris": read_ris}
AWKWARD = (
    Paper(id="bare", title="T"),
    Paper(id="signs", title=r"100% of A & B_c #1 {x} ~ ^ \y $5", abstract="a -- b --- c `` '' !` ?` $x_1^{2}$ $5 {$6"),
    Paper(id="markup", title="</i>", venue="<b>V</b>"),
    Paper(id="separators", title="a\u2028b", summary="c\u2028d\x85e", authors=("{A} B",)),
    Paper(id="address", title="See https://e.org/a_b~c", publisher="https://e.org/a_b~c"),
    Paper(id="withdrawn", title="T", notices=(Notice(kind="retraction", date="2026-05", text="a\nb"),)),
    Paper(id="lines", title="Two  spaces", abstract="One.\n\nTwo.", note="ER  - \nTY  - JOUR"),
    Paper(id="names", title="N", authors=("Jan van der Berg", "Martin Luther King, Jr.", "Madonna", "Acme, Inc.")),
    Paper(id="and", title="N", authors=("The A and B Group",), extra={"author": "{The A and B Group}"}),
    Paper(id="parts", title="N", authors=("Bo Hyun Kong",), extra={"author": "Hyun Kong, Bo"}, et_al=True),
    Paper(id="more", title="N", authors=("Ada One",), author_count=7),
    Paper(id="ids", title="N", authors=(Mention(name="Ada One", id="ada-one", orcid="0000-0002-1825-0097"), "Ben Two")),
    Paper(id="editors", title="N", editors=("Ann E", "Bo Hyun Kong"), extra={"editor": "E, Ann and Hyun Kong, Bo"}),
    Paper(id="workshop", title="N", kind="workshop", venue="A Workshop", date="2024-02-29", pages="1–9"),
    Paper(id="preprint", title="N", kind="preprint", date="2024-05"),
    Paper(id="thesis", title="N", kind="thesis", venue="A University", extra={"bibtex_type": "mastersthesis"}),
    Paper(id="report", title="N", kind="report", venue="An Institute", number="12-3", volume="IV"),
    Paper(id="other", title="N", kind="other", arxiv="2301.00001v2", categories=("cs.LG", "stat.ML")),
    Paper(id="linked", title="N", arxiv="1706.03762", links=Links(paper="https://arxiv.org/abs/1706.03762")),
    Paper(id="mirror", title="N", links=Links(code=Link(url="https://e.org/{x}", note="theirs"), pdf="https://e.org/a.pdf")),
    Paper(id="tags", title="N", tags=("one", "two, three; four"), doi="10.1234/ab_c(1)<2>"),
    Paper(id="range", title="N", date="2020-05", extra={"date": "2020-05/2020-07"}),
    Paper(id="season", title="N", date="2009", extra={"month": "Spring"}),
    Paper(id="far", title="N", date="9265"),
    Paper(id="key", title="N", extra={"bibtex_key": "Doe2020:x"}),
    Paper(id="key-2", title="N", extra={"bibtex_key": "doe2020:X"}),
    Paper(id="spaced", title="N", extra={"bibtex_key": "a b, c"}),
    Paper(id="extra", title="N", extra={"issn": "1234-567X", "m f": "x", "title": "y", "url": "see", "ris_u1": "z"}),
    Paper(id="source", title="N", source=(Source(name="S", fields=("date",)),), summary="S", has_code=False),
)  # fmt: skip


def collected(root: Path) -> list[Paper]:
    return list(inspect(root, InProcess(), Stopwatch(lambda: 0.0)).catalog.papers.values())


def read(form: str, text: str) -> list[Paper]:
    entries, problems = READERS[form](text, "exported")
    assert problems == []
    return [entry.record for entry in entries]


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("where", ["tests/corpus", "tests/odd_corpus", "."])
def test_the_collection_comes_back(where: str, form: str) -> None:
    papers = collected(ROOT / where)
    assert len(papers) > 10
    text = EXPORTS[form](papers)
    back = read(form, text)
    assert [paper.mentions for paper in back] == [paper.mentions for paper in papers]
    assert back == [msgspec.structs.replace(old, authors=new.authors) for old, new in zip(papers, back, strict=True)]
    assert EXPORTS[form](back) == text


@pytest.mark.parametrize("form", EXPORTS)
@pytest.mark.parametrize("paper", AWKWARD, ids=lambda paper: paper.id)
def test_nothing_is_lost(paper: Paper, form: str) -> None:
    [back] = read(form, EXPORTS[form]([paper]))
    assert back.mentions == paper.mentions
    assert msgspec.structs.replace(back, authors=paper.authors) == paper


@pytest.mark.parametrize("form", EXPORTS)
def test_keys_are_unique_and_kept(form: str) -> None:
    papers = [paper for paper in AWKWARD if paper.id.startswith(("key", "spaced"))]
    back = read(form, EXPORTS[form](papers))
    keys = [paper.extra.get("bibtex_key", paper.id) for paper in back]
    assert keys == ["Doe2020:x", "doe2020:X", "a b, c"]  # as it was; in the file the second has its id


@pytest.mark.parametrize("form", EXPORTS)
def test_an_export_of_nothing_is_a_file_of_its_format(form: str) -> None:
    assert read(form, EXPORTS[form]([])) == []


CITED = Paper(
    id="berg2021",
    title="Faster GPUs with LoRA: on $O(N)$ kernels",
    kind="journal",
    authors=("Jan van der Berg", "Martin Luther King, Jr.", "Ada One"),
    et_al=True,
    date="2021-06-07",
    venue="Things & Stuff",
    volume="3",
    number="2",
    pages="11–19",
    doi="10.1145/3539618",
    arxiv="2106.00001",
    abstract="Not cited.",
)

GOLDEN_BIBTEX = """@article{berg2021,
  title = {Faster {GPUs} with {LoRA}: on {$O(N)$} kernels},
  author = {van der Berg, Jan and King, Jr., Martin Luther and One, Ada and others},
  journal = {Things \\& Stuff},
  volume = {3},
  number = {2},
  pages = {11--19},
  year = {2021},
  month = jun,
  doi = {10.1145/3539618},
  eprint = {2106.00001},
  archiveprefix = {arXiv},
}"""

GOLDEN_BIBLATEX = """@article{berg2021,
  title = {Faster {GPUs} with {LoRA}: on {$O(N)$} kernels},
  author = {van der Berg, Jan and King, Jr., Martin Luther and One, Ada and others},
  journaltitle = {Things \\& Stuff},
  volume = {3},
  number = {2},
  pages = {11--19},
  date = {2021-06-07},
  doi = {10.1145/3539618},
  eprint = {2106.00001},
  eprinttype = {arXiv},
  abstract = {Not cited.},
}"""

GOLDEN_RIS = """TY  - JOUR
TI  - Faster GPUs with LoRA: on $O(N)$ kernels
AU  - van der Berg, Jan
AU  - King, Martin Luther, Jr.
AU  - One, Ada
PY  - 2021
DA  - 2021/06/07/
T2  - Things & Stuff
VL  - 3
IS  - 2
SP  - 11
EP  - 19
DO  - 10.1145/3539618
DB  - arXiv
AN  - arXiv:2106.00001
UR  - https://arxiv.org/abs/2106.00001
ID  - berg2021
ER  -"""


def test_cited_in_each_format() -> None:
    assert bibtex(CITED) == GOLDEN_BIBTEX
    assert biblatex(CITED) == GOLDEN_BIBLATEX
    assert ris(CITED).rstrip() == GOLDEN_RIS
    assert plain(CITED) == (
        "Jan van der Berg, Martin Luther King, Jr., Ada One, et al. (2021). Faster GPUs with LoRA: on $O(N)$ kernels. "
        "Things & Stuff, 3(2), 11–19. https://doi.org/10.1145/3539618 arXiv:2106.00001"
    )
    assert json.loads(csl_json(CITED)) == [
        {
            "id": "berg2021",
            "type": "article-journal",
            "title": "Faster GPUs with LoRA: on $O(N)$ kernels",
            "author": [
                {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
                {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
                {"family": "One", "given": "Ada"},
            ],
            "issued": {"date-parts": [[2021, 6, 7]]},
            "container-title": "Things & Stuff",
            "volume": "3",
            "issue": "2",
            "page": "11-19",
            "DOI": "10.1145/3539618",
            "archive": "arXiv",
            "archive_location": "2106.00001",
            "URL": "https://arxiv.org/abs/2106.00001",
        }
    ]


@pytest.mark.parametrize("paper", [Paper(title="T", id="x"), *AWKWARD], ids=lambda paper: paper.id)
def test_what_is_unknown_is_left_out_of_a_citation(paper: Paper) -> None:
    assert "None" not in plain(paper) and "()" not in plain(paper).replace("(1)", "")
    assert json.loads(csl_json(paper))[0]["title"] == paper.title
    assert "None" not in ris(paper) + bibtex(paper)


# Names of the variables in csl-data.json that a paper can have (CSL 1.0.2).
CSL_VARIABLES = frozenset(
    "id type title author editor translator issued accessed original-date event-date container-title volume issue "
    "number page publisher DOI URL archive archive_location abstract note keyword categories custom publisher-place "
    "edition language ISSN ISBN collection-title container-title-short title-short event-title event-place genre "
    "version PMID PMCID annote number-of-pages number-of-volumes chapter-number original-title original-publisher "
    "status medium".split()
)


def test_csl_json_uses_the_names_of_its_schema() -> None:
    items = json.loads(EXPORTS["csl-json"](AWKWARD))
    assert {name for item in items for name in item} <= CSL_VARIABLES
    parts = {"family", "given", "suffix", "non-dropping-particle", "literal"}
    assert {part for item in items for name in item.get("author", ()) for part in name} <= parts


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A & B_c", r"A \& B\_c"),
        ("$a_b$ & c", r"$a_b$ \& c"),
        ("$5", r"\$5"),
        ("a--b", r"a-\/-b"),
        ("{", r"\textbraceleft{}"),
        ("two  spaces\nand lines", "two spaces and lines"),
        ("naïve – “quotes”", "naïve – “quotes”"),
    ],
)
def test_escaped(text: str, written: str) -> None:
    assert escape(text) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("The FlashAttention-2 kernel", "The {FlashAttention-2} kernel"),
        ("Learning of Bayesian networks from data", "Learning of {Bayesian} networks from data"),
        ("W4A8 (and GPUs)", "{W4A8} (and {GPUs})"),
        ("In $O(n)$ time", "In {$O(n)$} time"),
        ("In $n$ steps", "In $n$ steps"),
        (r"\GPU", r"{{\textbackslash{}GPU}}"),
    ],
)
def test_capitals_are_protected(title: str, written: str) -> None:
    assert protected(title) == written


@pytest.mark.slow
@pytest.mark.skipif(not ACL.exists(), reason="the development data is not beside the repository")
@pytest.mark.parametrize("form", EXPORTS)
def test_ten_thousand_real_entries_in_seconds(form: str) -> None:
    with gzip.open(ACL, "rt", encoding="utf-8") as file:
        seen = iter(range(10**9))
        lines = takewhile(lambda line: not line.startswith("@") or next(seen) < 10_000, file)
        papers = [entry.record for entry in read_bibtex("".join(lines), "acl.bib")[0]]
    assert len(papers) == 10_000
    start = time.process_time()
    text = EXPORTS[form](papers)
    assert time.process_time() - start < 10
    assert read(form, text) == papers
