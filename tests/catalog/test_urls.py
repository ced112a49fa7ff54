"""Addresses, weeks and months."""

import pytest

from broadsheet.catalog.urls import author_url, digest_url, month_of, organization_url, page_url, paper_url, topic_url
from broadsheet.catalog.urls import week_of as week


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-01", "2026-W09"),
        ("2026-03-02", "2026-W10"),
        ("2025-12-29", "2026-W01"),
        ("2027-01-03", "2026-W53"),
        ("2024-02-29", "2024-W09"),
    ],
)
def test_weeks_are_those_of_iso_8601(day: str, found: str) -> None:
    assert week(day) == found


def test_addresses() -> None:
    assert month_of("2026-04-17") == "2026-04"
    made = [make("a-b") for make in (paper_url, author_url, topic_url, organization_url, digest_url)]
    assert made == ["papers/a-b/", "authors/a-b/", "topics/a-b/", "organizations/a-b/", "digests/a-b/"]
    assert [page_url("papers/", number) for number in (1, 2)] == ["papers/", "papers/page/2/"]
