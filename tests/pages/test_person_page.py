"""What a person's page counts and draws, whose name it sets off, and the curriculum vitae as JSON Resume."""

import json
from typing import Any

import pytest
from made import fragments, made, shown
from reading import hrefs, section, texts, words

from broadsheet.model import (
    Author,
    Award,
    Degree,
    Identifiers,
    Interest,
    Mention,
    Paper,
    Position,
    Service,
    Signal,
    Teaching,
    Work,
)
from broadsheet.pages.people import coauthor_lists, person_pages
from broadsheet.pages.resume import resume_files
from broadsheet.pages.site import Site


def person(site: Site, who: str) -> Any:
    """The page of somebody."""
    jobs = person_pages(site, fragments(site), coauthor_lists(site))
    return shown(next(job for job in jobs if job.url == f"authors/{who}/"))


def cited(number: int, *counts: int) -> Paper:
    """A paper of Ada One's with counts of citations by year from 2024."""
    signals = tuple(
        Signal(kind="citations", value=count, date=str(2024 + at), source="Index") for at, count in enumerate(counts)
    )
    return Paper(title=f"Paper {number}", id=f"p{number}", authors=("Ada One",), signals=signals)


@pytest.mark.parametrize(
    ("papers", "h", "listed"),
    [
        ([cited(1, 9), cited(2, 3), cited(3, 3), cited(4, 3)], 3, ["Paper 1 9", "Paper 2 3", "Paper 3 3"]),
        ([cited(1, 9), cited(2)], 1, ["Paper 1 9"]),
        # The newest count is the one that holds, even where it is smaller.
        ([cited(1, 9, 2), cited(2, 2)], 2, ["Paper 1 2", "Paper 2 2"]),
    ],
)
def test_at_least_h_leads_to_what_it_counts(papers: list[Paper], h: int, listed: list[str]) -> None:
    found = person(made(*papers), "ada-one")
    assert [(words(a), a.get("href")) for a in found.xpath("//aside//a[@href='#h']")] == [(f"At least h = {h}", "#h")]
    lines = texts(found.xpath("//section[@id='h']")[0], ".//li")
    assert [line.partition(" by ")[0].replace("Paper ", "") for line in lines] == [
        one.replace("Paper ", "").replace(" ", "") for one in listed
    ]
    assert all(line.endswith(", Index") for line in lines)


@pytest.mark.parametrize("papers", [[cited(1)], [cited(1, 0)]])
def test_without_citations_nothing_is_said_of_h(papers: list[Paper]) -> None:
    assert "h =" not in words(person(made(*papers), "ada-one"))


def test_the_persons_own_name_is_set_off() -> None:
    site = made(Paper(title="T", id="t", authors=("Ben Two", "Ada One")))
    [marked] = person(site, "ada-one").xpath("//*[@aria-current='page']")
    assert words(marked) == "Ada One"
    assert fragments(site).lines["t"].count("aria-current") == 0


def test_close_coauthors_are_those_of_two_papers() -> None:
    papers = [
        Paper(title="T", id=f"t{n}", authors=("Ada One", "Ben Two", *(["Cee Three"] if n else []))) for n in range(2)
    ]
    found = person(made(*papers), "ada-one")
    assert texts(section(found, "Close co-authors"), ".//li") == ["Ben Two 2"]
    assert texts(section(found, "Also wrote with"), ".//li") == ["Cee Three 1"]
    alone = person(made(papers[0]), "ada-one")
    assert texts(section(alone, "Writes with"), ".//li") == ["Ben Two 1"]


def test_years_are_drawn_with_a_table_of_every_year() -> None:
    years = ("2021", "2021", "2023", None)
    found = person(
        made(*(Paper(title="T", id=f"t{n}", date=day, authors=("Ada One",)) for n, day in enumerate(years))), "ada-one"
    )
    years_of = section(found, "By year")
    assert texts(years_of, ".//tbody/tr") == ["20212", "20220", "20231"]
    assert [float(bar.get("height")) for bar in years_of.xpath(".//rect")] == [50.0, 25.0]
    assert years_of.xpath(".//svg/@role") == ["img"]


@pytest.mark.parametrize("years", [("2021", "2023"), ("2021", "2021", "2021"), ("0001", "2021", "2022")])
def test_no_chart_of_too_little_or_too_much(years: tuple[str, ...]) -> None:
    papers = [Paper(title="T", id=f"t{n}", date=day, authors=("Ada One",)) for n, day in enumerate(years)]
    assert person(made(*papers), "ada-one").xpath("//figure[@class='years']") == []


ADA = Author(
    name="Ada One",
    id="ada-one",
    homepage="https://example.org/ada",
    identifiers=Identifiers(orcid="0000-0002-1825-0097"),
    education=(Degree(institution="Old University", degree="PhD", start="2019", end="2023-06", thesis="On lines"),),
    experience=(Position(organization="Lab", role="Intern", start="2022", project="Fast lines", note="Drew them."),),
    teaching=(Teaching(course="Lines", code="L1", institution="Old University", term="Fall 2021", role="Tutor"),),
    awards=(Award(title="Prize", by="Society", start="2024"),),
    service=(Service(role="Reviewer", venues=("CONF", "J. Lines")),),
    interests=(Interest(topic="Lines", works=("C1",)),),
    works=(Work(paper="t", label="C1", group="Conferences"),),
)
PAPER = Paper(title="On $x$", id="t", date="2024", venue="CONF", authors=(Mention(name="Ada One", id="ada-one"),))


def test_a_curriculum_vitae_as_json_resume() -> None:
    site = made(PAPER, authors=(ADA,))
    [(path, data)] = resume_files(site)
    assert path == "authors/ada-one/resume.json"
    assert json.loads(data) == {
        "basics": {
            "name": "Ada One",
            "url": "https://example.org/ada",
            "profiles": [{"network": "ORCID", "url": "https://orcid.org/0000-0002-1825-0097"}],
        },
        "work": [
            {"name": "Lab", "position": "Intern", "startDate": "2022", "summary": "Fast lines. Drew them."},
            {"name": "Old University", "position": "Tutor", "summary": "Lines, L1, Fall 2021"},
        ],
        "volunteer": [
            {"organization": "CONF", "position": "Reviewer"},
            {"organization": "J. Lines", "position": "Reviewer"},
        ],
        "education": [
            {
                "institution": "Old University",
                "studyType": "PhD",
                "startDate": "2019",
                "endDate": "2023-06",
                "thesis": "On lines",
            }
        ],
        "awards": [{"title": "Prize", "date": "2024", "awarder": "Society"}],
        "publications": [
            {"name": "On x", "publisher": "CONF", "releaseDate": "2024", "url": "https://example.org/it/papers/t/"}
        ],
        "interests": [{"name": "Lines", "keywords": ["C1"]}],
        "meta": {"canonical": "https://example.org/it/authors/ada-one/resume.json", "version": "v1.0.0"},
    }
    assert "../../authors/ada-one/resume.json" in hrefs(person(site, "ada-one"), "//a")


def test_who_has_no_curriculum_vitae_has_no_such_file() -> None:
    site = made(PAPER, authors=(Author(name="Ada One", id="ada-one"),))
    assert list(resume_files(site)) == []
    assert not [href for href in hrefs(person(site, "ada-one"), "//a") if href.endswith(".json")]
