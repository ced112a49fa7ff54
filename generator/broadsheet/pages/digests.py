"""Issues: the front page, a page for each, and the archive of all."""

from collections.abc import Iterator
from itertools import groupby

from ..catalog.urls import digest_url, month_of, week_of
from .calendar import Month, months
from .days import long_date, period_chip
from .digest_views import ArchiveMonth, ArchiveView, ArchiveYear, DigestView
from .jobs import Job
from .mail_form import mail_form
from .papers import coded_papers
from .prose import bare, inline, markdown
from .site import Fragments, Site, count_of, day_chip, description, source_lines, topic_shares
from .views import ROOT


def issue_pages(site: Site, fragments: Fragments) -> Iterator[Job]:
    """The front page, which shows the newest issue, and one page an issue."""
    days, calendar = list(site.catalog.digests), months(site)
    coded = len(coded_papers(site))
    if not days:
        view = _issue(site, [], -1, fragments, calendar, coded, True)
        yield Job("", "home", site.config.name, site.config.description, "empty", view)
    for at, day in enumerate(days):
        view = _issue(site, days, at, fragments, calendar, coded, False)
        note = site.catalog.digests[day].note
        about = description(bare(note)) if note else f"{count_of(len(view.cards_html))} picked on {view.long_date}."
        yield Job(digest_url(day), "digests", view.title or view.long_date, about, "digest", view)
    if days:
        view = _issue(site, days, len(days) - 1, fragments, calendar, coded, True)
        yield Job("", "home", site.config.name, site.config.description, "digest", view)


def archive_page(site: Site) -> Iterator[Job]:
    """All issues by year and month, newest first."""
    calendar = months(site)
    by_month = {name: list(days) for name, days in groupby(site.catalog.digests, month_of)}
    by_year = groupby(sorted(by_month, reverse=True), lambda name: name[:4])
    years = tuple(_year(site, year, [(by_month[n], calendar[n]) for n in names]) for year, names in by_year)
    view = ArchiveView(
        issue_count=len(site.catalog.digests),
        paper_count=len(site.catalog.picked),
        years=years,
    )
    yield Job("digests/", "digests", "Archive", f"Every issue of {site.config.name}.", "archive", view)


def _year(site: Site, year: str, found: list[tuple[list[str], Month]]) -> ArchiveYear:
    of_year = []
    for days, month in found:
        counts = [(day, len(site.catalog.digests[day].picks)) for day in reversed(days)]
        lines = "".join([_line(site, day, count) for day, count in counts])
        of_year.append(ArchiveMonth(month.table_html, len(days), sum(count for _, count in counts), lines))
    issues, papers = (sum(getattr(month, what) for month in of_year) for what in ("issues", "papers"))
    return ArchiveYear(year, issues, papers, tuple(of_year))


def _line(site: Site, day: str, count: int) -> str:
    """An issue with its title, where it has one, and the number of its papers."""
    title = site.catalog.digests[day].title
    told = f"{inline(title)}, " if title else ""
    return f'<li><a href="{ROOT}{digest_url(day)}">{long_date(day)}</a> <span>{told}{count_of(count)}</span></li>'


def _issue(
    site: Site, days: list[str], at: int, fragments: Fragments, calendar: dict[str, Month], coded: int, home: bool
) -> DigestView:
    day = days[at] if days else site.date
    digest = site.catalog.digests.get(day)
    entry = site.catalog.digest_entries.get(day)
    picks = digest.picked if digest else ()
    return DigestView(
        is_home=home,
        mail=mail_form(site) if home else None,
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
        week=period_chip(week_of(day)) if digest else None,
        month=period_chip(month_of(day)) if digest else None,
        sources=source_lines(digest.source) if digest else (),
        edit_url=site.config.source_url(entry.path, entry.line) if entry else "",
        edit_place=entry.path if entry else "",
        calendar_html=calendar[month_of(day)].shown(day) if digest else "",
        coded=coded,
    )


def _with_word(card: str, note: str) -> str:
    """A card with the curator's word on the pick at its end."""
    if not note:
        return card
    return card.removesuffix("</article>") + f'<p class="word">{inline(note)}</p></article>'
