"""The page of every week and month."""

from typing import Any

import pytest
from issued import issued
from made import shown
from reading import hrefs, section, texts, words

from broadsheet.model import Claim, Notice, Paper, Signal
from broadsheet.pages.digest_views import PeriodView
from broadsheet.pages.jobs import Job
from broadsheet.pages.periods import period_pages
from broadsheet.pages.site import Site
from broadsheet.pages.sparklines import sparkline
from broadsheet.pages.strength import strength, strongest


def period(site: Site, name: str) -> tuple[Job, PeriodView]:
    [job] = [job for job in period_pages(site) if job.url == f"digests/{name}/"]
    assert isinstance(job.view, PeriodView)
    return job, job.view


def claim(comparison: Any, unit: str, value: float | None = None, **fields: Any) -> Claim:
    return Claim(metric="speed", comparison=comparison, unit=unit, value=value, **fields)


ISSUES = {"2024-12-27": "a1 a2 b1", "2024-12-31": "a3 b2 z1", "2025-01-02": "b2 b3 c1"}


def test_every_week_and_month_has_a_page_across_the_year() -> None:
    jobs = list(period_pages(issued(ISSUES)))
    assert [(job.url, job.title) for job in jobs] == [
        ("digests/2024-W52/", "Week 52 of 2024"),
        ("digests/2025-W01/", "Week 1 of 2025"),
        ("digests/2024-12/", "December 2024"),
        ("digests/2025-01/", "January 2025"),
    ]
    assert list(period_pages(issued({}))) == []


@pytest.mark.parametrize(
    ("day", "week"), [("2020-12-31", "2020-W53"), ("2021-01-03", "2020-W53"), ("2024-12-30", "2025-W01")]
)
def test_a_week_is_that_of_its_thursday(day: str, week: str) -> None:
    assert period(issued({day: "a"}), week)[1].issue_count == 1


def test_what_was_picked_stands_by_topic_each_paper_once() -> None:
    job, view = period(issued(ISSUES), "2025-W01")
    assert (view.paper_count, view.issue_count) == (5, 2)
    groups = [(group.topic.name if group.topic else "", group.count) for group in view.picks]
    assert groups == [("Topic b", 2), ("Topic a", 1), ("Topic c", 1), ("", 1)]
    assert texts(section(shown(job), "What was picked"), ".//h3") == [
        "Topic b 2",
        "Topic a 1",
        "Topic c 1",
        "Near no topic 1",
    ]
    assert texts(section(shown(job), "What was picked"), ".//li") == [
        "Paper b2 31 December, 2 January",
        "Paper b3 2 January",
        "Paper a3 31 December",
        "Paper c1 2 January",
        "Paper z1 31 December",
    ]


def test_a_single_issue_is_not_named_with_every_paper() -> None:
    job, _ = period(issued(ISSUES), "2024-W52")
    assert texts(section(shown(job), "What was picked"), ".//li") == ["Paper a1", "Paper a2", "Paper b1"]


def test_a_retracted_paper_is_called_so_and_its_figures_are_left_out() -> None:
    faster = claim("ratio", "x", 9)
    papers = (
        Paper(
            title="Withdrawn", id="a1", claims=(faster,), notices=(Notice(kind="version"), Notice(kind="retraction"))
        ),
        Paper(title="Sound", id="a2", claims=(claim("ratio", "x", 2),)),
    )
    job, view = period(issued({"2026-05-14": "a1 a2"}, papers=papers), "2026-05")
    assert texts(section(shown(job), "What was picked"), ".//li") == ["Withdrawn Retracted", "Sound"]
    assert [line.figure for line in view.figures] == ["2× speed"]


def test_topics_over_time_as_bars_and_as_numbers() -> None:
    issues = {"2026-01-05": "a1 a2 b1", "2026-01-19": "a3", "2026-01-26": "b2 b3 c1"}
    job, view = period(issued(issues), "2026-W05")
    assert [short for short, _ in view.windows] == ["W02", "W03", "W04", "W05"]
    assert [(row.topic.name, row.counts) for row in view.sparks] == [
        ("Topic b", (1, 0, 0, 2)),
        ("Topic c", (0, 0, 0, 1)),
        ("Topic a", (2, 0, 1, 0)),
    ]
    found = section(shown(job), "Topics")
    assert found.xpath(".//svg/@aria-label")[0] == "Topic b: 1, 0, 0, 2 papers, Week 2 of 2026 to Week 5 of 2026"
    assert texts(found, ".//details//tbody/tr[3]/*") == ["Topic a", "2", "0", "1", "0"]
    # Each count leads to what it counts; a topic of which nothing was picked has nothing to lead to.
    assert hrefs(found, ".//td/a") == ["#t-b", "#t-c"]
    assert found.xpath(".//tbody/tr/@data-accent") == ["2", "3", "1"]


def test_the_first_week_has_no_line_yet() -> None:
    job, view = period(issued(ISSUES), "2024-W52")
    assert [row.spark_html for row in view.sparks] == ["", ""]
    assert texts(section(shown(job), "Topics"), ".//thead/tr/th") == ["Topic", "W52"]


def test_a_sparkline_sets_off_its_last_bar() -> None:
    assert sparkline((2, 0, 4), 4, 'A "<b>"') == (
        '<svg class="spark" viewBox="0 0 30 24" role="img" aria-label="A &quot;&lt;b&gt;&quot;">'
        '<path d="M0 24v-12h8v12zM10 24v-1h8v1z"/><path class="now" d="M20 24v-24h8v24z"/></svg>'
    )


def test_what_rose_is_what_a_source_stated_in_that_time() -> None:
    def counts(*found: tuple[str, int]) -> tuple[Signal, ...]:
        return tuple(Signal(kind="upvotes", value=value, date=day, source="hub") for day, value in found)

    papers = (
        Paper(title="Risen", id="a1", signals=counts(("2026-05-04", 3), ("2026-05-13", 10))),
        Paper(title="Level", id="a2", signals=counts(("2026-05-04", 3), ("2026-05-13", 3))),
        Paper(title="Small", id="b1", signals=counts(("2026-05-12", 1))),
        Paper(title="Later", id="b2", signals=counts(("2026-05-19", 99))),
        Paper(title="Month", id="b3", signals=counts(("2026-05", 7))),
    )
    site = issued({"2026-05-14": "a1 a2 b1 b2", "2026-05-20": "z"}, papers=papers)
    _, week = period(site, "2026-W20")
    assert [(line.link_html.partition(">")[2], line.inputs) for line in week.rose] == [
        ("Risen</a>", (("7 more upvotes, 10 in all", "2026-05-13", "hub"),)),
        ("Small</a>", (("1 upvote", "2026-05-12", "hub"),)),
    ]
    assert week.rose_on == "Sunday, 17 May 2026"
    # A date known to the month says nothing of a week.
    assert period(issued({"2026-05-01": "b3"}, papers=papers), "2026-W18")[1].rose == ()
    job, month = period(site, "2026-05")
    assert [line.link_html.partition(">")[2] for line in month.rose] == [
        "Later</a>",
        "Risen</a>",
        "Level</a>",
        "Small</a>",
        "Month</a>",
    ]
    assert month.rose_on == "Wednesday, 20 May 2026"
    assert "99 upvotes by 2026-05-19, hub · score" in words(section(shown(job), "What rose"))


def test_a_month_names_the_topics_in_a_burst() -> None:
    counts = {1: (18, 2), 2: (18, 2), 3: (18, 2), 4: (4, 16), 5: (4, 16)}
    papers = tuple(
        Paper(title=f"{letter} {month} {n}", id=f"{letter}-{month}-{n}", date=f"2026-0{month}-11")
        for month, both in counts.items()
        for letter, count in zip("ab", both, strict=True)
        for n in range(count)
    )
    site = issued({"2026-03-11": "a-3-1", "2026-04-11": "b-4-1"}, date="2026-06-10", papers=papers)
    assert [chip.name for chip in period(site, "2026-04")[1].bursts] == ["Topic b"]
    assert period(site, "2026-03")[1].bursts == (site.topics["a"],)
    assert period(site, "2026-W15")[1].bursts == ()


def test_what_is_new_to_the_collection_counts_on_the_day_it_came() -> None:
    papers = (
        Paper(title="Early", id="a1", added="2026-03-30", authors=("Ada One",), organizations=("lab",)),
        Paper(title="Picked", id="a2", authors=("Ada One", "Ben Two"), organizations=("lab", "acme")),
        Paper(title="Never", id="a3", authors=("Cy Three",)),
    )
    site = issued({"2026-04-17": "a1 a2"}, papers=papers)
    assert period(site, "2026-04")[1].numbers == ((1, "paper"), (1, "person"), (1, "organisation"))
    assert texts(section(shown(period(site, "2026-W16")[0]), "New to the collection"), ".//li") == [
        "Papers 1",
        "People 1",
        "Organisations 1",
    ]


@pytest.mark.parametrize(
    ("today", "name", "until"),
    [
        ("2026-05-14", "2026-W20", "Thursday, 14 May 2026"),
        ("2026-05-17", "2026-W20", ""),
        ("2026-05-17", "2026-05", "Sunday, 17 May 2026"),
        ("2026-05-31", "2026-05", ""),
    ],
)
def test_a_period_that_is_not_over_says_so(today: str, name: str, until: str) -> None:
    job, view = period(issued({"2026-05-14": "a"}, date=today), name)
    assert view.until == until
    assert ("is not over" in words(shown(job))) == bool(until)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (claim("ratio", "x", 2), claim("ratio", "x", 3)),
        (claim("ratio", "x", 3), claim("ratio", "x", 0.1)),
        (claim("change", "%", -50), claim("ratio", "x", 2.1)),
        (claim("ratio", "x", 1.9), claim("change", "%", -50)),
        (claim("ratio", "x", low=1.5, high=40), claim("ratio", "x", 2)),
        (claim("change", "%", 40), claim("change", "%", -100)),
        (claim("difference", "pp", 30), claim("ratio", "x", 1.1)),
        (claim("difference", "pp", 2), claim("difference", "pp", -21.9)),
        (claim("level", "tokens", 1e9), claim("difference", "pp", 0.1)),
        (claim("ratio", "%", 90), claim("ratio", "%", 25)),
    ],
)
def test_a_figure_is_stronger_the_more_it_says(weaker: Claim, stronger: Claim) -> None:
    assert strength(weaker) < strength(stronger)


def test_the_strongest_figure_of_each_paper_and_equals_in_order() -> None:
    two, half, nine = claim("ratio", "x", 2), claim("change", "%", -50), claim("ratio", "x", 9)
    assert strength(two) == strength(half)
    papers = [
        Paper(title="A", id="a", claims=(two,)),
        Paper(title="B", id="b", claims=(half,)),
        Paper(title="C", id="c", claims=(two, nine)),
        Paper(title="D", id="d"),
    ]
    assert [(paper.id, found) for paper, found in strongest(papers)] == [("c", nine), ("a", two), ("b", half)]
