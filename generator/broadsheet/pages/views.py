"""What templates may see: flat frozen values, one type a kind of page; the only way from the model into HTML.

Texts are plain and get escaped by the templates; fields named `*_html` are finished, safe HTML. Addresses that start
with ROOT are inside the site: the way from the page to the site's root goes in its place, so that one rendered card
serves pages of any depth. ACCENT and TOPIC keep room in cards for what is known only once topics are found.
"""

from html import escape
from urllib.parse import urlsplit

from msgspec import Struct

ROOT, ACCENT, TOPIC = "\ue000", "\ue002", "\ue003"


class View(Struct, frozen=True):
    """Base of all views: immutable and cheap to send to another process."""


class Page(View, frozen=True, tag=True):
    """Base of the views that fill a page; the tag tells which one it is when it comes out of another process."""


class Chip(View, frozen=True):
    """A short link: a person, a topic, an organisation, a day; `html` is the finished link.

    `accent` is a topic's colour number, 0 for none.
    """

    name: str
    url: str
    html: str
    accent: int = 0


def chip(name: str, url: str, accent: int = 0) -> Chip:
    """A chip, its link rendered here once for all the places where it appears."""
    return Chip(name, url, f'<a href="{escape(url)}">{escape(name)}</a>', accent)


class Outlink(View, frozen=True):
    """A link out of the site, with a word of warning where one is due (a mirror, say)."""

    label: str
    url: str
    note: str = ""


class FeedLink(View, frozen=True):
    """A feed: what its format is called, its media type, its address."""

    label: str
    media: str
    url: str


class MailTopic(View, frozen=True):
    """A topic that can be ticked in the form for mail."""

    id: str
    name: str
    chosen: bool


class MailForm(View, frozen=True):
    """Where the form for mail is sent and what it holds.

    `field` is the address's, `hidden` are names with values, `trap` names a field for programs to fill. With `choices`
    the reader chooses period and topics.
    """

    action: str
    field: str
    hidden: tuple[tuple[str, str], ...]
    trap: str = ""
    choices: bool = False
    topics: tuple[MailTopic, ...] = ()

    @property
    def host(self) -> str:
        """Who gets the form."""
        return urlsplit(self.action).hostname or ""


class Card(View, frozen=True):
    """A paper in an issue or a list; `notice` is the gravest of what became of it since, in a word.

    `code` tells whether it has some.
    """

    id: str
    url: str
    title_html: str
    byline_html: str
    short_byline_html: str
    organizations: tuple[Chip, ...]
    summary_html: str
    figure: str
    links: tuple[Outlink, ...]
    date: str
    added: str
    venue: str
    comments: int | None
    comments_date: str
    venue_url: str = ""
    tags: tuple[Chip, ...] = ()
    notice: str = ""
    code: bool = False


class ClaimLine(View, frozen=True):
    """One reported figure as a table row."""

    metric: str
    figure: str
    method: str
    model: str
    accelerator: str
    baseline: str
    precision: str
    task: str
    conditions: str


class SourceLine(View, frozen=True):
    """Where facts of a record come from; `fields` empty for the whole record."""

    name: str
    url: str
    date: str
    fields: tuple[str, ...]
    note: str


class Group(View, frozen=True):
    """A heading and finished list items under it, joined."""

    heading: str
    lines_html: str
    url: str = ""


class YearLine(View, frozen=True):
    """A year and how many papers it has; `url` leads to them, `works` are links to each where they have labels."""

    year: str
    count: int
    url: str = ""
    works: tuple[Outlink, ...] = ()


class Years(View, frozen=True):
    """Papers by year as a chart, and a line for every year."""

    svg_html: str
    lines: tuple[YearLine, ...]


class TopicView(Page, frozen=True):
    """A topic's own page, or a further page of its list of papers."""

    id: str
    label: str
    accent: int
    terms: tuple[str, ...]
    description: str
    parent: Chip | None
    finer_html: str
    paper_count: int
    central_html: str
    lines_html: str
    people_html: str
    organizations_html: str
    next_html: str
    tags_html: str
    years: Years | None
    feeds: tuple[FeedLink, ...]
    pager: "Pager"
    mail: MailForm | None = None


class OrganizationView(Page, frozen=True):
    """An organisation's own page, or a further page of its list of papers."""

    id: str
    name: str
    note: str
    links: tuple[Outlink, ...]
    paper_count: int
    lines_html: str
    people_html: str
    topics_html: str
    organizations_html: str
    years: Years | None
    feeds: tuple[FeedLink, ...]
    sources: tuple[SourceLine, ...]
    edit_url: str
    edit_place: str
    pager: "Pager"


class Pager(View, frozen=True):
    """Where one is in a long list; empty addresses where there is nothing before or after."""

    number: int = 1
    count: int = 1
    previous_url: str = ""
    next_url: str = ""
    first_item: int = 1
    last_item: int = 0
    items: int = 0


class IndexView(Page, frozen=True):
    """A list of everything of a kind.

    `letters` are links to the pages of a long index, `parts` to those of a long letter, `ways` to other lists of the
    same things. `url` is where the page itself is.
    """

    title: str
    kind: str
    lead: str
    count: int
    groups: tuple[Group, ...]
    entries_html: str
    letters: tuple[Chip, ...]
    pager: Pager
    ways: tuple[Chip, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    parts: tuple[Chip, ...] = ()
    url: str = ""


class ReadingView(Page, frozen=True):
    """The reading list, which the browser fills; `site_name` says whose papers it holds."""

    site_name: str


class FileLine(View, frozen=True):
    """A file of the dataset."""

    name: str
    url: str
    size: str
    what: str


class ClaimRowLine(View, frozen=True):
    """A reported figure in the dataset page's table, with its paper."""

    paper: Chip
    claim: ClaimLine


class DatasetView(Page, frozen=True):
    """The dataset page: files, columns, and the tables as far as they are short."""

    files: tuple[FileLine, ...]
    measured_count: int
    claim_count: int
    paper_count: int
    claims: tuple[ClaimRowLine, ...]
    claims_left_out: int
    columns: tuple[tuple[str, str, str], ...]
    schema_version: str


class ExplorerView(Page, frozen=True):
    """The explorer. `source_url` has {path} and {line} in it; it is empty without a known repository.

    `titles_json` are, safe in a script element, titles by paper id and names of devices by theirs.
    It begins with `metric`, where one is given.
    """

    has_reader: bool
    metric: str
    measured_count: str
    claim_count: str
    source_url: str
    titles_json: str
    files: tuple[FileLine, ...]


AnyPage = ReadingView | TopicView | OrganizationView | IndexView | DatasetView | ExplorerView
