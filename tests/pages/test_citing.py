"""What a paper's page gives to reference managers and search engines, and what became of the paper since."""

import json
from typing import Any

import pytest
from made import fragments, made, shown
from reading import hrefs, section, texts, words

from broadsheet.model import Author, Identifiers, Links, Mention, Notice, Paper
from broadsheet.pages.cards import make_card
from broadsheet.pages.papers import paper_pages
from broadsheet.sources.bibliography.csl_json import read_csl_json
from broadsheet.sources.bibliography.ris import read_ris

WHOLE = Paper(
    title="On $x^2$ & </script> lines",
    id="whole",
    kind="journal",
    date="2024-05-07",
    authors=("Ada One", Mention(name="Ben Two", orcid="0000-0002-1825-0097")),
    venue="J. Lines",
    volume="3",
    number="2",
    pages="10–19",
    publisher="Line Press",
    arxiv="2405.00001",
    doi="10.1234/x",
    links=Links(pdf="https://example.org/whole.pdf"),
    tags=("lines",),
    extra={"issn": "1234-5678"},
)


def page(paper: Paper, **more: Any) -> Any:
    """The page of a paper on a site of its own."""
    site = made(paper, **more)
    cards = {paper.id: make_card(site, paper)}
    [job] = paper_pages(site, cards)
    return shown(job)


def tags(paper: Paper) -> list[tuple[str, str]]:
    found = page(paper).xpath("//meta[starts-with(@name, 'citation_')]")
    return [(meta.get("name").removeprefix("citation_"), meta.get("content")) for meta in found]


def linked(paper: Paper, **more: Any) -> Any:
    [script] = page(paper, **more).xpath("//head/script[@type='application/ld+json']")
    return json.loads(script.text)


def test_every_fact_has_its_citation_tag() -> None:
    assert tags(WHOLE) == [
        ("title", "On x^2 & </script> lines"),
        ("author", "Ada One"),
        ("author", "Ben Two"),
        ("publication_date", "2024/05/07"),
        ("journal_title", "J. Lines"),
        ("volume", "3"),
        ("issue", "2"),
        ("firstpage", "10"),
        ("lastpage", "19"),
        ("publisher", "Line Press"),
        ("doi", "10.1234/x"),
        ("arxiv_id", "2405.00001"),
        ("pdf_url", "https://example.org/whole.pdf"),
        ("issn", "1234-5678"),
    ]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (Paper(title="T", id="t"), [("title", "T")]),
        (Paper(title="T", id="t", date="2024", venue="V"), [("title", "T"), ("publication_date", "2024")]),
        (Paper(title="T", id="t", kind="workshop", venue="V"), [("title", "T"), ("conference_title", "V")]),
        (Paper(title="T", id="t", kind="thesis", venue="V"), [("title", "T"), ("dissertation_institution", "V")]),
        (Paper(title="T", id="t", kind="report", number="7"), [("title", "T"), ("technical_report_number", "7")]),
        (Paper(title="T", id="t", pages="7"), [("title", "T"), ("firstpage", "7")]),
        (Paper(title="T", id="t", arxiv="2405.00001"), [("title", "T"), ("arxiv_id", "2405.00001")]),
    ],
)
def test_what_is_not_recorded_has_no_tag(paper: Paper, expected: list[tuple[str, str]]) -> None:
    assert tags(paper) == expected


def test_linked_data_says_what_is_recorded_and_no_more() -> None:
    assert linked(WHOLE) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": "https://example.org/it/papers/whole/",
        "url": "https://example.org/it/papers/whole/",
        "name": "On x^2 & </script> lines",
        "author": [
            {"@type": "Person", "name": "Ada One", "url": "https://example.org/it/authors/ada-one/"},
            {
                "@type": "Person",
                "name": "Ben Two",
                "url": "https://example.org/it/authors/ben-two/",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
            },
        ],
        "datePublished": "2024-05-07",
        "isPartOf": {"@type": "Periodical", "name": "J. Lines"},
        "publisher": {"@type": "Organization", "name": "Line Press"},
        "pagination": "10–19",
        "identifier": ["doi:10.1234/x", "arXiv:2405.00001"],
        "sameAs": ["https://doi.org/10.1234/x", "https://arxiv.org/abs/2405.00001"],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "https://example.org/whole.pdf",
            "encodingFormat": "application/pdf",
        },
        "keywords": ["lines"],
    }
    assert set(linked(Paper(title="T", id="t", author_count=3))) == {"@context", "@type", "@id", "url", "name"}


def test_an_orcid_of_a_curated_file_identifies_the_author() -> None:
    ada = Author(name="Ada One", id="ada-one", identifiers=Identifiers(orcid="0000-0002-1825-0097"))
    paper = Paper(title="T", id="t", authors=(Mention(name="Ada One", id="ada-one"),))
    assert linked(paper, authors=(ada,))["author"][0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"


def test_four_forms_that_need_no_script_and_are_read_back() -> None:
    found = section(page(WHOLE), "Cite")
    assert texts(found, ".//summary") == ["BibTeX", "RIS", "CSL-JSON", "Plain text"]
    assert [one.get("open") is not None for one in found.xpath(".//details")] == [True, False, False, False]
    # The buttons are of no use without the script that shows them.
    assert all(button.get("hidden") is not None for button in found.xpath(".//button[@data-copy]"))
    _, ris, csl, line = (code.text_content() for code in found.xpath(".//code"))
    for text, read in ((ris, read_ris), (csl, read_csl_json)):
        [entry], problems = read(text, "shown")
        assert problems == []
        assert (entry.record.title, entry.record.doi, entry.record.venue) == (WHOLE.title, WHOLE.doi, WHOLE.venue)
    assert line.startswith("Ada One, Ben Two (2024). On $x^2$ & </script> lines. J. Lines, 3(2), 10–19.")


def test_a_preview_names_the_kind_of_page() -> None:
    found = page(WHOLE)
    assert found.xpath("//meta[@property='og:type']/@content") == ["article"]
    assert found.xpath("//meta[@property='article:published_time']/@content") == ["2024-05-07"]


NOTED = Paper(
    title="Noted",
    id="noted",
    authors=("Ada One",),
    notices=(
        Notice(kind="version", date="2025-05-01", url="https://example.org/v2"),
        Notice(kind="retraction", date="2026-05", text="Could not be <repeated>."),
    ),
)


def test_notices_stand_over_the_text_the_gravest_first() -> None:
    found = page(NOTED)
    assert texts(found, "//p[@role='note']") == [
        "Retracted 2026-05: Could not be <repeated>.",
        "New version 2025-05-01 Read this version",
    ]
    assert hrefs(found, "//p[@role='note']/a") == ["https://example.org/v2"]
    main = found.xpath("//div[@class='main']/*")
    assert main[0].get("role") == "note"


def test_a_retraction_goes_with_every_reference() -> None:
    for code in section(page(NOTED), "Cite").xpath(".//code"):
        assert "Retracted 2026-05" in code.text_content()
    assert linked(NOTED)["creativeWorkStatus"] == "Retracted"
    amended = Paper(title="T", id="t", notices=(Notice(kind="erratum"),))
    assert "creativeWorkStatus" not in linked(amended)
    assert "Erratum" not in words(section(page(amended), "Cite"))


def test_a_word_of_it_wherever_the_paper_is_listed() -> None:
    found = fragments(made(NOTED, Paper(title="Sound", id="sound")))
    for html in (found.cards["noted"], found.lines["noted"]):
        assert '<b class="notice">Retracted</b>' in html
        assert "New version" not in html
    assert "notice" not in found.cards["sound"] + found.lines["sound"]


def test_published_and_added_are_told_apart() -> None:
    paper = Paper(title="T", id="t", date="2024-05-07", added="2026-04-17")
    facts = section(page(paper), "Facts")
    told = dict(zip(texts(facts, ".//dt"), texts(facts, ".//dd"), strict=True))
    assert (told["Published"], told["Added here"], told["Permanent id"]) == ("2024-05-07", "2026-04-17", "t")
    assert "2024-05-07 · added 2026-04-17" in fragments(made(paper)).cards["t"]
