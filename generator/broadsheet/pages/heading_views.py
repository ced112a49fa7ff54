"""What the template of a tag's or a venue's page may see."""

from .views import FeedLink, Page, Pager, Years


class HeadingView(Page, frozen=True):
    """A tag's or venue's own page, or a further page of its list of papers; `section` is `tags` or `venues`."""

    section: str
    name: str
    names: tuple[str, ...]
    paper_count: int
    lines_html: str
    topics_html: str
    people_html: str
    organizations_html: str
    tags_html: str
    years: Years | None
    feeds: tuple[FeedLink, ...]
    pager: Pager
