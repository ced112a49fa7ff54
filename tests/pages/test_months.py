"""The calendar of issues, the days without one, the archive."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from issued import issued
from lxml import html
from made import fragments, shown
from reading import hrefs, page, texts, words

from broadsheet.pages.calendar import PAUSE, empty_day_pages, empty_days, months, periods
from broadsheet.pages.days import day_in_month, ends, long_date, month_title, period_title, week_span, window
from broadsheet.pages.digest_views import ArchiveView, EmptyDayView
from broadsheet.pages.digests import archive_page, issue_pages
from broadsheet.pages.jobs import Job


def days_from(first: str, *steps: int) -> list[str]:
    """A day and those that follow it, each so many days after the one before."""
    found = [date.fromisoformat(first)]
    for step in steps:
        found.append(found[-1] + timedelta(days=step))
    return [day.isoformat() for day in found]


def closed(issues: dict[str, str]) -> dict[str, str]:
    """Address and reason of every empty day."""
    jobs = list(empty_day_pages(issued(issues)))
    assert all(isinstance(job.view, EmptyDayView) for job in jobs)
    return {job.url: job.view.reason for job in jobs if isinstance(job.view, EmptyDayView)}


def rows(month: str, issues: dict[str, str]) -> list[str]:
    """The rows of a month's grid as text."""
    [table] = html.fromstring(f"<div>{months(issued(issues))[month].table_html}</div>").xpath("//table")
    return [" ".join(words(cell) or "." for cell in row) for row in table.xpath(".//tr")]


@pytest.mark.parametrize(
    ("name", "title", "first", "last"),
    [
        ("2026-04", "April 2026", "2026-04-01", "2026-04-30"),
        ("2024-02", "February 2024", "2024-02-01", "2024-02-29"),
        ("2025-02", "February 2025", "2025-02-01", "2025-02-28"),
        ("2025-12", "December 2025", "2025-12-01", "2025-12-31"),
        ("2025-W01", "Week 1 of 2025", "2024-12-30", "2025-01-05"),
        ("2026-W53", "Week 53 of 2026", "2026-12-28", "2027-01-03"),
        ("2020-W53", "Week 53 of 2020", "2020-12-28", "2021-01-03"),
    ],
)
def test_a_period_has_a_name_and_two_ends(name: str, title: str, first: str, last: str) -> None:
    assert period_title(name) == title
    assert [day.isoformat() for day in ends(name)] == [first, last]


def test_days_in_words() -> None:
    assert long_date("2024-02-29") == "Thursday, 29 February 2024"
    assert day_in_month("2024-02-29") == "29 February"
    assert month_title("2024-02") == "February 2024"
    assert week_span("2020-W53") == "Monday, 28 December 2020 to Sunday, 3 January 2021"


@pytest.mark.parametrize(
    ("name", "most", "earliest", "found"),
    [
        ("2026-02", 4, "2000-01", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2026-02", 9, "2026-01", ["2026-01", "2026-02"]),
        ("2021-W01", 3, "2000-W01", ["2020-W52", "2020-W53", "2021-W01"]),
        ("2026-W01", 3, "2025-W52", ["2025-W52", "2026-W01"]),
        ("2026-04", 12, "2026-04", ["2026-04"]),
    ],
)
def test_a_window_looks_back_over_the_year(name: str, most: int, earliest: str, found: list[str]) -> None:
    assert window(name, most, earliest) == found


def test_a_month_is_a_grid_of_weeks_from_monday() -> None:
    issues = {"2024-12-31": "a", "2025-01-02": "b c"}
    assert rows("2024-12", issues) == [
        "Week Mon Tue Wed Thu Fri Sat Sun",
        "48 . . . . . . 1",
        "49 2 3 4 5 6 7 8",
        "50 9 10 11 12 13 14 15",
        "51 16 17 18 19 20 21 22",
        "52 23 24 25 26 27 28 29",
        "1 30 31 . . . . .",
    ]
    assert rows("2025-01", issues)[1] == "1 . . 1 2 3 4 5"
    assert rows("2024-02", {"2024-02-29": "a"})[-1] == "9 26 27 28 29 . . ."
    assert rows("2027-01", {"2027-01-01": "a"})[1] == "53 . . . . 1 2 3"


def test_days_with_an_issue_weeks_and_months_are_links() -> None:
    found = html.fromstring(months(issued({"2024-12-31": "a", "2025-01-02": "b c"}))["2025-01"].table_html)
    assert [(link.get("href")[1:], link.get("aria-label")) for link in found.xpath("//a")] == [
        ("digests/2025-01/", None),
        ("digests/2025-W01/", "Week 1 of 2025"),
        ("digests/2025-01-02/", "2 January, 2 papers"),
    ]
    assert texts(found, "//caption") == ["January 2025"]


def test_months_lead_to_those_before_and_after_that_have_issues() -> None:
    around = {name: month.around_html for name, month in months(issued({"2025-11-03": "a", "2026-02-02": "b"})).items()}
    assert list(around) == ["2025-11", "2026-02"]
    assert "digests/2026-02/" in around["2025-11"]
    assert texts(html.fromstring(around["2026-02"]), "//a") == ["November 2025"]


@pytest.mark.parametrize(
    ("place", "marked"), [("2025-01-02", "2"), ("2025-01-01", "1"), ("2025-W01", "1"), ("2025-01", "January 2025")]
)
def test_the_place_of_the_reader_is_marked(place: str, marked: str) -> None:
    month = months(issued({"2024-12-31": "a", "2025-01-02": "b"}))["2025-01"]
    found = html.fromstring(f"<div>{month.shown(place)}</div>").xpath("//*[@aria-current]")
    assert [(words(one), one.get("aria-current")) for one in found] == [
        (marked, "date" if place == "2025-01-01" else "page")
    ]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], []),
        (["2026-04-17"], []),
        (["2026-04-17", "2026-05-14"], []),
        # Once a week, once a month: a page for each day between would be noise.
        (days_from("2026-01-02", 7, 7, 7), []),
        (days_from("2026-01-02", 3, 1, 2), ["2026-01-03", "2026-01-04", "2026-01-07"]),
        (days_from("2024-02-28", 2), ["2024-02-29"]),
        (days_from("2025-02-28", 1), []),
        (days_from("2024-12-30", 3), ["2024-12-31", "2025-01-01"]),
        (days_from("2026-01-01", 1, 1, 4), ["2026-01-04", "2026-01-05", "2026-01-06"]),
        # A pause of a month is filled, a longer one is not.
        (days_from("2026-01-01", 1, 1, PAUSE + 1), []),
    ],
)
def test_only_a_daily_paper_tells_of_empty_days(days: list[str], found: list[str]) -> None:
    assert empty_days(days) == found


def test_a_pause_of_a_month_is_told_day_by_day_also_where_a_month_has_no_issue() -> None:
    days = days_from("2026-01-28", 1, 1, 1, PAUSE)
    assert len(empty_days(days)) == PAUSE - 1
    site = issued(dict.fromkeys(days, "a"))
    assert list(months(site)) == ["2026-01", "2026-02", "2026-03"]
    assert texts(html.fromstring(months(site)["2026-02"].table_html), "//caption/a") == []


def test_a_weekend_is_a_reason_where_none_has_an_issue() -> None:
    friday, tuesday = "2026-01-02", "2026-01-06"
    assert closed({friday: "a", tuesday: "b", "2026-01-07": "c"}) == {
        "digests/2026-01-03/": "No issue: weekend",
        "digests/2026-01-04/": "No issue: weekend",
        "digests/2026-01-05/": "No issue on this day",
    }
    with_saturdays = {friday: "a", "2026-01-03": "d", tuesday: "b", "2026-01-07": "c"}
    assert set(closed(with_saturdays).values()) == {"No issue on this day"}


def test_an_empty_day_leads_on_and_asks_not_to_be_listed(odd_site: Path) -> None:
    found = page(odd_site, "digests/2024-12-28/")
    assert texts(found, "//h1") == ["Saturday, 28 December 2024"]
    assert texts(found, "//p[@class='lede']") == ["No issue: weekend."]
    assert texts(found, "//dl/*") == [
        "Issue before",
        "Friday, 27 December 2024",
        "Issue after",
        "Tuesday, 31 December 2024",
    ]
    assert found.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert texts(found, "//nav[@class='calendar']//td[@aria-current]") == ["28"]
    assert texts(page(odd_site, "digests/2025-01-01/"), "//p[@class='lede']") == ["No issue on this day."]


def test_empty_days_are_in_no_sitemap_feed_or_calendar(odd_site: Path) -> None:
    sitemap = (odd_site / "sitemap.xml").read_text(encoding="utf-8")
    assert "digests/2024-12-27/" in sitemap
    assert "digests/2024-12-28/" not in sitemap
    assert "2024-12-28" not in (odd_site / "feed.atom.xml").read_text(encoding="utf-8")
    for path in odd_site.rglob("*.html"):
        if path.parent.name != "2024-12-28":
            assert "2024-12-28/" not in path.read_text(encoding="utf-8"), path


def test_an_issue_has_the_calendar_of_its_month_and_so_has_the_front_page(odd_site: Path) -> None:
    for url in ("digests/2025-01-02/", ""):
        found = page(odd_site, url)
        assert texts(found, "//nav[@class='calendar']//caption") == ["January 2025"]
        assert texts(found, "//nav[@class='calendar']//td/a[@aria-current]") == ["2"]
        assert hrefs(found, "//nav[@class='calendar']/p//a")[0].endswith("digests/2024-12/")


@pytest.mark.parametrize("issues", [{}, {"2026-04-17": "a"}])
def test_no_issue_and_one_issue(issues: dict[str, str]) -> None:
    site = issued(issues)
    assert periods(site, "week") == ({"2026-W16": ["2026-04-17"]} if issues else {})
    assert list(months(site)) == (["2026-04"] if issues else [])
    assert list(empty_day_pages(site)) == []
    jobs = [*issue_pages(site, fragments(site)), *archive_page(site)]
    assert [job.url for job in jobs] == (["digests/2026-04-17/"] if issues else []) + ["", "digests/"]
    assert [len(shown(job).xpath("//table[@class='month']")) for job in jobs] == ([1, 1, 1] if issues else [0, 0])


def archive(issues: dict[str, str]) -> tuple[Job, ArchiveView]:
    [job] = archive_page(issued(issues))
    assert isinstance(job.view, ArchiveView)
    return job, job.view


def test_the_archive_has_years_months_and_counts() -> None:
    job, view = archive({"2024-12-31": "a b", "2025-01-02": "b c", "2025-01-03": "d"})
    assert (view.issue_count, view.paper_count) == (3, 4)
    told = [(year.year, year.issues, year.papers, [(m.issues, m.papers) for m in year.months]) for year in view.years]
    assert told == [
        ("2025", 2, 3, [(2, 3)]),
        ("2024", 1, 2, [(1, 2)]),
    ]
    found = shown(job)
    assert hrefs(found, "//nav[@aria-label='Years']/a") == ["#y2025", "#y2024"]
    assert texts(found, "//caption") == ["January 2025", "December 2024"]
    assert texts(found, "//details/summary") == ["2 issues, 3 picks", "1 issue, 2 picks"]


def test_three_years_of_weekdays_stay_one_page_that_can_be_fetched() -> None:
    start = date(2024, 1, 1)
    every = [start + timedelta(days=n) for n in range(3 * 366)]
    issues = {day.isoformat(): "a b" for day in every if day.weekday() < 5}
    assert len(issues) > 780
    job, _ = archive(issues)
    found = shown(job)
    assert len(found.xpath("//table[@class='month']")) == len(found.xpath("//details")) == 37
    assert len(found.xpath("//td/a")) == len(issues)
    assert len(html.tostring(found)) < 300_000
