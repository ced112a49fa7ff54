"""The calendar and the pages that it leads to: by pointer, by keyboard, without scripts, on a phone and a desk."""

from typing import Any

import pytest
from families import Families
from visiting import visiting

pytestmark = pytest.mark.browser

PAGES = [
    "digests/2026-05-12/",
    "digests/2026-05-10/",
    "digests/2026-W20/",
    "digests/2026-05/",
    "digests/",
    "papers/with-code/",
]
SMALL = """() => [...document.querySelectorAll('.calendar a')].filter(link => {
  const box = link.getBoundingClientRect();
  return box.width < 24 || box.height < 24;
}).map(link => link.textContent)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_over_the_side_and_days_can_be_hit(chromium: Any, families: Families, width: int) -> None:
    with visiting(chromium, families, width) as visit:
        for url in PAGES:
            page = visit.open(url, "load")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
            assert page.evaluate(SMALL) == [], url
        assert visit.faults == []


def test_from_day_to_day_without_scripts(chromium: Any, families: Families) -> None:
    """The newest issue, a day of its month, the week, an empty day typed by hand, the issue after it."""
    with visiting(chromium, families, java_script_enabled=False) as visit:
        page = visit.open("", "load")
        calendar = page.get_by_role("navigation", name="Calendar")
        calendar.get_by_role("link", name="12 May, 1 paper", exact=True).click()
        assert page.url.endswith("/digests/2026-05-12/")
        assert calendar.locator("[aria-current]").inner_text() == "12"
        calendar.get_by_role("link", name="Week 20 of 2026").click()
        assert page.locator("h1").inner_text() == "Week 20 of 2026"
        page = visit.open("digests/2026-05-09/", "load")
        assert page.locator(".lede").inner_text() == "No issue: weekend."
        assert calendar.get_by_role("link", name="9", exact=True).count() == 0
        page.get_by_role("link", name="Monday, 11 May 2026").click()
        assert page.url.endswith("/digests/2026-05-11/")


def test_the_month_before_is_one_link_away(chromium: Any, families: Families) -> None:
    with visiting(chromium, families, 390) as visit:
        page = visit.open("digests/2026-05-12/", "load")
        page.get_by_role("navigation", name="Calendar").get_by_role("link", name="April 2026").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/digests/2026-04/")
        assert page.locator("caption").inner_text() == "April 2026"
        assert visit.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_of_a_topic_are_in_its_colour(chromium: Any, families: Families, scheme: str) -> None:
    colours = """() => [...document.querySelectorAll('.sparks tbody tr')].map(row => [
      getComputedStyle(row.querySelector('.chip')).color, getComputedStyle(row.querySelector('svg')).fill])"""
    with visiting(chromium, families, scheme=scheme) as visit:
        found = visit.open("digests/2026-05/", "load").evaluate(colours)
    assert len(found) > 3
    assert all(name == bars for name, bars in found)
    assert len({name for name, _ in found}) > 3


def test_the_archive_opens_a_month(chromium: Any, families: Families) -> None:
    with visiting(chromium, families) as visit:
        page = visit.open("digests/", "load")
        line = page.get_by_role("link", name="Tuesday, 12 May 2026")
        assert not line.is_visible()
        page.get_by_text("5 issues, 57 picks").click()
        assert line.is_visible()
