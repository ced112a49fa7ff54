"""What the template of a person's page may see."""

from .views import FeedLink, Group, Outlink, Page, SourceLine, View


class CvLine(View, frozen=True):
    """One line of a curriculum vitae: when, what, where, and the rest."""

    when: str
    what: str
    where: str
    details: tuple[str, ...] = ()


class CvSection(View, frozen=True):
    """Education, experience, teaching, awards, service or interests."""

    heading: str
    lines: tuple[CvLine, ...]


class StatementLine(View, frozen=True):
    """What somebody else says about a person: their word and date, not ours."""

    what: str
    value: str
    source: str
    date: str
    note: str


class LevelLine(View, frozen=True):
    """One level to which a person's identity is verified, and the evidence for it."""

    level: str
    evidence: str
    url: str = ""


class NamesakeLine(View, frozen=True):
    """Another person of the same name, with what speaks against the two being one."""

    link_html: str
    paper_count: int
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
    groups: tuple[Group, ...]
    own_list: tuple[Group, ...]
    own_count: int
    close_html: str
    others_html: str
    kinds: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    years_svg: str
    counted: CountedView | None
    topics_html: str
    cv: tuple[CvSection, ...]
    statements: tuple[StatementLine, ...]
    sources: tuple[SourceLine, ...]
    note: str
    feeds: tuple[FeedLink, ...]
    edit_url: str
    edit_place: str
    claim_url: str = ""
    resume_url: str = ""
    levels: tuple[LevelLine, ...] = ()
    namesakes: tuple[NamesakeLine, ...] = ()
    id_notes: tuple[str, ...] = ()
