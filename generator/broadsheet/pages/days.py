"""Days, weeks and months in words and in order: the same in every locale.

A week is that of ISO 8601, `2026-W16`, a month `2026-04`, a day `2026-04-17`.
"""

from datetime import date, timedelta

from ..catalog.urls import digest_url, month_of, week_of
from .views import ROOT, Chip, chip

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def long_date(day: str) -> str:
    """Friday, 17 April 2026."""
    found = date.fromisoformat(day)
    return f"{_DAYS[found.weekday()]}, {found.day} {_MONTHS[found.month - 1]} {found.year}"


def day_in_month(day: str) -> str:
    """17 April."""
    return f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1]}"


def week_title(week: str) -> str:
    """Week 16 of 2026."""
    year, number = week.split("-W")
    return f"Week {int(number)} of {year}"


def week_span(week: str) -> str:
    """The first and the last day of a week."""
    return " to ".join(long_date(day.isoformat()) for day in ends(week))


def month_title(month: str) -> str:
    """April 2026."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def period_title(name: str) -> str:
    """A week's title or a month's."""
    return week_title(name) if "W" in name else month_title(name)


def period_chip(name: str) -> Chip:
    """A week or a month as a link to its page."""
    return chip(period_title(name), ROOT + digest_url(name))


def short_period(name: str) -> str:
    """The head of a narrow column: W16, Apr 2026."""
    return name[5:] if "W" in name else f"{_MONTHS[int(name[5:]) - 1][:3]} {name[:4]}"


def ends(name: str) -> tuple[date, date]:
    """The first and the last day of a week or a month."""
    if "W" in name:
        monday = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        return monday, monday + timedelta(days=6)
    first = date(int(name[:4]), int(name[5:]), 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def window(name: str, most: int, earliest: str) -> list[str]:
    """The week or month `name` and those before it, oldest first: `most` of them, none before `earliest`."""
    key = week_of if "W" in name else month_of
    found = [name]
    while len(found) < most and found[-1] > earliest:
        found.append(key((ends(found[-1])[0] - timedelta(days=1)).isoformat()))
    return found[::-1]


def year_span(days: list[str]) -> str:
    """The years of the first and the last of some dates, `2019 to 2024`, `2024`; empty for none."""
    return " to ".join(dict.fromkeys((min(days)[:4], max(days)[:4]))) if days else ""
