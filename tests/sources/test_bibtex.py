"""A small bibliography and the papers that it stands for."""

import pytest

from broadsheet.model import Entry, Links, Paper
from broadsheet.sources.bibliography.bibtex import paper_names, read_bibtex, slug_of_key
from broadsheet.sources.bibliography.names import Name

GOLDEN = r"""
% An ordinary conference paper, with what people do in titles.
@string{acl = "Annual Meeting of the " # {Association for Computational Linguistics}}

@inproceedings{Wei-Roe:2021,
  title     = {{BERT}-like Models for {\'E}tudes: \emph{a} Study of $O(n^2)$ Attention},
  author    = {Wei, Li and van der Berg, Jan~P. and {\'A}lvarez Garc{\'i}a, Jos{\'e} and King, Jr, Martin and others},
  booktitle = "Proceedings of the 59th " # acl,
  month     = "2~" # aug,
  year      = 2021,
  pages     = {1--12},
  doi       = {https://doi.org/10.18653/v1/2021.acl-long.1},
  url       = {https://aclanthology.org/2021.acl-long.1},
  keywords  = {attention, \'etude; attention},
  address   = {Online},
}

@article(shaw2017,
  Title = "Attention, {"}Quoted{"}: and --- Other Things",
  Subtitle = {Which Follow},
  Author = {{NASA Jet Propulsion Laboratory} and Shaw, Ann},
  Journal = {arXiv preprint arXiv:1706.03762v5},
  Year = {2017}
)

@inbook{part, title = {A Part}, author = {Roe, R.}, crossref = {whole}, pages = {3-9}, xdata = {series}}
@book{whole, title = {The Whole}, editor = {Poe, P.}, year = {1999}, month = feb, publisher = {Press \& Sons},
      doi = {10.1000/whole}}
@xdata{series, series = {Lecture Notes}, volume = {7}}
"""

PAPERS = [
    Entry(
        Paper(
            title="BERT-like Models for Études: a Study of $O(n^2)$ Attention",
            id="wei-roe-2021",
            kind="conference",
            date="2021-08-02",
            authors=("Li Wei", "Jan P. van der Berg", "José Álvarez García", "Martin King, Jr"),
            et_al=True,
            venue="Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics",
            pages="1–12",
            doi="10.18653/v1/2021.acl-long.1",
            links=Links(paper="https://aclanthology.org/2021.acl-long.1"),
            tags=("attention", "étude"),
            extra={
                "address": "Online",
                "author": "Wei, Li and van der Berg, Jan P. and Álvarez García, José and King, Jr, Martin and others",
                "bibtex_key": "Wei-Roe:2021",
            },
        ),
        "a.bib",
        5,
    ),
    Entry(
        Paper(
            title='Attention, "Quoted": and — Other Things: Which Follow',
            id="shaw2017",
            kind="preprint",
            date="2017",
            authors=("NASA Jet Propulsion Laboratory", "Ann Shaw"),
            venue="arXiv preprint arXiv:1706.03762v5",
            arxiv="1706.03762v5",
            extra={"author": "{NASA Jet Propulsion Laboratory} and Shaw, Ann", "bibtex_type": "article"},
        ),
        "a.bib",
        18,
    ),
    Entry(
        Paper(
            title="A Part",
            id="part",
            kind="chapter",
            date="1999-02",
            authors=("R. Roe",),
            editors=("P. Poe",),
            venue="The Whole",
            volume="7",
            pages="3-9",
            publisher="Press & Sons",
            extra={"crossref": "whole", "xdata": "series", "series": "Lecture Notes", "bibtex_type": "inbook"},
        ),
        "a.bib",
        26,
    ),
    Entry(
        Paper(
            title="The Whole",
            id="whole",
            kind="book",
            date="1999-02",
            editors=("P. Poe",),
            publisher="Press & Sons",
            doi="10.1000/whole",
        ),
        "a.bib",
        27,
    ),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_bibliography_becomes_papers(newline: str) -> None:
    entries, problems = read_bibtex(GOLDEN.replace("\n", newline), "a.bib")
    assert entries == PAPERS
    assert problems == []


def test_names_come_back_in_parts() -> None:
    entries, _ = read_bibtex(GOLDEN, "a.bib")
    assert paper_names(entries[0].record) == (
        Name("Wei", "Li"),
        Name("Berg", "Jan P.", "van der"),
        Name("Álvarez García", "José"),
        Name("King", "Martin", suffix="Jr"),
    )
    assert paper_names(entries[1].record)[0] == Name("NASA Jet Propulsion Laboratory")
    assert paper_names(entries[2].record) == (Name("Roe", "R."),)


def one(fields: str, kind: str = "article") -> Paper:
    entries, _ = read_bibtex(f"@{kind}{{k, title = {{T}}, {fields}}}", "a.bib")
    (entry,) = entries
    assert isinstance(entry.record, Paper)
    return entry.record


@pytest.mark.parametrize(
    ("fields", "arxiv"),
    [
        ("eprint = {2405.04532}, archiveprefix = {arXiv}, primaryclass = {cs.CL}", "2405.04532"),
        ("eprint = {arXiv:2405.04532v2}, eprinttype = {arxiv}", "2405.04532v2"),
        ("eprint = {hep-th/9901001}", "hep-th/9901001"),
        ("url = {https://arxiv.org/abs/2405.04532}", "2405.04532"),
        ("url = {http://arxiv.org/pdf/2405.04532v1.pdf}", "2405.04532v1"),
        ("doi = {10.48550/arXiv.2405.04532}", "2405.04532"),
        ("journal = {CoRR}, volume = {abs/2405.04532}", "2405.04532"),
        ("eprint = {2405.04532}, eprinttype = {pubmed}", None),
        ("number = {2405.04532}", None),
    ],
)
def test_arxiv_identifiers(fields: str, arxiv: str | None) -> None:
    assert one(fields).arxiv == arxiv


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1145/3539618", "10.1145/3539618"),
        ("https://doi.org/10.1145/3539618", "10.1145/3539618"),
        ("http://dx.doi.org/10.1002%2F978", "10.1002/978"),
        ("doi:10.1007/978-3-030-1\\_2", "10.1007/978-3-030-1_2"),
        ("10.1007/a{\\_}b--c", "10.1007/a_b--c"),
        ("to appear", None),
    ],
)
def test_dois_are_bare(written: str, doi: str | None) -> None:
    paper = one(f"doi = {{{written}}}")
    assert paper.doi == doi
    assert paper.extra.get("doi") == (None if doi else written)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("inproceedings", "conference"),
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("incollection", "chapter"),
        ("online", "other"),
        ("Dataset", "dataset"),
        ("nosuchtype", "other"),
    ],
)
def test_kinds(kind: str, expected: str) -> None:
    assert one("year = 2020", kind).kind == expected


def test_nothing_is_lost() -> None:
    paper = one(
        "year = {in press}, note = {Best paper}, isbn = 123, month = {Spring}, url = {see there}, my-field = {x}"
    )
    assert paper.date is None and paper.links == Links()
    assert paper.extra == {
        "year": "in press",
        "note": "Best paper",
        "isbn": "123",
        "month": "Spring",
        "url": "see there",
        "my-field": "x",
    }


@pytest.mark.parametrize("names", ["Roe, R. and others", "R. Roe et al.", "Roe, R., et al", "R. Roe and et al."])
def test_others_are_noticed(names: str) -> None:
    paper = one(f"author = {{{names}}}")
    assert (paper.authors, paper.et_al) == (("R. Roe",), True)


def test_untitled_entries_come_only_when_asked_for() -> None:
    text = "@misc{k, author = {Roe, R.}}"
    assert read_bibtex(text, "a.bib")[0] == []
    entries, problems = read_bibtex(text, "a.bib", untitled=True)
    assert [entry.record.authors for entry in entries] == [("R. Roe",)]
    assert [problem.code for problem in problems] == ["bib-no-title"]


@pytest.mark.parametrize(
    ("key", "slug"),
    [("DBLP:conf/acl/Wei21", "dblp-conf-acl-wei21"), ("Müller_2020", "muller-2020"), ("--", ""), ("a", "a")],
)
def test_keys_become_ids(key: str, slug: str) -> None:
    assert slug_of_key(key) == slug
