"""Issues: the front page, every day, week and month, and the archive."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..catalog.urls import digest_url, month_of, week_of
from .jobs import Job
from .prose import bare, inline, markdown
from .site import Fragments, Site, day_chip, description, source_lines, topic_shares
from .views import ROOT, ArchiveView, Chip, DigestView, Group, PeriodView, chip

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def long_date(day: str) -> str:
    """Friday, 17 April 2026: the same in every locale."""
    found = date.fromisoformat(day)
    return f"{_DAYS[found.weekday()]}, {found.day} {_MONTHS[found.month - 1]} {found.year}"


def issue_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """The front page, which shows the newest issue, and one page an issue."""
    days = list(site.catalog.digests)
    if not days:
        yield Job("", "home", site.config.name, site.config.description, "empty", _issue(site, [], -1, fragments, True))
    for at, day in enumerate(days):
        view = _issue(site, days, at, fragments, False)
        note = site.catalog.digests[day].note
        about = description(bare(note)) if note else f"{len(view.cards_html)} papers picked on {view.long_date}."
        yield Job(digest_url(day), "digests", view.title or view.long_date, about, "digest", view)
    if days:
        view = _issue(site, days, len(days) - 1, fragments, True)
        yield Job("", "home", site.config.name, site.config.description, "digest", view)


def period_pages(site: Site) -> Iterator[Job]:
    """Every week and every month that has an issue."""
    for kind, key in (("week", week_of), ("month", month_of)):
        periods: dict[str, list[str]] = {}
        for day in site.catalog.digests:
            periods.setdefault(key(day), []).append(day)
        names = list(periods)
        for at, (name, days) in enumerate(periods.items()):
            picked = [pick.paper for day in days for pick in site.catalog.digests[day].picked]
            title = week_title(name) if kind == "week" else month_title(name)
            view = PeriodView(
                kind=kind,
                name=title,
                span=week_span(name) if kind == "week" else "",
                paper_count=len(dict.fromkeys(picked)),
                issues=tuple(_picks(site, day) for day in reversed(days)),
                topics_html=topic_shares(site, dict.fromkeys(picked)),
                previous=_chip(names[at - 1]) if at else None,
                next=_chip(names[at + 1]) if at + 1 < len(names) else None,
            )
            about = f"{view.paper_count} papers picked in {title}."
            yield Job(digest_url(name), "digests", title, about, "period", view)


def archive_page(site: Site) -> Iterator[Job]:
    """All issues by month, newest first."""
    months: dict[str, list[str]] = {}
    for day in reversed(site.catalog.digests):
        count = len(site.catalog.digests[day].picks)
        line = f'<li><a href="{ROOT}{digest_url(day)}">{long_date(day)}</a> <span>{count} papers</span></li>'
        months.setdefault(month_of(day), []).append(line)
    weeks = dict.fromkeys(week_of(day) for day in reversed(site.catalog.digests))
    view = ArchiveView(
        months=tuple(Group(month_title(m), "".join(lines), ROOT + digest_url(m)) for m, lines in months.items()),
        weeks=tuple(chip(week_title(week), ROOT + digest_url(week)) for week in weeks),
        issue_count=len(site.catalog.digests),
    )
    yield Job("digests/", "digests", "Archive", f"Every issue of {site.config.name}.", "archive", view)


def week_title(week: str) -> str:
    """Week 16 of 2026."""
    year, number = week.split("-W")
    return f"Week {int(number)} of {year}"


def week_span(week: str) -> str:
    """The first and the last day of an ISO 8601 week."""
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return f"{long_date(monday.isoformat())} to {long_date((monday + timedelta(days=6)).isoformat())}"


def month_title(month: str) -> str:
    """April 2026."""
    return f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}"


def _chip(name: str) -> Chip:
    return chip(week_title(name) if "W" in name else month_title(name), ROOT + digest_url(name))


def _picks(site: Site, day: str) -> Group:
    """The titles of an issue; cards would make a month of twenty issues too long to read."""
    lines = []
    for pick in site.catalog.digests[day].picked:
        topic = site.topic_of(pick.paper)
        kicker = f' <span class="topic" data-accent="{topic.accent}">{inline(topic.name)}</span>' if topic else ""
        title = inline(site.paper(pick.paper).title)
        lines.append(f'<li><a href="{ROOT}papers/{pick.paper}/">{title}</a>{kicker}</li>')
    return Group(long_date(day), "".join(lines), ROOT + digest_url(day))


def _issue(site: Site, days: list[str], at: int, fragments: Fragments, home: bool) -> DigestView:
    day = days[at] if days else site.date
    digest = site.catalog.digests.get(day)
    entry = site.catalog.digest_entries.get(day)
    picks = digest.picked if digest else ()
    return DigestView(
        is_home=home,
        site_name=site.config.name,
        tagline=site.config.settings.tagline,
        number=at + 1,
        date=day,
        long_date=long_date(day),
        title=digest.title if digest else "",
        curator=digest.curator if digest else "",
        note_html=markdown(digest.note) if digest else "",
        cards_html=tuple(_with_word(fragments.cards[pick.paper], pick.note) for pick in picks),
        topics_html=topic_shares(site, (pick.paper for pick in picks)),
        previous=day_chip(days[at - 1]) if at > 0 else None,
        next=day_chip(days[at + 1]) if 0 <= at < len(days) - 1 else None,
        week=_chip(week_of(day)) if digest else None,
        month=_chip(month_of(day)) if digest else None,
        sources=source_lines(digest.source) if digest else (),
        edit_url=site.config.source_url(entry.path, entry.line) if entry else "",
        edit_place=entry.path if entry else "",
    )


def _with_word(card: str, note: str) -> str:
    """A card with the curator's word on the pick at its end."""
    if not note:
        return card
    return card.removesuffix("</article>") + f'<p class="word">{inline(note)}</p></article>'
