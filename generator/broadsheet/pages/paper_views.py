"""What the template of a paper's page may see."""

from .views import Card, Chip, ClaimLine, Outlink, Page, SourceLine, View


class RelatedLine(View, frozen=True):
    """A paper near this one and the words that both share."""

    link_html: str
    score: str
    terms: str


class DistinctView(View, frozen=True):
    """How far a paper lies from earlier ones here: the percentile, what it was taken among, and the nearest papers."""

    percentile: int
    among: int
    earlier: int
    distance: str
    neighbours: tuple[tuple[str, str], ...]
    method: str


class CiteForm(View, frozen=True):
    """The reference to a paper as text, under what its form is called."""

    label: str
    text_html: str


class NoticeLine(View, frozen=True):
    """What became of a paper after it appeared: `word` is short and stands on cards, too."""

    kind: str
    word: str
    date: str
    url: str
    text: str


class PaperView(Page, frozen=True):
    """A paper's own page."""

    card: Card
    byline_html: str
    more_html: str
    more_names: int
    kind: str
    author_count: int | None
    abstract_html: str
    claims: tuple[ClaimLine, ...]
    related: tuple[RelatedLine, ...]
    topic: Chip | None
    topic_score: str
    topic_terms: tuple[str, ...]
    distinct: DistinctView | None
    topic_finer: Chip | None
    topic_pinned: bool
    nearest_topic: Chip | None
    issues: tuple[Chip, ...]
    identifiers: tuple[Outlink, ...]
    categories_html: str
    tags_html: str
    has_code: bool | None
    details: tuple[tuple[str, str], ...]
    sources: tuple[SourceLine, ...]
    note: str
    cite: tuple[CiteForm, ...]
    citation_tags: tuple[tuple[str, str], ...]
    linked_data: str
    edit_url: str
    edit_place: str
    notices: tuple[NoticeLine, ...] = ()
    measured_html: str = ""
