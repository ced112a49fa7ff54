"""The calendar of issues: a grid for each month, and the days on which no issue appeared.

A paper is daily where the median gap between its issues is at most DAILY days. In a daily paper each day between the
first and the last issue that has none gets a small page that says so, except in a pause of more than PAUSE days.
"""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from msgspec import Struct

from ..catalog.urls import digest_url, month_of, week_of
from .days import day_in_month, long_date, month_title, week_title
from .digest_views import EmptyDayView
from .jobs import Job
from .site import Site, count_of
from .views import ROOT, Chip, chip

DAILY, PAUSE = 3, 31
_HEADS = "".join(f'<th scope="col">{name}</th>' for name in "Week Mon Tue Wed Thu Fri Sat Sun".split())


class Month(Struct, frozen=True):
    """A month of the calendar: its grid as a table, and links to the months before and after that have a page."""

    table_html: str
    around_html: str

    def shown(self, place: str) -> str:
        """Table and links, with the day, the week or the month `place` marked as where the reader is."""
        return _marked(self.table_html, place) + self.around_html


def periods(site: Site, of: str) -> dict[str, list[str]]:
    """Every week or month (`of`) that has an issue, with the days of its issues, oldest first."""
    key = week_of if of == "week" else month_of
    found: dict[str, list[str]] = {}
    for day in site.catalog.digests:
        found.setdefault(key(day), []).append(day)
    return found


def empty_days(days: Iterable[str]) -> list[str]:
    """The days without an issue that get a page, for the days of all issues in order."""
    pairs = [(one, other, (other - one).days) for one, other in pairwise(map(date.fromisoformat, days))]
    if not pairs or median(gap for _, _, gap in pairs) > DAILY:
        return []
    pauses = [(one, gap) for one, _, gap in pairs if gap <= PAUSE]
    return [(one + timedelta(days=number)).isoformat() for one, gap in pauses for number in range(1, gap)]


def months(site: Site) -> dict[str, Month]:
    """The calendar: every month with an issue or a page of an empty day, by name."""
    counts = {day: len(digest.picks) for day, digest in site.catalog.digests.items()}
    weeks, paged = periods(site, "week"), list(periods(site, "month"))
    names = sorted({*paged, *map(month_of, empty_days(counts))})
    found = {}
    for name in names:
        before = max((other for other in paged if other < name), default="")
        after = min((other for other in paged if other > name), default="")
        found[name] = Month(_table(name, counts, weeks, name in paged), _around(before, after))
    return found


def empty_day_pages(site: Site) -> Iterator[Job]:
    """A small page for each day without an issue that gets one."""
    days = list(site.catalog.digests)
    weekends = any(date.fromisoformat(day).weekday() > 4 for day in days)
    calendar, before = months(site), 0
    for day in empty_days(days):
        while days[before + 1] < day:
            before += 1
        weekend = not weekends and date.fromisoformat(day).weekday() > 4
        view = EmptyDayView(
            date=day,
            long_date=long_date(day),
            reason="No issue: weekend" if weekend else "No issue on this day",
            previous=_day(days[before]),
            next=_day(days[before + 1]),
            calendar_html=calendar[month_of(day)].shown(day),
        )
        yield Job(digest_url(day), "digests", view.long_date, f"{view.reason}.", "calendar_day", view)


def _day(day: str) -> Chip:
    return chip(long_date(day), ROOT + digest_url(day))


def _table(name: str, counts: Mapping[str, int], weeks: Mapping[str, object], paged: bool) -> str:
    """A month as a table, weeks from Monday; days with an issue, weeks and months with a page are links."""
    rows = []
    for week in Weeks().monthdatescalendar(int(name[:4]), int(name[5:])):
        cells = "".join(_cell(day.isoformat(), counts) if day.month == int(name[5:]) else "<td></td>" for day in week)
        rows.append(f"<tr>{_week(week_of(week[0].isoformat()), weeks)}{cells}</tr>")
    title = f'<a href="{ROOT}{digest_url(name)}">{month_title(name)}</a>' if paged else month_title(name)
    head = f"<caption>{title}</caption><thead><tr>{_HEADS}</tr></thead>"
    return f'<table class="month">{head}<tbody>{"".join(rows)}</tbody></table>'


def _cell(day: str, counts: Mapping[str, int]) -> str:
    number = int(day[8:])
    if day not in counts:
        return f"<td>{number}</td>"
    told = f"{day_in_month(day)}, {count_of(counts[day])}"
    return f'<td><a href="{ROOT}{digest_url(day)}" aria-label="{told}">{number}</a></td>'


def _week(week: str, weeks: Mapping[str, object]) -> str:
    number = int(week[6:])
    if week not in weeks:
        return f'<th scope="row">{number}</th>'
    return f'<th scope="row"><a href="{ROOT}{digest_url(week)}" aria-label="{week_title(week)}">{number}</a></th>'


def _around(before: str, after: str) -> str:
    links = [f'<a href="{ROOT}{digest_url(name)}">{month_title(name)}</a>' if name else "" for name in (before, after)]
    return f"<p><span>{links[0]}</span><span>{links[1]}</span></p>" if before or after else ""


def _marked(table: str, place: str) -> str:
    """The table with `aria-current` on the link to `place`, or on the cell of a day that has no link."""
    link, number = f'href="{ROOT}{digest_url(place)}"', place[8:].lstrip("0")
    if link in table or len(place) < 10:
        return table.replace(link, f'{link} aria-current="page"', 1)
    return table.replace(f"<td>{number}</td>", f'<td aria-current="date">{number}</td>', 1)
