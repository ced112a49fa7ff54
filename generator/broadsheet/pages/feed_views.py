"""What the template of the page of feeds may see."""

from .views import FeedLink, MailForm, Page, View


class FeedLine(View, frozen=True):
    """Something that can be followed: its page, where it has one of its own, and its feeds."""

    name: str
    url: str
    paper_count: int
    links: tuple[FeedLink, ...]


class FeedGroup(View, frozen=True):
    """What can be followed of one family; `left_out` counts those that are in the OPML file alone."""

    id: str
    heading: str
    lines: tuple[FeedLine, ...]
    left_out: int = 0


class FeedsView(Page, frozen=True):
    """The page of feeds. `people_count` of them have feeds on their own pages; addresses are empty without feeds."""

    site_links: tuple[FeedLink, ...]
    groups: tuple[FeedGroup, ...]
    people_count: int
    opml_url: str
    people_opml_url: str
    hub: str
    mail: MailForm | None = None
