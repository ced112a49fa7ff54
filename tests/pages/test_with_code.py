"""The list of papers with code: paged, linked with its count, and the same papers as its feed."""

import pytest
from issued import issued
from made import fragments, shown
from reading import hrefs, texts

from broadsheet.model import Links, Paper
from broadsheet.pages.channels import channels
from broadsheet.pages.digests import issue_pages
from broadsheet.pages.papers import coded_papers, paper_lists
from broadsheet.pages.site import Site

CODE = Links(code="https://code.example.org/x")


def site_of(coded: int, others: int) -> Site:
    papers = [Paper(title=f"Coded {n}", id=f"a-{n:02}", links=CODE, date=f"20{n + 10}") for n in range(coded)]
    papers += [Paper(title=f"Other {n}", id=f"b-{n:02}", has_code=False) for n in range(others)]
    return issued({"2026-05-14": "b-00"}, papers=tuple(papers), page_size=10)


@pytest.mark.parametrize(
    ("paper", "found"),
    [
        (Paper(title="A link", id="a", links=CODE), ["a"]),
        (Paper(title="A source says so", id="a", has_code=True), ["a"]),
        (Paper(title="A source says no", id="a", has_code=False), []),
        (Paper(title="Nobody says", id="a"), []),
    ],
)
def test_code_is_what_a_source_states(paper: Paper, found: list[str]) -> None:
    site = issued({}, papers=(paper,))
    assert coded_papers(site) == found
    assert [channel.papers for channel in channels(site, {}) if channel.name == "With code"] == (
        [tuple(found)] if found else []
    )


def test_a_page_at_a_time_newest_first() -> None:
    site = site_of(coded=12, others=3)
    jobs = {job.url: job for job in paper_lists(site, fragments(site))}
    assert list(jobs) == ["papers/", "papers/page/2/", "papers/with-code/", "papers/with-code/page/2/"]
    first, second = shown(jobs["papers/with-code/"]), shown(jobs["papers/with-code/page/2/"])
    assert texts(first, "//h2")[:2] == ["2021", "2020"]
    assert len(texts(first, "//ul[@class='lines']/li")) == 10
    assert texts(second, "//h2") == ["2011", "2010"]
    assert hrefs(second, "//a[@rel='prev']") == ["../../../../papers/with-code/"]
    assert hrefs(first, "//link[@rel='alternate']")[0] == "../../feeds/kinds/with-code.atom.xml"
    assert hrefs(first, "//p[@class='feeds']/a")[1] == "../../feeds/kinds/with-code.atom.xml"


def test_lists_and_issues_lead_to_it_with_its_count() -> None:
    site = site_of(coded=12, others=3)
    [every, *_] = paper_lists(site, fragments(site))
    assert hrefs(shown(every), "//p[@class='byline']/a") == ["../papers/with-code/"]
    assert texts(shown(every), "//p[@class='byline']") == ["15 in all · with code (12)"]
    for issue in issue_pages(site, fragments(site)):
        assert "Papers with code (12)" in texts(shown(issue), "//nav[@class='around']/a")


def test_there_is_no_list_of_nothing() -> None:
    site = site_of(coded=0, others=3)
    assert [job.url for job in paper_lists(site, fragments(site))] == ["papers/"]
    for issue in issue_pages(site, fragments(site)):
        assert not any("code" in link for link in texts(shown(issue), "//nav[@class='around']/a"))
