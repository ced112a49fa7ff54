"""CSL-JSON: variables and where they go, what Crossref and DataCite make of them, faults with their lines."""

import json

import pytest

from broadsheet.model import Mention, Paper
from broadsheet.sources.bibliography.csl_dates import read_csl_date
from broadsheet.sources.bibliography.csl_json import read_csl_json

CROSSREF = {
    "indexed": {"date-parts": [[2024, 1, 1]]},
    "reference-count": 12,
    "publisher": "A Press",
    "issue": "2",
    "title": ["H<sub>2</sub>O &amp; the <i>ω</i> phase"],
    "subtitle": ["a study"],
    "container-title": ["Journal of Things"],
    "short-container-title": ["J. Things"],
    "type": "journal-article",
    "DOI": "10.1234/abc",
    "URL": "http://dx.doi.org/10.1234/abc",
    "issued": {"date-parts": [[2020, 5]]},
    "page": "11-19",
    "volume": 3,
    "author": [
        {"given": "Ada", "family": "One", "sequence": "first", "affiliation": [{"name": "Somewhere"}]},
        {"given": "Jan", "family": "van der Berg", "ORCID": "http://orcid.org/0000-0002-1825-0097", "affiliation": []},
        {"given": "Ludwig", "family": "Beethoven", "non-dropping-particle": "van", "suffix": "Jr."},
        {"name": "The A and B Group", "sequence": "additional"},
    ],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>First.</jats:p><jats:p>Second.</jats:p>",
    "ISSN": ["1234-5678", "8765-4321"],
    "subject": ["Things"],
}


def one(item: object) -> Paper:
    [entry], problems = read_csl_json(json.dumps(item), "a.json")
    assert problems == []
    assert isinstance(entry.record, Paper)
    return entry.record


@pytest.mark.parametrize("wrap", [lambda item: item, lambda item: [item], lambda item: {"items": [item]}])
def test_what_a_doi_is_answered_with(wrap: object) -> None:
    assert callable(wrap)
    paper = one(wrap(CROSSREF))
    assert (paper.id, paper.kind, paper.title) == ("one-2020-h2o", "journal", "H₂O & the ω phase: a study")
    assert paper.authors == (
        Mention(name="Ada One", affiliation="Somewhere"),
        Mention(name="Jan van der Berg", orcid="0000-0002-1825-0097"),
        "Ludwig van Beethoven, Jr.",
        "The A and B Group",
    )
    assert (paper.venue, paper.volume, paper.number, paper.pages) == ("Journal of Things", "3", "2", "11–19")
    assert (paper.date, paper.doi, paper.abstract) == ("2020-05", "10.1234/abc", "First.\n\nSecond.")
    assert paper.tags == ("Things",)
    assert paper.extra == {
        "author": "One, Ada and van der Berg, Jan and van Beethoven, Jr., Ludwig and {The A and B Group}",
        "issn": "1234-5678; 8765-4321",
        "shortjournal": "J. Things",
        "csl_type": "journal-article",
    }


def test_datacite_of_arxiv() -> None:
    item = {
        "type": "article",
        "id": "https://doi.org/10.48550/arxiv.1706.03762",
        "categories": ["Computation and Language (cs.CL)", "FOS: Computer and information sciences"],
        "author": [{"literal": "Somebody"}, {"literal": "et al."}],
        "issued": {"date-parts": [[None]]},
        "published": {"date-parts": [["2017"]]},
        "DOI": "10.48550/ARXIV.1706.03762",
        "title": "Attention",
        "URL": "https://arxiv.org/abs/1706.03762",
    }
    paper = one(item)
    assert (paper.arxiv, paper.date, paper.kind) == ("1706.03762", "2017", "preprint")
    assert (paper.categories, paper.tags) == (("cs.CL",), ("FOS: Computer and information sciences",))
    assert (paper.authors, paper.et_al, paper.id) == (("Somebody",), True, "somebody-2017-attention")


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({"date-parts": [[2020, 5, 7]]}, ("2020-05-07", "")),
        ({"date-parts": [["2020", "05"]]}, ("2020-05", "")),
        ({"date-parts": [[2020, 5], [2020, 7]]}, ("2020-05", "2020-05/2020-07")),
        ({"date-parts": [[2020]], "circa": True}, ("2020", "2020~")),
        ({"date-parts": [[None]]}, (None, "")),
        ({"date-parts": [[2020, 13]]}, ("2020", '{"date-parts": [[2020, 13]]}')),
        ({"date-parts": [[-50]]}, (None, '{"date-parts": [[-50]]}')),
        ({"raw": "May 2020"}, ("2020-05", "")),
        ({"literal": "Spring 2009"}, ("2009", "Spring 2009")),
        ({"raw": "soon"}, (None, "soon")),
        ("2020-05", ("2020-05", "")),
        (2020, ("2020", "")),
        (None, (None, "")),
    ],
)
def test_dates(value: object, read: tuple[str | None, str]) -> None:
    assert read_csl_date(value) == read


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("title", "a < b and c > d, <script>", "title", "a < b and c > d, <script>"),
        ("keyword", "one, two;three", "tags", ("one", "two", "three")),
        ("DOI", "none", "extra", {"doi": "none"}),
        ("URL", "ftp://example.org", "extra", {"url": "ftp://example.org"}),
        ("translator", [{"family": "Two", "given": "Ben"}], "extra", {"translator": "Two, Ben"}),
        ("accessed", {"date-parts": [[2020, 1, 2]]}, "extra", {"urldate": "2020-01-02"}),
        ("unheard-of", {"a": [1]}, "extra", {"unheard-of": '{"a": [1]}'}),
        ("custom", {"mine": 1}, "extra", {"custom": '{"mine": 1}'}),
        ("archive_location", "Box 3", "extra", {"archive_location": "Box 3"}),
        ("note", "A note", "note", "A note"),
        ("title", "R&amp;amp;D &amp; H<sub>2</sub>O", "title", "R&D & H₂O"),
        ("article-number", "104501", "extra", {"eid": "104501"}),
        ("publisher-location", "Oslo", "extra", {"address": "Oslo"}),
        (
            "event",
            {"name": "Y 2020", "location": "Oslo", "start": {"date-parts": [[2020, 5, 3]]}, "acronym": "Y"},
            "extra",
            {"eventtitle": "Y 2020", "eventplace": "Oslo", "eventdate": "2020-05-03", "event": '{"acronym": "Y"}'},
        ),
        ("citation-key", "Doe2020", "extra", {"bibtex_key": "Doe2020"}),
        ("author", [{"family": "Kim", "given": "A"}, {"literal": "others"}], "et_al", True),
        ("container-title", "Half \ud800", "venue", "Half \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_values(variable: str, value: object, field: str, expected: object) -> None:
    assert getattr(one([{"id": "x", "type": "document", "title": "T"} | {variable: value}]), field) == expected


@pytest.mark.parametrize(
    ("text", "titles", "problems"),
    [
        ("[]", [], []),
        ("", [], [(1, "csl-bad-json")]),
        ("17", [], [(1, "csl-bad-json")]),
        ('[\n{"title": "A"},\n{"title": "B" "x"}]', ["A"], [(3, "csl-bad-json")]),
        ('[{"title": "A"},\n3]', ["A"], [(2, "csl-bad-item")]),
        ('[{"title": "A"},\n{"id": "b"}]', ["A"], [(2, "csl-no-title")]),
        ('[{"id": "a", "title": "A"},\n{"id": "A", "title": "B"}]', ["A", "B"], [(2, "csl-duplicate-key")]),
        ("[" * 100000, [], [(1, "csl-bad-json")]),
    ],
)
def test_faults(text: str, titles: list[str], problems: list[tuple[int, str]]) -> None:
    entries, found = read_csl_json(text, "a.json")
    assert [entry.record.title for entry in entries] == titles
    assert [(problem.line, problem.code) for problem in found] == problems


def test_cut_anywhere_it_is_a_problem() -> None:
    text = json.dumps([CROSSREF], indent=1)
    for at in range(len(text) - 1):
        assert [problem.code for problem in read_csl_json(text[:at], "a.json")[1]] == ["csl-bad-json"]


@pytest.mark.parametrize("strange", [None, 0, -1, 2.5, True, "x", "", [], [[]], [None], {}, {"a": 1}, [{"family": 3}]])
def test_any_value_anywhere(strange: object) -> None:
    for variable in CROSSREF:
        entries, problems = read_csl_json(json.dumps([CROSSREF | {variable: strange}]), "a.json")
        assert len(entries) + len(problems) == 1
