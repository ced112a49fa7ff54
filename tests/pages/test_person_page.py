"""What a person's page counts and draws, whose name it sets off, and the curriculum vitae as JSON Resume."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from made import fragments, made, shown
from reading import hrefs, section, texts, words

from broadsheet.model import (
    Author,
    Award,
    Degree,
    Identifiers,
    Interest,
    Maintained,
    Mention,
    Offer,
    Paper,
    Position,
    Service,
    Signal,
    Statement,
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


@pytest.mark.parametrize(
    ("paper", "byline"),
    [
        ({"authors": ("B Two", "C Three", "D Four", "Ada One")}, "B Two, C Three, D Four, Ada One"),
        ({"authors": ("B Two", "C Three", "D Four", "E", "Ada One")}, "B Two, C Three, D Four … Ada One and 1 more"),
        ({"authors": ("B Two", "C Three"), "et_al": True}, "B Two, C Three … Ada One et al."),
        ({"authors": ("B Two",)}, "B Two … Ada One"),
        ({"author_count": 7}, "Ada One · 7 authors, not named by the source"),
        ({}, "Ada One"),
    ],
)
def test_a_name_that_the_line_leaves_out_comes_in(paper: dict[str, Any], byline: str) -> None:
    """Behind the names shown, or where only the person's own list says that the paper is theirs."""
    author = Author(name="Ada One", id="ada-one", works=(Work(paper="t"),))
    found = person(made(Paper(title="T", id="t", **paper), authors=(author,)), "ada-one")
    assert texts(section(found, "Papers"), ".//li/small") == [byline]
    assert [words(one) for one in found.xpath("//*[@aria-current='page']")] == ["Ada One"]


def works(*kinds: Any) -> tuple[Paper, ...]:
    """A paper of Ada One's of each kind, the first the newest."""
    return tuple(
        Paper(title=f"Paper {n}", id=f"p{n}", kind=kind, date=str(2025 - n // 2), authors=("Ada One",))
        for n, kind in enumerate(kinds)
    )


@pytest.mark.parametrize(
    ("papers", "headings", "beside"),
    [
        (works("preprint", "journal"), [], []),
        (works("preprint", "preprint", "preprint"), ["2025", "2024"], []),
        (works(None, None, None), ["2025", "2024"], []),
        (
            works("preprint", "journal", "preprint", "preprint", None),
            ["Preprints", "Journal articles", "Kind not recorded"],
            ["2025", "2024", "2025", "2023"],
        ),
    ],
)
def test_works_stand_by_kind_and_year(papers: tuple[Paper, ...], headings: list[str], beside: list[str]) -> None:
    found = section(person(made(*papers), "ada-one"), "Papers")
    assert texts(found, "h3") == headings
    assert texts(found, ".//li/time") == beside
    assert len(found.xpath(".//li")) == len(papers)


def test_works_under_the_headings_and_labels_of_their_own_list() -> None:
    listed = (Work(paper="p2", label="C1", group="Conferences"), Work(paper="p0", group="preprint"))
    author = Author(name="Ada One", id="ada-one", works=listed)
    found = person(made(*works("preprint", "journal", "conference"), authors=(author,)), "ada-one")
    papers = section(found, "Papers")
    assert texts(papers, "h3") == ["Conferences", "Preprints", "Not in their own list"]
    assert texts(papers, ".//span[@class='label']") == ["C1"]
    assert texts(papers, ".//li/time") == ["2025", "2025"]
    # What the side column counts can be gone to.
    counts = section(found, "Works")
    assert texts(counts, ".//li") == ["Conferences 1", "Preprints 1", "Not in their own list 1"]
    assert hrefs(counts, ".//a") == [f"#{heading.get('id')}" for heading in papers.xpath("h3")]
    [year] = [row for row in section(found, "By year").xpath(".//tr") if words(row).startswith("2024")]
    assert (words(year), hrefs(year, ".//a")) == ("20241C1", ["../../papers/p2/"])


def test_a_year_leads_to_its_papers() -> None:
    found = person(made(*works("journal", "journal", "journal")), "ada-one")
    assert hrefs(section(found, "By year"), ".//td/a") == ["#y2024", "#y2025"]
    assert found.xpath("//h3/@id") == ["y2025", "y2024"]


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


@pytest.mark.parametrize(
    ("affiliation", "shown"),
    [
        ({"start": "2020", "end": "2024"}, "Lab · 2020 to 2024"),
        ({"start": "2020-01"}, "Lab · since 2020-01"),
        ({"end": "2020-01"}, "Lab · until 2020-01"),
        ({}, "Lab · dates not recorded"),
    ],
)
def test_an_affiliation_has_its_dates(affiliation: dict[str, str], shown: str) -> None:
    author = Author(name="Ada One", id="ada-one", affiliations=(Position(organization="Lab", **affiliation),))
    assert shown in texts(person(made(authors=(author,)), "ada-one"), "//header//p")


def test_papers_state_affiliations_where_no_file_does() -> None:
    papers = [
        Paper(title="T", id=f"t{n}", date=day, authors=(Mention(name="Ada One", affiliation=place),))
        for n, (day, place) in enumerate([("2021-05", "Lab"), ("2023", "Lab"), ("2024", "University"), (None, "")])
    ]
    found = person(made(*papers), "ada-one")
    assert texts(found, "//header//p[@class='byline']") == [
        "University · as papers state, 2024",
        "Lab · as papers state, 2021 to 2023",
    ]
    assert "Affiliation not recorded" in words(person(made(Paper(title="T", id="t", authors=("B Two",))), "b-two"))


def test_an_offer_is_the_persons_own_dated_word() -> None:
    said = Offer(words="Happy to hear from <you>.", date="2026-05-01", url="https://example.org/ada#work")
    author = Author(name="Ada One", id="ada-one", open_to_collaborate=said)
    found = person(made(authors=(author,)), "ada-one")
    [shown] = found.xpath("//p[@class='offer']")
    assert words(shown) == "Open to collaborate Happy to hear from <you>. Ada One, 2026-05-01"
    assert hrefs(shown, ".//a") == ["https://example.org/ada#work"]
    assert person(made(PAPER), "ada-one").xpath("//p[@class='offer']") == []


def test_what_others_say_is_told_once_by_source_and_day() -> None:
    undated = "the page has no date"
    said = (
        Statement(what="h-index", source="Index", value=20, note=f"{undated}. More than it lists"),
        Statement(what="papers", source="Index", value=17, note=undated),
        Statement(what="citations", source="Other", value=5, date="2024-05"),
    )
    found = section(
        person(made(authors=(Author(name="Ada One", id="ada-one", statements=said),)), "ada-one"), "Said by others"
    )
    assert texts(found, ".//caption") == ["Index: the page has no date", "Other, 2024-05"]
    assert texts(found, ".//tbody/tr") == ["h-index20More than it lists", "papers17", "citations5"]


def test_a_page_without_a_file_can_be_claimed_or_corrected() -> None:
    site = made(PAPER)
    claim, begin = person(site, "ada-one").xpath("//p[@class='edit']/a/@href")
    asked = parse_qs(urlsplit(claim).query)
    assert asked == {
        "template": ["claim-a-profile.yml"],
        "page": ["https://example.org/it/authors/ada-one/"],
        "name": ["Ada One"],
    }
    form = (Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE" / asked["template"][0]).read_text("utf-8")
    assert {"    id: page", "    id: name"} <= {line.replace("  - ", "    ") for line in form.splitlines()}
    assert parse_qs(urlsplit(begin).query)["value"] == ["name: Ada One\n"]
    kept = Maintained(since="2026-01-01", pull_request="https://example.org/pull/1")
    for author, told in (
        (Author(name="Ada One", id="ada-one"), True),
        (Author(name="Ada One", id="ada-one", maintained_by_person=kept), False),
    ):
        mine = person(made(PAPER, authors=(author,)), "ada-one")
        assert mine.xpath("//p[@class='edit']/a/@href")[0].endswith("content/authors/ada-one.yml?plain=1#L1")
        assert ("Not yet kept by its person" in words(mine)) is told


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
