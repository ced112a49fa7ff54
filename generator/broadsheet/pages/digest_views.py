"""What the templates of issues, empty days, weeks, months and the archive may see; `views.py` has the rules."""

from .views import Chip, MailForm, Page, SourceLine, View


class DigestView(Page, frozen=True):
    """An issue: the day's picks. `is_home` on the front page, which shows the newest issue, and the form of the mail.

    `coded` counts the papers with code, all over the site.
    """

    is_home: bool
    site_name: str
    tagline: str
    number: int
    date: str
    long_date: str
    title: str
    curator: str
    note_html: str
    cards_html: tuple[str, ...]
    topics_html: str
    previous: Chip | None
    next: Chip | None
    week: Chip | None
    month: Chip | None
    sources: tuple[SourceLine, ...]
    edit_url: str
    edit_place: str
    calendar_html: str = ""
    coded: int = 0
    mail: MailForm | None = None


class EmptyDayView(Page, frozen=True):
    """A day without an issue: why, and the issues before and after it."""

    date: str
    long_date: str
    reason: str
    previous: Chip
    next: Chip
    calendar_html: str


class PickGroup(View, frozen=True):
    """What was picked of one topic, as finished list items; no chip for papers that are near none."""

    id: str
    topic: Chip | None
    count: int
    lines_html: str


class SparkRow(View, frozen=True):
    """A topic's papers by week or month, oldest first; `id` names its group of picks, if it has one."""

    id: str
    topic: Chip
    counts: tuple[int, ...]
    spark_html: str


class RoseLine(View, frozen=True):
    """A paper of which a source stated a rise: what rose, when, by whose word; its score on the period's last day."""

    link_html: str
    topic: Chip | None
    inputs: tuple[tuple[str, str, str], ...]
    score: str


class FigureLine(View, frozen=True):
    """The strongest figure that a paper reports."""

    figure: str
    link_html: str
    accent: int


class PeriodView(Page, frozen=True):
    """A week or a month. `until` is the day up to which it is told, empty once it is over.

    `windows` are the columns of `sparks`, short and in full; `bursts` are topics in a burst. `left_out` counts papers
    whose figures are not shown.
    """

    kind: str
    name: str
    span: str
    until: str
    paper_count: int
    issues_html: str
    issue_count: int
    numbers: tuple[tuple[int, str], ...]
    picks: tuple[PickGroup, ...]
    windows: tuple[tuple[str, str], ...]
    sparks: tuple[SparkRow, ...]
    rose: tuple[RoseLine, ...]
    rose_on: str
    bursts: tuple[Chip, ...]
    figures: tuple[FigureLine, ...]
    left_out: int
    calendars_html: tuple[str, ...]
    previous: Chip | None
    next: Chip | None


class ArchiveMonth(View, frozen=True):
    """A month of the archive: its grid, and its issues as finished list items."""

    table_html: str
    issues: int
    papers: int
    lines_html: str


class ArchiveYear(View, frozen=True):
    """A year of the archive, its newest month first."""

    year: str
    issues: int
    papers: int
    months: tuple[ArchiveMonth, ...]


class ArchiveView(Page, frozen=True):
    """All issues, by year and month."""

    issue_count: int
    paper_count: int
    years: tuple[ArchiveYear, ...]


DigestPage = DigestView | EmptyDayView | PeriodView | ArchiveView
