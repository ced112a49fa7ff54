"""What the template of a person's page may see."""

from .views import FeedLink, Outlink, Page, SourceLine, View, Years


class CvLine(View, frozen=True):
    """One line of a curriculum vitae: when, what, where, and the rest."""

    when: str
    what: str
    where: str
    details: tuple[str, ...] = ()
    works: tuple[Outlink, ...] = ()


class CvSection(View, frozen=True):
    """Education, experience, teaching, awards, service or interests."""

    heading: str
    lines: tuple[CvLine, ...]


class StatementLine(View, frozen=True):
    """Something that somebody else says or counts."""

    what: str
    value: str
    note: str


class Statements(View, frozen=True):
    """What one place says of a person on one day: its word, not ours. `note` holds for all of it."""

    source: str
    date: str
    note: str
    lines: tuple[StatementLine, ...]


class OfferView(View, frozen=True):
    """That a person would work with others, in their own words, with the day and where they said so."""

    words: str
    date: str
    url: str


class WorkGroup(View, frozen=True):
    """Some of a person's papers: under a heading of their own list, of a kind, or of a year, which `id` leads to.

    Those that are `labelled` have a label or a year beside them.
    """

    heading: str
    id: str
    count: int
    lines_html: str
    labelled: bool = False


class CloseLine(View, frozen=True):
    """A close co-author: the papers together as list items, and how many of them are on which topic."""

    link_html: str
    count: int
    papers_html: str
    topics: str


class Neighbourhood(View, frozen=True):
    """Close co-authors and topics as a drawing and as lines; `left_out` of the lines are not drawn."""

    svg_html: str
    lines: tuple[CloseLine, ...]
    left_out: int


class LevelLine(View, frozen=True):
    """One level to which a person's identity is verified, and the evidence for it."""

    level: str
    evidence: str
    url: str = ""


class NamesakeLine(View, frozen=True):
    """Another person of the same name: how many papers of which years, the newest one, what keeps the two apart."""

    link_html: str
    paper_count: int
    years: str
    newest_html: str
    reasons: tuple[str, ...]


class CountedView(View, frozen=True):
    """At least `h` papers with `h` citations each, as far as sources state any; the papers that make it so."""

    h: int
    lines_html: str


class PersonView(Page, frozen=True):
    """A person's own page."""

    id: str
    name: str
    variants: tuple[str, ...]
    curated: bool
    homepage: str
    identifiers: tuple[Outlink, ...]
    affiliations: tuple[CvLine, ...]
    paper_count: int
    groups: tuple[WorkGroup, ...]
    close_html: str
    others_html: str
    near: Neighbourhood | None
    years: Years | None
    counted: CountedView | None
    topics_html: str
    cv: tuple[CvSection, ...]
    statements: tuple[Statements, ...]
    sources: tuple[SourceLine, ...]
    note: str
    feeds: tuple[FeedLink, ...]
    edit_url: str
    edit_place: str
    claim_url: str = ""
    begin_url: str = ""
    kept: bool = False
    offer: OfferView | None = None
    from_papers: bool = False
    resume_url: str = ""
    levels: tuple[LevelLine, ...] = ()
    namesakes: tuple[NamesakeLine, ...] = ()
    id_notes: tuple[str, ...] = ()
